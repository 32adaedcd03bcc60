internal import Foundation
package import Storage

/// Backups of PostgreSQL by its own programs, pg_dump and pg_restore.
package enum PostgresBackup {
    /// Writes one consistent state of the database into the empty file `target`, in pg_dump's custom format.
    package static func dump(_ conninfo: String, to target: String) throws(StorageError) {
        try PostgresPrograms.run("pg_dump", ["--format=custom", "--file=\(target)", "--dbname=\(conninfo)"])
    }

    /// Whether pg_restore can read all of the file; throws what is wrong with it.
    package static func check(_ file: String) throws(StorageError) {
        try PostgresPrograms.run("pg_restore", ["--file=/dev/null", file])
    }

    /// Fills the database from a dump: all of it, or nothing.
    package static func restore(_ file: String, to conninfo: String) throws(StorageError) {
        try PostgresPrograms.run(
            "pg_restore",
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname=\(conninfo)", file])
    }

    /// The tables, views and sequences that stand in the database already; ten at most.
    package static func relations(in database: PostgresDatabase) throws -> [String] {
        try database.read { tx in
            try tx.query(
                """
                SELECT pg_class.relname::TEXT AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
                WHERE pg_class.relkind IN ('r', 'p', 'v', 'm', 'S')
                    AND pg_namespace.nspname NOT IN ('pg_catalog', 'information_schema')
                ORDER BY pg_class.relname LIMIT 10
                """
            ).map { try $0["name"] as String }
        }
    }
}

/// The programs that come with PostgreSQL.
package enum PostgresPrograms {
    /// Runs one to its end; throws what it says on standard error when it fails.
    package static func run(_ name: String, _ arguments: [String]) throws(StorageError) {
        guard let program = find(name) else {
            throw .other("\(name) was not found: install PostgreSQL's client programs (Debian: postgresql-client)")
        }
        let process = Process()
        let said = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = said
        do { try process.run() } catch { throw .other("\(program) cannot be run: \(error)") }
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw .other("\(name): \(text.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
    }

    /// In PATH, else where Debian puts them, the newest version first.
    static func find(_ name: String) -> String? {
        let debian = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let newestFirst = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
        return (folders + newestFirst).map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    }
}
