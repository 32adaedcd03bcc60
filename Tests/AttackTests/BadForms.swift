import Foundation
import Primitives

@testable import Web

/// What cannot be entered in the other forms, and what the API's queries cannot ask.
enum BadForms {
    /// Fields that are right, one of them replaced by what is wrong; nil takes it out.
    private static func bad(
        _ entrance: BadInput.Entrance, _ path: String, _ right: [(String, String)], _ field: String, _ value: String?,
        _ said: String..., status: Set<Int> = [422]
    ) -> BadInput {
        let others = right.filter { $0.0 != field }
        return BadInput(
            entrance: entrance, field: "\(path) \(field)", rule: said.first ?? "", value: value ?? "missing",
            call: .post(path, others + (value.map { [(field, $0)] } ?? [])), said: said, status: status)
    }

    static let all =
        users + units + banks + clients + sheets + freezes + returns + notices + aids + messages + decisions + answers
        + statements
        + queries

    // MARK: administration

    private static let user = [
        ("login", "newcomer"), ("name", "新人"), ("number", "060300"), ("place", "530402000000"), ("role", "dutyOfficer"),
        ("temporary", "abcd-efgh-jkmn"),
    ]

    private static let users: [BadInput] = {
        func wrong(_ field: String, _ value: String?, _ said: String, status: Set<Int> = [422]) -> BadInput {
            bad(.administration, "/users/new", user, field, value, said, status: status)
        }
        return ["x", "用户", String(repeating: "a", count: 41), "", "a\u{2F}b"].map { wrong("login", $0, "用户名 2 至 40") }
            + ["", String(repeating: "甲", count: 61)].map { wrong("name", $0, "姓名 1 至 60") }
            + ["", String(repeating: "1", count: 21)].map { wrong("number", $0, "警号或工号 1 至 20") }
            + ["short", "1234567890123", "aaaaaaaaaaaaaa", "my-newcomer-word", String(repeating: "ab1c-", count: 100)]
            .map { wrong("temporary", $0, "口令") }
            + [
                wrong("role", nil, "至少选一个角色"), wrong("role", "bankClerk", "银行角色只给银行人员"),
                wrong("role", "root", "读不出", status: [400]), wrong("place", "moon", "没有这个编号", status: [404]),
                wrong("place", "530402990000", "没有单位"), wrong("login", "dutyofficer-first", "用户名已有人用"),
                wrong("number", "n-0", "此警号已有账号"),
                bad(
                    .administration, "/users/new", user + [("role", "auxiliary")], "name", "某", "辅警不能兼任"),
                bad(
                    .administration, "/users/new", [("role", "administrator")] + user, "name", "某"),
                bad(.administration, "/users/USER/roles", [], "role", "root", "读不出", status: [400]),
                bad(.administration, "/users/USER/roles", [], "role", nil, "至少选一个角色"),
                bad(.administration, "/users/USER/password", [], "temporary", "short", "口令至少"),
                bad(.administration, "/users/USER/password", [], "temporary", "", "口令至少"),
                bad(.administration, "/users/USER/state", [], "state", "deleted", "读不出", status: [400]),
            ].filter { !$0.said.isEmpty }
            + ["name", "number"].flatMap { field in
                FactMistake.signs.map {
                    bad(.administration, "/users/new", user, field, "甲\($0.sign)", "<li>\(field): ")
                }
            }
    }()

    private static let units: [BadInput] = {
        let unit = [("code", "530402570000"), ("name", "东城派出所"), ("kind", "station")]
        return ["123", "", "53040257000X", "99"].map { bad(.administration, "/units", unit, "code", $0, "12 位") }
            + ["", String(repeating: "甲", count: 61)].flatMap {
                [
                    bad(.administration, "/units", unit, "name", $0, "名称 1 至 60"),
                    bad(.administration, "/units/UNIT", [], "name", $0, "名称 1 至 60"),
                ]
            }
            + [
                bad(.administration, "/units", unit, "kind", "army", "读不出", status: [400]),
                bad(.administration, "/units/UNIT", [("name", "城北派出所")], "telephone", "12", "电话 3 至 30"),
                bad(.administration, "/units/UNIT", [("name", "城北派出所")], "telephone", "call us", "电话 3 至 30"),
                bad(.administration, "/units", unit, "code", "530402560000", "已有单位"),
                bad(.administration, "/units", unit, "code", "530402000000", "派出所须用派出所级"),
            ] + FactMistake.signs.map { bad(.administration, "/units", unit, "name", "甲\($0.sign)", "<li>name: ") }
    }()

