/// Swift source taken apart: what is code, what is comment, and the texts between quotes.
///
/// `code` and `comments` are as long as the source, with blanks where the other is, so a place in one is a place in the file.
struct Layers {
    struct Literal {
        /// Where its opening quote stands.
        let place: Int
        /// What is between the quotes; each interpolation is one `Layers.gap`.
        let text: String
    }

    static let gap: Character = "\u{1}"

    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private(set) var literals: [Literal] = []

    private enum Mode {
        case code(openParentheses: Int)
        case text(Opening)
    }

    private struct Opening {
        let place: Int
        let hashes: Int
        let quotes: Int
    }

    private let source: [UInt8]
    private var place = 0
    /// What was read so far of each text that is open, the innermost last.
    private var contents: [[UInt8]] = []
    private var modes: [Mode] = [.code(openParentheses: 0)]

    init(_ source: [UInt8]) {
        self.source = source
        let blank = source.map { $0 == Byte.newline ? Byte.newline : Byte.space }
        (code, comments) = (blank, blank)
        while place < source.count, let mode = modes.last {
            switch mode {
            case .code(let open): takeCode(open)
            case .text(let opening): takeText(opening)
            }
        }
    }

    private mutating func takeCode(_ open: Int) {
        let byte = source[place]
        if byte == Byte.slash, at(place + 1) == Byte.slash { return takeComment(upTo: lineEnd()) }
        if byte == Byte.slash, at(place + 1) == Byte.star { return takeComment(upTo: blockEnd()) }
        if byte == Byte.quote || byte == Byte.hash, openText() { return }
        if byte == Byte.open { modes[modes.count - 1] = .code(openParentheses: open + 1) }
        if byte == Byte.close {
            if open == 0, modes.count > 1 {
                modes.removeLast()
                place += 1
                return
            }
            modes[modes.count - 1] = .code(openParentheses: open - 1)
        }
        let end = source[(place + 1)...].firstIndex(where: Byte.matters) ?? source.count
        code.replaceSubrange(place..<end, with: source[place..<end])
        place = end
    }

    private mutating func takeComment(upTo end: Int) {
        comments.replaceSubrange(place..<end, with: source[place..<end])
        place = end
    }

    private func lineEnd() -> Int { source[place...].firstIndex(of: Byte.newline) ?? source.count }

    private func blockEnd() -> Int {
        var (depth, end) = (0, place)
        repeat {
            if at(end) == Byte.slash, at(end + 1) == Byte.star {
                (depth, end) = (depth + 1, end + 2)
            } else if at(end) == Byte.star, at(end + 1) == Byte.slash {
                (depth, end) = (depth - 1, end + 2)
            } else {
                end += 1
            }
        } while depth > 0 && end < source.count
        return min(end, source.count)
    }

    private mutating func openText() -> Bool {
        let hashes = run(of: Byte.hash, from: place)
        let quotes = run(of: Byte.quote, from: place + hashes)
        guard quotes > 0 else { return false }
        let opening = Opening(place: place, hashes: hashes, quotes: quotes >= 3 ? 3 : 1)
        modes.append(.text(opening))
        contents.append([])
        code[place] = Byte.quote
        place += hashes + opening.quotes
        return true
    }

    private mutating func takeText(_ opening: Opening) {
        let byte = source[place]
        if quotesEnd(opening) {
            close(opening)
            code[place] = Byte.quote
            place += opening.quotes + opening.hashes
        } else if byte == Byte.newline, opening.quotes == 1 {
            close(opening)
        } else if byte == Byte.backslash, run(of: Byte.hash, from: place + 1) >= opening.hashes {
            takeEscape(opening)
        } else {
            take((source[(place + 1)...].firstIndex(where: Byte.matters) ?? source.count) - place)
        }
    }

    private func quotesEnd(_ opening: Opening) -> Bool {
        source[place] == Byte.quote && run(of: Byte.quote, from: place) >= opening.quotes
            && run(of: Byte.hash, from: place + opening.quotes) >= opening.hashes
    }

    private mutating func close(_ opening: Opening) {
        modes.removeLast()
        literals.append(Literal(place: opening.place, text: String(decoding: contents.removeLast(), as: UTF8.self)))
    }

    private mutating func takeEscape(_ opening: Opening) {
        guard at(place + 1 + opening.hashes) == Byte.open else { return take(2 + opening.hashes) }
        contents[contents.count - 1].append(contentsOf: String(Self.gap).utf8)
        modes.append(.code(openParentheses: 0))
        place += 2 + opening.hashes
    }

    private mutating func take(_ length: Int) {
        let end = min(place + length, source.count)
        contents[contents.count - 1].append(contentsOf: source[place..<end])
        place = end
    }

    private func at(_ place: Int) -> UInt8? { place < source.count ? source[place] : nil }

    private func run(of byte: UInt8, from start: Int) -> Int {
        var end = start
        while at(end) == byte { end += 1 }
        return end - start
    }
}

/// The bytes that the tidy tests look for.
enum Byte {
    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let quote = UInt8(ascii: "\"")
    static let hash = UInt8(ascii: "#")
    static let backslash = UInt8(ascii: "\\")
    static let open = UInt8(ascii: "(")
    static let close = UInt8(ascii: ")")

    private static let wordTable: [Bool] = (UInt8.min...UInt8.max).map { byte in
        byte >= 128 || byte == UInt8(ascii: "_") || Character(UnicodeScalar(byte)).isLetter
            || Character(UnicodeScalar(byte)).isNumber
    }

    /// Whether a byte can end a run of code or of text.
    static func matters(_ byte: UInt8) -> Bool { matterTable[Int(byte)] }

    private static let matterTable: [Bool] = (UInt8.min...UInt8.max).map {
        [newline, slash, quote, hash, backslash, open, close].contains($0)
    }

    static func isPartOfWord(_ byte: UInt8) -> Bool { wordTable[Int(byte)] }
}
