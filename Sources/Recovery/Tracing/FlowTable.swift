package import Primitives
package import Storage

/// One account that an incident's money reached, as the newest trace of the incident shows it.
package struct FlowAccount: Sendable, Equatable {
    package let account: AccountID
    package let tier: Int
    package let received: Money
    /// Of the incident's money, what a measure in force holds there.
    package let held: Money
    /// What is there and not held, or went on from there to where no statement tells.
    package let atLarge: Money
    /// Of the incident's money, what was paid back from there.
    package let returned: Money
}

/// All SQL on the newest trace of each incident, kept so that lists need not trace, and checked against a fresh trace.
package struct FlowTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-flow-1") { dialect in
            [
                """
                CREATE TABLE flow_account (
                    incident TEXT NOT NULL REFERENCES incident (id), account TEXT NOT NULL REFERENCES account (id), tier BIGINT NOT NULL,
                    received BIGINT NOT NULL, held BIGINT NOT NULL, at_large BIGINT NOT NULL, PRIMARY KEY (incident, account))\(dialect.strict)
                """,
                "CREATE INDEX flow_account_account ON flow_account (account, incident)",
            ]
        },
        Migration("recovery-flow-2") { _ in ["ALTER TABLE flow_account ADD COLUMN returned BIGINT NOT NULL DEFAULT 0"]
        },
    ]

    package func replace(_ rows: [FlowAccount], of incident: IncidentID) throws(StorageError) {
        try tx.send("DELETE FROM flow_account WHERE incident = \(incident)")
        for row in rows {
            try tx.send(
                """
                INSERT INTO flow_account (incident, account, tier, received, held, at_large, returned)
                VALUES (\(incident), \(row.account), \(row.tier), \(row.received), \(row.held), \(row.atLarge), \(row.returned))
                """)
        }
    }

    package func accounts(of incident: IncidentID) throws(StorageError) -> [FlowAccount] {
        let rows = try tx.query(
            """
            SELECT account, tier, received, held, at_large, returned FROM flow_account
            WHERE incident = \(incident) ORDER BY tier, received DESC, account
            """)
        return try rows.map { row throws(StorageError) in
            FlowAccount(
                account: try row["account"], tier: try row["tier"], received: try row["received"],
                held: try row["held"], atLarge: try row["at_large"], returned: try row["returned"])
        }
    }

    /// The incidents whose money reached one of these accounts.
    /// Those whose money came to any account of a bank.
    func incidents(reachingBank code: String) throws(StorageError) -> [IncidentID] {
        try tx.query(
            """
            SELECT DISTINCT incident FROM flow_account JOIN account ON account.id = flow_account.account
            WHERE account.bank = \(code) ORDER BY incident
            """
        ).map { row throws(StorageError) in try row["incident"] }
    }

    package func incidents(reaching accounts: [AccountID]) throws(StorageError) -> [IncidentID] {
        guard !accounts.isEmpty else { return [] }
        return try tx.query(
            "SELECT DISTINCT incident FROM flow_account WHERE account IN (\(list: accounts)) ORDER BY incident"
        ).map { row throws(StorageError) in try row["incident"] }
    }
}
