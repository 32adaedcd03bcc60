// The one place where mixed money is split: which of an account's money a withdrawal takes, and which part of a
// transfer is whose.

/// Some of an incident's money on an account, all of it come by the same chain of transfers.
struct Parcel {
    /// The number of the piece that brought it.
    let piece: Int
    /// In fen.
    var amount: Int64
    /// For FIFO its place on the line, for LIFO the balance below it, in fen.
    var position: Int64

    var end: Int64 { position + amount }
}

/// A part of a withdrawal that is an incident's money.
struct Slice {
    /// The number of the piece that had brought it to the account.
    let piece: Int
    /// In fen.
    var amount: Int64
    /// Where in the withdrawal it lies, in fen from its start.
    let offset: Int64
}

/// Parcels in the order in which they came.
struct Purse {
    private var parcels: [Parcel] = []
    private var taken = 0
    private(set) var total: Int64 = 0

    var first: Parcel? { taken < parcels.count ? parcels[taken] : nil }
    var last: Parcel? { taken < parcels.count ? parcels[parcels.count - 1] : nil }
    var remaining: ArraySlice<Parcel> { parcels[taken...] }

    mutating func put(_ parcel: Parcel) {
        parcels.append(parcel)
        total += parcel.amount
    }

    /// Takes `amount` off the front of the first parcel.
    mutating func takeFirst(_ amount: Int64) {
        total -= amount
        parcels[taken].amount -= amount
        parcels[taken].position += amount
        if parcels[taken].amount == 0 { taken += 1 }
    }

    /// Takes `amount` off the end of the last parcel.
    mutating func takeLast(_ amount: Int64) {
        total -= amount
        parcels[parcels.count - 1].amount -= amount
        if parcels[parcels.count - 1].amount == 0 { parcels.removeLast() }
    }
}

/// The incidents' money on one account, and by which rule it leaves.
struct Holdings {
    let rule: Rule
    /// One purse for each incident where each pays its share, else one for all.
    private(set) var purses: [(incident: Int, purse: Purse)] = []

    init(rule: Rule) { self.rule = rule }

    mutating func put(_ parcel: Parcel, incident: Int) {
        let owner = rule == .proportional ? incident : 0
        let index = purses.firstIndex { $0.incident >= owner } ?? purses.count
        if index == purses.count || purses[index].incident != owner { purses.insert((owner, Purse()), at: index) }
        purses[index].purse.put(parcel)
    }

    /// The first withdrawal from `index` on that may take some of this money; `nil` where none does.
    func nextWithdrawal(on line: Line, from index: Int) -> Int? {
        guard purses.contains(where: { $0.purse.total > 0 }) else { return nil }
        var next = index
        if rule == .fifo, let first = purses[0].purse.first {
            next = line.firstWithdrawal(from: index) { $0.start + $0.amount > first.position }
        } else if rule == .lifo, let last = purses[0].purse.last {
            while next < line.withdrawals.count, line.withdrawals[next].rest >= last.end { next += 1 }
        }
        return next < line.withdrawals.count ? next : nil
    }

    /// Takes out what the withdrawal takes of this money, by the rule; the slices are in the order of their offsets.
    mutating func take(_ withdrawal: Line.Withdrawal) -> [Slice] {
        switch rule {
        case .fifo: takeOverlap(withdrawal)
        case .lifo: takeFromAbove(withdrawal)
        case .proportional: takeShares(withdrawal)
        case .fraudFirst, .poison: takeFirst(of: 0, withdrawal.amount, offset: 0)
        }
    }

    private mutating func takeOverlap(_ withdrawal: Line.Withdrawal) -> [Slice] {
        var slices: [Slice] = []
        let end = withdrawal.start + withdrawal.amount
        while let first = purses[0].purse.first, first.position < end {
            let amount = min(first.end, end) - first.position
            slices.append(Slice(piece: first.piece, amount: amount, offset: first.position - withdrawal.start))
            purses[0].purse.takeFirst(amount)
        }
        return slices
    }

    private mutating func takeFromAbove(_ withdrawal: Line.Withdrawal) -> [Slice] {
        var slices: [Slice] = []
        while let last = purses[0].purse.last, last.end > withdrawal.rest {
            let amount = last.end - max(last.position, withdrawal.rest)
            slices.append(Slice(piece: last.piece, amount: amount, offset: withdrawal.balance - last.end))
            purses[0].purse.takeLast(amount)
        }
        return slices
    }

