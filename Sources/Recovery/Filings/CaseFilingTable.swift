internal import Primitives
package import Storage

/// All SQL on the filings of cases.
package struct CaseFilingTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-filings-1") { dialect in
            [
                """
                CREATE TABLE case_filing (
                    incident TEXT PRIMARY KEY REFERENCES incident (id), number TEXT NOT NULL UNIQUE, organ TEXT NOT NULL,
                    day TEXT NOT NULL, filed_by TEXT NOT NULL, recorded_at BIGINT NOT NULL)\(dialect.strict)
                """
            ]
        }
    ]

    package func insert(_ filing: CaseFiling) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO case_filing (incident, number, organ, day, filed_by, recorded_at)
            VALUES (\(filing.incident), \(filing.number), \(filing.organ), \(filing.day.description), \(filing.filedBy),
                \(filing.recordedAt))
            """)
    }

    package func find(_ incident: IncidentID) throws(StorageError) -> CaseFiling? {
        try filings("WHERE incident = \(incident)").first
    }

    package func find(number: String) throws(StorageError) -> CaseFiling? {
        try filings("WHERE number = \(number)").first
    }

    private func filings(_ rest: SQL) throws(StorageError) -> [CaseFiling] {
        let rows = try tx.query("SELECT incident, number, organ, day, filed_by, recorded_at FROM case_filing \(rest)")
        return try rows.map { row throws(StorageError) in
            let text: String = try row["day"]
            guard let day = CivilDay(text) else { throw .malformed(column: "day", found: .text(text)) }
            return CaseFiling(
                incident: try row["incident"], number: try row["number"], organ: try row["organ"], day: day,
                filedBy: try row["filed_by"], recordedAt: try row["recorded_at"])
        }
    }
}
