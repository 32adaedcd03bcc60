package import Primitives
package import Storage

/// All SQL on holders who are not told yet.
package struct NoticeDeferralTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-deferrals-1") { dialect in
            [
                """
                CREATE TABLE notice_deferral (
                    id TEXT PRIMARY KEY, measure TEXT NOT NULL, incident TEXT NOT NULL REFERENCES incident (id), reason TEXT NOT NULL,
                    review_at BIGINT NOT NULL, entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('standing', 'ended')), reminded_at BIGINT, ended_by TEXT, ended_at BIGINT,
                    CHECK ((state = 'ended') = (ended_at IS NOT NULL)))\(dialect.strict)
                """,
                "CREATE UNIQUE INDEX notice_deferral_standing ON notice_deferral (measure) WHERE state = 'standing'",
                "CREATE INDEX notice_deferral_review ON notice_deferral (review_at, id) WHERE state = 'standing'",
            ]
        }
    ]

    func insert(_ deferral: NoticeDeferral) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO notice_deferral (id, measure, incident, reason, review_at, entered_by, entered_at, state)
            VALUES (\(deferral.id), \(deferral.measure), \(deferral.incident), \(deferral.reason), \(deferral.reviewAt),
                \(deferral.enteredBy), \(deferral.enteredAt), \(deferral.state))
            """)
    }

    func update(_ deferral: NoticeDeferral, from old: NoticeDeferral.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE notice_deferral SET state = \(deferral.state), reason = \(deferral.reason), review_at = \(deferral.reviewAt),
                reminded_at = \(deferral.remindedAt), ended_by = \(deferral.endedBy), ended_at = \(deferral.endedAt)
            WHERE id = \(deferral.id) AND state = \(old)
            """)
    }

    package func find(_ id: DeferralID) throws(StorageError) -> NoticeDeferral? {
        try deferrals("WHERE id = \(id)").first
    }

    /// The one that stands for a measure.
    package func standing(for measure: String) throws(StorageError) -> NoticeDeferral? {
        try deferrals("WHERE measure = \(measure) AND state = 'standing'").first
    }

    /// Those that stand about incidents of `unit` and under it, the first to be looked at again first.
    package func standing(under unit: UnitCode, limit: Int) throws(StorageError) -> [NoticeDeferral] {
        let reached = IncidentTable.isReached("notice_deferral.incident", by: unit)
        return try deferrals("WHERE state = 'standing' AND \(reached) ORDER BY review_at, id LIMIT \(limit)")
    }

    /// All that stand, for the checks.
    package func standing(limit: Int) throws(StorageError) -> [NoticeDeferral] {
        try deferrals("WHERE state = 'standing' ORDER BY review_at, id LIMIT \(limit)")
    }

    private func deferrals(_ rest: SQL) throws(StorageError) -> [NoticeDeferral] {
        let rows = try tx.query(
            """
            SELECT id, measure, incident, reason, review_at, entered_by, entered_at, state, reminded_at, ended_by, ended_at
            FROM notice_deferral \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            NoticeDeferral(
                id: try row["id"], measure: try row["measure"], incident: try row["incident"],
                reason: try row["reason"], reviewAt: try row["review_at"], enteredBy: try row["entered_by"],
                enteredAt: try row["entered_at"], state: try row["state"], remindedAt: try row["reminded_at"],
                endedBy: try row["ended_by"], endedAt: try row["ended_at"])
        }
    }
}
