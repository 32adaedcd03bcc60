internal import Crypto
internal import Foundation
package import Primitives
package import Storage

package struct DocumentID: Identifier, Storable {
    package static let prefix = "doc"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// A paper (文书) that was given out: what it said, under which number, and the code by which anyone can check it.
///
/// Its content stays as it was given out, whatever its subject becomes; another content is another paper.
package struct PrintedDocument: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable, Storable, Codable {
        /// 告知书: what the holder of an account is told of a measure.
        case notice
        /// 协助冻结财产通知书, to the bank; a renewal is one more.
        case freezeOrder
        /// 协助解除冻结财产通知书, to the bank.
        case releaseOrder
        /// 申诉答复书: the written answer to a holder's complaint (程序规定 art. 196).
        case complaintAnswer
        /// 冻结资金返还申请表: what one victim asks for (返还规定 form 1).
        case returnApplication
        /// 资金流向表: the frozen account's statement, with whose what is.
        case returnFlow
        /// 呈请返还资金报告书, to the city organ (form 2).
        case returnReport
        /// 公示: the shares, for everybody to read (返还规定 art. 8).
        case returnNotice
        /// 返还资金决定书, of the city organ, with a counterfoil (form 3).
        case returnDecision
        /// 异议回执: to whoever objects to shares on notice.
        case objectionReceipt
        /// 救助申请表: what a victim in need asks for (反诈法 art. 34).
        case aidApplication
        /// 救助决定书.
        case aidDecision

        /// What stands before the year in its number: `冻通字〔2026〕…`.
        package var mark: String {
            switch self {
            case .notice: "告字"
            case .freezeOrder: "冻通字"
            case .releaseOrder: "解冻通字"
            case .complaintAnswer: "申复字"
            case .returnApplication: "返申字"
            case .returnFlow: "资流字"
            case .returnReport: "呈返字"
            case .returnNotice: "返示字"
            case .returnDecision: "返决字"
            case .objectionReceipt: "异回字"
            case .aidApplication: "救申字"
            case .aidDecision: "救决字"
            }
        }

        /// Whether the form asks for the account's full number, which pages hide otherwise.
        package var namesFullNumber: Bool {
            switch self {
            case .notice, .complaintAnswer, .returnNotice, .objectionReceipt, .aidDecision: false
            case .freezeOrder, .releaseOrder, .returnApplication, .returnFlow, .returnReport, .returnDecision,
                .aidApplication:
                true
            }
        }
    }

    package let id: DocumentID
    package let kind: Kind
    /// The part of the number that nobody can count up or guess.
    package let serial: DocumentText
    /// The id of what it is about.
    package let subject: String
    package let incident: IncidentID
    package let unit: UnitCode
    /// What fills the form, by the names that its kind gives.
    package let facts: JSON
    package let issuedAt: Timestamp
    /// The user who gave it out.
    package let issuedBy: String
    /// 256 bits of chance that belong to this paper alone.
    let secret: String

    package var day: CivilDay { CivilTime(issuedAt).day }

    /// `冻通字〔2026〕7KQ4M2PX号`
    package var number: String { "\(kind.mark)〔\(day.components.year)〕\(serial.text)号" }

    package subscript(fact: String) -> String? { facts[fact]?.string }

    /// What is printed beside the number, of some 59 bits: an HMAC over kind, number, subject, content and date under the
    /// paper's own secret, so that no code follows from another and none survives a change of what the paper says.
    package var code: DocumentText { DocumentText(bytes: authentication("code"), count: DocumentText.codeLength) }

    /// The same for another purpose: proves to this program alone that it made `text` about this paper.
    package func mark(of text: String) -> String {
        authentication(text).map { ($0 < 16 ? "0" : String()) + String($0, radix: 16) }.joined()
    }

    private func authentication(_ purpose: String) -> [UInt8] {
        let content: JSON = .object([
            "purpose": .string(purpose), "kind": .string(kind.rawValue), "number": .string(number),
            "subject": .string(subject), "day": .string(day.description), "facts": facts,
        ])
        let key = SymmetricKey(data: Data(secret.utf8))
        return Array(HMAC<SHA256>.authenticationCode(for: content.canonicalBytes, using: key))
    }
}

extension JSON {
    /// Canonical JSON of a value that is JSON already cannot fail.
    fileprivate var canonicalBytes: Data {
        do { return try CanonicalJSON.encode(self) } catch { preconditionFailure("JSON that is none: \(error)") }
    }
}

/// Letters and digits that are read out and typed: the serial of a paper's number, or its code.
///
/// None of `0 1 I L O`, which look like others; shown in groups of four, and read with or without them in either case.
package struct DocumentText: Hashable, Sendable, CustomStringConvertible {
    package static let serialLength = 8
    package static let codeLength = 12

    package let text: String

    /// One letter for each byte, the first `count` of them.
    init(bytes: [UInt8], count: Int) {
        text = String(bytes.prefix(count).map { Self.alphabet[Int($0) % Self.alphabet.count] })
    }

    /// What somebody typed; signs between the letters and what stands before them (`冻通字〔2026〕`) do not matter. Nil
    /// unless `length` letters are left.
    package init?(typed: String, length: Int) {
        let letters = String(typed.prefix(80)).inHalfWidth.uppercased().split(separator: "〕").last ?? ""
        let text = letters.filter { !$0.isWhitespace && $0 != "-" && $0 != "号" }
        guard text.count == length, text.allSatisfy(Self.alphabet.contains) else { return nil }
        self.text = String(text)
    }

    /// `7KQ4-M2PX`
    package var description: String {
        stride(from: 0, to: text.count, by: 4).map { start in
            String(text.dropFirst(start).prefix(4))
        }.joined(separator: "-")
    }

    private static let alphabet = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789")
}

extension DocumentText: Storable {
    package var stored: Value { .text(text) }

    package static func restored(_ value: Value) -> DocumentText? {
        String.restored(value).flatMap { DocumentText(typed: $0, length: $0.count) }
    }
}
