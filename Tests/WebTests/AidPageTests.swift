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

@Suite("Hardship aid on pages", .serialized) struct AidPageTests {
    /// An application without the proof of hardship.
    private static func fields(_ victim: VictimID) -> KeyValuePairs<String, String> {
        [
            "victim": victim.description, "hardship": "积蓄被骗光，老伴住院", "paper-identity": "yes",
            "paper-paymentProof": "yes",
        ]
    }

    private static let grant: KeyValuePairs = [
        "act": "grant", "amount": "1万", "payer": "红塔区民政局", "reason": "经入户核实",
    ]

    @Test("entered at the incident, completed, granted by the head, printed; the incident's money stays what it was")
    func aid() async throws {
        try await inWeb { world, client in
            let incident = try world.report().incident
            let sums = try world.incidents()[0].flow
            let officer = try await Browser(.dutyOfficer, client)
            #expect(
                try await officer.get("/incidents/\(incident)").text.contains("href=\"/incidents/\(incident)/aid\""))
            let sheet = "/incidents/\(incident)/aid"
            try await compare(officer.get(sheet), "aid-sheet")
            let victim = try world.platform.database.read { try IncidentTable($0).victims(of: [incident])[0].id }
            let entered = try await officer.act(sheet, from: sheet, Self.fields(victim))
            let page = try #require(entered.location?.split(separator: "?").first.map { String($0) })
            let again = try await officer.act(sheet, from: sheet, Self.fields(victim))
            #expect(again.status == .unprocessableContent && again.text.contains("已有一件申请待决定"))
            try await compare(officer.get("/aid"), "aid-list")
            try await compare(officer.get(page), "aid-of-officer")

            let head = try await Browser(.countyHead, client)
            try await compare(head.get("/"), "aid-on-board")
            #expect(try await head.get("/?scope=own").text.contains("href=\"\(page)\""))
            #expect(!(try await officer.get("/").text.contains("救助申请待决定")), "he decides on none")
            let lacking = try await head.act(page, from: page, Self.grant)
            #expect(lacking.status == .unprocessableContent && lacking.text.contains("还缺：生活困难证明"))
            #expect(
                try await officer.act(page, from: page, ["act": "papers", "paper-hardshipProof": "yes"]).status
                    == .seeOther)
            try await compare(head.get(page), "aid-of-head")
            #expect(try await officer.act(page, from: page, Self.grant).status == .forbidden)
            #expect(try await head.act(page, from: page, Self.grant).status == .seeOther)
            try await compare(head.get(page), "aid-granted")
            #expect(!(try await head.get("/").text.contains("救助申请待决定")))
            for day in ["2026-03-13", "2026-03-15", "2026-02-30", ""] {
                let wrong = try await officer.act(page, from: page, ["act": "paid", "day": day])
                #expect(wrong.status == .unprocessableContent, "\(day)")
            }
            try await compare(officer.get(page), "aid-to-be-paid")
            let paid: KeyValuePairs = ["act": "paid", "day": "2026-03-14"]
            #expect(try await officer.act(page, from: page, paid).status == .seeOther)
            #expect(try await officer.act(page, from: sheet, paid).status == .conflict)
            try await compare(officer.get(page), "aid-paid")
            try await compare(officer.get("/incidents/\(incident)"), "aid-on-incident")
            let list = try await head.get("/aid").text
            #expect(list.contains("没有待决定的救助申请") && list.contains("10,000.00"))
            #expect(try await head.get("/returns").text.contains("困难救助：待决定 0 件"))
            #expect(try world.incidents()[0].flow == sums, "what others pay is no money returned")
        }
    }

    @Test("nobody reads or decides what is another county's, and the paper that decides says amount and reason")
    func papers() async throws {
        try await inWeb { world, client in
            let incident = try world.report().incident
            let victim = try world.platform.database.read { try IncidentTable($0).victims(of: [incident])[0].id }
            let id = try world.platform.aids.apply(
                for: victim, of: incident, hardship: "学费无着", papers: Set(AidPaper.allCases),
                by: world.principal(.dutyOfficer), key: world.key(), at: world.now)
            try world.platform.aids.decide(
                id, .grant(Money(fen: 123_456), payer: "红塔区民政局"), reason: "经入户核实", by: world.principal(.countyHead),
                key: world.key(), at: world.now)
            let stranger = try await Browser(.stranger, client)
            for path in ["/aid/\(id)", "/incidents/\(incident)/aid", "/documents/draft/aidApplication/\(id)"] {
                #expect(try await stranger.get(path).status == .notFound, "\(path)")
            }
            #expect(!(try await stranger.get("/aid").text.contains("1,234.56")))
            let officer = try await Browser(.dutyOfficer, client)
            let paper = try #require(try await officer.get("/documents/draft/aidDecision/\(id)").location)
            let text = try await officer.get(paper).text
            for words in ["1,234.56", "红塔区民政局", "经入户核实", "救决字〔2026〕", "/aid/\(id)"] {
                #expect(text.contains(words), "\(words)")
            }
        }
    }

    // MARK: papers

    @Test(
        "the application and the decision on paper", arguments: Language.allCases)
    func printed(language: Language) throws {
        let shared = [
            "name": "赵敏芳", "applied": "2026-03-14", "incident": "2026031400001", "unit": "云江市反诈中心", "filing": "—",
            "basis": "反电信网络诈骗法第34条",
        ]
        let application = shared.merging([
            "loss": "100,000.00", "hardship": "积蓄被骗光，<b>老伴</b>住院", "papers": "hardshipProof identity",
            "identity": "530402199001012023",
        ]) { $1 }
        let decided = shared.merging(["reason": "经入户核实"]) { $1 }
        let granted = decided.merging(["isGranted": "yes", "amount": "5,000.00", "payer": "红塔区民政局"]) { $1 }
        let papers: [(PrintedDocument.Kind, String, [String: String])] = [
            (.aidApplication, "aid-application", application), (.aidDecision, "aid-granted", granted),
            (.aidDecision, "aid-refused", decided.merging(["isGranted": "no"]) { $1 }),
        ]
        for (kind, name, facts) in papers {
            let json: JSON = .object(facts.mapValues { .string($0) })
            let page = PaperForm(kind: kind, facts: json, language: language, showsNumbers: false).page.html(language)
            #expect(!page.string.contains("530402199001012023") && !page.string.contains("<b>老伴"))
            try compare(page, "papers/\(name)-\(language)")
        }
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
