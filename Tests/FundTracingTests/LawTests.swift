import Foundation
import Primitives
import Testing

@testable import FundTracing

@Suite("What holds for every ledger")
struct LawTests {
    /// Random worlds for each law; the comparison with the replay takes five times as many.
    private static let seeds: ClosedRange<UInt64> =
        1...(ProcessInfo.processInfo.environment["TRACING_WORLDS"].flatMap(UInt64.init) ?? 1_000)

    private func forAll(_ body: (SmallWorld, Rule) throws -> Bool) throws {
        for seed in LawTests.seeds {
            for rule in SmallWorld.conserving {
                guard try body(.random(seed), rule) else {
                    Issue.record("seed \(seed), \(rule)")
                    return
                }
            }
        }
    }

    @Test("Every small ledger gives what a replay of single fen gives", arguments: SmallWorld.conserving)
    func allSmall(rule: Rule) throws {
        var isEqual = true
        try SmallWorld.forEach(transfers: 3) { world in
            guard isEqual else { return }
            let trace = try world.trace(rule).trace
            let expected = UnitReplay.run(world.ledger, world.seeds, rule).limited(to: trace)
            isEqual = UnitReplay.Result(trace) == expected
            if !isEqual { Issue.record("\(world)\n\(UnitReplay.Result(trace))\n\(expected)") }
        }
    }

    @Test("Random ledgers give what a replay of single fen gives", arguments: SmallWorld.conserving)
    func random(rule: Rule) throws {
        for seed in 1...5 * LawTests.seeds.upperBound {
            let world = SmallWorld.random(seed)
            let (tracer, trace) = try world.trace(rule)
            let expected = UnitReplay.run(world.ledger, world.seeds, rule).limited(to: trace)
            guard UnitReplay.Result(trace) == expected, tracer.breaches(in: trace).isEmpty else {
                Issue.record(
                    "seed \(seed): \(world)\n\(UnitReplay.Result(trace))\n\(expected)\n\(tracer.breaches(in: trace))")
                return
            }
        }
    }

    @Test("Every fen is accounted for at each account and moment, whatever the limits cut")
    func conserved() throws {
        var generator = SplitMix64(seed: 7)
        try forAll { world, rule in
            let limits = Limits(
                depth: .random(in: 1...4, using: &generator), breadth: .random(in: 1...3, using: &generator),
                least: Money(fen: .random(in: 0...4, using: &generator)))
            let (tracer, trace) = try world.trace(rule, limits)
            let totals = trace.totals()
            let sum = totals.onAccounts + totals.inHubs + totals.exited + totals.unexplained + totals.superseded
            let cut = trace.frontier.reduce(Money.zero) { $0 + $1.amount }
            return tracer.breaches(in: trace).isEmpty && sum == totals.seeded
                && cut == trace.holders.reduce(.zero) { $0 + $1.notFollowed }
                && trace.holders.allSatisfy { $0.amount - $0.notFollowed <= $0.balance && $0.tier <= limits.depth }
        }
    }

    @Test("The order in which transfers, accounts and seeds come in changes nothing, even where clocks run ahead")
    func inputOrder() throws {
        var generator = SplitMix64(seed: 8)
        try forAll { world, rule in
            let world = world.withClocksAhead(&generator)
            var shuffled = world
            shuffled.ledger.transfers.shuffle(using: &generator)
            shuffled.ledger.accounts.shuffle(using: &generator)
            shuffled.seeds.shuffle(using: &generator)
            let (tracer, trace) = try world.trace(rule)
            let other = try shuffled.trace(rule).trace
            return other == trace && tracer.breaches(in: trace).isEmpty
        }
    }

    @Test(
        "One seed in two parts changes nothing in total, of one incident or, where the rule is blind to that, of two"
    )
    func splitSeed() throws {
        try forAll { world, rule in
            guard let seed = world.seeds.first(where: { $0.amount.fen > 1 }) else { return true }
            let whole = try world.trace(rule).trace
            var parts = world
            parts.seeds = world.seeds.filter { $0 != seed } + seed.halves(seed.incident)
            guard try parts.trace(rule).trace == whole else { return false }
            guard rule == .fifo || rule == .lifo || rule == .fraudFirst else { return true }
            parts.seeds = world.seeds.filter { $0 != seed } + seed.halves(IncidentKey(seed.incident.text + "b"))
            return try parts.trace(rule).trace.heldByAccount == whole.heldByAccount
        }
    }

