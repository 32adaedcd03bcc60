import Jobs
import Primitives
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("The queue loses no work and gives none twice") struct JobTests {
    static let backoff = Backoff(tries: 3, first: .seconds(10), factor: 3, longest: .minutes(1))
    let ids = CountingIDs()
    let t0 = Timestamp.t0

    private func worker(_ name: String, _ database: any Database) -> Worker {
        Worker(name: name, database: database, lease: .minutes(1), backoff: Self.backoff)
    }

    private func enqueue(
        _ database: any Database, _ subject: String, due: Timestamp = .t0, urgency: Urgency = .usual
    ) throws {
        let id = ids.make(JobID.self, at: due)
        try database.write { tx in try JobTable(tx).enqueue("call", subject, due: due, urgency: urgency, id: id) }
    }

    private func find(_ database: any Database) throws -> Job? {
        try database.read { tx in try tx.first("SELECT id FROM job").map { try JobTable(tx).find($0["id"]) } ?? nil }
    }

    private func nextDue(_ database: any Database) throws -> Timestamp? {
        try database.read { try JobTable($0).nextDue() }
    }

    @Test("a job is leased when it is due, to one, in the order of dues, up to the limit", arguments: Engine.everyForm)
    func lease(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            for second in [Int64(30), 10, 20, 99] { try enqueue(database, "s\(second)", due: t0 + .seconds(second)) }
            let (one, other) = (worker("one", database), worker("other", database))
            let early = try one.claim(limit: 10, at: t0)
            #expect(early.isEmpty)
            let first = try one.claim(limit: 2, at: t0 + .seconds(30))
            #expect(first.map(\.subject) == ["s10", "s20"])
            #expect(first.map(\.attempts) == [1, 1])
            let second = try other.claim(limit: 10, at: t0 + .seconds(30))
            #expect(second.map(\.subject) == ["s30"])
        }
    }

    @Test("urgent work goes first, and room can be kept for it", arguments: Engine.available)
    func urgency(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            for second in Int64(0)..<4 { try enqueue(database, "usual\(second)", due: t0 + .seconds(second)) }
            for second in Int64(2)..<5 {
                try enqueue(database, "urgent\(second)", due: t0 + .seconds(second), urgency: .urgent)
            }
            let worker = worker("w", database)
            let now = t0 + .seconds(3)
            let first = try worker.claim(limit: 3, at: now)
            #expect(first.map(\.subject) == ["urgent2", "urgent3", "usual0"])
            #expect(first.map(\.urgency) == [.urgent, .urgent, .usual])
            let one = try worker.claim(limit: 3, usual: 1, at: now)
            #expect(one.map(\.subject) == ["usual1"])
            let none = try worker.claim(limit: 3, usual: 0, at: now)
            #expect(none.isEmpty)
            let last = try worker.claim(limit: 9, usual: 1, at: now + .seconds(1))
            #expect(last.map(\.subject) == ["urgent4", "usual2"])
        }
    }

    @Test("work is as urgent as its most urgent asking, and after a try as any other", arguments: Engine.available)
    func urgencyOfAskings(engine: Engine) throws {
        let askings: [(first: Urgency, second: Urgency, isHeld: Bool, then: Urgency)] = [
            (.usual, .urgent, false, .urgent), (.urgent, .usual, false, .urgent), (.urgent, .usual, true, .usual),
            (.usual, .urgent, true, .urgent), (.urgent, .urgent, true, .urgent),
        ]
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            for asking in askings {
                try enqueue(database, "s", urgency: asking.first)
                let held = asking.isHeld ? try worker.claim(limit: 1, at: t0) : []
                try enqueue(database, "s", urgency: asking.second)
                if asking.isHeld { try enqueue(database, "s") }
                for job in held { try worker.settle(job, .done, at: t0) }
                let job = try #require(try worker.claim(limit: 1, at: t0).first)
                #expect(job.urgency == asking.then, "\(asking)")
                try worker.settle(job, .done, at: t0)
            }
            for outcome in [Worker.Outcome.later(t0), .failed("no answer")] {
                try enqueue(database, "s", urgency: .urgent)
                try worker.settle(try #require(try worker.claim(limit: 1, at: t0).first), outcome, at: t0)
                let again = try #require(try worker.claim(limit: 1, at: t0 + .hours(1)).first)
                #expect(again.urgency == .usual)
                try worker.settle(again, .done, at: t0)
            }
        }
    }

    @Test("a lease that ran out goes to another, and the late worker ends nothing", arguments: Engine.available)
    func expiry(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            try enqueue(database, "s")
            let (slow, other) = (worker("slow", database), worker("other", database))
            let held = try #require(try slow.claim(limit: 1, at: t0).first)
            let tooSoon = try other.claim(limit: 1, at: t0 + .seconds(59))
            #expect(tooSoon.isEmpty)
            let taken = try #require(try other.claim(limit: 1, at: t0 + .minutes(1)).first)
            #expect(taken.attempts == 2)
            try slow.settle(held, .done, at: t0 + .minutes(1))
            #expect(try find(database) != nil)
            try other.settle(taken, .done, at: t0 + .minutes(1))
            #expect(try find(database) == nil)
        }
    }

    @Test("eight workers get each of 500 jobs once", arguments: Engine.everyForm)
    func manyWorkers(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            try database.write { [ids] tx in
                for number in 0..<500 {
                    try JobTable(tx).enqueue("call", "s\(number)", due: t0, id: ids.make(at: t0))
                }
            }
            let claimed = Claimed()
            try inThreads(8) { index in
                let worker = worker("w\(index)", database)
                while true {
                    let jobs = try worker.claim(limit: 10, at: t0)
                    if jobs.isEmpty { break }
                    claimed.subjects.withLock { $0 += jobs.map(\.subject) }
                    for job in jobs.prefix(1) { try worker.settle(job, .done, at: t0) }
                }
            }
            let subjects = claimed.subjects.withLock { $0 }
            #expect(subjects.count == 500)
            #expect(Set(subjects).count == 500)
        }
    }

    @Test("a claim takes no more than its limit, however the database plans it", arguments: Engine.available)
    func limits(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            for number in 0..<7 { try enqueue(database, "s\(number)") }
            let sizes = try (0..<4).map { _ in try worker("w", database).claim(limit: 2, at: t0).count }
            #expect(sizes == [2, 2, 2, 1])
        }
    }

    @Test("work asked for twice waits once, at the earlier moment", arguments: Engine.available)
    func askedTwice(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            for seconds in [Int64(50), 20, 90] { try enqueue(database, "s", due: t0 + .seconds(seconds)) }
            let job = try #require(try find(database))
            #expect(job.due == t0 + .seconds(20))
            #expect(job.revision == 3)
            let jobs = try worker("w", database).claim(limit: 9, at: t0 + .days(1))
            #expect(jobs.count == 1)
        }
    }

    @Test("work asked for while it runs runs again when it is due", arguments: Engine.available)
    func askedWhileRunning(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            try enqueue(database, "s")
            let job = try #require(try worker.claim(limit: 1, at: t0).first)
            try enqueue(database, "s", due: t0 + .hours(2))
            try enqueue(database, "s", due: t0 + .hours(1))
            try worker.settle(job, .done, at: t0)
            #expect(try nextDue(database) == t0 + .hours(1))
            let again = try #require(try worker.claim(limit: 1, at: t0 + .hours(1)).first)
            #expect(again.attempts == 1)
            try worker.settle(again, .done, at: t0)
            #expect(try find(database) == nil)
        }
    }

    @Test(
        "work asked for while it runs runs again, however the run went", arguments: Engine.available,
        [Worker.Outcome.failed("no line"), .dead("no such bank"), .later(.t0 + .days(9))])
    func askedWhileFailing(engine: Engine, outcome: Worker.Outcome) throws {
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            try enqueue(database, "s")
            let job = try #require(try worker.claim(limit: 1, at: t0).first)
            try enqueue(database, "s", due: t0 + .seconds(1))
            let isDead = try worker.settle(job, outcome, at: t0)
            #expect(!isDead)
            let again = try #require(try worker.claim(limit: 1, at: t0 + .seconds(1)).first)
            #expect(again.attempts == 1)
        }
    }

    @Test(
        "a worker that dies while its work is asked for anew leaves the old moment standing",
        arguments: Engine.available)
    func askedWhileDying(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            try enqueue(database, "s")
            _ = try worker("dies", database).claim(limit: 1, at: t0)
            try enqueue(database, "s", due: t0 + .hours(5))
            let other = worker("other", database)
            let taken = try #require(try other.claim(limit: 1, at: t0 + .minutes(1)).first)
            try other.settle(taken, .done, at: t0 + .minutes(1))
            #expect(try nextDue(database) == t0 + .hours(5))
        }
    }

    @Test("a failed job is tried again after 10 s, then 30 s, then it is dead", arguments: Engine.available)
    func failing(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            try enqueue(database, "s")
            var now = t0
            for wait in [Duration.seconds(10), .seconds(30)] {
                let job = try #require(try worker.claim(limit: 1, at: now).first)
                let isDead = try worker.settle(job, .failed("no line"), at: now)
                #expect(!isDead)
                #expect(try nextDue(database) == now + wait)
                now = now + wait
            }
            let last = try #require(try worker.claim(limit: 1, at: now).first)
            #expect(last.lastError == "no line")
            let isDead = try worker.settle(last, .failed("still none"), at: now)
            #expect(isDead)
            let dead = try database.read { try JobTable($0).dead(limit: 10) }
            #expect(dead.map(\.subject) == ["s"])
            #expect(dead.first?.lastError == "still none")
            #expect(try nextDue(database) == nil)
            let none = try worker.claim(limit: 1, at: now + .days(1))
            #expect(none.isEmpty)
        }
    }

    @Test("the waits grow by the factor up to the longest; the last try has none")
    func backoffTable() {
        let backoff = Backoff(tries: 7, first: .seconds(2), factor: 3, longest: .seconds(100))
        let waits = (1...8).map { backoff.wait(afterAttempt: $0)?.wholeSeconds }
        #expect(waits == [2, 6, 18, 54, 100, 100, nil, nil])
        #expect(Backoff(tries: 1, first: .seconds(2), factor: 3, longest: .seconds(9)).wait(afterAttempt: 1) == nil)
    }

    @Test("a dead job is listed at once; asking again revives it with fresh tries", arguments: Engine.available)
    func dead(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            try enqueue(database, "s")
            let job = try #require(try worker.claim(limit: 1, at: t0).first)
            let isDead = try worker.settle(job, .dead("no such bank"), at: t0)
            #expect(isDead)
            #expect(try find(database)?.state == .dead)
            try enqueue(database, "s", due: t0 + .days(1))
            #expect(try find(database)?.state == .waiting)
            let revived = try #require(try worker.claim(limit: 1, at: t0 + .days(1)).first)
            #expect(revived.attempts == 1)
        }
    }

    @Test("a cancelled job never runs; cancelling it while it runs leaves nothing", arguments: Engine.available)
    func cancel(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            for isRunning in [false, true] {
                try enqueue(database, "s")
                #expect(try database.read { try JobTable($0).waits("call", "s") })
                let running = isRunning ? try worker.claim(limit: 1, at: t0) : []
                try database.write { tx in try JobTable(tx).cancel("call", "s") }
                for job in running { try worker.settle(job, .failed("late"), at: t0) }
                #expect(try find(database) == nil)
                #expect(try !database.read { try JobTable($0).waits("call", "s") })
            }
        }
    }

    @Test("a job put off comes back then, with fresh tries", arguments: Engine.available)
    func later(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let worker = worker("w", database)
            try enqueue(database, "s")
            for hour in Int64(1)...5 {
                let now = t0 + .hours(hour)
                let job = try #require(try worker.claim(limit: 1, at: now).first)
                #expect(job.attempts == 1)
                try worker.settle(job, .later(now + .hours(1)), at: now)
                let early = try worker.claim(limit: 1, at: now + .minutes(59))
                #expect(early.isEmpty)
            }
        }
    }

    @Test(
        "the next due moment is that of the earliest job that nobody holds, or the end of a lease",
        arguments: Engine.available)
    func nextDue(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            #expect(try nextDue(database) == nil)
            for second in [Int64(0), 40, 90] { try enqueue(database, "s\(second)", due: t0 + .seconds(second)) }
            #expect(try nextDue(database) == t0)
            _ = try worker("w", database).claim(limit: 1, at: t0)
            #expect(try nextDue(database) == t0 + .seconds(40))
            _ = try worker("w", database).claim(limit: 1, at: t0 + .seconds(40))
            #expect(try nextDue(database) == t0 + .minutes(1))
        }
    }
}

private final class Claimed: Sendable {
    let subjects = Mutex<[String]>([])
}
