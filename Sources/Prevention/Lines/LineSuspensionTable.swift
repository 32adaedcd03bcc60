internal import Access
package import Primitives
package import Storage

/// All SQL on suspended lines.
package struct LineSuspensionTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-lines-1") { dialect in
            [
                """
                CREATE TABLE line_suspension (
                    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id), carrier TEXT NOT NULL, phone TEXT NOT NULL,
                    reason TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at BIGINT NOT NULL, term BIGINT NOT NULL CHECK (term > 0),
                    answer_limit BIGINT NOT NULL CHECK (answer_limit > 0),
                    state TEXT NOT NULL CHECK (state IN ('asked', 'suspended', 'restoring', 'ended', 'refused', 'withdrawn', 'lapsed')),
                    due BIGINT NOT NULL, is_overdue BIGINT NOT NULL CHECK (is_overdue IN (0, 1)), ends_at BIGINT,
                    restored_at BIGINT, refusal TEXT, words TEXT NOT NULL, answered_by TEXT, answered_at BIGINT,
                    CHECK (state <> 'refused' OR refusal IS NOT NULL),
                    CHECK ((state IN ('suspended', 'restoring', 'ended')) = (ends_at IS NOT NULL)),
                    CHECK (restored_at IS NULL OR state = 'ended'))\(dialect.strict)
                """,
                // One request at a time about a number.
                """
                CREATE UNIQUE INDEX line_suspension_live ON line_suspension (phone)
                WHERE state IN ('asked', 'suspended', 'restoring')
                """,
                """
                CREATE INDEX line_suspension_owed ON line_suspension (carrier, asked_at, id)
                WHERE state IN ('asked', 'suspended', 'restoring', 'ended') AND restored_at IS NULL
                """,
                "CREATE INDEX line_suspension_carrier ON line_suspension (carrier, asked_at, id)",
                "CREATE INDEX line_suspension_warning ON line_suspension (warning, id)",
                """
                CREATE INDEX line_suspension_overdue ON line_suspension (is_overdue, asked_at, id)
                WHERE restored_at IS NULL AND state IN ('asked', 'restoring', 'ended')
                """,
            ]
        }
    ]

    // MARK: one

    func insert(_ line: LineSuspension) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO line_suspension (id, warning, carrier, phone, reason, asked_by, asked_at, term, answer_limit, state, due,
                is_overdue, words)
            VALUES (\(line.id), \(line.warning), \(line.carrier), \(line.phone.text), \(line.reason), \(line.askedBy),
                \(line.askedAt), \(line.term.microseconds), \(line.answerLimit.microseconds), \(line.state), \(line.due),
                \(line.isOverdue), \(line.words))
            """)
    }

    func update(_ line: LineSuspension, from old: LineSuspension.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE line_suspension SET state = \(line.state), due = \(line.due), is_overdue = \(line.isOverdue),
                ends_at = \(line.endsAt), restored_at = \(line.restoredAt), refusal = \(line.refusal), words = \(line.words),
                answered_by = \(line.answeredBy), answered_at = \(line.answeredAt)
            WHERE id = \(line.id) AND state = \(old)
            """)
    }

    package func find(_ id: LineSuspensionID) throws(StorageError) -> LineSuspension? {
        try lines("WHERE id = \(id)").first
    }

    /// The request about a number that is not over.
    package func live(on phone: PhoneNumber) throws(StorageError) -> LineSuspension? {
        try lines("WHERE phone = \(phone.text) AND state IN ('asked', 'suspended', 'restoring')").first
    }

    /// Of a warning and of those merged into it, oldest first.
    package func of(_ warning: WarningID) throws(StorageError) -> [LineSuspension] {
        try lines(
            """
            WHERE warning = \(warning) OR warning IN (SELECT id FROM warning WHERE merged_into = \(warning))
            ORDER BY asked_at, id LIMIT 100
            """)
    }

    /// What operators owe for too long about the people of `unit` and those under it, oldest first.
    package func overdue(under unit: UnitCode, limit: Int) throws(StorageError) -> [LineSuspension] {
        let (first, last) = unit.reach
        return try lines(
            """
            WHERE is_overdue = 1 AND restored_at IS NULL AND state IN ('asked', 'restoring', 'ended') AND EXISTS (
                SELECT 1 FROM warning AS own WHERE own.id = line_suspension.warning AND own.unit >= \(first) AND own.unit <= \(last))
            ORDER BY asked_at, id LIMIT \(limit)
            """)
    }

    // MARK: an operator's

    /// What an operator has to do or to confirm, oldest first.
    package func owed(by carrier: String, limit: Int) throws(StorageError) -> [LineSuspension] {
        try lines(
            """
            WHERE carrier = \(carrier) AND state IN ('asked', 'suspended', 'restoring', 'ended') AND restored_at IS NULL
            ORDER BY asked_at, id LIMIT \(limit)
            """)
    }

    /// What an operator has to do now: an answer or a confirmation, but not what only runs.
    package func countToAnswer(by carrier: String) throws(StorageError) -> Int64 {
        try tx.count(
            """
            SELECT COUNT(*) FROM line_suspension
            WHERE carrier = \(carrier) AND state IN ('asked', 'suspended', 'restoring', 'ended') AND restored_at IS NULL
                AND state <> 'suspended'
            """)
    }

    /// All that was asked of an operator, the newest first, before the one given.
    package func list(of carrier: String, before: LineSuspensionID?, limit: Int) throws(StorageError)
        -> [LineSuspension]
    {
        let earlier: SQL = "AND (asked_at, id) < (SELECT asked_at, id FROM line_suspension WHERE id = \(before))"
        return try lines(
            "WHERE carrier = \(carrier) \(before == nil ? "" : earlier) ORDER BY asked_at DESC, id DESC LIMIT \(limit)")
    }

    private func lines(_ rest: SQL) throws(StorageError) -> [LineSuspension] {
        let rows = try tx.query(
            """
            SELECT id, warning, carrier, phone, reason, asked_by, asked_at, term, answer_limit, state, due, is_overdue, ends_at,
                restored_at, refusal, words, answered_by, answered_at
            FROM line_suspension \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            var line = LineSuspension(
                id: try row["id"], warning: try row["warning"], carrier: try row["carrier"], phone: try row["phone"],
                reason: try row["reason"], askedBy: try row["asked_by"], askedAt: try row["asked_at"],
                term: .microseconds(try row["term"] as Int64),
                answerLimit: .microseconds(try row["answer_limit"] as Int64))
            (line.state, line.due, line.isOverdue) = (try row["state"], try row["due"], try row["is_overdue"])
            (line.endsAt, line.restoredAt) = (try row["ends_at"], try row["restored_at"])
            (line.refusal, line.words) = (try row["refusal"], try row["words"])
            (line.answeredBy, line.answeredAt) = (try row["answered_by"], try row["answered_at"])
            return line
        }
    }
}
