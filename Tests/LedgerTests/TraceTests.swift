import Foundation
import Ledger
import Primitives
import Testing

let worlds = Int(ProcessInfo.processInfo.environment["LEDGER_WORLDS"] ?? "") ?? 300

/// The accounts' numbers in the ledger, by those in the replay: the ledger numbers them as they come.
func numbers(_ small: SmallLedger, _ ledger: TransferLedger) throws -> [Int: Int] {
    var numbers = [0: 0]
    for account in 1..<small.accounts {
        let isThere =
            small.transfers.contains { $0.payer == account || $0.payee == account } || small.given[account] != nil
        if isThere { numbers[try ledger.account(named: SmallLedger.names[account])] = account }
    }
    return numbers
}

extension TraceQuestion {
    /// With the ledger's numbers for the accounts that are held.
    func inLedger(_ numbers: [Int: Int]) -> TraceQuestion {
        let freezes = freezes.map { freeze in
            Freeze(account: numbers.first { $0.value == freeze.account }?.key ?? -1, moment: freeze.moment)
        }
        return TraceQuestion(seeds: seeds, rule: rule, limits: limits, direction: direction, freezes: freezes)
    }
}

/// Touch that may go on in a second place need not say there that it ends in time or is refused, where hops end it in a first.
private func dropUntil(_ account: Int, _ found: inout FenReplay.Answer, _ expected: inout FenReplay.Answer) {
    guard found.frontier[account]?["hops"] != nil else { return }
    for limit in ["until", "freeze"] {
        found.frontier[account]?[limit] = nil
        expected.frontier[account]?[limit] = nil
    }
}

private func expectEqual(
    _ small: SmallLedger, _ ledger: TransferLedger, _ replay: FenReplay, _ numbers: [Int: Int],
    _ question: TraceQuestion
) throws {
    let trace = try ledger.trace(question.inLedger(numbers))
    var found = FenReplay.Answer(trace)
    found.held = Dictionary(uniqueKeysWithValues: found.held.map { (numbers[$0.key] ?? -1, $0.value) })
    found.frontier = Dictionary(uniqueKeysWithValues: found.frontier.map { (numbers[$0.key] ?? -1, $0.value) })
    var expected = replay.answer(question)
    expected.ways = []
    if question.rule == .poison { for account in found.frontier.keys { dropUntil(account, &found, &expected) } }
    let isConserved = try trace.isConserved(in: ledger) ?? true
    if found != expected || !isConserved {
        Issue.record("\(question)\n\(small)\nfound    \(found)\nexpected \(expected)")
    }
}

@Suite("The ledger's rules against a replay of every fen")
struct TraceTests {
    static let directions: [TraceQuestion.Direction] = [.forward, .backward]

    @Test("every small ledger, each transfer as the seed", arguments: TraceRule.allCases)
    func exhaustive(rule: TraceRule) throws {
        for count in 1...(worlds > 5000 ? 4 : 3) {
            var index = 0
            try SmallLedger.forEach(transfers: count) { small in
                index += 1
                // In a debug build every seventh of the largest is enough.
                if count == 3, worlds <= 1000, !index.isMultiple(of: 7) { return }
                let ledger = try small.ledger(partitionRows: index.isMultiple(of: 2) ? 2 : 100)
                let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
                let numbers = try numbers(small, ledger)
                for direction in Self.directions {
                    for row in small.transfers.indices {
                        try expectEqual(
                            small, ledger, replay, numbers,
                            TraceQuestion(seeds: [row], rule: rule, direction: direction))
                    }
                }
            }
        }
    }

