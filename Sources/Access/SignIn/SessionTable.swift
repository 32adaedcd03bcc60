package import Primitives
package import Storage

/// All SQL on sessions.
package struct SessionTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("access-4") { dialect in
            [
                """
                CREATE TABLE access_session (
                    id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL REFERENCES access_user (id),
                    started_at BIGINT NOT NULL, last_used_at BIGINT NOT NULL, ends_at BIGINT NOT NULL,
                    revoked_at BIGINT)\(dialect.strict)
                """,
                "CREATE INDEX access_session_user ON access_session (user_id) WHERE revoked_at IS NULL",
            ]
        },
        Migration("access-sessions-2") { _ in ["CREATE INDEX access_session_end ON access_session (ends_at)"] },
    ]

    func insert(_ session: Session, tokenHash: String) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO access_session (id, token_hash, user_id, started_at, last_used_at, ends_at)
            VALUES (\(session.id), \(tokenHash), \(session.user), \(session.startedAt), \(session.lastUsedAt),
                \(session.endsAt))
            """)
    }

    /// Nil for a token that is unknown or revoked.
    func find(tokenHash: String) throws(StorageError) -> Session? {
        try tx.first(
            """
            SELECT id, user_id, started_at, last_used_at, ends_at FROM access_session
            WHERE token_hash = \(tokenHash) AND revoked_at IS NULL
            """
        ).map(session)
    }

    func touch(_ id: SessionID, at now: Timestamp) throws(StorageError) {
        try tx.send(
            """
            UPDATE access_session SET last_used_at = \(now)
            WHERE id = \(id) AND last_used_at < \(now) AND revoked_at IS NULL
            """)
    }

    func revoke(_ id: SessionID, at now: Timestamp) throws(StorageError) {
        try tx.send("UPDATE access_session SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL")
    }

    /// Ends every session of a person; returns how many there were.
    @discardableResult
    func revokeAll(of user: UserID, at now: Timestamp) throws(StorageError) -> Int {
        try tx.execute("UPDATE access_session SET revoked_at = \(now) WHERE user_id = \(user) AND revoked_at IS NULL")
    }

    /// How many sessions could not last beyond a moment.
    package func ended(before moment: Timestamp) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM access_session WHERE ends_at < \(moment)")
    }

    package func forget(endedBefore moment: Timestamp, limit: Int) throws(StorageError) -> Int {
        try tx.execute(
            """
            DELETE FROM access_session WHERE id IN (
                SELECT id FROM access_session WHERE ends_at < \(moment) ORDER BY ends_at LIMIT \(limit))
            """)
    }

    private func session(_ row: Row) throws(StorageError) -> Session {
        Session(
            id: try row["id"], user: try row["user_id"], startedAt: try row["started_at"],
            lastUsedAt: try row["last_used_at"], endsAt: try row["ends_at"])
    }
}
