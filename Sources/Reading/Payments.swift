/// Finds who paid what to which account and when.
struct Payments {
    private let text: ReadableText
    private let entities: [Entity]
    private let sentences: Sentences
    private let paid: [PaidSums.Found]
    private let sums: [Int]
    private let payers: [Int]
    private let payees: [Int]
    /// People who pay, where no account is named.
    private let payingPeople: [Int]

    /// Characters before an account in which a word says that several sums went there.
    private static let reachOfShared = 60
    /// Characters between a name and the account that it is the name of.
    private static let reachOfHolder = 16

    init(_ text: ReadableText, _ entities: [Entity]) {
        (self.text, self.entities) = (text, entities)
        sentences = Sentences(text, entities)
        paid = PaidSums(text, entities).find()
        sums = paid.map(\.sum)
        func all(_ role: Entity.Role, _ isWanted: (Entity) -> Bool) -> [Int] {
            entities.indices.filter { entities[$0].role == role && isWanted(entities[$0]) }
        }
        payers = all(.payer, \.isAccount)
        payees = entities.indices.filter { entities[$0].role == .payee && Self.isPayee($0, entities) }
        payingPeople = all(.payer) { $0.kind == .person }
    }

    /// An account, or a name that no account stands beside.
    private static func isPayee(_ index: Int, _ entities: [Entity]) -> Bool {
        guard entities[index].kind == .person else { return entities[index].isAccount }
        let range = entities[index].range
        return !entities[max(0, index - 2)..<min(entities.count, index + 3)].contains { other in
            other.isAccount && other.role == .payee && other.range.lowerBound - range.upperBound <= Self.reachOfHolder
                && range.lowerBound - other.range.upperBound <= Self.reachOfHolder
        }
    }

    func find() -> [Payment] {
        let times = PaymentTimes(text, entities, sentences)
        var payments = paid.enumerated().map { order, found in
            let payee = payee(of: order)
            let last = order > 0 ? paid[order - 1].sum : -1
            return Payment(
                amount: found.sum, payer: payer(found.sum), payee: payee,
                time: times.time(of: found, after: last, until: next(order)), isSure: found.isSure,
                isPayeeBeside: payee.map { isBeside($0, found.sum) } ?? false)
        }
        alignLists(&payments)
        alignBehindAccounts(&payments)
        alignTimes(&payments, times)
        return payments.flatMap { Array(repeating: $0, count: count(of: entities[$0.amount])) }
    }

    /// `转了三次,每次2000元`, `两笔各五千`: how often a sum was paid.
    private func count(of sum: Entity) -> Int {
        let start = sum.range.lowerBound
        guard Self.each.ends(text, at: start) else { return 1 }
        for place in (max(0, start - Self.reachOfCount)..<start).reversed() {
            if PayingWords.sentenceEnds.contains(text[place]) { return 1 }
            if "笔次单回".unicodeScalars.contains(text[place]), let count = SpokenDigit.anyValue(text[place - 1]),
                count > 1,
                !"第十拾百".unicodeScalars.contains(text[place - 2]), SpokenDigit.anyValue(text[place - 2]) == nil
            {
                return count
            }
        }
        return 1
    }

    private static let reachOfCount = 24
    private static let each = Lexicon(words: "各 每次 每笔 每单 每回 各转 各付 各打 各汇 每次都是 每笔都是 每次转 每笔转 都是 每单都是")

    /// Sums of one list have a time each, where as many stand before them, else all that of the first.
    private func alignTimes(_ payments: inout [Payment], _ times: PaymentTimes) {
        var start = 0
        while start < paid.count {
            let end = paid[start...].firstIndex { $0.list != paid[start].list } ?? paid.count
            let aligned = times.aligned(sums[start..<end], after: start > 0 ? sums[start - 1] : -1)
            for order in start..<end {
                if let aligned { payments[order].time = aligned[order - start] }
                if payments[order].time == nil { payments[order].time = payments[start].time }
            }
            start = end
        }
    }

    /// The paid sum behind, or the end.
    private func next(_ order: Int) -> Int { order + 1 < paid.count ? paid[order + 1].sum : entities.count }

    private func payer(_ sum: Int) -> Int? {
        payers.before(sum) ?? payers.first ?? payingPeople.before(sum) ?? payingPeople.first
    }

    private func isBeside(_ payee: Int, _ sum: Int) -> Bool {
        let (first, last) = (min(payee, sum), max(payee, sum))
        return isInOneSentence(first, last) && !entities[(first + 1)..<last].contains { $0.kind == .amount }
    }

    private func isInOneSentence(_ first: Int, _ last: Int) -> Bool { sentences.isOne(entities[first], entities[last]) }

