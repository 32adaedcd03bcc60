internal import Gateways
package import Jobs
internal import Journal
internal import Jurisdiction
package import Primitives
internal import Recovery
internal import Storage

/// Takes due jobs and does them, one after the other; any number of workshops may share a database.
package struct Workshop: Sendable {
    private let platform: Platform
    private let reactions: Reactions
    private let worker: Worker
    private let sequencer: Sequencer

    /// `name` must be this workshop's own among all that run.
    package init(_ platform: Platform, name: String, lease: Duration = .seconds(60)) {
        self.platform = platform
        reactions = Reactions(platform)
        let rules = platform.rules
        worker = Worker(
            name: name, database: platform.database, lease: lease,
            backoff: Backoff(
                tries: rules.jobTriesMax, first: rules.jobBackoffFirst, factor: rules.jobBackoffFactor,
                longest: rules.jobBackoffMax))
        sequencer = Sequencer(platform.database)
    }

    /// Takes the jobs that are due now, at most `limit`, urgent ones first; of the others at most `usual`, where that is given.
    package func claim(limit: Int, usual: Int? = nil) throws -> [Job] {
        try worker.claim(limit: limit, usual: usual, at: platform.clock.now())
    }

    /// Does one claimed job and says how it went; an error counts as a failed try.
    package func work(_ job: Job) throws { _ = try carryOut(job) }

    /// The same, and tells how it went.
    package func carryOut(_ job: Job) throws -> Worker.Outcome {
        let outcome: Worker.Outcome
        do {
            outcome = try reactions.run(job)
        } catch {
            outcome = .failed("\(error)")
        }
        // A person is told before the job is laid down, so that none is lost between the two.
        if isLast(outcome, of: job) { try reactions.buried(job, outcome.reason) }
        try worker.settle(job, outcome, at: platform.clock.now())
        return outcome
    }

    private func isLast(_ outcome: Worker.Outcome, of job: Job) -> Bool {
        switch outcome {
        case .dead: true
        case .failed: worker.backoff.wait(afterAttempt: job.attempts) == nil
        case .done, .later, .early: false
        }
    }

    /// Does one claimed job and dies before the queue is told: its lease runs out and another does it again. For simulations.
    package func workAndDie(_ job: Job) {
        do { _ = try reactions.run(job) } catch {  // It died with the error still on its lips.
        }
    }

    /// Numbers and chains what the journal has got since.
    package func chain() throws { while try sequencer.run() > 0 {} }

    /// Takes what the carrier of messages has reported; returns how much that was.
    package func receive() throws -> Int { try platform.handover.receive(clock: platform.clock) }

    /// Leaves word that this workshop is at work, for readiness and the doctor.
    package func report() throws {
        let (name, now) = (worker.name, platform.clock.now())
        try platform.database.write { tx in try WorkerTable(tx).report(name, at: now) }
    }

    /// When the next job is due; nil when none waits.
    package func nextDue() throws -> Timestamp? {
        try platform.database.read { try JobTable($0).nextDue() }
    }
}

extension Worker.Outcome {
    fileprivate var reason: String {
        switch self {
        case .failed(let reason), .dead(let reason): reason
        case .done, .later, .early: ""
        }
    }
}
