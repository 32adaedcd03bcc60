import Foundation
import Primitives

@testable import Web

/// What cannot be reported about a person in danger: by the desk, a teller, a relative, a program, a table.
enum BadWarnings {
    static let all = forms + open + api + tables + lines + streams

    private static func form(
        _ path: String, _ right: [(String, String)], _ field: String, _ value: String?, _ said: String,
        status: Set<Int> = [422]
    ) -> BadInput {
        let others = right.filter { $0.0 != field }
        return BadInput(
            entrance: .warnings, field: "\(path) \(field)", rule: said, value: value ?? "missing",
            call: .post(path, others + (value.map { [(field, $0)] } ?? [])), said: [said], status: status)
    }

    private static let long = String(repeating: "长", count: 2_001)
    private static let place = "530402560000"

    /// What a field of a report can hold that it must not, and what is said of it.
    private static let mistakes: [(field: String, value: String, said: String, rule: String)] = [
        ("phone", "12", "电话号码读不出", "phoneUnreadable"), ("phone", "王芳", "电话号码读不出", "phoneUnreadable"),
        ("identityNumber", "530401197001012013", "末位校验不符", "idNumberInvalid"),
        ("identityNumber", "1", "末位校验不符", "idNumberInvalid"), ("stake", "一些", "金额读不出", "amountUnreadable"),
        ("stake", "-5", "金额须大于 0", "amountNotPositive"), ("stake", "1.234", "金额到分为止", "amountTooExact"),
        ("stake", "99999999999999", "金额太大", "amountTooLarge"), ("place", "99", "没有这个单位", "unknownUnit"),
        ("place", "moon", "没有这个单位", "unknownUnit"), ("payee", String(repeating: "长", count: 101), "太长", "textTooLong"),
        ("name", String(repeating: "长", count: 61), "太长", "textTooLong"),
        ("whereabouts", String(repeating: "长", count: 201), "太长", "textTooLong"),
    ]

    private static let forms: [BadInput] = {
        let desk = [
            ("source", "national"), ("name", "王芳"), ("phone", "13800139999"), ("sign-APP_REGISTERED", "yes"),
            ("place", place),
        ]
        let teller = [
            ("name", "谭某"), ("phone", "13800139995"), ("purpose", "投资"), ("whereabouts", "城关支行"), ("place", place),
            ("sign-LIMIT_HIT_CASH", "yes"),
        ]
        let protect = [("account", "6200010000000017"), ("bank", "华岭银行")]
        return mistakes.flatMap { mistake in
            [("/warnings/new", desk), ("/bank/warnings", teller)].map { path, right in
                form(path, right, mistake.field, mistake.value, mistake.said)
            }
        }
            + [
                form("/warnings/new", desk, "source", "moon", "来源不对"),
                form("/warnings/new", desk, "sign-APP_REGISTERED", nil, "必填"),
                form("/warnings/new", desk, "seenAt", "明年", "时间读不出"),
                form("/warnings/new", desk, "fraudType", "XX", "没有这个诈骗类型"),
                form("/warnings/new", desk, "note", long, "太长"), form("/bank/warnings", teller, "note", long, "太长"),
                form("/warnings/new", desk, "sourceNumber", String(repeating: "1", count: 61), "太长"),
                form("/warnings/WARNING/protect", protect, "account", nil, "必填"),
                form("/warnings/WARNING/protect", protect, "account", "12ab", "账号"),
                form("/warnings/WARNING/protect", protect, "bank", "月亮银行", "没有这家银行"),
                form("/warnings/WARNING/protect", [("account", "9999990000000017")], "bank", nil, "必填"),
                form("/warnings/WARNING/reveal", [], "sighting", "x", "读不出", status: [400]),
                form("/warnings/WARNING/verify", [("found", "true")], "sighting", "x", "读不出", status: [400]),
                form("/warnings/WARNING/verify", [("sighting", "SIGHTING")], "found", "maybe", "读不出", status: [400]),
            ]
            + ["purpose", "whereabouts", "place"].map { form("/bank/warnings", teller, $0, nil, "必填") }
            + FactMistake.signs.flatMap { sign in
                [
                    form("/warnings/new", desk, "name", "甲\(sign.sign)", "<li>name: "),
                    form("/bank/warnings", teller, "purpose", "甲\(sign.sign)", "<li>purpose: "),
                ]
            }
    }()

