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

    private func sighting(_ signs: String, _ verification: Sighting.Verification?, yuan: Int64 = 0) -> Sighting {
        Sighting(
            id: SightingID(value: 1), warning: WarningID(value: 1), source: .family, sourceNumber: "1",
            signs: signs.split(separator: " ").map(String.init), seenAt: .t0, receivedAt: .t0,
            stake: Money(fen: yuan * 100), payee: "", fraudType: nil, note: "", reportedBy: "family",
            verification: verification)
    }

    @Test("What waits for a call back is the middle grade at most, what was refuted nothing, beside others as well")
    func verification() {
        let cases: [([Sighting], Grade)] = [
            ([sighting("SCREEN_SHARED", .waiting)], .medium), ([sighting("CALLED_SHORT", .waiting)], .low),
            ([sighting("SCREEN_SHARED", .confirmed)], .extreme), ([sighting("SCREEN_SHARED", .refuted)], .low),
            ([sighting("SCREEN_SHARED", .waiting), sighting("APP_REGISTERED", nil)], .high),
            ([sighting("SCREEN_SHARED", .refuted), sighting("SITE_VISITED", nil)], .medium),
            // A word that is not verified does not raise by its sum or its number of signs either.
            ([sighting("SITE_VISITED", .waiting, yuan: 1_000_000), sighting("CHAT_JOINED", nil)], .medium),
        ]
        for (seen, grade) in cases { #expect(Grading.judge(seen, Self.rules).grade == grade, "\(seen.map(\.signs))") }
    }

    @Test("Every question of the teller stands for a sign that there is")
    func questions() {
        let questions = Self.rules.codes(.tellerQuestions)
        #expect(questions.count == 5)
        for code in questions {
            #expect(code.sign.flatMap { Self.rules.code($0, in: .warningSigns) } != nil, "\(code.code)")
        }
    }

    @Test("Every sign of the pack has a grade and a family")
    func complete() {
        for code in Self.rules.codes(.warningSigns) {
            #expect(code.grade != nil && code.family != nil, "\(code.code)")
        }
        #expect(Set(Self.rules.codes(.grades).map(\.code)) == Set(Grade.allCases.map(\.rawValue)))
    }
}
