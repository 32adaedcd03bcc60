/// Says which sums were paid, and were not only asked for, promised, earned or given back.
///
/// The nearest verb decides. Where it only asks, the sum was paid all the same if an account of the other side follows, or if the
/// teller says so before he names another sum; and was not where he says first that nothing was paid. Sums of one list share one fate.
struct PaidSums {
    struct Found {
        /// Its place in the list of entities.
        let sum: Int
        let fate: PayingWords.Fate
        /// Sums that stand in one list have the same number.
        let list: Int
    }

    private let text: ReadableText
    private let entities: [Entity]
    private let words: PayingWords
    private let sums: [Int]

    private static let reachBefore = 40
    private static let reachAfter = 14
    private static let reachOfAccount = 40
    private static let reachOfAnswer = 36
    private static let reachOfRefusal = 60
    private static let reachOfOwn = 12
    private static let listGap = 6

    init(_ text: ReadableText, _ entities: [Entity]) {
        (self.text, self.entities, words) = (text, entities, PayingWords(text: text))
        sums = entities.indices.filter { entities[$0].kind == .amount }
    }

    /// The sums that were paid, in the order of the text.
    func find() -> [Found] {
        var fates = sums.indices.map(fate)
        let listed = sums.indices.map { $0 > 0 && isListed($0) }
        for order in fates.indices.dropFirst() where listed[order] {
            if fates[order - 1].isPaid, fates[order] == .unsaid { fates[order] = .paid }
        }
        for order in fates.indices.dropLast().reversed() where listed[order + 1] {
            if fates[order + 1].isPaid, fates[order] == .unsaid { fates[order] = .paid }
        }
        var list = 0
        let found = sums.indices.map { order in
            list += listed[order] ? 0 : 1
            return Found(sum: sums[order], fate: fates[order], list: list)
        }.filter(\.fate.isPaid)
        return found.isEmpty ? only.map { [Found(sum: $0, fate: .asked, list: 0)] } ?? [] : found
    }

    private func fate(_ order: Int) -> PayingWords.Fate {
        let said = verb(order)
        if isPutIntoOwn(order) { return .other }
        if said == .told || said == .other { return said }
        if isRefused(order) { return .other }
        if said == .paid || isAnswered(order) { return .paid }
        if said != .wanted, isBeforeAccount(order) { return .paid }
        return said == .wanted || said == .drawn ? .other : said
    }

    /// What the verb nearest to a sum says of it.
    private func verb(_ order: Int) -> PayingWords.Fate {
        let sum = entities[sums[order]].range
        let last = order > 0 ? entities[sums[order - 1]].range.upperBound : 0
        var start = sum.lowerBound
        while start > last, sum.lowerBound - start < Self.reachBefore,
            !PayingWords.sentenceEnds.contains(text[start - 1])
        { start -= 1 }
        var end = sum.upperBound
        while end < text.count, end - sum.upperBound < Self.reachAfter, !PayingWords.clauseEnds.contains(text[end]) {
            end += 1
        }
        let before = words.verbs(in: start..<sum.lowerBound).last
        let after = words.verbs(in: sum.upperBound..<end).first
        guard let after else { return before.map(words.fate) ?? .unsaid }
        let isNearer =
            before == nil || after.range.lowerBound - sum.upperBound < sum.lowerBound - (before?.range.upperBound ?? 0)
        return isNearer ? words.fate(after) : before.map(words.fate) ?? .unsaid
    }

    /// What stands behind a sum and before the next, `reach` characters at most.
    private func behind(_ order: Int, reach: Int) -> Range<Int> {
        let start = entities[sums[order]].range.upperBound
        let next = order + 1 < sums.count ? entities[sums[order + 1]].range.lowerBound : text.count
        return start..<max(start, min(next, start + reach))
    }

    /// `把十八万存进6228…`, where the account is the teller's own.
    private func isPutIntoOwn(_ order: Int) -> Bool {
        let end = entities[sums[order]].range.upperBound
        return entities[(sums[order] + 1)...].prefix(2).contains { account in
            guard account.isAccount, account.role == .payer, account.range.lowerBound >= end,
                account.range.lowerBound - end < Self.reachOfOwn
            else { return false }
            let between = (end..<account.range.lowerBound).map { text[$0] }
            return between.contains("存") && !between.contains(where: PayingWords.clauseEnds.contains)
        }
    }

    /// Whether an account of the other side stands behind a sum, in its sentence and before another sum.
    private func isBeforeAccount(_ order: Int) -> Bool {
        let index = sums[order]
        let end = entities[index].range.upperBound
        for next in entities.indices.dropFirst(index + 1) {
            let entity = entities[next]
            guard entity.kind != .amount, entity.range.lowerBound - end < Self.reachOfAccount else { return false }
            guard !(end..<entity.range.lowerBound).contains(where: { PayingWords.sentenceEnds.contains(text[$0]) })
            else { return false }
            if entity.isAccount, entity.role == .payee { return true }
        }
        return false
    }

    /// Whether the teller says that he did as he was asked, before he names another sum.
    private func isAnswered(_ order: Int) -> Bool { words.isAnswered(in: behind(order, reach: Self.reachOfAnswer)) }

    /// Whether the teller says that he did not pay, before he says that he did.
    private func isRefused(_ order: Int) -> Bool {
        let behind = behind(order, reach: Self.reachOfRefusal)
        guard let refusal = words.refusal(in: behind) else { return false }
        return words.tellings(in: behind.lowerBound..<refusal).isEmpty
    }

    /// Whether nothing but marks, times and words of counting stands between a sum and the one before it.
    private func isListed(_ order: Int) -> Bool {
        var place = entities[sums[order - 1]].range.upperBound
        for entity in entities[(sums[order - 1] + 1)...sums[order]] {
            guard entity.range.lowerBound - place <= Self.listGap,
                (place..<entity.range.lowerBound).allSatisfy({ Self.listMarks.contains(text[$0]) }),
                entity.kind == .time || entity.kind == .amount
            else { return false }
            place = entity.range.upperBound
        }
        return true
    }

    private static let listMarks = Set("、,;/和及与又再后 第一二三四次笔转付打汇充投\".".unicodeScalars)

    private static let entitiesBeside = 4

    /// Where no sum is said to be paid, but a payment to an account is told: the sum that was named last before it.
    private var only: Int? {
        let sentences = Sentences(text, entities)
        for (index, account) in entities.enumerated() where account.isAccount && account.role == .payee {
            guard let first = sums.first, first < index else { continue }
            let sentence = sentences.around(account.range.lowerBound)
            let fates = words.verbs(in: sentence).map(words.fate)
            let beside = max(0, index - Self.entitiesBeside)..<min(entities.count, index + Self.entitiesBeside)
            let isDated = entities[beside].contains { $0.kind == .time && sentence.contains($0.range.lowerBound) }
            guard fates.contains(.told) || fates.contains(.paid) && isDated else { continue }
            let end = account.range.upperBound
            guard words.refusal(in: end..<min(text.count, end + Self.reachOfRefusal)) == nil else { continue }
            return sums.last { $0 < index }
        }
        return nil
    }
}

extension Entity {
    /// Whether money can lie there.
    var isAccount: Bool { [.card, .account, .alipay, .wallet, .wechat].contains(kind) }
}
