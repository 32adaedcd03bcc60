import Jobs
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Simulation

@Suite("What goes first in the queue of work") struct QueueUrgencyTests {
    @Test(
        "an alarm's trace and first stop-payment go before older work, the rest of it after",
        arguments: Engine.available)
    func firstOrders(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: try #require(Story.time("08:00"))))
            for line in [
                "account V 901741000011 6200911000000000007 王芳 300000", "account M 902741000028 6200921000000000005 李强",
                "account W 901741000011 6200911000000000015 周某 300000", "account N 903741000035 6200931000000000003 赵敏",
                "authority tiers 4 most 500000", "pay V M 210000", "pay W N 90000", "alarm I V M 210000",
            ] { try play(line, on: stage) }
            let older = try stage.incident("I").description
            let first = try done(1, on: stage) + done(1, on: stage)
            #expect(first[0] == "trace \(older)" && first[1].hasPrefix("transmit "))
            stage.centre.clock.set(stage.now + .seconds(1))
            try play("alarm J W N 90000", on: stage)
            let newer = try stage.incident("J").description
            // The older one's inquiry and its next trace have waited for a second.
            let traced = try done(1, on: stage)
            #expect(traced == ["trace \(newer)"])
            let stopped = try stops(done(1, on: stage), stage)
            #expect(stopped == [newer])
            let rest = try stage.centre.workshops[1].claim(limit: 9)
            #expect(rest.allSatisfy { $0.urgency == .usual })
            #expect(rest.contains { $0.subject == older } && rest.contains { $0.subject == newer })
        }
    }

    private func play(_ line: String, on stage: Stage) throws {
        _ = try stage.act(line.split(separator: " ").map(String.init))
    }

    /// Does the next jobs and says which they were.
    private func done(_ count: Int, on stage: Stage) throws -> [String] {
        let jobs = try stage.centre.workshops[1].claim(limit: count)
        for job in jobs { try stage.centre.workshops[1].work(job) }
        return jobs.map { "\($0.kind) \($0.subject)" }
    }

    /// The incidents whose stop-payments these jobs sent.
    private func stops(_ jobs: [String], _ stage: Stage) throws -> [String] {
        try jobs.compactMap { job in
            guard let id = ActID(String(job.dropFirst("transmit ".count))) else { return nil }
            let act = try stage.read { try BankActTable($0).require(id) }
            return act.kind == .stop ? act.incident.description : nil
        }
    }
}
