import FundTracing
import Primitives

/// A small ledger with its seeds, made by chance or as one of all.
struct SmallWorld {
    var ledger: Ledger
    var seeds: [Seed]

    static let conserving: [Rule] = [.fifo, .lifo, .fraudFirst, .proportional]
    private static let names = ["A", "B", "C", "D"].map(AccountKey.init)

    func trace(_ rule: Rule, _ limits: Limits = .none) throws -> (tracer: Tracer, trace: Trace) {
        let tracer = try Tracer(ledger)
        return (tracer, try tracer.trace(TraceRequest(seeds: seeds, rule: rule, limits: limits, now: moment(99))))
    }

    /// Two victims pay 3 and 2 fen to A and B; then `count` transfers of 1 or 3 fen between three accounts, or of 3 fen
    /// out, in every combination.
    static func forEach(transfers count: Int, _ body: (SmallWorld) throws -> Void) rethrows {
        var choices: [(payer: AccountKey, payee: Destination, fen: Int64)] = []
        for payer in names[..<3] {
            for payee in names[..<3].map(Destination.account) { choices += [(payer, payee, 1), (payer, payee, 3)] }
            choices.append((payer, .exit(.cash), 3))
        }
        var digits = Array(repeating: 0, count: count)
        repeat {
            var ledger = Ledger(transfers: [])
            ledger.add(nil, .account(names[0]), 3)
            ledger.add(nil, .account(names[1]), 2)
            for digit in digits { ledger.add(choices[digit].payer, choices[digit].payee, choices[digit].fen) }
            let seeds = zip(["I1", "I2"], ledger.transfers).map {
                Seed(incident: IncidentKey($0), transfer: $1.key, amount: $1.amount)
            }
            try body(SmallWorld(ledger: ledger, seeds: seeds))
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

    /// Up to four accounts and eight transfers, openings given or not, stated balances, late arrivals, a few seeds.
    static func random(_ seed: UInt64) -> SmallWorld {
        var chance = SplitMix64(seed: seed)
        let accounts = names.prefix(Int.random(in: 1...4, using: &chance))
        var ledger = Ledger(transfers: [])
        for _ in 0..<Int.random(in: 1...8, using: &chance) {
            let payer = Int.random(in: 0..<4, using: &chance) == 0 ? nil : accounts.randomElement(using: &chance)
            let delay = Int64(max(0, Int.random(in: -3...2, using: &chance)))
            ledger.add(payer, destination(accounts, &chance), Int64.random(in: 1...9, using: &chance), delay: delay)
        }
        ledger.accounts = accounts.compactMap { account($0, transfers: ledger.transfers.count, &chance) }
        return SmallWorld(ledger: ledger, seeds: seeds(ledger, &chance))
    }

    private static func destination(_ accounts: ArraySlice<AccountKey>, _ chance: inout SplitMix64) -> Destination {
        switch Int.random(in: 0..<10, using: &chance) {
        case 0: .exit(.cash)
        case 1: .unexplained
        default: .account(accounts.randomElement(using: &chance) ?? names[0])
        }
    }

    private static func account(_ key: AccountKey, transfers: Int, _ chance: inout SplitMix64) -> LedgerAccount? {
        func chanceOf(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &chance) == 0 }
        if chanceOf(3) { return nil }
        var stated: [StatedBalance] = []
        while stated.count < 2, chanceOf(3) {
            let at = TransferOrder(
                at: moment(Int64.random(in: 0...9, using: &chance)), arrival: 99 + Int64(stated.count))
            stated.append(StatedBalance(at: at, balance: Money(fen: Int64.random(in: 0...12, using: &chance))))
        }
        if let first = stated.first, chanceOf(4) { stated.append(first) }
        return LedgerAccount(
            key: key, openingBalance: chanceOf(2) ? Money(fen: Int64.random(in: 0...9, using: &chance)) : nil,
            statedBalances: stated, knownUntil: chanceOf(2) ? moment(Int64.random(in: 0...9, using: &chance)) : nil)
    }

    private static func seeds(_ ledger: Ledger, _ chance: inout SplitMix64) -> [Seed] {
        var left = Dictionary(uniqueKeysWithValues: ledger.transfers.map { ($0.key, $0.amount.fen) })
        return (1...Int.random(in: 1...3, using: &chance)).compactMap { number in
            guard let transfer = ledger.transfers.randomElement(using: &chance), let rest = left[transfer.key], rest > 0
            else { return nil }
            let amount = Int64.random(in: 1...rest, using: &chance)
            left[transfer.key] = rest - amount
            return Seed(incident: IncidentKey("I\(number)"), transfer: transfer.key, amount: Money(fen: amount))
        }
    }
}

/// The moments of small worlds, one second apart.
func moment(_ second: Int64) -> Timestamp { Timestamp(microseconds: second * 1_000_000) }

extension Ledger {
    /// Adds a transfer a second after the last one; it arrives `delay` seconds later.
    fileprivate mutating func add(_ payer: AccountKey?, _ payee: Destination, _ fen: Int64, delay: Int64 = 0) {
        let number = Int64(transfers.count)
        transfers.append(
            Transfer(
                key: TransferKey("t\(number)"), payer: payer, payee: payee, amount: Money(fen: fen),
                payerOrder: TransferOrder(at: moment(number), arrival: number),
                payeeOrder: TransferOrder(at: moment(number + delay), arrival: number)))
    }
}
