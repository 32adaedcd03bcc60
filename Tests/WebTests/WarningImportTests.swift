import HTTPTypes
import HummingbirdTesting
import Prevention
import Primitives
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// Warnings pushed by another platform as a table.
@Suite struct WarningImportTests {
    private static let path = "/warnings/import"

    private static func take(
        _ table: String, _ browser: Browser, looked: Browser.Page, source: String = "national"
    ) async throws -> Browser.Page {
        try await browser.submit(
            path,
            [
                "csrf": looked.hidden("csrf") ?? "", "key": looked.hidden("key") ?? "",
                "seen": looked.hidden("seen") ?? "", "source": source, "table": table, "act": "take",
            ])
    }

    private static func open(_ world: WebWorld) throws -> Int {
        try world.platform.database.read {
            try WarningTable($0).list(.open, under: WebWorld.city, before: nil, limit: 2000).count
        }
    }

    @Test("the sample can be taken as it is")
    func sample() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let sample = try await browser.get("/warnings/sample")
            #expect(sample.headers[.contentType] == "text/csv; charset=utf-8")
            let looked = try await browser.act(
                Self.path, from: Self.path, ["source": "national", "table": sample.text])
            #expect(looked.text.contains("2 行，可收 2 行"))
            #expect(try Self.open(world) == 0)
            let taken = try await Self.take(sample.text, browser, looked: looked)
            #expect(taken.text.contains("刚收 2 行；共 2 行，已收 2 行"))
            #expect(try Self.open(world) == 2)
        }
    }

    @Test("a long table is taken part by part; sent again, also under another key, no line is taken twice")
    func parts() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let count = WarningImportPage.linesAtOnce + 20
            let rows = (1...count).map { "BY-\($0),CALLED_SHORT,\(13_800_100_000 + $0)" }
            let table = (["sourceNumber,signs,phone"] + rows).joined(separator: "\n")
            let looked = try await browser.act(Self.path, from: Self.path, ["source": "national", "table": table])
            let first = try await Self.take(table, browser, looked: looked)
            #expect(first.text.contains("刚收 500 行；共 520 行，已收 500 行") && first.text.contains("data-next"))
            #expect(first.text.contains("接着收，还有 20 行"))
            let second = try await Self.take(table, browser, looked: first)
            #expect(second.text.contains("刚收 20 行；共 520 行，已收 520 行") && !second.text.contains("data-next"))
            let again = try await browser.act(Self.path, from: Self.path, ["source": "national", "table": table])
            #expect(again.text.contains("520 行，可收 0 行"))
            _ = try await Self.take(table, browser, looked: again)
            #expect(try Self.open(world) == count)
        }
    }

    @Test(
        "what is wrong is named by line and column, what is fine is taken beside it, and nobody takes what he has not seen"
    )
    func wrong() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let table =
                "来源编号,特征,电话,发现时间\nBY-1,骑马,13800138000,\nBY-2,SITE_VISITED,12,明天\nBY-3,SITE_VISITED,13800138002,"
            let looked = try await browser.act(Self.path, from: Self.path, ["source": "national", "table": table])
            for words in ["3 行，可收 1 行", "第 2 行", "没有这种预警特征", "第 3 行", "电话号码读不出", "时间读不出"] {
                #expect(looked.text.contains(words), "\(words)")
            }
            let changed = try await Self.take(table + "\nBY-4,SITE_VISITED,13800138003,", browser, looked: looked)
            #expect(changed.text.contains("表格改过"))
            #expect(try Self.open(world) == 0)
            let taken = try await Self.take(table, browser, looked: looked)
            #expect(taken.text.contains("已收 1 行"))
            #expect(try Self.open(world) == 1)
            for (bad, words) in [
                ("来源编号,特征,电话\nBY-1,\"开", "格式不对"), ("来源编号,颜色,电话\n1,红,138", "没有这一列"),
                ("来源编号,特征\n1,SITE_VISITED", "必填"), ("", "请选一个文件"),
            ] {
                let page = try await browser.act(Self.path, from: Self.path, ["source": "national", "table": bad])
                #expect(page.status == .unprocessableContent && page.text.contains(words), "\(words)")
            }
        }
    }
}
