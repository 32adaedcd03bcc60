internal import Primitives
package import Storage

/// All SQL on what was seen.
package struct SightingTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-sightings-1") { dialect in
            [
                """
                CREATE TABLE sighting (
                    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id), source TEXT NOT NULL,
                    source_number TEXT NOT NULL, signs TEXT NOT NULL, seen_at BIGINT NOT NULL, received_at BIGINT NOT NULL,
                    stake BIGINT NOT NULL CHECK (stake >= 0), payee TEXT NOT NULL, fraud_type TEXT, note TEXT NOT NULL,
                    reported_by TEXT NOT NULL, UNIQUE (source, source_number))\(dialect.strict)
                """,
                "CREATE INDEX sighting_warning ON sighting (warning, id)",
            ]
        },
        Migration("prevention-sightings-2") { _ in
            [
                "ALTER TABLE sighting ADD COLUMN partner TEXT",
                """
                ALTER TABLE sighting ADD COLUMN verification TEXT
                    CHECK (verification IN ('waiting', 'confirmed', 'refuted'))
                """,
                "CREATE INDEX sighting_partner ON sighting (partner, received_at, id) WHERE partner IS NOT NULL",
            ]
        },
    ]

    func insert(_ sighting: Sighting) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO sighting (id, warning, source, source_number, signs, seen_at, received_at, stake, payee, fraud_type,
                note, reported_by, partner, verification)
            VALUES (\(sighting.id), \(sighting.warning), \(sighting.source), \(sighting.sourceNumber),
                \(sighting.signs.joined(separator: " ")), \(sighting.seenAt), \(sighting.receivedAt), \(sighting.stake),
                \(sighting.payee), \(sighting.fraudType), \(sighting.note), \(sighting.reportedBy),
                \(sighting.partner), \(sighting.verification))
            """)
    }

    func update(_ id: SightingID, _ verification: Sighting.Verification) throws(StorageError) {
        try tx.change(
            "UPDATE sighting SET verification = \(verification) WHERE id = \(id) AND verification = \(Sighting.Verification.waiting)"
        )
    }

    package func find(_ id: SightingID) throws(StorageError) -> Sighting? {
        try sightings("WHERE id = \(id)").first
    }

    /// What one bank or operator reported, the newest first, before the one given.
    package func list(by partner: String, before: SightingID?, limit: Int) throws(StorageError) -> [Sighting] {
        guard let before else {
            return try sightings(
                "WHERE partner = \(partner) ORDER BY received_at DESC, id DESC LIMIT \(limit)")
        }
        return try sightings(
            """
            WHERE partner = \(partner)
                AND (received_at, id) < (SELECT received_at, id FROM sighting WHERE id = \(before))
            ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// The same report once more.
    package func find(_ source: Sighting.Source, number: String) throws(StorageError) -> Sighting? {
        try sightings("WHERE source = \(source) AND source_number = \(number)").first
    }

    /// All of one warning and of those merged into it, oldest first.
    package func of(_ warning: WarningID) throws(StorageError) -> [Sighting] {
        try sightings(
            """
            WHERE warning = \(warning) OR warning IN (SELECT id FROM warning WHERE merged_into = \(warning))
            ORDER BY seen_at, id LIMIT 500
            """)
    }

    package func of(_ warnings: [WarningID]) throws(StorageError) -> [Sighting] {
        try sightings("WHERE warning IN (\(list: warnings)) ORDER BY warning, id")
    }

    private func sightings(_ rest: SQL) throws(StorageError) -> [Sighting] {
        let rows = try tx.query(
            """
            SELECT id, warning, source, source_number, signs, seen_at, received_at, stake, payee, fraud_type, note, reported_by,
                partner, verification
            FROM sighting \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            let signs: String = try row["signs"]
            return Sighting(
                id: try row["id"], warning: try row["warning"], source: try row["source"],
                sourceNumber: try row["source_number"], signs: signs.split(separator: " ").map(String.init),
                seenAt: try row["seen_at"], receivedAt: try row["received_at"], stake: try row["stake"],
                payee: try row["payee"], fraudType: try row["fraud_type"], note: try row["note"],
                reportedBy: try row["reported_by"], partner: try row["partner"],
                verification: try row["verification"])
        }
    }
}
