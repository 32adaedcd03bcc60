import Foundation
import HTTPTypes
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite("The intake page reads a statement") struct StatementPageTests {
    static let story = """
        我叫田志芳，电话13800136127。今天早上8点05分我用6200010000003081转了12万到6200010000007754，户名：蔡志强。\
        8点20分又转了大概三万到6200020000000018。对方自称公安局的人，说我涉嫌洗钱，让我把钱转到安全账户，还叫我开着屏幕共享。
        """

    private func read(_ browser: Browser, _ typed: [(String, String)] = [], of narrative: String = story) async throws
        -> Browser.Page
    {
        let page = try await browser.get("/intake")
        let story = [
            ("csrf", page.hidden("csrf") ?? ""), ("key", page.hidden("key") ?? ""), ("channel", "96110"),
            ("narrative", narrative), ("transfers.0.victim", "0"),
        ]
        return try await browser.submit("/intake/read", all: story + typed)
    }

    @Test("the form fills, and each value carries the number of its mark in the text")
    func filled() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await read(browser)
            #expect(page.status == .ok)
            for value in ["田志芳", "13800136127", "120,000.00", "6200010000007754", "蔡志强", "30,000.00"] {
                #expect(page.text.contains("value=\"\(value)\""), "\(value)")
            }
            let mark = try #require(
                page.text.firstMatch(of: /<mark id="m-(\d+)" data-mark="\d+"><a href="#f-transfers.0.amount">12万<\/a>/))
            #expect(page.text.contains("<sup class=\"src\">\(mark.1)</sup>"))
            #expect(page.text.contains("冒充公检法及政府机关</b>"))
            #expect(page.text.contains("先请其挂断"))
        }
    }

    @Test("spam behind the statement was not read, and the page says from where on, in both languages")
    func spam() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            #expect(try await read(browser).text.contains("像是垃圾内容") == false)
            let spam = "国产精品免费视频,高清无码在线观看 亚洲中文字幕一区二区 人人天天久久"
            let page = try await read(browser, of: "\(Self.story)\n\(spam)\n")
            #expect(page.text.contains("“国产精品免费视频,高清无…”起像是垃圾内容，没有读"))
            #expect(page.text.contains("value=\"蔡志强\""))
            #expect(Text.spamRefused(from: "国产").en == "From “国产…” on it looks like spam, and was not read")
        }
    }

    @Test("what stands in a field is not changed, and the page says that the statement differs")
    func kept() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await read(browser, [("victims.0.name", "田芳"), ("transfers.0.amount", "12万")])
            #expect(page.text.contains("value=\"田芳\"") && !page.text.contains("value=\"田志芳\""))
            #expect(page.text.contains("叙述中说法不同") && page.text.contains("姓名：田志芳"))
            #expect(page.text.contains("value=\"12万\""))
        }
    }

    @Test("a doubtful value is not taken before somebody has confirmed or corrected it, and both are kept")
    func doubtful() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await read(browser)
            #expect(page.text.contains("name=\"confirmed\" value=\"transfers.1.amount\""))
            var sent = page.formFields
            let refused = try await browser.submit("/intake", all: sent)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("href=\"#f-transfers.1.amount\"") && refused.text.contains("还没有人核对"))
            #expect(try world.incidents().isEmpty)
            sent = sent.map { $0.0 == "transfers.1.amount" ? ($0.0, "29,800.00") : $0 }
            for name in page.doubtful where name != "transfers.1.amount" { sent.append(("confirmed", name)) }
            let taken = try await browser.submit("/intake", all: sent)
            #expect(taken.status == .seeOther)
            let kept = try world.platform.database.read { try ReadingTable($0).list(after: nil, limit: 5) }
            let changes = kept.first?.changes.map { "\($0.field) \($0.read) \($0.told)" }
            #expect(changes == ["transfers.1.amount 30,000.00 29,800.00"])
            var lines: [TrainingTexts.Line] = []
            _ = try TrainingTexts(world.platform.journal).export(at: world.now) { lines.append($0) }
            #expect(lines.map(\.label) == ["GJF"] && lines.first?.changed == ["transfers.1.amount"])
            #expect(lines.first?.text.contains("6200010000007754") == false)
        }
    }

    @Test("a draft keeps what was read and what is in doubt")
    func draft() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await read(browser)
            let saved = try await browser.submit("/intake/draft", all: page.formFields)
            #expect(saved.status == .ok)
            let again = try await browser.get("/intake?draft=continue")
            #expect(again.doubtful == page.doubtful && !again.doubtful.isEmpty)
            #expect(again.text.contains("<mark id="))
        }
    }

    @Test("a changed statement shows no marks that do not fit, and reading it again adds what is new")
    func changed() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await read(browser)
            let fields = page.formFields.map { $0.0 == "narrative" ? ($0.0, Self.story + "他的QQ是80341796。") : $0 }
            let checked = try await browser.submit("/intake/form", all: fields)
            #expect(!checked.text.contains("<mark id=") && checked.text.contains("叙述改过了"))
            let again = try await browser.submit("/intake/read", all: fields)
            #expect(again.text.contains("value=\"80341796\""))
            #expect(again.formFields.filter { $0.0.hasSuffix(".amount") }.count == 2)
        }
    }

    @Test("what no form of the page has sent is passed over")
    func forged() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.act(
                "/intake/form", from: "/intake",
                ["channel": "110", "readOf": "x", "read": "7", "read": "-1 sure fraudType SD", "confirmed": "nothing"])
            #expect(page.status == .ok && !page.text.contains("<mark id="))
        }
    }

    @Test("programs read by the API, which keeps nothing and says what it cannot read")
    func api() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let body = try CanonicalJSON.text(JSON.object(["text": .string(Self.story), "day": .string("2026-03-14")]))
            let reply = try await program.post("/readings", body, key: nil)
            #expect(reply.status == .ok)
            #expect(reply.json["type"]?["code"]?.string == "GJF")
            guard case .array(let transfers)? = reply.json["incident"]?["transfers"] else { return }
            #expect(transfers.first?["payeeNumber"]?.string == "6200010000007754")
            let report = try CanonicalJSON.text(try #require(reply.json["incident"]))
            #expect(try await program.post("/incidents", report, key: "read").status == .created)
            let wrong: [(String, String)] = [
                ("{}", "text required"), (#"{"text":7}"#, "text malformed"), ("[]", "body malformed"),
                (#"{"text":"a","day":"soon"}"#, "day malformed"), (#"{"text":"a","more":1}"#, "more unknownColumn"),
                ("{\"text\":\"\(String(repeating: "长", count: 200_001))\"}", "text textTooLong"),
            ]
            for (body, said) in wrong { #expect(try await program.post("/readings", body, key: nil).wrong == [said]) }
            #expect(try await program.post("/readings", #"{"text":""}"#, key: nil).json["type"] == .null)
        }
    }
}

extension Browser.Page {
    /// Names of fields that wait for a tick.
    fileprivate var doubtful: [String] {
        text.matches(of: /name="confirmed" value="([^"]+)"/).map { String($0.1) }
    }

    /// What a browser would send of the intake form, fields without ticks.
    fileprivate var formFields: [(String, String)] {
        guard let start = text.range(of: "id=\"f\" method=\"post\""),
            let end = text.range(of: "</form>", range: start.upperBound..<text.endIndex)
        else { return [] }
        let form = text[start.upperBound..<end.lowerBound]
        var fields: [(String, String)] = []
        for match in form.matches(of: /<input type="(?:hidden|text)"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"/) {
            fields.append((String(match.1), Self.plain(match.2)))
        }
        for match in form.matches(of: /<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</) {
            fields.append((String(match.1), Self.plain(match.2)))
        }
        for match in form.matches(of: /<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/) {
            let chosen = match.2.firstMatch(of: /<option value="([^"]*)" selected/)
            fields.append((String(match.1), chosen.map { String($0.1) } ?? ""))
        }
        return fields + [("channel", "96110")]
    }

    private static func plain(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(String(text)) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
