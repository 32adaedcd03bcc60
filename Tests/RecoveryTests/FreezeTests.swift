import Primitives
import TestSupport
import Testing

@testable import Recovery

@Suite("Freezes: what each event does in each state, and what may be frozen")
struct FreezeTests {
    static let prior = Freeze.Prior(organ: "法院", ends: .t0 + .days(30))
    static let events: [(name: String, event: Freeze.Event)] = [
        ("approve", .approve), ("withdraw", .withdraw),
        ("executed", .executed(at: .t0, ends: .t0 + .days(180), balance: Money(fen: 5))), ("queued", .queued(prior)),
        ("refused", .refused(code: "0302")), ("answerOverdue", .answerOverdue), ("askRelease", .askRelease),
        ("released", .released(at: .t0 + .hours(1))), ("releaseRefused", .releaseRefused),
        ("renewed", .renewed(ends: .t0 + .days(360))), ("revived", .revived(ends: .t0 + .days(360))),
        ("termRuns", .termEnded(now: .t0 + .days(179))),
        ("termOver", .termEnded(now: .t0 + .days(180))), ("narrow", .narrow(lower)),
        ("narrowed", .narrowed(ends: .t0 + .days(179))), ("narrowingEnded", .narrowingEnded),
        ("orderUntrue", .orderUntrue), ("releaseUntrue", .releaseUntrue),
        ("sumAmended", .sumAmended(Money(fen: 7))),
    ]
    /// Whose money, who claims how many fen (3 asked for the freeze; ended claims are negative), and what is left of 100.
    static let rooms: [(own: [UInt64], claims: [UInt64: Int64], left: Int64)] = [
        ([3], [3: 70, 1: 40, 4: 20], 100), ([1], [3: 70, 1: 40, 4: 20], 30), ([4], [3: 70, 1: 40, 4: 20], 0),
        ([9], [3: 30, 1: 40], 30), ([3], [3: -70, 1: 40], 60), ([1], [3: -70, 1: 40], 100),
        ([1, 3], [3: 70, 1: 40], 100),
    ]
    static let lower = Freeze.Narrowing(limit: Money(fen: 3), act: ActID(value: 7))

    static func freeze(_ state: Freeze.State) throws -> Freeze {
        var freeze = Freeze(
            id: FreezeID(value: 1), account: AccountID(value: 2), incident: IncidentID(value: 3), kind: .ordinary,
            limit: nil, includesInterest: false, reason: "r", maker: "u", requestedAt: .t0, state: .draft)
        let ways: [Freeze.State: [String]] = [
            .draft: [], .ordered: ["approve"], .overdue: ["approve", "answerOverdue"], .queued: ["approve", "queued"],
            .frozen: ["approve", "executed"], .releasing: ["approve", "executed", "askRelease"],
            .refused: ["approve", "refused"], .lapsed: ["approve", "executed", "termOver"],
            .released: ["approve", "executed", "released"], .withdrawn: ["withdraw"],
        ]
        for name in try #require(ways[state]) {
            _ = try freeze.apply(try #require(events.first { $0.name == name }?.event))
        }
        return freeze
    }

    @Test(
        "An amount covers its claimants one after the other: who asked for it, then as they were registered, last who claims nothing",
        arguments: rooms)
    func room(own: [UInt64], claims: [UInt64: Int64], left: Int64) throws {
        var freeze = try Self.freeze(.frozen)
        let claims = claims.map { incident, fen in
            FreezeClaim(
                freeze: freeze.id, incident: IncidentID(value: incident), traced: Money(fen: abs(fen)), isLive: fen > 0)
        }
        let own = Set(own.map(IncidentID.init(value:)))
        #expect(freeze.room(for: own, among: claims) == nil)
        freeze.limit = Money(fen: 100)
        #expect(freeze.room(for: own, among: claims) == Money(fen: left))
    }

