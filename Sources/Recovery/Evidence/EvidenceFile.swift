internal import Crypto
internal import Foundation
internal import Jurisdiction
internal import Primitives

/// A file as it was sent, before it is kept.
package struct EvidenceFile: Sendable, Equatable {
    package let name: String
    package let content: [UInt8]
    /// SHA-256 of the content, in hexadecimal.
    package let hash: String

    package init(name: String, content: [UInt8]) {
        self.name = name
        self.content = content
        hash = SHA256.hash(data: Data(content)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Its media type, judged by its first bytes and not by its name alone; throws what is wrong with the file.
    func mediaType(_ rules: Rules) throws(FieldProblem) -> String {
        guard !content.isEmpty else { throw FieldProblem("evidence", .empty, found: name) }
        guard content.count <= rules.evidenceSizeMax else { throw FieldProblem("evidence", .tooLarge, found: name) }
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let kind = rules.code(ending, in: .evidenceKinds), let type = kind.mediaType,
            FileSignature.fits(content, mediaType: type)
        else { throw FieldProblem("evidence", .kindNotAllowed, found: name) }
        return type
    }

    /// What is wrong with the file; nil for one that may be kept.
    func problem(_ rules: Rules) -> FieldProblem? {
        do {
            _ = try mediaType(rules)
            return nil
        } catch {
            return error
        }
    }
}
