internal import Access
package import Primitives
package import Storage

/// All SQL on tasks given to another unit.
package struct HandoverTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-handovers-1") { dialect in
            [
                """
                CREATE TABLE handover (
                    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id), from_unit TEXT NOT NULL,
                    to_unit TEXT NOT NULL, reason TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at BIGINT NOT NULL,
                    due BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'withdrawn')),
                    answered_by TEXT, answered_at BIGINT, answer TEXT, CHECK (from_unit <> to_unit))\(dialect.strict)
                """,
                // One question at a time about a warning.
                "CREATE UNIQUE INDEX handover_waiting ON handover (warning) WHERE state = 'waiting'",
                "CREATE INDEX handover_to ON handover (to_unit, due) WHERE state = 'waiting'",
                "CREATE INDEX handover_warning ON handover (warning, id)",
            ]
        }
    ]

    func insert(_ handover: TaskHandover) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO handover (id, warning, from_unit, to_unit, reason, asked_by, asked_at, due, state)
            VALUES (\(handover.id), \(handover.warning), \(handover.from), \(handover.to), \(handover.reason),
                \(handover.askedBy), \(handover.askedAt), \(handover.due), \(handover.state))
            """)
    }

    func answer(_ handover: TaskHandover) throws(StorageError) {
        try tx.change(
            """
            UPDATE handover SET state = \(handover.state), answered_by = \(handover.answeredBy),
                answered_at = \(handover.answeredAt), answer = \(handover.answer)
            WHERE id = \(handover.id) AND state = 'waiting'
            """)
    }

    package func find(_ id: HandoverID) throws(StorageError) -> TaskHandover? {
        try handovers("WHERE id = \(id)").first
    }

    package func of(_ warning: WarningID) throws(StorageError) -> [TaskHandover] {
        try handovers("WHERE warning = \(warning) ORDER BY id LIMIT 50")
    }

    package func waiting(about warning: WarningID) throws(StorageError) -> TaskHandover? {
        try handovers("WHERE warning = \(warning) AND state = 'waiting'").first
    }

    /// What other units ask `unit` and those under it to take, the first due first.
    package func waiting(to unit: UnitCode, limit: Int) throws(StorageError) -> [TaskHandover] {
        let (first, last) = unit.reach
        return try handovers(
            """
            WHERE state = 'waiting' AND to_unit >= \(first) AND to_unit <= \(last) ORDER BY due, id LIMIT \(limit)
            """)
    }

    private func handovers(_ rest: SQL) throws(StorageError) -> [TaskHandover] {
        let rows = try tx.query(
            """
            SELECT id, warning, from_unit, to_unit, reason, asked_by, asked_at, due, state, answered_by, answered_at, answer
            FROM handover \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            TaskHandover(
                id: try row["id"], warning: try row["warning"], from: try row["from_unit"], to: try row["to_unit"],
                reason: try row["reason"], askedBy: try row["asked_by"], askedAt: try row["asked_at"],
                due: try row["due"], state: try row["state"], answeredBy: try row["answered_by"],
                answeredAt: try row["answered_at"], answer: try row["answer"])
        }
    }
}
