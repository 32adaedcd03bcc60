package import Primitives

/// A frozen account's statement as a return of funds reads it: what came from which victim, and what left.
package struct AccountLedger: Sendable, Equatable {
    package enum Direction: Sendable, Equatable {
        case incoming, outgoing
        /// Paid back to its victim by an earlier decision: it was his, and nobody else's part grows or shrinks by it.
        case returned
    }

    package struct Entry: Sendable, Equatable {
        package let direction: Direction
        package let amount: Money
        /// Who paid it in, or got it back; nil for money of no known victim, and for what else leaves.
        package let victim: String?

        package init(_ direction: Direction, _ amount: Money, victim: String? = nil) {
            self.direction = direction
            self.amount = amount
            self.victim = victim
        }
    }

    /// Why a statement cannot be replayed; `entry` counts from 0.
    package enum Fault: Error, Equatable {
        case amountNotPositive(entry: Int)
        /// More leaves than lies there: the opening balance or an entry is missing.
        case overdrawn(entry: Int, balance: Money)
        /// Whose money leaves is what is to be found out.
        case victimOnPayment(entry: Int)
        case victimMissing(entry: Int)
        case openingNegative
        /// The sums are beyond 92 million billion yuan.
        case tooLarge(entry: Int)
    }

    /// What lay there before the first entry: money of no known victim.
    package let opening: Money
    /// In the order in which the bank booked them.
    package let entries: [Entry]
    /// What lies there after each entry.
    let balances: [Money]
    /// What had left up to and with each entry, returns apart, in fen.
    let paidOut: [Int64]

    package init(opening: Money, entries: [Entry]) throws(Fault) {
        guard opening >= .zero else { throw .openingNegative }
        var (balance, out) = (opening.fen, Int64(0))
        var (balances, paidOut): ([Money], [Int64]) = ([], [])
        for (index, entry) in entries.enumerated() {
            guard entry.amount.isPositive else { throw .amountNotPositive(entry: index) }
            let fen = entry.amount.fen
            switch entry.direction {
            case .incoming: balance = try Self.sum(balance, fen, index)
            case .outgoing:
                guard entry.victim == nil else { throw .victimOnPayment(entry: index) }
                guard fen <= balance else { throw .overdrawn(entry: index, balance: Money(fen: balance)) }
                balance -= fen
                out = try Self.sum(out, fen, index)
            case .returned:
                guard entry.victim != nil else { throw .victimMissing(entry: index) }
                guard fen <= balance else { throw .overdrawn(entry: index, balance: Money(fen: balance)) }
                balance -= fen
            }
            balances.append(Money(fen: balance))
            paidOut.append(out)
        }
        (self.opening, self.entries, self.balances, self.paidOut) = (opening, entries, balances, paidOut)
    }

    /// As if nothing had been paid back: more lies there at each moment, so that every other entry can be booked as it was.
    var unpaid: AccountLedger { AccountLedger(booking: entries.filter { $0.direction != .returned }, after: opening) }

    /// Of entries that are known to be bookable.
    private init(booking entries: [Entry], after opening: Money) {
        (self.opening, self.entries) = (opening, entries)
        var (balance, out) = (opening, Int64(0))
        var (balances, paidOut): ([Money], [Int64]) = ([], [])
        for entry in entries {
            if entry.direction == .incoming { balance += entry.amount } else { balance -= entry.amount }
            if entry.direction == .outgoing { out += entry.amount.fen }
            balances.append(balance)
            paidOut.append(out)
        }
        (self.balances, self.paidOut) = (balances, paidOut)
    }

    private static func sum(_ a: Int64, _ b: Int64, _ entry: Int) throws(Fault) -> Int64 {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        guard !isTooLarge else { throw .tooLarge(entry: entry) }
        return sum
    }

    package var balance: Money { balances.last ?? opening }
}
