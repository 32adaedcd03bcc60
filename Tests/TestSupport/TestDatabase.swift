internal import Foundation
package import Primitives
package import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Synchronization

extension Timestamp {
    /// Where the time of tests begins: 2026-03-14 09:00:00 in China.
    package static let t0 = Timestamp(microseconds: 1_773_450_000_000_000)
}

/// The databases that contract tests run on: `@Test(arguments: Engine.available)`.
package enum Engine: String, Sendable, CaseIterable {
    /// SQLite in memory.
    case sqlite
    /// SQLite in a file of a temporary folder, every commit synced.
    case sqliteFile
    case postgres

    /// SQLite in memory, and PostgreSQL where it is installed; where it is not, the run says so.
    package static let available: [Engine] = allCases.filter { $0 != .sqliteFile && $0.isHere }

    /// SQLite in a file besides.
    package static let everyForm: [Engine] = allCases.filter(\.isHere)

    private static let postgresIsHere: Bool = {
        if !PostgresServer.isInstalled {
            FileHandle.standardError.write(
                Data("SKIPPED: PostgreSQL is not installed, its contract tests do not run\n".utf8))
        }
        return PostgresServer.isInstalled
    }()

    private var isHere: Bool { self != .postgres || Self.postgresIsHere }
}

/// Runs `body` on a new, empty database at the newest level of `schema`, which nobody else sees.
@discardableResult
package func withDatabase<T>(
    _ engine: Engine, _ schema: Schema = Schema([]), _ body: (any Database) throws -> T
) throws -> T {
    let place = try TestDatabase(engine)
    defer { place.remove() }
    try schema.migrate(place.database, at: .t0)
    return try body(place.database)
}

/// The same for a body that awaits.
@discardableResult
package func withDatabase<T>(
    _ engine: Engine, _ schema: Schema = Schema([]), isolation: isolated (any _Concurrency.Actor)? = #isolation,
    _ body: (any Database) async throws -> T
) async throws -> T {
    let place = try TestDatabase(engine)
    defer { place.remove() }
    try schema.migrate(place.database, at: .t0)
    return try await body(place.database)
}

/// Runs `body` with the path of a temporary folder, which is deleted afterwards.
@discardableResult
package func withTemporaryFolder<T>(_ body: (String) throws -> T) throws -> T {
    let folder = try TestDatabase.makeFolder()
    defer { TestDatabase.delete(folder) }
    return try body(folder)
}

/// The same for a body that awaits.
@discardableResult
package func withTemporaryFolder<T>(
    isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (String) async throws -> T
) async throws -> T {
    let folder = try TestDatabase.makeFolder()
    defer { TestDatabase.delete(folder) }
    return try await body(folder)
}

/// A new database and what must be deleted after it.
private struct TestDatabase {
    private static let count = Mutex(0)

    let database: any Database
    private let folder: String?

    init(_ engine: Engine) throws {
        switch engine {
        case .sqlite:
            database = try SQLiteDatabase()
            folder = nil
        case .sqliteFile:
            let folder = try Self.makeFolder()
            database = try SQLiteDatabase(path: folder + "/test.sqlite")
            self.folder = folder
        case .postgres:
            database = try Self.ownSchema(of: .running())
            folder = nil
        }
    }

    func remove() {
        if let folder { Self.delete(folder) }
    }

    static func makeFolder() throws -> String {
        try newFolder(FileManager.default.temporaryDirectory.path + "/shouwang-test-")
    }

    static func delete(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

    /// A schema that only this database's connections look into; it goes with the server.
    private static func ownSchema(of server: PostgresServer) throws -> PostgresDatabase {
        let name = count.withLock { count in
            count += 1
            return "test_\(count)"
        }
        try PostgresDatabase(server.conninfo, connections: 1).write { tx in
            try tx.execute(SQL(raw: "CREATE SCHEMA \(name)"))
        }
        return try PostgresDatabase(server.conninfo + " options='-c search_path=\(name)'")
    }
}

/// Makes a folder that only this user may enter, whose path begins with `start` and is new.
func newFolder(_ start: String) throws -> String {
    var path = Array((start + "XXXXXX").utf8CString)
    guard mkdtemp(&path) != nil else { throw CocoaError(.fileWriteUnknown) }
    return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}
