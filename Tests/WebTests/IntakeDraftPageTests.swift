import HTTPTypes
import Journal
import Primitives
import Recovery
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct IntakeDraftPageTests {
    private static let typed: KeyValuePairs<String, String> = [
        "channel": "110", "narrative": "<b>原话</b>", "victims.0.name": "田某芳", "transfers.3.victim": "0",
        "transfers.3.amount": "一些钱", "notSame": "YJ-20260314-0009",
    ]

    @Test("what was typed is offered at the next visit and continued as it was, under the key of the form")
    func continued() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let saved = try await browser.act("/intake/draft", from: "/intake", Self.typed)
            #expect(saved.status == .ok && saved.text.contains("草稿已存 09:00:00"))
            world.clock.advance(.minutes(4))
            let elsewhere = try await Browser(.dutyOfficer, client)
            let offer = try await elsewhere.get("/intake")
            #expect(offer.text.contains("09:00 的草稿还没受理") && offer.text.contains("田某芳，1 笔转账"))
            #expect(!offer.text.contains("原话"))
            let page = try await elsewhere.get("/intake?draft=continue")
            for kept in ["&lt;b&gt;原话", "一些钱", "YJ-20260314-0009", "草稿已存 09:00:00"] {
                #expect(page.text.contains(kept), "\(kept)")
            }
            #expect(!page.text.contains("id=\"waiting\""))
            let key = try world.platform.intakeDrafts.find(by: world.principal(.dutyOfficer))?.key.text
            #expect(page.hidden("key") == key)
            let answer = try await elsewhere.submit(
                "/intake",
                [
                    "csrf": page.hidden("csrf") ?? "", "key": page.hidden("key") ?? "", "channel": "110",
                    "victims.0.name": "田某芳",
                ])
            #expect(answer.status == .seeOther)
            #expect(try await elsewhere.get("/intake").text.contains("id=\"waiting\"") == false)
        }
    }

    @Test("another officer is offered nothing, and finds an empty form where he asks for the draft")
    func owner() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            _ = try await browser.act("/intake/draft", from: "/intake", Self.typed)
            let other = try await Browser(.shiftLeader, client)
            for path in ["/intake", "/intake?draft=continue"] {
                let page = try await other.get(path)
                #expect(!page.text.contains("田某芳") && !page.text.contains("原话"), "\(path)")
            }
            let clerk = try await Browser(.bankClerk, client)
            let csrf = try await clerk.get("/bank").hidden("csrf") ?? ""
            let refused = try await clerk.submit("/intake/draft", ["csrf": csrf, "key": "k", "narrative": "x"])
            #expect(refused.status == .forbidden)
        }
    }

    @Test("discarded, it is gone; another report is not saved over it before, and the officer is told")
    func discarded() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            _ = try await browser.act("/intake/draft", from: "/intake", Self.typed)
            let refused = try await browser.act("/intake/draft", from: "/intake", ["narrative": "另一起"])
            #expect(refused.status == .conflict && refused.text.contains("09:00 的草稿还在"))
            let key = try #require(try world.platform.intakeDrafts.find(by: world.principal(.dutyOfficer))).key.text
            let back = try await browser.act("/intake/draft/discard", from: "/intake", ["discarded": key])
            #expect(back.location == "/intake")
            let page = try await browser.get("/intake")
            #expect(!page.text.contains("id=\"waiting\""))
            let saved = try await browser.act("/intake/draft", from: "/intake", ["narrative": "另一起"])
            #expect(saved.status == .ok)
        }
    }

    @Test("a draft over its size is refused with both sizes in words that the page shows")
    func size() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let long = String(repeating: "话", count: 50_000)
            let refused = try await browser.act("/intake/draft", from: "/intake", ["narrative": long])
            #expect(refused.status == .conflict)
            #expect(refused.text.contains("这份有 147 KB，草稿最多 128 KB"))
        }
    }
}
