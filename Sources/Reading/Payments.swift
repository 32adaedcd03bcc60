/// Finds who paid what to which account and when.
struct Payments {
    private let text: ReadableText
    private let entities: [Entity]
    private let paid: [Int]
    /// Of each sum whether a verb beside it says that it was paid.
    private let told: [Bool]
    private let payers: [Int]
    private let payees: [Int]
    /// People who are paid, where no account is named.
    private let people: [Int]
    private let times: [Int]

    /// Characters between a sum and a time that is said for it.
    private static let reachOfTimeBehind = 30
    /// Characters of the longest sentence that is looked through.
    private static let sentenceMax = 200

    init(_ text: ReadableText, _ entities: [Entity]) {
        (self.text, self.entities) = (text, entities)
        let sums = PaidSums(text, entities).find()
        (paid, told) = (sums.map(\.sum), sums.map(\.isTold))
        payers = entities.indices.filter { entities[$0].isAccount && entities[$0].role == .payer }
        payees = entities.indices.filter { entities[$0].isAccount && entities[$0].role == .payee }
        people = entities.indices.filter { entities[$0].kind == .person && entities[$0].role == .payee }
        times = entities.indices.filter { entities[$0].kind == .time }
    }

    func find() -> [Payment] {
        var payments = paid.enumerated().map { order, sum in
            let payee = payee(of: order)
            return Payment(
                amount: sum, payer: payers.before(sum) ?? payers.first, payee: payee, time: time(of: order),
                isTold: told[order],
                isPayeeBeside: payee.map { isBeside($0, sum) } ?? false)
        }
        alignLists(&payments)
        return payments
    }

    private func isBeside(_ payee: Int, _ sum: Int) -> Bool {
        let (first, last) = (min(payee, sum), max(payee, sum))
        return isInOneSentence(first, last) && !entities[(first + 1)..<last].contains { $0.kind == .amount }
    }

    private static let sentenceEnds = Set("。!?\n".unicodeScalars)

    private func isInOneSentence(_ first: Int, _ last: Int) -> Bool {
        let (start, end) = (entities[first].range.upperBound, entities[last].range.lowerBound)
        return start <= end && end - start < Self.sentenceMax
            && !(start..<end).contains { Self.sentenceEnds.contains(text[$0]) }
    }

    private func payee(of order: Int) -> Int? {
        let sum = paid[order]
        let (before, behind) = (payees.before(sum), payees.behind(sum))
        if let behind, isInOneSentence(sum, behind) {
            guard let before, isNearer(before, behind, order) else { return behind }
            return before
        }
        return before ?? payees.first ?? people.behind(sum) ?? people.before(sum)
    }

    /// `往6217…转了五千，又往6228…转了三千`: the account before a sum is its own where another sum follows the one behind.
    private func isNearer(_ before: Int, _ behind: Int, _ order: Int) -> Bool {
        let sum = paid[order]
        guard isInOneSentence(before, sum), order == 0 || paid[order - 1] < before else { return false }
        let next = order + 1 < paid.count ? paid[order + 1] : nil
        guard let next, behind < next, isInOneSentence(behind, next) else { return false }
        let (gap, other) = (
            entities[sum].range.lowerBound - entities[before].range.upperBound,
            entities[behind].range.lowerBound - entities[sum].range.upperBound
        )
        return gap < other
    }

    /// The time said before the sum, and not for the payment before it; else the one right behind.
    private func time(of order: Int) -> Int? {
        let sum = paid[order]
        let last = order > 0 ? paid[order - 1] : -1
        if let before = times.before(sum), before > last, isInOneSentence(before, sum) { return before }
        guard let behind = times.behind(sum), isInOneSentence(sum, behind), gap(sum, behind) < Self.reachOfTimeBehind,
            !entities[(sum + 1)..<behind].contains(where: { $0.kind == .amount }), last == -1
        else { return nil }
        return behind
    }

    private func gap(_ first: Int, _ last: Int) -> Int {
        entities[last].range.lowerBound - entities[first].range.upperBound
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

/// Ascending places in the list of entities.
extension [Int] {
    /// The number of those below `place`.
    private func rank(_ place: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate func before(_ place: Int) -> Int? {
        let rank = rank(place)
        return rank > 0 ? self[rank - 1] : nil
    }

    fileprivate func behind(_ place: Int) -> Int? {
        let rank = rank(place + 1)
        return rank < count ? self[rank] : nil
    }

    fileprivate func between(_ first: Int, _ last: Int) -> ArraySlice<Int> {
        let (start, end) = (rank(first + 1), rank(last))
        return start < end ? self[start..<end] : []
    }
}
