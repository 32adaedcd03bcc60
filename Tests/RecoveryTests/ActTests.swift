import Jurisdiction
import Primitives
import TestSupport
import Testing
import Wire

@testable import Recovery

@Suite("What is asked of a bank: what each event does in each state")
struct ActTests {
    static let done = BankAnswer(act: "act-0000000000000001", result: "0000", answeredAt: WireTime(.t0))
    static let other = BankAnswer(act: "act-0000000000000001", result: "0301", answeredAt: WireTime(.t0))
    static let events: [(name: String, event: BankAct.Event)] = [
        ("sent", .sent(at: .t0)), ("done", .answer(done, at: .t0)), ("other", .answer(other, at: .t0)),
        ("giveUp", .giveUp(reason: "no answer")), ("retry", .retry), ("drop", .drop),
        ("settle", .settle), ("takeOther", .takeOther), ("reopen", .reopen), ("doubt", .doubt),
    ]

    static func event(_ name: String) throws -> BankAct.Event { try #require(events.first { $0.name == name }?.event) }

    static func example(_ kind: BankOrder.Kind = .stop) -> BankAct {
        let officer = BankOrder.Officer(name: "陈", number: "1")
        let order = BankOrder(
            act: "act-0000000000000001", kind: kind, caseNumber: "YJ-20260314-0001", payer: .init(), target: .init(),
            amount: WireAmount(Money(fen: 1000)), time: WireTime(.t0), basis: "", reason: "", approvalNumber: "1",
            answerWithinMinutes: 10, appliedAt: WireTime(.t0), organisationCode: "", organisationName: "",
            officer: officer, secondOfficer: officer)
        return BankAct(
            id: ActID(value: 1), kind: kind, bank: "901741000011", account: AccountID(value: 2),
            incident: IncidentID(value: 3), measure: "stp-0000000000000004", order: order, createdAt: .t0,
            answerDue: .t0 + .minutes(10))
    }

    static func example(in state: BankAct.State) throws -> BankAct {
        let ways: [BankAct.State: [String]] = [
            .open: ["sent"], .answered: ["sent", "done"], .dead: ["sent", "giveUp"], .dropped: ["giveUp", "drop"],
        ]
        var act = example()
        for name in try #require(ways[state]) { _ = try act.apply(try event(name)) }
        return act
    }

    static func word(_ effect: BankAct.Effect) -> String {
        switch effect {
        case .carryOut: "carryOut"
        case .transmit: "send"
        case .listForPerson: "list"
        case .reportContradiction: "CONTRADICTION"
        }
    }

    @Test("The table")
    func table() throws {
        let grid = Grid(
            """
            in      open               answered          dead               dropped
            sent    =                  -                 -                  -
            done    answered+carryOut  -                 answered+carryOut  answered+carryOut
            other   answered+carryOut  =+CONTRADICTION   answered+carryOut  answered+carryOut
            giveUp  dead+list          -                 -                  -
            retry   send               x                 open+send          x
            drop    dropped            x                 dropped            x
            settle  x                  x                 x                  x
            takeOther  x               x                 x                  x
            reopen  x                  x                 x                  open+send
            doubt   x                  =                 x                  x
            """)
        #expect(grid.columns == BankAct.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let act = try Self.example(in: try #require(BankAct.State(rawValue: column)))
            let found = outcome(of: act, \.state) { try $0.apply(try Self.event(row)).map(Self.word) }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test("What a bank said twice can be settled: the first stays, or the act is open for the other")
    func settling() throws {
        var act = try Self.example(in: .answered)
        _ = try act.apply(.answer(Self.other, at: .t0))
        var stays = act
        #expect(try stays.apply(.settle).isEmpty && stays.state == .answered && stays.contradictions == 0)
        #expect(throws: BankAct.Illegal.self) { try stays.apply(.settle) }
        _ = try act.apply(.takeOther)
        #expect(act.state == .open && act.answer == nil && act.contradictions == 0)
        #expect(try act.apply(.answer(Self.other, at: .t0)) == [.carryOut(Self.other)])
    }

    @Test(
        "All sequences of six events: an answered act keeps its answer until another is taken, and contradictions are only added or settled"
    )
    func sequences() {
        everySequence(
            of: Self.events.map(\.event), length: 6, from: Self.example(),
            { act, event in
                var act = act
                return (try? act.apply(event)).map { _ in act }
            },
            { before, event, after in
                let isRight =
                    (after.state == .answered) == (after.answer != nil)
                    && (before.answer == nil || before.answer == after.answer || event == .takeOther)
                    && (before.contradictions <= after.contradictions || event == .settle || event == .takeOther)
                    && (before.firstSentAt == nil || before.firstSentAt == after.firstSentAt)
                if !isRight { Issue.record("\(event): \(before) became \(after)") }
            })
    }

    /// One order of a measure's, with its bank's word where it has said one, that many minutes after t0.
    private static func act(
        _ number: UInt64, _ kind: BankOrder.Kind, of original: UInt64? = nil, says result: String? = nil,
        at minute: Int64? = nil
    ) throws -> BankAct {
        let example = example(kind)
        var order = example.order
        order.original = original.map { ActID(value: $0).description }
        var act = BankAct(
            id: ActID(value: number), kind: kind, bank: example.bank, account: example.account,
            incident: example.incident, measure: example.measure, order: order, createdAt: .t0, answerDue: .t0)
        guard let result else { return act }
        var answer = BankAnswer(act: act.id.description, result: result, answeredAt: WireTime(.t0 + .minutes(10)))
        answer.executedAt = minute.map { WireTime(.t0 + .minutes($0)) }
        _ = try act.apply(.answer(answer, at: .t0 + .minutes(30)))
        return act
    }

    private static let rules = Pack.builtIn.rules(on: CivilTime(.t0).day)

    @Test(
        "A release ended what its bank did by the order that it names, unless that began later or the bank refused",
        arguments: [
            // Minutes of the order's beginning and of the release, and what the bank says of the release.
            (0, 5, "0000", true), (5, 5, "0000", true), (6, 5, "0000", false), (0, 5, "1303", false),
            (nil, 5, "0000", true), (0, nil, "0000", true), (20, nil, "0000", false), (0, 5, nil, false),
        ] as [(Int64?, Int64?, String?, Bool)])
    func released(began: Int64?, released: Int64?, says: String?, isEnded: Bool) throws {
        for (kind, freeing) in [(BankOrder.Kind.stop, BankOrder.Kind.release), (.freeze, .unfreeze)] {
            let order = try Self.act(1, kind, says: "0000", at: began)
            let release = try Self.act(2, freeing, of: 1, says: says, at: released)
            #expect([order, release].hasReleased(order, Self.rules) == isEnded, "\(kind)")
            #expect([order, release].isReleasing(order) == (says == nil), "\(kind)")
            let another = try Self.act(2, freeing, of: 3, says: says, at: released)
            #expect(![order, another].hasReleased(order, Self.rules) && ![order, another].isReleasing(order))
        }
    }

    @Test(
        "The order under which a freeze stands: of those that stand and are not about to end, the one that began first")
    func inForce() throws {
        let (higher, lower) = (
            try Self.act(1, .freeze, says: "0000", at: 0), try Self.act(2, .freeze, says: "0000", at: 3)
        )
        let (waiting, refused) = (try Self.act(2, .freeze), try Self.act(2, .freeze, says: "1303", at: 3))
        func release(_ number: UInt64, _ says: String?) throws -> BankAct {
            try Self.act(9, .unfreeze, of: number, says: says, at: 5)
        }
        let rows: [(acts: [BankAct], inForce: UInt64, mayStand: Int, name: String)] = [
            ([higher], 1, 1, "alone"), ([higher, lower], 1, 2, "side by side"), ([higher, waiting], 1, 2, "one waits"),
            ([higher, refused], 1, 1, "one was refused, with a time"),
            ([higher, lower, try release(1, "0000")], 2, 1, "the higher one is gone"),
            ([higher, lower, try release(2, "0000")], 1, 1, "the lower one is gone"),
            ([higher, lower, try release(2, nil)], 1, 2, "the lower one is about to go"),
            ([higher, lower, try release(2, "1303")], 1, 2, "the lower one could not be let go"),
            ([higher, lower, try release(1, nil)], 2, 2, "the higher one is about to go"),
            ([higher, waiting, try release(1, "0000")], 2, 1, "the one that waited is next"),
            ([higher, try release(1, "0000")], 1, 0, "nothing is left: the last that stood"),
        ]
        for row in rows {
            #expect(row.acts.inForce(Self.rules)?.id == ActID(value: row.inForce), "\(row.name)")
            #expect(row.acts.maybeStanding(Self.rules).count == row.mayStand, "\(row.name)")
        }
    }

    @Test("The same answer written down later by another clerk says the same; another result, amount or end does not")
    func sameness() {
        var later = Self.done
        later.answeredAt = WireTime(.t0 + .minutes(5))
        later.operatorName = "another"
        later.compared = [.name: true]
        #expect(later.saysTheSame(as: Self.done))
        #expect(!Self.other.saysTheSame(as: Self.done))
        later.heldBalance = WireAmount(Money(fen: 1))
        #expect(!later.saysTheSame(as: Self.done))
        #expect(!later.saysTheSame(as: nil))
    }
}
