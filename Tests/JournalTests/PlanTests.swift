import Jobs
import Journal
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Lists are found by an index") struct PlanTests {
    /// Runs `work` on a seeded database and expects that no statement of it reads a whole table.
    private func expectNoScans(_ engine: Engine, statements: Int, _ work: @Sendable (any Transaction) throws -> Void)
        throws
    {
        try withDatabase(engine, workSchema) { database in
            try seed(database)
            let (count, scans) = try database.write { tx in
                // On small tables PostgreSQL reads all on purpose; with this it does so only where it must.
                if tx.dialect == .postgres { try tx.execute("SET LOCAL enable_seqscan = off") }
                let plans = QueryPlans()
                try work(plans.recording(tx))
                return (plans.all.count, plans.scans)
            }
            #expect(count == statements)
            #expect(scans.isEmpty, "\(scans.joined(separator: "\n\n"))")
        }
    }

    private func seed(_ database: any Database) throws {
        let journal = Journal(database: database, ids: CountingIDs())
        let key = try #require(IdempotencyKey("seed"))
        try journal.perform(key, by: .system("test"), at: .t0, input: 0) { step -> Int in
            for number in 0..<400 {
                try step.record("act", on: "ord-\(number % 50)", topic: "inc-\(number % 20)")
                let due = Timestamp.t0 + .seconds(Int64(number))
                try JobTable(step.transaction).enqueue("call", "s\(number)", due: due, id: step.newID())
            }
            return 0
        }
        try Sequencer(database).run(limit: 390)
        let worker = Worker(name: "w", database: database, lease: .minutes(1), backoff: JobTests.backoff)
        for job in try worker.claim(limit: 20, at: .t0 + .hours(1)).dropLast(5) {
            try worker.settle(job, .dead("seeded"), at: .t0)
        }
        try database.write { tx in try tx.execute("ANALYZE") }
    }

    @Test("the lists of the journal", arguments: Engine.available)
    func journal(engine: Engine) throws {
        try expectNoScans(engine, statements: 7) { tx in
            let table = EntryTable(tx)
            _ = try table.chained(after: 10, limit: 5)
            _ = try table.about(topic: "inc-1", limit: 5)
            _ = try table.about(subject: "ord-1", limit: 5)
            _ = try table.newest(before: nil, limit: 5)
            _ = try table.newest(before: EntryID(value: 100), limit: 5)
            _ = try table.tailCount()
            _ = try table.head()
        }
    }

    @Test("the lists and changes of the queue", arguments: Engine.available)
    func queue(engine: Engine) throws {
        try expectNoScans(engine, statements: 11) { tx in
            let table = JobTable(tx)
            _ = try table.nextDue()
            _ = try table.dead(limit: 5)
            _ = try table.waits("call", "s5")
            try table.enqueue("call", "s399", due: .t0, id: JobID(value: 9999))
            let now = Timestamp.t0 + .hours(2)
            let jobs = try table.claim(limit: 3, usual: 3, owner: "w", now: now, until: now + .minutes(1))
            #expect(jobs.count == 3)
            _ = try table.find(jobs[0].id)
            try table.finish(jobs[0], owner: "w")
            try table.postpone(jobs[1], owner: "w", to: now)
            _ = try table.fail(jobs[2], owner: "nobody", error: "e", retry: nil)
        }
    }
}
