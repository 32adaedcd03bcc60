internal import ArgumentParser
internal import Checks
internal import Foundation
internal import Operations
internal import Primitives

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a verified backup of the running system into one file.",
        discussion: """
            The embedded database becomes a SQLite file whose pages and journal chain are checked; PostgreSQL becomes a dump of \
            pg_dump that pg_restore has read through. The signing key is not in it: keep centre.key apart.
            """)

    @OptionGroup var configuration: Configuration
    @Option(help: "The database file in --data.") var database = "shouwang.sqlite"
    @Argument(help: "The new file.") var file: String

    func run() throws {
        let content = try Backup.take(of: configuration.place(named: database), to: URL(fileURLWithPath: file))
        print("\(file): \(content.words), verified")
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup into an empty place, and check it there.",
        discussion: "Nothing is written over: --data must be a new or empty folder, --postgres a new database.")

    @OptionGroup var configuration: Configuration
    @Option(help: "The database file in --data.") var database = "shouwang.sqlite"
    @Argument(help: "The backup.") var file: String

    func run() throws {
        let place = configuration.place(named: database)
        let content = try Backup(URL(fileURLWithPath: file)).restore(to: place)
        print("restored: \(content.words)")
        let report = try Checks(try place.open(), try configuration.openPack()).run(at: SystemClock().now())
        for finding in report.findings { print("FAULT \(finding.rule.rawValue) \(finding.row): \(finding.what)") }
        print(report.findings.isEmpty ? "all is as it must be" : "\(report.findings.count) faults")
        if !report.findings.isEmpty { throw ExitCode.failure }
    }
}

extension BackupContent {
    fileprivate var words: String {
        let size = "\(bytes / 1024) KiB"
        guard let entries, let tail else { return size }
        return "\(entries) journal entries chained, \(tail) waiting, \(size)"
    }
}
