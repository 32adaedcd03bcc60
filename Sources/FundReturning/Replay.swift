package import Primitives

/// What can still be a victim's in an account: `least` under every attribution of the payments out, `most` under one.
package struct Interval: Sendable, Equatable {
    package let least: Money
    package let most: Money

    package init(least: Money, most: Money) {
        self.least = least
        self.most = most
    }

    /// The time stamps alone say what is his.
    package var isSeparable: Bool { least == most }
}

/// A statement replayed entry by entry, keeping for each victim the interval of what can still be his.
///
/// Each payment out may have been anybody's. Least: all that left since he paid was his. Most: all that left was the
/// others', as far as they had any; it never exceeds what lay there at any moment since he paid.
package struct Replay: Sendable {
    package struct Row: Sendable, Equatable {
        package let entry: AccountLedger.Entry
        package let balance: Money
        /// The interval of the entry's victim after it; nil where it names none.
        package let interval: Interval?
    }

    package let rows: [Row]
    package let balance: Money
    /// Each victim's interval at the end.
    package let intervals: [String: Interval]
    /// The entry with which each victim first paid.
    package let firstDeposits: [String: Int]
    /// What each victim was paid back from here.
    package let returned: [String: Money]
    /// The least that lies there, under every attribution, of what is no part of what is shared: money of no known victim, and
    /// of those whom the time stamps separate.
    package let apart: Money
    /// What intervals and `apart` would be had nothing been paid back: the whole of which victims have had a part by now.
    let unpaid: (intervals: [String: Interval], apart: Money)

    package init(_ ledger: AccountLedger) {
        var lows = RunningLows()
        var standings: [String: Standing] = [:]
        var firsts: [String: Int] = [:]
        var rows: [Row] = []
        rows.reserveCapacity(ledger.entries.count)
        for (index, entry) in ledger.entries.enumerated() {
            var interval: Interval?
            if let victim = entry.victim {
                var standing = standings[victim, default: Standing()]
                standing.advance(to: index - 1, ledger, lows)
                if entry.direction == .returned {
                    standing.giveBack(entry.amount.fen, at: index)
                } else {
                    standing.deposit(entry.amount.fen, at: index)
                    firsts[victim] = firsts[victim] ?? index
                }
                standings[victim] = standing
                interval = standing.interval
            }
            lows.add(ledger.balances[index].fen)
            rows.append(Row(entry: entry, balance: ledger.balances[index], interval: interval))
        }
        self.rows = rows
        balance = ledger.balance
        firstDeposits = firsts
        returned = ledger.entries.reduce(into: [:]) { returned, entry in
            guard entry.direction == .returned, let victim = entry.victim else { return }
            returned[victim, default: .zero] += entry.amount
        }
        intervals = standings.mapValues { standing in
            var standing = standing
            standing.advance(to: ledger.entries.count - 1, ledger, lows)
            return standing.interval
        }
        apart = Self.apart(ledger, lows, besides: Set(intervals.filter { !$0.value.isSeparable }.keys))
        guard !returned.isEmpty else {
            unpaid = (intervals, apart)
            return
        }
        let whole = Replay(ledger.unpaid)
        unpaid = (whole.intervals, whole.apart)
    }

    /// All whose money is not shared, replayed as one.
    private static func apart(_ ledger: AccountLedger, _ lows: RunningLows, besides shared: Set<String>) -> Money {
        var standing = Standing()
        standing.deposit(ledger.opening.fen, at: -1)
        for (index, entry) in ledger.entries.enumerated() where !(entry.victim.map(shared.contains) ?? false) {
            standing.advance(to: index - 1, ledger, lows)
            switch entry.direction {
            case .incoming: standing.deposit(entry.amount.fen, at: index)
            case .returned: standing.giveBack(entry.amount.fen, at: index)
            case .outgoing: break
            }
        }
        standing.advance(to: ledger.entries.count - 1, ledger, lows)
        return standing.interval.least
    }
}

/// A victim's interval after one entry; it is brought up to date only when it is looked at.
private struct Standing {
    private var least: Int64 = 0
    private var most: Int64 = 0
    /// The entry after which it holds.
    private var entry = -1

    var interval: Interval { Interval(least: Money(fen: least), most: Money(fen: most)) }

    mutating func advance(to end: Int, _ ledger: AccountLedger, _ lows: RunningLows) {
        guard end > entry else { return }
        let before = entry < 0 ? 0 : ledger.paidOut[entry]
        least = max(0, least - (ledger.paidOut[end] - before))
        most = min(most, lows.lowest(after: entry))
        entry = end
    }

    mutating func deposit(_ fen: Int64, at index: Int) {
        least += fen
        most += fen
        entry = index
    }

    mutating func giveBack(_ fen: Int64, at index: Int) {
        least = max(0, least - fen)
        most = max(0, most - fen)
        entry = index
    }
}

/// The lowest balance from any entry to the last: a stack of those that no later one undercuts.
private struct RunningLows {
    private var stack: [(entry: Int, balance: Int64)] = []
    private var count = 0

    mutating func add(_ balance: Int64) {
        while let last = stack.last, last.balance >= balance { stack.removeLast() }
        stack.append((count, balance))
        count += 1
    }

    /// The lowest after `entry` up to the last added, of which there is one.
    func lowest(after entry: Int) -> Int64 {
        var (low, high) = (0, stack.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if stack[middle].entry > entry { high = middle } else { low = middle + 1 }
        }
        return stack[low].balance
    }
}
