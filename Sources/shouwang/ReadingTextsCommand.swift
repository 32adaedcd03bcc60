internal import ArgumentParser
internal import Foundation
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension ReadingCommand {
    struct Texts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "texts",
            abstract:
                "Write the statements that were read at intake, with the type that the taker left, for reading train.",
            discussion: """
                Lines of {"text","label","changed"}. Numbers, names and addresses that the reading finds are covered; those that it \
                misses are not, so the file is readable by its owner alone and belongs on this machine. The journal keeps that \
                it was written.
                """)

        @OptionGroup var configuration: Configuration
        @Argument(help: "The new file.") var file: String

        func run() throws {
            let now = SystemClock().now()
            let database = try configuration.openDatabase()
            try Platform.schema.migrate(database, at: now)
            guard
                FileManager.default.createFile(
                    atPath: file, contents: nil, attributes: [.posixPermissions: 0o600]),
                let output = FileHandle(forWritingAtPath: file)
            else { throw ValidationError("\(file) cannot be written") }
            let texts = TrainingTexts(Journal(database: database, ids: SystemIDs()))
            let count = try texts.export(at: now) { line in
                try output.write(contentsOf: Data((try CanonicalJSON.text(line) + "\n").utf8))
            }
            try output.close()
            print("\(file): \(count) texts")
        }
    }
}