    private static let banks: [BadInput] = {
        let bank = [
            ("code", "102100099988"), ("name", "云江银行"), ("kind", "bank"), ("link", "wire"),
            ("address", "http://127.0.0.1:9/"), ("contact", "0877-1"), ("prefixes", "620004"),
        ]
        let key = [("id", "k9"), ("public", String(repeating: "ab", count: 32)), ("days", "365")]
        let place = "/banks/BANK/keys"
        return ["123", "", "10210009998X", "1021000999881"].map {
            bad(.administration, "/banks", bank, "code", $0, "联行号 12 位")
        }
            + ["", String(repeating: "甲", count: 61)].map {
                bad(.administration, "/banks", bank, "name", $0, "名称 1 至 60")
            }
            + ["", "ftp://127.0.0.1/", "javascript:1", "127.0.0.1", "httpx://a/"].map {
                bad(.administration, "/banks", bank, "address", $0, "接口地址须以 http")
            }
            + ["kind", "link"].map { bad(.administration, "/banks", bank, $0, "other", "读不出", status: [400]) }
            + ["", "zz", "abcd", String(repeating: "ab", count: 33), "g" + String(repeating: "a", count: 63)].map {
                bad(.administration, place, key, "public", $0, "公钥须 32 字节")
            }
            + ["0", "3651", "abc", "-1", "1.5"].map { bad(.administration, place, key, "days", $0, "1") }
            + [
                bad(.administration, place, key, "id", "", "公钥须 32 字节"),
                bad(.administration, "/keys/KEY/revoke", [], "reason", "", "请写明理由"),
            ]
            + ["name", "contact"].flatMap { field in
                FactMistake.signs.map { bad(.administration, "/banks", bank, field, "甲\($0.sign)", "<li>\(field): ") }
            }
    }()

    private static let clients: [BadInput] = {
        let client = [("name", "接口"), ("place", "530402000000"), ("role", "dutyOfficer"), ("days", "30")]
        return ["", String(repeating: "甲", count: 61)].map {
            bad(.administration, "/clients", client, "name", $0, "名称 1 至 60")
        }
            + ["0", "3651", "abc", "", "-5"].map { bad(.administration, "/clients", client, "days", $0, "3650") }
            + [
                bad(.administration, "/clients", client, "role", "administrator", "接口程序不能是管理员"),
                bad(.administration, "/clients", client, "role", nil, "至少选一个角色"),
                bad(.administration, "/clients", client, "role", "bankClerk", "银行角色只给银行人员"),
                bad(.administration, "/clients", client, "place", "moon", "12 位"),
                bad(.administration, "/clients", client, "place", "530402990000", "没有单位"),
            ]
    }()

    // MARK: sheets and decisions

    private static let base = "/incidents/INCIDENT"
    private static let long = String(repeating: "长", count: 2_001)

    private static let sheets: [BadInput] =
        ["stops/STOP/extend", "stops/STOP/release", "protect/PAYER", "holds/HOLD/lift", "reveal/accountNumber/ACCOUNT"]
        .flatMap { place in
            let path = "\(base)/\(place)"
            return [
                bad(.sheets, path, [], "reason", nil, "请写明理由"), bad(.sheets, path, [], "reason", " ", "请写明理由"),
                bad(.sheets, path, [], "reason", long, "<li>reason: 太长"),
            ] + FactMistake.signs.map { bad(.sheets, path, [], "reason", "因\($0.sign)", "<li>reason: ") }
        }
        + ["holder", "text"].flatMap { field in
            let right = [("holder", "陈某"), ("contact", "138"), ("text", "货款")]
            let path = "\(base)/stops/STOP/complaint"
            return [nil, "", "　"].map { bad(.sheets, path, right, field, $0, "请填申诉人和申诉内容") }
                + [bad(.sheets, path, right, field, long, "<li>\(field): 太长")]
        }

