internal import Storage

/// One transaction on one connection. Its first failure stays: PostgreSQL takes no further statement after it.
///
/// What needs no answer waits here and goes out in one round trip with the next statement that does, or with COMMIT. BEGIN
/// and the lock wait too: a body that asks for nothing costs nothing.
final class PostgresTransaction: Transaction {
    /// How many statements go out together. What the server answers to so many changes finds room in the line's
    /// buffers, so that it never waits to be read while this side still sends.
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

    func query(_ sql: SQL) throws(StorageError) -> [Row] {
        let answer = try run(sql)
        do {
            return try answer.rows()
        } catch {
            failure = Failure(error)
            throw error
        }
    }

    func execute(_ sql: SQL) throws(StorageError) -> Int { try run(sql).changed }

    func send(_ sql: SQL) throws(StorageError) { try put(sql, mustMeetOne: false) }

    func change(_ sql: SQL) throws(StorageError) { try put(sql, mustMeetOne: true) }

    /// Sends changes that must each meet a row: whether they did must be known before COMMIT goes out.
    func settle() throws(Failure) {
        if waiting.contains(where: \.mustMeetOne) { _ = try sendWaiting() }
    }

    /// False when the body asked for nothing, and so nothing began.
    func commit() throws(Failure) -> Bool {
        guard isAsked else { return false }
        waiting.append(Statement(command: "COMMIT"))
        _ = try sendWaiting()
        return true
    }

    private func put(_ sql: SQL, mustMeetOne: Bool) throws(StorageError) {
        try keepingFailure { () throws(Failure) in
            waiting.append(try Statement(sql, mustMeetOne: mustMeetOne))
            if waiting.count >= Self.together { _ = try sendWaiting() }
        }
    }

    private func run(_ sql: SQL) throws(StorageError) -> Answer {
        try keepingFailure { () throws(Failure) in
            waiting.append(try Statement(sql))
            return try sendWaiting()
        }
    }

    private func sendWaiting() throws(Failure) -> Answer {
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
