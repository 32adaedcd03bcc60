internal import ArgumentParser
internal import Foundation
internal import Gateways
internal import Primitives
internal import Simulation
internal import Storage
internal import Workflow

struct MessagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages",
        abstract: "Let a batch of invented messages go, for trials: `work --carrier …` hands them over.",
        discussion: "Numbers and names are invented; never point this at a real carrier. See docs/messages.md.")

    @OptionGroup var configuration: Configuration
    @Option(help: "How many messages.") var count = 1000
    @Option(help: "Messages a second at most.") var rate = 500

    func validate() throws {
        guard (1...2_000_000).contains(count) else { throw ValidationError("--count is 1 to 2000000") }
    }

    func run() throws {
        let database = try configuration.openDatabase()
        try Platform.schema.migrate(database, at: SystemClock().now())
        let link = try HTTPBankLink(timeout: Compose.callTimeout)
        let platform = Platform(
            database: database, clock: SystemClock(), ids: SystemIDs(), pack: try configuration.openPack(),
            signer: try configuration.signer(owner: DemoCity.centre.text), link: link)
        let start = SystemClock().nanoseconds()
        let batch = try MessageTrial(platform).start(count: count, rate: rate)
        let seconds = Double(SystemClock().nanoseconds() - start) / 1e9
        try link.shutDown()
        say("\(batch) \(count) messages in \((seconds * 1000).rounded() / 1000) s")
    }
}
