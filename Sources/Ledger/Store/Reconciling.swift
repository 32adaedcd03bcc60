/// Holds what banks said of balances against what the transfers explain, and lays what is missing in between.
///
/// The first balance that is said of an account gives its opening one. A difference afterwards becomes a transfer of its own
/// from or to the outside, without an id: money that came just before, or went just after. So does what a payment lacks that
/// a known opening balance does not cover. All balances are those after the transfer.
struct Reconciling: ~Copyable {
    private let totals: Kept<Totals>
    private let openings: Kept<Opening>
    private var batch: Batch
    /// How many transfers are missing.
    private var missing = 0
    private let isCounting: Bool

    /// `rows`, which are in their order, with what is missing in them; `openings` are changed where a balance gives one.
    static func run(_ rows: consuming Batch, totals: Column<Totals>, openings: Kept<Opening>) -> Batch {
        var count = Reconciling(rows.said, totals: totals, openings: openings, isCounting: true)
        count.go(rows)
        if count.missing == 0 { return rows }
        var filling = Reconciling(rows.said, totals: totals, openings: openings, isCounting: false)
        filling.go(rows)
        return filling.end()
    }

    /// Whether all opening balances that are known cover the payments, so that nothing is missing where no other is stated.
    static func isCovered(_ rows: borrowing Batch, totals: Column<Totals>, openings: Column<Opening>) -> Bool {
        let (kept, unknown) = (Kept<Int64>(count: openings.count), Int64.min)
        defer { kept.stay() }
        let balances = kept.column
        var hasKnown = false
        for account in 0..<openings.count {
            let total = account < totals.count ? totals[account] : Totals()
            let isKnown = account != Accounts.outside && openings[account].source != .inferred
            balances[account] = isKnown ? openings[account].balance + total.came - total.went : unknown
            if isKnown, balances[account] < 0 { return false }
            hasKnown = hasKnown || isKnown
        }
        guard hasKnown else { return true }
        for row in 0..<rows.count {
            let (payer, payee, amount) = (Int(rows.payers[row]), Int(rows.payees[row]), rows.amounts[row])
            if balances[payer] != unknown {
                balances[payer] -= amount
                if balances[payer] < 0 { return false }
            }
            if balances[payee] != unknown { balances[payee] += amount }
        }
        return true
    }

    private init(_ said: Said, totals: Column<Totals>, openings: Kept<Opening>, isCounting: Bool) {
        self.totals = Kept(count: openings.column.count)
        self.totals.column.copy(from: totals)
        self.openings = openings
        self.isCounting = isCounting
        batch = Batch(said)
    }

    private consuming func end() -> Batch { batch }

    private mutating func go(_ rows: borrowing Batch) {
        for row in 0..<rows.count {
            let (payer, payee) = (Int(rows.payers[row]), Int(rows.payees[row]))
            let (amount, time) = (rows.amounts[row], rows.times[row])
            let left = rows.said.payerBalances ? rows.payerBalances[row] : Partition.unsaid
            let found = rows.said.payeeBalances && payer != payee ? rows.payeeBalances[row] : Partition.unsaid
            let before = left == Partition.unsaid ? left : max(0, left) + amount
            settle(payer, before: before, least: amount, time)
            let rest = found == Partition.unsaid ? found : found - amount
            let gone = settle(payee, before: rest, least: 0, time)
            if !isCounting { batch.take(row, of: rows) }
            book(payer, payee, amount)
            if gone > 0 { insert(payee, Accounts.outside, gone, time) }
        }
    }

    private func balance(_ account: Int) -> Int64 {
        openings.column[account].balance + totals.column[account].came - totals.column[account].went
    }

    /// Makes the account's balance what it must have been; returns what of it must have gone, where that is not done yet.
    @discardableResult
    private mutating func settle(_ account: Int, before: Int64, least: Int64, _ time: Int64) -> Int64 {
        guard account != Accounts.outside else { return 0 }
        let (total, known) = (totals.column[account], openings.column[account].source != .inferred)
        if before != Partition.unsaid, !known {
            let opening = max(before - total.came + total.went, -total.lowest, 0)
            openings.column[account] = Opening(opening, .stated)
        } else if !known {
            return 0
        }
        let there = balance(account)
        let wanted = before == Partition.unsaid ? max(there, least) : before
        if wanted > there { insert(Accounts.outside, account, wanted - there, time) }
        guard wanted < there else { return 0 }
        if least == 0 { return there - wanted }
        insert(account, Accounts.outside, there - wanted, time)
        return 0
    }

    private mutating func insert(_ payer: Int, _ payee: Int, _ amount: Int64, _ time: Int64) {
        missing += 1
        book(payer, payee, amount)
        if isCounting { return }
        batch.add(time: time, payer: UInt32(payer), payee: UInt32(payee), amount: amount, line: 0)
        batch.addID("")
        if batch.said.serials { batch.addSerial(nil, 0) }
        if batch.said.payerBalances { batch.payerBalances.push(Partition.unsaid) }
        if batch.said.payeeBalances { batch.payeeBalances.push(Partition.unsaid) }
    }

    private func book(_ payer: Int, _ payee: Int, _ amount: Int64) {
        totals.column[payer].went += amount
        let total = totals.column[payer]
        totals.column[payer].lowest = min(total.lowest, total.came - total.went)
        totals.column[payee].came += amount
    }
}
