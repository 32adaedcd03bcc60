import Foundation
import HTTPTypes
import Journal
import Primitives
import Recovery

@testable import Web

/// What cannot be reported, through the API, the page and the table.
enum BadReports {
    static let all = api + structure + page + csv + moreTransfers + readings

    // MARK: the API

    private static func text(_ json: JSON) -> String {
        do { return try CanonicalJSON.text(json) } catch { return "\(error)" }
    }

    /// A report with `value` at `field`.
    private static func report(_ field: String, _ value: JSON) -> String {
        var victim: [String: JSON] = ["name": .string("王芳"), "phone": .string("13800136127")]
        var transfer: [String: JSON] = [
            "payerNumber": .string("6200010000000025"), "amount": .string("210000.00"),
            "payeeNumber": .string("6200010000000017"), "payeeName": .string("李强"),
        ]
        var head: [String: JSON] = ["channel": .string("96110"), "narrative": .string("冒充公检法")]
        let name = String(field.split(separator: ".").last ?? "")
        switch field.split(separator: ".").first {
        case "victims" where field.contains("."): victim[name] = value
        case "transfers" where field.contains("."): transfer[name] = value
        case "clues" where field.contains("."): head["clues"] = .object([name: value])
        default: head[field] = value
        }
        if head["victims"] == nil { head["victims"] = .array([.object(victim)]) }
        if head["transfers"] == nil { head["transfers"] = .array([.object(transfer)]) }
        return text(.object(head))
    }

    private static func bad(_ field: String, _ value: JSON, _ rule: String) -> BadInput {
        BadInput(
            entrance: .apiReport, field: field, rule: rule, value: "\(value)".prefix(60).description,
            call: .json("/api/v1/incidents", report(field, value)), said: ["\(field) \(rule)"])
    }

    private static let api: [BadInput] =
        FactMistake.all.map { bad($0.field, .string($0.value), $0.rule) }
        + ["12345", "53040256000X", "县局"].map { bad("unit", .string($0), "unknownUnit") }
        + FactMistake.signs.map { bad("clues.site", .string("甲\($0.sign)乙"), "unprintable") }
        + [bad("clues.site", .string(String(repeating: "a", count: 501)), "textTooLong")]

    /// Each member with a type that it cannot have, members that nobody knows, too many of them, and bodies that are none.
    private static let structure: [BadInput] =
        [
            "channel", "unit", "reportedAt", "fraudType", "narrative", "joins", "victims.0.name", "victims.0.idNumber",
            "victims.0.phone", "victims.0.whereabouts", "transfers.0.payerNumber", "transfers.0.payerBank",
            "transfers.0.amount", "transfers.0.time", "transfers.0.payeeNumber", "transfers.0.payeeName",
            "transfers.0.payeeBank",
        ].flatMap { field in
            [bad(field, .number(7), "malformed"), bad(field, .array([]), "malformed")]
        }
        + ["victims", "transfers", "clues"].map { bad($0, .string("x"), "malformed") }
        + [
            bad("protectVictim", .string("yes"), "malformed"), bad("transfers.0.victim", .string("0"), "malformed"),
            bad("transfers.0.victim", .number(7), "noSuchVictim"),
            bad("transfers.0.victim", .number(-1), "noSuchVictim"),
            bad("state", .string("closed"), "unknownColumn"), bad("taker", .string("usr-1"), "unknownColumn"),
            bad("victims.0.role", .string("admin"), "unknownColumn"),
            bad("transfers.0.tier", .number(1), "unknownColumn"),
            bad("victims", .array(Array(repeating: .object([:]), count: 21)), "tooMany"),
            bad("transfers", .array(Array(repeating: .object(["amount": .string("1")]), count: 201)), "tooMany"),
        ]
        + [
            "", "{", "[]", "null", "\"x\"", "7", #"{"channel":"\ud800"}"#,
            String(repeating: "[", count: 100_000),
        ].map { body in
            BadInput(
                entrance: .apiReport, field: "body", rule: "malformed", value: body.prefix(30).description,
                call: .json("/api/v1/incidents", body), said: ["body malformed"])
        }

    private static let moreTransfers: [BadInput] =
        (FactMistake.transfers + [.init("transfers.0.payeeName", "甲\u{0}", "unprintable")]).map { mistake in
            let name = mistake.field.split(separator: ".")[2]
            let body = text(.object(["transfers": .array([.object([String(name): .string(mistake.value)])])]))
            return BadInput(
                entrance: .apiTransfers, field: mistake.field, rule: mistake.rule, value: mistake.value,
                call: .json("/api/v1/incidents/INCIDENT/transfers", body), said: ["\(mistake.field) \(mistake.rule)"])
        }

