import Access
import HTTPTypes
import Journal
import Primitives
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct JournalPageTests {
    @Test("the journal goes on page by page without leaving one out or showing one twice")
    func paging() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            for number in 1...30 {
                _ = try await program.post("/incidents", WebWorld.report(amount: "\(number)"), key: "k\(number)")
            }
            try world.work()
            try Workshop(world.platform, name: "chain").chain()
            let administrator = try await Browser(.administrator, client)
            let count = try world.platform.database.read { try EntryTable($0).newest(before: nil, limit: 1000) }.count
            var (address, seen) = ("/journal", [String]())
            while true {
                let page = try await administrator.get(address).text
                seen += page.matches(of: /<th scope="row" class="num">([^<]*)<\/th>/).map { String($0.1) }
                guard let next = page.firstMatch(of: /href="(\/journal\?before=[^"]*)"/)?.1 else { break }
                address = String(next)
            }
            #expect(seen.count == count)
            let numbers = seen.compactMap { Int($0) }
            #expect(numbers == numbers.sorted(by: >))
        }
    }

    @Test("the verdict is asked for: it holds, and after a byte is changed it names the entry")
    func verdict() async throws {
        try await inWeb { world, client in
            try Workshop(world.platform, name: "chain").chain()
            let auditor = try await Browser(.administrator, client)
            #expect(try await auditor.get("/journal?check=1").text.contains("链完整"))
            try world.platform.database.write { tx in
                try tx.execute("UPDATE journal_entry SET reason = 'x' WHERE number = 3")
            }
            let broken = try await auditor.get("/journal?check=1").text
            #expect(broken.contains("链已断") && broken.contains("3"))
        }
    }

    @Test("a county's head sees his county's incidents and no other's; another's number is not there")
    func reach() async throws {
        try await inWeb { world, client in
            let other = try Program(world, client, unit: WebWorld.otherCounty)
            let own = try Program(world, client)
            let foreign = try #require(
                try await other.post("/incidents", WebWorld.report(amount: "1"), key: "k").json["number"]?.string)
            let near = try #require(
                try await own.post("/incidents", WebWorld.report(amount: "2"), key: "k").json["number"]?.string)
            let head = try await Browser(.countyHead, client)
            let page = try await head.get("/journal").text
            #expect(page.contains(near) && !page.contains(foreign) && !page.contains("session.started"))
            #expect(try await head.get("/journal?incident=\(near)").text.contains("incident.registered"))
            #expect(try await head.get("/journal?incident=\(foreign)").status == .notFound)
            #expect(try await head.get("/journal?incident=YJ-1").status == .notFound)
            #expect(try await Browser(.dutyOfficer, client).get("/journal").status == .forbidden)
        }
    }
}