    private mutating func takeShares(_ withdrawal: Line.Withdrawal) -> [Slice] {
        let shares = Holdings.shares(of: purses.map(\.purse.total), withdrawal)
        var slices: [Slice] = []
        var offset: Int64 = 0
        for (index, share) in shares.enumerated() {
            slices += takeFirst(of: index, share, offset: offset)
            offset += share
        }
        return slices
    }

    /// Takes at most `amount` of one purse, the earliest first.
    private mutating func takeFirst(of index: Int, _ amount: Int64, offset: Int64) -> [Slice] {
        var slices: [Slice] = []
        var left = amount
        while left > 0, let first = purses[index].purse.first {
            let part = min(left, first.amount)
            slices.append(Slice(piece: first.piece, amount: part, offset: offset + amount - left))
            purses[index].purse.takeFirst(part)
            left -= part
        }
        return slices
    }

    /// Each total's share of a withdrawal, floor(total × amount ÷ balance) in 128 bits; what is left over stays.
    ///
    /// Where the floors of several incidents would together leave more than the balance after, single fen go as well:
    /// by the largest remainders, ties by the earlier incident.
    static func shares(of totals: [Int64], _ withdrawal: Line.Withdrawal) -> [Int64] {
        var shares: [Int64] = []
        var rests: [(rest: UInt64, index: Int)] = []
        for (index, total) in totals.enumerated() {
            let product = UInt64(total).multipliedFullWidth(by: UInt64(withdrawal.amount))
            let (share, rest) = UInt64(withdrawal.balance).dividingFullWidth(product)
            shares.append(Int64(share))
            rests.append((rest, index))
        }
        let stays = totals.reduce(0, +) - shares.reduce(0, +)
        let excess = Int(max(0, stays - withdrawal.rest))
        guard excess > 0 else { return shares }
        for item in rests.sorted(by: { ($1.rest, $0.index) < ($0.rest, $1.index) }).prefix(excess) {
            shares[item.index] += 1
        }
        return shares
    }
}

extension Line.Withdrawal {
    /// The balance after, in fen.
    var rest: Int64 { balance - amount }
}

/// How the parts of one transfer lie in it when victims' own money starts in it beside money that was carried to it.
///
/// A victim's own money lies first where nothing carried lies. Where both do not fit, the last of what was carried
/// gives way: from there on that money is the later victim's loss, and no fen counts for two incidents.
struct Layout {
    /// A stretch of the transfer that is an incident's money.
    struct Part {
        enum Origin {
            /// The number of the piece that had brought it to the payer.
            case carried(Int)
            /// The seed's index.
            case seed(Int)
        }

        let origin: Origin
        /// In fen.
        let amount: Int64
        /// In fen from the transfer's start.
        let offset: Int64
    }

    /// What goes on with the transfer, in the order of the offsets.
    private(set) var parts: [Part] = []
    /// What gave way.
    private(set) var displaced: [Slice] = []

    /// `carried` is in the order of its offsets; `seeds` together are at most `amount`; all in fen.
    init(amount: Int64, carried: [Slice], seeds: [Int64]) {
        let excess = carried.reduce(0) { $0 + $1.amount } + seeds.reduce(0, +) - amount
        let kept = displace(excess, from: carried)
        fill(seeds, around: kept, upTo: amount)
    }

    private mutating func displace(_ excess: Int64, from carried: [Slice]) -> [Slice] {
        var kept = carried
        var left = excess
        while left > 0, var last = kept.popLast() {
            let part = min(left, last.amount)
            last.amount -= part
            displaced.append(Slice(piece: last.piece, amount: part, offset: last.offset + last.amount))
            if last.amount > 0 { kept.append(last) }
            left -= part
        }
        return kept
    }

    private mutating func fill(_ seeds: [Int64], around kept: [Slice], upTo amount: Int64) {
        var open = seeds.enumerated().map { (seed: $0, left: $1) }[...]
        var place: Int64 = 0
        func fill(upTo end: Int64) -> [Part] {
            var filled: [Part] = []
            while place < end, let first = open.first {
                let part = min(end - place, first.left)
                filled.append(Part(origin: .seed(first.seed), amount: part, offset: place))
                place += part
                open[open.startIndex].left -= part
                if part == first.left { open.removeFirst() }
            }
            return filled
        }
        for slice in kept {
            parts += fill(upTo: slice.offset)
            parts.append(Part(origin: .carried(slice.piece), amount: slice.amount, offset: slice.offset))
            place = slice.offset + slice.amount
        }
        parts += fill(upTo: amount)
    }
}
