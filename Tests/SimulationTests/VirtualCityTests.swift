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
        #expect(report.heldFen + report.returnedFen + report.exitedFen + report.atLargeFen == report.defraudedFen)
        #expect(report.isSound, "\(report.findings)")
        #expect(report.orders > 0 && report.heldFen > 0 && report.deepestTier > 1)
    }

    @Test("Faults and dying workers leave every invariant whole", arguments: UInt64(1)...6)
    func survives(seed: UInt64) {
        let problems = Trial(seed: seed, incidents: 2).problems()
        #expect(problems.isEmpty)
    }

    @Test(
        "Who claims a measure that is on its way out, and who orders by a clock that is ahead, is not accused",
        arguments: [UInt64(267), 340, 1548])
    func accusesNobodyWrongly(seed: UInt64) {
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

    @Test("Where a gang's victims meet on empty accounts, all their money together adds up by every rule")
    func meets() throws {
        var plan = VirtualCity.Plan(seed: 3, incidents: 3)
        plan.habits = .gang
        var city = try VirtualCity(plan)
        try city.run()
        let shared = try city.platform.database.read { tx in
            try tx.query("SELECT stop FROM claim GROUP BY stop HAVING COUNT(*) > 1")
        }
        #expect(!shared.isEmpty)
        let breaches = try city.breachesByRule()
        #expect(breaches == [])
    }

    @Test("A job is its holder's until the lease runs out")
    func leases() throws {
        let city = try VirtualCity(VirtualCity.Plan(seed: 5, incidents: 0))
        let (database, now) = (city.platform.database, city.clock.now())
        try database.write { tx in
            _ = try tx.execute(
                """
                INSERT INTO job (id, kind, subject, due, revision, attempts, state, lease_owner, lease_until)
                VALUES ('job-0000000000000001', 'trace', 'x', \(now), 1, 1, 'waiting', 'program-1', \(now + .seconds(60)))
                """)
        }
        let checks = Checks(database, city.platform.pack)
        #expect(try checks.heldJobs(at: now + .seconds(59)).count == 1)
        #expect(try checks.heldJobs(at: now + .seconds(60)).isEmpty)
    }

    @Test("Operators suspend lines late, twice and after all, and none stays off; one that does is found")
    func lines() throws {
        var plan = VirtualCity.Plan(seed: 3, incidents: 2)
        (plan.mishaps.warnings, plan.mishaps.lines, plan.isWatched) = (900, 900, true)
        var city = try VirtualCity(plan)
        try city.run()
        try city.endFaults()
        try city.run(horizon: .hours(40))
        #expect(city.broken == [])
        let states: [String: Int] = try city.platform.database.read { tx in
            let rows = try tx.query("SELECT state, COUNT(*) AS lines FROM line_suspension GROUP BY state")
            return try rows.reduce(into: [:]) { $0[try $1["state"]] = try $1["lines"] }
        }
        #expect((states["ended"] ?? 0) > 3 && (states["withdrawn"] ?? 0) + (states["lapsed"] ?? 0) > 0, "\(states)")
        #expect(Set(states.keys).isDisjoint(with: ["asked", "suspended", "restoring"]), "\(states)")
        try city.platform.database.write { tx in
            _ = try tx.execute(
                "UPDATE line_suspension SET state = 'suspended', restored_at = NULL WHERE id IN (SELECT MIN(id) FROM line_suspension WHERE state = 'ended')"
            )
        }
        let found = try Checks(city.platform.database, city.platform.pack).warnings(at: city.clock.now()).map(\.what)
        #expect(found.contains("stands after its end") && found.contains("has no moment at which it ends"))
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
        let checks = Checks(city.platform.database, city.platform.pack)
        let findings = try checks.run(at: city.clock.now()).findings
        #expect(findings.contains { $0.rule == .figures && $0.row == incident.description })
        let alone = try checks.figures(of: incident, at: city.clock.now())
        #expect(alone == findings)
    }
}
