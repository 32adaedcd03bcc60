internal import ArgumentParser
internal import Journal
internal import Operations
internal import Primitives
internal import Storage
internal import Workflow

struct RetainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retain",
        abstract: "Delete what is kept for a term that is over; the terms are in the jurisdiction pack.",
        discussion: """
            Kept answers to repeated requests, sessions, failed sign-ins, and banks' answers that were given back. Orders, reveals \
            and the journal stay. Each deletion is an entry in the journal.
            """)

    @OptionGroup var configuration: Configuration
    @Flag(help: "Only print what would be deleted.") var preview = false

    func run() throws {
        let now = SystemClock().now()
        let database = try configuration.openDatabase()
        try Platform.schema.migrate(database, at: now)
        let retention = Retention(Journal(database: database, ids: SystemIDs()), try configuration.openPack())
        let lines = try preview ? retention.preview(at: now) : retention.run(at: now)
        for line in lines {
            let what = preview ? "to delete" : "deleted"
            print("\(line.matter.rawValue)\t\(line.rows) \(what)\tbefore \(CivilTime(line.before).day)\t\(line.basis)")
        }
    }
}