    private static let open: [BadInput] = {
        let right = [
            ("phone", "13800139994"), ("note", "要去取钱"), ("relative", "孙某"), ("relation", "女儿"),
            ("relativePhone", "13800139993"),
        ]
        let path = "/public/alert"
        return right.map(\.0).flatMap { field in ["", nil].map { form(path, right, field, $0, "必填") } }
            + [
                form(path, right, "phone", "12", "电话号码读不出"), form(path, right, "relativePhone", "12", "电话号码读不出"),
                form(path, right, "place", "99", "没有这个单位"), form(path, right, "stake", "很多", "金额读不出"),
                form(path, right, "home", String(repeating: "长", count: 201), "太长"),
                form(path, right, "note", long, "<li>note: 太长"),
            ] + FactMistake.signs.map { form(path, right, "note", "甲\($0.sign)", "<li>note: ") }
    }()

    private static let api: [BadInput] = {
        let right: [String: JSON] = [
            "source": .string("other"), "signs": .array([.string("APP_REGISTERED")]), "phone": .string("13800139998"),
            "place": .string(place),
        ]
        func wrong(_ field: String, _ value: JSON, _ rule: String) -> BadInput {
            let body = right.merging([field: value]) { _, new in new }
            let text = (try? CanonicalJSON.text(JSON.object(body))) ?? ""
            return BadInput(
                entrance: .warnings, field: "API \(field)", rule: rule, value: "\(value)".prefix(60).description,
                call: .json("/api/v1/warnings", text), said: ["\(field) \(rule)"])
        }
        return mistakes.map { wrong($0.field, .string($0.value), $0.rule) }
            + ["name", "phone", "place", "stake", "note", "source", "relativePhone"].flatMap { field in
                [wrong(field, .number(7), "malformed"), wrong(field, .array([]), "malformed")]
            }
            + [
                wrong("signs", .string("APP_REGISTERED"), "malformed"),
                wrong("signs", .array([.number(1)]), "malformed"),
                wrong("signs", .array([]), "required"), wrong("signs", .array([.string("x")]), "unknownSign"),
                wrong("source", .string("moon"), "unknownSource"), wrong("telephone", .string("1"), "unknownColumn"),
                wrong("seenAt", .string("soon"), "timeUnreadable"),
                wrong("seenAt", .string("2036-01-01 00:00:00"), "timeInFuture"),
                wrong("seenAt", .string("2006-01-01 00:00:00"), "timeTooLongAgo"),
                wrong("fraudType", .string("XX"), "unknownFraudType"),
            ] + FactMistake.signs.map { wrong("note", .string("甲\($0.sign)"), "unprintable") }
    }()

    /// What cannot be screened: each is named in its item's own answer, and nothing of it is kept.
    private static let streams: [BadInput] = {
        let right: [String: JSON] = [
            "id": .string("1"), "at": .string("2026-03-14 08:00:00"), "kind": .string("message"),
            "phone": .string("13800138998"), "place": .string(place), "text": .string("晚上回来吃饭"),
        ]
        func wrong(_ field: String, _ value: JSON?, _ rule: String, _ said: String? = nil, status: Set<Int> = [200])
            -> BadInput
        {
            var item = right
            item[field] = value
            let text = (try? CanonicalJSON.text(JSON.object(["items": .array([.object(item)])]))) ?? ""
            return BadInput(
                entrance: .warnings, field: "API screenings \(field)", rule: rule,
                value: (value.map { "\($0)" } ?? "missing").prefix(60).description,
                call: .json("/api/v1/screenings", text),
                said: [said ?? "\(field) \(rule)"], status: status)
        }
        return ["id", "at", "kind", "phone", "text"].flatMap { field in
            [
                wrong(field, nil, "required"), wrong(field, .string(" "), "required"),
                wrong(field, .number(7), "malformed", "items.0.\(field) malformed", status: [400]),
            ]
        }
            + [
                wrong("id", .string(String(repeating: "1", count: 61)), "textTooLong"),
                wrong("id", .string("1\u{202E}"), "unprintable"), wrong("at", .string("soon"), "timeUnreadable"),
                wrong("at", .string("2036-01-01 00:00:00"), "timeInFuture"),
                wrong("at", .string("2006-01-01 00:00:00"), "timeTooLongAgo"),
                wrong("kind", .string("letter"), "malformed"),
                wrong("kind", .string("host"), "required", "host required"),
                wrong("phone", .string("12"), "phoneUnreadable"), wrong("place", .string("moon"), "unknownUnit"),
                wrong("text", .string(String(repeating: "长", count: 20_001)), "textTooLong"),
                wrong("from", .string(String(repeating: "1", count: 61)), "textTooLong"),
                wrong("from", .string("1\u{202E}"), "unprintable"), wrong("host", .string("a b"), "malformed"),
                wrong("host", .string("a.top"), "unknownColumn"),
                wrong("telephone", .string("1"), "unknownColumn", "items.0.telephone unknownColumn", status: [400]),
            ]
    }()

