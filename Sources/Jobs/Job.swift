package import Primitives
package import Storage

package struct JobID: Identifier, Storable {
    package static let prefix = "job"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// One piece of work that is due at a moment: at most one waits for each kind and subject.
package struct Job: Sendable, Equatable {
    package enum State: String, Storable { case waiting, dead }

    package let id: JobID
    package let kind: String
    package let subject: String
    package let due: Timestamp
    package let urgency: Urgency
    /// Grows each time the same work is asked for again or put off, so that each run has a key of its own.
    package let revision: Int64
    package let attempts: Int
    package let state: State
    package let lastError: String?
}

/// How often and how soon failed work is tried again.
package struct Backoff: Sendable, Equatable {
    package let tries: Int
    package let first: Duration
    package let factor: Int
    package let longest: Duration

    package init(tries: Int, first: Duration, factor: Int, longest: Duration) {
        self.tries = tries
        self.first = first
        self.factor = factor
        self.longest = longest
    }

    /// The wait after the given failed attempt (1 is the first); nil when no further one is due.
    package func wait(afterAttempt attempt: Int) -> Duration? {
        guard attempt < tries else { return nil }
        var wait = first
        for _ in 1..<max(1, attempt) where wait < longest { wait = wait * factor }
        return min(wait, longest)
    }
}
