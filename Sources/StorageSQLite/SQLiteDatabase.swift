internal import Foundation
internal import GRDB
internal import Primitives
package import Storage
internal import Synchronization

/// SQLite in a file (WAL, every commit synced to disk) or in memory.
///
/// Writers that wait while another commits are taken together into the next transaction, each in a savepoint of its own,
/// and answered after one commit (group commit): a failing one is undone alone.
package final class SQLiteDatabase: Storage.Database {
    package var dialect: Dialect { .sqlite }
    private let writer: any DatabaseWriter
    private let waiting = Mutex<[any WaitingWrite]>([])

    /// Opens or creates the file at `path`.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "shouwang"
        let pool = try DatabasePool(path: path, configuration: configuration)
        // The pool sets NORMAL by itself after its set-up hook; FULL makes each commit survive a loss of power.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        writer = pool
    }

    /// A database that lives as long as this object.
    package init() throws { writer = try DatabaseQueue() }

    package func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try writer.read { try body(SQLiteTransaction($0)) }
    }

    package func write<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try withoutActuallyEscaping(body) { body in
            let mine = Write(body: body)
            waiting.withLock { $0.append(mine) }
            try writer.writeWithoutTransaction { db in
                if mine.result == nil { try commitWaiting(on: db) }
            }
            guard let result = mine.result else { preconditionFailure("a write was left without an answer") }
            return try result.get()
        }
    }

    private func commitWaiting(on db: GRDB.Database) throws {
        let writes = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        do {
            try db.execute(sql: "BEGIN IMMEDIATE")
            for write in writes { try write.run(on: db) }
            try db.execute(sql: "COMMIT")
        } catch {
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
            for write in writes { write.fail(storageError(error)) }
        }
    }
}

private protocol WaitingWrite: AnyObject, Sendable {
    func run(on db: GRDB.Database) throws
    func fail(_ error: any Error)
}

/// One writer's body and its answer. Both are touched on the writer connection's queue only, which is why it is safe to share.
private final class Write<T: Sendable>: WaitingWrite, @unchecked Sendable {
    private let body: @Sendable (any Transaction) throws -> T
    private(set) var result: Result<T, any Error>?

    init(body: @escaping @Sendable (any Transaction) throws -> T) { self.body = body }

    /// Throws only when the savepoint itself fails; what the body throws is the answer of this write alone.
    func run(on db: GRDB.Database) throws {
        try db.execute(sql: "SAVEPOINT one")
        do {
            let answer = try body(SQLiteTransaction(db))
            try db.execute(sql: "RELEASE one")
            result = .success(answer)
        } catch {
            result = .failure(error)
            try db.execute(sql: "ROLLBACK TO one")
            try db.execute(sql: "RELEASE one")
        }
    }

    func fail(_ error: any Error) { result = .failure(error) }
}

private final class SQLiteTransaction: Transaction {
    private let db: GRDB.Database

    init(_ db: GRDB.Database) { self.db = db }

    var dialect: Dialect { .sqlite }

    func query(_ sql: Storage.SQL) throws(StorageError) -> [Storage.Row] {
        do {
            let statement = try db.cachedStatement(sql: sql.text)
            var columns: [String: Int] = [:]
            for (index, name) in statement.columnNames.enumerated() { columns[name] = index }
            var rows: [Storage.Row] = []
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments(sql))
            while let row = try cursor.next() {
                rows.append(Storage.Row(columns: columns, values: try row.databaseValues.map(value)))
            }
            return rows
        } catch {
            throw storageError(error)
        }
    }

    func execute(_ sql: Storage.SQL) throws(StorageError) -> Int {
        do {
            try db.cachedStatement(sql: sql.text).execute(arguments: arguments(sql))
            return db.changesCount
        } catch {
            throw storageError(error)
        }
    }

    private func arguments(_ sql: Storage.SQL) -> StatementArguments {
        StatementArguments(
            sql.arguments.map { argument -> DatabaseValue in
                switch argument {
                case .null: .null
                case .integer(let number): number.databaseValue
                case .text(let text): text.databaseValue
                case .bytes(let bytes): Data(bytes).databaseValue
                }
            })
    }

    private func value(_ value: DatabaseValue) throws(StorageError) -> Value {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .string(let text): .text(text)
        case .blob(let bytes): .bytes([UInt8](bytes))
        case .double(let number): throw .other("a floating-point value \(number) in the database")
        }
    }
}

private func storageError(_ error: any Error) -> StorageError {
    if let error = error as? StorageError { return error }
    guard let error = error as? DatabaseError else { return .other("\(error)") }
    let message = error.message ?? "\(error)"
    switch error.extendedResultCode {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: return .unique(message)
    default: break
    }
    switch error.resultCode {
    case .SQLITE_CONSTRAINT: return .constraint(message)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(message)
    case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_NOTADB, .SQLITE_CORRUPT: return .connection(message)
    default: return .other(message)
    }
}
