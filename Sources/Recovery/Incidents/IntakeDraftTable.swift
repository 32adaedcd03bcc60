package import Access
internal import Journal
package import Primitives
package import Storage

/// All SQL on reports that are still being taken down, one to a person.
package struct IntakeDraftTable {
    /// What the person entered, as it is kept.
    struct Content: Codable {
        let intake: Intake
        let notSame: [String]
        var read: ReadStatement?
    }

    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-intake-drafts-1") { dialect in
            [
                """
                CREATE TABLE intake_draft (
                    owner TEXT PRIMARY KEY, form_key TEXT NOT NULL, content TEXT NOT NULL, saved_at BIGINT NOT NULL)\(dialect.strict)
                """,
                "CREATE INDEX intake_draft_saved ON intake_draft (saved_at)",
            ]
        }
    ]

    /// Puts `content` in the place of what the person had; `key` and `moment` are those of the saving.
    func put(_ content: String, key: IdempotencyKey, of owner: UserID, at moment: Timestamp) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO intake_draft (owner, form_key, content, saved_at)
            VALUES (\(owner), \(key.text), \(content), \(moment))
            ON CONFLICT (owner) DO UPDATE SET
                form_key = excluded.form_key, content = excluded.content, saved_at = excluded.saved_at
            """)
    }

    package func find(of owner: UserID) throws(StorageError) -> IntakeDraft? {
        guard let row = try tx.first("SELECT form_key, content, saved_at FROM intake_draft WHERE owner = \(owner)")
        else { return nil }
        let (key, text): (String, String) = (try row["form_key"], try row["content"])
        guard let key = IdempotencyKey(key) else { throw .malformed(column: "form_key", found: .text(key)) }
        let content: Content
        do { content = try CanonicalJSON.decode(from: text) } catch {
            throw .malformed(column: "content", found: .text(text))
        }
        return IntakeDraft(
            key: key, intake: content.intake, notSame: content.notSame, read: content.read,
            savedAt: try row["saved_at"])
    }

    /// Forgets the person's draft of that form; there may be none.
    func forget(of owner: UserID, key: IdempotencyKey) throws(StorageError) {
        try tx.send("DELETE FROM intake_draft WHERE owner = \(owner) AND form_key = \(key.text)")
    }

    /// How many drafts nobody has gone on with since a moment.
    package func left(before moment: Timestamp) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM intake_draft WHERE saved_at < \(moment)")
    }

    package func forgetLeft(before moment: Timestamp, limit: Int) throws(StorageError) -> Int {
        try tx.execute(
            """
            DELETE FROM intake_draft WHERE owner IN (
                SELECT owner FROM intake_draft WHERE saved_at < \(moment) ORDER BY saved_at LIMIT \(limit))
            """)
    }
}