    /// The account in the sentence of a sum, else one that follows before the next, else the one before it.
    private func payee(of order: Int) -> Int? {
        let sum = paid[order].sum
        let (before, behind) = (payees.before(sum), payees.behind(sum))
        if let behind, behind < next(order) {
            if isInOneSentence(sum, behind) {
                return before.flatMap { isNearer($0, behind, order) ? $0 : nil } ?? behind
            }
            guard let before, order > 0 || isInOneSentence(before, sum) else { return behind }
            return before
        }
        if let behind, isShared(behind, order) { return behind }
        return before
    }

    /// Whether an account behind other paid sums is that of this one too: the sums are one list, or a word says so (两笔都到…).
    private func isShared(_ account: Int, _ order: Int) -> Bool {
        let last = paid[sums.rank(account) - 1]
        let end = entities[account].range.lowerBound
        let start = max(entities[last.sum].range.upperBound, end - Self.reachOfShared)
        return last.list == paid[order].list || start < end && PayingWords(text: text).isShared(in: start..<end)
    }

    /// `往6217…转了五千，又往6228…转了三千`: the account before a sum is its own where another sum follows the one behind.
    private func isNearer(_ before: Int, _ behind: Int, _ order: Int) -> Bool {
        let sum = paid[order].sum
        guard isInOneSentence(before, sum), order == 0 || paid[order - 1].sum < before else { return false }
        let next = next(order)
        guard next < entities.count, behind < next, isInOneSentence(behind, next) else { return false }
        let (gap, other) = (
            entities[sum].range.lowerBound - entities[before].range.upperBound,
            entities[behind].range.lowerBound - entities[sum].range.upperBound
        )
        return gap < other
    }

    /// `980元、3980元、19800元，收款卡依次6217…、6229…、6217…`: as many accounts as sums, in the same order.
    private func alignLists(_ payments: inout [Payment]) {
        var start = 0
        while start < payments.count {
            var end = start + 1
            while end < payments.count, payees.behind(payments[end - 1].amount) ?? .max > payments[end].amount {
                end += 1
            }
            let next = end < payments.count ? payments[end].amount : entities.count
            let listed = payees.between(payments[end - 1].amount, next)
            if end - start > 1, listed.count == end - start {
                for (offset, payee) in listed.enumerated() { payments[start + offset].payee = payee }
            }
            start = end
        }
    }
}

extension Payments {
    /// `6217…(单玉梅)20000元;6228…(桑旭)35000元`: accounts and sums in turn, an account first, none behind the last sum. Where one
    /// of the sums was paid, all were.
    fileprivate func alignBehindAccounts(_ payments: inout [Payment]) {
        let all = entities.indices.filter { entities[$0].kind == .amount }
        let places = Dictionary(payments.enumerated().map { ($1.amount, $0) }, uniquingKeysWith: { first, _ in first })
        var start = 0
        while start < all.count {
            var (end, accounts) = (start, [Int]())
            while end < all.count, let own = ownAccount(end > 0 ? all[end - 1] : -1, all[end]) {
                accounts.append(own)
                end += 1
            }
            if accounts.count > 1, isLast(all[end - 1], until: end < all.count ? all[end] : entities.count) {
                settle(zip(all[start..<end], accounts), places, &payments)
            }
            start = max(end, start + 1)
        }
        payments.sort { $0.amount < $1.amount }
    }

    private func settle(
        _ listed: Zip2Sequence<ArraySlice<Int>, [Int]>, _ places: [Int: Int], _ payments: inout [Payment]
    ) {
        guard let like = listed.lazy.compactMap({ places[$0.0] }).first.map({ payments[$0] }) else { return }
        for (sum, account) in listed {
            if let place = places[sum] {
                payments[place].payee = account
            } else {
                payments.append(
                    Payment(
                        amount: sum, payer: like.payer, payee: account, time: like.time, isSure: false,
                        isPayeeBeside: true))
            }
        }
    }

    /// The one account between the sum before and this one, in its clause.
    private func ownAccount(_ before: Int, _ sum: Int) -> Int? {
        let listed = payees.between(before, sum)
        guard listed.count == 1, let account = listed.first else { return nil }
        let end = entities[account].range.upperBound
        let gap = end..<max(end, entities[sum].range.lowerBound)
        return gap.count <= Self.reachOfHolder && !gap.contains { PayingWords.clauseEnds.contains(text[$0]) }
            ? account : nil
    }

    private func isLast(_ sum: Int, until next: Int) -> Bool {
        payees.behind(sum).map { $0 > next || !isInOneSentence(sum, $0) } ?? true
    }
}

/// Ascending places in the list of entities.
extension [Int] {
    /// The number of those below `place`.
    func rank(_ place: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func before(_ place: Int) -> Int? {
        let rank = rank(place)
        return rank > 0 ? self[rank - 1] : nil
    }

    func behind(_ place: Int) -> Int? {
        let rank = rank(place + 1)
        return rank < count ? self[rank] : nil
    }

    func between(_ first: Int, _ last: Int) -> ArraySlice<Int> {
        let (start, end) = (rank(first + 1), rank(last))
        return start < end ? self[start..<end] : []
    }
}
