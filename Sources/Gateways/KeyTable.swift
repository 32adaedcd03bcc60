package import Primitives
package import Storage
package import Wire

/// All SQL on the keys that are believed, ours and the banks'.
package struct KeyTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("gateways-keys-1") { dialect in
            [
                """
                CREATE TABLE trusted_key (
                    key TEXT PRIMARY KEY, owner TEXT NOT NULL, public_key \(dialect.bytes) NOT NULL, valid_from BIGINT NOT NULL,
                    valid_until BIGINT, revoked_at BIGINT)\(dialect.strict)
                """,
                "CREATE INDEX trusted_key_owner ON trusted_key (owner, key)",
            ]
        }
    ]

    package func insert(_ key: TrustedKey) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO trusted_key (key, owner, public_key, valid_from, valid_until, revoked_at)
            VALUES (\(key.key), \(key.owner), \(key.publicKey), \(key.validFrom), \(key.validUntil), \(key.revokedAt))
            """)
    }

    package func revoke(_ key: String, at now: Timestamp) throws(StorageError) {
        try tx.change("UPDATE trusted_key SET revoked_at = \(now) WHERE key = \(key) AND revoked_at IS NULL")
    }

    package func keys(of owner: String) throws(StorageError) -> [TrustedKey] {
        try askKeys(of: owner).answer()
    }

    func askKeys(of owner: String) throws(StorageError) -> Pending<[TrustedKey]> {
        try askKeys("WHERE owner = \(owner) ORDER BY key")
    }

    package func all() throws(StorageError) -> [TrustedKey] { try keys("ORDER BY owner, key LIMIT 10000") }

    package func find(_ key: String) throws(StorageError) -> TrustedKey? { try keys("WHERE key = \(key)").first }

    private func keys(_ rest: SQL) throws(StorageError) -> [TrustedKey] { try askKeys(rest).answer() }

    private func askKeys(_ rest: SQL) throws(StorageError) -> Pending<[TrustedKey]> {
        try tx.ask(
            "SELECT key, owner, public_key, valid_from, valid_until, revoked_at FROM trusted_key \(rest)"
        ) { row throws(StorageError) in
            TrustedKey(
                key: try row["key"], owner: try row["owner"], publicKey: try row["public_key"],
                validFrom: try row["valid_from"],
                validUntil: try row["valid_until"], revokedAt: try row["revoked_at"])
        }
    }
}
