internal import Primitives
package import Storage

/// All SQL on account entries.
package struct AccountEntryTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-entries-1") { dialect in
            [
                """
                CREATE TABLE account_entry (
                    arrival \(dialect.counting), account TEXT NOT NULL REFERENCES account (id), serial TEXT NOT NULL,
                    direction TEXT NOT NULL CHECK (direction IN ('0', '1')), channel TEXT NOT NULL, amount BIGINT NOT NULL CHECK (amount > 0),
                    at BIGINT NOT NULL, balance BIGINT, counterpart TEXT REFERENCES account (id), counterpart_number TEXT,
                    counterpart_name TEXT, reference TEXT, act TEXT NOT NULL, UNIQUE (account, serial))\(dialect.strict)
                """,
                "CREATE INDEX account_entry_order ON account_entry (account, at, serial, arrival)",
                "CREATE INDEX account_entry_counterpart ON account_entry (counterpart, at)",
            ]
        }
    ]

    /// Keeps an entry; tells false when this serial of the account is known already.
    package func insert(_ entry: AccountEntry, act: ActID) throws(StorageError) -> Pending<Bool> {
        let told = try tx.ask(
            """
            INSERT INTO account_entry (account, serial, direction, channel, amount, at, balance, counterpart, counterpart_number,
                counterpart_name, reference, act)
            VALUES (\(entry.account), \(entry.serial), \(entry.direction), \(entry.channel), \(entry.amount), \(entry.at),
                \(entry.balance), \(entry.counterpart), \(entry.counterpartNumber), \(entry.counterpartName), \(entry.reference), \(act))
            ON CONFLICT (account, serial) DO NOTHING RETURNING serial
            """)
        return Pending(told) { rows throws(StorageError) in !rows.isEmpty }
    }

    package func find(account: AccountID, serial: String) throws(StorageError) -> AccountEntry? {
        try askEntries("WHERE account = \(account) AND serial = \(serial)").answer().first
    }

    package func entries(of accounts: [AccountID]) throws(StorageError) -> [AccountEntry] {
        try askEntries(of: accounts).answer()
    }

    func askEntries(of accounts: [AccountID]) throws(StorageError) -> Pending<[AccountEntry]> {
        try askEntries("WHERE account IN (\(list: accounts)) ORDER BY account, at, serial, arrival")
    }

    /// What any statement tells of payments to or from these accounts.
    func askEntries(naming accounts: [AccountID]) throws(StorageError) -> Pending<[AccountEntry]> {
        try askEntries("WHERE counterpart IN (\(list: accounts)) ORDER BY counterpart, at, serial, arrival")
    }

    private func askEntries(_ rest: SQL) throws(StorageError) -> Pending<[AccountEntry]> {
        try tx.ask(
            """
            SELECT arrival, account, serial, direction, channel, amount, at, balance, counterpart, counterpart_number,
                counterpart_name, reference FROM account_entry \(rest)
            """
        ) { row throws(StorageError) in
            AccountEntry(
                arrival: try row["arrival"], account: try row["account"], serial: try row["serial"],
                direction: try row["direction"], channel: try row["channel"], amount: try row["amount"],
                at: try row["at"],
                balance: try row["balance"], counterpart: try row["counterpart"],
                counterpartNumber: try row["counterpart_number"], counterpartName: try row["counterpart_name"],
                reference: try row["reference"])
        }
    }
}
