import FundReturning
import Primitives
import TestSupport
import Testing

@testable import Recovery

@Suite struct FundReturnTests {
    private static let until = Timestamp.t0 + .days(30)
    private static let events: [FundReturn.Event] = [
        .compute(needsNotice: true), .compute(needsNotice: false), .publish(until: until, at: .t0), .reopen,
        .ask(at: .t0), .ask(at: until), .ask(at: until + .seconds(1)), .decide(number: "1号", by: "usr", at: .t0),
        .settle(rest: .zero, at: .t0), .settle(rest: Money(fen: 1), at: .t0), .withdraw(at: .t0),
    ]

    private static var fresh: FundReturn {
        FundReturn(
            id: FundReturnID(value: 1), freeze: FreezeID(value: 2), account: AccountID(value: 3),
            incident: IncidentID(value: 4), openedBy: "usr", openedAt: .t0, state: .collecting)
    }

    @Test(
        "in every sequence of six events: no decision without asking, none on shares by ratio before their notice is over"
    )
    func sequences() {
        var seen: Set<FundReturn.State> = []
        func go(_ fundReturn: FundReturn, _ depth: Int, noticed: Bool) {
            seen.insert(fundReturn.state)
            guard depth > 0 else { return }
            for event in Self.events {
                var next = fundReturn
                do { try next.apply(event) } catch {
                    #expect(next == fundReturn)
                    continue
                }
                var isOver = noticed
                if case .ask(let at) = event { isOver = fundReturn.state == .noticed && at > Self.until }
                if next.state == .asked, next.needsNotice == true { #expect(isOver) }
                if next.state == .decided { #expect(fundReturn.state == .asked && next.decisionNumber != nil) }
                if next.state == .closed { #expect([.decided, .closed].contains(fundReturn.state)) }
                #expect(
                    fundReturn.state.isOpen || next.state == fundReturn.state, "\(fundReturn.state) is left by \(event)"
                )
                #expect((next.endedAt != nil) == !next.state.isOpen)
                go(next, depth - 1, noticed: isOver)
            }
        }
        go(Self.fresh, 6, noticed: false)
        #expect(seen == Set(FundReturn.State.allCases))
    }

    @Test("each stretch of the way is counted for those who have come so far: the middle one and the longest")
    func waits() {
        func way(_ opened: Int64, _ decided: Int64?, _ paid: Int64?) -> ReturnWaits.Way {
            ReturnWaits.Way(
                reportedAt: .t0, openedAt: .t0 + .days(opened), decidedAt: decided.map { .t0 + .days($0) },
                paidAt: paid.map { .t0 + .days($0) })
        }
        let waits = ReturnWaits([way(1, 40, 45), way(2, 33, nil), way(9, nil, nil), way(4, 36, 37)])
        func span(_ count: Int, _ median: Int64, _ longest: Int64) -> ReturnWaits.Span {
            ReturnWaits.Span(count: count, median: .days(median), longest: .days(longest))
        }
        #expect(
            waits.spans == [
                .toOpening: span(4, 2, 9), .toDecision: span(3, 32, 39), .toPayment: span(2, 1, 5),
                .whole: span(2, 37, 45),
            ])
        #expect(ReturnWaits([]).spans.isEmpty)
    }

    @Test(
        "a decision takes from one what it gives to another: no sum over all incidents changes but by what the holder's money was"
    )
    func exchange() {
        var generator = SplitMix64(seed: 7)
        for _ in 0..<2_000 {
            let parts = (1...Int.random(in: 1...4, using: &generator)).map { number in
                func some() -> Money { Money(fen: Int64.random(in: 0...50, using: &generator)) }
                return OutcomeRules.Part(
                    incident: IncidentID(value: UInt64(number)),
                    elsewhere: FlowSums(
                        defrauded: .zero, held: some(), atLarge: some(), exited: some(), returned: .zero,
                        deepestTier: 1), before: some(), decided: some(), earlier: nil)
            }
            let outcomes = OutcomeRules.outcomes(of: parts, in: AccountID(value: 9))
            for outcome in outcomes {
                let part = parts.first { $0.incident == outcome.incident }!
                let there = part.elsewhere.held + part.elsewhere.atLarge + part.elsewhere.exited
                let most = max(part.before - part.decided, .zero - there)
                #expect(outcome.held + outcome.atLarge + outcome.exited == most)
                #expect(part.elsewhere.held + outcome.held >= .zero && part.elsewhere.exited + outcome.exited >= .zero)
            }
            let exits = outcomes.reduce(Money.zero) { $0 + $1.exited }
            #expect(exits <= .zero, "nothing leaves by a decision")
        }
    }

    @Test(
        "of a decision that is closed before all is paid, what was paid stays, and all the rest is where the trace had it"
    )
    func cut() {
        var generator = SplitMix64(seed: 8)
        for _ in 0..<2_000 {
            func some() -> Money { Money(fen: Int64.random(in: 0...50, using: &generator)) }
            let parts = (1...Int.random(in: 1...4, using: &generator)).map { number in
                OutcomeRules.Part(
                    incident: IncidentID(value: UInt64(number)),
                    elsewhere: FlowSums(
                        defrauded: .zero, held: some(), atLarge: some(), exited: some(), returned: .zero, deepestTier: 1
                    ),
                    before: some(), decided: some(), earlier: nil)
            }
            let outcomes = OutcomeRules.outcomes(of: parts, in: AccountID(value: 9))
            let paid = Dictionary(
                uniqueKeysWithValues: outcomes.map {
                    ($0.incident, Money(fen: Int64.random(in: 0...$0.decided.fen, using: &generator)))
                })
            let cut = OutcomeRules.cut(outcomes, to: paid)
            #expect(cut.map(\.decided) == cut.map { paid[$0.incident] })
            let before = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.incident, $0.before) })
            let left = cut.map { max(.zero, (before[$0.incident] ?? .zero) - $0.before) }
            let sums = (before.values.reduce(.zero, +), paid.values.reduce(.zero, +))
            #expect(left.reduce(sums.1, +) == max(sums.0, sums.1), "what was there is paid or left")
            let nothing = OutcomeRules.cut(outcomes, to: [:])
            #expect(nothing.allSatisfy { $0.before == .zero }, "where nothing was paid, nothing was decided")
        }
    }

    @Test("a payment goes to an account in the victim's own name")
    func payees() throws {
        let own = ReturnAccount(bank: "901741000011", number: "6200911000000000007", name: "王芳")
        try ReturnRules.permit(own, of: "王芳")
        #expect(throws: ReturnRefusal.payeeNotVictim) { try ReturnRules.permit(own, of: "周某") }
        for number in ["12345", "6200-11000", String(repeating: "6", count: 35)] {
            #expect(throws: ReturnRefusal.payeeUnreadable) {
                try ReturnRules.permit(ReturnAccount(bank: "1", number: number, name: "王芳"), of: "王芳")
            }
        }
        #expect(throws: ReturnRefusal.payeeMissing) {
            try ReturnRules.permit(ReturnAccount(bank: "", number: "6200911000000000007", name: "王芳"), of: "王芳")
        }
    }

    @Test("of a freeze up to an amount no more is shared than that, and the same again years later")
    func limit() throws {
        let (a, b) = (VictimID(value: 1), VictimID(value: 2))
        func line(_ fen: Int64, _ victim: VictimID?) -> ReturnComputation.Line {
            .init(at: .t0, kind: .incoming, amount: Money(fen: fen), victim: victim)
        }
        let computation = ReturnComputation(
            rule: "interval-1", opening: .zero, lines: [line(100, a), line(100, b), line(50, nil)],
            losses: [a: Money(fen: 100), b: Money(fen: 100)], returned: [:], limit: Money(fen: 120))
        let shares = try computation.result().shares
        #expect(shares.assigned == Money(fen: 120) && shares.direct.total == .zero)
        let stored = try CanonicalJSON.text(computation)
        let again: ReturnComputation = try CanonicalJSON.decode(from: stored)
        #expect(again == computation)
    }

    @Test(
        "a third victim, known when the others of the pool have theirs, gets what is left, and needs no notice; two of them do"
    )
    func knownLater() throws {
        let (a, b, c) = (VictimID(value: 1), VictimID(value: 2), VictimID(value: 3))
        func line(_ kind: ReturnComputation.Line.Kind, _ fen: Int64, _ victim: VictimID? = nil)
            -> ReturnComputation.Line
        {
            .init(at: .t0, kind: kind, amount: Money(fen: fen), victim: victim)
        }
        let told = [line(.incoming, 100, c), line(.incoming, 40, b), line(.outgoing, 80), line(.incoming, 300, a)]
        let paid = [line(.returned, 300, a), line(.returned, 40, b)]
        func result(_ lines: [ReturnComputation.Line], _ returned: [VictimID: Money]) throws -> ReturnComputation.Result
        {
            let losses = [a: Money(fen: 300), b: Money(fen: 40), c: Money(fen: 100)]
            return try ReturnComputation(
                rule: ReturnShares.rule, opening: .zero, lines: lines, losses: losses, returned: returned, limit: nil
            ).result()
        }
        let later = try result(told + paid, [a: Money(fen: 300), b: Money(fen: 40)])
        #expect(later.shares.share(of: c.description) == Money(fen: 20) && later.shares.assigned == Money(fen: 20))
        #expect(!later.needsNotice)
        #expect(try result(told, [:]).needsNotice)
    }
}
