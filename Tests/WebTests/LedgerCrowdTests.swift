import Access
import Foundation
import HTTPTypes
import Ledger
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// Five thousand accounts behind one payment: every page stays small, and every account is found by links alone.
@Suite struct LedgerCrowdTests {
    /// Prefixes of a real bank's cards and of the world's own.
    private static let prefixes = [
        "62000100", "62000200", "62284801",
    ]

    /// 50 accounts, 49 behind each of them, and 2,500 behind those: 5,001 with the payee.
    private static func rows() -> [AppendedTransfer] {
        let start = CivilTime(day: CivilDay("2026-03-14")!, hour: 8, minute: 52).timestamp.microseconds
        var rows: [AppendedTransfer] = []
        var time = start
        func pay(_ payer: String, _ payee: String, _ fen: Int64) {
            rows.append(AppendedTransfer(id: "t\(rows.count)", time: time, payer: payer, payee: payee, amount: fen))
            time += 100_000
        }
        func number(_ index: Int) -> String { prefixes[index % prefixes.count] + "\(10_000_000 + index)" }
        pay(RunningCase.payer, RunningCase.payee, 20_000_000 * 100)
        for first in 0..<50 { pay(RunningCase.payee, number(first), 400_000 * 100) }
        for second in 0..<2450 { pay(number(second / 49), number(50 + second), 8_000 * 100) }
        for third in 0..<2500 { pay(number(50 + third % 2450), number(2500 + third), Int64(2_000 + third % 700) * 100) }
        return rows
    }

    private func register(_ world: WebWorld) throws -> IncidentID {
        let intake = Intake(
            fraudType: "GJF", narrative: "自称公安局", victims: [Intake.Victim(name: "赵某", phone: "13800136127")],
            transfers: [
                Intake.Transfer(
                    payerNumber: RunningCase.payer, amount: "2000万", time: "2026-03-14 08:52:00",
                    payeeNumber: RunningCase.payee, payeeName: "陈某")
            ])
        world.clock.advance(.minutes(30))
        return try world.platform.incidents.register(
            intake, by: try world.principal(.dutyOfficer), key: world.key(), at: world.now
        ).incident
    }

    /// The addresses of the ledger that a page links to.
    private func links(_ page: String, under address: String) -> [String] {
        page.matches(of: /href="([^"]*)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
            .filter { $0.hasPrefix(address + "?") }
    }

    @Test("each page is under 60 KB, and the links lead to every account with its money")
    func crowd() async throws {
        try await withTemporaryFolder { place in
            var appender = try LedgerAppender(folder: place)
            for row in Self.rows() { try appender.add(row) }
            try appender.commit()
            _ = consume appender
            try LedgerWriter(folder: place).merge()
            try await inWeb(ledger: LedgerFolder(place)) { world, client in
                let id = try register(world)
                let browser = try await Browser(.dutyOfficer, client)
                let address = "/incidents/\(id)/ledger"
                let incident = try await browser.get("/incidents/\(id)")
                #expect(
                    incident.text.utf8.count <= 60 * 1024 && incident.text.contains("<dt>起点</dt><dd>20,000,000.00</dd>")
                )
                let followed = "tier=4&bank=\(WebWorld.handBank.name.percentEncoded)"
                var (waiting, seen) = ([address], Set([address]))
                var (counted, rows, rowsCounted) = (0, 0, 0)
                while let next = waiting.popLast() {
                    let page = try await browser.get(next)
                    #expect(page.status == .ok && page.text.utf8.count <= 60 * 1024, "\(next): \(page.text.utf8.count)")
                    let count = page.text.firstMatch(of: /<span class="n">([0-9]+)<\/span><\/header>/).map {
                        Int($0.output.1) ?? 0
                    }
                    if next.contains("bank="), !next.contains("after=") { counted += count ?? 0 }
                    if next.contains(followed) {
                        rows += page.text.matches(of: /\*\*\*\* \*\*\*\*/).count
                        rowsCounted = count ?? 0
                    }
                    // Of the lists that go on page by page one is followed to its end.
                    for link in links(page.text, under: address)
                    where seen.insert(link).inserted && (!link.contains("after=") || link.contains(followed)) {
                        waiting.append(link)
                    }
                }
                #expect(counted == 5001, "in the groups that are linked to")
                #expect(rows == rowsCounted && rows > 500)
                #expect(seen.contains { $0.contains("free=yes&after=") })
            }
        }
    }
}
