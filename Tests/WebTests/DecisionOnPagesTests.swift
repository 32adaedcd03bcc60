import HTTPTypes
import Primitives
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("A decision on a return on the pages") struct DecisionOnPagesTests {
    @Test(
        "until it is decided the trace counts, from then on the decision; the pages say which, and the sums stay whole")
    func counted() async throws {
        try await inWeb { world, client in
            let noticed = try NoticedReturn(world)
            // Signs in each time: sessions do not last as long as a notice.
            func page(_ index: Int, _ query: String = "") async throws -> String {
                let officer = try await Browser(.dutyOfficer, client)
                return try await officer.get("/incidents/\(noticed.incidents[index])\(query)").text
            }
            for index in [0, 1] { #expect(try await !page(index).contains("按返还决定")) }
            // By first in first out the first victim's money left.
            #expect(try await page(0).contains("<dd>100,000.00</dd></div></dl>"))
            try noticed.decide()
            for (index, due) in [(0, "25,000"), (1, "15,000")] {
                let text = try await page(index)
                #expect(text.contains("按返还决定") && text.contains("流向按追踪，决定返还的账户按决定"))
                #expect(text.contains("决定 待返 \(due)"))
                #expect(text.contains("已控</dt><dd>\(due).00</dd>"), "\(due) is held")
            }
            try noticed.pay()
            let (first, second) = (try await page(0), try await page(1))
            #expect(first.contains("决定 已返 25,000") && first.contains("已返</dt><dd>25,000.00</dd>"))
            #expect(first.contains("流出</dt><dd>75,000.00</dd>") && first.contains("class=\"fb\""))
            #expect(second.contains("决定 待返 15,000") && second.contains("流出</dt><dd>45,000.00</dd>"))
            let table = try await page(0, "?view=table")
            #expect(table.contains("按返还决定") && table.contains("决定 已返 25,000"))
            #expect(try await page(1, "?language=en").contains("by the decision"))
            let sums = try world.incidents().map(\.flow)
            #expect(sums.allSatisfy { $0.isConserved })
            #expect(sums.map(\.returned).reduce(.zero, +) == Money(fen: 2_500_000))
        }
    }

    @Test("the decision is a paper under the organ's running number, with a counterfoil, and its code is checked")
    func paper() async throws {
        try await inWeb { world, client in
            let noticed = try NoticedReturn(world)
            try noticed.decide()
            let officer = try await Browser(.dutyOfficer, client)
            let draft = "/documents/draft/returnDecision/\(noticed.id)"
            let issued = try #require(try await officer.act(draft, from: draft).location)
            let text = try await officer.get(issued).text
            for words in [
                "返还资金决定书", "云公（反诈）刑返字〔2026〕1号", "存根", "25,000.00", "15,000.00", NoticedReturn.payee, "6200010000003316",
                "3个工作日", "云江市反诈中心",
            ] {
                #expect(text.contains(words), "\(words)")
            }
            #expect(!text.contains("返决字"), "it has one number")
            let (number, code) = try DocumentPageTests.printed(text)
            let genuine = try await Browser(client).submit("/public/verification", ["number": number, "code": code])
            #expect(genuine.text.contains("真实：") && genuine.text.contains("返还资金决定书"))
            // Paying changes nothing of what was decided.
            try noticed.pay()
            #expect(try await officer.get(draft).location == issued)
        }
    }
}