    private static let freezes: [BadInput] = {
        let filed = "/incidents/FILED"
        let (freeze, filing) = ("\(filed)/why/FREEZABLE/freeze", "\(base)/filing")
        let asked = [
            ("scope", "limit"), ("limit", "120000"), ("interest", "no"), ("kind", "ordinary"), ("reason", "保全"),
        ]
        let renewal = [("kind", "ordinary"), ("reason", "案件未结")]
        let release = [("why", "needless"), ("reason", "已核清")]
        let number = [("number", "玉公立字8号"), ("day", "2026-03-14")]
        return ["abc", "", "-5", "0", "1.234"].map { bad(.sheets, freeze, asked, "limit", $0, "不是金额") }
            + ["120000.01", "99999999"].map { bad(.sheets, freeze, asked, "limit", $0, "限额不能超过") }
            + ["scope", "kind"].flatMap { field in
                ["other", nil].map { bad(.sheets, freeze, asked, field, $0, "读不出", status: [400]) }
            }
            + [nil, " "].flatMap { reason in
                [
                    (freeze, asked), ("\(filed)/freezes/FREEZE/renew", renewal),
                    ("\(filed)/freezes/FREEZE/release", release),
                ]
                .map { bad(.sheets, $0.0, $0.1, "reason", reason, "请写明理由") }
            }
            + ["other", nil].flatMap { value in
                [
                    bad(.sheets, "\(filed)/freezes/FREEZE/renew", renewal, "kind", value, "读不出", status: [400]),
                    bad(.sheets, "\(filed)/freezes/FREEZE/release", release, "why", value, "读不出", status: [400]),
                ]
            }
            + ["", " ", nil].map { bad(.sheets, filing, number, "number", $0, "请填立案决定书文号") }
            + [bad(.sheets, filing, number, "number", String(repeating: "号", count: 61), "至多 60 字")]
            + FactMistake.signs.map { bad(.sheets, filing, number, "number", "号\($0.sign)", "<li>number: ") }
            + ["2026-03-13", "2026-03-15"].map { bad(.sheets, filing, number, "day", $0, "立案日期应在") }
            + ["", "14/3", "2026-02-30", nil].map { bad(.sheets, filing, number, "day", $0, "2026-03-14") }
    }()

    private static let returns: [BadInput] = {
        let (base, claim) = ("/returns/RETURN", "/returns/RETURN/victims/CHEATED")
        let paid = [("bank", "901741000011"), ("number", "6200911000000000007"), ("name", "丁一")]
        return ["12345", "62-00", String(repeating: "6", count: 35)].map {
            bad(.sheets, claim, paid, "number", $0, "6 至 34 位")
        }
            + ["王芳", "", nil].map { bad(.sheets, claim, paid, "name", $0, "户名必须是") }
            + ["", nil].map { bad(.sheets, claim, paid, "bank", $0, "请填写收款银行") }
            + [nil, " "].map { bad(.sheets, "\(base)/withdraw", [("reason", "撤回")], "reason", $0, "请写明理由") }
            + [
                bad(.sheets, "\(base)/compute", [], "act", "compute", "对账单"),
                bad(.sheets, "\(base)/publish", [], "act", "publish", "不能这样办"),
                bad(.sheets, "\(base)/ask", [], "act", "ask", "不能这样办"),
            ]
    }()

    private static let notices: [BadInput] = {
        let path = "/public/notices/ONNOTICE"
        let words = [("objector", "孙某"), ("contact", "138"), ("text", "份额有误")]
        return words.map(\.0).flatMap { field in
            [nil, "", "　"].map { bad(.sheets, path, words, field, $0, "请写明姓名、联系方式和理由") }
                + FactMistake.signs.map { bad(.sheets, path, words, field, "甲\($0.sign)", "<li>\(field): ") }
        }
            + [
                bad(.sheets, path, words, "objector", String(repeating: "长", count: 61), "最多 60 字"),
                bad(.sheets, path, words, "contact", String(repeating: "长", count: 201), "最多 200 字"),
                bad(.sheets, path, words, "text", long, "<li>text: 太长"),
            ]
            + ["", "x", "ZZZZ-ZZZZ"].map {
                bad(.sheets, "/public/objection", [("code", "ABCD-EFGH-JKMN")], "number", $0, "编号和核验码对不上")
            }
    }()

