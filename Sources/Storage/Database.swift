/// What can go wrong below the commands.
public enum StorageError: Error, Equatable {
    /// The row was not in the state that the change expects, or it is not there: somebody was faster.
    case conflict
    /// A row with the same unique key stands already.
    case unique(String)
    /// A row that others refer to, or a check of the schema, forbids the change.
    case constraint(String)
    /// The database was busy, or two transactions waited for each other; the same work may be tried again.
    case busy(String)
    /// The database cannot be reached or broke off.
    case connection(String)
    /// A column holds what its type cannot be.
    case malformed(column: String, found: Value)
    case missingColumn(String)
    case other(String)
}

/// One row of an answer; columns are read by name.
public struct Row: Sendable {
    /// The columns' names, in the order of `values`; few enough that looking through them is quicker than hashing.
    public let columns: [String]
    public let values: [Value]

    public init(columns: [String], values: [Value]) {
        self.columns = columns
        self.values = values
    }

    @inlinable public subscript<T: Storable>(_ column: String) -> T {
        get throws(StorageError) {
            guard let index = columns.firstIndex(of: column) else { throw .missingColumn(column) }
            guard let value = T.restored(values[index]) else { throw .malformed(column: column, found: values[index]) }
            return value
        }
    }
}

/// One transaction on one connection. It is not `Sendable`: it cannot leave its body, and no `await` fits inside it.
///
/// A statement that fails fails the transaction: even when the body swallows the error, nothing is kept.
package protocol Transaction: AnyObject {
    var dialect: Dialect { get }
    func query(_ sql: SQL) throws(StorageError) -> [Row]
    /// Returns the number of rows changed.
    @discardableResult func execute(_ sql: SQL) throws(StorageError) -> Int
    /// Runs a change whose count nobody reads. It may wait and go out with the next statement that answers, or with the
    /// commit; if it fails, that one throws its error.
    func send(_ sql: SQL) throws(StorageError)
    /// The same for a change that must meet exactly one row; any other count is a `.conflict`, and fails the transaction.
    func change(_ sql: SQL) throws(StorageError)
    /// Asks a question whose answer is read later: it may wait and go out together with what is asked next. It runs in its
    /// place, after what stands before it; if it fails, whoever reads an answer next throws its error.
    func ask(_ sql: SQL) throws(StorageError) -> any Reply
}

/// The answer to a question asked ahead. It is read inside its transaction.
package protocol Reply: AnyObject {
    func rows() throws(StorageError) -> [Row]
}

/// What a question asked ahead will tell, read from its rows.
package struct Pending<Answer> {
    private let reply: any Reply
    private let reading: ([Row]) throws(StorageError) -> Answer

    package init(_ reply: any Reply, _ reading: @escaping ([Row]) throws(StorageError) -> Answer) {
        self.reply = reply
        self.reading = reading
    }

    package func answer() throws(StorageError) -> Answer { try reading(try reply.rows()) }

    package func map<Other>(_ change: @escaping (Answer) throws(StorageError) -> Other) -> Pending<Other> {
        Pending<Other>(reply) { [reading] rows throws(StorageError) in try change(try reading(rows)) }
    }
}

extension Transaction {
    /// Asks a question whose rows each read as one value.
    package func ask<T>(_ sql: SQL, _ reading: @escaping (Row) throws(StorageError) -> T) throws(StorageError)
        -> Pending<[T]>
    {
        Pending(try ask(sql)) { rows throws(StorageError) in try rows.map(reading) }
    }

    package func first(_ sql: SQL) throws(StorageError) -> Row? { try query(sql).first }

    /// The whole number in the only column of the only row.
    package func count(_ sql: SQL) throws(StorageError) -> Int64 {
        guard let value = try query(sql).first?.values.first else { throw .other("no row to count") }
        guard let number = Int64.restored(value) else { throw .malformed(column: "count", found: value) }
        return number
    }
}

/// A database; both calls block their thread, so they are never made on an event loop.
package protocol Database: Sendable {
    var dialect: Dialect { get }
    /// Runs `body` on one consistent snapshot.
    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T
    /// Runs `body` in one durable transaction; one whose line broke or that met a deadlock runs again a bounded number of times.
    @discardableResult
    func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T
}

/// What a transaction that writes may see of others beside it.
package enum Isolation: Sendable {
    /// Nothing: of these one runs after the other.
    case serial(Urgency, Durability)
    /// Each statement sees what was committed before it. For the queue and the chain, whose bodies lock the rows that they
    /// change or name the state that these come from, and so need not wait for other writers.
    case statement(Durability)
}

/// What a commit waits for.
package enum Durability: Sendable {
    /// The disk, so that a loss of power takes nothing of what somebody was told or what went out.
    case synced
    /// Nothing. A loss of power may take it and all that was committed after it; for what is then done again, as a job is that is
    /// found unfinished. Nothing may leave the program on its strength before a synced commit.
    case repeatable
}

/// Who goes first where several wait: to write, or in the queue of work.
package enum Urgency: Sendable {
    /// Somebody waits for it, or the first order for a victim's money does.
    case urgent
    case usual
}

extension Database {
    /// Runs `body` in one durable transaction, after the one before it; nobody's work in the background goes first.
    @discardableResult
    package func write<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try write(.serial(.urgent, .synced), body)
    }
}
