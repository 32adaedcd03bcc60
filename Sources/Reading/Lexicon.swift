/// Words and what each means, found in a text even where a mark or a space was put between their characters (`支/付/宝`).
struct Lexicon<Meaning: Sendable>: Sendable {
    struct Match {
        let range: Range<Int>
        let meaning: Meaning
    }

    private struct Word: Sendable {
        let scalars: [Unicode.Scalar]
        let meaning: Meaning
    }

    /// The words that begin with the same scalar in small letters, the longest first, in the order of these scalars.
    private let words: [[Word]]
    /// The scalars that begin a word: most characters begin none.
    private let beginnings: ScalarSet

    init(_ meanings: [(word: String, meaning: Meaning)]) {
        var words: [Unicode.Scalar: [Word]] = [:]
        for (word, meaning) in meanings {
            let scalars = word.unicodeScalars.map(\.lowered)
            guard let first = scalars.first, first.value < 0x10000 else { continue }
            words[first, default: []].append(Word(scalars: scalars, meaning: meaning))
        }
        beginnings = ScalarSet(words.keys)
        self.words = words.sorted { $0.key < $1.key }.map { $0.value.sorted { $0.scalars.count > $1.scalars.count } }
    }

    /// The longest word that begins at `place`.
    func match(_ text: ReadableText, at place: Int) -> Match? {
        let first = text[place].lowered
        guard let rank = beginnings.rank(first) else { return nil }
        for word in words[rank] {
            if let end = Self.end(of: word.scalars, in: text, at: place) {
                return Match(range: place..<end, meaning: word.meaning)
            }
        }
        return nil
    }

    /// All words in `range` that do not overlap, from left to right.
    func matches(_ text: ReadableText, in range: Range<Int>) -> [Match] {
        var found: [Match] = []
        var place = range.lowerBound
        while place < range.upperBound {
            if let match = match(text, at: place), match.range.upperBound <= range.upperBound {
                found.append(match)
                place = match.range.upperBound
            } else {
                place += 1
            }
        }
        return found
    }

    private static func end(of word: [Unicode.Scalar], in text: ReadableText, at start: Int) -> Int? {
        var place = start
        for (index, scalar) in word.enumerated() {
            if index > 0, text[place].lowered != scalar {
                guard scalar.isHan, marks.contains(text[place]) else { return nil }
                place += 1
            }
            guard text[place].lowered == scalar else { return nil }
            place += 1
        }
        return place
    }

    private static var marks: ScalarSet { LexiconMarks.between }
}

private enum LexiconMarks {
    /// What is put between the characters of a word to hide it from a filter.
    static let between = ScalarSet(" /*.·-_|+y❤\u{FFFD}")
}

extension Lexicon where Meaning == String {
    /// Each line is a meaning and its words: `中国工商银行 工商银行 工行`; the meaning is a word of itself too.
    init(lines: String) {
        self.init(
            lines.split(separator: "\n").flatMap { line in
                let words = line.split(separator: " ").map(String.init)
                return words.map { (word: $0, meaning: words[0]) }
            })
    }
}

extension Lexicon where Meaning == Bool {
    /// Words that only matter by being there, parted by spaces.
    init(words: String) { self.init(words.split(separator: " ").map { (word: String($0), meaning: true) }) }

    /// Whether one of the words begins at `place`.
    func begins(_ text: ReadableText, at place: Int) -> Bool { match(text, at: place) != nil }

    /// Whether one of the words lies wholly in `range`.
    func isIn(_ text: ReadableText, _ range: Range<Int>) -> Bool {
        range.contains { place in match(text, at: place).map { $0.range.upperBound <= range.upperBound } ?? false }
    }

    /// Whether one of the words ends at `place`, spaces between not counted.
    func ends(_ text: ReadableText, at place: Int) -> Bool {
        var end = place
        while text[end - 1].isSpace, end > 0 { end -= 1 }
        return (max(0, end - 6)..<max(end, 0)).contains { match(text, at: $0)?.range.upperBound == end }
    }
}
