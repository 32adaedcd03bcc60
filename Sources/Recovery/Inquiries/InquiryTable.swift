internal import Primitives
package import Storage

/// All SQL on inquiries.
package struct InquiryTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-inquiries-1") { dialect in
            [
                """
                CREATE TABLE inquiry (
                    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
                    from_at BIGINT NOT NULL, requested_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'answered', 'refused', 'withdrawn')), approval_number TEXT,
                    covered_until BIGINT, refusal_code TEXT,
                    CHECK (state NOT IN ('ordered', 'answered', 'refused') OR approval_number IS NOT NULL))\(dialect.strict)
                """,
                "CREATE UNIQUE INDEX inquiry_live ON inquiry (account) WHERE state IN ('draft', 'ordered')",
                "CREATE INDEX inquiry_account ON inquiry (account, requested_at)",
                "CREATE INDEX inquiry_incident ON inquiry (incident, id)",
            ]
        }
    ]

    package func insert(_ inquiry: Inquiry) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO inquiry (id, account, incident, from_at, requested_at, state)
            VALUES (\(inquiry.id), \(inquiry.account), \(inquiry.incident), \(inquiry.from), \(inquiry.requestedAt), \(inquiry.state))
            """)
    }

    package func update(_ inquiry: Inquiry, from old: Inquiry.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE inquiry SET state = \(inquiry.state), approval_number = \(inquiry.approvalNumber),
                covered_until = \(inquiry.coveredUntil), refusal_code = \(inquiry.refusalCode)
            WHERE id = \(inquiry.id) AND state = \(old)
            """)
    }

    package func require(_ id: InquiryID) throws(StorageError) -> Inquiry {
        guard let inquiry = try askInquiries("WHERE id = \(id)").answer().first else {
            throw .other("no inquiry \(id)")
        }
        return inquiry
    }

    package func history(of accounts: [AccountID]) throws(StorageError) -> [Inquiry] {
        try askHistory(of: accounts).answer()
    }

    func askHistory(of accounts: [AccountID]) throws(StorageError) -> Pending<[Inquiry]> {
        try askInquiries("WHERE account IN (\(list: accounts)) ORDER BY account, requested_at, id")
    }

    private func askInquiries(_ rest: SQL) throws(StorageError) -> Pending<[Inquiry]> {
        try tx.ask(
            """
            SELECT id, account, incident, from_at, requested_at, state, approval_number, covered_until, refusal_code
            FROM inquiry \(rest)
            """
        ) { row throws(StorageError) in
            Inquiry(
                id: try row["id"], account: try row["account"], incident: try row["incident"], from: try row["from_at"],
                requestedAt: try row["requested_at"], state: try row["state"],
                approvalNumber: try row["approval_number"],
                coveredUntil: try row["covered_until"], refusalCode: try row["refusal_code"])
        }
    }
}
