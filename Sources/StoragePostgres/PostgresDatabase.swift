package import Storage

/// PostgreSQL through libpq: writers one after the other, snapshot reads, a bounded pool of connections.
package final class PostgresDatabase: Database {
    private enum Access {
        case reading
        /// One at a time in a schema, as on SQLite. Each statement sees what the writer before has committed, since its
        /// snapshot is taken after the lock; the lock goes with the transaction. COMMIT does not wait for the disk: the next
        /// writer need not, either. `sync` waits, outside the lock, and writers that do so together share one sync.
        case writing
        case writingByStatement

        var opening: [Statement] {
            switch self {
            case .reading: Self.snapshot
            case .writing: Self.serial
            case .writingByStatement: Self.committed
            }
        }

        private static let snapshot = [Statement(command: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
        private static let committed = [Statement(command: "BEGIN ISOLATION LEVEL READ COMMITTED")]
        private static let serial =
            committed + [
                Statement(command: "SELECT pg_advisory_xact_lock(1397247829, hashtext(current_schema()))"),
                Statement(command: "SET LOCAL synchronous_commit = off"),
            ]

        /// A transaction of its own that waits for the disk, and so for all that was committed before it.
        static let sync = Statement(command: "SELECT pg_logical_emit_message(true, 'shouwang', '')")
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
        case .serial: try perform(.writing, body)
        case .statement: try perform(.writingByStatement, body)
        }
    }

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
            let connection = try pool.take()
            defer { pool.giveBack(connection) }
            return try run(access, body, on: connection)
        } catch {
            return .failed(error, error.error)
        }
    }

    private func run<T>(
        _ access: Access, _ body: (any Transaction) throws -> T, on connection: Connection
    ) throws(Failure) -> Outcome<T> {
        let tx = PostgresTransaction(connection, opening: access.opening)
        let outcome = outcome(Result { try body(tx) }, tx.failure)
        guard case .answer = outcome else {
            connection.rollBack(after: tx.failure)
            return outcome
        }
        do {
            try tx.settle()
            try commit(access, tx, on: connection)
        } catch {
            connection.rollBack(after: error)
            throw error
        }
        return outcome
    }

    /// Even a writer that found its work done by another waits for the disk: what it answers rests on that other's commit.
    private func commit(_ access: Access, _ tx: PostgresTransaction, on connection: Connection) throws(Failure) {
        do {
            let isAsked = try tx.commit()
            if isAsked, case .writing = access { _ = try connection.run([Access.sync]) }
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
