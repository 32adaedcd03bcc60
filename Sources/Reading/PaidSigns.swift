/// What is seen around a sum that says whether it was paid; what each sign weighs stands in `PaidWeights`.
package enum PaidSign: Sendable, CaseIterable {
    /// The last verb before the sum in its sentence, by what it says of it.
    case toldBefore, paidBefore, askedBefore, wantedBefore, drawnBefore, otherBefore
    /// `返500元`: such a verb right beside the sum.
    case otherBeside
    /// A verb of paying that stands in a clause before that of the sum.
    case paidFar
    /// A verb of receiving or counting up before the last one.
    case otherEarlier
    /// A verb of paying in a later clause of the sentence, done or not.
    case toldLater, paidLater
    /// `要`, `让`, `想` before the sum in its clause.
    case meant
    /// `没转` behind the sum, before anything is told as done.
    case refused
    case timeBefore, timeBehind, payerBefore, personBehind
    /// An account of the other side, or the end of one, stands behind the sum and before the next.
    case payeeUntilNext
    /// Less than 200 yuan.
    case small
    /// One of a list: nothing but marks, times and words of counting stands between the sum and its neighbour.
    case listed
}

/// Sees the signs around each sum of a text.
struct PaidSigns {
    private let text: ReadableText
    private let entities: [Entity]
    private let words: PayingWords
    /// The places of the sums in `entities`.
    let sums: [Int]
    /// Whether a sum is of one list with the sum before it.
    let isListed: [Bool]

    /// Characters that a sign may stand from a sum.
    private static let reach = 40
    private static let reachOfClause = 14
    private static let reachOfRefusal = 60
    private static let reachOfPayee = 120
    /// Entities beside a sum that are looked at.
    private static let neighbours = 6
    private static let smallFen: Int64 = 20_000

    init(_ text: ReadableText, _ entities: [Entity]) {
        (self.text, self.entities, words) = (text, entities, PayingWords(text: text))
        let sums = entities.indices.filter { entities[$0].kind == .amount }
        self.sums = sums
        isListed = sums.indices.map { $0 > 0 && Self.isList(sums[$0 - 1]...sums[$0], text, entities) }
    }

    /// A sum with its clause, and its sentence up to the sums beside it.
    private struct Site {
        let sum: Range<Int>
        let before: Range<Int>
        let behind: Range<Int>
        let clause: Range<Int>
        /// Where the sum behind begins, or the end of the text.
        let next: Int
    }

    private func site(_ order: Int) -> Site {
        let sum = entities[sums[order]].range
        let last = order > 0 ? entities[sums[order - 1]].range.upperBound : 0
        let next = order + 1 < sums.count ? entities[sums[order + 1]].range.lowerBound : text.count
        var (start, end) = (sum.lowerBound, sum.upperBound)
        while start > last, sum.lowerBound - start < Self.reach, !PayingWords.sentenceEnds.contains(text[start - 1]) {
            start -= 1
        }
        while end < next, end - sum.upperBound < Self.reach, !PayingWords.sentenceEnds.contains(text[end]) { end += 1 }
        var (clauseStart, clauseEnd) = (sum.lowerBound, sum.upperBound)
        while clauseStart > start, !PayingWords.clauseEnds.contains(text[clauseStart - 1]) { clauseStart -= 1 }
        while clauseEnd < min(end, sum.upperBound + Self.reachOfClause),
            !PayingWords.clauseEnds.contains(text[clauseEnd])
        { clauseEnd += 1 }
        return Site(
            sum: sum, before: start..<sum.lowerBound, behind: sum.upperBound..<end, clause: clauseStart..<clauseEnd,
            next: next)
    }

    /// The signs of one sum, and what the verb nearest to it says.
    func signs(_ order: Int) -> (signs: Set<PaidSign>, fate: PayingWords.Fate) {
        let site = site(order)
        var signs: Set<PaidSign> = []
        let fate = addVerbs(site, &signs)
        if words.isMeant(in: site.clause.lowerBound..<site.sum.lowerBound) { signs.insert(.meant) }
        if isRefused(site) { signs.insert(.refused) }
        addNeighbours(sums[order], site, &signs)
        if Int64(entities[sums[order]].value) ?? 0 < Self.smallFen { signs.insert(.small) }
        if isListed[order] || order + 1 < sums.count && isListed[order + 1] { signs.insert(.listed) }
        return (signs, fate)
    }

