import HTTPTypes
import Primitives
import Recovery

/// One complete request for each line of the table: whoever may do it succeeds with it.
struct RightsRequests: Sendable {
    let file: CaseFile

    /// Nil for a line that has none yet; `login` is who asks, for what is one's own.
    func call(_ line: RightsTable.Line, login: String) -> Call? {
        if let fields = acts[line.name] { return .post(path(of: line, acted: true), fields) }
        switch line.name {
        case "POST /sign-in (口令正确 right password)":
            return .post("/sign-in", [("login", login), ("password", Town.password)])
        case "POST /sign-in (口令错误 wrong password)":
            return .post("/sign-in", [("login", login), ("password", "wrong horse battery")])
        case "POST /incidents/:id/evidence":
            return .upload(
                path(of: line, acted: true), name: "回单.pdf", content: "%PDF-1.7 new", token: "", key: "upload")
        case "POST /api/v1/incidents": return .json("/api/v1/incidents", Self.report)
        case "POST /api/v1/incidents/:id/transfers":
            return .json(
                "/api/v1/incidents/\(file["incident"])/transfers",
                #"{"transfers":[{"payeeNumber":"6200010000009911","payeeName":"新收"}]}"#)
        case "POST /api/v1/incidents/import":
            return Call(
                method: .post, path: "/api/v1/incidents/import", body: "report,victimName,amount\n1,王芳,5000",
                mediaType: "text/csv")
        case "POST /api/v1/warnings":
            let place = Town.station(of: file.side).text
            return .json(
                "/api/v1/warnings",
                #"{"source":"bank","signs":["LIMIT_HIT_CASH"],"phone":"13800139998","place":"\#(place)"}"#)
        case "POST /api/v1/warnings/import":
            return Call(
                method: .post, path: "/api/v1/warnings/import",
                body: "sourceNumber,signs,phone\nBY-9,SITE_VISITED,13800139997", mediaType: "text/csv")
        case "POST /api/v1/screenings":
            let place = Town.station(of: file.side).text
            return .json(
                "/api/v1/screenings",
                #"{"items":[{"id":"1","at":"2026-03-14 08:00:00","kind":"host","phone":"13800139996","place":"\#(place)","host":"example.com"}]}"#
            )
        case "GET /events (预警 warnings)": return Call(method: .head, path: "/events?page=warnings")
        case "GET /events (任务 tasks)": return Call(method: .head, path: "/events?page=tasks")
        case "GET /events (报送 a partner's)": return Call(method: .head, path: "/events?page=partner")
        case "POST /api/v1/readings": return .json("/api/v1/readings", #"{"text":"我叫王芳，转了五千","day":"2026-03-14"}"#)
        case "GET /events (停话 lines)": return Call(method: .head, path: "/events?page=lines")
        case "POST /api/v1/line-suspensions/:id/answer":
            return .json(path(of: line, acted: true), #"{"answer":"suspended"}"#)
        case "GET /events (看板 the board)": return Call(method: .head, path: "/events?page=board")
        case "GET /events (警情 an incident)":
            return Call(method: .head, path: "/events?page=incident/\(file["incident"])/fifo/picture")
        case "GET /search": return .get("/search?q=\(file["number"])")
        default: return line.route.hasPrefix("GET ") ? .get(path(of: line, acted: false)) : nil
        }
    }

    static let report = """
        {"channel":"96110","victims":[{"name":"王芳","phone":"13800136127"}],"narrative":"冒充公检法","transfers":[{"payerNumber":"6200010000000025",\
        "amount":"210000.00","time":"2026-03-14 08:40:00","payeeNumber":"6200010000000017","payeeName":"李强"}]}
        """

    /// The route with this county's things in place of its parameters.
    private func path(of line: RightsTable.Line, acted: Bool) -> String {
        let parts = line.route.split(separator: " ")[1].split(separator: "/", omittingEmptySubsequences: false)
        return parts.map { part in
            part.hasPrefix(":") ? thing(String(part), line, acted: acted) : String(part)
        }.joined(separator: "/")
    }

    private func thing(_ parameter: String, _ line: RightsTable.Line, acted: Bool) -> String {
        switch parameter {
        case ":file": line.route.contains("evidence") ? file["evidence"] : "icon.svg"
        case ":stop": file["stop.executed.0"]
        case ":hold": file["hold.executed"]
        case ":measure": file["stop.executed.0"]
        case ":freeze": file["freeze.frozen"]
        case ":act": "withdraw"
        case ":victim": file["return.victim"]
        case ":objection": file["objection"]
        case ":handover": file["handover"]
        case ":shift": file["shift"]
        case ":line": file["line"]
        case ":serial": file["notice.serial"]
        case ":kind": line.route.contains("/documents") ? "notice" : "accountNumber"
        case ":subject": file[line.route.contains("/documents") ? "stop.executed.0" : "account"]
        case ":account":
            line.route.contains("protect")
                ? file["payer.2"] : line.route.contains("freeze") ? file["account.filed"] : file["account"]
        case ":bank": Town.bank(of: file.side).code
        case ":code": line.route.contains("/units") ? file["unit"] : file["bank"]
        case ":key": file["key"]
        default: subject(of: line)
        }
    }

    /// What `:id` is, by the first part of the route and by what is done.
    private func subject(of line: RightsTable.Line) -> String {
        let name =
            switch line.route.split(separator: " ")[1].split(separator: "/").first {
            case "approvals": "approval.\(Self.approvals[line.what] ?? "approveStop")"
            case "undelivered": line.route.hasSuffix("/settle") ? "act.answered" : "act.dead"
            case "complaints": "complaint"
            case "aid": line.what.hasSuffix("paid") ? "aid.granted" : "aid"
            case "authorities": "authority.inForce"
            case "documents": "document"
            case "returns": "return"
            case "warnings" where line.route.hasSuffix("/split"): "warning.merged"
            case "warnings" where line.route.hasSuffix("/suspend"): "warning.talking"
            case "warnings" where line.route.hasSuffix("/restore"): "warning.cutOff"
            case "api" where line.route.contains("/line-suspensions/"): "line"
            case "warnings" where ["/resume", "/verify", "/reveal"].contains(where: line.route.hasSuffix):
                "warning.paused"
            case "api" where line.route.contains("/warnings/"): "warning"
            case "warnings", "task": "warning"
            case "messages": line.route.contains("templates") ? "template" : "batch"
            case "users": "user"
            case "clients": "client"
            case "bank": line.route.contains("reviews") ? "review.bank" : "act.open"
            default: line.route.contains("freeze") ? "incident.filed" : "incident"
            }
        return file[name]
    }

    private static let approvals = [
        "止付 stop": "approveStop", "退回止付 return a stop": "approveStop", "查询 inquiry": "approveInquiry",
        "解除 release": "approveRelease", "保护性止付 protective hold": "approveProtectiveHold",
        "冻结 freeze": "approveFreeze", "县局授权 standing authority": "approveAuthority",
        "短信 messages": "approveMessages",
    ]

    private func approve(_ act: String) -> [(String, String)] {
        [("decision", "approve"), ("line", file["line.\(act)"])]
    }

    private static let intake = [
        ("channel", "96110"), ("victims.0.name", "王芳"), ("transfers.0.amount", "5000"),
        ("transfers.0.payeeNumber", "6200010000000017"),
    ]
    private static let answer = [
        ("item.name", "same"), ("item.number", "same"), ("item.amount", "same"), ("item.time", "same"),
        ("result", "1200"), ("balanceBefore", "500"), ("held", "500"), ("reason", "银行文某，09:02"),
    ]
    private static let bank = [
        ("name", "华岭银行"), ("kind", "bank"), ("link", "hand"), ("contact", "0877-1"), ("prefixes", "620001"),
    ]

    /// The forms, by the line's name.
    private var acts: [String: [(String, String)]] {
        own.merging(cases) { first, _ in first }.merging(registry) { a, _ in a }.merging(warnings) { a, _ in a }
    }

    private static let call = [("channel", "call"), ("target", "person"), ("outcomeOfTry", "stillConvinced")]

    private var warnings: [String: [(String, String)]] {
        let reason = [("reason", "案件需要")]
        return [
            "POST /warnings/new": [
                ("source", "national"), ("name", "王芳"), ("phone", "13800139999"), ("sign-APP_REGISTERED", "yes"),
                ("place", Town.station(of: file.side).text),
            ],
            "POST /warnings/:id/sign": [],
            "POST /warnings/:id/reveal": [("sighting", file["sighting.waiting"])],
            "POST /warnings/:id/verify": [("sighting", file["sighting.waiting"]), ("found", "true")],
            "POST /warnings/import": [
                ("source", "national"), ("table", "sourceNumber,signs,phone\nBY-1,SITE_VISITED,13800139996"),
            ],
            "POST /bank/warnings": [
                ("name", "谭某"), ("phone", "13800139995"), ("purpose", "投资"), ("whereabouts", "城关支行"),
                ("place", Town.station(of: file.side).text), ("sign-LIMIT_HIT_CASH", "yes"),
            ],
            "POST /warnings/:id/attempt (电话 a call)": Self.call,
            "POST /warnings/:id/attempt (上门 a visit)": [
                ("channel", "visit"), ("target", "person"), ("outcomeOfTry", "dissuaded"), ("avoided", "2.3万"),
            ],
            "POST /warnings/:id/close": [("outcome", "falseAlarm"), ("note", "号码已换主")],
            "POST /warnings/:id/suspend": [("carrier", file["carrier"])] + reason,
            "POST /warnings/:id/restore": [("line", file["line"])],
            "POST /bank/lines/:line": [("answer", "suspended")],
            "POST /warnings/:id/regrade": [("grade", "EXTREME")] + reason,
            "POST /warnings/:id/link": [("incident", file["number"])],
            "POST /warnings/:id/protect": [("account", "6200010000000017"), ("bank", "华岭银行")],
            "POST /warnings/:id/merge": [("other", file["warning.other"])] + reason,
            "POST /warnings/:id/split": reason,
            "POST /warnings/:id/handover": [("unit", Town.county(of: file.side).text)] + reason,
            "POST /warnings/:id/assign": [("officer", file["user"])],
            "POST /warnings/:id/pause": [("until", file["warning.pauseUntil"])] + reason,
            "POST /warnings/:id/resume": [],
            "POST /handovers/:handover": [("decision", "accept")],
            "POST /roster (县的 the county's)": [
                ("unit", Town.county(of: file.side).text), ("officer", file["user"]), ("post", "lead"),
                ("start", "2026-03-20 08:00"), ("end", "2026-03-20 20:00"),
            ],
            "POST /roster/:shift/cancel": reason,
            "POST /task/:id": [("do", "attempt")] + Self.call,
        ]
    }

    private var own: [String: [(String, String)]] {
        [
            "POST /sign-out": [],
            "POST /password": [
                ("present", Town.password), ("new", "another horse battery"), ("again", "another horse battery"),
            ],
            "POST /preferences": [("theme", "dark")],
            "POST /public/verification": [("number", file["paper.number"]), ("code", file["paper.code"])],
            "POST /documents/draft/:kind/:subject": [],
            "POST /public": [
                ("number", file["paper.number"]), ("code", file["paper.code"]), ("account", file["paper.account"]),
            ],
            "POST /public/measure (无凭证转到查询 led to the proof)": [("text", "货款"), ("contact", "138")],
            "POST /public/leave": [],
            "POST /public/alert": [
                ("phone", "13800139994"), ("note", "要去取钱"), ("relative", "孙某"), ("relation", "女儿"),
                ("relativePhone", "13800139993"),
            ],
            "POST /public/caller": [("code", "12345678"), ("ending", "9994")],
            "POST /public/notices/:serial": [("objector", "孙某"), ("contact", "138"), ("text", "份额有误")],
            "POST /public/objection": [("number", file["receipt.number"]), ("code", file["receipt.code"])],
            "POST /deferrals/:measure": [("act", "put"), ("day", "2026-03-20"), ("reason", "妨碍侦查")],
            "POST /messages/new": [
                ("title", "新批次"), ("template", file["template"]), ("kind", "text"), ("rate", "10"),
                ("list", "手机号,姓名\n13800136129,王芳"),
            ],
            "POST /messages/batches/:id/act": [("act", "submit")],
            "POST /messages/templates": [
                ("name", "新模板"), ("purpose", "dissuasion"), ("sender", "云江反诈"), ("wording", "请立即挂断。"),
            ],
            "POST /messages/templates/:id/retire": [],
            "POST /messages/opt-outs": [("number", "13800136130")],
            "POST /intake/form": Self.intake + [("add", "victim")],
            "POST /intake/read": Self.intake + [("narrative", "我叫王芳，转了五千")],
            "POST /intake/check": Self.intake,
            "POST /intake": Self.intake,
            "POST /intake/draft": Self.intake,
            "POST /intake/draft/discard": [("discarded", "form")],
            "POST /intake/import": [("table", "report,victimName,amount\n1,王芳,5000")],
            "POST /incidents/:id/facts": [
                ("transfers.0.id", file["transfer"]), ("transfers.0.payeeName", "改名"),
                ("transfers.0.payeeNumber", ""), ("transfers.0.amount", "130000"),
            ],
        ]
    }

    private var cases: [String: [(String, String)]] {
        let reason = [("reason", "案件需要")]
        return [
            "POST /incidents/:id/stops/:stop/complaint": [("holder", "陈某"), ("contact", "138"), ("text", "货款")],
            "POST /incidents/:id/holds/:hold/complaint": [("holder", "欧阳芳"), ("contact", "138"), ("text", "安全")],
            "POST /incidents/:id/freezes/:freeze/complaint": [("holder", "陈某"), ("contact", "138"), ("text", "货款")],
            "POST /incidents/:id/stops/:stop/extend": reason,
            "POST /incidents/:id/stops/:stop/release": reason,
            "POST /incidents/:id/protect/:account": reason,
            "POST /incidents/:id/filing": [("number", "玉公立字9号"), ("day", "2026-03-14")],
            "POST /incidents/:id/why/:account/freeze": [
                ("scope", "whole"), ("interest", "no"), ("kind", "ordinary"),
            ] + reason,
            "POST /incidents/:id/freezes/:freeze/renew": [("kind", "ordinary")] + reason,
            "POST /incidents/:id/freezes/:freeze/release": [("why", "needless")] + reason,
            "POST /incidents/:id/freezes/:freeze/return": [],
            "POST /returns/:id/:act": reason,
            "POST /returns/:id/victims/:victim": [
                ("paper-identity", "yes"), ("bank", Town.bank(of: file.side).code), ("number", "6200010000000017"),
                ("name", file["return.name"]), ("agent", "张律师"),
            ],
            "POST /returns/:id/objections/:objection": [("decision", "reject"), ("answer", "经查属实")],
            "POST /incidents/:id/holds/:hold/lift": reason,
            "POST /incidents/:id/reveal/:kind/:subject": reason,
            "POST /incidents/:id/chase/:bank": [],
            "POST /undelivered/:id/step (再发 retry)": [("step", "retry")],
            "POST /undelivered/:id/step (不发 drop)": [("step", "drop")],
            "POST /undelivered/:id/check": Self.answer,
            "POST /undelivered/:id": Self.answer,
            "POST /undelivered/:id/settle": [("word", "0")] + reason,
            "POST /approvals/:id (止付 stop)": approve("approveStop"),
            "POST /approvals/:id (退回止付 return a stop)": [("decision", "return"), ("reason", "户名存疑")],
            "POST /approvals/:id (查询 inquiry)": approve("approveInquiry"),
            "POST /approvals/:id (解除 release)": approve("approveRelease"),
            "POST /approvals/:id (保护性止付 protective hold)": approve("approveProtectiveHold"),
            "POST /approvals/:id (冻结 freeze)": approve("approveFreeze"),
            "POST /approvals/:id (县局授权 standing authority)": approve("approveAuthority"),
            "POST /approvals/:id (短信 messages)": approve("approveMessages"),
            "POST /reviews (确认 confirm)": [("review", file["review.authority"]), ("decision", "confirm")],
            "POST /reviews (异议 object)": [
                ("review", file["review.authority"]), ("decision", "object"), ("reason", "金额不符"),
            ],
            "POST /authorities (班长提出，县局批准 proposed)": [
                ("basis", "授权〔2026〕9 号"), ("tiers", "2"), ("amount", "10万"), ("until", "2026-04-01 00:00:00"),
                ("officer", file["user"]),
            ],
            "POST /authorities/:id/revoke": reason,
            "POST /complaints/:id": [("decision", "reject"), ("answer", "经查属实")],
            "POST /aid/:id (补交材料 papers)": [("act", "papers"), ("paper-identity", "yes")],
            "POST /aid/:id (登记发放 paid)": [("act", "paid"), ("day", file["aid.day"])],
            "POST /aid/:id (决定 decide)": [("act", "refuse"), ("reason", "不符合救助条件")],
            "POST /incidents/:id/aid": [
                ("victim", file["victim"]), ("hardship", "学费无着"), ("paper-identity", "yes"),
            ],
            "POST /bank/orders/:id/check": Self.answer,
            "POST /bank/orders/:id": Self.answer,
            "POST /bank/reviews/:id (确认 confirm)": [("decision", "approve")],
            "POST /bank/reviews/:id (退回 return)": [("decision", "return"), ("reason", "户名其实一致")],
        ]
    }

    private var registry: [String: [(String, String)]] {
        [
            "POST /users/new": [
                ("login", "newcomer"), ("name", "新人"), ("number", "060300"), ("place", Town.county(of: file.side).text),
                ("role", "dutyOfficer"), ("temporary", "abcd-efgh-jkmn"),
            ],
            "POST /users/:id/roles": [("role", "analyst")],
            "POST /users/:id/password": [("temporary", "abcd-efgh-jkmn")],
            "POST /users/:id/state": [("state", "disabled")],
            "POST /units": [
                ("code", file.side == .first ? "530402570000" : "530403570000"), ("name", "东城派出所"), ("kind", "station"),
            ],
            "POST /units/:code": [("name", "西城派出所")],
            "POST /banks": Self.bank + [("code", "102100099988")],
            "POST /banks/:code": Self.bank,
            "POST /banks/:code/keys": [("id", "k9"), ("public", String(repeating: "ab", count: 32)), ("days", "365")],
            "POST /keys/:key/revoke": [("reason", "更换")],
            "POST /clients": [
                ("name", "接口"), ("place", Town.county(of: file.side).text), ("role", "dutyOfficer"), ("days", "30"),
            ],
            "POST /clients/:id/revoke": [],
        ]
    }
}
