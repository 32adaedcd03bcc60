package import Primitives
package import Storage

/// All SQL on clients.
package struct ClientTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("access-5") { dialect in
            [
                """
                CREATE TABLE access_client (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT REFERENCES access_unit (code), bank TEXT,
                    roles TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL, revoked_at BIGINT, CHECK ((unit IS NULL) <> (bank IS NULL)))\(dialect.strict)
                """
            ]
        }
    ]

    func insert(_ client: Client, tokenHash: String) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO access_client (id, name, unit, bank, roles, token_hash, created_at, expires_at)
            VALUES (\(client.id), \(client.name), \(client.affiliation.unit), \(client.affiliation.bank), \(client.roles),
                \(tokenHash), \(client.createdAt), \(client.expiresAt))
            """)
    }

    func revoke(_ id: ClientID, at now: Timestamp) throws(StorageError) {
        try tx.send("UPDATE access_client SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL")
    }

    func find(tokenHash: String) throws(StorageError) -> Client? {
        try tx.first("SELECT \(Self.columns) FROM access_client WHERE token_hash = \(tokenHash)").map(client)
    }

    package func find(_ id: ClientID) throws(StorageError) -> Client? {
        try ask(id).answer()
    }

    func ask(_ id: ClientID) throws(StorageError) -> Pending<Client?> {
        try tx.ask("SELECT \(Self.columns) FROM access_client WHERE id = \(id)", client).map(\.first)
    }

    package func require(_ id: ClientID) throws -> Client {
        guard let client = try find(id) else { throw NotFound(id) }
        return client
    }

    /// Clients of `unit` and under it, and those of banks, the newest first, after the one given.
    package func list(under unit: UnitCode, after: ClientID?, limit: Int) throws(StorageError) -> [Client] {
        let (first, last) = unit.reach
        return try tx.query(
            """
            SELECT \(Self.columns) FROM access_client
            WHERE id < \(after?.description ?? "cli.") AND (bank IS NOT NULL OR (unit >= \(first) AND unit <= \(last)))
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(client)
    }

    private static let columns: SQL = "id, name, unit, bank, roles, created_at, expires_at, revoked_at"

    private func client(_ row: Row) throws(StorageError) -> Client {
        Client(
            id: try row["id"], name: try row["name"],
            affiliation: try Affiliation(unit: row["unit"], bank: row["bank"]),
            roles: try row["roles"], createdAt: try row["created_at"], expiresAt: try row["expires_at"],
            revokedAt: try row["revoked_at"])
    }
}
