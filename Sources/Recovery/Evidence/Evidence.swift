package import Access
internal import Crypto
internal import Foundation
package import Journal
package import Jurisdiction
package import Primitives
package import Storage

/// One file that proves something of an incident: a receipt, a screenshot, a recording.
package struct Evidence: Sendable, Equatable {
    package let id: EvidenceID
    package let incident: IncidentID
    package let name: String
    package let mediaType: String
    package let size: Int
    /// SHA-256 of the content, in hexadecimal.
    package let hash: String
    package let addedAt: Timestamp
    package let addedBy: String
}

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
        try tx.execute(
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

/// The commands on evidence; whoever may read the incident may read its evidence.
package struct EvidenceFiles: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// Keeps a file. Throws `Problems` for a kind or size that is not allowed, judged by its first bytes and not by its name alone.
    package func add(
        name: String, content: [UInt8], to id: IncidentID, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws -> EvidenceID {
        let rules = pack.rules(on: CivilTime(now).day)
        let mediaType = try mediaType(name: name, content: content, rules: rules)
        let hash = SHA256.hash(data: Data(content)).map { twoHexDigits($0) }.joined()
        return try journal.perform(key, by: principal.actor, at: now, input: ["evidence", id.description, name, hash]) {
            step in
            let incident = try IncidentTable(step.transaction).require(id)
            try principal.permit(.editIncident, in: incident.unit, bank: nil)
            let table = EvidenceTable(step.transaction)
            let held = try table.list(of: id)
            guard held.count < rules.evidenceFilesMax else {
                throw Problems([FieldProblem("evidence", .tooMany, found: "\(held.count)")])
            }
            if let same = held.first(where: { $0.hash == hash }) { return same.id }
            let evidence = Evidence(
                id: step.newID(), incident: id, name: String(name.prefix(120)), mediaType: mediaType,
                size: content.count, hash: hash,
                addedAt: now, addedBy: principal.actor.text)
            try table.insert(evidence, content: content)
            try step.record("evidence.added", on: evidence.id, topic: id, detail: .object(["sha256": .string(hash)]))
            return evidence.id
        }
    }

    private func mediaType(name: String, content: [UInt8], rules: Rules) throws -> String {
        guard !content.isEmpty else { throw Problems([FieldProblem("evidence", .empty, found: name)]) }
        guard content.count <= rules.evidenceSizeMax else {
            throw Problems([FieldProblem("evidence", .tooLarge, found: "\(content.count)")])
        }
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let kind = rules.code(ending, in: .evidenceKinds), let type = kind.mediaType,
            FileSignature.fits(content, mediaType: type)
        else { throw Problems([FieldProblem("evidence", .kindNotAllowed, found: name)]) }
        return type
    }

    private func twoHexDigits(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}

/// Whether a file's first bytes are those of the kind that its name says.
enum FileSignature {
    /// The bytes that each kind begins with, and from which byte on.
    private static let starts: [String: (offset: Int, any: [[UInt8]])] = [
        "image/jpeg": (0, [[0xFF, 0xD8, 0xFF]]),
        "image/png": (0, [[0x89, 0x50, 0x4E, 0x47]]),
        "image/webp": (0, [[0x52, 0x49, 0x46, 0x46]]),
        "application/pdf": (0, [[0x25, 0x50, 0x44, 0x46]]),
        "audio/mpeg": (0, [[0x49, 0x44, 0x33], [0xFF, 0xFB], [0xFF, 0xF3], [0xFF, 0xF2]]),
        "audio/wav": (0, [[0x52, 0x49, 0x46, 0x46]]),
        "audio/mp4": (4, [[0x66, 0x74, 0x79, 0x70]]),
        "video/mp4": (4, [[0x66, 0x74, 0x79, 0x70]]),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (0, [[0x50, 0x4B, 0x03, 0x04]]),
    ]

    /// Text has no start of its own: it must be without zero bytes. A kind that is not known here is refused.
    static func fits(_ content: [UInt8], mediaType: String) -> Bool {
        if mediaType.hasPrefix("text/") { return !content.contains(0) }
        guard let (offset, any) = starts[mediaType] else { return false }
        return any.contains { content.dropFirst(offset).starts(with: $0) }
    }
}
