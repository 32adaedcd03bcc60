package import Primitives
package import Storage

/// Takes due jobs one lease at a time and hands them to `run`; any number of workers may share a database.
///
/// A worker may die at any point: its lease runs out and another takes the job, so `run` must be safe to repeat.
package struct Worker: Sendable {
    package enum Outcome: Sendable {
        case done
        /// Not yet: ask again then.
        case later(Timestamp)
        /// By the clock that shows less than when it was taken its moment has not come: it waits as if it had not been taken.
        case early
        /// Failed in a way that another try may mend.
        case failed(String)
        /// No further try makes sense; a person must look.
        case dead(String)
    }

    package let name: String
    package let database: any Database
    package let lease: Duration
    package let backoff: Backoff

    package init(name: String, database: any Database, lease: Duration, backoff: Backoff) {
        self.name = name
        self.database = database
        self.lease = lease
        self.backoff = backoff
    }

    /// Takes up to `limit` due jobs, urgent ones first; of the others at most `usual`, where that is given.
    package func claim(limit: Int, usual: Int? = nil, at now: Timestamp) throws -> [Job] {
        try database.write(.statement(.repeatable)) { [name, lease] tx in
            try JobTable(tx).claim(limit: limit, usual: usual ?? limit, owner: name, now: now, until: now + lease)
        }
    }

    /// Tells the queue how a job went. Returns whether it is dead now, as after its last try.
    @discardableResult
    package func settle(_ job: Job, _ outcome: Outcome, at now: Timestamp) throws -> Bool {
        try database.write(.statement(.repeatable)) { [name, backoff] tx in
            let table = JobTable(tx)
            try table.lock(job.id)
            switch outcome {
            case .done: try table.finish(job, owner: name)
            case .later(let due): try table.postpone(job, owner: name, to: due)
            case .early: try table.giveBack(job, owner: name)
            case .dead(let error): return try table.fail(job, owner: name, error: error, retry: nil)
            case .failed(let error):
                let retry = backoff.wait(afterAttempt: job.attempts).map { now + $0 }
                return try table.fail(job, owner: name, error: error, retry: retry)
            }
            return false
        }
    }
}
