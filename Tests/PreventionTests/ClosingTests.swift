import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Prevention

@Suite("When a warning may be closed")
struct ClosingTests {
    static func warning(_ grade: Grade, _ family: WarningFamily = .information, incident: String? = nil) -> Warning {
        var warning = Warning(
            id: WarningID(value: 1), person: WarnedPerson(name: "王芳"), receivedAt: .t0,
            place: UnitCode(area: "530402")!, unit: UnitCode(area: "530402")!, state: .open, grade: grade,
            highest: grade, family: family)
        warning.incident = incident
        return warning
    }

    /// `call+dissuaded:100` is a call that reached him and came to that with so much avoided; `visit!` is one that counts.
    static func attempts(_ text: String) throws -> [Attempt] {
        try text.split(separator: " ").enumerated().map { index, word in
            let parts = word.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
            let isFull = parts[0].hasSuffix("!")
            let channel = try #require(Attempt.Channel(rawValue: parts[0].filter { $0 != "!" }))
            var report = AttemptReport(isReached: parts.count > 1)
            if parts.count > 1, !parts[1].isEmpty {
                let result = parts[1].split(separator: ":").map(String.init)
                let known: Attempt.Result = try #require(Attempt.Result(rawValue: result[0]))
                report.result = known
                report.avoided = Money(fen: result.count > 1 ? Int64(result[1])! * 100 : 0)
                report.held = Money(fen: result.count > 2 ? Int64(result[2])! * 100 : 0)
            }
            if isFull {
                (report.place, report.companion, report.isAcknowledged) = ("家中", "李警官", true)
                report.steps = Set(Attempt.Step.allCases)
            }
            return Attempt(
                id: AttemptID(value: UInt64(index)), warning: WarningID(value: 1), task: nil, channel: channel,
                target: .person, at: .t0, enteredAt: .t0, by: "usr", report: report)
        }
    }

    /// Outcome, grade, family, what was tried, fraud type, note, incident; what is missing.
    static let cases: [(String, Grade, WarningFamily, String, String, String, String?, [ClosingRule.Lack])] = [
        // The lowest grade: a message that arrived is enough, and only there.
        ("informed", .low, .information, "message+", "", "", nil, []),
        ("informed", .low, .information, "message", "", "", nil, [.contact]),
        ("informed", .low, .information, "message robotCall+", "", "", nil, []),
        ("informed", .medium, .information, "message+", "", "", nil, [.messageOnly]),
        // The middle grade: a talk, its result and the type of fraud.
        ("aware", .medium, .information, "call+aware", "SD", "", nil, []),
        ("aware", .medium, .information, "call+aware", "", "", nil, [.fraudType]),
        ("aware", .medium, .information, "call", "SD", "", nil, [.contact]),
        ("aware", .medium, .information, "robotCall+", "SD", "", nil, [.contact]),
        ("aware", .medium, .information, "call+stillConvinced", "SD", "", nil, [.resultDiffers]),
        ("dissuaded", .medium, .information, "call+stillConvinced call+dissuaded:100", "SD", "", nil, []),
        ("dissuaded", .medium, .information, "call+dissuaded:0", "SD", "", nil, [.amount]),
        // The high grades and money on its way: somebody was there, and it was a visit that counts.
        ("dissuaded", .high, .information, "call+dissuaded:100", "SD", "", nil, [.visit]),
        ("dissuaded", .high, .information, "call+dissuaded:100 visit+dissuaded:100", "SD", "", nil, [.visit]),
        ("dissuaded", .high, .information, "visit!+dissuaded:100", "SD", "", nil, []),
        ("dissuaded", .medium, .fund, "call+dissuaded:100", "SD", "", nil, [.visit]),
        ("family", .extreme, .information, "visit!+family", "GJF", "", nil, []),
        // Money held by the counter is dissuasion with another sum.
        ("held", .high, .fund, "counter!+dissuaded:0:23000", "KF", "", nil, []),
        ("held", .high, .fund, "counter!+dissuaded:23000", "KF", "", nil, [.amount]),
        // He had paid: an incident with its orders comes first.
        ("cheated", .high, .fund, "visit!+cheated", "LC", "", nil, [.incident]),
        ("cheated", .high, .fund, "visit!+cheated", "LC", "", "inc-0000000000000001", []),
        // Nobody there: words instead of a visit.
        ("falseAlarm", .extreme, .fund, "call+falseAlarm", "", "号码已换主", nil, []),
        ("wrongPerson", .high, .information, "", "", "", nil, [.proof]),
        ("notFound", .high, .information, "call visit", "", "找过", nil, [.tries]),
        ("notFound", .high, .information, "call call visit", "", "两次电话、一次上门，邻居证明已搬走", nil, []),
    ]

    @Test("By outcome, grade, family and what was tried", arguments: cases.indices)
    func lacks(index: Int) throws {
        let (outcome, grade, family, tried, type, note, incident, expected) = Self.cases[index]
        let found = ClosingRule.lacks(
            try #require(Outcome(rawValue: outcome)), of: Self.warning(grade, family, incident: incident),
            attempts: try Self.attempts(tried), fraudType: type, note: note, GradingTests.rules.warning)
        #expect(found == expected, "\(Self.cases[index])")
    }

    @Test("A visit counts only with the person met, place, second, every step and his word or why not")
    func visits() throws {
        let full = try Self.attempts("visit!+dissuaded:1")[0]
        #expect(full.isValidVisit)
        let spoiled: [(VisitLack, (inout AttemptReport) -> Void)] = [
            (.nobodyMet, { $0.isReached = false }), (.place, { $0.place = " " }), (.companion, { $0.companion = "" }),
            (.steps, { $0.steps.remove(.protection) }), (.acknowledgement, { $0.isAcknowledged = false }),
        ]
        for (lack, spoil) in spoiled {
            var report = full.report
            spoil(&report)
            let attempt = Attempt(
                id: full.id, warning: full.warning, task: nil, channel: .visit, target: .person, at: .t0,
                enteredAt: .t0, by: "usr", report: report)
            #expect(attempt.visitLacks == [lack])
        }
    }
}
