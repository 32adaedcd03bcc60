/// Where the sentences of a text begin and end. The line feed behind a time that heads a message of a chat ends none.
struct Sentences {
    private let text: ReadableText
    /// Line feeds right behind a time.
    private let heads: Set<Int>

    /// Characters of the longest sentence that is looked through.
    private static let lengthMax = 200
    private static let marksBehindTime = ScalarSet(" ]):")

    init(_ text: ReadableText, _ entities: [Entity]) {
        self.text = text
        var heads: Set<Int> = []
        for time in entities where time.kind == .time {
            var place = time.range.upperBound
            while place < time.range.upperBound + 3, Self.marksBehindTime.contains(text[place]) { place += 1 }
            if text[place] == "\n" { heads.insert(place) }
        }
        self.heads = heads
    }

    private func isEnd(_ place: Int) -> Bool {
        PayingWords.sentenceEnds.contains(text[place]) && !heads.contains(place)
    }

    /// The sentence in which `place` stands, as far as it is looked through.
    func around(_ place: Int) -> Range<Int> {
        var (start, end) = (place, place)
        while start > 0, place - start < Self.lengthMax, !isEnd(start - 1) { start -= 1 }
        while end < text.count, end - place < Self.lengthMax, !isEnd(end) { end += 1 }
        return start..<end
    }

    /// Whether no sentence ends between two entities, the first of which stands first.
    func isOne(_ first: Entity, _ last: Entity) -> Bool {
        let (start, end) = (first.range.upperBound, last.range.lowerBound)
        return start <= end && end - start < Self.lengthMax && !(start..<end).contains(where: isEnd)
    }
}
