/// Finds when a sum was paid: by the time that is said with it, or where it is told later that it was done.
struct PaymentTimes {
    private let text: ReadableText
    private let entities: [Entity]
    private let words: PayingWords
    private let sentences: Sentences
    private let times: [Int]

    /// Characters behind a sum in which it is looked for where its payment is told.
    private static let reachOfTelling = 400
    private static let placesMost = 8

    init(_ text: ReadableText, _ entities: [Entity], _ sentences: Sentences) {
        (self.text, self.entities, self.sentences) = (text, entities, sentences)
        words = PayingWords(text: text)
        times = Self.points(text, entities)
    }

    /// Times at which something may have been done: no deadlines, of hours from and to the first, of days from and to none.
    private static func points(_ text: ReadableText, _ entities: [Entity]) -> [Int] {
        var times: [Int] = []
        for (index, time) in entities.enumerated() where time.kind == .time && text[time.range.upperBound] != "前" {
            if index > 0, entities[index - 1].kind == .time, isRange(entities[index - 1], time, text) {
                if !entities[index - 1].value.contains("T"), times.last == index - 1 { times.removeLast() }
            } else {
                times.append(index)
            }
        }
        return times
    }

    private static func isRange(_ first: Entity, _ last: Entity, _ text: ReadableText) -> Bool {
        let between = first.range.upperBound..<max(first.range.upperBound, last.range.lowerBound)
        return !between.isEmpty && between.count <= 3
            && between.allSatisfy { " 起至到~-".unicodeScalars.contains(text[$0]) }
            && between.contains { text[$0] != " " }
    }

    /// The time of the paid `sum`, told between the paid sum `last` before it and the paid sum `next` behind it.
    func time(of sum: PaidSums.Found, after last: Int, until next: Int) -> Int? {
        let before = before(sum.sum, last)
        let behind = behind(sum.sum, next)
        if let behind, isBracketed(sum.sum, behind) { return behind }
        let end = next < entities.count ? entities[next].range.lowerBound : text.count
        let start = entities[sum.sum].range.upperBound
        let tellings = words.tellings(in: start..<max(start, min(end, start + Self.reachOfTelling)))
        let accounts = entities[(sum.sum + 1)..<next].prefix(Self.placesMost).filter {
            $0.isAccount && $0.role == .payee
        }
        .map(\.range.lowerBound)
        let isAsked = sum.fate == .asked || sum.fate == .wanted
        if isAsked || sum.fate != .told && before == nil {
            let act = time(at: tellings, sum.sum, next) ?? (isAsked ? time(at: accounts, sum.sum, next) : nil)
            if let act, before.map({ !value($0).hasPrefix(value(act)) }) ?? true { return act }
        }
        if let before, let behind { return isFiner(behind, before) ? behind : before }
        return before ?? behind ?? time(at: tellings + accounts, sum.sum, next)
    }

    /// `…，下午3点叫我垫六千`: whether a time belongs to the sum behind it, in its clause, before anything is told as done.
    private func isOfNext(_ time: Int) -> Bool {
        guard time + 1 < entities.count else { return false }
        let start = entities[time].range.upperBound
        for entity in entities[(time + 1)...].prefix(Self.placesMost) where entity.kind == .amount {
            let end = entity.range.lowerBound
            guard start <= end, end - start < Self.reachOfNext,
                !(start..<end).contains(where: { PayingWords.clauseEnds.contains(text[$0]) })
            else { return false }
            return words.answers(in: start..<end).isEmpty
        }
        return false
    }

    private static let reachOfNext = 20

    private func value(_ time: Int) -> String { entities[time].value }

    /// Whether a time names an hour or a minute of the day of the other.
    private func isFiner(_ time: Int, _ other: Int) -> Bool {
        value(time).count > value(other).count && value(time).hasPrefix(value(other).prefix(10))
    }

    private func before(_ sum: Int, _ last: Int) -> Int? {
        times.before(sum).flatMap { $0 > last && sentences.isOne(entities[$0], entities[sum]) ? $0 : nil }
    }

    private func behind(_ sum: Int, _ next: Int) -> Int? {
        times.between(sum, next).first.flatMap { time in
            let isNext = !entities[(sum + 1)..<time].contains { $0.kind == .amount }
            return isNext && !isOfNext(time) && sentences.isOne(entities[sum], entities[time]) ? time : nil
        }
    }

    /// `13:47、14:02分别转5800元、18000元`: as many times as sums of one list, in the same order before it; `sums` are their places.
    func aligned(_ sums: ArraySlice<Int>, after last: Int) -> [Int]? {
        guard let first = sums.first else { return nil }
        let listed = times.between(last, first).suffix(sums.count)
        guard listed.count == sums.count, sums.count > 1 else { return nil }
        let isList = zip(listed, listed.dropFirst()).allSatisfy { one, two in
            let between =
                entities[one].range.upperBound..<max(entities[one].range.upperBound, entities[two].range.lowerBound)
            return (1...2).contains(between.count) && between.allSatisfy { "、,和 及".unicodeScalars.contains(text[$0]) }
        }
        return isList ? Array(listed) : nil
    }

    /// `1999元(10月30日19:20`
    private func isBracketed(_ sum: Int, _ time: Int) -> Bool {
        let between = (entities[sum].range.upperBound..<entities[time].range.lowerBound).map { text[$0] }
        return between.contains("(") && between.allSatisfy { $0 == "(" || $0.isSpace }
    }

    /// The first time that stands in a sentence of one of `places`, behind the sum, with no other sum before it there.
    private func time(at places: [Int], _ sum: Int, _ next: Int) -> Int? {
        let times = times.between(sum, next).prefix(Self.placesMost)
        // Sentences are long to look through, and most sums have no time behind them.
        guard !times.isEmpty else { return nil }
        for place in places.prefix(Self.placesMost) {
            let sentence = sentences.around(place)
            let found = times.first { time in
                sentence.contains(entities[time].range.lowerBound) && !isOfNext(time)
                    && !entities[(sum + 1)..<time].contains {
                        $0.kind == .amount && sentence.contains($0.range.lowerBound)
                    }
            }
            if let found { return found }
        }
        return nil
    }
}
