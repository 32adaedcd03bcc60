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
    @OptionGroup var logging: LogOptions
    @Option(help: "The code of the unit whose key seals the orders.") var unit = "530400000000"
    @Option(help: "How many jobs at once.") var hands = 12

    func run() throws {
        logging.start()
        let database = try configuration.openDatabase()
        try Platform.schema.migrate(database, at: SystemClock().now())
        let platform = try Compose.platform(configuration, database: database, owner: unit, banks: banks)
        say("working")
        WorkLoop(platform, role: "work", hands: hands).run()
    }
}
