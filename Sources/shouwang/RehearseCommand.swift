internal import Access
internal import ArgumentParser
internal import Gateways
internal import Primitives
internal import Simulation
internal import Storage
internal import Workflow

/// What `make kill` starts from; not listed in the help.
struct RehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract:
            "Found the demo's city in an empty database, for trials of serve, work and bank as processes of their own.",
        shouldDisplay: false)

    @OptionGroup var configuration: Configuration
    @Option(help: "What stands before a bank's code in its address.") var banks = "http://127.0.0.1:8090/banks/"
    @Option(help: "The seed of the banks' keys.") var seed: UInt64 = 1

    func run() throws {
        let database = try configuration.openDatabase()
        let now = SystemClock().now()
        try Platform.schema.migrate(database, at: now)
        let link = try HTTPBankLink(timeout: Compose.callTimeout)
        let platform = Platform(
            database: database, clock: SystemClock(), ids: SystemIDs(), pack: try configuration.openPack(),
            signer: try configuration.signer(owner: DemoCity.centre.text), link: link)
        let access = AccessCommands(platform.journal, rules: platform.rules)
        let city = try Rehearsal.found(in: platform, access: access, addresses: banks, bankSeed: seed, at: now)
        print(try CanonicalJSON.text(city))
        try link.shutDown()
    }
}