    private func addVerbs(_ site: Site, _ signs: inout Set<PaidSign>) -> PayingWords.Fate {
        let before = words.verbs(in: site.before)
        let behind = words.verbs(in: site.behind)
        if before.dropLast().contains(where: { words.fate($0) == .other }) { signs.insert(.otherEarlier) }
        for verb in behind where verb.range.lowerBound >= site.clause.upperBound {
            let fate = words.fate(verb)
            if fate == .told { signs.insert(.toldLater) }
            if fate == .paid { signs.insert(.paidLater) }
        }
        let last = before.last.map { (fate: words.fate($0), gap: site.sum.lowerBound - $0.range.upperBound) }
        if let last {
            if let sign = Self.before(last.fate) { signs.insert(sign) }
            if last.fate == .other, last.gap <= 1 { signs.insert(.otherBeside) }
            if last.fate == .paid, site.sum.lowerBound - last.gap <= site.clause.lowerBound { signs.insert(.paidFar) }
        }
        guard let first = behind.first, first.range.upperBound <= site.clause.upperBound else {
            return last?.fate ?? .unsaid
        }
        if let last, last.gap <= first.range.lowerBound - site.sum.upperBound { return last.fate }
        return words.fate(first)
    }

    private static func before(_ fate: PayingWords.Fate) -> PaidSign? {
        switch fate {
        case .told: .toldBefore
        case .paid: .paidBefore
        case .asked: .askedBefore
        case .wanted: .wantedBefore
        case .drawn: .drawnBefore
        case .other: .otherBefore
        case .unsaid: nil
        }
    }

    private func isRefused(_ site: Site) -> Bool {
        let start = site.sum.upperBound
        let behind = start..<max(start, min(site.next, start + Self.reachOfRefusal))
        guard let refusal = words.refusal(in: behind) else { return false }
        return words.tellings(in: start..<refusal).isEmpty
    }

    private func addNeighbours(_ sum: Int, _ site: Site, _ signs: inout Set<PaidSign>) {
        for entity in entities[max(0, sum - Self.neighbours)..<sum]
        where entity.range.lowerBound >= site.before.lowerBound && entity.range.upperBound <= site.sum.lowerBound {
            if entity.kind == .time { signs.insert(.timeBefore) }
            if entity.isAccount, entity.role == .payer { signs.insert(.payerBefore) }
        }
        for entity in entities[(sum + 1)...].prefix(2 * Self.neighbours)
        where entity.range.lowerBound >= site.sum.upperBound && entity.range.lowerBound < site.next {
            let isInSentence = entity.range.upperBound <= site.behind.upperBound
            if isInSentence, entity.kind == .time { signs.insert(.timeBehind) }
            if isInSentence, entity.kind == .person { signs.insert(.personBehind) }
            if entity.isAccount, entity.role == .payee,
                entity.range.lowerBound - site.sum.upperBound < Self.reachOfPayee
            {
                signs.insert(.payeeUntilNext)
            }
        }
    }

    private static let listGap = 6

    /// Whether nothing but marks, times and words of counting stands between the two sums at the ends of `places`.
    private static func isList(_ places: ClosedRange<Int>, _ text: ReadableText, _ entities: [Entity]) -> Bool {
        var end = entities[places.lowerBound].range.upperBound
        for entity in entities[places].dropFirst() {
            guard entity.range.lowerBound - end <= listGap,
                (end..<entity.range.lowerBound).allSatisfy({ listMarks.contains(text[$0]) }),
                entity.kind == .time || entity.kind == .amount
            else { return false }
            end = entity.range.upperBound
        }
        return true
    }

    private static let listMarks = ScalarSet("、,;/和及与又再后 第一二三四次笔转付打汇充投\".")
}
