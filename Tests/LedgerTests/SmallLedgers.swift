import Ledger
import Primitives

/// A small ledger with its replay and a question.
struct SmallLedger {
    var transfers: [FenReplay.Transfer] = []
    var given: [Int: Int] = [:]
    var accounts: Int

    static let names = ["", "A", "B", "C", "D", "E", "F"] + (7..<300).map { "N\($0)" }

    var openings: [Int] {
        FenReplay.leastOpenings(transfers, accounts: accounts).enumerated().map { given[$0.offset] ?? $0.element }
    }

    func ledger(partitionRows: Int) throws -> TransferLedger {
        let rows = transfers.enumerated().map { row, transfer in
            AppendedTransfer(
                id: "t\(row)", time: transfer.time, payer: Self.names[transfer.payer],
                payee: Self.names[transfer.payee], amount: Int64(transfer.amount))
        }
        var balances: [String: Int64] = [:]
        for (account, balance) in given { balances[Self.names[account]] = Int64(balance) }
        return try TransferLedger(rows, openings: balances, partitionRows: partitionRows)
    }

    /// Every ledger of so many transfers of 1 or 3 fen among two accounts and the outside, a third only being paid.
    static func forEach(transfers count: Int, _ body: (SmallLedger) throws -> Void) rethrows {
        var choices: [(Int, Int, Int)] = []
        for payer in 0...2 {
            for payee in 0...3 where payer != 0 || payee != 0 {
                choices += [(payer, payee, 1), (payer, payee, 3)]
            }
        }
        var digits = [Int](repeating: 0, count: count)
        repeat {
            let rows = digits.enumerated().map { row, digit in
                FenReplay.Transfer(
                    payer: choices[digit].0, payee: choices[digit].1, amount: choices[digit].2, time: Int64(row / 2))
            }
            try body(SmallLedger(transfers: rows, accounts: 4))
        } while next(&digits, below: choices.count)
    }

    private static func next(_ digits: inout [Int], below limit: Int) -> Bool {
        for index in digits.indices {
            digits[index] += 1
            if digits[index] < limit { return true }
            digits[index] = 0
        }
        return false
    }

    /// Up to six accounts and `most` transfers; some opening balances are above the least.
    static func random(_ chance: inout SplitMix64, most: Int) -> SmallLedger {
        let accounts = Int.random(in: 2...7, using: &chance)
        var time: Int64 = 0
        var ledger = SmallLedger(accounts: accounts)
        for _ in 0..<Int.random(in: 1...most, using: &chance) {
            time += Int64.random(in: 0...2, using: &chance)
            let payer = Int.random(in: 0..<accounts, using: &chance)
            var payee = Int.random(in: 0..<accounts, using: &chance)
            if payer == 0, payee == 0 { payee = 1 }
            let amount = Int.random(in: 1...Int.random(in: 1...12, using: &chance), using: &chance)
            ledger.transfers.append(FenReplay.Transfer(payer: payer, payee: payee, amount: amount, time: time))
        }
        for (account, least) in ledger.openings.enumerated() where account > 0 && Bool.random(using: &chance) {
            ledger.given[account] = least + Int.random(in: 0...9, using: &chance)
        }
        return ledger
    }

    func question(_ rule: TraceRule, _ direction: TraceQuestion.Direction, _ chance: inout SplitMix64) -> TraceQuestion
    {
        let seeds = (0..<Int.random(in: 1...3, using: &chance)).map { _ in
            Int.random(in: 0..<transfers.count, using: &chance)
        }
        var limits = TraceLimits()
        if Int.random(in: 0..<3, using: &chance) == 0 { limits.hops = Int.random(in: 0...3, using: &chance) }
        if Int.random(in: 0..<3, using: &chance) == 0 { limits.least = Int64.random(in: 1...5, using: &chance) }
        if Int.random(in: 0..<3, using: &chance) == 0 { limits.breadth = Int.random(in: 0...3, using: &chance) }
        if Int.random(in: 0..<3, using: &chance) == 0 {
            let times = transfers.map(\.time)
            // Beyond the seeds: a seed out of the time asked for is no question.
            limits.until =
                direction == .forward
                ? Int64.random(in: times[seeds.max() ?? 0]...(times.last ?? 0), using: &chance)
                : Int64.random(in: 0...times[seeds.min() ?? 0], using: &chance)
        }
        let freezes = direction == .forward ? freezes(seeds, &chance) : []
        return TraceQuestion(seeds: seeds, rule: rule, limits: limits, direction: direction, freezes: freezes)
    }

    /// None in two of three cases; none that refuses a seed.
    private func freezes(_ seeds: [Int], _ chance: inout SplitMix64) -> [Freeze] {
        guard Int.random(in: 0..<3, using: &chance) == 0 else { return [] }
        return (0..<Int.random(in: 1...3, using: &chance)).map { _ in
            let row = transfers[Int.random(in: 0..<transfers.count, using: &chance)]
            return Freeze(account: row.payer, moment: row.time - Int64.random(in: 0...2, using: &chance))
        }
        .filter { freeze in isPossible(freeze, seeds) }
    }

    /// Whether a freeze lets the seeds be paid; the outside cannot be held.
    func isPossible(_ freeze: Freeze, _ seeds: [Int]) -> Bool {
        freeze.account != 0
            && !seeds.contains { transfers[$0].payer == freeze.account && transfers[$0].time > freeze.moment }
    }
}

extension FenReplay.Answer {
    init(_ trace: LedgerTrace) {
        for transfer in trace.transfers { carried[transfer.row] = [Int(transfer.traced), transfer.level] }
        for holder in trace.holders { held[holder.account] = Int(holder.held) }
        superseded = Int(trace.superseded)
        for cut in trace.frontier {
            frontier[cut.account, default: [:]][cut.limit.text] = [Int(cut.held), cut.next]
        }
    }
}
