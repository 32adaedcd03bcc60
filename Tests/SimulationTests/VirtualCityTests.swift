import Checks
import Foundation
import Primitives
import Recovery
import Simulation
import Storage
import Testing
import Workflow

@Suite("The virtual city")
struct VirtualCityTests {
    @Test("The same seed tells the same story, to the byte")
    func repeats() throws {
        func play() throws -> String {
            var city = try VirtualCity(VirtualCity.Plan(seed: 4711, incidents: 3))
            try city.run()
            return try CanonicalJSON.text(try city.report())
        }
        let first = try play()
        #expect(try play() == first)
    }

    @Test(
        "Held, exited and at large are what was paid; nothing is doubled, nothing lost", arguments: [UInt64(1), 2, 3])
    func adds(seed: UInt64) throws {
        var city = try VirtualCity(VirtualCity.Plan(seed: seed, incidents: 4))
        try city.run()
        let report = try city.report()
        #expect(report.heldFen + report.exitedFen + report.atLargeFen == report.defraudedFen)
        #expect(report.isSound, "\(report.findings)")
        #expect(report.orders > 0 && report.heldFen > 0 && report.deepestTier > 1)
    }

    @Test("Faults and dying workers leave every invariant whole", arguments: UInt64(1)...6)
    func survives(seed: UInt64) {
        let problems = Trial(seed: seed, incidents: 2).problems()
        #expect(problems.isEmpty)
    }

    @Test("Two incidents whose stops a bank refused on one account do not ask in turn for ever")
    func takesTurnsNoMore() {
        let problems = Trial(seed: 6, incidents: 3).problems()
        #expect(problems.isEmpty)
    }

    @Test("One changed byte in a journal row is found, and the row is named")
    func tampering() throws {
        var city = try VirtualCity(VirtualCity.Plan(seed: 5, incidents: 1))
        try city.run()
        let id: String = try city.platform.database.write { tx in
            let row = try tx.query("SELECT id FROM journal_entry WHERE number = 20")[0]
            let id: String = try row["id"]
            try tx.execute("UPDATE journal_entry SET act = act || 'x' WHERE id = \(id)")
            return id
        }
        let findings = try Checks(city.platform.database, city.platform.pack).run(at: city.clock.now()).findings
        #expect(findings.contains { $0.rule == .chain && $0.what.contains(id) })
    }

    @Test("A kept figure that is a fen off is found")
    func wrongFigure() throws {
        var city = try VirtualCity(VirtualCity.Plan(seed: 6, incidents: 1))
        try city.run()
        let incident = try #require(city.receipts.first?.incident)
        try city.platform.database.write { tx in
            _ = try tx.execute(
                "UPDATE incident SET exited = exited + 1, at_large = at_large - 1 WHERE id = \(incident)")
        }
        let findings = try Checks(city.platform.database, city.platform.pack).run(at: city.clock.now()).findings
        #expect(findings.contains { $0.rule == .figures && $0.row == incident.description })
    }
}