    @Test(
        "a least amount is named where it stops a whole group of payments at once",
        arguments: [TraceRule.proportional, .fraudFirst])
    func wholeGroups(rule: TraceRule) throws {
        // What the outside pays fills the group before, so that the account's payments begin with one of their own.
        var small = SmallLedger(accounts: 3)
        for row in 0..<163 {
            small.transfers.append(
                row < 63
                    ? FenReplay.Transfer(payer: 0, payee: 1, amount: row == 62 ? 50 : 1, time: Int64(row))
                    : FenReplay.Transfer(payer: 1, payee: 2, amount: 9, time: Int64(row)))
        }
        let ledger = try small.ledger(partitionRows: 1000)
        let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
        let question = TraceQuestion(seeds: [62], rule: rule, limits: TraceLimits(least: 10))
        try expectEqual(small, ledger, replay, try numbers(small, ledger), question)
        #expect(try ledger.trace(question).frontier.map(\.limit) == [.least])
    }

    @Test("random ledgers with several seeds and limits", arguments: TraceRule.allCases)
    func random(rule: TraceRule) throws {
        for seed in 1...worlds {
            var chance = SplitMix64(seed: UInt64(seed))
            let small = SmallLedger.random(&chance, most: seed.isMultiple(of: 10) ? 300 : 14)
            let ledger = try small.ledger(partitionRows: [1, 3, 64, 1000][seed % 4])
            let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
            let numbers = try numbers(small, ledger)
            for direction in Self.directions {
                for _ in 0..<4 {
                    try expectEqual(small, ledger, replay, numbers, small.question(rule, direction, &chance))
                }
            }
        }
    }

    @Test("one account pays a hundred that each pay on: more are looked at together than fit, in several partitions")
    func hub() throws {
        var small = SmallLedger(accounts: 202)
        small.transfers.append(FenReplay.Transfer(payer: 0, payee: 1, amount: 300, time: 0))
        small.transfers += (2..<102).map { FenReplay.Transfer(payer: 1, payee: $0, amount: 3, time: Int64($0)) }
        small.transfers += (2..<102).map {
            FenReplay.Transfer(payer: $0, payee: $0 + 100, amount: 2, time: Int64(200 + $0))
        }
        small.transfers += (102..<202).map { FenReplay.Transfer(payer: $0, payee: 1, amount: 1, time: Int64(400 + $0)) }
        let ledger = try small.ledger(partitionRows: 64)
        let numbers = try numbers(small, ledger)
        for rule in TraceRule.allCases {
            let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
            for question in [
                TraceQuestion(seeds: [0], rule: rule),
                TraceQuestion(seeds: [0], rule: rule, limits: TraceLimits(hops: 2)),
                TraceQuestion(seeds: [300], rule: rule, direction: .backward),
            ] {
                try expectEqual(small, ledger, replay, numbers, question)
            }
        }
        let question = TraceQuestion(seeds: [0], rule: .poison, limits: TraceLimits(hops: 2))
        let behind = try ledger.trace(question).transfers.filter { $0.level > 1 }
        let sums = ledger.walkSums(question)
        #expect(sums.pieces == behind.count && sums.sum == behind.reduce(0) { $0 + UInt64($1.row) })
        #expect(behind.count == 200)
    }

    @Test("a seed out of the time that is asked for is refused by name, under every rule and in both directions")
    func seedOutOfTime() throws {
        let ledger = try SmallLedger(
            transfers: [
                FenReplay.Transfer(payer: 1, payee: 2, amount: 3, time: 4),
                FenReplay.Transfer(payer: 2, payee: 3, amount: 3, time: 6),
            ], accounts: 4
        ).ledger(partitionRows: 1)
        for rule in TraceRule.allCases {
            for (until, direction, refused) in [(5, .forward, "t1"), (5, .backward, "t0")]
                as [(Int64, TraceQuestion.Direction, String)]
            {
                let question = TraceQuestion(
                    seeds: [0, 1], rule: rule, limits: TraceLimits(until: until), direction: direction)
                #expect(throws: LedgerError.seedOutOfTime(refused)) { try ledger.trace(question) }
                #expect(throws: LedgerError.seedOutOfTime(refused)) { try ledger.explain(question) }
            }
            _ = try ledger.trace(TraceQuestion(seeds: [1], rule: rule, limits: TraceLimits(until: 6)))
        }
    }
}
