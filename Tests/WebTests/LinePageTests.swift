import Access
import Gateways
import HTTPTypes
import HummingbirdTesting
import Journal
import Jurisdiction
import Prevention
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// The line of a person who is on the phone with a fraudster: at the desk, on the officer's phone, at the operator.
@Suite struct LinePageTests {
    static let path = "/bank/lines"
    static let ask: KeyValuePairs<String, String> = ["carrier": WebWorld.handBank.code, "reason": "正与诈骗分子通话"]

    /// The bank whose clerks sign in is an operator here.
    static func registerCarrier(_ world: WebWorld) throws {
        try world.platform.banks.put(
            Bank(
                code: WebWorld.handBank.code, name: "云江通信", kind: .carrier, link: .hand, address: nil, contact: nil,
                cardPrefixes: []), by: .platform("command line"), key: world.key(), at: world.now)
    }

    static func warn(_ world: WebWorld, _ signs: String = "TALKING_NOW", phone: String = "13800137001") throws
        -> WarningID
    {
        try world.platform.warnings.receive(
            SightingReport([.source: "national", .signs: signs, .name: "<谭某>", .phone: phone]),
            by: try world.principal(.dutyOfficer), key: world.key(), at: world.now
        ).warning
    }

    static func owed(_ world: WebWorld) throws -> [LineSuspension] {
        try world.platform.database.read { try LineSuspensionTable($0).owed(by: WebWorld.handBank.code, limit: 9) }
    }

    @Test(
        "The desk asks with one button, the operator has it with the whole number and says so with one, the desk sees until when"
    )
    func wholeWay() async throws {
        try await inWeb { world, client in
            try Self.registerCarrier(world)
            let id = try Self.warn(world)
            let desk = try await Browser(.dutyOfficer, client)
            let page = try await desk.get("/warnings/\(id)")
            #expect(page.text.contains("请运营商停话 30 分钟"))
            let asked = try await desk.act("/warnings/\(id)/suspend", from: "/warnings/\(id)", Self.ask)
            #expect(asked.status == .seeOther)
            #expect(try await desk.get("/warnings/\(id)").text.contains("云江通信　等答复"))
            let clerk = try await Browser(.bankClerk, client)
            #expect(try await clerk.get("/bank").location == Self.path)
            let list = try await clerk.get(Self.path)
            #expect(list.text.contains("138 0013 7001") && list.text.contains("正与诈骗分子通话"))
            let line = try #require(try Self.owed(world).first)
            let wordless: KeyValuePairs<String, String> = ["answer": "refused", "refusal": "other"]
            let refused = try await clerk.act("\(Self.path)/\(line.id)", from: Self.path, wordless)
            #expect(refused.status == .conflict && refused.text.contains("须写明原因"))
            let said = try await clerk.act("\(Self.path)/\(line.id)", from: Self.path, ["answer": "suspended"])
            #expect(said.status == .seeOther)
            let off = try await desk.get("/warnings/\(id)")
            #expect(off.text.contains("已停话，至 09:30") && off.text.contains("恢复通话"))
            #expect(off.text.contains("运营商已停话") && !off.text.contains("请运营商停话 30 分钟"))
            let restored = try await desk.act(
                "/warnings/\(id)/restore", from: "/warnings/\(id)", ["line": line.id.description])
            #expect(restored.status == .seeOther)
            #expect(try await clerk.get(Self.path).text.contains("请立即恢复通话"))
            _ = try await clerk.act("\(Self.path)/\(line.id)", from: Self.path, ["answer": "restored"])
            let after = try await clerk.get(Self.path)
            #expect(after.text.contains("没有要办的停话请求") && after.text.contains("138 **** 7001"))
        }
    }

    @Test("Where the rule does not allow it, the reason stands there and no button, and a form by hand is refused")
    func notAllowed() async throws {
        try await inWeb { world, client in
            let id = try Self.warn(world, "CALLED_LONG")
            let desk = try await Browser(.dutyOfficer, client)
            let page = try await desk.get("/warnings/\(id)")
            #expect(page.text.contains("不能请求停话：") && page.text.contains("没有登记运营商"))
            #expect(!page.text.contains("请运营商停话 30 分钟"))
            try Self.registerCarrier(world)
            let refused = try await desk.act("/warnings/\(id)/suspend", from: "/warnings/\(id)", Self.ask)
            #expect(refused.status == .conflict && refused.text.contains("近期没有核实过"))
            #expect(try Self.owed(world).isEmpty)
        }
    }

