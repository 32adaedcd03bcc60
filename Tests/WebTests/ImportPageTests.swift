import HTTPTypes
import Journal
import Primitives
import Recovery
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct ImportPageTests {
    /// Two reports, the first whole and perhaps a duplicate of `world.report()`, the second with two entries to correct.
    static let table =
        "编号,叙述,并入警情,受害人,金额,时间,收款账号,收款户名,收款机构\r\n"
        + "A,<b>冒充客服</b>,,王芳,120000.00,2026-03-14 08:05,6200010000007754,蔡某,\r\n"
        + "B,,,赵六,一些,2026-03-14 08:00,6200020000000018,张三,\r\nA,,,王芳,2000,2026-03-14 08:10,6200020000000017,李强,\r\n"
        + "B,,,赵六,5,,,,没有这家\r\n"

    private static let path = "/intake/import"

    /// Looks the table over and sends it back as `act`, with the key and mark of the page that showed it.
    private func register(_ table: String, _ browser: Browser, looked: Browser.Page) async throws -> Browser.Page {
        try await browser.submit(
            Self.path,
            [
                "csrf": looked.hidden("csrf") ?? "", "key": looked.hidden("key") ?? "",
                "seen": looked.hidden("seen") ?? "", "table": table, "act": "register",
            ])
    }

    @Test(
        "the preview shows each report, its sum, banks, likely duplicates and every error by line, and stores nothing")
    func preview() async throws {
        try await inWeb { world, client in
            let receipt = try world.report()
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.act(Self.path, from: Self.path, ["table": Self.table])
            #expect(page.status == .ok)
            for words in [
                "2 起，4 笔", "122,000.00", "华岭银行、海岳银行", "可能重复：\(receipt.number)", "2 处要改，不登记", "第 3 行",
                "金额读不出", "第 5 行", "没有这家银行", "登记 1 起",
            ] { #expect(page.text.contains(words), "\(words)") }
            #expect(!page.text.contains("<b>冒充客服"))
            #expect(try world.incidents().count == 1)
        }
    }

    @Test("a long table may be pasted, too")
    func longTable() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let rows = (1...60).map { "\($0),受害人\($0),5000,2026-03-14 08:05,62000200000\(10_000_000 + $0)" }
            let table = (["编号,受害人,金额,时间,收款账号"] + rows).joined(separator: "\r\n")
            let page = try await browser.act(Self.path, from: Self.path, ["table": table])
            #expect(page.status == .ok && page.text.contains("60 起，60 笔"))
        }
    }

    @Test("one act registers what is fine; sent again or mended, nothing is taken twice")
    func registers() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let looked = try await browser.act(Self.path, from: Self.path, ["table": Self.table])
            let done = try await register(Self.table, browser, looked: looked)
            #expect(done.text.contains("已登记 1 起，1 起没有登记"))
            #expect(done.text.contains("已登记 YJ-20260314-0001") && done.text.contains("金额读不出"))
            #expect(try world.incidents().map(\.flow.defrauded) == [Money(fen: 12_200_000)])
            _ = try await register(Self.table, browser, looked: looked)
            #expect(try world.incidents().count == 1)
            let mended = Self.table.replacing("一些", with: "7").replacing("没有这家", with: "华岭银行")
            // What was not looked over is not registered, only shown.
            let unseen = try await register(mended, browser, looked: done)
            #expect(unseen.text.contains("表格改过，还没有登记") && unseen.text.contains("登记 1 起"))
            #expect(try world.incidents().count == 1)
            let again = try await register(mended, browser, looked: unseen)
            #expect(again.text.contains("已登记 2 起。"))
            #expect(try world.incidents().count == 2)
        }
    }

    @Test("a registered report that was changed in the table stays as it was, and the reader is told")
    func changedAfterwards() async throws {
        try await inWeb { world, client in
            let principal = try world.principal(.dutyOfficer)
            let key = IdempotencyKey("k")!
            let first = try IntakeCSV("report,amount\nA,1\n")
            let changed = try IntakeCSV("report,amount\nA,2\nB,3\n")
            _ = try world.platform.incidents.register(first, by: principal, key: key, at: world.now)
            let outcome = try world.platform.incidents.register(changed, by: principal, key: key, at: world.now)
            #expect(outcome[0].problems.map(\.rule) == [.alreadyRegistered])
            #expect(outcome[1].receipt != nil)
            #expect(try world.incidents().map(\.flow.defrauded.fen) == [100, 300])
        }
    }

    @Test("what differs within a report is named by its own line, also where it is registered")
    func contradiction() async throws {
        try await inWeb { world, client in
            let table = try IntakeCSV("report,channel,amount\nA,110,1\nA,96110,2\n")
            let outcome = try world.platform.incidents.register(
                table, by: try world.principal(.dutyOfficer), key: IdempotencyKey("k")!, at: world.now)
            #expect(outcome[0].problems.map(\.field) == ["row.3.channel"])
            #expect(try world.incidents().isEmpty)
        }
    }

    @Test("a file is read before what was pasted; one that is no text is refused in words, and nothing is stored")
    func files() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            func file(_ bytes: [UInt8]) -> Form.File {
                Form.File(field: "file", name: "a.csv", mediaType: "text/csv", bytes: bytes)
            }
            let good = try await browser.upload(
                Self.path, from: Self.path, ["table": "x"], files: [file(Array("\u{FEFF}\(Self.table)".utf8))])
            #expect(good.text.contains("登记 1 起"))
            let bad = try await browser.upload(Self.path, from: Self.path, files: [file([0xB1, 0xE0, 0xFF])])
            #expect(bad.status == .unprocessableContent && bad.text.contains("CSV UTF-8"))
            let empty = try await browser.act(Self.path, from: Self.path, ["act": "register"])
            #expect(empty.status == .unprocessableContent && empty.text.contains("请选一个文件"))
            let wrong = try await browser.act(Self.path, from: Self.path, ["table": "编号,天气\n1,晴\n"])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("没有这一列") && wrong.text.contains("天气"))
        }
    }

    @Test("the sample can be imported as it is, in either language, and from a spreadsheet's clipboard")
    func sample() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let sample = try await browser.get("/intake/import/sample")
            #expect(sample.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            for text in [sample.text, sample.text.replacing(",", with: "\t"), ImportTable.sample(.en, now: world.now)] {
                let page = try await browser.act(Self.path, from: Self.path, ["table": text])
                #expect(page.text.contains("登记 2 起"))
            }
        }
    }

    @Test("the intake page leads there, and who takes no reports gets neither page nor act nor sample")
    func reach() async throws {
        try await inWeb { world, client in
            let intake = try await Browser(.dutyOfficer, client).get("/intake")
            #expect(intake.text.contains("href=\"/intake/import\""))
            let leader = try await Browser(.administrator, client)
            for path in [Self.path, "/intake/import/sample"] {
                let page = try await leader.get(path)
                #expect(page.status == .forbidden)
            }
            let act = try await leader.act(Self.path, from: "/users", ["table": Self.table, "act": "register"])
            #expect(act.status == .forbidden)
        }
    }

    @Test("a reader of English sees columns and errors in English")
    func english() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            browser.setCookie("language", "en")
            let page = try await browser.act(Self.path, from: Self.path, ["table": Self.table])
            for words in ["Line 3", "Amount", "Not an amount", "Register 1 report"] {
                #expect(page.text.contains(words), "\(words)")
            }
        }
    }
}