    /// What an operator cannot be asked, and what it cannot answer.
    private static let lines: [BadInput] = {
        let (ask, right) = ("/warnings/TALKING/suspend", [("carrier", "CARRIER"), ("reason", "正在通话")])
        let (answer, no) = ("/bank/lines/LINE", [("answer", "refused"), ("refusal", "other"), ("words", "系统升级")])
        func program(_ body: String, _ said: String, status: Set<Int> = [400]) -> BadInput {
            BadInput(
                entrance: .warnings, field: "API answer", rule: said, value: body,
                call: .json("/api/v1/line-suspensions/LINE/answer", body), said: [said], status: status)
        }
        return [nil, "", " "].map { form(ask, right, "reason", $0, "请写原因", status: [409]) }
            + [nil, "", "990741000099", "901741000011"].map { form(ask, right, "carrier", $0, "请选运营商") }
            + [nil, " "].map { form(answer, no, "words", $0, "须写明原因", status: [409]) }
            + [nil, "never"].flatMap { value in
                ["answer", "refusal"].map { form(answer, no, $0, value, "读不出", status: [400]) }
            }
            + [
                form(ask, right, "reason", String(repeating: "长", count: 201), "太长"),
                form(ask, right, "reason", long, "太长"),
                form(answer, no, "words", String(repeating: "长", count: 201), "太长"),
                form("/warnings/WARNING/suspend", right, "id", nil, "不能请求停话", status: [409]),
                form("/warnings/CUTOFF/suspend", right, "id", nil, "已在请求或停话", status: [409]),
                form("/warnings/CUTOFF/restore", [], "line", nil, "读不出", status: [400]),
                form("/warnings/CUTOFF/restore", [], "line", "lin-ffffffffffffffff", "没有", status: [404]),
                program("[]", "body malformed"), program("{", "body malformed"), program("{}", "answer malformed"),
                program(#"{"answer":"never"}"#, "answer malformed"), program(#"{"answer":7}"#, "answer malformed"),
                program(#"{"answer":"refused"}"#, "refusal malformed"),
                program(#"{"answer":"refused","refusal":"other","words":7}"#, "words malformed"),
                program(#"{"answer":"suspended","until":"later"}"#, "until unknownColumn"),
                program(
                    #"{"answer":"refused","refusal":"other","words":"\#(String(repeating: "长", count: 201))"}"#,
                    "words textTooLong", status: [422]),
            ]
            + FactMistake.signs.flatMap { sign in
                [
                    form(ask, right, "reason", "因\(sign.sign)", "<li>reason: "),
                    form(answer, no, "words", "因\(sign.sign)", "<li>words: "),
                ]
            }
    }()

    private static let tables: [BadInput] = {
        func wrong(_ table: String, _ said: String) -> BadInput {
            form("/warnings/import", [("source", "national")], "table", table, said)
        }
        return [
            wrong("", "请选一个文件"), wrong("来源编号,特征,电话", "是空的"), wrong("来源编号,颜色,电话\n1,红,138", "没有这一列"),
            wrong("来源编号,特征,特征,电话\n1,a,b,138", "重复的列"), wrong("特征,电话\nSITE_VISITED,138", "必填"),
            wrong("来源编号,特征,电话\n1,\"a,138", "格式不对"), wrong("来源编号,特征,电话\n1,SITE_VISITED", "格式不对"),
            form("/warnings/import", [("table", "来源编号,特征,电话\n1,a,138")], "source", "moon", "读不出", status: [400]),
        ]
    }()
}
