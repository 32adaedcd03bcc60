import Jobs
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@Suite("A clock that is set back between taking work and doing it") struct ClockSetBackTests {
    @Test("a stop-payment is warned of and ends once the clock has gone on", arguments: Engine.available)
    func stopEnds(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = try afterAlarm(database)
            try stage.centre.work()
            let stop = try #require(try all(stage).first)
            let ends = try #require(stop.endsAt)
            for due in [ends - .hours(12), ends - .hours(1), ends] { try setBack(at: due, stage) }
            let warned = try stage.read { try EntryTable($0).about(subject: "\(stop.id)", limit: 100) }
            #expect(warned.count { $0.act == "stopPayment.endsSoon" } == 2)
            #expect(try all(stage).first?.state == .expired)
        }
    }

    @Test("the centre is told that a bank's time to answer is over", arguments: Engine.available)
    func answerDue(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = try afterAlarm(database, "fault 902741000028 down")
            try stage.centre.work()
            let acts = try stage.read { try BankActTable($0).acts(in: .open, limit: 10) }
            let stop = try #require(acts.first { $0.kind == .stop })
            try setBack(at: stop.answerDue, stage)
            let told = try stage.read { try EntryTable($0).about(subject: "\(stop.id)", limit: 100) }
            #expect(told.contains { $0.act == "bank.overdue" })
        }
    }

    @Test("what was taken too early stays urgent, and no try is counted", arguments: Engine.available)
    func early(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = try afterAlarm(database)
            let workshop = stage.centre.workshops[1]
            let taken = try #require(try workshop.claim(limit: 1).first)
            stage.centre.clock.set(taken.due - .seconds(1))
            try workshop.work(taken)
            stage.centre.clock.set(taken.due)
            #expect(taken.urgency == .urgent)
            #expect(try workshop.claim(limit: 1) == [taken])
        }
    }

    /// An alarm about 210,000 yuan, of which nothing is done yet.
    private func afterAlarm(_ database: any Database, _ lines: String...) throws -> Stage {
        let stage = Stage(try Centre(database, start: try #require(Story.time("08:00"))))
        for line in [
            "account V 901741000011 6200911000000000007 王芳 300000", "account M 902741000028 6200921000000000005 李强",
            "authority tiers 4 most 500000", "pay V M 210000",
        ] + lines { try play(line, on: stage) }
        try stage.centre.advance(to: try #require(Story.time("08:10")))
        try play("alarm I V M 210000 at 08:00", on: stage)
        return stage
    }

    private func play(_ line: String, on stage: Stage) throws {
        _ = try stage.act(line.split(separator: " ").map(String.init))
    }

    private func all(_ stage: Stage) throws -> [StopPayment] {
        try stage.read { try StopPaymentTable($0).all(after: nil, limit: 10) }
    }

    /// What is due at `due` is taken then, done by a clock that shows a minute less, and looked at again when it is due.
    private func setBack(at due: Timestamp, _ stage: Stage) throws {
        let (centre, workshop) = (stage.centre, stage.centre.workshops[1])
        try centre.advance(to: due - .seconds(1))
        centre.clock.set(due)
        let taken = try workshop.claim(limit: 10)
        #expect(!taken.isEmpty)
        centre.clock.set(due - .minutes(1))
        for job in taken { try workshop.work(job) }
        centre.clock.set(due)
        for _ in 0..<10 { for job in try workshop.claim(limit: 10) { try workshop.work(job) } }
    }
}
