import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Prevention

@Suite("How grave the signs are")
struct GradingTests {
    static let rules = Pack.builtIn.rules(on: CivilTime(.t0).day)

    static let cases: [(signs: String, yuan: Int64, grade: Grade, family: WarningFamily)] = [
        ("MESSAGE_RECEIVED", 0, .low, .information),
        ("CALLED_SHORT", 0, .low, .information),
        ("SITE_VISITED", 0, .medium, .information),
        ("APP_REGISTERED", 0, .high, .information),
        ("SCREEN_SHARED", 0, .extreme, .information),
        ("TRANSFER_TO_INVOLVED", 0, .extreme, .fund),
        // Two signs are as grave as the graver one; three different ones are one higher.
        ("CALLED_SHORT SITE_VISITED", 0, .medium, .information),
        ("CALLED_SHORT MESSAGE_RECEIVED SITE_VISITED", 0, .high, .information),
        ("CALLED_SHORT MESSAGE_RECEIVED MESSAGE_RECEIVED", 0, .low, .information),
        // 50,000 yuan at stake are one higher, one yuan less is not; both reasons together are one higher too.
        ("MONEY_GATHERED", 49_999, .medium, .fund),
        ("MONEY_GATHERED", 50_000, .high, .fund),
        ("CALLED_SHORT MESSAGE_RECEIVED MONEY_GATHERED", 50_000, .high, .fund),
        ("SCREEN_SHARED", 1_000_000, .extreme, .information),
        // A sign of fund makes it a fund warning, whatever else is seen.
        ("SITE_VISITED CASH_SUDDEN", 0, .high, .fund),
        // Nothing that the day's list knows.
        ("UNKNOWN", 1_000_000, .low, .information),
    ]

    @Test("By the gravest sign, the money and the number of signs", arguments: cases.indices)
    func grade(index: Int) {
        let row = Self.cases[index]
        let signs = Set(row.signs.split(separator: " ").map(String.init))
        #expect(Grading.grade(of: signs, stake: Money(fen: row.yuan * 100), Self.rules) == row.grade, "\(row.signs)")
        #expect(Grading.family(of: signs, Self.rules) == row.family, "\(row.signs)")
    }

    @Test("Every sign of the pack has a grade and a family")
    func complete() {
        for code in Self.rules.codes(.warningSigns) {
            #expect(code.grade != nil && code.family != nil, "\(code.code)")
        }
        #expect(Set(Self.rules.codes(.grades).map(\.code)) == Set(Grade.allCases.map(\.rawValue)))
    }
}
