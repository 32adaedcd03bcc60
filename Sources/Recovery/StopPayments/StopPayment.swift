package import Primitives
internal import Storage

/// A stop-payment (止付): for 48 hours money may come into one account and none may leave it.
///
/// It is a measure on the account, not on an incident; each incident that it serves has a `Claim` on it.
package struct StopPayment: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// Asked for; waits for a second person.
        case draft
        /// Approved; on its way, or at the bank.
        case ordered
        /// The bank's time to answer is over; a person has been told.
        case overdue
        /// The bank holds the account.
        case executed
        /// Its release is on its way to the bank.
        case releasing
        /// The bank did not stop.
        case refused
        /// Its term ended.
        case expired
        /// Ended before its term.
        case released
        /// Returned by the second person, or not needed any more before it was sent.
        case withdrawn

        /// Whether the account has a stop-payment that runs or may yet run: then no other is made.
        package var isLive: Bool {
            switch self {
            case .draft, .ordered, .overdue, .executed, .releasing: true
            case .refused, .expired, .released, .withdrawn: false
            }
        }
    }

    package enum Event: Sendable, Equatable {
        case approve
        case withdraw
        case executed(at: Timestamp, ends: Timestamp, held: Money)
        case refused(code: String)
        case answerOverdue
        case askRelease
        case released(at: Timestamp)
        case extended(ends: Timestamp)
        case termEnded(now: Timestamp)
    }

    package enum Effect: Sendable, Equatable {
        case transmit
        case startTerm(ends: Timestamp)
        case endClaims
        case traceClaimants
        case escalate
        case sendRelease
        /// The bank says something else than what it said before, or than what can be.
        case reportContradiction
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: StopPaymentID
    package let account: AccountID
    /// The incident whose trace asked for it first.
    package let incident: IncidentID
    /// The four items the bank checks: the account's name and number stand on the account, these two are the transfer's.
    package let transferAmount: Money
    package let transferTime: Timestamp
    package let tier: Int
    package let requestedAt: Timestamp
    package internal(set) var state: State
    /// How many of the account's stops this measure has used: 1, or 2 once extended.
    package internal(set) var uses: Int = 0
    package internal(set) var executedAt: Timestamp?
    package internal(set) var endsAt: Timestamp?
    /// What lay in the account when the bank executed, and is held since (止付金额 counts it).
    package internal(set) var heldBalance: Money?
    package internal(set) var refusalCode: String?
    package internal(set) var endedAt: Timestamp?

    /// The only place where a stop-payment changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch (state, event) {
        case (.draft, .approve):
            state = .ordered
            return [.transmit]
        case (.draft, .withdraw):
            state = .withdrawn
            return [.endClaims]

        case (.ordered, .executed(let at, let ends, let held)), (.overdue, .executed(let at, let ends, let held)):
            (state, executedAt, endsAt, heldBalance, uses) = (.executed, at, ends, held, 1)
            return [.startTerm(ends: ends), .traceClaimants]
        case (.ordered, .refused(let code)), (.overdue, .refused(let code)):
            (state, refusalCode) = (.refused, code)
            return [.endClaims, .traceClaimants]
        case (.ordered, .answerOverdue):
            state = .overdue
            return [.escalate]

        case (.executed, .askRelease):
            state = .releasing
            return [.sendRelease]
        case (.executed, .extended(let ends)):
            (endsAt, uses) = (ends, 2)
            return [.startTerm(ends: ends), .traceClaimants]
        case (.executed, .termEnded(let now)), (.releasing, .termEnded(let now)):
            // A timer set before an extension fires early: the term it meant is not the term that holds.
            guard let ends = endsAt, now >= ends else { return [] }
            (state, endedAt) = (.expired, ends)
            return [.endClaims, .traceClaimants]
        case (.releasing, .released(let at)), (.executed, .released(let at)):
            (state, endedAt) = (.released, at)
            return [.endClaims, .traceClaimants]

        case (.executed, .executed), (.releasing, .executed), (.expired, .executed), (.released, .executed):
            // The caller lets the same answer pass once only; a second, different one is a contradiction.
            return [.reportContradiction]
        case (.executed, .refused), (.releasing, .refused), (.expired, .refused), (.released, .refused),
            (.refused, .executed), (.refused, .refused):
            return [.reportContradiction]
        case (.expired, .released), (.expired, .extended), (.released, .extended), (.releasing, .extended):
            // The bank was slower than the term; what ended here has ended, and a person sees that it differs.
            return [.reportContradiction]

        case (.overdue, .answerOverdue), (.executed, .answerOverdue), (.releasing, .answerOverdue),
            (.refused, .answerOverdue),
            (.expired, .answerOverdue), (.released, .answerOverdue), (.withdrawn, .answerOverdue),
            (.draft, .answerOverdue):
            // The timer lost the race against the answer.
            return []
        case (.refused, .termEnded), (.expired, .termEnded), (.released, .termEnded), (.withdrawn, .termEnded):
            // The timer outlived the measure.
            return []
        case (.releasing, .askRelease), (.released, .released):
            return []

        case (.draft, .executed), (.draft, .refused), (.draft, .askRelease), (.draft, .released), (.draft, .extended),
            (.draft, .termEnded), (.ordered, .approve), (.ordered, .withdraw), (.ordered, .askRelease),
            (.ordered, .released),
            (.ordered, .extended), (.ordered, .termEnded), (.overdue, .approve), (.overdue, .withdraw),
            (.overdue, .askRelease),
            (.overdue, .released), (.overdue, .extended), (.overdue, .termEnded), (.executed, .approve),
            (.executed, .withdraw),
            (.releasing, .approve), (.releasing, .withdraw), (.refused, .approve), (.refused, .withdraw),
            (.refused, .askRelease), (.refused, .released), (.refused, .extended), (.expired, .approve),
            (.expired, .withdraw),
            (.expired, .askRelease), (.released, .approve), (.released, .withdraw), (.released, .askRelease),
            (.withdrawn, .approve), (.withdrawn, .withdraw), (.withdrawn, .executed), (.withdrawn, .refused),
            (.withdrawn, .askRelease), (.withdrawn, .released), (.withdrawn, .extended):
            throw Illegal(state: state, event: event)
        }
    }
}

/// One incident's share in a stop-payment: as long as one lives, the measure is not released.
package struct Claim: Sendable, Equatable {
    package let stop: StopPaymentID
    package let incident: IncidentID
    /// The incident's money that the trace finds in the account, held or not.
    package let traced: Money
    package let isLive: Bool
}
