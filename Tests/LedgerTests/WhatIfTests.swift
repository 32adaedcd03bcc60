import Foundation
import Ledger
import Primitives
import Testing

@Suite("What a freeze would have saved")
struct WhatIfTests {
    /// A freeze of each account at each moment of a ledger, where it does not refuse the seed.
    private func forEachFreeze(_ small: SmallLedger, seed: Int, _ body: (Freeze) throws -> Void) rethrows {
        let times = Set(small.transfers.map(\.time)).sorted()
        for account in Set(small.transfers.map(\.payer)).sorted() {
            for moment in [-1] + times {
                let freeze = Freeze(account: account, moment: moment)
                if small.isPossible(freeze, [seed]) { try body(freeze) }
            }
        }
    }

    private func expected(_ replay: FenReplay, _ seed: Int, _ freezes: [Freeze]) -> Int {
        switch replay.rule {
        case .fifo, .lifo:
            return replay.lying(on: freezes, seed: seed, isHeld: true)
                - replay.lying(on: freezes, seed: seed, isHeld: false)
        case .proportional, .fraudFirst:
            func held(_ freezes: [Freeze]) -> [Int: Int] {
                replay.answer(TraceQuestion(seeds: [seed], rule: replay.rule, freezes: freezes)).held
            }
            let (with, without) = (held(freezes), held([]))
            return Set(freezes.map(\.account)).reduce(0) { $0 + (with[$1] ?? 0) - (without[$1] ?? 0) }
        case .poison:
            let refusing = TraceQuestion(seeds: [seed], rule: .poison, freezes: freezes)
            return replay.answer(TraceQuestion(seeds: [seed], rule: .poison)).carried.reduce(0) {
                $0 + (replay.isRefused($1.key, refusing) ? $1.value[0] : 0)
            }
        }
    }

    private func expectSaved(_ small: SmallLedger, _ replay: FenReplay, seed: Int, _ freezes: [Freeze], parts: Int)
        throws
    {
        let ledger = try small.ledger(partitionRows: parts)
        let question = TraceQuestion(seeds: [seed], rule: replay.rule, freezes: freezes)
            .inLedger(try numbers(small, ledger))
        let answer = try ledger.whatIf(TraceQuestion(seeds: [seed], rule: replay.rule), freezes: question.freezes)
        let isConserved = try answer.with.isConserved(in: ledger) ?? true
        let wanted = expected(replay, seed, freezes)
        if answer.saved != wanted || !isConserved || answer.saved < 0 {
            Issue.record("\(replay.rule) \(seed) \(freezes)\n\(small)\nsaved \(answer.saved), expected \(wanted)")
        }
    }

    @Test(
        "every small ledger, seed, account and moment, with the refused transfers left out",
        arguments: TraceRule.allCases)
    func exhaustive(rule: TraceRule) throws {
        for count in 1...3 {
            var index = 0
            try SmallLedger.forEach(transfers: count) { small in
                index += 1
                if count == 3, !index.isMultiple(of: worlds > 1000 ? 7 : 101) { return }
                let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
                for seed in small.transfers.indices {
                    try forEachFreeze(small, seed: seed) {
                        try expectSaved(small, replay, seed: seed, [$0], parts: index.isMultiple(of: 2) ? 2 : 100)
                    }
                }
            }
        }
    }

    @Test("random ledgers, up to three accounts held", arguments: TraceRule.allCases)
    func random(rule: TraceRule) throws {
        for world in 1...worlds {
            var chance = SplitMix64(seed: UInt64(world) &* 7919)
            let small = SmallLedger.random(&chance, most: world.isMultiple(of: 10) ? 200 : 14)
            let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
            let seed = Int.random(in: 0..<small.transfers.count, using: &chance)
            var freezes: [Freeze] = []
            forEachFreeze(small, seed: seed) { freezes.append($0) }
            freezes = Array(freezes.shuffled(using: &chance).prefix(Int.random(in: 1...3, using: &chance)))
            try expectSaved(small, replay, seed: seed, freezes, parts: [1, 3, 64, 1000][world % 4])
        }
    }

    @Test("a freeze that refuses the seed itself is no question")
    func refusedSeed() throws {
        let small = SmallLedger(
            transfers: [FenReplay.Transfer(payer: 1, payee: 2, amount: 3, time: 5)], accounts: 3)
        let ledger = try small.ledger(partitionRows: 10)
        let victim = try ledger.account(named: "A")
        #expect(throws: LedgerError.refusedSeed("t0")) {
            try ledger.whatIf(TraceQuestion(seeds: [0]), freezes: [Freeze(account: victim, moment: 4)])
        }
        let late = try ledger.whatIf(TraceQuestion(seeds: [0]), freezes: [Freeze(account: victim, moment: 5)])
        #expect(late.saved == 0)
    }
}
