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

    @Test("A release ended what its bank did by the order that it names, unless that began later or the bank refused")
    func released() throws {
        // Minutes after t0 of the order and of the release, by the bank; what it has not said is "-".
        let rows: [(order: String, release: String, says: String, isEnded: Bool)] = [
            ("0", "5", "0000", true), ("5", "5", "0000", true), ("6", "5", "0000", false),
            ("0", "5", "1303", false), ("-", "5", "0000", true), ("0", "-", "0000", true), ("20", "-", "0000", false),
        ]
        let rules = Pack.builtIn.rules(on: CivilTime(.t0).day)
        func at(_ minute: String) -> WireTime? { Int64(minute).map { WireTime(.t0 + .minutes($0)) } }
        for row in rows {
            for (kind, freeing) in [(BankOrder.Kind.stop, BankOrder.Kind.release), (.freeze, .unfreeze)] {
                var (order, release) = (Self.example(kind), Self.example(freeing))
                (order.answer, release.answer) = (Self.done, Self.done)
                order.answer?.executedAt = at(row.order)
                release.answer = BankAnswer(act: release.id.description, result: row.says, answeredAt: WireTime(.t0))
                release.answer?.executedAt = at(row.release)
                release.answeredAt = .t0 + .minutes(10)
                #expect(release.hasReleased(order, rules) == false, "it names no order")
                #expect(
                    release.hasReleased(release.order.original, begunAt: order.executedAt, rules) == row.isEnded,
                    "\(kind) \(row)")
                #expect(!order.hasReleased(order, rules), "an order ends nothing")
            }
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
