import Access
import Foundation
import HTTPTypes
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Web

@Suite("Holders without an account") struct HolderTests {
    /// A stop in force whose notice was given out, and what its holder proves himself by.
    struct Told {
        let running: RunningCase
        let measure: String
        let number: String
        let code: String

        init(_ world: WebWorld) throws {
            running = try RunningCase(world)
            try running.approve()
            try running.answer()
            measure = try running.acts(.stop)[0].measure
            let id = try world.platform.documents.issue(
                .notice, about: measure, by: world.principal(.dutyOfficer), key: world.key(), at: world.now)
            let paper = try world.platform.database.read { try PrintedDocumentTable($0).find(id) }!
            (number, code) = (paper.serial.description, paper.code.description)
        }

        var proof: KeyValuePairs<String, String> {
            ["number": number, "code": code, "account": String(RunningCase.payee.suffix(8))]
        }
    }

    @Test(
        "with notice and card a holder sees reason, term and remedy, complains, and reads and prints the answer",
        arguments: Engine.available)
    func wholeWay(engine: Engine) async throws {
        try await inWeb(engine) { world, client in
            let told = try Told(world)
            let holder = Browser(client)
            #expect(try await holder.get("/public").text.contains("查询措施与申诉"))
            #expect(try await holder.get("/public/measure").location == "/public", "not before his proof")
            let proved = try await holder.submit("/public", told.proof)
            #expect(proved.status == .seeOther && proved.location == "/public/measure")
            let cookie = try #require(proved.headers[.setCookie])
            #expect(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/public"))
            let page = try await holder.get("/public/measure")
            for words in [
                "您的账户被紧急止付", "6200 **** **** 7741", "银发〔2016〕86号", "30日内书面答复", "人民检察院", "临溪县反诈中心", "不属于行政复议范围",
            ] {
                #expect(page.text.contains(words), "\(words)")
            }
            for secret in ["赵某", "7741\"", "13800136127", RunningCase.payee, "陈某"] {
                #expect(!page.text.contains(secret), "\(secret) is not his to see, or was hidden")
            }
            let sent = try await holder.act(
                "/public/measure", from: "/public/measure", ["text": "是货款", "contact": "13900000000"])
            #expect(sent.location == "/public/measure?done=complaint")
            let after = try await holder.get("/public/measure?done=complaint")
            #expect(
                after.text.contains("申诉已收到") && after.text.contains("待答复") && after.text.contains("2026-04-13 23:59"))
            #expect(!after.text.contains("name=\"text\""), "one at a time")

            let list = try await Browser(.countyHead, client).get("/complaints")
            #expect(list.text.contains("陈某") && list.text.contains("网上提交"))
            let complaint = try world.platform.database.read {
                try ComplaintTable($0).complaints(about: told.measure)
            }[0]
            let head = try await Browser(.countyHead, client)
            let decided = try await head.act(
                "/complaints/\(complaint.id)", from: "/complaints/\(complaint.id)",
                ["decision": "reject", "answer": "货款凭证不符"])
            #expect(decided.status == .seeOther)
            let answered = try await holder.get("/public/measure")
            #expect(answered.text.contains("申诉不成立") && answered.text.contains("货款凭证不符"))
            let link = try #require(answered.text.firstMatch(of: /\/public\/answer\?paper=[A-Z0-9]+/)).output
            let paper = try await holder.get(String(link))
            #expect(paper.text.contains("申诉答复书") && paper.text.contains("申复字〔2026〕") && paper.text.contains("货款凭证不符"))
            let (number, code) = try DocumentPageTests.printed(paper.text)
            let genuine = try await Browser(client).submit("/public/verification", ["number": number, "code": code])
            #expect(genuine.text.contains("真实：") && genuine.text.contains("申诉答复书"))
            #expect(try await head.get("/complaints/\(complaint.id)").text.contains("申诉答复书"))

            _ = try await holder.act("/public/leave", from: "/public/measure")
            #expect(try await holder.get("/public/measure").location == "/public")
        }
    }

    @Test("whatever is wrong is answered with the same words, status and length; and nothing is shown that is put off")
    func nothingLearned() async throws {
        try await inWeb { world, client in
            let told = try Told(world)
            let principal = try world.principal(.dutyOfficer)
            let order = try world.platform.documents.issue(
                .complaintAnswer, about: try Self.answeredComplaint(told, world), by: principal, key: world.key(),
                at: world.now)
            let other = try world.platform.database.read { try PrintedDocumentTable($0).find(order) }!
            let end = String(RunningCase.payee.suffix(8))
            let tries: [KeyValuePairs<String, String>] = [
                ["number": "ZZZZ-ZZZZ", "code": told.code, "account": end],
                ["number": told.number, "code": "ABCD-EFGH-JKMN", "account": end],
                ["number": told.number, "code": told.code, "account": "00007740"],
                ["number": told.number, "code": told.code, "account": "7741"],
                ["number": other.serial.description, "code": other.code.description, "account": end],
                ["number": told.number, "code": other.code.description, "account": end], ["number": "' OR 1=1 --"], [:],
            ]
            var answers: Set<String> = []
            for fields in tries {
                let reply = try await Browser(client).submit("/public", fields)
                let number = fields.first { $0.key == "number" }?.value ?? "no number"
                #expect(reply.status == .unprocessableContent)
                answers.insert(
                    reply.text.replacing("value=\"\(number.replacing("'", with: "&#39;"))\"", with: "value=\"\""))
                world.clock.advance(.minutes(16))
            }
            #expect(answers.count == 1, "\(answers.count) different answers")
        }
    }

    private static func answeredComplaint(_ told: Told, _ world: WebWorld) throws -> String {
        let id = try world.platform.complaints.enter(
            against: told.measure, holder: "陈某", contact: "138", text: "货款", by: world.principal(.dutyOfficer),
            key: world.key(), at: world.now)
        try world.platform.complaints.decide(
            id, .rejected, answer: "不符", by: world.principal(.countyHead), key: world.key(), at: world.now)
        return id.description
    }

    @Test(
        "a holder whose notice is put off finds nothing, before and after; the desk is reminded and lists him",
        arguments: Engine.available)
    func deferred(engine: Engine) async throws {
        try await inWeb(engine) { world, client in
            let running = try RunningCase(world)
            try running.approve()
            try running.answer()
            let measure = try running.acts(.stop)[0].measure
            let leader = try await Browser(.shiftLeader, client)
            let sheet = "/deferrals/\(measure)"
            #expect(try await Browser(.dutyOfficer, client).get(sheet).status == .forbidden)
            #expect(try await Browser(.stranger, client).get(sheet).status == .notFound)
            let early = try await leader.act(sheet, from: sheet, ["act": "put", "day": "2026-03-14", "reason": "妨碍侦查"])
            #expect(early.status == .unprocessableContent && early.text.contains("复查日期应在今天以后"))
            let put = try await leader.act(sheet, from: sheet, ["act": "put", "day": "2026-03-20", "reason": "妨碍侦查"])
            #expect(put.location == "/deferrals")
            #expect(try await leader.get("/deferrals").text.contains("妨碍侦查"))
            let draft = "/documents/draft/notice/\(measure)"
            let preview = try await leader.get(draft)
            #expect(preview.text.contains("延期告知至 2026-03-20") && !preview.text.contains("data-submit"))
            #expect(try await leader.act(draft, from: sheet).status == .conflict)
            world.clock.set(CivilTime(day: CivilDay("2026-03-20")!).timestamp + .seconds(1))
            try running.work()
            #expect(try world.acts(on: measure).contains("notice.reviewDue"))
            let again = try await Browser(.shiftLeader, client)
            #expect(try await again.get("/deferrals").text.contains("今日应复查"))
            #expect(try await again.act(sheet, from: sheet, ["act": "end"]).status == .seeOther)
            #expect(try await again.act(draft, from: draft).location?.hasPrefix("/documents/doc-") == true)
            #expect(
                try await again.act(sheet, from: sheet, ["act": "put", "day": "2026-03-25", "reason": "x"]).text
                    .contains("告知书已出具"))
        }
    }

    @Test("a pass ends by the clock, opens one notice alone, cannot be made up, and its form carries a token")
    func passes() async throws {
        try await inWeb { world, client in
            let told = try Told(world)
            let holder = Browser(client)
            _ = try await holder.submit("/public", told.proof)
            let pass = try #require(holder.cookies["holder"])
            let fields: KeyValuePairs<String, String> = ["text": "货款", "contact": "139", "key": "k"]
            #expect(try await holder.submit("/public/measure", fields).status == .forbidden, "no token, no act")
            let parts = pass.split(separator: ".").map(String.init)
            for forged in [
                "\(parts[0]).\(Int64(parts[1])! + 1_000_000_000).\(parts[2])", "ZZZZZZZZ.\(parts[1]).\(parts[2])",
                "\(parts[0]).\(parts[1]).\(String(repeating: "0", count: 64))", parts[0], "", "..", "a.b.c",
            ] {
                let other = Browser(client)
                other.setCookie("holder", forged)
                #expect(try await other.get("/public/measure").location == "/public", "\(forged)")
            }
            world.clock.advance(.minutes(20) - .seconds(1))
            #expect(try await holder.get("/public/measure").status == .ok)
            world.clock.advance(.seconds(1))
            #expect(try await holder.get("/public/measure").location == "/public")
        }
    }

    @Test(
        "what the desk has to know of waiting is counted from the records, and each figure opens its list",
        arguments: Engine.available)
    func figures(engine: Engine) async throws {
        try await inWeb(engine) { world, client in
            let told = try Told(world)
            for (days, upheld) in [(2, false), (31, false), (5, true)] {
                let id = try world.platform.complaints.enter(
                    against: told.measure, holder: "陈某\(days)", contact: "138", text: "货款",
                    by: world.principal(.dutyOfficer), key: world.key(), at: world.now)
                world.clock.advance(.days(Int64(days)))
                try told.running.work()
                try world.platform.complaints.decide(
                    id, upheld ? .upheld : .rejected, answer: "答复", by: world.principal(.countyHead), key: world.key(),
                    at: world.now)
            }
            _ = try world.platform.complaints.enter(
                against: told.measure, holder: "未答者", contact: "138", text: "货款", by: world.principal(.dutyOfficer),
                key: world.key(), at: world.now)
            let head = try await Browser(.countyHead, client)
            let page = try await head.get("/complaints")
            #expect(page.text.contains("临溪县反诈中心") && page.text.contains("5 天") && page.text.contains("31 天"))
            #expect(page.text.contains("33%"), "one of three answered was upheld")
            let wanted = ["received": 4, "waiting": 1, "answered": 3, "late": 1, "upheld": 1]
            for (counted, count) in wanted {
                let link = "/complaints?show=\(counted)&amp;unit=530402000000&amp;kind=stp&amp;days=90"
                #expect(page.text.contains("href=\"\(link)\">\(count)</a>"), "\(counted)")
                let list = try await head.get(link.replacing("&amp;", with: "&"))
                #expect(list.text.components(separatedBy: "href=\"/complaints/cmp-").count - 1 == count, "\(counted)")
            }
            #expect(!page.text.contains("show=overdue"), "none is overdue now")
            let stranger = try await Browser(.stranger, client).get("/complaints?show=received&unit=530402000000")
            #expect(!stranger.text.contains("陈某") && stranger.text.contains("这段时间没有申诉"))
        }
    }
}
