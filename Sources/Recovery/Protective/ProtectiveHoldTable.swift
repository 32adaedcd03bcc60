internal import Primitives
package import Storage

/// All SQL on protective holds.
package struct ProtectiveHoldTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-protective-1") { dialect in
            [
                """
                CREATE TABLE protective_hold (
                    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
                    reason TEXT NOT NULL, requested_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'ordered',
                        'executed', 'lifting', 'refused', 'expired', 'lifted', 'withdrawn')),
                    executed_at BIGINT, ends_at BIGINT, refusal_code TEXT)\(dialect.strict)
                """,
                """
                CREATE UNIQUE INDEX protective_hold_live ON protective_hold (account)
                WHERE state IN ('draft', 'ordered', 'executed', 'lifting')
                """,
                "CREATE INDEX protective_hold_incident ON protective_hold (incident, id)",
            ]
        }
    ]

    package func insert(_ hold: ProtectiveHold) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO protective_hold (id, account, incident, reason, requested_at, state)
            VALUES (\(hold.id), \(hold.account), \(hold.incident), \(hold.reason), \(hold.requestedAt), \(hold.state))
            """)
    }

    package func update(_ hold: ProtectiveHold, from old: ProtectiveHold.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE protective_hold SET state = \(hold.state), executed_at = \(hold.executedAt), ends_at = \(hold.endsAt),
                refusal_code = \(hold.refusalCode)
            WHERE id = \(hold.id) AND state = \(old)
            """)
    }

    package func require(_ id: ProtectiveHoldID) throws(StorageError) -> ProtectiveHold {
        guard let hold = try holds("WHERE id = \(id)").first else { throw .other("no protective hold \(id)") }
        return hold
    }

    package func find(_ id: ProtectiveHoldID) throws(StorageError) -> ProtectiveHold? {
        try holds("WHERE id = \(id)").first
    }

    package func live(on account: AccountID) throws(StorageError) -> ProtectiveHold? {
        try holds("WHERE account = \(account) AND state IN ('draft', 'ordered', 'executed', 'lifting')").first
    }

    package func holds(of incident: IncidentID) throws(StorageError) -> [ProtectiveHold] {
        try holds("WHERE incident = \(incident) ORDER BY id")
    }

    private func holds(_ rest: SQL) throws(StorageError) -> [ProtectiveHold] {
        let rows = try tx.query(
            """
            SELECT id, account, incident, reason, requested_at, state, executed_at, ends_at, refusal_code FROM protective_hold \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            ProtectiveHold(
                id: try row["id"], account: try row["account"], incident: try row["incident"],
                reason: try row["reason"],
                requestedAt: try row["requested_at"], state: try row["state"], executedAt: try row["executed_at"],
                endsAt: try row["ends_at"], refusalCode: try row["refusal_code"])
        }
    }
}
