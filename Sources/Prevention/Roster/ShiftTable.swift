internal import Access
package import Primitives
package import Storage

/// All SQL on the duty roster.
package struct ShiftTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-shifts-1") { dialect in
            [
                """
                CREATE TABLE duty_shift (
                    id TEXT PRIMARY KEY, unit TEXT NOT NULL, officer TEXT NOT NULL,
                    post TEXT NOT NULL CHECK (post IN ('assess', 'call', 'visit', 'lead')), start BIGINT NOT NULL,
                    ending BIGINT NOT NULL, cancelled_at BIGINT, CHECK (ending > start))\(dialect.strict)
                """,
                "CREATE INDEX duty_shift_unit ON duty_shift (unit, ending)",
                "CREATE INDEX duty_shift_officer ON duty_shift (officer, ending)",
            ]
        }
    ]

    func insert(_ shift: Shift) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO duty_shift (id, unit, officer, post, start, ending)
            VALUES (\(shift.id), \(shift.unit), \(shift.user), \(shift.post), \(shift.start), \(shift.end))
            """)
    }

    func cancel(_ shift: ShiftID, at now: Timestamp) throws(StorageError) {
        try tx.change("UPDATE duty_shift SET cancelled_at = \(now) WHERE id = \(shift) AND cancelled_at IS NULL")
    }

    package func find(_ id: ShiftID) throws(StorageError) -> Shift? { try shifts("WHERE id = \(id)").first }

    /// Who stands at `unit` at a moment.
    package func onDuty(at unit: UnitCode, _ now: Timestamp) throws(StorageError) -> [Shift] {
        try shifts(
            """
            WHERE unit = \(unit) AND ending > \(now) AND start <= \(now) AND cancelled_at IS NULL ORDER BY officer LIMIT 200
            """)
    }

    /// The turns at `unit` that touch a time.
    package func list(at unit: UnitCode, from start: Timestamp, to end: Timestamp) throws(StorageError) -> [Shift] {
        try shifts(
            """
            WHERE unit = \(unit) AND ending > \(start) AND start < \(end) AND cancelled_at IS NULL ORDER BY start, id LIMIT 1000
            """)
    }

    /// Whether somebody has another turn in this time.
    func overlaps(_ user: UserID, from start: Timestamp, to end: Timestamp) throws(StorageError) -> Bool {
        try tx.first(
            """
            SELECT id FROM duty_shift WHERE officer = \(user) AND ending > \(start) AND start < \(end)
                AND cancelled_at IS NULL LIMIT 1
            """) != nil
    }

    private func shifts(_ rest: SQL) throws(StorageError) -> [Shift] {
        let rows = try tx.query(
            "SELECT id, unit, officer, post, start, ending, cancelled_at FROM duty_shift \(rest)")
        return try rows.map { row throws(StorageError) in
            Shift(
                id: try row["id"], unit: try row["unit"], user: try row["officer"], post: try row["post"],
                start: try row["start"], end: try row["ending"], cancelledAt: try row["cancelled_at"])
        }
    }
}
