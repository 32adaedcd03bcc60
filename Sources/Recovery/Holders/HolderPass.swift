internal import Primitives
internal import Storage

/// By what a holder proves that a notice is his, without anything but the paper and his card.
///
/// The number and the check code stand on the notice; the code has some 59 bits and cannot be guessed. The last eight digits
/// of the account do not: the notice shows the last four alone, so that whoever finds the paper still lacks four, of which he
/// may try a few. An identity number would be no better: of most accounts only name and number are on record.
package struct HolderProof: Sendable {
    package static let digits = 8

    let number: DocumentText?
    let code: DocumentText?
    let accountEnd: String

    package init(number: String, code: String, accountEnd: String) {
        self.number = DocumentText(typed: number, length: DocumentText.serialLength)
        self.code = DocumentText(typed: code, length: DocumentText.codeLength)
        self.accountEnd = Self.end(of: accountEnd)
    }

    /// The end of an account's number that its holder tells; all of one that is shorter.
    static func end(of number: String) -> String {
        let letters = String(number.prefix(64)).inHalfWidth.uppercased().filter { $0.isASCIIDigit || $0.isASCIILetter }
        return String(letters.suffix(digits))
    }
}

/// What a holder's browser keeps after his proof: the notice's number and a time, under a mark that only this program makes.
///
/// Nothing is kept on the server; the mark hangs on the notice's own secret.
package struct HolderPass: Sendable, Equatable {
    package let text: String
    let serial: DocumentText
    let ends: Timestamp
    let mark: String

    /// Nil for what no pass looks like.
    package init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 3, let serial = DocumentText(typed: String(parts[0]), length: DocumentText.serialLength),
            let ends = Int64(parts[1])
        else { return nil }
        (self.text, self.serial, mark) = (text, serial, String(parts[2]))
        self.ends = Timestamp(microseconds: ends)
    }

    init(to document: PrintedDocument, until ends: Timestamp) {
        let mark = document.mark(of: Self.purpose(ends))
        (serial, self.ends, self.mark) = (document.serial, ends, mark)
        text = "\(document.serial.text).\(ends.microseconds).\(mark)"
    }

    /// Whether it was made for this notice and still holds.
    func opens(_ document: PrintedDocument, at now: Timestamp) -> Bool {
        mark.isSame(as: document.mark(of: Self.purpose(ends))) && now < ends
    }

    private static func purpose(_ ends: Timestamp) -> String { "holder until \(ends.microseconds)" }
}

extension String {
    /// Compares without stopping at the first difference, so that its time tells nothing of how much was right.
    func isSame(as other: String) -> Bool {
        let (own, given) = (Array(utf8), Array(other.utf8))
        var difference = own.count ^ given.count
        for (place, byte) in own.enumerated() { difference |= Int(byte ^ (place < given.count ? given[place] : 0)) }
        return difference == 0
    }
}
