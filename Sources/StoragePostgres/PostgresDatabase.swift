package import Storage

/// PostgreSQL through libpq: writers one after the other, snapshot reads, a bounded pool of connections.
package final class PostgresDatabase: Database {
    private enum Access: Equatable {
        case reading
        /// One at a time in a schema, as on SQLite: a program's own stand in line here, programs meet at the lock. Each statement
        /// sees what the writer before has committed, since its snapshot is taken after the lock; the lock goes with the
        /// transaction. COMMIT does not wait for the disk: the next writer need not, either. Where the writer must, `sync`
        /// waits, outside the lock, and writers that do so together share one sync.
        case writing(Urgency, Durability)
        case writingByStatement(Durability)

        var opening: [Statement] {
            switch self {
            case .reading: Self.snapshot
            case .writing: Self.serial
            case .writingByStatement(.synced): Self.committed
            case .writingByStatement(.repeatable): Self.unsynced
            }
        }

        private static var snapshot: [Statement] {
            [Statement(command: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
        }
        private static var committed: [Statement] { [Statement(command: "BEGIN ISOLATION LEVEL READ COMMITTED")] }
        private static var serial: [Statement] {
            let lock = "pg_advisory_xact_lock(1397247829, hashtext(current_schema()))"
            return committed + [Statement(command: "SELECT \(lock), \(unwaiting)")]
        }
        private static var unsynced: [Statement] { committed + [Statement(command: "SELECT \(unwaiting)")] }
        private static let unwaiting = "set_config('synchronous_commit', 'off', true)"

        /// A transaction of its own that waits for the disk, and so for all that was committed before it.
        static var sync: Statement { Statement(command: "SELECT pg_logical_emit_message(true, 'shouwang', '')") }
    }

    private enum Outcome<T> {
        case answer(T)
        /// The body's own refusal; nothing was wrong with the database.
        case refused(any Error)
        /// A failure of the database, and what the body made of it.
        case failed(Failure, any Error)
    }

    /// What opening a database throws whose encoding is another.
    package static let encodingFault = StorageError.connection("the database's encoding is not UTF8")

    package var dialect: Dialect { .postgres }
    private let pool: ConnectionPool
    private let line = WriterLine()

    /// Connects to the server that `conninfo` names (libpq's words: host, dbname, sslmode, sslrootcert …).
    ///
    /// A statement that runs longer than `statementTimeout` ends with `.busy`. Throws `.connection` when the server cannot be reached.
    package init(_ conninfo: String, connections: Int = 8, statementTimeout: Duration = .seconds(30))
        throws(StorageError)
    {
        pool = ConnectionPool(limit: connections) { () throws(Failure) in
            try Connection(conninfo, statementTimeout: statementTimeout)
        }
        do {
            pool.giveBack(try pool.take())
        } catch {
            throw error.error
        }
    }

    package func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try perform(.reading, body)
    }

    @discardableResult
    package func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T
    {
        switch isolation {
        case .serial(let urgency, let durability): try perform(.writing(urgency, durability), body)
        case .statement(let durability): try perform(.writingByStatement(durability), body)
        }
    }

    /// How many writers of this program wait for their turn.
    package var writersWaiting: Int { line.waiting }

    /// Whether texts are ordered by their bytes, as SQLite does it; another order would page through lists otherwise.
    package func isOrderedByBytes() throws -> Bool {
        try read { tx in try tx.count("SELECT CASE WHEN 'B' < 'a' THEN 1 ELSE 0 END") == 1 }
    }

    private func perform<T>(_ access: Access, _ body: (any Transaction) throws -> T) throws -> T {
        var repetition = Repetition()
        while true {
            switch attempt(access, body) {
            case .answer(let answer): return answer
            case .refused(let error): throw error
            case .failed(let failure, let error):
                if !repetition.allows(failure) { throw error }
            }
        }
    }

    private func attempt<T>(_ access: Access, _ body: (any Transaction) throws -> T) -> Outcome<T> {
        do throws(Failure) {
            var place: WriterLine.Place?
            if case .writing(let urgency, _) = access { place = try line.enter(urgency) }
            let connection = try pool.take()
            defer { pool.giveBack(connection) }
            return try run(access, body, on: connection, place)
        } catch {
            return .failed(error, error.error)
        }
    }

    private func run<T>(
        _ access: Access, _ body: (any Transaction) throws -> T, on connection: Connection,
        _ place: consuming WriterLine.Place?
    ) throws(Failure) -> Outcome<T> {
        let tx = PostgresTransaction(connection, opening: access.opening)
        let outcome = outcome(Result { try body(tx) }, tx.failure)
        guard case .answer = outcome else {
            connection.rollBack(after: tx.failure)
            return outcome
        }
        do {
            try commit(access, tx, on: connection, place)
        } catch {
            connection.rollBack(after: error)
            throw error
        }
        return outcome
    }

    /// Even a writer that found its work done by another waits for the disk: what it answers rests on that other's commit.
    private func commit(
        _ access: Access, _ tx: PostgresTransaction, on connection: Connection, _ place: consuming WriterLine.Place?
    ) throws(Failure) {
        do {
            let isAsked = try tx.commit()
            place = nil
            if isAsked, case .writing(_, .synced) = access { _ = try connection.run([Access.sync]) }
        } catch {
            throw access == .reading ? error : error.whileCommitting
        }
    }

    private func outcome<T>(_ result: Result<T, any Error>, _ failure: Failure?) -> Outcome<T> {
        switch (result, failure) {
        case (.success(let answer), nil): .answer(answer)
        case (.success, let failure?): .failed(failure, failure.error)
        case (.failure(let error), let failure?): .failed(failure, error)
        case (.failure(let error), nil): .refused(error)
        }
    }
}
