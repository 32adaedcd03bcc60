import Access
import Foundation
import Gateways
import HTTPTypes
import Jurisdiction
import Ledger
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// What the incident's page shows of a whole ledger, over real ledgers on disk.
@Suite struct LedgerPageTests {
    private static let third = "6200020000001111"
    private static let fourth = "6200010000002222"

    private static func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Int64 {
        CivilTime(day: CivilDay("2026-03-14")!, hour: hour, minute: minute, second: second).timestamp.microseconds
    }

    /// The victim's payment and where it went on: 60,000 to `second` and on to `third`, 10,000 out of the ledger.
    private static let course: [AppendedTransfer] = [
        row("a", at(8, 52), RunningCase.payer, RunningCase.payee, 200_000),
        row("b", at(8, 56), RunningCase.payee, RunningCase.second, 60_000),
        row("c", at(9, 1), RunningCase.payee, "", 10_000),
        row("d", at(9, 10), RunningCase.second, third, 59_000),
    ]

    private static func row(_ id: String, _ time: Int64, _ payer: String, _ payee: String, _ yuan: Int64)
        -> AppendedTransfer
    {
        AppendedTransfer(id: id, time: time, payer: payer, payee: payee, amount: yuan * 100)
    }

    /// Sealed as an import leaves it.
    private static func write(_ rows: [AppendedTransfer], to folder: String) throws -> LedgerFolder {
        var appender = try LedgerAppender(folder: folder)
        for row in rows { try appender.add(row) }
        try appender.commit()
        // One writer at a time: the appender lets go before the partitions are laid.
        _ = consume appender
        try LedgerWriter(folder: folder).merge()
        return LedgerFolder(folder)
    }

