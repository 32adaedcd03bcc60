package import Primitives
package import Storage

/// All SQL on complaints.
package struct ComplaintTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-complaints-1") { dialect in
            [
                """
                CREATE TABLE complaint (
                    id TEXT PRIMARY KEY, measure TEXT NOT NULL, incident TEXT NOT NULL REFERENCES incident (id), holder TEXT NOT NULL,
                    contact TEXT NOT NULL, content TEXT NOT NULL, received_at BIGINT NOT NULL, due BIGINT NOT NULL,
                    entered_by TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'upheld', 'rejected')), decided_by TEXT,
                    decided_at BIGINT, answer TEXT)\(dialect.strict)
                """,
                "CREATE INDEX complaint_state ON complaint (state, due, id)",
                "CREATE INDEX complaint_measure ON complaint (measure, id)",
            ]
        },
        Migration("recovery-complaints-2") { _ in
            [
                "ALTER TABLE complaint ADD COLUMN escalated_at BIGINT",
                "ALTER TABLE complaint ADD COLUMN escalated_to TEXT",
                "CREATE INDEX complaint_received ON complaint (received_at, id)",
            ]
        },
        Migration("recovery-complaints-3") { _ in
            ["ALTER TABLE complaint ADD COLUMN freed BIGINT CHECK (freed IS NULL OR (freed > 0 AND state = 'upheld'))"]
        },
    ]

    package func insert(_ complaint: Complaint) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO complaint (id, measure, incident, holder, contact, content, received_at, due, entered_by, state)
            VALUES (\(complaint.id), \(complaint.measure), \(complaint.incident), \(complaint.holder), \(complaint.contact),
                \(complaint.text), \(complaint.receivedAt), \(complaint.due), \(complaint.enteredBy), \(complaint.state))
            """)
    }

    package func update(_ complaint: Complaint, from old: Complaint.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE complaint SET state = \(complaint.state), decided_by = \(complaint.decidedBy),
                decided_at = \(complaint.decidedAt), answer = \(complaint.answer), escalated_at = \(complaint.escalatedAt),
                escalated_to = \(complaint.escalatedTo),
                freed = \(complaint.freed)
            WHERE id = \(complaint.id) AND state = \(old)
            """)
    }

    package func find(_ id: ComplaintID) throws(StorageError) -> Complaint? { try complaints("WHERE id = \(id)").first }

    package func require(_ id: ComplaintID) throws(StorageError) -> Complaint {
        guard let complaint = try find(id) else { throw .other("no complaint \(id)") }
        return complaint
    }

    package func complaints(in state: Complaint.State, limit: Int) throws(StorageError) -> [Complaint] {
        try complaints("WHERE state = \(state) ORDER BY due, id LIMIT \(limit)")
    }

    /// Those that wait, about incidents of `unit` and under it, the first due first.
    package func waiting(under unit: UnitCode, limit: Int) throws(StorageError) -> [Complaint] {
        let reached = IncidentTable.isReached("complaint.incident", by: unit)
        return try complaints("WHERE state = 'waiting' AND \(reached) ORDER BY due, id LIMIT \(limit)")
    }

    /// Those about incidents of `unit` and under it that came in from `start` on, the newest first.
    package func received(since start: Timestamp, under unit: UnitCode, limit: Int) throws(StorageError) -> [Complaint]
    {
        let reached = IncidentTable.isReached("complaint.incident", by: unit)
        return try complaints(
            "WHERE received_at >= \(start) AND \(reached) ORDER BY received_at DESC, id DESC LIMIT \(limit)")
    }

    package func complaints(about measure: some CustomStringConvertible) throws(StorageError) -> [Complaint] {
        try askComplaints(about: measure).answer()
    }

    func askComplaints(about measure: some CustomStringConvertible) throws(StorageError) -> Pending<[Complaint]> {
        try askComplaints("WHERE measure = \(measure.description) ORDER BY id")
    }

    private func complaints(_ rest: SQL) throws(StorageError) -> [Complaint] { try askComplaints(rest).answer() }

    private func askComplaints(_ rest: SQL) throws(StorageError) -> Pending<[Complaint]> {
        try tx.ask(
            """
            SELECT id, measure, incident, holder, contact, content, received_at, due, entered_by, state, decided_by, decided_at,
                answer, escalated_at, escalated_to, freed FROM complaint \(rest)
            """
        ) { row throws(StorageError) in
            Complaint(
                id: try row["id"], measure: try row["measure"], incident: try row["incident"],
                holder: try row["holder"],
                contact: try row["contact"], text: try row["content"], receivedAt: try row["received_at"],
                due: try row["due"],
                enteredBy: try row["entered_by"], state: try row["state"], decidedBy: try row["decided_by"],
                decidedAt: try row["decided_at"], answer: try row["answer"], freed: try row["freed"],
                escalatedAt: try row["escalated_at"],
                escalatedTo: try row["escalated_to"])
        }
    }
}
