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

@Suite struct ApprovalPageTests {
    @Test("the leader of the shift approves a stop, and it leaves for the bank")
    func approve() async throws {
        try await inWeb { world, client in
            try world.report()
            let approval = try world.approvals(for: .shiftLeader)[0]
            let browser = try await Browser(.shiftLeader, client)
            let page = try await browser.get("/approvals/\(approval.id)")
            for words in ["蔡某", "120,000.00", "银发〔2016〕86号", "田某芳"] { #expect(page.text.contains(words), "\(words)") }
            #expect(!page.text.contains("6200010000007754"))
            let answer = try await browser.act(
                "/approvals/\(approval.id)", from: "/approvals/\(approval.id)",
                ["decision": "approve", "line": approval.lines[0].id])
            #expect(answer.status == .seeOther)
            #expect(try world.stops().map(\.state) == [.ordered])
        }
    }

    @Test("the maker sees his request, cannot open it, and cannot approve it")
    func makerCannotApprove() async throws {
        try await inWeb { world, client in
            let leader = try world.principal(.shiftLeader)
            _ = try world.platform.incidents.register(
                Intake(
                    victims: [.init(name: "田某芳")],
                    transfers: [.init(amount: "12万", time: "08:05", payeeNumber: "6200010000007754", payeeName: "蔡某")]),
                by: leader, key: world.key(), at: world.now)
            try world.work()
            let approval = try world.approvals(for: .shiftLeader)[0]
            let browser = try await Browser(.shiftLeader, client)
            let list = try await browser.get("/approvals")
            #expect(list.text.contains("您提交的，须由他人复核。"))
            #expect(!list.text.contains("href=\"/approvals/\(approval.id)\""))
            let answer = try await browser.act(
                "/approvals/\(approval.id)", from: "/intake",
                ["decision": "approve", "line": approval.lines[0].id])
            #expect(answer.status == .forbidden)
            #expect(try world.stops().map(\.state) == [.draft])
        }
    }

    @Test("a line without its tick does not go out")
    func leftOut() async throws {
        try await inWeb { world, client in
            try world.report(to: ["6200010000007754", "6200010000000931"])
            let approval = try world.approvals(for: .shiftLeader).first { $0.act == .approveStop }!
            #expect(approval.lines.count == 2)
            let browser = try await Browser(.shiftLeader, client)
            _ = try await browser.act(
                "/approvals/\(approval.id)", from: "/approvals/\(approval.id)",
                ["decision": "approve", "line": approval.lines[1].id])
            let states = try world.stops().map { ($0.id.description, $0.state) }
            #expect(states.first { $0.0 == approval.lines[0].id }?.1 == .withdrawn)
            #expect(states.first { $0.0 == approval.lines[1].id }?.1 == .ordered)
        }
    }

    @Test("returning needs a reason, and keeps the order at home")
    func giveBack() async throws {
        try await inWeb { world, client in
            try world.report()
            let approval = try world.approvals(for: .shiftLeader)[0]
            let browser = try await Browser(.shiftLeader, client)
            let path = "/approvals/\(approval.id)"
            let page3 = try await browser.act(path, from: path, ["decision": "return"])
            #expect(page3.status == .unprocessableContent)
            let page4 = try await browser.act(path, from: path, ["decision": "return", "reason": "户名存疑"])
            #expect(page4.status == .seeOther)
            #expect(try world.stops().map(\.state) == [.withdrawn])
        }
    }

    @Test("another county's officer finds nothing there")
    func stranger() async throws {
        try await inWeb { world, client in
            try world.report()
            let approval = try world.approvals(for: .shiftLeader)[0]
            let browser = try await Browser(.stranger, client)
            let page5 = try await browser.get("/approvals/\(approval.id)")
            #expect(page5.status == .notFound)
            let page6 = try await browser.get("/orders")
            #expect(page6.text.contains("蔡某") == false)
        }
    }

    @Test("what went out under an authority is reviewed by another, in bulk")
    func reviews() async throws {
        try await inWeb { world, client in
            _ = try world.ordersAtBank()
            let waiting = try world.platform.database.read { try AuthorityTable($0).reviews(in: .waiting, limit: 10) }
            #expect(!waiting.isEmpty)
            let browser = try await Browser(.shiftLeader, client)
            let page = try await browser.get("/reviews")
            #expect(page.text.contains(waiting[0].id.description))
            let answer = try await browser.act(
                "/reviews", from: "/reviews",
                ["review": waiting[0].id.description, "decision": "confirm", "reason": "无误"])
            #expect(answer.status == .seeOther)
            let left = try world.platform.database.read { try AuthorityTable($0).reviews(in: .waiting, limit: 10) }
            #expect(left.count == waiting.count - 1)
        }
    }

    @Test("an authority is proposed by one and holds when another approves it")
    func authority() async throws {
        try await inWeb { world, client in
            let officer = try world.user(.dutyOfficer).id.description
            let browser = try await Browser(.shiftLeader, client)
            let wrong = try await browser.act("/authorities", from: "/authorities", ["tiers": "3", "amount": "50万"])
            #expect(wrong.status == .unprocessableContent)
            let answer = try await browser.act(
                "/authorities", from: "/authorities",
                [
                    "basis": "授权〔2026〕1 号", "tiers": "3", "amount": "50万", "until": "2026-06-30 12:00",
                    "inquiries": "yes", "officer": officer,
                ])
            #expect(answer.status == .seeOther)
            let approval = try world.approvals(for: .countyHead)[0]
            let head = try await Browser(.countyHead, client)
            _ = try await head.act(
                "/approvals/\(approval.id)", from: "/approvals/\(approval.id)",
                ["decision": "approve", "line": approval.lines[0].id])
            let inForce = try world.platform.database.read { try AuthorityTable($0).inForce(at: world.now) }
            #expect(inForce.map(\.scope.amountMost) == [Money(fen: 50_000_000)])
        }
    }
}
