package import Primitives

/// Money that an account must have received or lost although no entry tells of it.
package struct Adjustment: Hashable, Sendable {
    package enum Direction: String, Sendable { case deposit, withdrawal }

    package let account: AccountKey
    package let at: TransferOrder
    package let direction: Direction
    package let amount: Money
}

/// One account's money laid on one line in the order in which it came; by FIFO it leaves in the same order.
///
/// A deposit covers a stretch that begins at what had come in before it; a withdrawal covers one that begins at what
/// had gone out before it.
struct Line: Sendable {
    struct Withdrawal: Sendable {
        let event: Int
        /// `nil` where a stated balance shows that money is gone and no entry tells where to.
        let transfer: Int?
        /// What had gone out before: the place on the line, in fen.
        let start: Int64
        let amount: Int64
        /// The balance before, in fen.
        let balance: Int64
    }

    let opening: Int64
    let isOpeningInferred: Bool
    let withdrawals: [Withdrawal]
    let adjustments: [Adjustment]
    /// The balance after the last entry, in fen.
    let balance: Int64

    /// The first withdrawal after an event, as an index; the count where there is none.
    func firstWithdrawal(after event: Int) -> Int { firstWithdrawal(from: 0) { $0.event > event } }

    /// The first withdrawal from `index` on for which `isLate` holds, which must hold for all after it.
    func firstWithdrawal(from index: Int, where isLate: (Withdrawal) -> Bool) -> Int {
        var (low, high) = (index, withdrawals.count)
        while low < high {
            let middle = (low + high) / 2
            if isLate(withdrawals[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Where on its payee's line a transfer arrived.
struct Landing: Sendable {
    var event = 0
    /// What had come in before, the opening balance included, in fen.
    var start: Int64 = 0
    /// The balance before, in fen.
    var balance: Int64 = 0
}

/// One event as its account sees it.
struct LineEntry {
    enum Kind {
        case deposit(Int)
        case withdrawal(Int)
        case stated
    }

    let event: Int
    let kind: Kind
    let amount: Int64
    let order: TransferOrder
}

/// Lays one account's entries on its line and finds what must be inferred for them to be possible.
struct LineBuilder {
    private let account: LedgerAccount
    private var withdrawals: [Line.Withdrawal] = []
    private var adjustments: [Adjustment] = []
    private var came: Int64 = 0
    private var went: Int64 = 0

    /// Writes where each deposit lies to `landings`, by the transfer's number.
    static func line(of account: LedgerAccount, entries: [LineEntry], landings: inout [Landing]) -> Line {
        var builder = LineBuilder(account: account)
        let opening = account.openingBalance?.fen ?? leastOpening(of: account, entries: entries)
        builder.came = opening
        for entry in entries { builder.add(entry, landings: &landings) }
        return Line(
            opening: opening, isOpeningInferred: account.openingBalance == nil, withdrawals: builder.withdrawals,
            adjustments: builder.adjustments, balance: builder.came - builder.went)
    }

    private init(account: LedgerAccount) { self.account = account }

    /// The least opening balance that lets all entries be paid up to the first stated balance, which settles the rest.
    ///
    /// A stated balance that is higher than the entries explain raises it only where no entry can be missing in
    /// between: before the first entry, and where the statement at hand covers that moment.
    private static func leastOpening(of account: LedgerAccount, entries: [LineEntry]) -> Int64 {
        var (net, least): (Int64, Int64) = (0, 0)
        for (index, entry) in entries.enumerated() {
            switch entry.kind {
            case .deposit: net += entry.amount
            case .withdrawal:
                net -= entry.amount
                least = max(least, -net)
            case .stated:
                let isCovered = account.knownUntil.map { entry.order.at <= $0 } ?? false
                return index == 0 || isCovered ? max(least, entry.amount - net) : least
            }
        }
        return least
    }

    private mutating func add(_ entry: LineEntry, landings: inout [Landing]) {
        let balance = came - went
        switch entry.kind {
        case .deposit(let transfer):
            landings[transfer] = Landing(event: entry.event, start: came, balance: balance)
            came += entry.amount
        case .withdrawal(let transfer):
            if balance < entry.amount { adjust(.deposit, by: entry.amount - balance, at: entry) }
            withdraw(entry.amount, transfer: transfer, at: entry)
        case .stated where balance > entry.amount:
            withdraw(balance - entry.amount, transfer: nil, at: entry)
            adjustments.append(adjustment(.withdrawal, by: balance - entry.amount, at: entry))
        case .stated:
            if balance < entry.amount { adjust(.deposit, by: entry.amount - balance, at: entry) }
        }
    }

    private mutating func adjust(_ direction: Adjustment.Direction, by amount: Int64, at entry: LineEntry) {
        came += amount
        adjustments.append(adjustment(direction, by: amount, at: entry))
    }

    private func adjustment(_ direction: Adjustment.Direction, by amount: Int64, at entry: LineEntry) -> Adjustment {
        Adjustment(account: account.key, at: entry.order, direction: direction, amount: Money(fen: amount))
    }

    private mutating func withdraw(_ amount: Int64, transfer: Int?, at entry: LineEntry) {
        withdrawals.append(
            Line.Withdrawal(event: entry.event, transfer: transfer, start: went, amount: amount, balance: came - went))
        went += amount
    }
}
