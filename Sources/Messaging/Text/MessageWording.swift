internal import Primitives

/// The words of a template: plain text with named fields, `{姓名}`; valid by construction.
package struct MessageWording: Sendable, Equatable {
    package enum Invalid: Error, Equatable {
        case empty, tooLong
        /// A brace stands alone, or a field has no name or too long a one.
        case braces
        /// Control characters, signs that turn the direction of writing.
        case unprintable
        /// Messages of this kind carry no links: frauds imitate them, and a link is how they catch people.
        case link(String)
        /// Only the platform writes the sender's sign, `【…】`.
        case signature
    }

    private enum Piece: Equatable { case words(String), field(String) }

    package let text: String
    private let pieces: [Piece]

    package static let lengthMax = 500
    private static let fieldLengthMax = 20

    package init(_ text: String) throws(Invalid) {
        guard !text.allSatisfy(\.isWhitespace) else { throw .empty }
        guard text.unicodeScalars.count <= Self.lengthMax else { throw .tooLong }
        try Self.check(text)
        self.text = text
        pieces = try Self.pieces(of: text)
    }

    /// The names of its fields, each once, in the order of the text.
    package var fields: [String] {
        var names: [String] = []
        for case .field(let name) in pieces where !names.contains(name) { names.append(name) }
        return names
    }

    package enum Unfilled: Error, Equatable {
        case missing(field: String)
        case unknown(field: String)
        /// What would stand in the field may not.
        case invalid(field: String)
    }

    package static let valueLengthMax = 100

    /// The text with every field filled; what fills a field is held to the same rules as the words.
    package func filled(with values: [String: String]) throws(Unfilled) -> String {
        let known = fields
        if let stray = values.keys.sorted().first(where: { !known.contains($0) }) { throw .unknown(field: stray) }
        var text = ""
        for piece in pieces {
            switch piece {
            case .words(let words): text += words
            case .field(let name): text += try Self.value(values[name], of: name)
            }
        }
        do { try Self.check(text) } catch { throw .invalid(field: known.first ?? "") }
        return text
    }

    private static func value(_ value: String?, of name: String) throws(Unfilled) -> String {
        guard let value, !value.allSatisfy(\.isWhitespace) else { throw .missing(field: name) }
        let isLine = value.unicodeScalars.count <= valueLengthMax && !value.contains(where: \.isNewline)
        guard isLine, !value.contains(where: { "{}".contains($0) }) else { throw .invalid(field: name) }
        do { try check(value) } catch { throw .invalid(field: name) }
        return value
    }

    private static func pieces(of text: String) throws(Invalid) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { throw .braces }
            let name = String(rest[rest.index(after: open)..<close])
            let isName = (1...fieldLengthMax).contains(name.count) && name.allSatisfy { $0.isLetter || $0.isNumber }
            guard isName else { throw .braces }
            if open > rest.startIndex { pieces.append(.words(String(rest[..<open]))) }
            pieces.append(.field(name))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return pieces
    }

    private static func check(_ text: String) throws(Invalid) {
        let isPrintable = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x0A, 0x0D: true
            case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFD: false
            default: true
            }
        }
        guard isPrintable else { throw .unprintable }
        guard !text.contains(where: { "【】".contains($0) }) else { throw .signature }
        if let link = link(in: text) { throw .link(link) }
    }

    /// The first part of a text that a telephone would make a link of.
    private static func link(in text: String) -> String? {
        let folded = text.inHalfWidth.lowercased()
        for mark in ["://", "www."] where folded.contains(mark) { return mark }
        let words = folded.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "-._@".contains($0))) }
        return words.first { word in
            let labels = word.split(separator: ".", omittingEmptySubsequences: false)
            guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last else { return false }
            let isName = last.count >= 2 && last.allSatisfy(\.isLetter)
            return isName || (labels.count == 4 && labels.allSatisfy(\.isAllDigits))
        }.map(String.init)
    }
}

/// Who a message says it is from: the sign that the carriers have registered, shown before the text as `【…】`.
package struct MessageSender: Sendable, Equatable {
    package let name: String

    /// Nil unless `name` has 2 to 12 letters or digits.
    package init?(_ name: String) {
        guard (2...12).contains(name.count), name.allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
        self.name = name
    }

    package var sign: String { "【\(name)】" }
}
