package import Primitives
package import Storage

/// All SQL on the numbers that want no publicity.
package struct OptOutTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("messaging-opt-outs-1") { dialect in
            [
                """
                CREATE TABLE message_opt_out (
                    number TEXT PRIMARY KEY, since BIGINT NOT NULL, via TEXT NOT NULL CHECK (via IN ('reply', 'desk')))\(dialect.strict)
                """,
                "CREATE INDEX message_opt_out_since ON message_opt_out (since, number)",
            ]
        }
    ]

    package enum Way: String, Sendable, Storable {
        /// The person answered a message.
        case reply
        /// Somebody entered it for the person.
        case desk
    }

    /// Returns whether the number was new.
    func insert(_ number: PhoneNumber, via: Way, at now: Timestamp) throws(StorageError) -> Bool {
        try tx.execute(
            """
            INSERT INTO message_opt_out (number, since, via) VALUES (\(number), \(now), \(via))
            ON CONFLICT (number) DO NOTHING
            """) == 1
    }

    package func contains(_ number: PhoneNumber) throws(StorageError) -> Bool {
        try tx.first("SELECT number FROM message_opt_out WHERE number = \(number)") != nil
    }

    /// Which of these want no publicity.
    func among(_ numbers: [PhoneNumber]) throws(StorageError) -> Set<PhoneNumber> {
        let rows = try tx.query("SELECT number FROM message_opt_out WHERE number IN (\(list: numbers)) ORDER BY number")
        return Set(try rows.map { row throws(StorageError) in try row["number"] as PhoneNumber })
    }

    package func count() throws(StorageError) -> Int64 { try tx.count("SELECT COUNT(*) FROM message_opt_out") }
}
