package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on evidence; whoever may read the incident may read its evidence.
package struct EvidenceFiles: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// Keeps a file with an incident; throws `Problems` for a kind, size or number of files that is not allowed.
    package func add(
        _ file: EvidenceFile, to id: IncidentID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> EvidenceID {
        let rules = pack.rules(on: CivilTime(now).day)
        let input = ["evidence", id.description, file.name, file.hash]
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let incident = try IncidentTable(step.transaction).require(id)
            try principal.permit(.editIncident, in: incident.unit, bank: nil)
            return try Self.keep(file, with: id, rules: rules, in: step)
        }
    }

    /// The same within another act; a file that the incident has already is kept once.
    static func keep(_ file: EvidenceFile, with id: IncidentID, rules: Rules, in step: Step) throws -> EvidenceID {
        let mediaType: String
        do { mediaType = try file.mediaType(rules) } catch { throw Problems([error]) }
        let table = EvidenceTable(step.transaction)
        let held = try table.list(of: id)
        guard held.count < rules.evidenceFilesMax else {
            throw Problems([FieldProblem("evidence", .tooMany, found: "\(held.count)")])
        }
        if let same = held.first(where: { $0.hash == file.hash }) { return same.id }
        let evidence = Evidence(
            id: step.newID(), incident: id, name: String(file.name.prefix(120)), mediaType: mediaType,
            size: file.content.count, hash: file.hash, addedAt: step.now, addedBy: step.actor.text)
        try table.insert(evidence, content: file.content)
        try step.record("evidence.added", on: evidence.id, topic: id, detail: .object(["sha256": .string(file.hash)]))
        return evidence.id
    }
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
