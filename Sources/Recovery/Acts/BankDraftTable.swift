package import Access
package import Primitives
package import Storage

/// All SQL on answers that wait for a bank's second person.
package struct BankDraftTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-bank-drafts-1") { dialect in
            [
                """
                CREATE TABLE bank_draft (
                    act TEXT NOT NULL REFERENCES bank_act (id), approval TEXT NOT NULL, answer TEXT NOT NULL,
                    entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'returned')),
                    PRIMARY KEY (act, approval))\(dialect.strict)
                """,
                "CREATE UNIQUE INDEX bank_draft_waiting ON bank_draft (act) WHERE state = 'waiting'",
                "CREATE INDEX bank_draft_approval ON bank_draft (approval, act)",
            ]
        },
        Migration("recovery-bank-drafts-2") { _ in
            ["CREATE INDEX bank_draft_returned ON bank_draft (entered_at) WHERE state = 'returned'"]
        },
    ]

    package func insert(_ draft: BankDraft) throws {
        try tx.send(
            """
            INSERT INTO bank_draft (act, approval, answer, entered_by, entered_at, state)
            VALUES (\(draft.act), \(draft.approval), \(try CanonicalJSON.text(draft.answer)), \(draft.enteredBy),
                \(draft.enteredAt), \(draft.state))
            """)
    }

    package func update(_ draft: BankDraft, from old: BankDraft.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE bank_draft SET state = \(draft.state)
            WHERE act = \(draft.act) AND approval = \(draft.approval) AND state = \(old)
            """)
    }

    /// What one approval decides on, in the order of the acts.
    package func drafts(of approval: ApprovalID) throws(StorageError) -> [BankDraft] {
        try drafts("WHERE approval = \(approval) ORDER BY act")
    }

    /// The newest draft of an act, waiting or decided.
    package func newest(of act: ActID) throws(StorageError) -> BankDraft? {
        try drafts("WHERE act = \(act) ORDER BY entered_at DESC, approval DESC LIMIT 1").first
    }

    /// Which of these acts have an answer that waits.
    package func waiting(of acts: [ActID]) throws(StorageError) -> [BankDraft] {
        try drafts("WHERE act IN (\(list: acts)) AND state = 'waiting' ORDER BY act")
    }

    /// How many of a bank's orders, up to `most`, nobody there has entered an answer to.
    package func toEnter(at bank: String, most: Int) throws(StorageError) -> Int64 {
        try tx.count(
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM bank_act WHERE bank = \(bank) AND state IN ('open', 'dead') AND NOT EXISTS (
                    SELECT 1 FROM bank_draft WHERE act = bank_act.id AND bank_draft.state = 'waiting') LIMIT \(most)) owed
            """)
    }

    /// How many drafts were given back that had been entered before a moment.
    package func returned(before moment: Timestamp) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM bank_draft WHERE state = 'returned' AND entered_at < \(moment)")
    }

    package func forgetReturned(before moment: Timestamp, limit: Int) throws(StorageError) -> Int {
        try tx.execute(
            """
            DELETE FROM bank_draft WHERE (act, approval) IN (
                SELECT act, approval FROM bank_draft WHERE state = 'returned' AND entered_at < \(moment)
                ORDER BY entered_at LIMIT \(limit))
            """)
    }

    private func drafts(_ rest: SQL) throws(StorageError) -> [BankDraft] {
        let rows = try tx.query("SELECT act, approval, answer, entered_by, entered_at, state FROM bank_draft \(rest)")
        return try rows.map { row throws(StorageError) in
            let text: String = try row["answer"]
            do {
                return BankDraft(
                    act: try row["act"], answer: try CanonicalJSON.decode(from: text), enteredBy: try row["entered_by"],
                    enteredAt: try row["entered_at"], approval: try row["approval"], state: try row["state"])
            } catch let error as StorageError {
                throw error
            } catch {
                throw .malformed(column: "answer", found: .text(text))
            }
        }
    }
}
