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

@Suite struct DeadLetterTests {
    /// An order to a bank by wire that could not be delivered.
    private static func dead(_ world: WebWorld) throws -> BankAct {
        try world.grantAuthority()
        try world.report(to: ["6200020000007754"])
        let act = try world.owed(by: WebWorld.wireBank).first { $0.kind == .stop }!
        let key = world.key()
        for reason in ["200009/1100", "no answer"] {
            // Who died after it gives it up again; the first word stands.
            try world.platform.acts.giveUp(act.id, reason: reason, key: key, at: world.now)
        }
        return act
    }

    @Test("an undelivered order says why in words, and can be sent again")
    func retry() async throws {
        try await inWeb { world, client in
            let act = try Self.dead(world)
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.get("/undelivered")
            #expect(page.text.contains("200009/1100"))
            #expect(page.text.contains("银行系统错误"))
            let answer = try await browser.act("/undelivered/\(act.id)/step", from: "/undelivered", ["step": "retry"])
            #expect(answer.status == .seeOther)
            #expect(try world.act(act.id).state == .open)
        }
    }

    @Test("what the bank said by phone is entered with who said it, and a different answer later stands beside it")
    func byPhone() async throws {
        try await inWeb { world, client in
            let act = try Self.dead(world)
            let browser = try await Browser(.dutyOfficer, client)
            let path = "/undelivered/\(act.id)"
            let fields: KeyValuePairs = [
                "item.name": "same", "item.number": "same", "item.amount": "same", "item.time": "same",
                "result": "1200", "balanceBefore": "500", "held": "500", "reason": "海岳银行文某，09:02",
            ]
            let page11 = try await browser.act(path, from: path, fields)
            #expect(page11.status == .seeOther)
            #expect(try world.stops()[0].state == .executed)
            var later = BankAnswer(act: act.id.description, result: "0301", answeredAt: WireTime(world.now))
            later.remark = "户名不符"
            try world.platform.acts.recordAnswer(
                later, to: act.id, by: Actor(.bank, act.bank), key: world.key(), at: world.now)
            let page = try await browser.get("/undelivered")
            #expect(page.text.contains("第 1 次（现按此）") && page.text.contains("第 2 次") && page.text.contains("0301"))
            let settled = try await browser.act(
                path + "/settle", from: "/undelivered", ["word": "1", "reason": "海岳银行文某：第二次属实"])
            #expect(settled.status == .seeOther)
            #expect(try world.stops()[0].state == .refused)
            #expect(try await browser.get("/undelivered").text.contains("没有待核实的答复"))
        }
    }

    @Test("each bank's standing and the list of orders show what is out")
    func lists() async throws {
        try await inWeb { world, client in
            _ = try world.ordersAtBank()
            let browser = try await Browser(.dutyOfficer, client)
            let page12 = try await browser.get("/answers")
            #expect(page12.text.contains("华岭银行"))
            let page13 = try await browser.get("/orders")
            #expect(page13.text.contains("蔡某"))
            let page14 = try await browser.get("/orders?stage=overdue")
            #expect(page14.text.contains("没有这样的指令。"))
            world.clock.advance(.minutes(11))
            let page15 = try await browser.get("/orders?stage=overdue")
            #expect(page15.text.contains("蔡某"))
        }
    }

    @Test("however many stand before them elsewhere, the own unit's come: messages, complaints and reviews by reach")
    func reach() async throws {
        try await inWeb { world, _ in
            let act = try Self.dead(world)
            let own = try UnitCode("530402000000")
            let other = try UnitCode("530502000000")
            try world.platform.database.read { tx in
                let acts = BankActTable(tx)
                #expect(try acts.dead(under: own, limit: 1).map(\.id) == [act.id])
                #expect(try acts.countDead(under: own) == 1)
                #expect(try acts.dead(under: other, limit: 1).isEmpty)
                #expect(try acts.countDead(under: other) == 0)
                #expect(try acts.contradicted(under: own, limit: 1).isEmpty)
                #expect(try acts.countContradicted(under: own) == 0)
                let reviews = AuthorityTable(tx)
                let waiting = try reviews.waitingReviews(under: own, limit: 50)
                let officer = try #require(waiting.first).officer
                #expect(try reviews.countWaitingReviews(under: own, besides: "nobody") == Int64(waiting.count))
                #expect(try reviews.countWaitingReviews(under: own, besides: officer) == 0)
                #expect(try reviews.waitingReviews(under: other, limit: 50).isEmpty)
                #expect(try ComplaintTable(tx).waiting(under: own, limit: 1).isEmpty)
            }
        }
    }
}