    @Test("Each event in each state")
    func grid() throws {
        let grid = Grid(
            """
            in              draft               ordered            overdue            queued              frozen              releasing               refused        lapsed         released       withdrawn
            approve         ordered+send        x                  x                  x                   x                   x                       x              x              x              x
            withdraw        withdrawn+endClaims x                  x                  x                   x                   x                       x              x              x              x
            executed        x                   frozen+term+trace  frozen+term+trace  frozen+term+trace   CONTRADICTION       CONTRADICTION           CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            queued          x                   queued             queued             -                   CONTRADICTION       CONTRADICTION           CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            refused         x                   refused+endClaims+trace  refused+endClaims+trace  refused+endClaims+trace  CONTRADICTION  CONTRADICTION  CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            answerOverdue   -                   overdue+ESCALATE   -                  -                   -                   -                       -              -              -              -
            askRelease      x                   x                  x                  releasing+sendRelease  releasing+sendRelease  -                 x              x              x              x
            released        x  x  x  released+endClaims+trace  released+endClaims+trace  released+endClaims+trace  CONTRADICTION  CONTRADICTION  -  x
            releaseRefused  x  x  x  x  -  frozen  -  -  -  x
            renewed         x  x  x  x  =+term  =+term  CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            revived         x                   x                  x                  x                   x                   x                       x              frozen+term+reviveClaims+trace  x  x
            termRuns        x                   x                  x                  x                   -                   -                       -              -              -              -
            termOver        x                   x                  x                  x                   lapsed+endClaims+trace  released+endClaims+trace  -        -              -              -
            narrow          x                   x                  x                  x                   =                   x                       x              x              x              x
            narrowed        x                   x                  x                  x                   CONTRADICTION       CONTRADICTION           CONTRADICTION  CONTRADICTION  CONTRADICTION  x
            narrowingEnded  x                   x                  x                  x                   -                   -                       -              -              -              x
            orderUntrue     x                   x                  x                  x                   ordered             x                       ordered+reviveClaims  x       x              x
            releaseUntrue   x                   x                  x                  x                   x                   x                       x              x              releasing+term+reviveClaims+trace  x
            sumAmended      x                   x                  x                  x                   =+trace             =+trace                 x              =+trace        =+trace        x
            """)
        #expect(grid.columns == Freeze.State.allCases.map(\.rawValue))
        #expect(grid.rows.map(\.name) == Self.events.map(\.name))
        try grid.each { row, column, cell in
            let freeze = try Self.freeze(try #require(Freeze.State(rawValue: column)))
            let event = try #require(Self.events.first { $0.name == row }?.event)
            let found = outcome(of: freeze, \.state) { freeze in
                try freeze.apply(event).map {
                    switch $0 {
                    case .transmit: "send"
                    case .startTerm: "term"
                    case .endClaims: "endClaims"
                    case .reviveClaims: "reviveClaims"
                    case .traceClaimants: "trace"
                    case .escalate: "ESCALATE"
                    case .sendRelease: "sendRelease"
                    case .reportContradiction: "CONTRADICTION"
                    }
                }
            }
            #expect(found == cell, "\(row) in \(column)")
        }
    }

    @Test("A waiting freeze whose turn comes while its release is on its way is in force until it is released")
    func turnWhileReleasing() throws {
        var freeze = try Self.freeze(.queued)
        _ = try freeze.apply(.askRelease)
        #expect(!freeze.isInForce)
        #expect(try freeze.apply(.executed(at: .t0, ends: .t0 + .days(180), balance: .zero)).contains(.traceClaimants))
        #expect(freeze.isInForce && freeze.state == .releasing)
        var refused = try Self.freeze(.queued)
        _ = try refused.apply(.askRelease)
        _ = try refused.apply(.releaseRefused)
        #expect(refused.state == .queued)
    }

    @Test("A lower freeze takes the place of the higher one, or leaves it as it was")
    func narrows() throws {
        var freeze = try Self.freeze(.frozen)
        _ = try freeze.apply(.narrow(Self.lower))
        #expect(freeze.limit == nil && freeze.narrowing == Self.lower)
        #expect(throws: Freeze.Illegal.self) { try freeze.apply(.narrow(Self.lower)) }
        var left = freeze
        _ = try left.apply(.narrowingEnded)
        #expect(try left == Self.freeze(.frozen))
        let effects = try freeze.apply(.narrowed(ends: .t0 + .days(179)))
        #expect(effects == [.startTerm(ends: .t0 + .days(179)), .traceClaimants])
        #expect(freeze.limit == Self.lower.limit && freeze.narrowing == nil && freeze.endsAt == .t0 + .days(179))
        #expect(freeze.startedAt == .t0 && freeze.state == .frozen)
    }

    @Test("Part of a freeze is let go only above what is claimed, in time, and once")
    func narrowing() throws {
        let frozen = try Self.freeze(.frozen)
        func refusal(_ freeze: Freeze, to fen: Int64, asked: Bool = false, reason: String = "r", days: Int64 = 1)
            -> FreezeRefusal?
        {
            do {
                try FreezeRules.permitNarrowing(
                    of: freeze, keeping: freeze.kept, to: Money(fen: fen), isAsked: asked, reason: reason,
                    at: .t0 + .days(days))
                return nil
            } catch {
                return error
            }
        }
        var under = frozen
        _ = try under.apply(.narrow(Self.lower))
        #expect(refusal(frozen, to: 4) == nil)
        #expect(refusal(frozen, to: 5) == .nothingClean(claimed: Money(fen: 5)))
        #expect(refusal(frozen, to: 0) == .notReached)
        #expect(refusal(frozen, to: 4, asked: true) == .alreadyAsked)
        #expect(refusal(under, to: 4) == .alreadyAsked)
        #expect(refusal(frozen, to: 4, reason: " ") == .reasonMissing)
        #expect(refusal(frozen, to: 4, days: 179) == .endsTooSoon(at: .t0 + .days(180)))
        #expect(refusal(try Self.freeze(.releasing), to: 4) == .notInForce(.releasing))
    }

    @Test(
        "All sequences of six events: no ended freeze lives again but one whose renewal is told late, and one in force has a beginning, an end and a balance"
    )
    func sequences() throws {
        everySequence(
            of: Self.events.dropLast(3).map(\.event), length: 6, from: try Self.freeze(.draft),
            { before, event in
                var after = before
                do { _ = try after.apply(event) } catch { return nil }
                return after
            },
            { before, event, after in
                let isRevived = if case .revived = event { before.state == .lapsed } else { false }
                #expect(before.state.isLive || !after.state.isLive || isRevived, "\(before.state) to \(after.state)")
                #expect(!after.isInForce || (after.endsAt != nil && after.balance != nil))
                #expect(after.state != .frozen || after.startedAt != nil)
            })
    }

    typealias Row = (what: String, change: @Sendable (inout FreezeRules.Case) -> Void, refusal: FreezeRefusal?)

    static let live = FreezeID(value: 9)
    static let rows: [Row] = [
        ("filed, reached, up to the traced amount", { _ in }, nil),
        ("the whole account", { $0.limit = nil }, nil),
        ("not filed (art. 174)", { $0.isFiled = false }, .notFiled),
        ("frozen already (art. 242)", { $0.live = live }, .alreadyLive(live)),
        ("none of the money came there", { $0.traced = nil }, .notReached),
        ("all of it has left", { $0.traced = .zero }, .notReached),
        ("a hub", { $0.isHub = true }, .hub),
        ("no name", { $0.missing = [.name] }, .itemsMissing([.name])),
        ("nothing", { $0.limit = .zero }, .limitNotPositive),
        ("a fen more than traced", { $0.limit = Money(fen: 101) }, .limitAboveTraced(traced: Money(fen: 100))),
        ("a fen less", { $0.limit = Money(fen: 99) }, nil),
        ("no reason", { $0.reason = " " }, .reasonMissing),
    ]

    @Test("What may be frozen", arguments: rows.indices)
    func rules(index: Int) {
        let row = Self.rows[index]
        var asked = FreezeRules.Case(
            isFiled: true, live: nil, traced: Money(fen: 100), isHub: false, missing: [], limit: Money(fen: 100),
            reason: "保全")
        row.change(&asked)
        var found: FreezeRefusal?
        do { try FreezeRules.permit(asked) } catch { found = error }
        #expect(found == row.refusal, "\(row.what)")
    }
}
