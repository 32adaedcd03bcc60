internal import Foundation
internal import GRDB
package import Storage

/// A copy of a database file, taken while programs go on writing to it.
package enum SQLiteBackup {
    /// Writes one consistent state of the database in the file `source` into the empty file `target`.
    package static func copy(_ source: String, to target: String) throws(StorageError) {
        try using(source) { db in try db.execute(sql: "VACUUM INTO ?", arguments: [target]) }
    }

    /// What is wrong with a file as a database: damaged pages, rows without what they refer to. Ten at most.
    package static func faults(in file: String) throws(StorageError) -> [String] {
        try using(file) { db in
            let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
            if !damage.isEmpty { return damage }
            return try GRDB.Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(10).map { row in
                "a row of \(row["table"] as String? ?? "?") refers to nothing in \(row["parent"] as String? ?? "?")"
            }
        }
    }

    private static func using<T>(_ file: String, _ work: (GRDB.Database) throws -> T) throws(StorageError) -> T {
        do {
            return try DatabaseQueue(path: file, configuration: .readOnly).writeWithoutTransaction(work)
        } catch {
            throw storageError(error)
        }
    }
}

extension GRDB.Configuration {
    /// For a file that is looked at and not changed, while others may write to it.
    static var readOnly: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.label = "shouwang"
        return configuration
    }
}
