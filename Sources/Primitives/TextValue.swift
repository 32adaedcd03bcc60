/// A value that is written as text; valid by construction, printed masked where it names a person.
package protocol TextValue: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    associatedtype Invalid: Error
    /// The one canonical form; what is stored, sent and compared.
    var text: String { get }
    /// Reads what a person typed or a bank sent.
    init(_ raw: String) throws(Invalid)
}

extension TextValue {
    package var description: String { text }

    package static func < (a: Self, b: Self) -> Bool { a.text < b.text }

    package init(from decoder: any Decoder) throws {
        let raw = try decoder.singleValueContainer().decode(String.self)
        do {
            try self.init(raw)
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(error)"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension String {
    /// Full-width letters, digits and signs (`３８，：`) as their half-width ones (`38,:`).
    package var inHalfWidth: String {
        var folded = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
            folded.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(folded)
    }

    /// Half-width, and every kind of white space removed.
    package var foldedToHalfWidth: String { inHalfWidth.filter { !$0.isWhitespace } }
}

extension Character {
    package var isASCIIDigit: Bool { ("0"..."9").contains(self) }
    package var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}

extension StringProtocol {
    package var isAllDigits: Bool {
        var text = String(self)
        return text.withUTF8 { bytes in !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
    }
}