    private static let aids: [BadInput] = {
        let grant = [("act", "grant"), ("amount", "5000"), ("payer", "红塔区民政局"), ("reason", "经核实")]
        let apply = [("victim", "DEFRAUDED"), ("hardship", "学费无着"), ("paper-identity", "yes")]
        let (decision, sheet) = ("/aid/AID", "/incidents/INCIDENT/aid")
        let long = String(repeating: "长", count: 2001)
        return [nil, "", "　"].map { bad(.sheets, decision, grant, "reason", $0, "请写明决定理由") }
            + [nil, "", "　"].map { bad(.sheets, decision, grant, "payer", $0, "由哪个单位救助") }
            + ["", nil, "0", "-5", "1.234", "一些钱"].map { bad(.sheets, decision, grant, "amount", $0, "不是金额") }
            + [nil, "", "　"].map { bad(.sheets, sheet, apply, "hardship", $0, "请写明生活困难情况") }
            + FactMistake.signs.map { bad(.sheets, sheet, apply, "hardship", "甲\($0.sign)", "<li>hardship: ") }
            + [
                bad(.sheets, decision, grant, "payer", String(repeating: "长", count: 61), "最多 60 字"),
                bad(.sheets, decision, grant, "reason", long, "太长"), bad(.sheets, sheet, apply, "hardship", long, "太长"),
                bad(.sheets, decision, grant, "amount", "5000", "材料不齐"),
                bad(.sheets, decision, [("act", "paid")], "day", "2026-02-30", "日期应写作"),
                bad(.sheets, decision, [("act", "paid")], "day", "2026-03-14", "没有同意救助", status: [409]),
                bad(.sheets, decision, grant, "act", "perhaps", "读不出", status: [400]),
                bad(.sheets, decision, grant, "act", nil, "读不出", status: [400]),
                bad(.sheets, sheet, apply, "victim", "王芳", "读不出", status: [400]),
                bad(.sheets, sheet, apply, "victim", "vic-ffffffffffffffff", "没有", status: [404]),
            ]
    }()

    private static let messages: [BadInput] = {
        let batch = [
            ("title", "新批次"), ("template", "TEMPLATE"), ("kind", "text"), ("rate", "10"),
            ("list", "手机号,姓名\n13800136129,王芳"),
        ]
        let template = [("name", "新模板"), ("purpose", "dissuasion"), ("sender", "云江反诈"), ("wording", "请立即挂断。")]
        func wrong(_ field: String, _ value: String?, _ said: String) -> BadInput {
            bad(.sheets, "/messages/new", batch, field, value, said)
        }
        func unfit(_ field: String, _ value: String?, _ said: String) -> BadInput {
            bad(.sheets, "/messages/templates", template, field, value, said)
        }
        let lists: [(String?, String)] = [
            (nil, "名单里没有人"), ("手机号,姓名", "名单里没有人"), ("姓名\n王芳", "没有“手机号”一列"), ("手机号\n138", "没有“姓名”一列"),
            ("手机号,姓名\n138,\"王", "引号没有配对"),
        ]
        let wordings: [(String?, String)] = [
            ("", "请填内容"), (nil, "请填内容"), (String(repeating: "警", count: 501), "至多 500 字"), ("请看 t.cn/x", "不得含链接"),
            ("登录http://x", "不得含链接"), ("【公安】您好", "不写【】"), ("{姓名", "花括号要成对"),
            (String(repeating: "警", count: 400), "至多计 5 条"),
        ]
        return lists.map { wrong("list", $0.0, $0.1) }
            + ["", nil, String(repeating: "批", count: 61)].map { wrong("title", $0, "请填批次名称") }
            + ["0", "-1", "501", "x", "", nil].map { wrong("rate", $0, "每秒条数是 1 至 500") }
            + ["", "x", nil].map { wrong("template", $0, "请选已批准的模板") }
            + wordings.map { unfit("wording", $0.0, $0.1) }
            + ["", nil, String(repeating: "模", count: 41)].map { unfit("name", $0, "请填模板名称") }
            + ["", "反", "【反诈】", String(repeating: "反", count: 13)].map { unfit("sender", $0, "落款是 2 至 12 个字") }
            + [unfit("purpose", "publicity", "写明如何退订")]
            + ["", "12345678901234567", "王芳"].map { bad(.sheets, "/messages/opt-outs", [], "number", $0, "读不懂这个号码") }
            + [
                bad(.sheets, "/messages/templates", template, "purpose", "x", "读不出", status: [400]),
                bad(.sheets, "/messages/batches/BATCH/act", [], "act", "send", "读不出", status: [400]),
                bad(.sheets, "/messages/batches/BATCH/act", [], "act", "pause", "不能这样办", status: [409]),
                bad(.sheets, "/messages/batches/BATCH/act", [], "act", "resume", "不能这样办", status: [409]),
            ]
    }()

