import FundTracing
import Primitives
import Testing
import Web

/// Money on the way, split by where it is now: every fen once on each transfer it took.
@Suite struct MoneyFlowsTests {
    static let conserving = Rule.allCases.filter(\.conserves)

    @Test(
        "over 400 random ledgers the bands at the victim's edge are what he paid, and add up as the trace's totals do",
        arguments: conserving)
    func conservation(rule: Rule) throws {
        for seed in 1...400 as ClosedRange<UInt64> {
            let trace = try Self.trace(seed: seed, rule)
            let flows = MoneyFlows(trace) { "payer of \($0)" }
            let totals = trace.totals()
            #expect(flows.total.total == totals.seeded, "seed \(seed)")
            #expect(flows.total.held == totals.held, "seed \(seed)")
            #expect(flows.total.exited == totals.exited, "seed \(seed)")
        }
    }

    @Test(
        "what an account received is what came in, and what it passed on is what its ribbons carry",
        arguments: conserving)
    func places(rule: Rule) throws {
        for seed in 1...400 as ClosedRange<UInt64> {
            let trace = try Self.trace(seed: seed, rule)
            let flows = MoneyFlows(trace) { _ in "payer" }
            for (name, place) in flows.places {
                let arriving = flows.flows.filter { $0.to == name }.map(\.bands.total).reduce(.zero, +)
                let leaving = flows.flows.filter { $0.from == name }.map(\.bands.total).reduce(.zero, +)
                let gone = flows.leaks.filter { $0.from == name }.map(\.amount).reduce(.zero, +)
                #expect(arriving == place.received, "seed \(seed), \(name)")
                #expect(leaving == place.passedOn, "seed \(seed), \(name)")
                #expect(gone == place.bands.exited, "seed \(seed), \(name)")
            }
            let held = flows.places.values.map(\.bands.held).reduce(.zero, +)
            #expect(held == flows.total.held, "seed \(seed)")
            let frontier = trace.frontier.map(\.amount).reduce(.zero, +)
            let cut = flows.stubs.filter { $0.reason != .superseded }.map(\.amount).reduce(.zero, +)
            #expect(cut == frontier, "seed \(seed)")
        }
    }

    @Test("the order of the input changes nothing", arguments: conserving)
    func order(rule: Rule) throws {
        for seed in 1...100 as ClosedRange<UInt64> {
            let one = MoneyFlows(try Self.trace(seed: seed, rule)) { "\($0)" }
            let other = MoneyFlows(try Self.trace(seed: seed, rule, isReversed: true)) { "\($0)" }
            #expect(one == other, "seed \(seed)")
        }
    }

    @Test("a ribbon shows where its own money lies: 30 of 100 passed on and held, 70 cashed out")
    func bands() throws {
        let (a, b) = (AccountKey("A"), AccountKey("B"))
        let transfers = [
            Self.transfer(0, nil, .account(a), 100), Self.transfer(1, a, .account(b), 30),
            Self.transfer(2, a, .exit(.cash), 70),
        ]
        let ledger = Ledger(
            transfers: transfers,
            accounts: [LedgerAccount(key: b, holds: [HoldPeriod(from: Self.moment(5), until: nil)])])
        let seed = Seed(incident: IncidentKey("I"), transfer: TransferKey("t0"), amount: Money(fen: 100))
        let trace = try Tracer(ledger).trace(TraceRequest(seeds: [seed], now: Self.moment(9)))
        let flows = MoneyFlows(trace) { _ in "victim" }
        #expect(flows.flows.first { $0.from == "victim" }?.bands == Bands(held: Money(fen: 30), exited: Money(fen: 70)))
        #expect(flows.flows.first { $0.from == "A" }?.bands == Bands(held: Money(fen: 30)))
        #expect(flows.places["A"]?.bands == Bands(exited: Money(fen: 70)))
        #expect(flows.places["B"]?.bands == Bands(held: Money(fen: 30)))
        #expect(flows.leaks.map(\.kind) == [.cash])
    }

    // MARK: worlds

    private static func moment(_ second: Int64) -> Timestamp { Timestamp(microseconds: second * 1_000_000) }

    private static func transfer(_ number: Int64, _ payer: AccountKey?, _ payee: Destination, _ fen: Int64) -> Transfer
    {
        Transfer(
            key: TransferKey("t\(number)"), payer: payer, payee: payee, amount: Money(fen: fen),
            payerOrder: TransferOrder(at: moment(number), arrival: number))
    }

    /// One incident's money through up to six accounts and fifteen transfers, with hubs, stops, stated balances and limits.
    private static func trace(seed: UInt64, _ rule: Rule, isReversed: Bool = false) throws -> Trace {
        var chance = SplitMix64(seed: seed)
        let accounts = (0..<6).map { AccountKey("A\($0)") }
        var transfers: [Transfer] = []
        for number in 0..<Int64.random(in: 2...15, using: &chance) {
            let payer = number < 2 ? nil : accounts.randomElement(using: &chance)
            let payee: Destination =
                switch Int.random(in: 0..<8, using: &chance) {
                case 0 where number >= 2: .exit(.cash)
                case 1 where number >= 2: .unexplained
                default: .account(accounts[Int.random(in: 0..<6, using: &chance)])
                }
            transfers.append(transfer(number, payer, payee, Int64.random(in: 1...50, using: &chance)))
        }
        let known = accounts.enumerated().map { index, key in
            LedgerAccount(
                key: key,
                statedBalances: Int.random(in: 0..<4, using: &chance) == 0
                    ? [
                        StatedBalance(
                            at: TransferOrder(at: moment(20), arrival: 99),
                            balance: Money(fen: Int64.random(in: 0...20, using: &chance)))
                    ]
                    : [],
                isHub: index == 5,
                holds: Int.random(in: 0..<3, using: &chance) == 0 ? [HoldPeriod(from: moment(20), until: nil)] : [])
        }
        let seeds = transfers.prefix(2).map { Seed(incident: IncidentKey("I"), transfer: $0.key, amount: $0.amount) }
        let limits = Limits(depth: Int.random(in: 2...5, using: &chance), breadth: 2, least: Money(fen: 3))
        let ledger = Ledger(transfers: isReversed ? transfers.reversed() : transfers, accounts: known)
        return try Tracer(ledger).trace(TraceRequest(seeds: seeds, rule: rule, limits: limits, now: moment(30)))
    }
}
