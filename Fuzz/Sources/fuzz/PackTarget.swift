import Foundation
import Primitives

@testable import Jurisdiction

/// Each line of an input puts a value in place of the part of the built-in pack with that number: `17 "48 h"`.
let packTarget = Target(
    "pack", "a pack is refused by path and value, or all of it can be used on any day",
    seeds: [
        "1 \"x\"\n2 null\n", "900 \"999999999 d\"\n901 9223372036854775807\n",
        "40 []\n60 {}\n200 \"{account\"\n300 \"2099-12-31\"\n",
        "410 \"30 mo\"\n420 \"3 wd\"\n", "500 [\"12 h\",\"1 h\"]\n510 \"county\"\n",
    ], longest: 512
) { text in
    var pack = builtIn
    for line in text.split(separator: "\n").prefix(8) {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, var place = UInt32(words[0]).map({ Int($0) % builtInSize }) else { continue }
        let value = orNil { try CanonicalJSON.decode(JSON.self, from: String(words[1])) } ?? .string(String(words[1]))
        pack = pack.replacing(&place, by: value)
    }
    let written = try CanonicalJSON.text(pack)
    guard let read = orNil({ () throws(Pack.Invalid) in try Pack.read(written) }) else { return refused(written) }
    for day in [read.from, CivilTime(present).day, CivilDay(daysSince1970: 40_000)] { use(read, on: day) }
}

let rules = Pack.builtIn.rules(on: CivilTime(present).day)

private let builtIn: JSON = orStop {
    try CanonicalJSON.decode(from: String(decoding: PackageResources.cn_json, as: UTF8.self))
}
private let builtInSize = builtIn.size

private func refused(_ written: String) {
    do { _ = try Pack.read(written) } catch {
        hold(!error.problems.isEmpty, "refused without a reason")
        for problem in error.problems { hold(!problem.expected.isEmpty, "\(problem) does not say what is right") }
    }
}

private func use(_ pack: Pack, on day: CivilDay) {
    let rules = pack.rules(on: day)
    let start = CivilTime(day: day).timestamp
    for term in [rules.freezeTerm, rules.complaintAnswerLimit, rules.reconsiderationTerm, rules.fundReturnBankLimit] {
        hold(pack.deadlines.end(of: term, from: start) > start, "\(term.wording.en) ends before it begins")
    }
    let end = pack.deadlines.end(of: rules.stopPaymentTerm, from: start)
    hold(end > start, "a stop-payment ends before it begins")
    _ = pack.deadlines.warnings(before: end, rules.stopPaymentWarnBefore, from: start)
    _ = pack.deadlines.end(of: rules.sessionLengthMax, from: start)
    for tries in [1, 2, 40] { hold(rules.backoff(afterTries: tries) <= rules.jobBackoffMax, "a wait is too long") }
    for id in RuleID.allCases { hold(!rules[id].basis.isEmpty, "\(id) without an article") }
    for measure in Measure.allCases { _ = (rules.notice(of: measure)?.filled([:]), rules.approval(of: measure)) }
    for list in CodeList.allCases {
        for code in rules.codes(list) { hold(!code.code.isEmpty, "a code without a sign") }
    }
}

extension JSON {
    /// How many values it is made of, itself counted.
    fileprivate var size: Int {
        switch self {
        case .array(let items): items.reduce(1) { $0 + $1.size }
        case .object(let members): members.values.reduce(1) { $0 + $1.size }
        case .null, .bool, .number, .string: 1
        }
    }

    /// With `value` in place of the part before which there are `place` others; `place` counts down over what is passed.
    fileprivate func replacing(_ place: inout Int, by value: JSON) -> JSON {
        place -= 1
        if place < 0 { return place == -1 ? value : self }
        switch self {
        case .array(let items): return .array(items.map { $0.replacing(&place, by: value) })
        case .object(let members):
            var changed = members
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                changed[key] = member.replacing(&place, by: value)
            }
            return .object(changed)
        case .null, .bool, .number, .string: return self
        }
    }
}
