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

/// The main parts of the pages of taking, approving and answering as they are served, in a world where ids, time and chance repeat.
@Suite struct DeskGoldenTests {
    @Test("intake: empty, and as it comes back with what is wrong")
    func intake() async throws {
        try await inWeb { world, client in
            try world.report()
            let browser = try await Browser(.dutyOfficer, client)
            try await compare(browser.get("/intake"), "intake")
            let wrong = try await browser.act(
                "/intake", from: "/intake",
                [
                    "channel": "110", "narrative": "<b>安全账户</b>", "victims.0.name": "田某芳",
                    "transfers.0.victim": "0", "transfers.0.amount": "12万", "transfers.0.time": "25:99",
                    "transfers.0.payeeNumber": "6200010000007754",
                ])
            try await compare(wrong, "intake-errors")
        }
    }

    @Test("intake: a statement that was read")
    func reading() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let read = try await browser.act(
                "/intake/read", from: "/intake",
                [
                    "channel": "110", "narrative": StatementPageTests.story, "victims.0.name": "田芳",
                    "transfers.0.victim": "0",
                ])
            try await compare(read, "intake-read")
        }
    }

    @Test("import: the table, and what was understood of it")
    func importing() async throws {
        try await inWeb { world, client in
            let number = try world.report().number
            let browser = try await Browser(.dutyOfficer, client)
            try await compare(browser.get("/intake/import"), "import")
            let looked = try await browser.act(
                "/intake/import", from: "/intake/import",
                ["act": "look", "table": ImportPageTests.table + "C,并入,\(number),,1,,,,\r\n"])
            try await compare(looked, "import-looked")
        }
    }

    @Test("approvals, one request, and the review of what went out")
    func approvals() async throws {
        try await inWeb { world, client in
            try world.report(to: ["6200010000007754", "6200010000000931"])
            let browser = try await Browser(.shiftLeader, client)
            try await compare(browser.get("/approvals"), "approvals")
            let approval = try world.approvals(for: .shiftLeader)[0]
            try await compare(browser.get("/approvals/\(approval.id)"), "approval")
            try world.grantAuthority()
            try world.report(to: ["6200010000001111"])
            try await compare(browser.get("/reviews"), "reviews")
            try await compare(browser.get("/authorities"), "authorities")
        }
    }

    @Test("orders, banks' answers, what did not arrive, complaints")
    func lists() async throws {
        try await inWeb { world, client in
            let act = try world.ordersAtBank()[0]
            try world.platform.acts.giveUp(act.id, reason: "200009/1100", key: world.key(), at: world.now)
            world.clock.advance(.minutes(6))
            _ = try world.platform.complaints.enter(
                against: try world.stops()[0].id, holder: "蔡某", contact: "13800000000", text: "这是我的工资",
                by: try world.principal(.dutyOfficer), key: world.key(), at: world.now)
            let browser = try await Browser(.dutyOfficer, client)
            for page in ["orders", "answers", "undelivered", "complaints"] {
                try await compare(browser.get("/\(page)"), page)
            }
            let complaint = try world.platform.database.read {
                try ComplaintTable($0).complaints(in: .waiting, limit: 1)
            }[0]
            try await compare(Browser(.countyHead, client).get("/complaints/\(complaint.id)"), "complaint")
        }
    }

    @Test("the bank's desk for its clerk and for its second person")
    func bank() async throws {
        try await inWeb { world, client in
            let stop = try world.ordersAtBank(["6200010000007754", "6200010000000931"]).first { $0.kind == .stop }!
            world.clock.advance(.minutes(4))
            let clerk = try await Browser(.bankClerk, client)
            try await compare(clerk.get("/bank"), "bank")
            _ = try await clerk.act(
                "/bank/orders/\(stop.id)", from: "/bank/orders/\(stop.id)",
                [
                    "item.name": "same", "item.number": "same", "item.amount": "same", "item.time": "same",
                    "result": "1200", "balanceBefore": "31,480.62", "held": "31,480.62",
                ])
            try await compare(Browser(.bankReviewer, client).get("/bank"), "bank-review")
        }
    }

    private func compare(_ page: Browser.Page, _ name: String) async throws {
        #expect(page.text.utf8.count <= 60 * 1024)
        let start = try #require(page.text.range(of: "<main")).lowerBound
        let end = try #require(page.text.range(of: "</main>")).upperBound
        let stable = String(page.text[start..<end]) + "\n"
        #expect(try Golden.compare(stable, with: "web/desk/\(name).html") == .same)
    }
}
