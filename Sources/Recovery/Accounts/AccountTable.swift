internal import Primitives
package import Storage

/// All SQL on banks and accounts.
package struct AccountTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-accounts-1") { dialect in
            [
                """
                CREATE TABLE bank (
                    code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('bank', 'payment', 'acquirer', 'exchange')),
                    link TEXT NOT NULL CHECK (link IN ('wire', 'hand')), address TEXT, contact TEXT,
                    card_prefixes TEXT NOT NULL,
                    CHECK (link <> 'wire' OR address IS NOT NULL))\(dialect.strict)
                """,
                """
                CREATE TABLE account (
                    id TEXT PRIMARY KEY, bank TEXT NOT NULL REFERENCES bank (code), number TEXT NOT NULL, name TEXT,
                    UNIQUE (bank, number))\(dialect.strict)
                """,
                "CREATE INDEX account_number ON account (number)",
                "CREATE INDEX account_tail ON account (SUBSTR(number, LENGTH(number) - 3), id)",
            ]
        },
        // The first column's check knows no operator, and no database widens a check in place while others refer to its table.
        Migration("recovery-accounts-2") { _ in
            [
                "ALTER TABLE bank ADD COLUMN is_operator BIGINT NOT NULL DEFAULT 0 CHECK (is_operator IN (0, 1))"
            ]
        },
    ]

    // MARK: banks

    package func put(_ bank: Bank) throws(StorageError) {
        let isOperator = bank.kind == .carrier
        try tx.send(
            """
            INSERT INTO bank (code, name, kind, link, address, contact, card_prefixes, is_operator)
            VALUES (\(bank.code), \(bank.name), \(isOperator ? Bank.Kind.bank : bank.kind), \(bank.link), \(bank.address),
                \(bank.contact), \(bank.cardPrefixes.joined(separator: " ")), \(isOperator))
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, link = excluded.link,
                address = excluded.address, contact = excluded.contact, card_prefixes = excluded.card_prefixes,
                is_operator = excluded.is_operator
            """)
    }

    package func bank(_ code: String) throws(StorageError) -> Bank? { try askBank(code).answer() }

    package func askBank(_ code: String) throws(StorageError) -> Pending<Bank?> {
        try askBanks("WHERE code = \(code)").map(\.first)
    }

    package func bank(named name: String) throws(StorageError) -> Bank? {
        try banks("WHERE name = \(name) ORDER BY code LIMIT 1").first
    }

    package func banks() throws(StorageError) -> [Bank] { try banks("ORDER BY code LIMIT 10000") }

    private func banks(_ rest: SQL) throws(StorageError) -> [Bank] { try askBanks(rest).answer() }

    private func askBanks(_ rest: SQL) throws(StorageError) -> Pending<[Bank]> {
        try tx.ask(
            "SELECT code, name, kind, link, address, contact, card_prefixes, is_operator FROM bank \(rest)"
        ) { row throws(StorageError) in
            let prefixes: String = try row["card_prefixes"]
            let isOperator: Bool = try row["is_operator"]
            return Bank(
                code: try row["code"], name: try row["name"], kind: isOperator ? .carrier : try row["kind"],
                link: try row["link"],
                address: try row["address"], contact: try row["contact"],
                cardPrefixes: prefixes.split(separator: " ").map(String.init))
        }
    }

    // MARK: accounts

    /// The account of this number at this bank, made when it is new; a name is kept once it is known.
    package func ensure(bank: String, number: String, name: String?, id: AccountID) throws(StorageError) -> Account {
        try askEnsured(bank: bank, number: number, name: name, id: id).answer()
    }

    func askEnsured(bank: String, number: String, name: String?, id: AccountID) throws(StorageError) -> Pending<Account>
    {
        try tx.send(
            """
            INSERT INTO account (id, bank, number, name) VALUES (\(id), \(bank), \(number), \(name))
            ON CONFLICT (bank, number) DO UPDATE SET name = COALESCE(account.name, excluded.name)
            """)
        return try askAccounts("WHERE account.bank = \(bank) AND number = \(number)").map {
            accounts throws(StorageError) in
            guard let account = accounts.first else { throw .conflict }
            return account
        }
    }

    package func rename(_ id: AccountID, to name: String) throws(StorageError) {
        try tx.change("UPDATE account SET name = \(name) WHERE id = \(id)")
    }

    package func find(bank: String, number: String) throws(StorageError) -> Account? {
        try accounts("WHERE account.bank = \(bank) AND number = \(number)").first
    }

    package func find(_ id: AccountID) throws(StorageError) -> Account? { try accounts("WHERE id = \(id)").first }

    package func require(_ id: AccountID) throws(StorageError) -> Account {
        guard let account = try find(id) else { throw .other("no account \(id)") }
        return account
    }

    package func find(_ ids: [AccountID]) throws(StorageError) -> [Account] {
        try ask(ids).answer()
    }

    func ask(_ ids: [AccountID]) throws(StorageError) -> Pending<[Account]> {
        try askAccounts("WHERE id IN (\(list: ids))")
    }

    package func accounts(number: String) throws(StorageError) -> [Account] {
        try accounts("WHERE number = \(number) ORDER BY id LIMIT 20")
    }

    /// The accounts of these numbers, whichever bank they are at.
    package func accounts(numbers: [String]) throws(StorageError) -> [Account] {
        try accounts("WHERE number IN (\(list: numbers)) ORDER BY id")
    }

    /// Accounts whose number ends in these four characters.
    package func accounts(ending tail: String, limit: Int) throws(StorageError) -> [Account] {
        try accounts("WHERE SUBSTR(number, LENGTH(number) - 3) = \(tail) ORDER BY id LIMIT \(limit)")
    }

    private func accounts(_ rest: SQL) throws(StorageError) -> [Account] { try askAccounts(rest).answer() }

    private func askAccounts(_ rest: SQL) throws(StorageError) -> Pending<[Account]> {
        try tx.ask(
            """
            SELECT id, account.bank AS bank, bank.name AS bank_name, number, account.name AS name, bank.kind AS kind
            FROM account JOIN bank ON bank.code = account.bank \(rest)
            """
        ) { row throws(StorageError) in
            let kind: Bank.Kind = try row["kind"]
            return Account(
                id: try row["id"], bank: try row["bank"], bankName: try row["bank_name"], number: try row["number"],
                name: try row["name"], isHub: kind.isHub)
        }
    }
}
