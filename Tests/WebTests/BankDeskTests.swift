import Access
import Foundation
import Gateways
import HTTPTypes
import HummingbirdTesting
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Web

@Suite struct BankDeskTests {
    @Test("the clerk's answer counts only when the bank's second person has confirmed it")
    func fourEyes() async throws {
        try await inWeb { world, client in
            let stop = try world.ordersAtBank().first { $0.kind == .stop }!
            let clerk = try await Browser(.bankClerk, client)
            let answer = try await clerk.act(
                "/bank/orders/\(stop.id)", from: "/bank/orders/\(stop.id)",
                [
                    "item.name": "same", "item.number": "same", "item.amount": "same", "item.time": "same",
                    "result": "1200", "balanceBefore": "31,480.62", "held": "31480.62",
                ])
            #expect(answer.status == .seeOther)
            #expect(try world.act(stop.id).state == .open)
            let draft = try world.approvals(for: .bankReviewer)[0]
            let own = try await clerk.act(
                "/bank/reviews/\(draft.id)", from: "/bank", ["decision": "approve"])
            #expect(own.status == .forbidden)
            let reviewer = try await Browser(.bankReviewer, client)
            let page7 = try await reviewer.get("/bank")
            #expect(page7.text.contains("31,480.62"))
            let confirmed = try await reviewer.act(
                "/bank/reviews/\(draft.id)", from: "/bank", ["decision": "approve"])
            #expect(confirmed.status == .seeOther)
            #expect(try world.act(stop.id).state == .answered)
            #expect(try world.stops()[0].heldBalance == Money(fen: 3_148_062))
        }
    }

    @Test("an answer that was returned comes back to the clerk with the reason and what he had entered")
    func returned() async throws {
        try await inWeb { world, client in
            let stop = try world.ordersAtBank().first { $0.kind == .stop }!
            let clerk = try await Browser(.bankClerk, client)
            _ = try await clerk.act(
                "/bank/orders/\(stop.id)", from: "/bank/orders/\(stop.id)", ["result": "refused", "code": "0301"])
            let draft = try world.approvals(for: .bankReviewer)[0]
            let reviewer = try await Browser(.bankReviewer, client)
            _ = try await reviewer.act(
                "/bank/reviews/\(draft.id)", from: "/bank", ["decision": "return", "reason": "户名其实一致"])
            let page = try await clerk.get("/bank/orders/\(stop.id)")
            #expect(page.text.contains("户名其实一致"))
            #expect(page.text.contains("value=\"0301\" selected"))
            #expect(try world.act(stop.id).state == .open)
        }
    }

    @Test(
        "what the clerk compared is stored with the answer and shown to the second person and after",
        arguments: Engine.available)
    func compared(engine: Engine) async throws {
        try await inWeb(engine) { world, client in
            let stop = try world.ordersAtBank().first { $0.kind == .stop }!
            let path = "/bank/orders/\(stop.id)"
            let clerk = try await Browser(.bankClerk, client)
            _ = try await clerk.act(
                path, from: path, ["item.name": "differs", "item.number": "same", "result": "refused", "code": "0301"])
            let reviewer = try await Browser(.bankReviewer, client)
            func expectShown(_ page: Browser.Page) {
                let cells = page.text.components(separatedBy: "<table class=\"ck4\">").last ?? ""
                let shown = ["</svg>不一致", "</svg>一致", "没有核对记录"].map { cells.components(separatedBy: $0).count - 1 }
                #expect(shown == [1, 1, 2])
            }
            expectShown(try await reviewer.get(path))
            let first = try world.approvals(for: .bankReviewer)[0]
            _ = try await reviewer.act(
                "/bank/reviews/\(first.id)", from: "/bank", ["decision": "return", "reason": "再核"])
            let returned = try await clerk.get(path)
            #expect(returned.text.contains("name=\"item.name\" value=\"differs\" checked"))
            #expect(!returned.text.contains("name=\"item.time\" value=\"same\" checked"))
            _ = try await clerk.act(
                path, from: path, ["item.name": "differs", "item.number": "same", "result": "refused", "code": "0301"])
            let second = try world.approvals(for: .bankReviewer)[0]
            _ = try await reviewer.act("/bank/reviews/\(second.id)", from: "/bank", ["decision": "approve"])
            #expect(try world.act(stop.id).answer?.compared == [.name: false, .number: true])
            expectShown(try await clerk.get(path))
        }
    }

