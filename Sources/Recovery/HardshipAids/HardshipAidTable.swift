package import Primitives
package import Storage

/// All SQL on applications for hardship aid.
package struct HardshipAidTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-aids-1") { dialect in
            [
                """
                CREATE TABLE hardship_aid (
                    id TEXT PRIMARY KEY, victim TEXT NOT NULL REFERENCES victim (id), incident TEXT NOT NULL REFERENCES incident (id),
                    hardship TEXT NOT NULL, applied_at BIGINT NOT NULL, entered_by TEXT NOT NULL, papers TEXT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused')), decided_by TEXT, decided_at BIGINT,
                    reason TEXT, amount BIGINT CHECK (amount > 0), payer TEXT,
                    CHECK ((state = 'waiting') = (decided_by IS NULL)), CHECK (decided_by IS NULL OR decided_by <> entered_by),
                    CHECK ((state = 'granted') = (amount IS NOT NULL AND payer IS NOT NULL)))\(dialect.strict)
                """,
                // One at a time for a victim.
                "CREATE UNIQUE INDEX hardship_aid_waiting ON hardship_aid (victim) WHERE state = 'waiting'",
                "CREATE INDEX hardship_aid_state ON hardship_aid (state, applied_at, id)",
                "CREATE INDEX hardship_aid_applied ON hardship_aid (applied_at, id)",
                "CREATE INDEX hardship_aid_incident ON hardship_aid (incident, id)",
            ]
        },
        Migration("recovery-aids-2") { _ in
            [
                "ALTER TABLE hardship_aid ADD COLUMN paid_on BIGINT CHECK (paid_on IS NULL OR state = 'granted')",
                "ALTER TABLE hardship_aid ADD COLUMN paid_noted_by TEXT",
            ]
        },
    ]

    package func insert(_ aid: HardshipAid) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO hardship_aid (id, victim, incident, hardship, applied_at, entered_by, papers, state)
            VALUES (\(aid.id), \(aid.victim), \(aid.incident), \(aid.hardship), \(aid.appliedAt), \(aid.enteredBy),
                \(Self.text(aid.papers)), \(aid.state))
            """)
    }

    package func update(_ aid: HardshipAid, from old: HardshipAid.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE hardship_aid SET papers = \(Self.text(aid.papers)), state = \(aid.state), decided_by = \(aid.decidedBy),
                decided_at = \(aid.decidedAt), reason = \(aid.reason), amount = \(aid.amount), payer = \(aid.payer),
                paid_on = \(aid.paidOn), paid_noted_by = \(aid.paidNotedBy)
            WHERE id = \(aid.id) AND state = \(old)
            """)
    }

    package func find(_ id: HardshipAidID) throws(StorageError) -> HardshipAid? { try aids("WHERE id = \(id)").first }

    /// The one that waits for its decision.
    package func waiting(for victim: VictimID) throws(StorageError) -> HardshipAid? {
        try aids("WHERE state = 'waiting' AND victim = \(victim)").first
    }

    package func aids(of incident: IncidentID) throws(StorageError) -> [HardshipAid] {
        try aids("WHERE incident = \(incident) ORDER BY id")
    }

    /// Those that wait, about incidents of `unit` and under it, the oldest first.
    package func waiting(under unit: UnitCode, limit: Int) throws(StorageError) -> [HardshipAid] {
        let reached = IncidentTable.isReached("hardship_aid.incident", by: unit)
        return try aids("WHERE state = 'waiting' AND \(reached) ORDER BY applied_at, id LIMIT \(limit)")
    }

    /// Those about incidents of `unit` and under it that came in from `start` on, the newest first.
    package func applied(since start: Timestamp, under unit: UnitCode, limit: Int) throws(StorageError) -> [HardshipAid]
    {
        let reached = IncidentTable.isReached("hardship_aid.incident", by: unit)
        return try aids("WHERE applied_at >= \(start) AND \(reached) ORDER BY applied_at DESC, id DESC LIMIT \(limit)")
    }

    private func aids(_ rest: SQL) throws(StorageError) -> [HardshipAid] {
        let rows = try tx.query(
            """
            SELECT id, victim, incident, hardship, applied_at, entered_by, papers, state, decided_by, decided_at, reason, amount,
                payer, paid_on, paid_noted_by FROM hardship_aid \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            HardshipAid(
                id: try row["id"], victim: try row["victim"], incident: try row["incident"],
                hardship: try row["hardship"], appliedAt: try row["applied_at"], enteredBy: try row["entered_by"],
                papers: try Self.papers(try row["papers"]), state: try row["state"], decidedBy: try row["decided_by"],
                decidedAt: try row["decided_at"], reason: try row["reason"], amount: try row["amount"],
                payer: try row["payer"],
                paidOn: try row["paid_on"], paidNotedBy: try row["paid_noted_by"])
        }
    }

    private static func text(_ papers: Set<AidPaper>) -> String {
        papers.map(\.rawValue).sorted().joined(separator: " ")
    }

    private static func papers(_ text: String) throws(StorageError) -> Set<AidPaper> {
        let papers = text.split(separator: " ").map { AidPaper(rawValue: String($0)) }
        guard !papers.contains(nil) else { throw .malformed(column: "papers", found: .text(text)) }
        return Set(papers.compactMap(\.self))
    }
}

extension CivilDay: Storable {
    package var stored: Value { .integer(Int64(daysSince1970)) }
    package static func restored(_ value: Value) -> CivilDay? {
        Int64.restored(value).map { CivilDay(daysSince1970: Int($0)) }
    }
}