    // MARK: statements that are read

    private static let readings: [BadInput] = {
        func bad(_ body: String, _ field: String, _ rule: String) -> BadInput {
            BadInput(
                entrance: .apiReadings, field: field, rule: rule, value: body.prefix(30).description,
                call: .json("/api/v1/readings", body), said: ["\(field) \(rule)"])
        }
        let long = String(repeating: "长", count: 200_001)
        return ["", "{", "[]", "null", "7", #"{"text":"\ud800"}"#, String(repeating: "[", count: 100_000)].map {
            bad($0, "body", "malformed")
        }
            + [#"{}"#, #"{"day":"2026-03-14"}"#].map { bad($0, "text", "required") }
            + [#"{"text":null}"#, #"{"text":7}"#, #"{"text":["a"]}"#].map { bad($0, "text", "malformed") }
            + ["14/3", "2026-02-30", "明天", "", "2026-03-14T00:00"].map {
                bad("{\"text\":\"a\",\"day\":\"\($0)\"}", "day", "malformed")
            }
            + [
                bad(#"{"text":"a","day":7}"#, "day", "malformed"), bad("{\"text\":\"\(long)\"}", "text", "textTooLong"),
                bad(#"{"text":"a","model":"/etc/passwd"}"#, "model", "unknownColumn"),
            ]
            + FactMistake.signs.map { sign in
                BadInput(
                    entrance: .intakePage, field: "narrative", rule: "unprintable", value: sign.sign,
                    call: .post("/intake/read", filled + [("narrative", "转了三万\(sign.sign)")]),
                    said: ["<li>narrative: "], status: [422])
            }
    }()

    // MARK: the page

    private static let filled = [
        ("channel", "96110"), ("victims.0.name", "王芳"), ("transfers.0.amount", "5000"),
        ("transfers.0.payeeNumber", "6200010000000017"),
    ]

    private static func entered(_ mistake: FactMistake) -> BadInput {
        let fields = filled.filter { $0.0 != mistake.field } + [(mistake.field, mistake.value)]
        let problem = FieldProblem(
            mistake.field, FieldProblem.Rule(rawValue: mistake.rule) ?? .malformed, found: mistake.value)
        // A sign that no form may hold is refused for the whole form, before the page.
        let isGate = mistake.rule == "unprintable"
        return BadInput(
            entrance: .intakePage, field: mistake.field, rule: mistake.rule, value: mistake.value,
            call: .post("/intake", fields),
            said: [isGate ? "<li>\(mistake.field): " : "href=\"#f-\(mistake.field)\"", Language.zh(.problem(problem))],
            status: [422])
    }

    private static let page =
        FactMistake.all.map(entered)
        + FactMistake.signs.map { entered(.init("clues.site", "甲\($0.sign)乙", "unprintable")) }

    // MARK: the table

    private static let columns = [
        "victims.0.name": "victimName", "victims.0.idNumber": "victimIdNumber", "victims.0.phone": "victimPhone",
        "victims.0.whereabouts": "victimWhereabouts",
    ]

    private static let csv: [BadInput] =
        FactMistake.all.map { mistake in
            let column = columns[mistake.field] ?? mistake.field.replacing("transfers.0.", with: "")
            let rest = ["channel", "victimName", "amount"].filter { $0 != column }
            let words = ["channel": "96110", "victimName": "王芳", "amount": "5000"]
            let head = (["report", column] + rest).joined(separator: ",")
            let row = (["1", "\"\(mistake.value)\""] + rest.map { words[$0] ?? "" }).joined(separator: ",")
            return BadInput(
                entrance: .csv, field: column, rule: mistake.rule, value: mistake.value,
                call: table("\(head)\n\(row)"), said: ["row.2.\(column) \(mistake.rule)"], status: [200])
        }
        + [
            ("", "row.1 empty"), ("report", "row.1 empty"), ("report,report\n1,2", "row.1.report duplicateColumn"),
            ("report,color\n1,red", "row.1.color unknownColumn"), ("amount\n5", "row.1.report required"),
            ("report,amount\n1,\"5", "malformed"), ("report,amount\n,5", "row.2.report required"),
        ].map { text, said in
            BadInput(
                entrance: .csv, field: "table", rule: said, value: text, call: table(text), said: [said],
                status: [200, 400, 422])
        }

    private static func table(_ text: String) -> Call {
        Call(method: .post, path: "/api/v1/incidents/import", body: text, mediaType: "text/csv")
    }
}