    @Test("an item that differs bars the stop")
    func differs() async throws {
        try await inWeb { world, client in
            let stop = try world.ordersAtBank().first { $0.kind == .stop }!
            let clerk = try await Browser(.bankClerk, client)
            let path = "/bank/orders/\(stop.id)"
            let page = try await clerk.get(path)
            #expect(!page.text.contains("value=\"same\" checked"))
            let check = try await clerk.act("\(path)/check", from: path, ["item.name": "differs", "result": "0000"])
            #expect(check.text.contains("有一项不一致，不能止付"))
            #expect(check.text.contains("disabled"))
            let answer = try await clerk.act(
                path, from: path,
                [
                    "item.name": "differs", "item.number": "same", "item.amount": "same", "item.time": "same",
                    "result": "0000", "held": "120000",
                ])
            #expect(answer.status == .unprocessableContent)
            #expect(try world.approvals(for: .bankReviewer).isEmpty)
        }
    }

    @Test("pasted rows answer the inquiry beside the stop, and the proof line adds up")
    func rows() async throws {
        try await inWeb { world, client in
            let acts = try world.ordersAtBank()
            let stop = acts.first { $0.kind == .stop }!
            let inquiry = acts.first { $0.kind == .inquiry }!
            let clerk = try await Browser(.bankClerk, client)
            let path = "/bank/orders/\(stop.id)"
            let text = """
                流水号\t收付\t方式\t金额\t余额\t时间\t对方户名\t对方账号\t对方机构
                A1\t收\t转账\t120,000.00\t120,000.00\t2026-03-14 08:05:10\t田某芳\t6200010000003081\t华岭银行
                A2\t付\t网银\t100,000.00\t20,000.00\t2026-03-14 08:20:00\t严某\t6200020000008814\t海岳银行
                """
            let check = try await clerk.act(
                "\(path)/check", from: path, ["rows": text, "held": "20000", "balanceBefore": "20000"])
            #expect(check.text.contains("账目相符"))
            let bad = try await clerk.act("\(path)/check", from: path, ["rows": "A1\t去\t转账\t一些\t\t2026-03-14 08:05"])
            #expect(bad.text.contains("第 1 行“收付”读不懂"))
            let sent = try await clerk.act(
                path, from: path,
                [
                    "item.name": "same", "item.number": "same", "item.amount": "same", "item.time": "same",
                    "result": "1200", "balanceBefore": "20000", "held": "20000", "rows": text,
                ])
            #expect(sent.status == .seeOther)
            let draft = try world.approvals(for: .bankReviewer)[0]
            let reviewer = try await Browser(.bankReviewer, client)
            _ = try await reviewer.act("/bank/reviews/\(draft.id)", from: "/bank", ["decision": "approve"])
            #expect(try world.act(stop.id).state == .answered)
            #expect(try world.act(inquiry.id).answer?.rows?.count == 2)
            try world.work()
            #expect(try world.owed(by: WebWorld.wireBank).contains { $0.order.target.accountName == "严某" })
        }
    }

    @Test("another bank's order is not there")
    func otherBank() async throws {
        try await inWeb { world, client in
            try world.grantAuthority()
            try world.report(to: ["6200020000007754"])
            let other = try world.owed(by: WebWorld.wireBank)[0]
            let clerk = try await Browser(.bankClerk, client)
            let page8 = try await clerk.get("/bank/orders/\(other.id)")
            #expect(page8.status == .notFound)
            let answer = try await clerk.act("/bank/orders/\(other.id)", from: "/bank", ["result": "0000"])
            #expect(answer.status == .notFound)
            let page9 = try await clerk.get("/orders")
            #expect(page9.status != .ok)
            let page10 = try await Browser(.dutyOfficer, client).get("/bank")
            #expect(page10.status != .ok)
        }
    }
}