    @Test("What an operator owes for more than three minutes stands on the leader's board, until it answers")
    func overdue() async throws {
        try await inWeb { world, client in
            try Self.registerCarrier(world)
            _ = try world.platform.carrierLines.ask(
                WebWorld.handBank.code, for: try Self.warn(world), reason: "正在通话",
                by: try world.principal(.dutyOfficer), key: world.key(), at: world.now)
            world.clock.advance(.minutes(2))
            try world.work()
            let leader = try await Browser(.shiftLeader, client)
            #expect(try await !leader.get("/tasks").text.contains("运营商逾期未答"))
            world.clock.advance(.minutes(2))
            try world.work()
            let late = try await leader.get("/tasks")
            #expect(late.text.contains("运营商逾期未答") && late.text.contains("云江通信　逾期未答，已报上级"))
            let line = try #require(try Self.owed(world).first)
            try world.platform.lines.answer(
                line.id, .suspended, by: try world.principal(.bankClerk), key: world.key(), at: world.now)
            #expect(try await !leader.get("/tasks").text.contains("运营商逾期未答"))
        }
    }

    @Test("On the phone the officer asks beside what he says at the door")
    func phone() async throws {
        try await inWeb { world, client in
            try Self.registerCarrier(world)
            let id = try Self.warn(world)
            let officer = try await Browser(.dutyOfficer, client)
            let form: KeyValuePairs<String, String> = [
                "do": "suspend", "carrier": WebWorld.handBank.code, "reason": "不肯挂电话",
            ]
            let sent = try await officer.act("/task/\(id)", from: "/task/\(id)", form)
            #expect(sent.status == .seeOther)
            let line = try #require(try Self.owed(world).first)
            #expect(line.reason == "不肯挂电话")
            #expect(try await officer.get("/task/\(id)").text.contains("撤回请求"))
            let back: KeyValuePairs<String, String> = ["do": "restore", "line": line.id.description]
            _ = try await officer.act("/task/\(id)", from: "/task/\(id)", back)
            #expect(try Self.owed(world).isEmpty)
        }
    }

    @Test(
        "An operator's program reads what is asked of it alone, answers once, and is told what is wrong with an answer")
    func program() async throws {
        try await inWeb { world, client in
            try Self.registerCarrier(world)
            let id = try Self.warn(world)
            _ = try world.platform.carrierLines.ask(
                WebWorld.handBank.code, for: id, reason: "正在通话", by: try world.principal(.dutyOfficer),
                key: world.key(), at: world.now)
            let carrier = try Program(world, client, of: .bank(WebWorld.handBank.code), roles: [.bankClerk])
            let other = try Program(world, client, of: .bank(WebWorld.wireBank.code), roles: [.bankClerk])
            let list = try await carrier.get("/line-suspensions")
            #expect(list.items.count == 1 && list.items[0]["phone"] == .string("13800137001"))
            #expect(list.items[0]["termSeconds"] == .number(1800))
            #expect(try await other.get("/line-suspensions").items.isEmpty)
            let address = "/line-suspensions/\(list.items[0]["id"]?.string ?? "")/answer"
            #expect(try await other.post(address, #"{"answer":"suspended"}"#, key: "o1").status == .notFound)
            let wrong = try await carrier.post(address, #"{"answer":"refused","refusal":"moon"}"#, key: "c1")
            #expect(wrong.wrong == ["refusal malformed"])
            let said = try await carrier.post(address, #"{"answer":"suspended"}"#, key: "c2")
            #expect(said.status == .ok && said.json["state"] == .string("suspended"))
            let again = try await carrier.post(address, #"{"answer":"suspended"}"#, key: "c3")
            #expect(again.json == said.json)
            let no = #"{"answer":"refused","refusal":"technical"}"#
            #expect(try await carrier.post(address, no, key: "c4").status == .conflict)
            let police = try Program(world, client)
            #expect(try await police.get("/line-suspensions").status == .forbidden)
        }
    }
}
