internal import Primitives
package import Storage

/// All SQL on papers that were given out.
package struct PrintedDocumentTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-documents-1") { dialect in
            [
                """
                CREATE TABLE printed_document (
                    id TEXT PRIMARY KEY, kind TEXT NOT NULL, serial TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
                    incident TEXT NOT NULL REFERENCES incident (id), unit TEXT NOT NULL, facts TEXT NOT NULL,
                    secret TEXT NOT NULL, issued_at BIGINT NOT NULL, issued_by TEXT NOT NULL)\(dialect.strict)
                """,
                "CREATE INDEX printed_document_subject ON printed_document (subject, kind, issued_at, id)",
                "CREATE INDEX printed_document_incident ON printed_document (incident, issued_at, id)",
            ]
        }
    ]

    func insert(_ document: PrintedDocument) throws {
        try tx.send(
            """
            INSERT INTO printed_document (id, kind, serial, subject, incident, unit, facts, secret, issued_at, issued_by)
            VALUES (\(document.id), \(document.kind), \(document.serial), \(document.subject), \(document.incident),
                \(document.unit), \(try CanonicalJSON.text(document.facts)), \(document.secret), \(document.issuedAt),
                \(document.issuedBy))
            """)
    }

    package func find(_ id: DocumentID) throws -> PrintedDocument? { try documents("WHERE id = \(id)").first }

    package func find(serial: DocumentText) throws -> PrintedDocument? {
        try documents("WHERE serial = \(serial)").first
    }

    /// The last paper of a kind about a subject.
    package func last(_ kind: PrintedDocument.Kind, about subject: String) throws -> PrintedDocument? {
        try documents(
            "WHERE subject = \(subject) AND kind = \(kind) ORDER BY issued_at DESC, id DESC LIMIT 1"
        ).first
    }

    /// All papers about a subject, the newest first.
    package func about(_ subject: String, limit: Int) throws -> [PrintedDocument] {
        try documents("WHERE subject = \(subject) ORDER BY issued_at DESC, id DESC LIMIT \(limit)")
    }

    /// The papers of an incident, the newest first.
    package func documents(of incident: IncidentID, limit: Int) throws -> [PrintedDocument] {
        try documents("WHERE incident = \(incident) ORDER BY issued_at DESC, id DESC LIMIT \(limit)")
    }

    private func documents(_ rest: SQL) throws -> [PrintedDocument] {
        let rows = try tx.query(
            """
            SELECT id, kind, serial, subject, incident, unit, facts, secret, issued_at, issued_by FROM printed_document \(rest)
            """)
        return try rows.map { row in
            let facts: String = try row["facts"]
            return PrintedDocument(
                id: try row["id"], kind: try row["kind"], serial: try row["serial"], subject: try row["subject"],
                incident: try row["incident"], unit: try row["unit"], facts: try CanonicalJSON.decode(from: facts),
                issuedAt: try row["issued_at"], issuedBy: try row["issued_by"], secret: try row["secret"])
        }
    }
}
