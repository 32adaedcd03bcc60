internal import Storage

/// One transaction on one connection. Its first failure stays: PostgreSQL takes no further statement after it.
///
/// What needs no answer at once waits here and goes out in one round trip with the next statement that does, or with COMMIT.
/// BEGIN and the lock wait too: a body that asks for nothing costs nothing.
final class PostgresTransaction: Transaction {
    /// How many statements go out together. While the server does not take more, because it waits to be read, libpq reads.
    private static let together = 64

    private let connection: Connection
    private var waiting: [Statement]
    private var isAsked = false
    private(set) var failure: Failure?

    init(_ connection: Connection, opening: [Statement]) {
        self.connection = connection
        waiting = opening
    }

    var dialect: Dialect { .postgres }

    func query(_ sql: SQL) throws(StorageError) -> [Row] { try rows(of: try run(sql)) }

    /// The rows of an answer; one that cannot be read fails the transaction.
    func rows(of answer: borrowing Answer) throws(StorageError) -> [Row] {
        do {
            return try answer.rows()
        } catch {
            failure = Failure(error)
            throw error
        }
    }

    func execute(_ sql: SQL) throws(StorageError) -> Int { try run(sql).changed }

    func send(_ sql: SQL) throws(StorageError) { try put { () throws(Failure) in try Statement(sql) } }

    func change(_ sql: SQL) throws(StorageError) {
        try put { () throws(Failure) in try Statement(sql, mustMeetOne: true) }
    }

    func ask(_ sql: SQL) throws(StorageError) -> any Reply {
        let reply = PostgresReply(self)
        try put { () throws(Failure) in try Statement(sql, reply: reply) }
        return reply
    }

    /// Sends what waits, for somebody who reads an answer to it.
    func flush() throws(StorageError) {
        try keepingFailure { () throws(Failure) in _ = try sendWaiting() }
    }

    /// False when the body asked for nothing, and so nothing began.
    func commit() throws(Failure) -> Bool {
        guard isAsked else { return false }
        waiting.append(Statement(command: "COMMIT"))
        _ = try sendWaiting()
        return true
    }

    private func put(_ statement: () throws(Failure) -> Statement) throws(StorageError) {
        try keepingFailure { () throws(Failure) in
            waiting.append(try statement())
            if waiting.count >= Self.together { _ = try sendWaiting() }
        }
    }

    private func run(_ sql: SQL) throws(StorageError) -> Answer {
        try keepingFailure { () throws(Failure) in
            waiting.append(try Statement(sql))
            guard let answer = try sendWaiting() else { throw Failure(.other("a statement without an answer")) }
            return answer
        }
    }

    private func sendWaiting() throws(Failure) -> Answer? {
        defer { waiting = [] }
        return try connection.run(waiting)
    }

    private func keepingFailure<T: ~Copyable>(_ work: () throws(Failure) -> T) throws(StorageError) -> T {
        if let failure { throw failure.error }
        isAsked = true
        do {
            return try work()
        } catch {
            failure = error
            throw error.error
        }
    }
}

/// Where the answer to a question asked ahead arrives.
final class PostgresReply: Reply {
    /// Whoever reads the answer does so inside the transaction, which outlives it.
    private unowned let tx: PostgresTransaction
    private var answer: Answer?

    init(_ tx: PostgresTransaction) { self.tx = tx }

    func take(_ answer: consuming Answer) { self.answer = consume answer }

    func rows() throws(StorageError) -> [Row] {
        if answer == nil { try tx.flush() }
        switch answer {
        case .some(let answer): return try tx.rows(of: answer)
        case .none: throw .other("a question without an answer")
        }
    }
}
