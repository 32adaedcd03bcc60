internal import Primitives
package import Storage

/// All SQL on evidence.
package struct EvidenceTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-evidence-1") { dialect in
            [
                """
                CREATE TABLE evidence (
                    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incident (id), name TEXT NOT NULL, media_type TEXT NOT NULL,
                    size BIGINT NOT NULL CHECK (size > 0), hash TEXT NOT NULL, added_at BIGINT NOT NULL, added_by TEXT NOT NULL,
                    content \(dialect.bytes) NOT NULL)\(dialect.strict)
                """,
                "CREATE INDEX evidence_incident ON evidence (incident, id)",
            ]
        }
    ]

    package func insert(_ evidence: Evidence, content: [UInt8]) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO evidence (id, incident, name, media_type, size, hash, added_at, added_by, content)
            VALUES (\(evidence.id), \(evidence.incident), \(evidence.name), \(evidence.mediaType), \(evidence.size), \(evidence.hash),
                \(evidence.addedAt), \(evidence.addedBy), \(content))
            """)
    }

    package func list(of incident: IncidentID) throws(StorageError) -> [Evidence] {
        try evidence("WHERE incident = \(incident) ORDER BY id LIMIT 500")
    }

    package func find(_ id: EvidenceID) throws(StorageError) -> Evidence? { try evidence("WHERE id = \(id)").first }

    package func content(of id: EvidenceID) throws(StorageError) -> [UInt8]? {
        guard let row = try tx.first("SELECT content FROM evidence WHERE id = \(id)") else { return nil }
        return try row["content"] as [UInt8]
    }

    private func evidence(_ rest: SQL) throws(StorageError) -> [Evidence] {
        let rows = try tx.query(
            "SELECT id, incident, name, media_type, size, hash, added_at, added_by FROM evidence \(rest)")
        return try rows.map { row throws(StorageError) in
            Evidence(
                id: try row["id"], incident: try row["incident"], name: try row["name"],
                mediaType: try row["media_type"],
                size: try row["size"], hash: try row["hash"], addedAt: try row["added_at"], addedBy: try row["added_by"]
            )
        }
    }
}
