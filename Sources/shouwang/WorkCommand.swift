internal import ArgumentParser
internal import Foundation
internal import Primitives
internal import Storage
internal import Workflow

struct WorkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Do the work that follows: send orders, trace, keep deadlines. Any number may run on one database.")

    @OptionGroup var configuration: Configuration
    @OptionGroup(title: "Banks by wire") var banks: BankOptions
    @OptionGroup(title: "Messages") var carrier: CarrierOptions
    @OptionGroup var logging: LogOptions
    @Option(help: "The code of the unit whose key seals the orders.") var unit = "530400000000"
    @Option(help: "How many jobs at once.") var hands = 12
    @Option(help: "For so many seconds a worker that died keeps its jobs from others; longer than any job takes.")
    var lease = 60

    func validate() throws {
        guard (20...600).contains(lease) else { throw ValidationError("--lease is 20 to 600") }
    }

    func run() throws {
        logging.start()
        let database = try configuration.openDatabase()
        try Platform.schema.migrate(database, at: SystemClock().now())
        let platform = try Compose.platform(
            configuration, database: database, owner: unit, banks: banks, carrier: carrier)
        say("working")
        WorkLoop(platform, role: "work", hands: hands, lease: .seconds(lease)).run()
    }
}
