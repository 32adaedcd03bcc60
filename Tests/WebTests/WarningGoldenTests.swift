import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import Jurisdiction
import Prevention
import Primitives
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// The main parts of the pages of prevention as they are served, in a world where ids, time and chance repeat.
@Suite struct WarningGoldenTests {
    private static let place = WebWorld.county.text

    /// A warning with a visit behind it, one that nobody has signed for, and one of the lowest grade.
    private static func warn(_ world: WebWorld) throws -> WarningID {
        let officer = try world.principal(.dutyOfficer)
        func report(_ fields: [SightingReport.Field: String]) throws -> WarningID {
            try world.platform.warnings.receive(
                SightingReport(fields), by: officer, key: world.key(), at: world.now
            ).warning
        }
        let first = try report([
            .source: "counter", .signs: "LIMIT_HIT_CASH TALKING_NOW", .name: "<谭某>", .phone: "13800137001",
            .stake: "2.3万",
            .payee: "沈某", .whereabouts: "城关支行", .fraudType: "SD", .note: "说要给\"领导\"转钱", .relative: "谭芳",
            .relativePhone: "13800137009",
        ])
        _ = try report([.source: "national", .signs: "APP_REGISTERED", .name: "王芳", .phone: "13800137002"])
        _ = try report([.source: "operator", .signs: "CALLED_SHORT", .phone: "13800137003"])
        let visit = AttemptReport(
            isReached: true, result: .stillConvinced, place: "城关支行", companion: "李警官", note: "仍相信对方")
        _ = try world.platform.attempts.record(
            Attempts.New(channel: .visit, target: .person, at: world.now, report: visit), on: first, by: officer,
            key: world.key(), at: world.now)
        world.clock.advance(.minutes(4))
        return first
    }

    @Test("warnings: the list, one of them, the form, the leader's board, the roster")
    func desk() async throws {
        try await inWeb { world, client in
            let id = try Self.warn(world)
            let browser = try await Browser(.dutyOfficer, client)
            try await compare(browser.get("/warnings"), "list")
            try await compare(browser.get("/warnings?state=merged"), "list-none")
            try await compare(browser.get("/warnings/\(id)"), "warning")
            try await compare(browser.get("/warnings/new"), "entry")
            try await compare(
                browser.act("/warnings/new", from: "/warnings/new", ["name": "王芳", "sign-SCREEN_SHARED": "yes"]),
                "entry-errors")
            try await compare(
                browser.act("/warnings/\(id)/close", from: "/warnings/\(id)", ["outcome": "dissuaded", "note": "劝住"]),
                "warning-refused")
            let leader = try await Browser(.shiftLeader, client)
            try await compare(leader.get("/tasks"), "tasks")
            try await compare(leader.get("/roster"), "roster")
        }
    }

    @Test("the officer's phone: his tasks, and one of them")
    func phone() async throws {
        try await inWeb { world, client in
            let id = try Self.warn(world)
            let browser = try await Browser(.dutyOfficer, client)
            let task = try #require(try world.platform.database.read { try DissuasionTaskTable($0).open(id) })
            try world.platform.tasks.sign(
                task.id, by: try world.principal(.dutyOfficer), key: world.key(), at: world.now)
            try await compare(browser.get("/task"), "mine")
            try await compare(browser.get("/task/\(id)"), "mine-one")
        }
    }

    @Test("the teller's page empty, refused and with what came of it; in English")
    func partner() async throws {
        try await inWeb { world, client in
            let clerk = try await Browser(.bankClerk, client)
            let path = PartnerPageTests.path
            try await compare(clerk.get(path), "partner")
            try await compare(
                clerk.act(path, from: path, ["name": "<谭某>", "sign-CASH_SUDDEN": "yes"]), "partner-errors")
            _ = try await clerk.act(path, from: path, PartnerPageTests.alarm)
            _ = try await clerk.act("/preferences", from: path, ["language": "en"])
            try await compare(clerk.get(path + "?done=new"), "partner-told")
        }
    }

    @Test("the line: at the desk, on the phone and at the operator, asked, off and refused; in English")
    func line() async throws {
        try await inWeb { world, client in
            try LinePageTests.registerCarrier(world)
            let id = try LinePageTests.warn(world)
            let (desk, clerk) = (try await Browser(.dutyOfficer, client), try await Browser(.bankClerk, client))
            let path = LinePageTests.path
            try await compare(clerk.get(path), "lines-none")
            _ = try await desk.act("/warnings/\(id)/suspend", from: "/warnings/\(id)", LinePageTests.ask)
            let line = try #require(try LinePageTests.owed(world).first)
            try await compare(desk.get("/warnings/\(id)"), "warning-line")
            try await compare(desk.get("/task/\(id)"), "mine-line")
            try await compare(clerk.get(path), "lines-asked")
            let answer: KeyValuePairs<String, String> = ["answer": "refused", "refusal": "other", "words": ""]
            try await compare(clerk.act("\(path)/\(line.id)", from: path, answer), "lines-errors")
            try world.platform.lines.answer(
                line.id, .suspended, by: try world.principal(.bankClerk), key: world.key(), at: world.now)
            try await compare(desk.get("/task/\(id)"), "mine-line-off")
            _ = try await clerk.act("/preferences", from: path, ["language": "en"])
            try await compare(clerk.get(path), "lines-off")
        }
    }

    @Test("warnings from a table: empty, looked over, taken")
    func table() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let path = "/warnings/import"
            try await compare(browser.get(path), "import")
            let table = "来源编号,特征,电话,姓名,涉及金额\r\nBY-1,注册涉诈应用,13800138000,<王芳>,3万\r\nBY-2,骑马,138,赵六,一些\r\n"
            let looked = try await browser.act(path, from: path, ["source": "provincial", "table": table])
            try await compare(looked, "import-looked")
            let taken = try await browser.submit(
                path,
                [
                    "csrf": looked.hidden("csrf") ?? "", "key": looked.hidden("key") ?? "",
                    "seen": looked.hidden("seen") ?? "", "source": "provincial", "table": table, "act": "take",
                ])
            try await compare(taken, "import-taken")
        }
    }

    @Test("the public pages: a relative's report, and the check of a call")
    func open() async throws {
        try await inWeb { world, client in
            let somebody = Browser(client)
            try await compare(somebody.get("/public/alert"), "alert")
            try await compare(
                somebody.act("/public/alert", from: "/public/alert", ["name": "<孙建国>", "sign-TALKING_NOW": "yes"]),
                "alert-errors")
            try await compare(
                somebody.act("/public/alert", from: "/public/alert", AlertPageTests.report), "alert-receipt")
            try await compare(somebody.get("/public/caller?language=en"), "caller")
            try await compare(
                somebody.submit("/public/caller", ["code": "12345678", "ending": "7002"]), "caller-not")
        }
    }

    private func compare(_ page: Browser.Page, _ name: String) async throws {
        #expect(page.text.utf8.count <= 60 * 1024)
        let start = try #require(page.text.range(of: "<main")).lowerBound
        let end = try #require(page.text.range(of: "</main>")).upperBound
        let stable = String(page.text[start..<end]) + "\n"
        #expect(try Golden.compare(stable, with: "web/prevention/\(name).html") == .same)
    }
}
