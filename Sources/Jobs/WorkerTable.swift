package import Primitives
package import Storage

/// All SQL on the workers that are running: each leaves word now and then.
package struct WorkerTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    /// How often a worker leaves word, and after how long without a word nobody counts on it.
    package static let reportInterval = Duration.seconds(15)
    package static let silenceMax = Duration.seconds(60)
    private static let kept = Duration.days(1)

    package static let migrations = [
        Migration("jobs-worker-1") { dialect in
            ["CREATE TABLE worker (name TEXT PRIMARY KEY, seen_at BIGINT NOT NULL)\(dialect.strict)"]
        }
    ]

    /// Notes that `name` is at work; those that have been silent for a day are forgotten.
    package func report(_ name: String, at now: Timestamp) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO worker (name, seen_at) VALUES (\(name), \(now))
            ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
            """)
        try tx.send("DELETE FROM worker WHERE seen_at < \(now - Self.kept)")
    }

    /// When any worker left word last.
    package func lastReport() throws(StorageError) -> Timestamp? {
        try tx.first("SELECT seen_at FROM worker ORDER BY seen_at DESC LIMIT 1").map { row throws(StorageError) in
            try row["seen_at"]
        }
    }
}
