import HTTPTypes
import Primitives
import Recovery
import TestSupport
import Testing

@testable import Web

@Suite struct ImportTests {
    private static let header = "report,channel,victimName,amount,time,payeeNumber,payeeName,payeeBank,narrative\r\n"

    @Test("rows of one report are one incident, taken whole or not at all; errors name row and column")
    func table() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let table =
                Self.header + "A,110,王芳,1000.00,2026-03-14 08:00:00,6200010000000017,李强,华岭银行,\"冒充\"\"客服\"\"，\n两次\"\r\n"
                + "B,,赵六,abc,2026-03-14 08:00:00,6200010000000018,张三,华岭银行,\r\n"
                + "A,,王芳,2000.00,2026-03-14 08:10:00,6200010000000017,李强,华岭银行,\r\n" + "B,,赵六,5,,,,没有,\r\n"
            let reply = try await program.post("/incidents/import", table, key: "k", mediaType: "text/csv")
            #expect(reply.status == .ok && reply.items.count == 2)
            #expect(reply.items[0]["receipt"]?["number"]?.string == "YJ-20260314-0001")
            #expect(reply.items[0]["rows"] == .array([.number(2), .number(4)]))
            #expect(reply.items[1]["receipt"] == .null)
            guard case .array(let fields)? = reply.items[1]["fields"] else { return }
            #expect(
                fields.compactMap { $0["field"]?.string } == ["row.3.amount", "row.5.payeeBank"])
            let incidents = try await program.get("/incidents").items
            #expect(incidents.count == 1 && incidents[0]["sums"]?["defraudedFen"]?.number == 300_000)
            // The same table again, B mended: A is not entered twice.
            let mended = table.replacing("abc", with: "7").replacing("没有", with: "华岭银行")
            let again = try await program.post("/incidents/import", mended, key: "k", mediaType: "text/csv")
            #expect(again.items[0]["receipt"] == reply.items[0]["receipt"])
            #expect(again.items[1]["receipt"]?["number"]?.string == "YJ-20260314-0002")
        }
    }

    @Test(
        "a table that cannot be read as one is refused as a whole",
        arguments: [
            ("", "row.1 empty"), ("report\n", "row.1 empty"), ("report,wat\nA,1\n", "row.1.wat unknownColumn"),
            ("report,amount,amount\nA,1,1\n", "row.1.amount duplicateColumn"), ("amount\n1\n", "row.1.report required"),
            ("report,amount\nA,1,2\n", "row.2 malformed"), ("report,amount\n,1\n", "row.2.report required"),
            ("report,amount\nA,\"1\n", "row.2 malformed"),
        ])
    func unreadable(table: String, wrong: String) {
        do {
            _ = try IntakeCSV(table)
            Issue.record("it was read")
        } catch {
            #expect(error.all.map { "\($0.field) \($0.rule.rawValue)" } == [wrong])
        }
    }

    @Test("a byte order mark, other column orders and a report without transfer are fine; victims are told apart")
    func reading() throws {
        let table = try IntakeCSV("\u{FEFF}amount,victimName,report\n1,王芳,A\n2,赵六,A\n3,王芳,A\n,,B\n")
        #expect(table.reports.map(\.name) == ["A", "B"])
        #expect(table.reports[0].intake.victims.map(\.name) == ["王芳", "赵六"])
        #expect(table.reports[0].intake.transfers.map(\.victim) == [0, 1, 0])
        #expect(table.reports[1].intake.transfers.isEmpty)
    }

    @Test("what is of the incident cannot differ between its rows")
    func contradiction() throws {
        let table = try IntakeCSV("report,channel,amount\nA,110,1\nA,,2\nA,96110,3\n")
        #expect(table.reports[0].problems.map(\.field) == ["row.4.channel"])
    }
}
