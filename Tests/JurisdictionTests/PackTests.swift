import Foundation
import Jurisdiction
import Primitives
import Testing

struct PackTests {
    let rules = Pack.builtIn.rules(on: CivilDay(daysSince1970: 20_526))  // 2026-03-14

    @Test("The terms and limits of the short list of the domain")
    func values() {
        #expect("\(rules.day)" == "2026-03-14")
        #expect(rules.stopPaymentTerm == .hours(48))
        #expect(rules.stopPaymentTimesMax == 2)
        #expect(rules.stopPaymentWarnBefore == [.hours(12), .hours(1)])
        #expect(rules.bankAnswerLimit(of: .stopPayment) == .minutes(10))
        #expect(rules.bankAnswerLimit(of: .inquiry) == .minutes(30))
        #expect(rules.entryLimit == .minutes(30))
        #expect(rules.authorityReviewLimit == .hours(24))
        #expect(rules.complaintAnswerLimit == Term(30, .days))
        #expect(rules.protectiveHoldTerm == .hours(6))
        #expect(rules.releaseUnrelated == Term(3, .days))
        #expect(rules.freezeTerm == Term(6, .months))
        #expect(rules.freezeTermMajor == Term(12, .months))
        #expect(rules.fundReturnBankLimit == Term(3, .workingDays))
        #expect(rules.fourItemsTimeTolerance == .minutes(5))
        #expect(rules.traceLeastAmount == Money(fen: 100_00))
    }

    @Test(
        "Who approves",
        arguments: [
            (.inquiry, .countyHead), (.protectiveHold, .dutyLeader), (.stopPayment, .dutyLeader),
            (.stopExtension, .dutyLeader),
            (.release, .dutyLeader), (.freeze, .countyHead), (.fundReturn, .cityHead),
        ] as [(Measure, ApprovalLevel)])
    func approvals(measure: Measure, level: ApprovalLevel) {
        #expect(rules.approval(of: measure) == level)
    }

    @Test("Levels of approval are ordered")
    func levels() {
        #expect(ApprovalLevel.allCases == ApprovalLevel.allCases.sorted())
        #expect(rules.approval(.approvalFreezeMajor) > rules.approval(of: .freeze))
    }

    @Test("Every rule names its article and its mark")
    func bases() {
        for id in RuleID.allCases {
            let rule = rules[id]
            #expect(rule.id == id && !rule.basis.isEmpty && rule.holds(on: rules.day))
        }
        #expect(rules[.stopPaymentTerm].basis == "银发〔2016〕86号 二(一)2")
        #expect(rules[.stopPaymentTerm].mark == .verified)
        #expect(rules[.protectiveHoldTerm].mark == .proposed)
        #expect(rules[.complaintAnswerLimit].basis.contains("第196条"))
    }

    @Test(
        "A new law is a new version: reconsideration before and after 2024",
        arguments: [
            ("2023-12-31", "行政复议法（2017年修正）第9条"),
            ("2024-01-01", "行政复议法（2023年修订）第20条"),
        ])
    func versions(date: String, basis: String) throws {
        #expect(Pack.builtIn.rules(on: try day(date))[.reconsiderationTerm].basis == basis)
        #expect(Pack.builtIn.history(of: .reconsiderationTerm).count == 2)
    }

    @Test("A day before the pack is answered with its first day")
    func before() throws {
        #expect(Pack.builtIn.rules(on: try day("2010-01-01")).day == Pack.builtIn.from)
    }

    @Test(
        "What the banks' result codes mean for an order",
        arguments: [
            ("0000", .executed), ("1200", .partial), ("0301", .refused), ("0302", .refused), ("1304", .refused),
            ("0600", .refused),
            ("1100", .retry), ("1300", .retry), ("0900", .repeated),
        ] as [(String, ResultMeaning)])
    func resultCodes(code: String, meaning: ResultMeaning) {
        #expect(rules.code(code, in: .businessResults)?.meaning == meaning)
    }

