import Primitives
import TestSupport
import Testing

@testable import Recovery

@Suite("Hardship aid: what each event does in each state, and how long victims waited")
struct HardshipAidTests {
    private static func aid(_ state: HardshipAid.State, papers: Set<AidPaper> = Set(AidPaper.allCases)) -> HardshipAid {
        HardshipAid(
            id: HardshipAidID(value: 1), victim: VictimID(value: 2), incident: IncidentID(value: 3), hardship: "h",
            appliedAt: .t0, enteredBy: "a", papers: papers, state: state)
    }

    private static let day = CivilDay(year: 2026, month: 3, day: 20)!
    private static let grant = HardshipAid.Event.grant(
        Money(fen: 500_000), from: "民政局", by: "b", at: .t0 + .days(2), reason: "r")

    @Test("decided once; nothing is granted while a paper is missing, and refused it can be")
    func states() throws {
        let events: [String: HardshipAid.Event] = [
            "papers": .handIn([.identity]), "grant": Self.grant,
            "refuse": .refuse(by: "b", at: .t0 + .days(2), reason: "r"),
            "paid": .notePaid(on: Self.day, by: "a"),
        ]
        let grid = Grid(
            """
            in      waiting  granted  refused
            papers  -        x        x
            grant   granted  x        x
            refuse  refused  x        x
            paid    x        =        x
            """)
        #expect(grid.columns == HardshipAid.State.allCases.map(\.rawValue))
        try grid.each { row, column, cell in
            let aid = Self.aid(try #require(HardshipAid.State(rawValue: column)))
            let event = try #require(events[row])
            let found = outcome(of: aid, \.state) { aid in
                try aid.apply(event)
                return []
            }
            #expect(found == cell, "\(row) in \(column)")
        }
        for missing in AidPaper.allCases {
            var aid = Self.aid(.waiting, papers: Set(AidPaper.allCases.filter { $0 != missing }))
            #expect(throws: HardshipAid.Illegal.papersMissing([missing])) { try aid.apply(Self.grant) }
            try aid.apply(.handIn([missing]))
            try aid.apply(Self.grant)
            #expect(aid.state == .granted && aid.amount == Money(fen: 500_000) && aid.payer == "民政局")
        }
    }

    @Test("the payment of what was granted is noted once")
    func paid() throws {
        var aid = Self.aid(.waiting)
        #expect(throws: HardshipAid.Illegal.notGranted(.waiting)) { try aid.apply(.notePaid(on: Self.day, by: "a")) }
        try aid.apply(Self.grant)
        #expect(AidFigures([aid]).paid == 0)
        try aid.apply(.notePaid(on: Self.day, by: "a"))
        #expect(aid.state == .granted && aid.paidOn == Self.day && aid.paidNotedBy == "a")
        #expect(throws: HardshipAid.Illegal.paidAlready) { try aid.apply(.notePaid(on: Self.day, by: "a")) }
        #expect(AidFigures([aid]).paid == 1)
    }

    @Test("figures: how many in each state, the sum granted, the middle and the longest wait of those decided")
    func figures() throws {
        var aids = (0..<5).map { _ in Self.aid(.waiting) }
        for (index, days) in [(0, 2), (1, 9), (2, 4)] {
            try aids[index].apply(
                .grant(Money(fen: 100), from: "p", by: "b", at: .t0 + .days(Int64(days)), reason: "r"))
        }
        try aids[3].apply(.refuse(by: "b", at: .t0 + .days(30), reason: "r"))
        let figures = AidFigures(aids)
        #expect(figures.applied == 5 && figures.waiting == 1 && figures.granted == 3 && figures.refused == 1)
        #expect(figures.sum == Money(fen: 300) && figures.median == .days(4) && figures.longest == .days(30))
        #expect(AidFigures([]).median == nil)
    }
}
