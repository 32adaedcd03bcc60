import Primitives
import TestSupport
import Testing

@testable import Recovery

@Suite("Stop-payment: what each event does in each state")
struct StopPaymentTests {
    static let events: [(name: String, event: StopPayment.Event)] = [
        ("approve", .approve), ("withdraw", .withdraw),
        ("executed", .executed(at: .t0, ends: .t0 + .hours(48), held: Money(fen: 500))),
        ("refused", .refused(code: "0301")), ("answerOverdue", .answerOverdue), ("askRelease", .askRelease),
        ("released", .released(at: .t0 + .hours(1))), ("releaseRefused", .releaseRefused),
        ("extended", .extended(ends: .t0 + .hours(96))), ("revived", .revived(ends: .t0 + .hours(96))),
        ("termRuns", .termEnded(now: .t0 + .hours(47))),
        ("termOver", .termEnded(now: .t0 + .hours(96))), ("orderUntrue", .orderUntrue),
        ("releaseUntrue", .releaseUntrue), ("sumAmended", .sumAmended(Money(fen: 7))),
    ]

    static func event(_ name: String) throws -> StopPayment.Event {
        try #require(events.first { $0.name == name }?.event)
    }

    /// One that came into its state on the straight way.
    static func example(_ state: StopPayment.State) throws -> StopPayment {
        var stop = StopPayment(
            id: StopPaymentID(value: 1), account: AccountID(value: 2), incident: IncidentID(value: 3),
            transferAmount: Money(fen: 1000), transferTime: .t0, tier: 1, requestedAt: .t0, state: .draft)
        let ways: [StopPayment.State: [String]] = [
            .draft: [], .ordered: ["approve"], .overdue: ["approve", "answerOverdue"],
            .executed: ["approve", "executed"], .releasing: ["approve", "executed", "askRelease"],
            .refused: ["approve", "refused"], .expired: ["approve", "executed", "termOver"],
            .released: ["approve", "executed", "askRelease", "released"], .withdrawn: ["withdraw"],
        ]
        for name in try #require(ways[state]) { _ = try stop.apply(try event(name)) }
        #expect(stop.state == state)
        return stop
    }

    static func word(_ effect: StopPayment.Effect) -> String {
        switch effect {
        case .transmit: "send"
        case .startTerm: "term"
        case .endClaims: "claimsEnd"
        case .reviveClaims: "claimsLive"
        case .traceClaimants: "trace"
        case .escalate: "escalate"
        case .sendRelease: "sendRelease"
        case .reportContradiction: "CONTRADICTION"
        }
    }

    @Test("The table")
    func table() throws {
        // x: cannot be; -: nothing happens; =: something in it changes, its state does not.
        let grid = Grid(
            """
            in             draft                ordered                  overdue                  executed                 releasing                refused         expired          released         withdrawn
            approve        ordered+send         x                        x                        x                        x                        x               x                x                x
            withdraw       withdrawn+claimsEnd  x                        x                        x                        x                        x               x                x                x
            executed       x                    executed+term+trace      executed+term+trace      CONTRADICTION            CONTRADICTION            CONTRADICTION   CONTRADICTION    CONTRADICTION    x
            refused        x                    refused+claimsEnd+trace  refused+claimsEnd+trace  CONTRADICTION            CONTRADICTION            CONTRADICTION   CONTRADICTION    CONTRADICTION    x
            answerOverdue  -                    overdue+escalate         -                        -                        -                        -               -                -                -
            askRelease     x                    x                        x                        releasing+sendRelease    -                        x               x                x                x
            released        x  x  x  released+claimsEnd+trace  released+claimsEnd+trace  CONTRADICTION  CONTRADICTION  -  x
            releaseRefused  x  x  x  -  executed  -  -  -  x
            extended        x  x  x  =+term+trace  =+term+trace  CONTRADICTION  =+CONTRADICTION  =+CONTRADICTION  x
            revived         x  x  x  x  x  x  executed+term+claimsLive+trace  x  x
            termRuns       x                    x                        x                        -                        -                        -               -                -                -
            termOver       x                    x                        x                        expired+claimsEnd+trace  released+claimsEnd+trace -               -                -                -
            orderUntrue    x                    x                        x                        ordered                  x                        ordered+claimsLive  x            x                x
            releaseUntrue  x                    x                        x                        x                        x                        x               x                releasing+term+claimsLive+trace  x
            sumAmended     x                    x                        x                        =+trace                  =+trace                  x               =+trace          =+trace          x
            """)
        #expect(grid.columns == StopPayment.State.allCases.map(\.rawValue))
        #expect(grid.rows.map(\.name) == Self.events.map(\.name))
        try grid.each { row, column, cell in
            let stop = try Self.example(try #require(StopPayment.State(rawValue: column)))
            let found = outcome(of: stop, \.state) { try $0.apply(try Self.event(row)).map(Self.word) }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test(
        "All sequences of six events: at most two uses, no ended measure lives again unless its end was untrue or it was extended in time, a balance is held iff executed"
    )
    func sequences() throws {
        var count = 0
        everySequence(
            of: Self.events.map(\.event), length: 6, from: try Self.example(.draft),
            { stop, event in
                var stop = stop
                return (try? stop.apply(event)).map { _ in stop }
            },
            { before, event, after in
                count += 1
                let isAmended = if case .sumAmended = event { true } else { false }
                let isUntrue = event == .orderUntrue || event == .releaseUntrue
                let isRevived = if case .revived = event { before.state == .expired } else { false }
                let isRight =
                    after.uses <= 2 && (before.uses <= after.uses || event == .orderUntrue)
                    && (before.state.isLive || !after.state.isLive || isUntrue || isRevived)
                    && (after.heldBalance != nil) == (after.uses > 0)
                    && (after.executedAt != nil) == (after.heldBalance != nil)
                    && (after.endedAt != nil) == [.expired, .released].contains(after.state)
                    && (before.heldBalance == nil || before.heldBalance == after.heldBalance || event == .orderUntrue
                        || isAmended)
                    && ((before.endsAt ?? .t0) <= (after.endsAt ?? .t0) || event == .orderUntrue)
                if !isRight { Issue.record("\(before) became \(after)") }
            })
        #expect(count > 1000)
    }

    @Test("A late second term counts as used, though the measure stays ended")
    func lateExtension() throws {
        var stop = try Self.example(.expired)
        _ = try stop.apply(.extended(ends: .t0 + .hours(96)))
        #expect(stop.state == .expired && stop.uses == 2)
    }
}
