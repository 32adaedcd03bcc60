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

@Suite("Complaints that are right for a part", .serialized) struct PartialComplaintTests {
    @Test("a freeze that holds more than is claimed: the complaint's page offers to let that part go, and no more")
    func part() async throws {
        try await inWeb { world, client in
            let freeze = try Self.frozen(world)
            let complaint = try world.platform.complaints.enter(
                against: freeze.id, holder: "蔡某", contact: "138", text: "工资也被冻结了",
                by: world.principal(.dutyOfficer), key: world.key(), at: world.now)
            let path = "/complaints/\(complaint)"
            let head = try await Browser(.countyHead, client)
            try await compare(head.get(path), "complaint-part")
            let answered = try await head.act(path, from: path, ["decision": "part", "answer": "工资与案件无关"])
            #expect(answered.status == .seeOther)
            let after = try await head.get(path).text
            #expect(after.contains("部分成立，解除 30,000.00 元"))
            try world.work()
            let acts = try world.owed().filter { $0.measure == freeze.id.description }
            #expect(acts.map(\.kind) == [.freeze] && acts[0].order.amount.money == Money(fen: 12_000_000))
            let paper = try world.platform.database.read {
                try PrintedDocumentTable($0).last(.complaintAnswer, about: "\(complaint)")
            }
            #expect(try #require(paper)["freed"] == "30,000.00")
        }
    }

    /// 120,000 yuan of the case lie in an account in which 150,000 are frozen.
    private static func frozen(_ world: WebWorld) throws -> Freeze {
        let incident = try world.report().incident
        let officer = try world.principal(.dutyOfficer)
        try world.platform.filings.file(
            incident, number: "临公（刑）立字〔2026〕3号", day: CivilTime(world.now).day, by: officer, key: world.key(),
            at: world.now)
        let account = try world.platform.database.read { try IncidentTable($0).transfers(of: [incident]) }[0]
            .payeeAccount!
        _ = try world.platform.freezes.request(
            Freezes.Request(account: account, limit: nil, reason: "保全"), for: incident, by: officer, key: world.key(),
            at: world.now)
        for approval in try world.approvals(for: .countyHead) where approval.act == .approveFreeze {
            try world.platform.approvals.decide(
                approval.id, .approve(leavingOut: []), by: try world.principal(.countyHead), key: world.key(),
                at: world.now)
        }
        try world.work()
        for act in try world.owed() where act.kind == .freeze {
            var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(world.now))
            answer.executedAt = WireTime(world.now)
            answer.balanceBefore = WireAmount(Money(fen: 15_000_000))
            try world.platform.acts.recordAnswer(
                answer, to: act.id, by: Actor(.bank, act.bank), key: world.key(), at: world.now)
        }
        try world.work()
        return try world.platform.database.read { try FreezeTable($0).history(of: [account]) }.last!
    }

    @Test("the answer that is right for a part, on paper", arguments: Language.allCases)
    func printed(language: Language) throws {
        let facts = [
            "holder": "陈某", "measure": "frz", "bank": "华岭银行", "account": "6200 **** **** 7741",
            "received": "2026-03-14", "isUpheld": "yes", "freed": "30,000.00", "answer": "工资与案件无关",
            "unit": "云江市反诈中心", "basis": "程序规定第196条", "reconsideration": "60日", "reconsiderationInEnglish": "60 days",
        ]
        let json: JSON = .object(facts.mapValues { .string($0) })
        let form = PaperForm(kind: .complaintAnswer, facts: json, language: language, showsNumbers: false)
        try compare(form.page.html(language), "papers/answer-freeze-part-\(language)")
    }

    private func compare(_ page: HTML, _ name: String) throws {
        let stable = Asset.allCases.reduce(page.string) { $0.replacing($1.version, with: "0") }
        #expect(try Golden.compare(stable, with: "web/\(name).html") == .same)
    }

    private func compare(_ page: Browser.Page, _ name: String) async throws {
        let start = try #require(page.text.range(of: "<main")).lowerBound
        let end = try #require(page.text.range(of: "</main>")).upperBound
        // Tokens and keys are drawn anew for each page.
        let stable = String(page.text[start..<end]).replacing(/value="[0-9a-f]{32,64}"/, with: "value=\"T\"") + "\n"
        #expect(try Golden.compare(stable, with: "web/desk/\(name).html") == .same)
    }
}
