import Journal
import Primitives
import TestSupport
import Testing

@testable import Access

@Suite struct ApprovalTests {
    static let checker = UserID(value: 2)
    static let later = Timestamp.t0 + .minutes(5)
    static let events: [Approval.Event] = [
        .approve(by: checker, leavingOut: ["b"], at: later), .giveBack(by: checker, reason: "why", at: later),
        .withdraw(at: later), .lapse(at: later),
    ]

    static func example(
        _ state: Approval.State = .waiting, act: Act = .approveStop, affiliation: Affiliation = .unit(.station),
        lowestLevel: UnitCode.Level? = nil, lapsesAt: Timestamp? = nil
    ) -> Approval {
        let lines = ["a", "b"].map { Approval.Line(id: $0, sum: Money(fen: 1_00), detail: .object([:])) }
        return Approval(
            id: ApprovalID(value: 1), act: act, subject: "ord-1", topic: nil, lines: lines,
            maker: Actor(.user, "usr-1"), askedBy: Actor(.user, "usr-1"),
            affiliation: affiliation, lowestLevel: lowestLevel, madeAt: .t0, lapsesAt: lapsesAt, state: state,
            decidedBy: nil,
            endedAt: nil, reason: nil, leftOut: [])
    }

    @Test("every state meets every event as written here")
    func machine() {
        // approve, give back, withdraw, lapse; - is refused, = changes nothing.
        let expected: [(Approval.State, [String])] = [
            (.waiting, ["approved", "returned", "withdrawn", "lapsed"]), (.approved, ["-", "-", "-", "="]),
            (.returned, ["-", "-", "-", "="]), (.withdrawn, ["-", "-", "-", "="]), (.lapsed, ["-", "-", "-", "="]),
        ]
        #expect(expected.map(\.0) == Approval.State.allCases)
        for (state, outcomes) in expected {
            for (event, outcome) in zip(Self.events, outcomes) {
                var approval = Self.example(state)
                let before = approval
                do throws(Approval.Illegal) {
                    try approval.apply(event)
                    #expect(
                        outcome == "=" ? approval == before : approval.state.rawValue == outcome, "\(state) \(event)")
                } catch {
                    #expect(
                        outcome == "-" && approval == before && error == Approval.Illegal(state: state, event: event))
                }
            }
        }
    }

    @Test("a decision says who, when, why and which lines may go out")
    func decisions() throws {
        var approved = Self.example()
        #expect(approved.approvedLines.isEmpty && approved.total == Money(fen: 2_00))
        try approved.apply(Self.events[0])
        #expect(approved.decidedBy == Self.checker && approved.endedAt == Self.later)
        #expect(approved.approvedLines.map(\.id) == ["a"])
        var returned = Self.example()
        try returned.apply(Self.events[1])
        #expect(returned.reason == "why" && returned.decidedBy == Self.checker && returned.approvedLines.isEmpty)
        var lapsed = Self.example()
        try lapsed.apply(Self.events[3])
        #expect(lapsed.decidedBy == nil && lapsed.endedAt == Self.later)
    }

    private func leader(_ id: UInt64, _ roles: RoleSet, _ affiliation: Affiliation) -> Principal {
        Principal(
            identity: .user(UserID(value: id)), roles: roles, affiliation: affiliation, mustChangePassword: false)
    }

    @Test("the head of too low an organ may not decide what the law gives to a higher one")
    func levels() {
        let inquiry = Self.example(act: .approveInquiry, lowestLevel: .county)
        let expected: [(UnitCode, Refusal?)] = [
            (.province, nil), (.city, nil), (.county, nil), (.station, .levelTooLow(needs: .county)),
            (.otherCounty, .notYourUnit(.station)),
        ]
        for (unit, refusal) in expected {
            #expect(inquiry.obstacle(for: leader(2, [.countyHead], .unit(unit)), at: .t0) == refusal, "\(unit)")
        }
    }

    @Test("after its time nobody can decide, and at the very moment it is over")
    func time() {
        let approval = Self.example(lapsesAt: Self.later)
        let leader = leader(2, [.shiftLeader], .unit(.county))
        #expect(approval.obstacle(for: leader, at: Self.later - .microseconds(1)) == nil)
        #expect(approval.obstacle(for: leader, at: Self.later) == .expired(at: Self.later))
    }

    @Test("a client, the platform, an auxiliary and another bank decide nothing")
    func others() {
        let approval = Self.example()
        let client = Principal(
            identity: .client(ClientID(value: 1)), roles: [.shiftLeader], affiliation: .unit(.county),
            mustChangePassword: false)
        let auxiliary = leader(2, [.auxiliary, .shiftLeader], .unit(.county))
        for principal in [client, .platform("worker"), auxiliary] {
            #expect(approval.obstacle(for: principal, at: .t0) == .notPermitted(.approveStop))
        }
        let answer = Self.example(act: .reviewForBank, affiliation: .bank("102"))
        #expect(answer.obstacle(for: leader(2, [.bankReviewer], .bank("102")), at: .t0) == nil)
        #expect(answer.obstacle(for: leader(2, [.bankReviewer], .bank("103")), at: .t0) == .notYourBank)
    }
}
