package import Access
internal import Crypto
internal import Foundation
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
