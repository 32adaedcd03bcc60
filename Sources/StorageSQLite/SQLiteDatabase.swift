internal import GRDB
internal import Primitives
package import Storage
internal import Synchronization

/// SQLite in a file (WAL, every commit synced to disk) or in memory.
///
/// Writers that wait while another commits are taken together into the next transaction, each in a savepoint of its own,
/// and answered after one commit (group commit): a failing one is undone alone. Where urgent ones wait they go alone, first.
package final class SQLiteDatabase: Storage.Database {
    package var dialect: Dialect { .sqlite }
    private let writer: any DatabaseWriter
    /// Whether reads and writes share one connection.
    private let isShared: Bool
    private let waiting = Mutex<[any WaitingWrite]>([])

    /// So many bytes of the file are read where the system has mapped them, and not copied page by page: as much as SQLite allows.
    private static let mapped = 2_147_418_112

    /// Opens or creates the file at `path`.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "shouwang"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA mmap_size = \(Self.mapped)") }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // The pool sets NORMAL by itself after its set-up hook; FULL makes each commit survive a loss of power.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        writer = pool
        isShared = false
    }

    /// Opens the file at `path` to read: nothing is made where none is, and every write fails.
    package init(reading path: String) throws(StorageError) {
        isShared = true
        do {
            writer = try DatabaseQueue(path: path, configuration: .readOnly)
        } catch {
            throw storageError(error)
        }
    }

    /// A database that lives as long as this object.
    package init() throws {
        writer = try DatabaseQueue()
        isShared = true
    }

    package func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        // On a shared connection nothing runs beside this body. GRDB would make it read only by a pragma for
        // each read, at which SQLite forgets every statement that it has compiled.
        guard isShared else { return try writer.read { try Self.run(body, on: $0) } }
        return try writer.unsafeRead { try Self.run(body, on: $0) }
    }

    private static func run<T>(_ body: (any Transaction) throws -> T, on db: GRDB.Database) throws -> T {
        let tx = SQLiteTransaction(db, mayWrite: false)
        let answer = try body(tx)
        if let failure = tx.failure { throw failure }
        return answer
    }

    /// One writer at a time: all is serial here.
    @discardableResult
    package func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T
    {
        try withoutActuallyEscaping(body) { body in
            let mine = Write(isolation.urgency, body)
            waiting.withLock { $0.append(mine) }
            try writer.writeWithoutTransaction { db in
                while mine.result == nil { try commitWaiting(on: db) }
            }
            guard let result = mine.result else { preconditionFailure("a write was left without an answer") }
            return try result.get()
        }
    }

    /// How many writers wait for the next transaction.
    package var writersWaiting: Int { waiting.withLock(\.count) }

    private func commitWaiting(on db: GRDB.Database) throws {
        let writes = waiting.withLock { waiting in
            let first = waiting.contains { $0.urgency == .urgent } ? Urgency.urgent : .usual
            defer { waiting.removeAll { $0.urgency == first } }
            return waiting.filter { $0.urgency == first }
        }
        do {
            try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            for write in writes { try write.run(on: db) }
            try db.cachedStatement(sql: "COMMIT").execute()
        } catch {
            for write in writes { write.fail(storageError(error)) }
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
        }
    }
}

extension Isolation {
    /// What locks no more than its own rows elsewhere is short, and keeps the queue going.
    fileprivate var urgency: Urgency {
        switch self {
        case .serial(let urgency, _): urgency
        case .statement: .urgent
        }
    }
}

private protocol WaitingWrite: AnyObject, Sendable {
    var urgency: Urgency { get }
    func run(on db: GRDB.Database) throws
    func fail(_ error: any Error)
}

/// One writer's body and its answer. Both are touched on the writer connection's queue only, which is why it is safe to share.
private final class Write<T: Sendable>: WaitingWrite, @unchecked Sendable {
    let urgency: Urgency
    private let body: @Sendable (any Transaction) throws -> T
    private(set) var result: Result<T, any Error>?

    init(_ urgency: Urgency, _ body: @escaping @Sendable (any Transaction) throws -> T) {
        self.urgency = urgency
        self.body = body
    }

    /// Throws only when the savepoint itself fails; what the body throws is the answer of this write alone.
    func run(on db: GRDB.Database) throws {
        try db.cachedStatement(sql: "SAVEPOINT one").execute()
        do {
            let tx = SQLiteTransaction(db, mayWrite: true)
            let answer = try body(tx)
            if let failure = tx.failure { throw failure }
            try db.cachedStatement(sql: "RELEASE one").execute()
            result = .success(answer)
        } catch {
            result = .failure(error)
            try db.execute(sql: "ROLLBACK TO one")
            try db.execute(sql: "RELEASE one")
        }
    }

    func fail(_ error: any Error) { result = .failure(error) }
}

/// One transaction on one connection. Its first failure stays and fails the whole, as it does on PostgreSQL.
private final class SQLiteTransaction: Transaction {
    private let db: GRDB.Database
    private let mayWrite: Bool
    private(set) var failure: StorageError?

    init(_ db: GRDB.Database, mayWrite: Bool) {
        self.db = db
        self.mayWrite = mayWrite
    }

    var dialect: Dialect { .sqlite }

    func query(_ sql: Storage.SQL) throws(StorageError) -> [Storage.Row] {
        try keepingFailure {
            let statement = try statement(sql)
            let columns = statement.columnNames
            var rows: [Storage.Row] = []
            try BoundStatement(statement, sql.arguments).run { row throws(StorageError) in
                let values = try (0..<columns.count).map { index throws(StorageError) in try row.value(at: index) }
                rows.append(Storage.Row(columns: columns, values: values))
            }
            return rows
        }
    }

    func execute(_ sql: Storage.SQL) throws(StorageError) -> Int { try keepingFailure { try changes(sql) } }

    /// Here a statement costs no way to a server, so nothing waits.
    func send(_ sql: Storage.SQL) throws(StorageError) { _ = try execute(sql) }

    func change(_ sql: Storage.SQL) throws(StorageError) {
        try keepingFailure {
            if try changes(sql) != 1 { throw StorageError.conflict }
        }
    }

    func ask(_ sql: Storage.SQL) throws(StorageError) -> any Reply { Told(try query(sql)) }

    private func changes(_ sql: Storage.SQL) throws -> Int {
        let before = db.totalChangesCount
        try BoundStatement(try statement(sql), sql.arguments).run { _ in }
        // A statement that changes no rows leaves the count of the one before it standing.
        return db.totalChangesCount == before ? 0 : db.changesCount
    }

    private func statement(_ sql: Storage.SQL) throws -> Statement {
        let statement = try db.cachedStatement(sql: sql.text)
        guard mayWrite || statement.isReadonly else { throw StorageError.other("a change in what was to read only") }
        return statement
    }

    private func keepingFailure<T>(_ work: () throws -> T) throws(StorageError) -> T {
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            let failure = storageError(error)
            self.failure = failure
            throw failure
        }
    }
}

/// An answer that is there already.
private final class Told: Reply {
    private let all: [Storage.Row]

    init(_ rows: [Storage.Row]) { all = rows }

    func rows() -> [Storage.Row] { all }
}

func storageError(_ error: any Error) -> StorageError {
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
