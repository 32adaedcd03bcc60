import Access
import FundTracing
import HTTPTypes
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import Primitives
import Recovery
import Storage
import Testing
import Wire
import Workflow

@testable import Web

/// The incident's page and its acts, through real commands on a database in memory.
@Suite struct IncidentPageTests {
    @Test("the page tells sums, stub, approvals and the way on, from the first minute to the bank's answer")
    func course() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            let browser = try await Browser(.dutyOfficer, client)
            let address = "/incidents/\(running.id)"
            let first = try await browser.get(address)
            #expect(first.status == .ok)
            #expect(first.text.contains("赵某被骗 238,600.00 元") && first.text.contains("冒充公检法"))
            #expect(first.text.contains("还缺收款账号") && first.text.contains("待复核"))
            #expect(first.text.contains("6200 **** **** 7741") && !first.text.contains(RunningCase.payee))
            let leader = try await Browser(.shiftLeader, client).get(address)
            #expect(leader.text.contains("复核签发 1 项"))

            try running.approve()
            world.clock.advance(.minutes(1))
            let sent = try await browser.get(address)
            #expect(sent.text.contains("等应答") && sent.text.contains("未答 200,000"))
            try running.answer()
            let held = try await browser.get(address)
            #expect(held.text.contains("<dd>130,000.00</dd>") && held.text.contains("<dd>98,600.00</dd>"))
            #expect(held.text.contains("<dd>10,000.00</dd>") && held.text.contains("ATM 取现"))
            #expect(held.text.contains("刘某") && held.text.contains("银行已止付"))
            #expect(try running.incident.flow.isConserved)
        }
    }

    @Test("a bank that lets wait longer than it may is chased by name, and what waits is sent again")
    func chase() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            world.clock.advance(.minutes(11))
            try running.work()
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.get("/incidents/\(running.id)")
            #expect(page.text.contains("催办华岭银行 1 项"))
            let chase = "/incidents/\(running.id)/chase/\(WebWorld.handBank.code)"
            let sheet = try await browser.get(chase)
            #expect(sheet.text.contains("0877-1000") && sheet.text.contains("再发"))
            let done = try await browser.act(chase, from: chase)
            #expect(done.status == .seeOther && done.location == "/incidents/\(running.id)")
            #expect(try world.acts(on: try running.acts(.stop)[0].id).contains("bank.retried"))
        }
    }

    @Test("facts are added on their own page; what is wrong is named at its field and the rest is kept")
    func facts() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            let browser = try await Browser(.dutyOfficer, client)
            let facts = "/incidents/\(running.id)/facts"
            // What is to be done first does not stand beside itself.
            let head = try await browser.get("/incidents/\(running.id)").text
            #expect(head.contains("\(facts)\" data-key=\"c\"") && !head.contains("\(facts)\" data-key=\"e\""))
            let form = try await browser.get(facts)
            #expect(form.text.contains("第 2 笔转账") && form.text.contains("收款账号"))
            let ids = try world.platform.database.read { tx in
                try IncidentTable(tx).transfers(of: [running.id]).map(\.id.description)
            }
            let wrong = try await browser.act(
                facts, from: facts,
                ["transfers.1.id": ids[1], "transfers.1.payeeNumber": "!!", "transfers.1.payeeName": "周某"])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.text.contains("href=\"#f-transfers.1.payeeNumber\"") && wrong.text.contains("value=\"周某\""))
            let added = try await browser.act(
                facts, from: facts,
                [
                    "transfers.1.id": ids[1], "transfers.1.payeeNumber": "6200010000005518",
                    "transfers.1.payeeName": "周某",
                ])
            #expect(added.status == .seeOther)
            try running.work()
            let page = try await browser.get("/incidents/\(running.id)")
            #expect(page.text.contains("周某") && !page.text.contains("还缺收款账号"))
        }
    }

    @Test("evidence goes in with its hash, comes out as a file of its own, and a wrong kind is refused")
    func evidence() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            let browser = try await Browser(.dutyOfficer, client)
            let upload = "/incidents/\(running.id)/evidence"
            let page = try await browser.get("/incidents/\(running.id)")
            func send(_ name: String, _ content: String, _ key: String) async throws -> HTTPResponse.Status {
                let fields = [("csrf", page.hidden("csrf") ?? ""), ("key", key)]
                let parts = fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }
                let file =
                    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: x/y\r\n\r\n\(content)\r\n--b--\r\n"
                let cookie = browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                return try await client.execute(
                    uri: upload, method: .post,
                    headers: [.contentType: "multipart/form-data; boundary=b", .cookie: cookie],
                    body: ByteBuffer(string: parts.joined() + file)
                ) { $0.status }
            }
            #expect(try await send("回单.pdf", "%PDF-1.7 receipt", "k1") == .seeOther)
            #expect(try await send("a.exe", "MZ", "k2") == .unprocessableContent)
            let after = try await browser.get("/incidents/\(running.id)")
            #expect(after.text.contains("回单.pdf") && after.text.contains("SHA-256"))
            let file = try world.platform.database.read { tx in try EvidenceTable(tx).list(of: running.id)[0] }
            let got = try await browser.get("\(upload)/\(file.id)")
            #expect(got.text == "%PDF-1.7 receipt")
            #expect(got.headers[.contentDisposition]?.hasPrefix("attachment;") == true)
            let stranger = try await Browser(.stranger, client)
            #expect(try await stranger.get("\(upload)/\(file.id)").status == .notFound)
        }
    }

    @Test("an identifier is shown after a reason, to this person, for five minutes, with a watermark and an entry")
    func reveal() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            let browser = try await Browser(.dutyOfficer, client)
            let address = "/incidents/\(running.id)"
            let account = try running.acts(.stop)[0].account
            let reveal = "\(address)/reveal/accountNumber/\(account)"
            #expect(try await browser.get(address).text.contains("href=\"\(reveal)\""))
            let none = try await browser.act(reveal, from: reveal)
            #expect(none.status == .unprocessableContent && none.text.contains("请写明理由。"))
            _ = try await browser.act(reveal, from: reveal, ["reason": "与银行核对账户"])
            let shown = try await browser.get(address)
            #expect(shown.text.contains("6200 0100 0000 7741") && shown.text.contains("p-wm"))
            #expect(try world.acts(on: account).contains("identifier.revealed"))
            let other = try await Browser(.shiftLeader, client).get(address)
            #expect(!other.text.contains("6200 0100 0000 7741") && other.text.contains("查看全号"))
            world.clock.advance(.minutes(5))
            #expect(!(try await browser.get(address).text.contains("6200 0100 0000 7741")))
        }
    }

    @Test(
        "release, extension, complaint and protective hold are asked for on sheets that name basis, remedy and approver"
    )
    func sheets() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            try running.answer()
            let browser = try await Browser(.dutyOfficer, client)
            let base = "/incidents/\(running.id)"
            let stop = try #require(try running.acts(.stop).first?.measure)
            for (path, act, fields) in [
                ("\(base)/stops/\(stop)/extend", "extension.requested", ["reason": "资金待查"]),
                ("\(base)/stops/\(stop)/release", "release.requested", ["reason": "查明无关"]),
                ("\(base)/stops/\(stop)/complaint", "complaint.entered", ["holder": "陈某", "text": "货款"]),
            ] as [(String, String, KeyValuePairs<String, String>)] {
                let sheet = try await browser.get(path)
                #expect(sheet.status == .ok && sheet.text.contains("陈某") && sheet.text.contains("依据"), "\(path)")
                #expect(try await browser.act(path, from: path).status == .unprocessableContent, "\(path)")
                #expect(try await browser.act(path, from: path, fields).status == .seeOther, "\(path)")
                #expect(try world.acts(on: stop).contains(act), "\(path)")
            }
            let payer = try world.platform.database.read { tx in
                try IncidentTable(tx).transfers(of: [running.id]).compactMap(\.payerAccount)[0]
            }
            let hold = "\(base)/protect/\(payer)"
            #expect(try await browser.get(hold).text.contains("值班领导"))
            #expect(try await browser.act(hold, from: hold, ["reason": "防止继续转账"]).status == .seeOther)
            #expect(try await browser.get(base).text.contains("保护性止付 · 待复核"))
        }
    }

    @Test("why: the transfers that lead to an account; and the notice to its holder, with basis, term and remedy")
    func why() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            try running.answer()
            let browser = try await Browser(.dutyOfficer, client)
            let account = try running.acts(.stop)[0].account
            let page = try await browser.get("/incidents/\(running.id)/why/\(account)")
            #expect(page.status == .ok && page.text.contains("为何在此") && page.text.contains("先进先出"))
            #expect(page.text.contains("受害人 赵某 → 陈某 华岭银行 7741") && page.text.contains("130,000.00"))
            let notice = try await browser.get("/documents/draft/notice/\(try running.acts(.stop)[0].measure)")
            #expect(notice.text.contains("紧急止付告知书") && notice.text.contains("银发〔2016〕86号"))
            #expect(notice.text.contains("6200 **** **** 7741") && notice.text.contains("30日"))
        }
    }

    @Test("any rule may be looked at, as picture or as table", arguments: Rule.allCases)
    func rules(rule: Rule) async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            try running.answer()
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.get("/incidents/\(running.id)?rule=\(rule.rawValue)")
            #expect(page.status == .ok && page.text.contains("svg class=\"pic\"") == rule.conserves)
            let table = try await browser.get("/incidents/\(running.id)?rule=\(rule.rawValue)&view=table")
            #expect(table.status == .ok && !table.text.contains("svg class=\"pic\""))
        }
    }

    @Test("nobody looks beyond his reach: another county's officer and a bank's clerk find nothing")
    func reach() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            let stop = try running.acts(.stop)[0].measure
            let paths = [
                "/incidents/\(running.id)", "/incidents/\(running.id)/facts", "/documents/draft/notice/\(stop)",
                "/incidents/\(running.id)/stops/\(stop)/release",
            ]
            let stranger = try await Browser(.stranger, client)
            for path in paths { #expect(try await stranger.get(path).status == .notFound, "\(path)") }
            let clerk = try await Browser(.bankClerk, client)
            for path in paths { #expect(try await clerk.get(path).status != .ok, "\(path)") }
            #expect(try await stranger.get("/incidents/inc-0000000000000001").status == .notFound)
        }
    }

    @Test("the board shows what is in reach with its sums; search opens the one hit and notes a full number")
    func boardAndSearch() async throws {
        try await inWeb { world, client in
            let empty = try await Browser(.dutyOfficer, client).get("/")
            #expect(empty.text.contains("本班没有运行警情"))
            let running = try RunningCase(world)
            let browser = try await Browser(.dutyOfficer, client)
            let board = try await browser.get("/")
            #expect(board.text.contains("赵某　冒充公检法") && board.text.contains("238,600.00"))
            #expect(board.text.contains("黄金 30 分内") && board.text.contains("等复核签发 2 项"))
            let leader = try await Browser(.shiftLeader, client).get("/")
            #expect(leader.text.contains("复核签发 1 项") && leader.text.contains("data-key=\"a\""))
            let stranger = try await Browser(.stranger, client)
            #expect(!(try await stranger.get("/").text.contains("赵某")))

            let number = try running.incident.number
            for words in [number, String(number.suffix(4)), "7741", "赵", RunningCase.payee] {
                let found = try await browser.get("/search?q=\(words.percentEncoded)")
                #expect(found.location == "/incidents/\(running.id)", "\(words)")
                let hidden = try await stranger.get("/search?q=\(words.percentEncoded)")
                #expect(hidden.status == .ok && hidden.text.contains("没有找到"), "\(words)")
            }
            for path in ["/search?q=a%00", "/search?q=%FF", "/journal?about=%E2%80%AE"] {
                #expect(try await browser.get(path).status == .unprocessableContent, "\(path)")
            }
            let account = try running.acts(.stop).first?.account
            let searched = try account.map { try world.acts(on: $0) } ?? []
            #expect(account == nil || searched.contains("identifier.searched"))
        }
    }

    @Test("a change of the incident sends its parts to the open page, and the board's row")
    func live() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            let console = world.application.console
            let signedIn = try world.access.sessions.signIn(
                name: "dutyofficer", password: WebWorld.password, at: world.now)
            let visit = Visit(
                signedIn: signedIn, language: .zh, theme: .auto, now: world.now, address: "/", query: Form(),
                form: Form(), freshKey: "k", parameters: .init())
            let change = LiveChange(ids: [running.id.description])
            let own = try IncidentRoutes.fragments(console, visit, "\(running.id)/fifo/picture", change)
            #expect(own.map(\.id).contains("flow") && own.map(\.id).contains("orders"))
            #expect(own.allSatisfy { $0.html.string.contains("id=\"\($0.id)\"") })
            let other = LiveChange(ids: ["inc-0000000000000001"])
            #expect(try IncidentRoutes.fragments(console, visit, "\(running.id)/fifo/picture", other).isEmpty)
            let board = try BoardRoutes.fragments(console, visit, "", change)
            #expect(board.map(\.id).contains("row-\(running.id)") && board.map(\.id).contains("sum"))
            #expect(!(try BoardRoutes.fragments(console, visit, "", other).map(\.id).contains("row-\(running.id)")))
        }
    }
}
