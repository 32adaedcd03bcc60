package import Primitives
package import Storage

/// All SQL on the journal's own tables.
package struct EntryTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("journal-1") { dialect in
            [
                """
                CREATE TABLE journal_entry (
                    id TEXT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
                    topic TEXT, basis TEXT, reason TEXT, detail TEXT NOT NULL, number BIGINT UNIQUE, hash TEXT,
                    CHECK ((number IS NULL) = (hash IS NULL)))\(dialect.strict)
                """,
                "CREATE INDEX journal_entry_tail ON journal_entry (at, id) WHERE number IS NULL",
                "CREATE INDEX journal_entry_topic ON journal_entry (topic, at, id)",
                "CREATE INDEX journal_entry_subject ON journal_entry (subject, at, id)",
                """
                CREATE TABLE journal_head (
                    name TEXT PRIMARY KEY, number BIGINT NOT NULL, hash TEXT NOT NULL)\(dialect.strict)
                """,
                "INSERT INTO journal_head (name, number, hash) VALUES ('chain', 0, '')",
                """
                CREATE TABLE journal_key (
                    key TEXT PRIMARY KEY, input TEXT NOT NULL, answer TEXT NOT NULL, at BIGINT NOT NULL)\(dialect.strict)
                """,
            ]
        },
        Migration("journal-keys-2") { _ in ["CREATE INDEX journal_key_at ON journal_key (at)"] },
    ]

    func insert(_ entry: Entry) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO journal_entry (id, at, actor, act, subject, topic, basis, reason, detail)
            VALUES (\(entry.id), \(entry.at), \(entry.actor), \(entry.act), \(entry.subject), \(entry.topic), \(entry.basis),
                \(entry.reason), \(entry.detail))
            """)
    }

    // MARK: keys

    func answer(to key: String) throws(StorageError) -> (input: String, answer: String)? {
        guard let row = try tx.first("SELECT input, answer FROM journal_key WHERE key = \(key)") else { return nil }
        return (try row["input"], try row["answer"])
    }

    func keep(answer: String, to key: String, input: String, at now: Timestamp) throws(StorageError) {
        try tx.send("INSERT INTO journal_key (key, input, answer, at) VALUES (\(key), \(input), \(answer), \(now))")
    }

    /// How many answers were kept before a moment.
    package func keptAnswers(before moment: Timestamp) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM journal_key WHERE at < \(moment)")
    }

    /// Forgets the oldest of them, at most `limit`: the same requests would run anew.
    package func forgetAnswers(before moment: Timestamp, limit: Int) throws(StorageError) -> Int {
        try tx.execute(
            """
            DELETE FROM journal_key WHERE key IN (
                SELECT key FROM journal_key WHERE at < \(moment) ORDER BY at LIMIT \(limit))
            """)
    }

    // MARK: chain

    package func head() throws(StorageError) -> (number: Int64, hash: String) { try head(suffix: "") }

    /// The head, which nobody else moves until this transaction ends.
    func lockedHead() throws(StorageError) -> (number: Int64, hash: String) { try head(suffix: tx.dialect.forUpdate) }

    private func head(suffix: String) throws(StorageError) -> (number: Int64, hash: String) {
        guard let row = try tx.first("SELECT number, hash FROM journal_head WHERE name = 'chain'\(raw: suffix)") else {
            throw .other("the journal has no head")
        }
        return (try row["number"], try row["hash"])
    }

    /// The head must be locked.
    func moveHead(to number: Int64, hash: String) throws(StorageError) {
        try tx.change("UPDATE journal_head SET number = \(number), hash = \(hash) WHERE name = 'chain'")
    }

    func chain(_ entry: EntryID, number: Int64, hash: String) throws(StorageError) {
        try tx.change(
            "UPDATE journal_entry SET number = \(number), hash = \(hash) WHERE id = \(entry) AND number IS NULL")
    }

    func tail(limit: Int) throws(StorageError) -> [Entry] {
        try entries("WHERE number IS NULL ORDER BY at, id LIMIT \(limit)")
    }

    package func tailCount() throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM journal_entry WHERE number IS NULL")
    }

    /// Since when the first entry has waited for its place in the chain; nil when none waits.
    package func tailSince() throws(StorageError) -> Timestamp? { try tail(limit: 1).first?.at }

    // MARK: lists

    /// Chained entries after `number`, in the order of the chain.
    package func chained(after number: Int64, limit: Int) throws(StorageError) -> [Entry] {
        try entries("WHERE number > \(number) ORDER BY number LIMIT \(limit)")
    }

    /// The newest entries of one incident first.
    package func about(topic: String, limit: Int) throws(StorageError) -> [Entry] {
        try entries("WHERE topic = \(topic) ORDER BY at DESC, id DESC LIMIT \(limit)")
    }

    /// The same, before the entry `before` where one is given.
    package func about(topic: String, before: EntryID?, limit: Int) throws(StorageError) -> [Entry] {
        guard let before else { return try about(topic: topic, limit: limit) }
        return try entries(
            """
            WHERE topic = \(topic) AND (at, id) < (SELECT at, id FROM journal_entry WHERE id = \(before))
            ORDER BY at DESC, id DESC LIMIT \(limit)
            """)
    }

    package func about(subject: String, limit: Int) throws(StorageError) -> [Entry] {
        try askAbout(subject: subject, limit: limit).answer()
    }

    package func askAbout(subject: String, limit: Int) throws(StorageError) -> Pending<[Entry]> {
        try askEntries("WHERE subject = \(subject) ORDER BY at DESC, id DESC LIMIT \(limit)")
    }

    /// The newest entries first, before the entry `before` where one is given.
    package func newest(before: EntryID?, limit: Int) throws(StorageError) -> [Entry] {
        guard let before else { return try entries("WHERE id > '' ORDER BY id DESC LIMIT \(limit)") }
        return try entries("WHERE id < \(before) ORDER BY id DESC LIMIT \(limit)")
    }

    private func entries(_ rest: SQL) throws(StorageError) -> [Entry] { try askEntries(rest).answer() }

    private func askEntries(_ rest: SQL) throws(StorageError) -> Pending<[Entry]> {
        try tx.ask(
            "SELECT id, at, actor, act, subject, topic, basis, reason, detail, number, hash FROM journal_entry \(rest)"
        ) { row throws(StorageError) in
            Entry(
                id: try row["id"], at: try row["at"], actor: try row["actor"], act: try row["act"],
                subject: try row["subject"], topic: try row["topic"], basis: try row["basis"],
                reason: try row["reason"],
                detail: try row["detail"], number: try row["number"], hash: try row["hash"])
        }
    }
}
