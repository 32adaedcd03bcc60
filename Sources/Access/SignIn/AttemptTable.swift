internal import Crypto
internal import Foundation
package import Primitives
package import Storage

/// All SQL on failed sign-ins, which are counted by name, known or not, so that a lock-out does not tell who exists.
package struct AttemptTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    /// A name is kept as its SHA-256: people type passwords into the wrong field.
    package static let migrations = [
        Migration("access-3") { dialect in
            [
                """
                CREATE TABLE access_attempt (
                    name TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL,
                    locked_until BIGINT)\(dialect.strict)
                """,
                "CREATE INDEX access_attempt_last ON access_attempt (last_at)",
            ]
        }
    ]

    static func key(of name: String) -> String { hexadecimal(SHA256.hash(data: Data(name.utf8))) }

    /// The end of the lock that stands at `now`, if one does.
    func lock(on key: String, at now: Timestamp) throws(StorageError) -> Timestamp? {
        let row = try tx.first("SELECT locked_until FROM access_attempt WHERE name = \(key) AND locked_until > \(now)")
        guard let row else { return nil }
        return try row["locked_until"] as Timestamp
    }

    /// Counts one failure and returns the end of the lock that it brings, or that stands already, if there is one.
    func fail(_ key: String, rules: SignInRules, at now: Timestamp) throws(StorageError) -> Timestamp? {
        try fail(key, most: rules.failuresMax, window: rules.failureWindow, lockOut: rules.lockOut, at: now)
    }

    /// The same where `most` failures within `window` of each other lock for `lockOut`.
    func fail(
        _ key: String, most: Int, window: Duration, lockOut: Duration, at now: Timestamp
    ) throws(StorageError) -> Timestamp? {
        if let lock = try lock(on: key, at: now) { return lock }
        try forget(before: now - window - lockOut)
        let row = try tx.first("SELECT failures FROM access_attempt WHERE name = \(key) AND last_at > \(now - window)")
        let failures = try row.map { row throws(StorageError) in try row["failures"] as Int } ?? 0
        let locks = failures + 1 >= most
        let until: Timestamp? = locks ? now + lockOut : nil
        try tx.execute(
            """
            INSERT INTO access_attempt (name, failures, last_at, locked_until)
            VALUES (\(key), \(locks ? 0 : failures + 1), \(now), \(until))
            ON CONFLICT (name) DO UPDATE SET
                failures = excluded.failures, last_at = excluded.last_at, locked_until = excluded.locked_until
            """)
        return until
    }

    func clear(_ key: String) throws(StorageError) {
        try tx.send("DELETE FROM access_attempt WHERE name = \(key)")
    }

    /// How many names had their last failure before a moment.
    package func count(before moment: Timestamp) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM access_attempt WHERE last_at < \(moment)")
    }

    package func forget(before moment: Timestamp, limit: Int) throws(StorageError) -> Int {
        try tx.execute(
            """
            DELETE FROM access_attempt WHERE name IN (
                SELECT name FROM access_attempt WHERE last_at < \(moment) ORDER BY last_at LIMIT \(limit))
            """)
    }

    private func forget(before moment: Timestamp) throws(StorageError) {
        try tx.send("DELETE FROM access_attempt WHERE last_at < \(moment)")
    }
}
