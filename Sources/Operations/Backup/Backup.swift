package import Foundation
internal import Journal
package import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Workflow

/// Where an installation keeps its records.
package enum RecordPlace: Sendable {
    /// The file of the embedded database.
    case file(URL)
    /// PostgreSQL, in libpq's words.
    case server(String)

    /// To read alone: nothing is made where nothing is.
    package func open() throws(StorageError) -> any Database {
        switch self {
        case .file(let file): try SQLiteDatabase(reading: file.path)
        case .server(let conninfo): try PostgresDatabase(conninfo, connections: 2)
        }
    }
}

/// Why no backup was made, or none was put back; in words for whoever runs the program.
package enum BackupRefusal: Error, Equatable, CustomStringConvertible {
    case noDatabase(String)
    case fileExists(String)
    case folderNotEmpty(String, holds: String)
    case databaseNotEmpty(holds: String)
    case unknownFormat(String)
    case ofOtherDatabase(String)
    case damaged([String])
    case chainBroken(String)
    /// The steps of the schema that this program does not know.
    case schemaUnknown([String])

    package var description: String {
        switch self {
        case .noDatabase(let path): "there is no database at \(path)"
        case .fileExists(let path): "\(path) is there already; a backup is never written over"
        case .folderNotEmpty(let path, let holds):
            "\(path) holds \(holds); restore into a new or empty folder (centre.key alone may lie in it)"
        case .databaseNotEmpty(let holds): "the database holds \(holds) already; restore into a new, empty database"
        case .unknownFormat(let path): "\(path) is no backup: neither a SQLite database nor a dump of pg_dump"
        case .ofOtherDatabase(let path):
            "\(path) is a backup of the other kind of database: give --postgres for a dump, and none for a SQLite file"
        case .damaged(let faults): "the backup is damaged: \(faults.joined(separator: "; "))"
        case .chainBroken(let reason): "the journal's chain in the backup is broken: \(reason)"
        case .schemaUnknown(let names):
            "the backup is not of this program's version: its schema has \(names.joined(separator: ", "))"
        }
    }
}

/// What a backup holds.
package struct BackupContent: Sendable, Equatable {
    /// Entries of the journal in the chain, and those that wait to be chained; nil for a dump, which only a restore can read.
    package let entries: Int64?
    package let tail: Int64?
    package let bytes: Int64
}

/// A whole state of the records in one file, taken while the system runs.
package struct Backup: Sendable {
    private let file: URL

    package init(_ file: URL) { self.file = file }

    /// Takes a backup of a running system. The file appears whole and verified, readable by its owner alone, or not at all.
    package static func take(of place: RecordPlace, to file: URL) throws -> BackupContent {
        let path = file.path
        guard !FileManager.default.fileExists(atPath: path) else { throw BackupRefusal.fileExists(path) }
        return try WholeFile.make(at: file) { unfinished in
            switch place {
            case .file(let source):
                let exists = FileManager.default.fileExists(atPath: source.path)
                guard exists else { throw BackupRefusal.noDatabase(source.path) }
                try SQLiteBackup.copy(source.path, to: unfinished.path)
            case .server(let conninfo): try PostgresBackup.dump(conninfo, to: unfinished.path)
            }
            return try Backup(unfinished).verify()
        }
    }

    private enum Format { case sqlite, postgres }

    private func format() throws -> Format {
        guard FileManager.default.fileExists(atPath: file.path) else { throw BackupRefusal.noDatabase(file.path) }
        let handle = try FileHandle(forReadingFrom: file)
        defer { handle.closeFile() }
        let start = try handle.read(upToCount: 16) ?? Data()
        if start == Data("SQLite format 3\0".utf8) { return .sqlite }
        if start.starts(with: Data("PGDMP".utf8)) { return .postgres }
        throw BackupRefusal.unknownFormat(file.path)
    }

    /// Reads the whole backup; throws what is wrong with it.
    package func verify() throws -> BackupContent {
        let bytes = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int64 ?? 0
        guard try format() == .sqlite else {
            try PostgresBackup.check(file.path)
            return BackupContent(entries: nil, tail: nil, bytes: bytes)
        }
        let faults: [String]
        do {
            faults = try SQLiteBackup.faults(in: file.path)
        } catch {
            guard case .connection(let words) = error else { throw error }
            // Too damaged to be looked into.
            faults = [words]
        }
        guard faults.isEmpty else { throw BackupRefusal.damaged(faults) }
        return try Self.content(of: SQLiteDatabase(reading: file.path), bytes: bytes)
    }

    private static func content(of database: any Database, bytes: Int64) throws -> BackupContent {
        switch try Platform.schema.standing(of: database) {
        case .current, .older: break
        case .none: throw BackupRefusal.schemaUnknown(["no table of this program"])
        case .newer(let names): throw BackupRefusal.schemaUnknown(names)
        case .edited(let name): throw BackupRefusal.schemaUnknown([name])
        }
        let verdict = try Chain.verify(database)
        if let broken = verdict.broken { throw BackupRefusal.chainBroken(broken) }
        return BackupContent(entries: verdict.entries, tail: verdict.tail, bytes: bytes)
    }

    /// Puts the backup into an empty place: all of it, or nothing.
    package func restore(to place: RecordPlace) throws -> BackupContent {
        switch (try format(), place) {
        case (.sqlite, .file(let target)):
            let content = try verify()
            try Self.requireEmpty(target.deletingLastPathComponent())
            try WholeFile.make(at: target) { try WholeFile.copy(file, into: $0) }
            return content
        case (.postgres, .server(let conninfo)):
            let target = try PostgresDatabase(conninfo, connections: 2)
            if let name = try PostgresBackup.relations(in: target).first {
                throw BackupRefusal.databaseNotEmpty(holds: name)
            }
            let bytes = try verify().bytes
            try PostgresBackup.restore(file.path, to: conninfo)
            return try Self.content(of: target, bytes: bytes)
        case (.sqlite, .server), (.postgres, .file): throw BackupRefusal.ofOtherDatabase(file.path)
        }
    }

    /// Makes the folder where it is not there. The key may lie in it: it is kept apart from backups and put back by hand.
    private static func requireEmpty(_ folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let others = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "centre.key" }
        if let first = others.min() { throw BackupRefusal.folderNotEmpty(folder.path, holds: first) }
    }
}
