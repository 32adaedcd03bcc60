internal import Journal
package import Primitives
package import Storage

/// What was read out of one report's statement, beside what its taker made of it.
package struct CorrectedReading: Sendable, Equatable {
    package let incident: IncidentID
    package let outcomes: [ReadOutcome]
    package let readAt: Timestamp

    package var changes: [ReadOutcome] { outcomes.filter(\.isChanged) }
}

/// All SQL on what was read out of statements: the material that models of this installation are trained on.
package struct ReadingTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-readings-1") { dialect in
            [
                """
                CREATE TABLE incident_reading (
                    incident TEXT PRIMARY KEY REFERENCES incident (id), outcomes TEXT NOT NULL,
                    changed BIGINT NOT NULL CHECK (changed >= 0), read_at BIGINT NOT NULL)\(dialect.strict)
                """
            ]
        }
    ]

    func insert(_ reading: CorrectedReading) throws {
        let outcomes = try CanonicalJSON.text(reading.outcomes)
        try tx.send(
            """
            INSERT INTO incident_reading (incident, outcomes, changed, read_at)
            VALUES (\(reading.incident), \(outcomes), \(Int64(reading.changes.count)), \(reading.readAt))
            """)
    }

    /// In the order of entry, from behind `after` on.
    package func list(after: IncidentID?, limit: Int) throws(StorageError) -> [CorrectedReading] {
        let start = after ?? IncidentID(value: 0)
        return try tx.query(
            """
            SELECT incident, outcomes, read_at FROM incident_reading WHERE incident > \(start)
            ORDER BY incident LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            let text: String = try row["outcomes"]
            let outcomes: [ReadOutcome]
            do { outcomes = try CanonicalJSON.decode(from: text) } catch {
                throw .malformed(column: "outcomes", found: .text(text))
            }
            return CorrectedReading(incident: try row["incident"], outcomes: outcomes, readAt: try row["read_at"])
        }
    }
}
