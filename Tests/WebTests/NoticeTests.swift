import Access
import Foundation
import HTTPTypes
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite("Public notices without an account") struct NoticeTests {
    /// What names a person or his number, and stands on no public page.
    private static let secrets =
        NoticedReturn.names + NoticedReturn.payers + [NoticedReturn.payee, "陈大有", "13800136120", "YJ-2026"]

    private static let words: KeyValuePairs<String, String> = [
        "objector": "孙某某", "contact": "13900000000", "text": "我也被骗了两万元",
    ]

    @Test(
        "anybody reads a notice and objects to it; the officer answers; whoever has the receipt reads the answer",
        arguments: Engine.available)
    func wholeWay(engine: Engine) async throws {
        try await inWeb(engine) { world, client in
            let noticed = try NoticedReturn(world)
            let paper = try noticed.paper
            let anyone = Browser(client)
            let list = try await anyone.get("/public/notices")
            let address = "/public/notices/\(paper.serial.text)"
            #expect(list.text.contains("href=\"\(address)\"") && list.text.contains("6200 **** **** 7741"))
            let page = try await anyone.get(address)
            for words in [
                "冻结资金返还公示", "赵某（尾号 3316）", "欧阳某（尾号 3324）", "25,000.00", "15,000.00", "40,000.00", "陈某", "华岭银行",
                "2026-03-14 至 2026-04-13", "临公（刑）立字〔2026〕3号", "96110", "临溪县反诈中心", "返示字〔2026〕",
            ] {
                #expect(page.text.contains(words), "\(words)")
            }
            for secret in Self.secrets {
                #expect(!page.text.contains(secret) && !list.text.contains(secret), "\(secret)")
            }
            let english = try await Browser(client).get(address + "?language=en")
            #expect(english.text.contains("in the ratio of what each lost"))

            let sent = try await anyone.act(address, from: address, Self.words)
            let (number, code) = try DocumentPageTests.printed(
                String(sent.text.split(separator: "<article", maxSplits: 1).last ?? ""))
            #expect(sent.status == .ok && sent.text.contains("异议已收到") && sent.text.contains("异议回执"))
            let genuine = try await anyone.submit("/public/verification", ["number": number, "code": code])
            #expect(genuine.text.contains("真实：") && genuine.text.contains("异议回执"))
            let waiting = try await anyone.submit("/public/objection", ["number": number, "code": code])
            #expect(waiting.status == .ok && waiting.text.contains("正在核查") && waiting.text.contains("我也被骗了两万元"))

            let head = try await Browser(.countyHead, client)
            let desk = try await head.get("/returns/\(noticed.id)")
            #expect(desk.text.contains("孙某某") && desk.text.contains("网上提交"))
            #expect(desk.text.contains("异议成立，退回重办") && !desk.text.contains("解除止付"))
            let objection = try world.platform.database.read {
                try RepaymentTable($0).objections(to: noticed.id)
            }[0]
            let answered = try await head.act(
                "/returns/\(noticed.id)/objections/\(objection.id)", from: "/returns/\(noticed.id)",
                ["decision": "reject", "answer": "经查，未转入本账户"])
            #expect(answered.status == .seeOther)
            let found = try await anyone.submit("/public/objection", ["number": number, "code": code.lowercased()])
            #expect(found.text.contains("异议不成立") && found.text.contains("经查，未转入本账户"))
        }
    }

    @Test("there is nothing before a notice starts, and after its end a line that it has ended; then nobody objects")
    func ends() async throws {
        try await inWeb { world, client in
            let prepared = try NoticedReturn(world, isPublished: false)
            let anyone = Browser(client)
            #expect(try await anyone.get("/public/notices").text.contains("现在没有公示"))
            let officer = try world.principal(.dutyOfficer)
            #expect(throws: NotFound(prepared.id)) {
                try world.platform.documents.issue(
                    .returnNotice, about: prepared.id.description, by: officer, key: world.key(), at: world.now)
            }
            try world.platform.returns.publish(prepared.id, by: officer, key: world.key(), at: world.now)
            let address = "/public/notices/\(try prepared.paper.serial.text)"
            let form = try await anyone.get(address)
            let key = try #require(form.hidden("key"))
            let until = try #require(try prepared.fundReturn.noticeUntil)
            world.clock.advance(until - world.now)
            #expect(try await anyone.get(address).text.contains("25,000.00"), "its last moment is whole")
            world.clock.advance(.microseconds(1))
            let over = try await anyone.get(address)
            #expect(over.status == .ok && over.text.contains("这份公示已经结束"))
            for words in ["25,000.00", "赵某", "7741", "<form"] { #expect(!over.text.contains(words), "\(words)") }
            #expect(try await anyone.get("/public/notices").text.contains("现在没有公示"))
            let late = try await anyone.submit(
                address, ["key": key, "objector": "孙某", "contact": "139", "text": "不同意"])
            #expect(late.status == .unprocessableContent && late.text.contains("这份公示已经结束"))
            #expect(try world.platform.database.read { try RepaymentTable($0).objections(to: prepared.id) } == [])
        }
    }

    @Test("shares computed anew end a notice; the new one has a page of its own")
    func replaced() async throws {
        try await inWeb { world, client in
            let noticed = try NoticedReturn(world)
            let first = try noticed.paper
            let (officer, head) = (try world.principal(.dutyOfficer), try world.principal(.countyHead))
            let objection = try world.platform.returns.object(
                to: noticed.id, objector: "孙某", contact: "139", text: "份额有误", by: officer, key: world.key(),
                at: world.now)
            try world.platform.returns.answer(
                objection, upheld: true, answer: "重新核算", by: head, key: world.key(), at: world.now)
            let anyone = Browser(client)
            let address = "/public/notices/\(first.serial.text)"
            #expect(try await anyone.get(address).text.contains("这份公示已经结束"))
            world.clock.advance(.days(2))
            try world.platform.returns.compute(noticed.id, by: officer, key: world.key(), at: world.now)
            try world.platform.returns.publish(noticed.id, by: officer, key: world.key(), at: world.now)
            let second = try noticed.paper
            #expect(second.id != first.id && second["until"] == "2026-04-15")
            #expect(try await anyone.get(address).text.contains("这份公示已经结束"))
            #expect(try await anyone.get("/public/notices/\(second.serial.text)").text.contains("25,000.00"))
            let list = try await anyone.get("/public/notices")
            #expect(list.text.contains(second.serial.text) && !list.text.contains(first.serial.text))
        }
    }

    /// The built-in pack with these days off of 2027.
    private static func pack(daysOff: String) throws -> Pack {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Jurisdiction/Packs/cn.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try Pack.read(text.replacing("\"daysOff\": []", with: "\"daysOff\": [\(daysOff)]"))
    }

    @Test("where days off are announced while a notice runs, it runs on, under a paper with the later day")
    func announcedLater() async throws {
        try await inWeb { world, client in
            let prepared = try NoticedReturn(world, isPublished: false)
            let officer = try world.principal(.dutyOfficer)
            world.clock.advance(.days(263))
            try world.platform.returns.publish(prepared.id, by: officer, key: world.key(), at: world.now)
            let told = try prepared.paper
            let anyone = Browser(client)
            let page = try await anyone.get("/public/notices/\(told.serial.text)").text
            #expect(page.contains("2026-12-02 至 2027-01-04（暂定：遇国务院公布的节假日顺延）"))
            let pack = try Self.pack(daysOff: "\"2027-01-01\", \"2027-01-04\", \"2027-01-05\"")
            let later = FundReturns(world.platform.journal, pack, Secrets(SplitMix64(seed: 3)))
            let until = try #require(try prepared.fundReturn.noticeUntil)
            world.clock.advance(until - world.now + .microseconds(1))
            // Nobody asks in the moment before the notice is extended either.
            let end = CivilTime(day: CivilDay("2027-01-07")!).timestamp - .microseconds(1)
            #expect(throws: ReturnRefusal.noticeRuns(until: end)) {
                try later.ask(prepared.id, by: officer, key: world.key(), at: world.now)
            }
            try later.noticeEnded(prepared.id, key: world.key(), at: world.now)
            #expect(try prepared.fundReturn.noticeUntil == end)
            let now = try prepared.paper
            #expect(now["until"] == "2027-01-06" && now["provisional"] == nil && now.id != told.id)
            #expect(try await anyone.get("/public/notices/\(now.serial.text)").text.contains("25,000.00"))
            #expect(
                try world.acts(on: prepared.id).filter { $0.hasPrefix("return.notice") } == [
                    "return.noticed", "return.noticeExtended",
                ])
            world.clock.advance(end - world.now + .microseconds(1))
            try later.noticeEnded(prepared.id, key: world.key(), at: world.now)
            #expect(try world.acts(on: prepared.id).last == "return.noticeEnded")
        }
    }

    @Test("what is missing or too long is said and kept; the same form sent twice is one objection")
    func entry() async throws {
        try await inWeb { world, client in
            let noticed = try NoticedReturn(world)
            let address = "/public/notices/\(try noticed.paper.serial.text)"
            let anyone = Browser(client)
            for missing in ["objector", "contact", "text"] {
                let pairs = Self.words.map { ($0.key, $0.key == missing ? "　" : $0.value) }
                let fields = KeyValuePairs(dictionaryLiteral: pairs[0], pairs[1], pairs[2])
                let reply = try await anyone.act(address, from: address, fields)
                #expect(reply.status == .unprocessableContent && reply.text.contains("请写明姓名、联系方式和理由"))
                let kept = missing == "text" ? "13900000000" : "我也被骗了两万元"
                #expect(reply.text.contains(kept))
            }
            let long = try await anyone.act(
                address, from: address,
                ["objector": String(repeating: "长", count: 61), "contact": "139", "text": "不同意"])
            #expect(long.status == .unprocessableContent && long.text.contains("最多 60 字"))
            let key = try #require(try await anyone.get(address).hidden("key"))
            let fields: KeyValuePairs<String, String> = [
                "key": key, "objector": "孙某", "contact": "139", "text": "<b>不同意</b>",
            ]
            let (one, two) = (try await anyone.submit(address, fields), try await anyone.submit(address, fields))
            #expect(one.text == two.text && one.status == .ok && !one.text.contains("<b>不同意"))
            #expect(try world.platform.database.read { try RepaymentTable($0).objections(to: noticed.id) }.count == 1)
            let other = try await anyone.submit(
                address, ["key": key, "objector": "孙某", "contact": "139", "text": "另一件"])
            #expect(other.status == .conflict)
            for path in ["/public/notices/ZZZZZZZZ", "/public/notices/x", "/public/notices/%27%20OR%201=1"] {
                #expect(try await anyone.get(path).status == .notFound, "\(path)")
                let sent = try await anyone.submit(
                    path, ["key": "key of \(path)", "objector": "孙某", "contact": "139", "text": "不同意"])
                #expect(sent.status == .notFound, "\(path)")
            }
        }
    }

    @Test("one address writes five objections to a notice in a quarter of an hour; wrong receipts are counted, too")
    func limits() async throws {
        try await inWeb { world, client in
            let noticed = try NoticedReturn(world)
            let address = "/public/notices/\(try noticed.paper.serial.text)"
            let anyone = Browser(client)
            func object(_ number: Int) async throws -> Browser.Page {
                try await anyone.act(
                    address, from: address, ["objector": "孙某", "contact": "139", "text": "异议 \(number)"])
            }
            for number in 0..<5 { #expect(try await object(number).status == .ok, "\(number)") }
            #expect(try await object(5).status == .tooManyRequests)
            #expect(try await anyone.get(address).status == .ok, "it can be read all the same")
            world.clock.advance(.minutes(15) + .seconds(1))
            let sent = try await object(6)
            #expect(sent.status == .ok)
            let number = try #require(sent.text.firstMatch(of: /[A-Z0-9]{4}-[A-Z0-9]{4}/)).output
            let paper = try noticed.paper
            func look(_ number: String, _ code: String) async throws -> Browser.Page {
                try await anyone.submit("/public/objection", ["number": number, "code": code])
            }
            var answers: Set<String> = []
            for (number, code) in [
                (String(number), "ABCD-EFGH-JKMN"), ("ZZZZ-ZZZZ", "ABCD-EFGH-JKMN"),
                (paper.serial.description, paper.code.description), ("", ""),
            ] {
                let reply = try await look(number, code)
                #expect(reply.status == .unprocessableContent)
                answers.insert(reply.text.replacing("value=\"\(number)\"", with: "value=\"\""))
            }
            #expect(answers.count == 1, "another paper's number and code tell no more than wrong ones")
            for _ in 0..<4 { _ = try await look(String(number), "ABCD-EFGH-JKMN") }
            #expect(try await look(String(number), "ABCD-EFGH-JKMN").status == .tooManyRequests)
        }
    }

    @Test("the unit's telephone stands on the notice where it has one on record")
    func telephone() async throws {
        try await inWeb { world, client in
            let administrator = try await Browser(.administrator, client)
            let form = "/units?code=\(WebWorld.county.text)"
            let changed = try await administrator.act(
                "/units/\(WebWorld.county.text)", from: form, ["name": "临溪县反诈中心", "telephone": "0877-2010110"])
            #expect(changed.status == .seeOther)
            #expect(try await administrator.get(form).text.contains("value=\"0877-2010110\""))
            let paper = try NoticedReturn(world).paper
            #expect(
                try await Browser(client).get("/public/notices/\(paper.serial.text)").text.contains("0877-2010110"))
        }
    }

    @Test("a return's papers are filled from its records, with full numbers only for whoever may see them")
    func papers() async throws {
        try await inWeb { world, client in
            let noticed = try NoticedReturn(world)
            let officer = try await Browser(.dutyOfficer, client)
            let (flow, report) = (
                "/documents/draft/returnFlow/\(noticed.id)", "/documents/draft/returnReport/\(noticed.id)"
            )
            let drawn = try await officer.get(flow)
            for words in ["资金流向表", "2026-03-14 08:45:00", "120,000.00", "赵敏芳", "100,000.00–100,000.00", "interval-3"] {
                #expect(drawn.text.contains(words), "\(words)")
            }
            #expect(!drawn.text.contains(NoticedReturn.payee), "a preview hides the number")
            let issued = try #require(try await officer.act(flow, from: flow).location)
            #expect(try await officer.get(issued).text.contains(NoticedReturn.payee))
            let told = try await officer.get(report)
            for words in ["呈请返还资金报告书", "25,000.00", "15,000.00", "2026-03-14 至 2026-04-13", "收到 0 件"] {
                #expect(told.text.contains(words), "\(words)")
            }
            let claim = try world.platform.database.read { try FundReturnTable($0).claims(in: noticed.id) }[0]
            let application = "/documents/draft/returnApplication/\(noticed.id).\(claim.victim)"
            #expect(try await officer.get(application).status == .notFound, "he has not applied")
            try world.platform.returns.enter(
                FundReturns.Application(
                    victim: claim.victim,
                    payee: ReturnAccount(
                        bank: WebWorld.handBank.code, number: NoticedReturn.payers[0], name: NoticedReturn.names[0]),
                    papers: Set(ReturnPaper.needed(byAgent: false))),
                in: noticed.id, by: world.principal(.dutyOfficer), key: world.key(), at: world.now)
            let form = try await officer.get(application)
            for words in ["返还申请表", "赵敏芳", "100,000.00", "6200 **** **** 3316", "返还申请表、身份证明", "临公（刑）立字"] {
                #expect(form.text.contains(words), "\(words)")
            }
            let page = try await officer.get("/returns/\(noticed.id)")
            for link in [flow, report, application, "/documents/draft/returnNotice/\(noticed.id)"] {
                #expect(page.text.contains("href=\"\(link)\""), "\(link)")
            }
            let notice = try await officer.get("/documents/draft/returnNotice/\(noticed.id)")
            #expect(notice.location == "/documents/\(try noticed.paper.id)", "publishing gave it out")
            for path in [
                "/documents/draft/returnDecision/\(noticed.id)",
                "/documents/draft/returnFlow/\(noticed.id).\(claim.victim)x",
                "/documents/draft/objectionReceipt/\(noticed.id)", "/documents/draft/returnFlow/x",
            ] {
                #expect(try await officer.get(path).status == .notFound, "\(path)")
            }
            #expect(try await Browser(.stranger, client).get(flow).status == .notFound)
        }
    }
}
