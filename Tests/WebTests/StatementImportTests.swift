import HTTPTypes
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite("Statements imported in bulk") struct StatementImportTests {
    private static let path = "/intake/import"
    private static let story = StatementPageTests.story

    private static func table(_ rows: [String]) -> String {
        (["编号,叙述,受害人,电话,受案单位"] + rows).joined(separator: "\r\n") + "\r\n"
    }

    private func look(_ table: String, _ browser: Browser) async throws -> Browser.Page {
        try await browser.act(Self.path, from: Self.path, ["table": table, "read": "yes"])
    }

    private func register(_ table: String, _ browser: Browser, after page: Browser.Page, read: String = "yes")
        async throws -> Browser.Page
    {
        try await browser.submit(
            Self.path,
            [
                "csrf": page.hidden("csrf") ?? "", "key": page.hidden("key") ?? "", "seen": page.hidden("seen") ?? "",
                "table": table, "read": read, "act": "register",
            ])
    }

    @Test("what a statement surely says fills what the table leaves empty; what is in doubt stays empty")
    func fills() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let table = Self.table(["1,\(Self.story),,,", "2,\(Self.story),田芳,13900000001,", "3,邻居来问路,,,"])
            let looked = try await look(table, browser)
            for words in ["从叙述填", "存疑未填", "120,000.00", "登记 3 起", "田志芳"] {
                #expect(looked.text.contains(words), "\(words)")
            }
            #expect(try world.incidents().isEmpty)
            let done = try await register(table, browser, after: looked)
            #expect(done.text.contains("已登记 3 起。"))
            let incidents = try world.incidents()
            #expect(incidents.map(\.flow.defrauded.fen) == [12_000_000, 12_000_000, 0])
            #expect(incidents.map(\.fraudType) == ["GJF", "GJF", nil])
            let (victims, kept) = try world.platform.database.read { tx in
                (
                    try IncidentTable(tx).victims(of: incidents.map(\.id)),
                    try ReadingTable(tx).list(after: nil, limit: 10)
                )
            }
            #expect(victims.map(\.name) == ["田志芳", "田芳", ""])
            #expect(victims.map(\.phone) == ["13800136127", "13900000001", nil])
            #expect(kept.count == 2 && kept.allSatisfy(\.changes.isEmpty))
        }
    }

    @Test("a table that was looked over without its statements is not registered with them")
    func unseen() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let table = Self.table(["1,\(Self.story),,,"])
            let looked = try await look(table, browser)
            let other = try await register(table, browser, after: looked, read: "")
            #expect(other.text.contains("表格改过，还没有登记"))
            #expect(try world.incidents().isEmpty)
        }
    }

    @Test("a bad report is named by line and field and not stored, in part or whole; the others are")
    func refused() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let long = String(repeating: "长", count: StatementReading.storyMax + 1)
            let table = Self.table([
                "1,\(Self.story),,,990000", "2,\(Self.story),,,", "3,\(long),,,", "4,\(Self.story),,电话不详,",
            ])
            let looked = try await look(table, browser)
            for words in ["第 2 行", "受案单位", "第 4 行", "叙述", "第 5 行", "电话", "登记 1 起"] {
                #expect(looked.text.contains(words), "\(words)")
            }
            let done = try await register(table, browser, after: looked)
            #expect(done.text.contains("已登记 1 起，3 起没有登记"))
            #expect(try world.incidents().count == 1)
        }
    }

    private func count(_ world: WebWorld) throws -> Int {
        try world.platform.database.read { try IncidentTable($0).all(after: nil, limit: 500).count }
    }

    @Test("a long table is registered part by part, with a bar, and none twice")
    func parts() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let table = Self.table(
                (1...230).map {
                    "\($0),我叫田志芳，电话13800136127，转了\(1000 + $0)元到6200010000007754,,,\($0 == 3 ? "990000" : "")"
                })
            var page = try await look(table, browser)
            page = try await register(table, browser, after: page)
            #expect(page.text.contains("<progress max=\"230\" value=\"101\""))
            #expect(page.text.contains("接着登记余下 129 起") && page.text.contains("data-next"))
            #expect(try count(world) == 100)
            page = try await register(table, browser, after: page)
            #expect(page.text.contains("<progress max=\"230\" value=\"201\""))
            page = try await register(table, browser, after: page)
            #expect(page.text.contains("已登记 229 起，1 起没有登记") && !page.text.contains("data-next"))
            #expect(try count(world) == 229)
            _ = try await register(table, browser, after: page)
            #expect(try count(world) == 229)
        }
    }

    @Test("a file in GB18030 is read as such")
    func encoded() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let bytes: [UInt8] = [
                0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xD0, 0xF0, 0xCA, 0xF6, 0x2C, 0xBD, 0xF0, 0xB6, 0xEE, 0x0D, 0x0A, 0x31,
                0x2C,
                0xC3, 0xB0, 0xB3, 0xE4, 0xBF, 0xCD, 0xB7, 0xFE, 0xC6, 0xAD, 0xD7, 0xDF, 0xA3, 0xAC, 0x81, 0x39, 0xEE,
                0x39,
                0x2C, 0x33, 0x30, 0x30, 0x30, 0x0D, 0x0A,
            ]
            let file = Form.File(field: "file", name: "a.csv", mediaType: "text/csv", bytes: bytes)
            let page = try await browser.upload(Self.path, from: Self.path, files: [file])
            #expect(page.text.contains("冒充客服骗走，㐀") && page.text.contains("登记 1 起"))
        }
    }
}