    @Test("By FIFO and LIFO an incident's money goes the same way whether others are traced with it or not")
    func incidentAlone() throws {
        try forAll { world, rule in
            // Where a seed shares its transfer with other traced money, one gives way to the other on purpose.
            let outside = Set(world.ledger.transfers.filter { $0.payer == nil }.map(\.key))
            let seeded = world.seeds.map(\.transfer)
            guard rule == .fifo || rule == .lifo, Set(seeded).count == seeded.count, outside.isSuperset(of: seeded)
            else { return true }
            let together = try world.trace(rule).trace
            return try Set(world.seeds.map(\.incident)).allSatisfy { incident in
                var alone = world
                alone.seeds = world.seeds.filter { $0.incident == incident }
                return try alone.trace(rule).trace.holders == together.holders.filter { $0.incident == incident }
            }
        }
    }

    @Test("An inferred opening balance is the least: with one fen less an entry cannot be paid")
    func leastOpening() throws {
        try forAll { world, rule in
            let trace = try world.trace(rule).trace
            return try trace.inferredOpenings.allSatisfy { row in
                guard world.ledger.accounts.first(where: { $0.key == row.account })?.statedBalances.isEmpty ?? true
                else { return true }
                var poorer = world
                poorer.ledger.accounts.removeAll { $0.key == row.account }
                poorer.ledger.accounts.append(
                    LedgerAccount(key: row.account, openingBalance: row.balance - Money(fen: 1)))
                let adjustments = try poorer.trace(rule).trace.adjustments
                return adjustments.contains { $0.account == row.account && $0.direction == .deposit }
            }
        }
    }

    @Test("The chains of a holder add up to its amount, and each step hands on to the next")
    func chains() throws {
        try forAll { world, rule in
            let trace = try world.trace(rule).trace
            return trace.holders.allSatisfy { holder in
                let chains = trace.explain(holder.account, holder.incident)
                return chains.reduce(.zero) { $0 + $1.amount } == holder.amount
                    && chains.map(\.steps.count).min().map { $0 >= holder.tier } ?? false
                    && chains.allSatisfy { chain in
                        zip(chain.steps, chain.steps.dropFirst()).allSatisfy { $0.to.key == $1.from }
                            && chain.steps.allSatisfy { $0.amount >= chain.amount && $0.incident == holder.incident }
                    }
            }
        }
    }

    @Test("No rule says that a transfer carried more of an incident's money than poison says at most")
    func poisonBounds() throws {
        try forAll { world, rule in
            let bounds = UnitReplay.Result(try world.trace(.poison).trace).carried
            let carried = UnitReplay.Result(try world.trace(rule).trace).carried
            return carried.allSatisfy { $0.value <= bounds[$0.key, default: 0] }
        }
    }

    @Test("A trace with one fen too many in any place is found out")
    func auditFindsFaults() throws {
        for seed in UInt64(1)...200 {
            let (tracer, trace) = try SmallWorld.random(seed).trace(.fifo)
            for index in trace.ends.indices {
                var wrong = trace
                wrong.ends[index] = trace.ends[index].oneFenMore
                #expect(!tracer.breaches(in: wrong).isEmpty)
            }
            for index in trace.pieces.indices {
                var wrong = trace
                wrong.pieces[index] = trace.pieces[index].oneFenMore
                #expect(!tracer.breaches(in: wrong).isEmpty)
            }
        }
    }
}

extension End {
    fileprivate var oneFenMore: End { End(piece: piece, amount: amount + Money(fen: 1), fate: fate) }
}

extension Piece {
    fileprivate var oneFenMore: Piece {
        Piece(
            incident: incident, transfer: transfer, from: from, to: to, amount: amount + Money(fen: 1), parent: parent,
            tier: tier, left: left, arrived: arrived)
    }
}

extension Seed {
    fileprivate func halves(_ second: IncidentKey) -> [Seed] {
        let half = Money(fen: amount.fen / 2)
        return [
            Seed(incident: incident, transfer: transfer, amount: half),
            Seed(incident: second, transfer: transfer, amount: amount - half),
        ]
    }
}

extension Trace {
    fileprivate var heldByAccount: [AccountKey: Money] {
        Dictionary(holders.map { ($0.account, $0.amount) }, uniquingKeysWith: +)
    }
}

extension SmallWorld {
    /// Some payees' banks date the arrival up to three seconds before the payment.
    fileprivate func withClocksAhead(_ generator: inout SplitMix64) -> SmallWorld {
        var copy = self
        copy.ledger.transfers = ledger.transfers.map { transfer in
            let early = Duration.seconds(Int64.random(in: 0...3, using: &generator))
            let order = TransferOrder(at: transfer.payeeOrder.at - early, arrival: transfer.payeeOrder.arrival)
            return Transfer(
                key: transfer.key, payer: transfer.payer, payee: transfer.payee, amount: transfer.amount,
                payerOrder: transfer.payerOrder, payeeOrder: order)
        }
        return copy
    }
}
