internal import Access
package import Primitives
package import Storage

/// All SQL on messages.
package struct MessageTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("messaging-messages-1") { dialect in
            [
                """
                CREATE TABLE message (
                    id TEXT PRIMARY KEY, lane TEXT NOT NULL, template TEXT NOT NULL REFERENCES message_template (id),
                    purpose TEXT NOT NULL CHECK (purpose IN ('dissuasion', 'publicity')),
                    kind TEXT NOT NULL CHECK (kind IN ('text', 'flash')), recipient TEXT NOT NULL, content TEXT NOT NULL,
                    parts BIGINT NOT NULL CHECK (parts > 0), topic TEXT, unit TEXT NOT NULL, reports_back BIGINT NOT NULL,
                    queued_at BIGINT NOT NULL, not_after BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('queued', 'handed', 'accepted', 'delivered', 'failed', 'expired', 'unknown',
                        'cancelled')),
                    due BIGINT NOT NULL, ask_at BIGINT, tries BIGINT NOT NULL, reference TEXT, code TEXT, handed_at BIGINT,
                    accepted_at BIGINT, ended_at BIGINT,
                    CHECK ((ended_at IS NULL) = (state IN ('queued', 'handed', 'accepted'))),
                    CHECK ((ask_at IS NOT NULL) = (state IN ('handed', 'accepted'))))\(dialect.strict)
                """,
                "CREATE INDEX message_queue ON message (lane, due, id) WHERE state = 'queued'",
                "CREATE INDEX message_ask ON message (lane, ask_at, id) WHERE ask_at IS NOT NULL",
                "CREATE INDEX message_reference ON message (reference) WHERE reference IS NOT NULL",
                "CREATE INDEX message_state ON message (lane, state, id)",
                // One message to a number in a batch, whatever its list says.
                "CREATE UNIQUE INDEX message_recipient ON message (recipient, lane) WHERE lane <> 'single'",
                "CREATE INDEX message_single ON message (recipient, id) WHERE lane = 'single'",
                "CREATE INDEX message_topic ON message (topic, id) WHERE topic IS NOT NULL",
                """
                CREATE TABLE message_stray_report (
                    reference TEXT PRIMARY KEY, report TEXT NOT NULL, code TEXT NOT NULL, at BIGINT NOT NULL)\(dialect.strict)
                """,
                "CREATE INDEX message_stray_report_at ON message_stray_report (at)",
            ]
        },
        Migration("messaging-messages-2") { _ in
            [
                // The first column's check knows two kinds, and SQLite widens no check in place.
                "ALTER TABLE message ADD COLUMN is_spoken BIGINT NOT NULL DEFAULT 0 CHECK (is_spoken IN (0, 1))",
                // Those about one person each, read newest first: of a county and above, and of one station.
                "CREATE INDEX message_singles ON message (lane, id) WHERE lane = 'single'",
                "CREATE INDEX message_singles_of_unit ON message (unit, lane, id) WHERE lane = 'single'",
                // Of one number, with the lane in it: else the first of these two looks as good.
                "DROP INDEX message_single",
                "CREATE INDEX message_single ON message (recipient, lane, id) WHERE lane = 'single'",
            ]
        },
    ]

    private static let keptColumns: SQL = """
        id, lane, template, purpose, kind, recipient, content, parts, topic, unit, reports_back, queued_at, not_after, state, due,
        ask_at, tries, reference, code, handed_at, accepted_at, ended_at, is_spoken
        """

    /// Returns whether it was inserted: a second message to a number in one batch is not.
    @discardableResult
    func insert(_ message: Message) throws(StorageError) -> Bool {
        let isSpoken = message.kind == .voice
        return try tx.execute(
            """
            INSERT INTO message (id, lane, template, purpose, kind, recipient, content, parts, topic, unit, reports_back, queued_at,
                not_after, state, due, tries, is_spoken)
            VALUES (\(message.id), \(message.lane), \(message.template), \(message.purpose),
                \(isSpoken ? Message.Kind.text : message.kind),
                \(message.recipient), \(message.text), \(message.parts), \(message.topic), \(message.unit),
                \(message.reportsBack), \(message.queuedAt), \(message.notAfter), \(message.state), \(message.due), 0,
                \(isSpoken))
            ON CONFLICT (recipient, lane) WHERE lane <> 'single' DO NOTHING
            """) == 1
    }

    func update(_ message: Message, from old: Message.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE message SET state = \(message.state), due = \(message.due), ask_at = \(message.askAt),
                tries = \(message.tries), reference = \(message.reference), code = \(message.code),
                handed_at = \(message.handedAt), accepted_at = \(message.acceptedAt), ended_at = \(message.endedAt)
            WHERE id = \(message.id) AND state = \(old)
            """)
    }

    /// What waits in a lane and is due, the first due first; nobody else takes it before this transaction ends.
    func due(_ lane: MessageLane, limit: Int, at now: Timestamp) throws(StorageError) -> [Message] {
        try messages(
            """
            WHERE lane = \(lane) AND state = 'queued' AND due <= \(now)
            ORDER BY lane, due, id LIMIT \(limit)\(raw: tx.dialect.skipLocked)
            """)
    }

    /// Writes that all of these were taken to be handed over; each one waited.
    func hand(_ messages: [Message], at now: Timestamp, askAt: Timestamp) throws(StorageError) {
        guard !messages.isEmpty else { return }
        let changed = try tx.execute(
            """
            UPDATE message SET state = 'handed', handed_at = \(now), ask_at = \(askAt), tries = tries + 1
            WHERE id IN (\(list: messages.map(\.id))) AND state = 'queued'
            """)
        guard changed == messages.count else { throw .conflict }
    }

    /// What waits in a lane, due or not.
    func waiting(_ lane: MessageLane, limit: Int) throws(StorageError) -> [Message] {
        try messages("WHERE lane = \(lane) AND state = 'queued' ORDER BY lane, due, id LIMIT \(limit)")
    }

    /// What is to be asked for in a lane at `now`, the longest open first.
    package func open(_ lane: MessageLane, at now: Timestamp, limit: Int) throws(StorageError) -> [Message] {
        try messages("WHERE lane = \(lane) AND ask_at <= \(now) ORDER BY lane, ask_at, id LIMIT \(limit)")
    }

    /// When a lane has something to do next; nil when nothing is open in it, and nothing waits where its queue counts.
    func nextMoment(of lane: MessageLane, withQueue: Bool) throws(StorageError) -> Timestamp? {
        let open = try tx.first(
            "SELECT ask_at FROM message WHERE lane = \(lane) AND ask_at >= 0 ORDER BY lane, ask_at, id LIMIT 1")
        let waiting =
            try withQueue
            ? tx.first(
                "SELECT due FROM message WHERE lane = \(lane) AND state = 'queued' ORDER BY lane, due, id LIMIT 1")
            : nil
        let moments: [Timestamp?] = [try open?["ask_at"], try waiting?["due"]]
        return moments.compactMap(\.self).min()
    }

    package func find(_ id: MessageID) throws(StorageError) -> Message? { try messages("WHERE id = \(id)").first }

    package func require(_ id: MessageID) throws(StorageError) -> Message {
        guard let message = try find(id) else { throw .other("no message \(id)") }
        return message
    }

    func find(_ ids: [MessageID]) throws(StorageError) -> [Message] {
        try messages("WHERE id IN (\(list: ids)) ORDER BY id")
    }

    func find(references: [String]) throws(StorageError) -> [Message] {
        try messages("WHERE reference IN (\(list: references)) ORDER BY reference")
    }

    // MARK: lists

    /// Messages of a lane in one state, or in any, the newest first, before the one given.
    package func list(
        _ lane: MessageLane, in state: Message.State?, before: MessageID?, limit: Int
    ) throws(StorageError) -> [Message] {
        let place: SQL = "id < \(before?.description ?? "n")"
        guard let state else {
            // In any state: the newest of each, of which the newest are taken.
            var found: [Message] = []
            for state in Message.State.allCases {
                found += try list(lane, in: state, before: before, limit: limit)
            }
            return Array(found.sorted { $0.id > $1.id }.prefix(limit))
        }
        return try messages(
            "WHERE lane = \(lane) AND state = \(state) AND \(place) ORDER BY lane DESC, state DESC, id DESC LIMIT \(limit)"
        )
    }

    /// Single messages to a number, the newest first.
    package func singles(to number: PhoneNumber, limit: Int) throws(StorageError) -> [Message] {
        try messages("WHERE recipient = \(number) AND lane = 'single' ORDER BY id DESC LIMIT \(limit)")
    }

    /// Single messages of a unit and those under it, the newest first, before the one given.
    package func singles(under unit: UnitCode, before: MessageID?, limit: Int) throws(StorageError) -> [Message] {
        let (first, last) = unit.reach
        let place: SQL = unit.level == .station ? "unit = \(unit)" : "unit >= \(first) AND unit <= \(last)"
        return try messages(
            """
            WHERE lane = 'single' AND \(place) AND id < \(before?.description ?? "n") ORDER BY lane DESC, id DESC LIMIT \(limit)
            """)
    }

    /// What of batches is queued for a number.
    func waitingOfBatches(to number: PhoneNumber, limit: Int) throws(StorageError) -> [Message] {
        try messages(
            "WHERE recipient = \(number) AND lane <> 'single' AND state = 'queued' ORDER BY recipient, lane LIMIT \(limit)"
        )
    }

    /// Messages of batches to a number.
    package func ofBatches(to number: PhoneNumber, limit: Int) throws(StorageError) -> [Message] {
        try messages("WHERE recipient = \(number) AND lane <> 'single' ORDER BY recipient, lane LIMIT \(limit)")
    }

    package func about(topic: String, limit: Int) throws(StorageError) -> [Message] {
        try messages("WHERE topic = \(topic) ORDER BY id DESC LIMIT \(limit)")
    }

    /// How many messages of a lane are in each state, counted anew.
    package func counts(of lane: MessageLane) throws(StorageError) -> [Message.State: Int64] {
        let rows = try tx.query(
            "SELECT state, COUNT(*) AS number FROM message WHERE lane = \(lane) GROUP BY state ORDER BY state")
        var counts: [Message.State: Int64] = [:]
        for row in rows { counts[try row["state"]] = try row["number"] as Int64 }
        return counts
    }

    // MARK: reports of what is not known yet

    func keepStray(_ report: Message.Report, code: String, reference: String, at now: Timestamp) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO message_stray_report (reference, report, code, at) VALUES (\(reference), \(report), \(code), \(now))
            ON CONFLICT (reference) DO UPDATE SET report = excluded.report, code = excluded.code, at = excluded.at
            """)
    }

    struct Stray {
        let reference: String
        let report: Message.Report
        let code: String
    }

    func strays(_ references: [String]) throws(StorageError) -> [Stray] {
        let rows = try tx.query(
            """
            SELECT reference, report, code FROM message_stray_report WHERE reference IN (\(list: references))
            ORDER BY reference
            """)
        return try rows.map { row throws(StorageError) in
            Stray(reference: try row["reference"], report: try row["report"], code: try row["code"])
        }
    }

    func forgetStrays(_ references: [String]) throws(StorageError) {
        try tx.send("DELETE FROM message_stray_report WHERE reference IN (\(list: references))")
    }

    /// Reports about messages that never became known, kept from before a moment.
    func forgetStrays(before moment: Timestamp) throws(StorageError) {
        try tx.send("DELETE FROM message_stray_report WHERE at < \(moment)")
    }

    private func messages(_ rest: SQL) throws(StorageError) -> [Message] {
        try tx.query("SELECT \(Self.keptColumns) FROM message \(rest)").map(message)
    }

    private func message(_ row: Row) throws(StorageError) -> Message {
        Message(
            id: try row["id"], lane: try row["lane"], template: try row["template"], purpose: try row["purpose"],
            kind: try row["is_spoken"] ? .voice : try row["kind"], recipient: try row["recipient"],
            text: try row["content"], parts: try row["parts"],
            topic: try row["topic"], unit: try row["unit"], reportsBack: try row["reports_back"],
            queuedAt: try row["queued_at"], notAfter: try row["not_after"], state: try row["state"],
            due: try row["due"], askAt: try row["ask_at"], tries: try row["tries"], reference: try row["reference"],
            code: try row["code"], handedAt: try row["handed_at"], acceptedAt: try row["accepted_at"],
            endedAt: try row["ended_at"])
    }
}
