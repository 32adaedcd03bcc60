import Foundation
import Jurisdiction
import Primitives
import Testing

/// Each test changes one thing in the built-in pack and reads what is said about it.
struct PackProblemTests {
    @Test(
        "Each kind of mistake is reported with its place, what was found and what would be right",
        arguments: [
            Mistake(
                #""value": "48 h", "#, #""value": "48 hours", "#, "rules[0].value", found: #""48 hours""#,
                expected: "48 h"),
            Mistake(
                #""value": "48 h", "#, #""value": "0 h", "#, "rules[0].value", found: #""0 h""#, expected: "a duration"),
            Mistake(#""value": "48 h", "#, #""value": 48, "#, "rules[0].value", found: "48", expected: "a duration"),
            Mistake(
                #""value": "48 h", "#, #""worth": "48 h", "#, "rules[0].value", found: "nothing", expected: "a duration"
            ),
            Mistake(
                #""value": "48 h", "#, #""value": "48 h", "why": "", "#, "rules[0].why", found: "unknown key",
                expected: "basis"),
            Mistake(
                #""value": "48 h", "#, #""value": "999999999 d", "#, "rules[0].value", found: "999999999 d",
                expected: "a hundred years"),
            Mistake(
                #""value": "3 wd""#, #""value": "2000000000 wd""#, ".value", found: "2000000000 wd",
                expected: "a hundred years"),
            Mistake(
                #""value": 2, "#, #""value": 9000000000000000000, "#, "rules[1].value", found: "9000000000000000000",
                expected: "2000000000 at most"),
            Mistake(#""value": 2, "#, #""value": -2, "#, "rules[1].value", found: "-2", expected: "above zero"),
            Mistake(
                #"["12 h", "1 h"]"#, #"["12 h", "soon"]"#, "rules[2].value", found: "soon",
                expected: "a list of durations"),
            Mistake(#"["12 h", "1 h"]"#, "[]", "rules[2].value", found: "[]", expected: "a list of durations"),
            Mistake(#"["text", "voice"]"#, #"["text", "fax"]"#, ".value", found: "fax", expected: #""voice""#),
            Mistake(
                #"["text", "voice"]"#, #"["text", "text"]"#, ".value", found: "text", expected: "without repetition"),
            Mistake(#""value": "3 wd""#, #""value": "3 weeks""#, ".value", found: "3 weeks", expected: "3 wd"),
            Mistake(#""lastDay": "moves""#, #""lastDay": "jumps""#, ".lastDay", found: "jumps", expected: #""moves""#),
            Mistake(
                #""value": "48 h", "#, #""value": "48 h", "lastDay": "moves", "#, "rules[0].lastDay", found: "moves",
                expected: "only terms"),
            Mistake(
                #""value": "countyHead""#, #""value": "sheriff""#, ".value", found: "sheriff", expected: "countyHead"),
            Mistake(#""value": 10000, "#, #""value": -1, "#, ".value", found: "-1", expected: "fen"),
            Mistake(
                #""id": "stopPayment.term""#, #""id": "stopPayment.length""#, "rules[0].id",
                found: "stopPayment.length", expected: "knows"),
            Mistake(
                #""id": "stopPayment.term""#, #""id": "stopPayment.length""#, "rules", found: "no rule",
                expected: "at least one"),
            Mistake(
                #""mark": "V", "from": "2016-03-18"}"#, #""mark": "Q", "from": "2016-03-18"}"#, "rules[0].mark",
                found: "Q", expected: #""V""#),
            Mistake(
                #""from": "2016-03-18"}"#, #""from": "2016-02-30"}"#, "rules[0].from", found: "2016-02-30",
                expected: "a day"),
            Mistake(
                #""from": "2016-03-18"}"#, #""from": "2025-01-01"}"#, "rules[0].from", found: "2025-01-01",
                expected: "2022-12-01 or before"),
            Mistake(
                #""from": "2016-03-18"}"#, #""from": "2016-03-18", "until": "2030-12-31"}"#, "rules[0].until",
                found: "2030-12-31", expected: "from 2031-01-01"),
            Mistake(
                #""from": "2016-03-18"}"#, #""from": "2016-03-18", "until": "2015-01-01"}"#, "rules[0].until",
                found: "2015-01-01", expected: "not before"),
            Mistake(
                #""until": "2023-12-31""#, #""until": "2024-06-30""#, ".until", found: "2024-06-30",
                expected: "2023-12-31 or before"),
            Mistake(
                #""until": "2023-12-31""#, #""until": "2023-11-30""#, ".from", found: "2024-01-01",
                expected: "2023-12-01"),
            Mistake(
                #""basis": "银发〔2016〕86号 二(一)2", "#, #""basis": "", "#, "rules[0].basis", found: #""""#,
                expected: "a text"),
            Mistake(#""means": "partial""#, #""means": "half""#, ".means", found: "half", expected: "partial"),
            Mistake(#", "means": "partial""#, "", ".means", found: "nothing", expected: "partial"),
            Mistake(#""parent": "LC""#, #""parent": "XX""#, "codes.fraudTypes", found: "XX", expected: "same list"),
            Mistake(
                #"{"code": "KF""#, #"{"code": "SD""#, "codes.fraudTypes.items[0].until", found: "nothing",
                expected: "SD"),
            Mistake(#""en": "Other"}"#, #""en": ""}"#, ".en", found: #""""#, expected: "a text"),
            Mistake(
                #"{"code": "chat", "zh""#, #"{"code": "talk", "zh""#, "codes.screenedKinds", found: "no code \"chat\"",
                expected: "every day"),
            Mistake(
                #""sign": "SITE_VISITED""#, #""sign": "SITE""#, "codes.screenedKinds",
                found: "sign \"SITE\" of \"host\"", expected: "warningSigns"),
            Mistake(#""channels":"#, #""routes":"#, "codes.channels", found: "nothing", expected: "a list of codes"),
            Mistake(#""channels":"#, #""routes":"#, "codes.routes", found: "unknown key", expected: "channels"),
            Mistake(
                #""measure": "freeze""#, #""measure": "thaw""#, "notices[4].measure", found: "thaw", expected: "freeze"),
            Mistake(
                #""measure": "freeze""#, #""measure": "inquiry""#, "notices", found: "no notice of freeze",
                expected: "told"),
            Mistake(
                "账户{account}已被紧急止付", "账户{number}已被紧急止付", "notices[0].body.zh", found: "{number}", expected: "{account}"),
            Mistake(
                #""daysOff": []"#, #""daysOff": ["1 January"]"#, "calendar.daysOff[0]", found: "1 January",
                expected: "a day"),
            Mistake(
                #""daysOff": [], "daysWorked": []"#, #""daysOff": ["2027-01-01"], "daysWorked": ["2027-01-01"]"#,
                "calendar",
                found: "2027-01-01", expected: "one list"),
            Mistake(#""name": "cn""#, #""name": 7"#, "name", found: "7", expected: "a text"),
            Mistake(#""rules": ["#, #""rules": 1.5, "old": ["#, "", found: "number", expected: "whole numbers"),
        ])
    func problem(mistake: Mistake) throws {
        let problems = try problems(of: [mistake])
        let found = problems.contains { problem in
            problem.path.hasSuffix(mistake.path) && problem.found.contains(mistake.found)
                && problem.expected.contains(mistake.expected)
        }
        #expect(found, "\(mistake.path): \(problems.map(\.description))")
    }

    @Test("All mistakes are reported at once")
    func all() throws {
        let mistakes = [
            Mistake(#""value": "48 h", "#, #""value": "two days", "#, "rules[0].value"),
            Mistake(#""value": 2, "#, #""value": 0, "#, "rules[1].value"),
            Mistake(#""measure": "freeze""#, #""measure": "thaw""#, "notices[4].measure"),
            Mistake(#""means": "partial""#, #""means": "half""#, "means"),
        ]
        let paths = try problems(of: mistakes).map(\.path)
        for mistake in mistakes {
            #expect(paths.contains { $0.hasSuffix(mistake.path) }, "\(mistake.path) in \(paths)")
        }
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let path: String
        let found: String
        let expected: String

        init(_ old: String, _ new: String, _ path: String, found: String = "", expected: String = "") {
            (self.old, self.new, self.path, self.found, self.expected) = (old, new, path, found, expected)
        }

        var testDescription: String { "\(old) → \(new)" }
    }

    /// What is wrong with the built-in pack once the first occurrence of each mistake's text is changed.
    func problems(of mistakes: [Mistake]) throws -> [Pack.Problem] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Jurisdiction/Packs/cn.json")
        var text = try String(contentsOf: file, encoding: .utf8)
        for mistake in mistakes {
            let range = try #require(text.range(of: mistake.old), "\(mistake.old) is not in the pack")
            text.replaceSubrange(range, with: mistake.new)
        }
        let error = #expect(throws: Pack.Invalid.self) { try Pack.read(text) }
        return error?.problems ?? []
    }
}
