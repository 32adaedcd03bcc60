import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import Journal
import Prevention
import Primitives
import Storage
import TestSupport
import Testing
import Workflow

@testable import Messaging
@testable import Web

/// Templates, batches and messages by their pages, from the first text to the last report.
@Suite struct MessagePageTests {
    private static func template(
        _ wording: String = "{姓名}您好，请勿转账，请拨96110核实。", name: String = "冒充客服"
    ) -> KeyValuePairs<String, String> {
        ["name": name, "purpose": "dissuasion", "sender": "昆明反诈", "wording": wording]
    }

    private static func batch(_ template: String, list: String) -> KeyValuePairs<String, String> {
        ["title": "全量预警", "template": template, "kind": "text", "rate": "100", "list": list]
    }

    private static let list = "手机号,姓名\n13800136127,王芳\n13800136128,李强\n13800136128,再来\n123,无号\n13800136129,\n"

    @Test("a template is proposed, approved by another, and retired")
    func templates() async throws {
        try await inWeb { world, client in
            let officer = try await Browser(.dutyOfficer, client)
            try await compare(officer.get("/messages/templates"), "templates-empty")
            let wrong = try await officer.act(
                "/messages/templates", from: "/messages/templates",
                Self.template("请看 t.cn/x"))
            #expect(wrong.status == .unprocessableContent)
            try await compare(wrong, "templates-wrong")
            _ = try await officer.act("/messages/templates", from: "/messages/templates", Self.template())
            let leader = try await Browser(.shiftLeader, client)
            try await compare(leader.get("/messages/templates"), "templates-proposed")
            let approval = try #require(try world.approvals(for: .shiftLeader).first)
            try await compare(leader.get("/approvals/\(approval.id)"), "approval")
            _ = try await leader.act(
                "/approvals/\(approval.id)", from: "/approvals/\(approval.id)",
                ["decision": "approve", "line": approval.lines[0].id])
            let page = try await officer.get("/messages/templates")
            #expect(page.text.contains("使用中"))
            let id = approval.subject
            _ = try await officer.act("/messages/templates/\(id)/retire", from: "/messages/templates", [:])
            #expect(try await officer.get("/messages/templates").text.contains("已停用"))
        }
    }

    @Test("a batch is read, submitted, let go by the head, paused, carried on, and reported")
    func batches() async throws {
        try await inWeb { world, client in
            let officer = try await Browser(.dutyOfficer, client)
            try await compare(officer.get("/messages"), "batches-empty")
            let template = try await inUse(world, officer, client)
            let wrong = try await officer.act(
                "/messages/new", from: "/messages/new", Self.batch(template, list: "姓名\n王芳"))
            #expect(wrong.status == .unprocessableContent)
            try await compare(wrong, "new-wrong")
            _ = try await officer.act("/messages/new", from: "/messages/new", Self.batch(template, list: Self.list))
            try world.work()
            let id = try #require(
                try world.platform.database.read { try MessageBatchTable($0).all(after: nil, limit: 1) }.first
            ).id
            let path = "/messages/batches/\(id)"
            try await compare(officer.get(path), "batch-draft")
            _ = try await officer.act("\(path)/act", from: path, ["act": "submit"])
            let head = try await Browser(.countyHead, client)
            #expect(try await head.get(path).text.contains("去复核"))
            let approval = try #require(try world.approvals(for: .countyHead).first { $0.subject == id.description })
            _ = try await head.act(
                "/approvals/\(approval.id)", from: "/approvals/\(approval.id)",
                ["decision": "approve", "line": approval.lines[0].id])
            let claim = try world.platform.messageLanes.claim(.batch(id), at: world.now)
            #expect(claim.messages.count == 2)
            let outcomes: [HandingOutcome] = [.accepted(reference: "c-1"), .refused(code: "0x0B")]
            try world.platform.messageLanes.record(
                zip(claim.messages, outcomes).map { (message: $0, outcome: $1) }, .batch(id), at: world.now)
            try world.platform.messageLanes.take(
                [DeliveryReport(message: nil, reference: "c-1", report: .delivered, code: "000")], at: world.now)
            try await compare(officer.get(path), "batch-finished")
            try await compare(officer.get("/messages"), "batches")
            #expect(try await officer.get("\(path)?state=failed").text.contains("0x0B"))
            #expect(try await officer.get("/messages?number=13800136127").text.contains("王芳您好"))
            #expect(try await officer.get("/messages?number=x").text.contains("读不懂这个号码"))
            let again = try await officer.act("\(path)/act", from: "/messages", ["act": "pause"])
            #expect(again.status == .conflict)
        }
    }

    @Test("single messages: to whom, in what state, about which warning, a page at a time; to no other county")
    func singles() async throws {
        try await inWeb { world, client in
            let officer = try await Browser(.dutyOfficer, client)
            _ = try await inUse(world, officer, client, name: WarningText.name)
            let warn = { (number: Int) throws in
                try world.platform.warnings.receive(
                    SightingReport([
                        .source: "national", .signs: "APP_REGISTERED", .name: "周某\(number)",
                        .phone: "138001370\(twoDigits(number))",
                    ]), by: world.principal(.dutyOfficer), key: world.key(), at: world.now
                ).warning
            }
            let first = try warn(0)
            world.clock.advance(.minutes(1))
            _ = try warn(1)
            let claim = try world.platform.messageLanes.claim(.single, at: world.now)
            try world.platform.messageLanes.record(
                zip(claim.messages, [HandingOutcome.accepted(reference: "c-1"), .refused(code: "0x0B")]).map {
                    (message: $0, outcome: $1)
                }, .single, at: world.now)
            try await compare(officer.get("/messages"), "singles")
            #expect(!(try await Browser(.stranger, client).get("/messages").text.contains("周某")))

            for number in 2...SingleList.most { _ = try warn(number) }
            let page = try await officer.get("/messages")
            #expect(!page.text.contains("/warnings/\(first)\"") && page.text.contains("周某50"))
            let next = try #require(page.text.firstMatch(of: /href="(\/messages\?single=[^"#]*)#singles"/)?.1)
            let last = try await officer.get(String(next))
            #expect(last.text.contains("/warnings/\(first)\"") && !last.text.contains("周某50"))
            #expect(!last.text.contains("single=") && last.text.contains("href=\"/messages#singles\""))
        }
    }

    /// A template in use, by the pages.
    private func inUse(
        _ world: WebWorld, _ officer: Browser, _ client: any TestClientProtocol, name: String = "冒充客服"
    ) async throws -> String {
        _ = try await officer.act("/messages/templates", from: "/messages/templates", Self.template(name: name))
        let leader = try await Browser(.shiftLeader, client)
        let approval = try #require(try world.approvals(for: .shiftLeader).first)
        _ = try await leader.act(
            "/approvals/\(approval.id)", from: "/approvals/\(approval.id)",
            ["decision": "approve", "line": approval.lines[0].id])
        return approval.subject
    }

    private func compare(_ page: Browser.Page, _ name: String) async throws {
        let start = try #require(page.text.range(of: "<main")).lowerBound
        let end = try #require(page.text.range(of: "</main>")).upperBound
        let stable = String(page.text[start..<end]) + "\n"
        #expect(try Golden.compare(stable, with: "web/messages/\(name).html") == .same)
    }
}
