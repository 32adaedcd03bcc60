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
        /// Ended by its release, or by its term while the release was on its way.
        case released
        /// Returned by the second person, or not needed any more before it was sent.
        case withdrawn

        /// Whether the bank holds the account, as far as it has told us.
        package var isInForce: Bool { self == .executed || self == .releasing }

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
        case releaseRefused
        case extended(ends: Timestamp)
        /// It was extended in time, and that is heard after its end.
        case revived(ends: Timestamp)
        case termEnded(now: Timestamp)
        /// A person found that the bank's word on the order, or on the release, was not true: another of its words is taken next.
        case orderUntrue, releaseUntrue
        /// A person found that another sum lay there when the bank executed than it had said.
        case sumAmended(Money)
    }

    package enum Effect: Sendable, Equatable {
        case transmit
        case startTerm(ends: Timestamp)
        case endClaims
        case reviveClaims
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
        switch state {
        case .draft: try applyToDraft(event)
        case .ordered, .overdue: try applyAtBank(event)
        case .executed, .releasing: try applyInForce(event)
        case .refused, .expired, .released: try applyAfterEnd(event)
        case .withdrawn: try applyToWithdrawn(event)
        }
    }

    private mutating func applyToDraft(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .approve:
            state = .ordered
            return [.transmit]
        case .withdraw:
            state = .withdrawn
            return [.endClaims]
        case .answerOverdue:
            return []  // No clock runs yet.
        case .executed, .refused, .askRelease, .released, .releaseRefused, .extended, .revived, .termEnded,
            .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    /// On its way or at the bank, in time or overdue: a late answer is taken as one in time.
    private mutating func applyAtBank(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .executed(let at, let ends, let held):
            (state, executedAt, endsAt, heldBalance, uses) = (.executed, at, ends, held, 1)
            return [.startTerm(ends: ends), .traceClaimants]
        case .refused(let code):
            (state, refusalCode) = (.refused, code)
            return [.endClaims, .traceClaimants]
        case .answerOverdue:
            guard state == .ordered else { return [] }
            state = .overdue
            return [.escalate]
        case .approve, .withdraw, .askRelease, .released, .releaseRefused, .extended, .revived, .termEnded,
            .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    private mutating func applyInForce(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .askRelease:
            guard state == .executed else { return [] }
            state = .releasing
            return [.sendRelease]
        case .releaseRefused:
            // The account is still held, and its release can be asked for again.
            state = .executed
            return []
        case .extended(let ends):
            (endsAt, uses) = (ends, 2)
            return [.startTerm(ends: ends), .traceClaimants]
        case .termEnded(let now):
            // A timer set before an extension fires early: the term it meant is not the term that holds.
            guard let ends = endsAt, now >= ends else { return [] }
            (state, endedAt) = (state == .releasing ? .released : .expired, ends)
            return [.endClaims, .traceClaimants]
        case .released(let at):
            (state, endedAt) = (.released, at)
            return [.endClaims, .traceClaimants]
        case .executed, .refused:
            // The caller lets the same answer pass once only; a second, different one is a contradiction.
            return [.reportContradiction]
        case .answerOverdue:
            return []  // The timer lost the race against the answer.
        case .orderUntrue where state == .executed && uses == 1:
            (state, executedAt, endsAt, heldBalance, uses) = (.ordered, nil, nil, nil, 0)
            return []
        case .sumAmended(let held):
            heldBalance = held
            return [.traceClaimants]
        case .approve, .withdraw, .revived, .orderUntrue, .releaseUntrue:
            throw Illegal(state: state, event: event)
        }
    }

    /// What ended here has ended; a bank that says otherwise is shown to a person, who may find that it is right.
    private mutating func applyAfterEnd(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .executed, .refused:
            return [.reportContradiction]
        case .extended:
            // The bank has counted the account's second stop, though it came too late.
            if state != .refused { uses = 2 }
            return [.reportContradiction]
        case .revived(let ends) where state == .expired && endsAt.map { ends > $0 } ?? false:
            (state, endsAt, endedAt, uses) = (.executed, ends, nil, 2)
            return [.startTerm(ends: ends), .reviveClaims, .traceClaimants]
        case .released: return state == .released ? [] : [.reportContradiction]
        case .releaseRefused: return []
        case .answerOverdue, .termEnded:
            return []  // The timer outlived the measure.
        case .orderUntrue where state == .refused:
            (state, refusalCode) = (.ordered, nil)
            return [.reviveClaims]
        case .releaseUntrue where state == .released:
            guard let ends = endsAt else { throw Illegal(state: state, event: event) }
            (state, endedAt) = (.releasing, nil)
            return [.startTerm(ends: ends), .reviveClaims, .traceClaimants]
        case .sumAmended(let held) where state != .refused:
            heldBalance = held
            return [.traceClaimants]
        case .approve, .withdraw, .askRelease, .revived, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    private func applyToWithdrawn(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .answerOverdue, .termEnded:
            return []
        case .approve, .withdraw, .executed, .refused, .askRelease, .released, .releaseRefused, .extended, .revived,
            .orderUntrue, .releaseUntrue, .sumAmended:
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