    private static let decisions: [BadInput] = {
        let approval = "/approvals/APPROVAL"
        let deferral = [("act", "put"), ("day", "2026-03-20"), ("reason", "妨碍侦查")]
        let proposal = [
            ("basis", "授权〔2026〕9 号"), ("tiers", "2"), ("amount", "10万"), ("until", "2026-04-01 00:00:00"),
            ("officer", "OFFICER"),
        ]
        return [
            bad(.sheets, approval, [("decision", "return")], "reason", nil, "请写明理由"),
            bad(.sheets, approval, [("decision", "return")], "reason", " ", "请写明理由"),
            bad(.sheets, approval, [], "decision", "approve", "至少留一行"),
            bad(.sheets, approval, [("reason", "x")], "decision", "perhaps", "读不出", status: [400]),
            bad(.sheets, "/reviews", [("decision", "confirm")], "review", nil, "请写明理由"),
            bad(.sheets, "/reviews", [("review", "REVIEW")], "decision", "perhaps", "读不出", status: [400]),
            bad(.sheets, "/reviews", [("review", "REVIEW"), ("decision", "object")], "reason", nil, "请写明理由"),
            bad(.sheets, "/complaints/COMPLAINT", [("decision", "reject")], "answer", nil, "请写明答复"),
            bad(.sheets, "/complaints/COMPLAINT", [("decision", "reject")], "answer", "", "请写明答复"),
            bad(.sheets, "/complaints/COMPLAINT", [("answer", "经查")], "decision", "perhaps", "读不出", status: [400]),
            bad(.sheets, "/complaints/COMPLAINT", [("answer", "经查")], "decision", nil, "读不出", status: [400]),
            bad(.sheets, "/complaints/COMPLAINT", [("answer", "经查")], "decision", "part", "止付（2016年接口）是全户的"),
            bad(.sheets, "/deferrals/STOP", deferral, "reason", " ", "请写明延期理由"),
            bad(.sheets, "/deferrals/STOP", deferral, "reason", nil, "请写明延期理由"),
            bad(.sheets, "/deferrals/STOP", deferral, "day", "2026-03-14", "今天以后"),
            bad(.sheets, "/deferrals/STOP", deferral, "day", "2026-05-14", "今天以后"),
            bad(.sheets, "/deferrals/STOP", deferral, "day", "明天", "2026-03-14"),
            bad(.sheets, "/deferrals/STOP", deferral, "day", nil, "2026-03-14"),
            bad(.sheets, "/deferrals/STOP", deferral, "act", "perhaps", "读不出", status: [400]),
            bad(.sheets, "/deferrals/STOP", deferral, "act", nil, "读不出", status: [400]),
            bad(.sheets, "/deferrals/STOP", [("act", "end")], "act", "end", "没有在延期的告知"),
            bad(.sheets, "/undelivered/DEAD/step", [], "step", "perhaps", "读不出", status: [400]),
            bad(.sheets, "/undelivered/DEAD/step", [], "step", nil, "读不出", status: [400]),
            bad(.sheets, "/undelivered/DOUBTED/settle", [("word", "0")], "reason", " ", "请写明"),
            bad(.sheets, "/undelivered/DOUBTED/settle", [("reason", "电话")], "word", "7", "读不出", status: [400]),
            bad(.sheets, "/undelivered/DOUBTED/settle", [("reason", "电话")], "word", "first", "读不出", status: [400]),
            bad(.sheets, "/undelivered/DOUBTED/settle", [("reason", "电话")], "word", nil, "读不出", status: [400]),
            bad(.sheets, "/authorities", proposal, "basis", "", "依据"),
            bad(.sheets, "/authorities", proposal, "officer", nil, "至少指定一名"),
            bad(.sheets, "/authorities", proposal, "until", "2020-01-01 00:00:00", "终止"),
            bad(.sheets, "/authorities/AUTHORITY/revoke", [], "reason", "", "请写明", status: [409, 422]),
        ]
            + ["0", "13", "abc", "", "-1", "1.5"].map { bad(.sheets, "/authorities", proposal, "tiers", $0, "1") }
            + ["abc", "-5", "0", ""].map { bad(.sheets, "/authorities", proposal, "amount", $0, "读不懂") }
            + ["abc", "2026-02-30 00:00:00"].map { bad(.sheets, "/authorities", proposal, "until", $0, "读不懂") }
    }()

    // MARK: the bank's clerk

    private static let answer = [
        ("item.name", "same"), ("item.number", "same"), ("item.amount", "same"), ("item.time", "same"),
        ("result", "1200"), ("balanceBefore", "500"), ("held", "500"),
    ]

