internal import Access
package import Primitives
package import Storage

/// All SQL on batches, their lists and their counts.
package struct MessageBatchTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("messaging-batches-1") { dialect in
            [
                """
                CREATE TABLE message_batch (
                    id TEXT PRIMARY KEY, title TEXT NOT NULL, unit TEXT NOT NULL,
                    template TEXT NOT NULL REFERENCES message_template (id), kind TEXT NOT NULL CHECK (kind IN ('text', 'flash')),
                    purpose TEXT NOT NULL CHECK (purpose IN ('dissuasion', 'publicity')), rate BIGINT NOT NULL CHECK (rate > 0),
                    maker TEXT NOT NULL, made_at BIGINT NOT NULL, not_after BIGINT NOT NULL, lines BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('loading', 'draft', 'waiting', 'running', 'paused', 'finished', 'cancelled')),
                    tally TEXT NOT NULL, approver TEXT, started_at BIGINT, ended_at BIGINT,
                    CHECK (approver IS NULL OR approver <> maker))\(dialect.strict)
                """,
                """
                CREATE TABLE message_audience (
                    batch TEXT NOT NULL REFERENCES message_batch (id), part BIGINT NOT NULL, first_line BIGINT NOT NULL,
                    content TEXT NOT NULL, PRIMARY KEY (batch, part))\(dialect.strict)
                """,
                """
                CREATE TABLE message_count (
                    batch TEXT NOT NULL REFERENCES message_batch (id), state TEXT NOT NULL, number BIGINT NOT NULL CHECK (number >= 0),
                    PRIMARY KEY (batch, state))\(dialect.strict)
                """,
            ]
        }
    ]

    func insert(_ batch: MessageBatch) throws {
        let tally = try CanonicalJSON.text(batch.tally)
        try tx.send(
            """
            INSERT INTO message_batch (id, title, unit, template, kind, purpose, rate, maker, made_at, not_after, lines, state, tally)
            VALUES (\(batch.id), \(batch.title), \(batch.unit), \(batch.template), \(batch.kind), \(batch.purpose),
                \(batch.rate), \(batch.maker), \(batch.madeAt), \(batch.notAfter), \(batch.lines), \(batch.state), \(tally))
            """)
        for state in Message.State.allCases {
            try tx.send("INSERT INTO message_count (batch, state, number) VALUES (\(batch.id), \(state), 0)")
        }
    }

    func update(_ batch: MessageBatch, from old: MessageBatch.State) throws {
        let tally = try CanonicalJSON.text(batch.tally)
        try tx.change(
            """
            UPDATE message_batch SET state = \(batch.state), tally = \(tally), approver = \(batch.approver),
                started_at = \(batch.startedAt), ended_at = \(batch.endedAt)
            WHERE id = \(batch.id) AND state = \(old)
            """)
    }

    package func find(_ id: MessageBatchID) throws -> MessageBatch? { try batches("WHERE id = \(id)").first }

    package func require(_ id: MessageBatchID) throws -> MessageBatch {
        guard let batch = try find(id) else { throw StorageError.other("no batch \(id)") }
        return batch
    }

    /// The batches of a unit and of those under it, the newest first, before the one given.
    package func list(under unit: UnitCode, before: MessageBatchID?, limit: Int) throws -> [MessageBatch] {
        let (first, last) = unit.reach
        return try batches(
            """
            WHERE id < \(before?.description ?? "n") AND unit >= \(first) AND unit <= \(last) ORDER BY id DESC LIMIT \(limit)
            """)
    }

    package func all(after: MessageBatchID?, limit: Int) throws -> [MessageBatch] {
        try batches("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    // MARK: counts

    func count(_ batch: MessageBatchID, _ state: Message.State, by change: Int) throws(StorageError) {
        try tx.change(
            """
            UPDATE message_count SET number = number + \(change) WHERE batch = \(batch) AND state = \(state)
            """)
    }

    /// How many of its messages are in each state.
    package func counts(of batch: MessageBatchID) throws(StorageError) -> [Message.State: Int64] {
        try counts(of: [batch])[batch] ?? [:]
    }

    package func counts(
        of batches: [MessageBatchID]
    ) throws(StorageError) -> [MessageBatchID: [Message.State: Int64]] {
        guard !batches.isEmpty else { return [:] }
        let rows = try tx.query(
            "SELECT batch, state, number FROM message_count WHERE batch IN (\(list: batches)) ORDER BY batch, state")
        var counts: [MessageBatchID: [Message.State: Int64]] = [:]
        for row in rows { counts[try row["batch"], default: [:]][try row["state"]] = try row["number"] as Int64 }
        return counts
    }

    // MARK: the list

    struct Part {
        let number: Int64
        /// The line in the list at which it begins.
        let firstLine: Int
        let content: String
    }

    func insert(_ part: Part, of batch: MessageBatchID) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO message_audience (batch, part, first_line, content)
            VALUES (\(batch), \(part.number), \(part.firstLine), \(part.content))
            """)
    }

    /// The next part that no messages were made of; nil after the last.
    func nextPart(of batch: MessageBatchID) throws(StorageError) -> Part? {
        try tx.first(
            "SELECT part, first_line, content FROM message_audience WHERE batch = \(batch) ORDER BY batch, part LIMIT 1"
        ).map { row throws(StorageError) in
            Part(number: try row["part"], firstLine: try row["first_line"], content: try row["content"])
        }
    }

    func forget(_ part: Part, of batch: MessageBatchID) throws(StorageError) {
        try tx.change("DELETE FROM message_audience WHERE batch = \(batch) AND part = \(part.number)")
    }

    func forgetParts(of batch: MessageBatchID) throws(StorageError) {
        try tx.send("DELETE FROM message_audience WHERE batch = \(batch)")
    }

    private func batches(_ rest: SQL) throws -> [MessageBatch] {
        let rows = try tx.query(
            """
            SELECT id, title, unit, template, kind, purpose, rate, maker, made_at, not_after, lines, state, tally, approver,
                started_at, ended_at FROM message_batch \(rest)
            """)
        return try rows.map { row in
            MessageBatch(
                id: try row["id"], title: try row["title"], unit: try row["unit"], template: try row["template"],
                kind: try row["kind"], purpose: try row["purpose"], rate: try row["rate"], maker: try row["maker"],
                madeAt: try row["made_at"], notAfter: try row["not_after"], lines: try row["lines"],
                state: try row["state"], tally: try CanonicalJSON.decode(from: row["tally"]),
                approver: try row["approver"], startedAt: try row["started_at"], endedAt: try row["ended_at"])
        }
    }
}
