import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Recovery

@Suite("What a standing authority covers")
struct AuthorityTests {
    static let county = UnitCode(area: "530402")!

    static func authority(state: StandingAuthority.State = .approved) -> StandingAuthority {
        StandingAuthority(
            id: AuthorityID(value: 9), unit: county, basis: "授权书1号",
            scope: .init(
                tiersMost: 3, amountMost: Money(fen: 50_000_00), includesInquiries: true,
                includesProtectiveHolds: false,
                officers: ["chen", "leader"]),
            validFrom: .t0, validUntil: .t0 + .days(30), reviewWithin: .hours(24), maker: "leader", state: state,
            approver: "head")
    }

    typealias Asked = StandingAuthority.Asked

    static func asked(
        _ kind: Asked.Kind = .stop, officer: String = "chen", unit: String = "530402", tier: Int = 1,
        yuan: Int64 = 1000, isHub: Bool = false, isRepeated: Bool = false
    ) -> Asked {
        let code = UnitCode(area: unit) ?? (try! UnitCode(unit))
        return Asked(
            kind: kind, officer: officer, unit: code, tier: tier, amount: Money(fen: yuan * 100), isHub: isHub,
            isRepeated: isRepeated)
    }

    static let cases: [(what: String, asked: Asked, covered: Bool)] = [
        ("a stop at tier 1", asked(), true),
        ("the last tier allowed", asked(tier: 3), true),
        ("one tier deeper", asked(tier: 4), false),
        ("the most money allowed", asked(yuan: 50_000), true),
        ("one yuan more", asked(yuan: 50_001), false),
        ("another officer named", asked(officer: "leader"), true),
        ("an officer not named", asked(officer: "wang"), false),
        ("whoever approved the authority, who would be his own second person", asked(officer: "head"), false),
        ("a station under the unit", asked(unit: "530402560000"), true),
        ("the unit above", asked(unit: "5304"), false),
        ("the unit beside", asked(unit: "530403"), false),
        ("a hub", asked(isHub: true), false),
        ("an account that the incident has had stopped before", asked(isRepeated: true), false),
        ("an inquiry", asked(.inquiry), true),
        ("an inquiry at a hub", asked(.inquiry, isHub: true), true),
        ("a hold, which it leaves out", asked(.protectiveHold, tier: 0, yuan: 0), false),
    ]

    @Test("By kind, tier, amount, officer, unit and hub", arguments: cases.indices)
    func covers(index: Int) {
        let row = Self.cases[index]
        var authority = Self.authority()
        if row.asked.officer == "head" { authority = Self.naming("head") }
        #expect(authority.covers(row.asked, at: .t0 + .days(1)) == row.covered, "\(row.what)")
    }

    static func naming(_ officer: String) -> StandingAuthority {
        StandingAuthority(
            id: AuthorityID(value: 9), unit: county, basis: "授权书1号",
            scope: .init(
                tiersMost: 3, amountMost: Money(fen: 50_000_00), includesInquiries: false,
                includesProtectiveHolds: true,
                officers: [officer]),
            validFrom: .t0, validUntil: .t0 + .days(30), reviewWithin: .hours(24), maker: "leader", state: .approved,
            approver: "head")
    }

    @Test("Inquiries and holds only where its scope says so")
    func kinds() {
        let authority = Self.naming("chen")
        #expect(!authority.covers(Self.asked(.inquiry), at: .t0))
        #expect(authority.covers(Self.asked(.protectiveHold, tier: 0, yuan: 0), at: .t0))
    }

    @Test("From its first moment until before its last, and only while approved")
    func time() {
        let authority = Self.authority()
        #expect(!authority.covers(Self.asked(), at: .t0 - .microseconds(1)))
        #expect(authority.covers(Self.asked(), at: .t0))
        #expect(authority.covers(Self.asked(), at: .t0 + .days(30) - .microseconds(1)))
        #expect(!authority.covers(Self.asked(), at: .t0 + .days(30)))
        for state in StandingAuthority.State.allCases {
            #expect(Self.authority(state: state).covers(Self.asked(), at: .t0) == (state == .approved))
        }
    }
}
