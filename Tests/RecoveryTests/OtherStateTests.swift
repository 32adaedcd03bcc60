import Primitives
import TestSupport
import Testing

@testable import Recovery

@Suite("Inquiries, holds, authorities, reviews, complaints: what each event does in each state")
struct OtherStateTests {
    static func inquiry(_ state: Inquiry.State) throws -> Inquiry {
        var inquiry = Inquiry(
            id: InquiryID(value: 1), account: AccountID(value: 2), incident: IncidentID(value: 3), from: .t0,
            requestedAt: .t0, state: .draft)
        let ways: [Inquiry.State: [Inquiry.Event]] = [
            .draft: [], .ordered: [.approve(number: "1")],
            .answered: [.approve(number: "1"), .answered(coveredUntil: .t0)],
            .refused: [.approve(number: "1"), .refused(code: "0300")], .withdrawn: [.withdraw],
        ]
        for event in try #require(ways[state]) { _ = try inquiry.apply(event) }
        return inquiry
    }

    @Test("Inquiry")
    func inquiries() throws {
        let events: [String: Inquiry.Event] = [
            "approve": .approve(number: "2"), "withdraw": .withdraw, "answered": .answered(coveredUntil: .t0),
            "refused": .refused(code: "0300"),
        ]
        let grid = Grid(
            """
            in        draft         ordered         answered        refused         withdrawn
            approve   ordered+send  x               x               x               x
            withdraw  withdrawn     x               x               x               x
            answered  x             answered+trace  CONTRADICTION   CONTRADICTION   x
            refused   x             refused+trace   CONTRADICTION   CONTRADICTION   x
            """)
        #expect(grid.columns == Inquiry.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let inquiry = try Self.inquiry(try #require(Inquiry.State(rawValue: column)))
            let event = try #require(events[row])
            let found = outcome(of: inquiry, \.state) { inquiry in
                try inquiry.apply(event).map {
                    switch $0 {
                    case .transmit: "send"
                    case .traceClaimants: "trace"
                    case .reportContradiction: "CONTRADICTION"
                    }
                }
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    static let holdEvents: [(name: String, event: ProtectiveHold.Event)] = [
        ("approve", .approve), ("withdraw", .withdraw), ("executed", .executed(at: .t0, ends: .t0 + .hours(6))),
        ("refused", .refused(code: "0302")), ("askLift", .askLift), ("lifted", .lifted(at: .t0 + .hours(1))),
        ("liftRefused", .liftRefused), ("termRuns", .termEnded(now: .t0 + .hours(5))),
        ("termOver", .termEnded(now: .t0 + .hours(6))),
    ]

    static func hold(_ state: ProtectiveHold.State) throws -> ProtectiveHold {
        var hold = ProtectiveHold(
            id: ProtectiveHoldID(value: 1), account: AccountID(value: 2), incident: IncidentID(value: 3), reason: "r",
            requestedAt: .t0, state: .draft)
        let ways: [ProtectiveHold.State: [String]] = [
            .draft: [], .ordered: ["approve"], .executed: ["approve", "executed"],
            .lifting: ["approve", "executed", "askLift"], .refused: ["approve", "refused"],
            .expired: ["approve", "executed", "termOver"], .lifted: ["approve", "executed", "lifted"],
            .withdrawn: ["withdraw"],
        ]
        for name in try #require(ways[state]) {
            _ = try hold.apply(try #require(holdEvents.first { $0.name == name }?.event))
        }
        return hold
    }

    @Test("Protective hold")
    func holds() throws {
        let grid = Grid(
            """
            in           draft         ordered        executed           lifting        refused        expired        lifted         withdrawn
            approve      ordered+send  x              x                  x              x              x              x              x
            withdraw     withdrawn     x              x                  x              x              x              x              x
            executed     x             executed+term  CONTRADICTION      CONTRADICTION  CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            refused      x             refused        CONTRADICTION      CONTRADICTION  CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            askLift      x             x              lifting+sendLift   -              x              x              x              x
            lifted       x             x              lifted             lifted         x              CONTRADICTION  -              x
            liftRefused  x             x              -                  executed       x              -              -              x
            termRuns     x             x              -                  -              -              -              -              -
            termOver     x             x              expired            expired        -              -              -              -
            """)
        #expect(grid.columns == ProtectiveHold.State.allCases.map(\.rawValue))
        #expect(grid.rows.map(\.name) == Self.holdEvents.map(\.name))
        try grid.each { row, column, cell in
            let hold = try Self.hold(try #require(ProtectiveHold.State(rawValue: column)))
            let event = try #require(Self.holdEvents.first { $0.name == row }?.event)
            let found = outcome(of: hold, \.state) { hold in
                try hold.apply(event).map {
                    switch $0 {
                    case .transmit: "send"
                    case .startTerm: "term"
                    case .sendLift: "sendLift"
                    case .reportContradiction: "CONTRADICTION"
                    }
                }
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test("All sequences of six events: an ended hold never lives again")
    func holdSequences() throws {
        everySequence(
            of: Self.holdEvents.map(\.event), length: 6, from: try Self.hold(.draft),
            { hold, event in
                var hold = hold
                return (try? hold.apply(event)).map { _ in hold }
            },
            { before, event, after in
                if !before.state.isLive, after.state.isLive { Issue.record("\(event): \(before) became \(after)") }
            })
    }

    @Test("Standing authority")
    func authorities() throws {
        let events: [String: StandingAuthority.Event] = ["approve": .approve, "giveBack": .giveBack, "revoke": .revoke]
        let grid = Grid(
            """
            in        proposed  approved  returned  revoked
            approve   approved  x         x         x
            giveBack  returned  x         x         x
            revoke    x         revoked   x         x
            """)
        #expect(grid.columns == StandingAuthority.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let authority = AuthorityTests.authority(state: try #require(StandingAuthority.State(rawValue: column)))
            let event = try #require(events[row])
            let found = outcome(of: authority, \.state) { authority in
                try authority.apply(event)
                return []
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test("Review of what went out under an authority: looked at once")
    func reviews() throws {
        let events: [String: AuthorityReview.Event] = [
            "confirm": .confirm(by: "b", at: .t0), "object": .object(by: "b", at: .t0, reason: "r"),
        ]
        let grid = Grid(
            """
            in       waiting    confirmed  objected
            confirm  confirmed  x          x
            object   objected   x          x
            """)
        #expect(grid.columns == AuthorityReview.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let review = AuthorityReview(
                id: ReviewID(value: 1), authority: AuthorityID(value: 2), measure: "stp-0000000000000001",
                incident: IncidentID(value: 3), officer: "a", due: .t0,
                state: try #require(AuthorityReview.State(rawValue: column)))
            let event = try #require(events[row])
            let found = outcome(of: review, \.state) { review in
                try review.apply(event)
                return []
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test("A notice put off: put off again while it stands, ended once, and a clock that rings late changes nothing")
    func deferrals() throws {
        let events: [String: NoticeDeferral.Event] = [
            "due": .reviewDue(at: .t0 + .days(2)), "again": .prolong(reason: "r", until: .t0 + .days(9)),
            "end": .end(by: "b", at: .t0),
        ]
        let grid = Grid(
            """
            in      standing  ended
            due     =         -
            again   =         x
            end     ended     x
            """)
        #expect(grid.columns == NoticeDeferral.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let deferral = NoticeDeferral(
                id: DeferralID(value: 1), measure: "stp-0000000000000001", incident: IncidentID(value: 3), reason: "r",
                reviewAt: .t0 + .days(1), enteredBy: "a", enteredAt: .t0,
                state: try #require(NoticeDeferral.State(rawValue: column)))
            let event = try #require(events[row])
            let found = outcome(of: deferral, \.state) { deferral in
                try deferral.apply(event)
                return []
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test("Complaint: answered once")
    func complaints() throws {
        let grid = Grid(
            """
            in      waiting   upheld  rejected
            uphold  upheld    x       x
            partly  upheld    x       x
            reject  rejected  x       x
            due     =         -       -
            """)
        #expect(grid.columns == Complaint.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let complaint = Complaint(
                id: ComplaintID(value: 1), measure: "stp-0000000000000001", incident: IncidentID(value: 3), holder: "h",
                contact: "c", text: "t", receivedAt: .t0, due: .t0, enteredBy: "a",
                state: try #require(Complaint.State(rawValue: column)))
            let found = outcome(of: complaint, \.state) { complaint in
                let verdicts: [String: Complaint.Verdict] = [
                    "uphold": .upheld, "partly": .partly(freed: Money(fen: 5)), "reject": .rejected,
                ]
                let due = Complaint.Event.answerDue(at: .t0, to: UnitCode(area: "5304")!)
                try complaint.apply(verdicts[row].map { .decide($0, by: "b", at: .t0, answer: "a") } ?? due)
                #expect(complaint.endsMeasure == (row == "uphold" && column == "waiting" || column == "upheld"))
                return []
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }
}
