internal import Foundation
package import Logging
package import Primitives

/// One JSON object a line: time, level, where from, what, and the values beside it.
package struct JSONLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let label: String
    private let clock: any WallClock
    private let write: @Sendable (String) -> Void

    package init(
        _ label: String, level: Logger.Level, clock: any WallClock, write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        logLevel = level
        self.clock = clock
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Makes every logger of the program write to standard error. Called once, before anything logs.
    package static func start(level: Logger.Level) {
        LoggingSystem.bootstrap { label in
            JSONLog(label, level: level, clock: SystemClock()) { line in
                FileHandle.standardError.write(Data((line + "\n").utf8))
            }
        }
    }

    package func log(event: LogEvent) {
        let given = metadata.merging(event.metadata ?? [:]) { _, newer in newer }
        var members = Dictionary(uniqueKeysWithValues: given.map { ($0.key, Self.json($0.value)) })
        members["time"] = .string(CivilTime(clock.now()).rfc3339)
        members["level"] = .string(event.level.rawValue)
        members["from"] = .string(label)
        members["message"] = .string(event.message.description)
        // Strings of this kind always encode; a line is better lost than the work that it tells of.
        if let line = try? CanonicalJSON.text(JSON.object(members)) { write(line) }
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSON {
        switch value {
        case .stringConvertible(let number as Int): .number(Int64(number))
        case .stringConvertible(let value): .string(value.description)
        case .string(let text): .string(text)
        case .array(let values): .array(values.map(json))
        case .dictionary(let members): .object(members.mapValues(json))
        }
    }
}
