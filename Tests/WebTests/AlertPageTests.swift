import Access
import HTTPTypes
import HummingbirdTesting
import Jurisdiction
import Prevention
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// A relative's report on the public page, and the check of a call.
@Suite struct AlertPageTests {
    static let path = "/public/alert"
    static let report: KeyValuePairs<String, String> = [
        "name": "孙建国", "phone": "13800137002", "place": "530402000000", "home": "柳林3栋", "note": "要去银行取十万给“专案组”",
        "sign-TALKING_NOW": "yes", "stake": "10万", "relative": "孙某", "relation": "女儿", "relativePhone": "13800137003",
    ]

    private static func warning(_ world: WebWorld) throws -> Warning? {
        try world.platform.database.read {
            try WarningTable($0).list(.open, under: WebWorld.city, before: nil, limit: 9).first
        }
    }

    @Test("a relative's report gets a receipt and is the middle grade until the desk has called back")
    func family() async throws {
        try await inWeb { world, client in
            let somebody = Browser(client)
            let page = try await somebody.act(Self.path, from: Self.path, Self.report)
            #expect(page.status == .ok && page.text.contains("反诈中心已收到"))
            #expect(page.text.firstMatch(of: /\d{4}-\d{3}-\d{3}/) != nil)
            let warning = try #require(try Self.warning(world))
            #expect(warning.grade == .medium && warning.person.relativePhone?.text == "13800137003")
            #expect(warning.person.relative == "孙某（女儿）")
            let desk = try await Browser(.dutyOfficer, client)
            #expect(try await desk.get("/warnings").text.contains("未核实，先回拨"))
            let address = "/warnings/\(warning.id)"
            let shown = try await desk.get(address)
            #expect(shown.text.contains("回拨核实") && !shown.text.contains("13800137003"))
            let sighting = try world.platform.database.read { try SightingTable($0).of(warning.id) }[0]
            let asked: KeyValuePairs = ["sighting": sighting.id.description]
            #expect(try await desk.act(address + "/reveal", from: address, asked).status == .seeOther)
            #expect(try world.acts(on: sighting.id).contains("identifier.revealed"))
            #expect(try await desk.get(address).text.contains("href=\"tel:13800137003\""))
            #expect(
                !(try await Browser(.shiftLeader, client).get(address).text.contains("13800137003")), "he did not ask")
            world.clock.advance(Reveals.length)
            #expect(!(try await desk.get(address).text.contains("13800137003")), "a while ago")
            let found: KeyValuePairs = ["sighting": sighting.id.description, "found": "true", "note": "女儿确认"]
            #expect(try await desk.act(address + "/verify", from: address, found).status == .seeOther)
            let verified = try #require(try Self.warning(world))
            #expect(verified.grade == .extreme && verified.needsVisit)
            #expect(try world.acts(on: warning.id).contains("warning.verified"))
            #expect(try await desk.get(address).text.contains("回拨核实") == true)
            #expect(try await desk.act(address + "/verify", from: address, found).status == .conflict)
            #expect(try await desk.act(address + "/reveal", from: address, asked).status == .conflict)
        }
    }

    @Test("what a call back finds untrue counts for nothing when more is seen")
    func refuted() async throws {
        try await inWeb { world, client in
            _ = try await Browser(client).act(Self.path, from: Self.path, Self.report)
            let warning = try #require(try Self.warning(world))
            let officer = try world.principal(.dutyOfficer)
            let sighting = try world.platform.database.read { try SightingTable($0).of(warning.id) }[0]
            try world.platform.warnings.verify(
                sighting.id, of: warning.id, isTrue: false, note: "玩笑", by: officer, key: world.key(), at: world.now)
            _ = try world.platform.warnings.receive(
                SightingReport([.source: "national", .signs: "CALLED_SHORT", .phone: "13800137002"]), by: officer,
                key: world.key(), at: world.now)
            // The grade does not fall by itself, and the untrue word does not raise it.
            #expect(try Self.warning(world)?.grade == .medium)
        }
    }

    @Test(
        "the form sent twice is one report with one receipt; what lacks is named; too many from one address are refused"
    )
    func limits() async throws {
        try await inWeb { world, client in
            let somebody = Browser(client)
            let empty = try await somebody.act(Self.path, from: Self.path, ["name": "孙建国"])
            #expect(empty.status == .unprocessableContent)
            for words in ["他的手机号：必填", "发生了什么：必填", "您是他的什么人：必填"] { #expect(empty.text.contains(words), "\(words)") }
            #expect(try Self.warning(world) == nil)
            var fields = Self.report.map { ($0, $1) }
            fields.append(("key", "one-key"))
            let first = try await somebody.submit(Self.path, all: fields)
            let second = try await somebody.submit(Self.path, all: fields)
            let receipts = [first, second].map { $0.text.firstMatch(of: /\d{4}-\d{3}-\d{3}/).map { String($0.output) } }
            #expect(receipts[0] != nil && receipts[0] == receipts[1])
            let id = try #require(try Self.warning(world)?.id)
            #expect(try world.platform.database.read { try SightingTable($0).of(id) }.count == 1)
            var last = first
            for _ in 0..<world.platform.rules.openTriesMaxNumber + 1 {
                last = try await somebody.act(Self.path, from: Self.path, Self.report)
            }
            #expect(last.status == .tooManyRequests)
        }
    }

    @Test("the person who was called learns whose call it was by code and ending alike, and nothing by either alone")
    func caller() async throws {
        try await inWeb { world, client in
            _ = try await Browser(client).act(Self.path, from: Self.path, Self.report)
            let warning = try #require(try Self.warning(world))
            let code = try #require(warning.code)
            #expect(code.count == 8 && code.allSatisfy(\.isNumber))
            let somebody = Browser(client)
            for (given, ending, isGenuine) in [
                (code, "7002", true), ("\(code.prefix(4)) \(code.suffix(4))", "7002", true), (code, "7003", false),
                (code, "", false), ("00000000", "7002", false), (code, "13800137002", false),
            ] {
                let page = try await somebody.submit("/public/caller", ["code": given, "ending": ending])
                #expect(page.text.contains("是真的") == isGenuine, "\(given) \(ending)")
                #expect(page.text.contains("临溪县反诈中心") == isGenuine)
                #expect(page.text.contains("2026-03-14") == isGenuine)
                #expect(!page.text.contains("孙建国") && !page.text.contains("柳林"))
            }
            var last = try await somebody.get("/public/caller")
            for _ in 0..<world.platform.rules.openTriesMaxAddress {
                last = try await somebody.submit("/public/caller", ["code": "11112222", "ending": "7002"])
            }
            #expect(last.status == .tooManyRequests)
            let officer = try await Browser(.dutyOfficer, client).get("/warnings/\(warning.id)")
            #expect(officer.text.contains("\(code.prefix(4)) \(code.suffix(4))"))
        }
    }
}
