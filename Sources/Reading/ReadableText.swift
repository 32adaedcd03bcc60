internal import Primitives

/// A text made uniform for reading: half width, simplified, without marks that nobody sees.
///
/// Each of its scalars knows where it stood, so whatever is found can be shown in the text as it was written.
package struct ReadableText: Sendable {
    package private(set) var scalars: [Unicode.Scalar] = []
    /// Where each scalar begins and ends in the original, counted in Unicode scalars.
    private var starts: [Int32] = []
    private var ends: [Int32] = []
    private let original: [Unicode.Scalar]
    /// Spam behind the text, which is not read: where it stands in the original, in Unicode scalars.
    package private(set) var refused: Range<Int>?

    package init(_ text: String) {
        original = Array(text.unicodeScalars)
        scalars.reserveCapacity(original.count)
        starts.reserveCapacity(original.count)
        ends.reserveCapacity(original.count)
        var place = Markup.frontMatter(of: original)
        while place < original.count {
            let length = Markup.length(at: place, in: original)
            if length > 0 {
                // Pinyin stands inside a word, all other markup between words.
                if original[place] == "<" || original[place] == "&" { append(" ", place, place + length) }
                place += length
                continue
            }
            take(place)
            place += 1
        }
        refuseSpam()
    }

    private mutating func refuseSpam() {
        guard let start = PageLines(self).spamStart() else { return }
        refused = Int(starts[start])..<original.count
        scalars.removeSubrange(start...)
        starts.removeSubrange(start...)
        ends.removeSubrange(start...)
    }

    package var count: Int { scalars.count }

    package subscript(_ place: Int) -> Unicode.Scalar {
        place >= 0 && place < scalars.count ? scalars[place] : Self.outside
    }

    /// What `range` of the readable text is in the original, in Unicode scalars.
    package func originalRange(_ range: Range<Int>) -> Range<Int> {
        range.isEmpty ? 0..<0 : Int(starts[range.lowerBound])..<Int(ends[range.upperBound - 1])
    }

    /// The readable text without the lines that a page puts around it.
    package var plain: String {
        var (plain, place): ([Unicode.Scalar], Int) = ([], 0)
        for line in PageLines(self).furniture() {
            plain += scalars[place..<line.lowerBound]
            place = line.upperBound
        }
        return Self.text(plain + scalars[place...])
    }

    package func original(_ range: Range<Int>) -> String { Self.text(original[originalRange(range)]) }

    package func text(_ range: Range<Int>) -> String { Self.text(scalars[range]) }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// Stands where there is no text; no rule knows it.
    private static let outside: Unicode.Scalar = "\n"

    private mutating func take(_ place: Int) {
        let scalar = original[place]
        if let digits = Glyphs.digits(of: scalar) {
            for digit in digits { append(digit, place, place + 1) }
        } else if let plain = Glyphs.plain(scalar) {
            append(plain, place, place + 1)
        } else if Glyphs.isOrnament(scalar), let last = ends.last, Int(last) == place {
            ends[ends.count - 1] += 1
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ start: Int, _ end: Int) {
        scalars.append(scalar)
        starts.append(Int32(truncatingIfNeeded: start))
        ends.append(Int32(truncatingIfNeeded: end))
    }
}

/// What only a machine reads in a text: tags and entities of HTML, and pinyin that a page put behind its character.
private enum Markup {
    private static let lengthMax = 200

    /// How many scalars of markup begin at `place`.
    static func length(at place: Int, in text: [Unicode.Scalar]) -> Int {
        switch text[place] {
        case "<": tag(at: place, in: text)
        case "&": entity(at: place, in: text)
        case "(", "（": pinyin(at: place, in: text)
        default: 0
        }
    }

    private static let frontMatterMax = 2_000

    /// How many scalars at the beginning tell a machine of the page: lines between two of `---`.
    static func frontMatter(of text: [Unicode.Scalar]) -> Int {
        let (mark, end) = (Array("---\n".unicodeScalars), Array("\n---\n".unicodeScalars))
        guard text.starts(with: mark), text.count > mark.count + end.count else { return 0 }
        let last = min(text.count - end.count, frontMatterMax)
        guard last > mark.count else { return 0 }
        let close = (mark.count - 1..<last).first { text[$0..<($0 + end.count)].elementsEqual(end) }
        return close.map { $0 + end.count } ?? 0
    }

    private static func tag(at place: Int, in text: [Unicode.Scalar]) -> Int {
        guard place + 1 < text.count else { return 0 }
        let first = text[place + 1]
        guard first.isLetter || first == "/" || first == "!" else { return 0 }
        let end = min(text.count, place + lengthMax)
        for next in (place + 1)..<end {
            if text[next] == ">" { return next + 1 - place }
            // Another one begins: this one was none, and nothing is looked through twice.
            if text[next] == "<" { return 0 }
        }
        return 0
    }

    private static func entity(at place: Int, in text: [Unicode.Scalar]) -> Int {
        let end = min(text.count, place + 9)
        for next in (place + 1)..<max(end, place + 1) {
            if text[next] == ";" { return next > place + 2 ? next + 1 - place : 0 }
            guard text[next].isLetter || text[next].isDigit || text[next] == "#" else { return 0 }
        }
        return 0
    }

    /// `(guó)`: a few small letters, one of them with the mark of a tone.
    private static func pinyin(at place: Int, in text: [Unicode.Scalar]) -> Int {
        var hasTone = false
        let end = min(text.count, place + 10)
        for next in (place + 1)..<max(end, place + 1) {
            let scalar = text[next]
            if scalar == ")" || scalar == "）" { return hasTone && next > place + 1 ? next + 1 - place : 0 }
            if tones.contains(scalar) { hasTone = true } else if !("a"..."z").contains(scalar) { return 0 }
        }
        return 0
    }

    private static let tones = ScalarSet("āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü")
}
