import Access
import Gateways
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

/// The pages of a bank's teller and of an operator's clerk.
@Suite struct PartnerPageTests {
    static let path = "/bank/warnings"
    static let alarm: KeyValuePairs<String, String> = [
        "name": "谭某", "phone": "13800137001", "purpose": "朋友借钱", "ask-STRANGER": "yes", "sign-LIMIT_HIT_CASH": "yes",
        "stake": "2.3万", "payee": "沈某", "whereabouts": "城关支行三号柜", "place": "530402000000",
    ]

    private static func open(_ world: WebWorld) throws -> [Warning] {
        try world.platform.database.read {
            try WarningTable($0).list(.open, under: WebWorld.city, before: nil, limit: 9)
        }
    }

    @Test("the teller's alarm is a warning with what was asked, and the desk has it at the top with its grade")
    func teller() async throws {
        try await inWeb { world, client in
            let clerk = try await Browser(.bankClerk, client)
            let sent = try await clerk.act(Self.path, from: Self.path, Self.alarm)
            #expect(sent.status == .seeOther)
            #expect(sent.location?.hasPrefix("/bank/warnings?done=new&place=530402000000") == true)
            let warning = try #require(try Self.open(world).first)
            #expect(warning.grade == .high && warning.family == .fund && warning.needsVisit)
            #expect(warning.person.whereabouts == "城关支行三号柜")
            let seen = try world.platform.database.read { try SightingTable($0).of(warning.id) }[0]
            #expect(seen.source == .counter && seen.partner == WebWorld.handBank.code)
            #expect(Set(seen.signs) == ["LIMIT_HIT_CASH", "TRANSFER_UNUSUAL"])
            #expect(seen.note == "客户：谭某；用途：朋友借钱；五必问：不认识收款人，没见过面")
            let desk = try await Browser(.dutyOfficer, client).get("/warnings")
            #expect(desk.text.contains("谭某") && desk.text.contains("转账受限后要取现"))
            let back = try await clerk.get(sent.location ?? "")
            #expect(back.text.contains("请留住客户") && back.text.contains("已收到，等民警接单"))
            // The next report begins at the same counter.
            #expect(back.text.contains("value=\"城关支行三号柜\""))
        }
    }

    @Test("the bank is told what came of it: who is on it, the outcome, the sum; and nothing of the police's own")
    func outcome() async throws {
        try await inWeb { world, client in
            let clerk = try await Browser(.bankClerk, client)
            _ = try await clerk.act(Self.path, from: Self.path, Self.alarm)
            let warning = try #require(try Self.open(world).first)
            let officer = try world.principal(.dutyOfficer)
            let task = try #require(try world.platform.database.read { try DissuasionTaskTable($0).open(warning.id) })
            try world.platform.tasks.sign(task.id, by: officer, key: world.key(), at: world.now)
            #expect(try await clerk.get(Self.path).text.contains("民警已接单"))
            let report = AttemptReport(
                isReached: true, result: .dissuaded, avoided: Money(fen: 2_300_000), place: "城关支行", companion: "李警官",
                steps: Set(Attempt.Step.allCases), isAcknowledged: true, note: "内部研判")
            _ = try world.platform.attempts.record(
                Attempts.New(channel: .visit, target: .person, at: world.now, report: report), on: warning.id,
                by: officer, key: world.key(), at: world.now)
            #expect(try await clerk.get(Self.path).text.contains("民警已与本人或亲属谈过"))
            try world.platform.warnings.close(
                warning.id, .dissuaded, fraudType: "SD", note: "内部研判", by: officer, key: world.key(), at: world.now)
            let page = try await clerk.get(Self.path)
            #expect(page.text.contains("劝住了，没有转") && page.text.contains("避免损失 23,000.00"))
            #expect(!page.text.contains("内部研判") && !page.text.contains("dutyOfficer某"))
        }
    }

    @Test("what is missing is named at its field, keeps what was entered, and makes nothing")
    func missing() async throws {
        try await inWeb { world, client in
            let clerk = try await Browser(.bankClerk, client)
            let page = try await clerk.act(Self.path, from: Self.path, ["name": "谭某", "purpose": "借钱"])
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("网点（警察到这里）：必填") && page.text.contains("所在地：必填"))
            #expect(page.text.contains("value=\"谭某\""))
            let numberless = try await clerk.act(
                Self.path, from: Self.path, ["purpose": "借钱", "whereabouts": "城关支行", "place": "530402000000"])
            #expect(numberless.text.contains("身份证号和电话至少写一项") && numberless.text.contains("特征：必填"))
            #expect(try Self.open(world).isEmpty)
        }
    }

    @Test("a reviewer reads and cannot report; the desk of the orders leads an operator's people to their page")
    func rights() async throws {
        try await inWeb { world, client in
            let reviewer = try await Browser(.bankReviewer, client)
            let page = try await reviewer.get(Self.path)
            #expect(page.status == .ok && !page.text.contains("报警，请警察到场"))
            let refused = try await reviewer.act(Self.path, from: Self.path, Self.alarm)
            #expect(refused.status == .forbidden)
            #expect(try await Browser(.dutyOfficer, client).get(Self.path).status == .forbidden)
        }
    }

    @Test("an operator reports who is being called, by whom, how often and how long; times and minutes are numbers")
    func carrier() async throws {
        try await inWeb { world, client in
            let bank = WebWorld.handBank
            try world.platform.banks.put(
                Bank(
                    code: bank.code, name: "云江通信", kind: .carrier, link: .hand, address: nil, contact: nil,
                    cardPrefixes: []), by: .platform("command line"), key: world.key(), at: world.now)
            let clerk = try await Browser(.bankClerk, client)
            #expect(try await clerk.get("/bank").location == Self.path)
            let form: [(String, String)] = [
                ("phone", "13800137005"), ("caller", "+85291234567"), ("times", "3"), ("minutes", "42"),
                ("sign-CALLED_LONG", "yes"), ("place", "530402000000"),
            ]
            let page = try await clerk.get(Self.path)
            #expect(page.text.contains("涉诈来电报送") && !page.text.contains("五必问"))
            #expect(page.text.contains("运营商经办") && page.text.contains("合作单位") && !page.text.contains("待办"))
            let hidden = [("csrf", page.hidden("csrf") ?? ""), ("key", page.hidden("key") ?? "")]
            let wrong = try await clerk.submit(
                Self.path, all: hidden + form.map { ($0.0, $0.0 == "times" ? "三" : $0.1) })
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("次数：格式不对"))
            #expect(try await clerk.submit(Self.path, all: hidden + form).status == .seeOther)
            let warning = try #require(try Self.open(world).first)
            let seen = try world.platform.database.read { try SightingTable($0).of(warning.id) }[0]
            #expect(seen.source == .carrier && seen.signs == ["CALLED_LONG"] && warning.grade == .high)
            #expect(seen.note == "主叫号码：+85291234567；次数：3；通话分钟：42")
        }
    }
}
