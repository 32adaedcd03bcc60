import Access
import HTTPTypes
import Journal
import Primitives
import Recovery
import TestSupport
import Testing
import Wire
import Workflow

@testable import Web

@Suite("Papers on pages") struct DocumentPageTests {
    /// The number and the code that a page prints.
    static func printed(_ text: String) throws -> (number: String, code: String) {
        let found = text.matches(of: /<b class="mono">([A-Z0-9-]+)<\/b>/).map { String($0.1) }
        try #require(found.count == 2, "the page prints no number and code")
        return (found[0], found[1])
    }

    private static func stopped(_ world: WebWorld) throws -> String {
        let running = try RunningCase(world)
        try running.approve()
        try running.answer()
        return try running.acts(.stop)[0].measure
    }

    /// Ends the stop by a complaint that is upheld, and by the bank's answer to that.
    private static func release(_ stop: String, of running: RunningCase) throws {
        let world = running.world
        let complaint = try world.platform.complaints.enter(
            against: stop, holder: "陈某", contact: "138", text: "货款", by: world.principal(.dutyOfficer),
            key: world.key(), at: world.now)
        try world.platform.complaints.decide(
            complaint, .upheld, answer: "确属货款", by: world.principal(.countyHead), key: world.key(), at: world.now)
        try running.work()
        let act = try #require(try running.acts(.release).first)
        var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(world.now))
        answer.executedAt = WireTime(world.now)
        try world.platform.acts.recordAnswer(
            answer, to: act.id, by: Actor(.bank, act.bank), key: world.key(), at: world.now)
        try running.work()
    }

    @Test("a notice is a preview until an officer gives it out; then it has number and code, and stays the same paper")
    func issuing() async throws {
        try await inWeb { world, client in
            let draft = "/documents/draft/notice/\(try Self.stopped(world))"
            let browser = try await Browser(.dutyOfficer, client)
            let preview = try await browser.get(draft)
            #expect(
                preview.status == .ok && preview.text.contains("预览，尚未出具") && !preview.text.contains("class=\"verify\""))
            let issued = try await browser.act(draft, from: draft)
            let address = try #require(issued.location)
            let page = try await browser.get(address)
            let first = try Self.printed(page.text)
            #expect(page.text.contains("告字〔2026〕\(first.number.replacing("-", with: ""))号"))
            #expect(page.text.contains("紧急止付告知书") && page.text.contains("6200 **** **** 7741"))
            // The same again is the same paper, for everyone.
            #expect(try await browser.get(draft).location == address)
            let leader = try await Browser(.shiftLeader, client)
            #expect(try await Self.printed(leader.get(address).text) == first)
            #expect(try await leader.get(address + "?language=en").text.contains("lang=\"en\""))
            // Who may not look at the incident finds no paper.
            let stranger = try await Browser(.stranger, client)
            for path in [draft, address] { #expect(try await stranger.get(path).status == .notFound) }
            #expect(try await Browser(.bankClerk, client).get(address).status == .notFound)
        }
    }

    @Test("another content is another paper; the first stays what it was")
    func anotherContent() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            try running.approve()
            try running.answer()
            let stop = try running.acts(.stop)[0].measure
            let draft = "/documents/draft/notice/\(stop)"
            let browser = try await Browser(.dutyOfficer, client)
            let first = try #require(try await browser.act(draft, from: draft).location)
            let before = try await browser.get(first).text
            world.clock.advance(.minutes(10))
            try Self.release(stop, of: running)
            let again = try await browser.get(draft)
            #expect(again.status == .ok, "\(again.status) \(again.location ?? again.text)")
            #expect(again.text.contains("解除告知书"))
            let second = try #require(try await browser.act(draft, from: draft).location)
            #expect(second != first)
            #expect(try Self.printed(try await browser.get(first).text) == Self.printed(before))
        }
    }

    @Test("anyone checks a paper by number and code, and is told no more than its kind and date")
    func verification() async throws {
        try await inWeb { world, client in
            let draft = "/documents/draft/notice/\(try Self.stopped(world))"
            let browser = try await Browser(.dutyOfficer, client)
            let issued = try #require(try await browser.act(draft, from: draft).location)
            let (number, code) = try Self.printed(try await browser.get(issued).text)
            let anyone = Browser(client)
            #expect(try await anyone.get("/public/verification").text.contains("文书核验"))
            let genuine = try await anyone.submit(
                "/public/verification", ["number": number, "code": code.lowercased()])
            #expect(genuine.status == .ok && genuine.text.contains("真实：") && genuine.text.contains("2026-03-14"))
            #expect(genuine.text.contains("紧急止付告知书"))
            for secret in ["陈某", "7741", "赵某", "YJ-2026", "200,000"] { #expect(!genuine.text.contains(secret)) }
            let wrong = try await anyone.submit("/public/verification", ["number": number, "code": "ABCD-EFGH-JKMN"])
            let none = try await anyone.submit("/public/verification", ["number": "ZZZZ-ZZZZ", "code": code])
            #expect(wrong.status == none.status && wrong.text.contains("没有这份文书"))
            #expect(wrong.text.replacing(number, with: "") == none.text.replacing("ZZZZ-ZZZZ", with: ""))
            let english = try await anyone.get("/public/verification?language=en")
            #expect(english.text.contains("Is this paper genuine?"))
        }
    }

    @Test("wrong tries lock a number, then an address, and neither for ever; a right one does not count")
    func limits() async throws {
        try await inWeb { world, client in
            let draft = "/documents/draft/notice/\(try Self.stopped(world))"
            let browser = try await Browser(.dutyOfficer, client)
            let issued = try #require(try await browser.act(draft, from: draft).location)
            let (number, code) = try Self.printed(try await browser.get(issued).text)
            let anyone = Browser(client)
            func check(_ number: String, _ code: String) async throws -> Int {
                Int(try await anyone.submit("/public/verification", ["number": number, "code": code]).status.code)
            }
            for _ in 0..<40 { #expect(try await check(number, code) == 200) }
            for _ in 0..<5 { #expect(try await check(number, "ABCD-EFGH-JKMN") == 200) }
            #expect(try await check(number, code) == 429, "the right code neither, once the number is locked")
            #expect(try await check("ZZZZ-ZZZZ", code) == 200, "another number is not")
            world.clock.advance(.minutes(15) + .seconds(1))
            #expect(try await check(number, code) == 200)
            for place in 0..<30 {
                let letter = Array("ABCDEFGHJKMNPQRSTUVWXYZ2345678")[place]
                #expect(try await check("ZZZZ-ZZZ\(letter)", code) == 200)
            }
            #expect(try await check(number, code) == 429, "thirty numbers from one address lock that address")
            world.clock.advance(.minutes(15) + .seconds(1))
            #expect(try await check(number, code) == 200)
        }
    }
}