    private func inLedger(
        _ rows: [AppendedTransfer],
        _ body: @Sendable (WebWorld, RunningCase, Browser, String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { place in
            let ledger = try Self.write(rows, to: place + "/ledger")
            try await inWeb(ledger: ledger) { world, client in
                let running = try RunningCase(world)
                try await body(world, running, try await Browser(.dutyOfficer, client), place + "/ledger")
            }
        }
    }

    @Test("what is under no measure comes first, and moves over when the bank has stopped it; numbers stay masked")
    func course() async throws {
        try await inLedger(Self.course) { world, running, browser, _ in
            let address = "/incidents/\(running.id)"
            let first = try await browser.get(address)
            #expect(first.text.contains("台账追踪") && first.text.contains("<dt>尚无措施</dt><dd>60,000.00</dd>"))
            // The stop of the payee waits for its second person.
            #expect(first.text.contains("<dt>有措施</dt><dd>130,000.00</dd>"))
            #expect(first.text.contains("<dt>出账外</dt><dd>10,000.00</dd>"))
            #expect(first.text.contains("6200 **** **** 1111") && !first.text.contains(Self.third))
            // The second report has no payee yet.
            #expect(first.text.contains("收款账号、金额或时间还没问到"))

            let page = try await browser.get(address + "/ledger")
            #expect(page.status == .ok)
            let places = try ["1111", "0926"].map { try #require(page.text.range(of: "**** \($0)")?.lowerBound) }
            #expect(places[0] < places[1], "the largest first")
            #expect(page.text.contains("先进先出") && page.text.contains("最多 12 级"))
            #expect(page.text.contains("台账 4 笔") && page.text.contains("台账有这一笔"))
            #expect(page.text.contains("三级　1 户　收 59,000.00"))

            try running.approve()
            world.clock.advance(.minutes(1))
            try running.answer()
            let held = try await browser.get(address + "/ledger")
            // The bank's answer led to an order on the second account, too.
            #expect(held.text.contains("<dt>尚无措施</dt><dd>59,000.00</dd>"))
            #expect(held.text.contains("<dt>有措施</dt><dd>131,000.00</dd>"))
            let group = try await browser.get(address + "/ledger?tier=1&bank=\("华岭银行".percentEncoded)")
            #expect(group.text.contains("已执行") && group.text.contains(address + "/why/"))
        }
    }

    @Test("a report that several transfers can be, or none, is said and not followed; as many of each are followed")
    func ambiguous() async throws {
        let twice = [
            Self.row("a", Self.at(8, 51), RunningCase.payer, RunningCase.payee, 200_000),
            Self.row("b", Self.at(8, 53), RunningCase.payer, RunningCase.payee, 200_000),
        ]
        try await inLedger(twice) { world, running, browser, _ in
            let address = "/incidents/\(running.id)"
            let page = try await browser.get(address + "/ledger")
            #expect(page.text.contains("台账有 2 笔相符，报案有 1 笔，对不准，未跟"))
            #expect(page.text.contains("<dt>起点</dt><dd>0.00</dd>"))
            let again = Intake.Transfer(
                payerNumber: RunningCase.payer, amount: "200000", time: "2026-03-14 08:53:00",
                payeeNumber: RunningCase.payee, payeeName: "陈某")
            try world.platform.incidents.addFacts(
                [again], completing: [nil], to: running.id, by: try world.principal(.dutyOfficer), key: world.key(),
                at: world.now)
            let both = try await browser.get(address + "/ledger")
            #expect(both.text.contains("<dt>起点</dt><dd>400,000.00</dd>") && !both.text.contains("对不准"))
        }
        let others: [(AppendedTransfer, String)] = [
            (Self.row("a", Self.at(8, 52), RunningCase.payer, RunningCase.payee, 199_999), "台账里没有相符的一笔"),
            (Self.row("a", Self.at(8, 52), Self.fourth, RunningCase.payee, 200_000), "台账里没有相符的一笔"),
            (Self.row("a", Self.at(8, 52), RunningCase.payer, Self.third, 200_000), "台账里没有这个收款账号"),
            (Self.row("a", Self.at(7, 0), RunningCase.payer, RunningCase.payee, 200_000), "台账还没到这个时间"),
        ]
        for (row, words) in others {
            try await inLedger([row]) { _, running, browser, _ in
                let page = try await browser.get("/incidents/\(running.id)/ledger")
                #expect(page.text.contains(words) && page.text.contains("<dt>起点</dt><dd>0.00</dd>"))
            }
        }
    }

    @Test("money is not followed through a hub, nor away from what a limit stops, and both are shown")
    func ends() async throws {
        let hub = "6200040000000001"
        var rows = [
            Self.row("a", Self.at(8, 52), RunningCase.payer, RunningCase.payee, 200_000),
            Self.row("h", Self.at(8, 53), RunningCase.payee, hub, 100_000),
            Self.row("i", Self.at(8, 54), hub, Self.fourth, 100_000),
        ]
        // More payments than are followed out of one account, and one that is too small.
        for index in 0..<52 {
            rows.append(
                Self.row("p\(index)", Self.at(8, 55, index), RunningCase.payee, "62000100001\(10_000 + index)", 1000))
        }
        rows.append(Self.row("s", Self.at(8, 58), "6200010000110000", Self.third, 50))
        try await inLedger(rows) { world, running, browser, _ in
            try world.platform.banks.put(
                Bank(
                    code: "402731057299", name: "澄湖支付", kind: .payment, link: .hand, address: nil, contact: nil,
                    cardPrefixes: ["620004"]), by: .platform("command line"), key: world.key(), at: world.now)
            let page = try await browser.get("/incidents/\(running.id)/ledger")
            #expect(page.text.contains("<dt>枢纽</dt><dd>100,000.00</dd>") && page.text.contains("澄湖支付"))
            #expect(!page.text.contains("**** 2222"), "followed through the hub")
            // 49 of the 52 and the hub make 50; the rest, and the 50 yuan, stay with their frontier.
            #expect(page.text.contains("<dt>未再跟</dt><dd>3,050.00</dd>"))
            #expect(page.text.contains("笔数到限") && page.text.contains("低于下限"))
        }
    }

    @Test("a damaged ledger is said on both pages, with the file, and no sum stands there; the rest of the page does")
    func damaged() async throws {
        try await inLedger(Self.course) { world, running, browser, folder in
            let address = "/incidents/\(running.id)"
            #expect(try await browser.get(address).text.contains("<dt>起点</dt>"))
            let name = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix("transfers") })
            let file = URL(filePath: folder + "/" + name)
            var bytes = try Data(contentsOf: file)
            // All blocks but the head: whichever is read first is found.
            for place in stride(from: 20_000, to: bytes.count, by: 500) { bytes[place] ^= 1 }
            try bytes.write(to: file)
            try Self.touch(folder)
            world.platform.ledger?.refresh()
            for page in [address, address + "/ledger"] {
                let answer = try await browser.get(page)
                #expect(answer.status == .ok && answer.text.contains("台账文件 \(name) 第"))
                #expect(!answer.text.contains("<dt>起点</dt>") && !answer.text.contains("尚无措施"))
            }
            #expect(try await browser.get(address).text.contains("止付指令"))
        }
    }

    /// Adds a transfer, so that the ledger is opened anew.
    private static func touch(_ folder: String) throws {
        var appender = try LedgerAppender(folder: folder)
        try appender.add(row("z", at(23, 0), third, fourth, 1))
        try appender.commit()
    }

    @Test("without a ledger the page is as it was, and there is no page of the ledger")
    func unconfigured() async throws {
        try await inWeb { world, client in
            let running = try RunningCase(world)
            let browser = try await Browser(.dutyOfficer, client)
            #expect(try await !browser.get("/incidents/\(running.id)").text.contains("台账"))
            #expect(try await browser.get("/incidents/\(running.id)/ledger").status == .notFound)
        }
    }

    @Test("who may not see the incident sees nothing of it in the ledger")
    func rights() async throws {
        try await withTemporaryFolder { place in
            let ledger = try Self.write(Self.course, to: place + "/ledger")
            try await inWeb(ledger: ledger) { world, client in
                let running = try RunningCase(world)
                for person in [WebWorld.Person.stranger, .bankClerk] {
                    let page = try await Browser(person, client).get("/incidents/\(running.id)/ledger")
                    #expect(page.status == .notFound && !page.text.contains("台账追踪"))
                }
            }
        }
    }
}