    private static let answers: [BadInput] = {
        let path = "/bank/orders/ORDER"
        func wrong(_ field: String, _ value: String?, _ said: String) -> BadInput {
            bad(.bankForm, path, answer, field, value, said)
        }
        return ["item.name", "item.number", "item.amount", "item.time"].flatMap { item in
            [wrong(item, nil, "还没核对"), wrong(item, "differs", "有一项不一致，不能止付"), wrong(item, "", "还没核对")]
        }
            + [nil, "", "9999", "ok"].map { wrong("result", $0, "请选结果") }
            + ["abc", "-5", "1.234", "五百吧"].flatMap { value in
                ["balanceBefore", "held"].map { wrong($0, value, "读不懂") }
            }
            + [
                wrong("held", nil, "请填止付金额"), wrong("held", "501", "止付金额大于执行前余额"),
                wrong("result", "0000", "不足指令金额"), wrong("result", "refused", "请选原因代码"),
                wrong("result", "prior", "请选原因代码"),
            ]
            + ["abc", "2026-02-30 10:00:00"].map { wrong("executedAt", $0, "读不懂") }
            + ["2027-01-01 00:00:00", "2020-01-01 00:00:00"].map { wrong("executedAt", $0, "执行时间须在收到指令之后") }
            + FactMistake.signs.map { wrong("remark", "说\($0.sign)", "<li>remark: ") }
    }()

    private static let statements: [BadInput] = {
        let right = ["A1", "收", "转账", "120,000.00", "120,000.00", "2026-03-14 08:05:10", "田某", "6200010000003081"]
        func row(_ place: Int, _ value: String) -> String {
            var cells = right
            cells[place] = value
            return cells.joined(separator: "\t")
        }
        func wrong(_ rows: String, _ said: String) -> BadInput {
            bad(.bankForm, "/bank/orders/ORDER", answer, "rows", rows, said)
        }
        return [
            (0, "流水号", ""), (1, "收付", "去"), (1, "收付", ""), (2, "方式", "骑马"), (3, "金额", "一些"), (3, "金额", "0"),
            (3, "金额", "-5"), (3, "金额", ""), (4, "余额", "abc"), (4, "余额", "1.234"), (5, "时间", "昨天前"), (5, "时间", ""),
            (5, "时间", "2026-02-30 08:00:00"),
        ].map { place, column, value in wrong(row(place, value), "第 1 行“\(column)”读不懂") }
            + [
                wrong(row(0, "A1") + "\n" + row(0, "A1"), "第 2 行“流水号”读不懂"),
                wrong(row(0, "A1") + "\n" + row(3, "x"), "第 2 行“金额”读不懂"), wrong("just words", "第 1 行"),
                bad(.bankForm, "/bank/orders/ORDER", answer + [("rows", row(0, "A1"))], "coveredUntil", "abc", "读不懂"),
            ] + FactMistake.signs.map { wrong(row(6, "甲\($0.sign)"), "<li>rows: ") }
    }()

    // MARK: queries

    private static let queries: [BadInput] = {
        func asked(
            _ path: String, _ field: String, _ value: String, _ rule: String = "malformed", status: Set<Int> = [400]
        ) -> BadInput {
            BadInput(
                entrance: .query, field: "\(path) \(field)", rule: rule, value: value,
                call: .get("/api/v1\(path)?\(field)=\(value.percentEncoded)"), said: ["\(field) \(rule)"],
                status: status
            )
        }
        let lists = ["/incidents", "/stop-payments", "/warnings"]
        return lists.flatMap { path in
            ["", "0", "-1", "201", "abc", "1e3", "9999999999999999999", "1.5", "٣"].map { asked(path, "limit", $0) }
                + ["x", "inc-", "inc-zz", "usr-0000000000000001", "' OR 1=1 --"].map { asked(path, "after", $0) }
        }
            + ["from", "to"].flatMap { field in
                ["yesterday", "2026-02-30", "2026/03/14", "0000-00-00", "2026-03", "-1-1-1"].map {
                    asked("/figures", field, $0)
                }
            }
            + ["burning", "OPEN", "'"].map { asked("/warnings", "state", $0) }
            + ["0", "32", "abc", "-7"].map { asked("/banks/answer-times", "days", $0) }
            + ["lifo2", "FIFO", "'"].map { asked("/incidents/INCIDENT/trace", "rule", $0) }
            + [asked("/figures", "to", "2020-01-01", status: [422])]
    }()
}