    @Test(
        "What the technical codes mean",
        arguments: [
            ("100000", .executed), ("200001", .refused), ("200002", .retry), ("200003", .repeated), ("200009", .retry),
        ] as [(String, ResultMeaning)])
    func technicalCodes(code: String, meaning: ResultMeaning) {
        #expect(rules.code(code, in: .technicalResults)?.meaning == meaning)
    }

    @Test(
        "Code lists are complete",
        arguments: [
            (.fraudTypes, 16), (.channels, 5), (.grades, 4), (.businessResults, 43), (.technicalResults, 11),
            (.messages, 16),
            (.applicationTypes, 6), (.idTypes, 17), (.caseReportIDTypes, 8), (.suspiciousFeatures, 13),
            (.holdsInForce, 3), (.warningSigns, 14), (.screenedKinds, 4),
        ] as [(CodeList, Int)])
    func lists(list: CodeList, count: Int) {
        #expect(rules.codes(list).count == count)
    }

    @Test("Codes have names in both languages, and what belongs to their list")
    func codes() throws {
        let stop = try #require(rules.code("100101", in: .messages))
        #expect(stop.reply == "100102")
        #expect(rules.code("SZP", in: .fraudTypes)?.parent == "LC")
        #expect(rules.code("SD", in: .fraudTypes)?.name.zh == "刷单返利")
        #expect(rules.code("jpg", in: .evidenceKinds)?.mediaType == "image/jpeg")
        #expect(rules.codes(.grades).map(\.code) == ["EXTREME", "HIGH", "MEDIUM", "LOW"])
        #expect(rules.code("host", in: .screenedKinds)?.sign == "SITE_VISITED")
        #expect(rules.code("nothing", in: .grades) == nil)
    }

    @Test("A class of 2025 is not among those of 2024")
    func datedCodes() throws {
        #expect(Pack.builtIn.rules(on: try day("2024-12-31")).code("PJ", in: .fraudTypes) == nil)
        #expect(rules.code("PJ", in: .fraudTypes) != nil)
    }

    @Test("A notice names effect, reason, basis, term, remedy and papers")
    func notice() throws {
        let notice = try #require(rules.notice(of: .stopPayment))
        let same = { (text: String) in Wording(zh: text, en: text) }
        let filled = notice.filled([
            .account: same("6200 **** **** 7741"), .basis: same(notice.basis), .term: rules.stopPaymentTerm.wording,
            .complaintTerm: rules.complaintAnswerLimit.wording, .reason: Wording(zh: "涉嫌电信诈骗", en: "suspected fraud"),
        ])
        #expect(
            filled.zh.contains("账户6200 **** **** 7741") && filled.zh.contains("48小时") && filled.zh.contains("30日内书面答复"))
        #expect(
            filled.en.contains("within 30 days") && filled.en.contains("48 hours")
                && filled.en.contains("suspected fraud"))
        #expect(filled.zh.contains("电话：＿＿＿＿"), "what is not known yet stays a line to write on")
        #expect(!filled.zh.contains("{") && !filled.en.contains("{"))
        #expect(rules.notice(of: .inquiry) == nil)
    }

    @Test("Waits grow twofold from two seconds to five minutes")
    func backoff() {
        let waits = (1...10).map { rules.backoff(afterTries: $0).wholeSeconds }
        #expect(waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    }

    @Test(
        "Terms and durations in words",
        arguments: [
            (Duration.hours(48), "48小时", "48 hours"), (.minutes(30), "30分钟", "30 minutes"),
            (.seconds(2), "2秒", "2 seconds"),
            (.hours(1), "1小时", "1 hour"),
        ])
    func words(duration: Duration, zh: String, en: String) {
        #expect(duration.wording == Wording(zh: zh, en: en))
    }

    @Test("A pack is read from a file; a file that is not there is a named problem")
    func file() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Jurisdiction/Packs/cn.json")
        #expect(try Pack.load(file.path).version == Pack.builtIn.version)
        #expect(throws: Pack.Invalid.self) { try Pack.load("/nowhere/cn.json") }
    }
}
