package import Primitives
internal import Storage

/// One request to an operator: suspend the calls of a number for a short term, while its holder talks to a fraudster (保护性停话).
package struct LineSuspension: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// The operator has not answered.
        case asked
        /// Off by the operator's word, until its end at the latest.
        case suspended
        /// The police want it on again; the operator has not said that it is.
        case restoring
        /// On again by the operator's word, or its term is over.
        case ended
        case refused
        /// The police took the request back before it was answered.
        case withdrawn
        /// Unanswered for as long as it would have lasted.
        case lapsed

        /// Whether it stands in the way of another about the same number.
        package var isLive: Bool { self == .asked || self == .suspended || self == .restoring }
    }

    /// Why an operator does not do it.
    package enum RefusalReason: String, Sendable, Codable, CaseIterable, Storable {
        case otherOperator, unknownNumber, offAlready, technical, other
    }

    package enum Event: Sendable, Equatable {
        case suspended(at: Timestamp)
        case refused(RefusalReason)
        /// The police no longer want it.
        case release(at: Timestamp)
        case restored(at: Timestamp)
        /// A moment at which something may happen by itself.
        case moment(Timestamp)
    }

    package enum Effect: Sendable, Equatable {
        /// The operator owes an answer or a confirmation for longer than its limit: the unit above is told.
        case tellAbove
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: LineSuspensionID
    package let warning: WarningID
    /// The operator's code in the register of banks.
    package let carrier: String
    package let phone: PhoneNumber
    package let reason: String
    package let askedBy: String
    package let askedAt: Timestamp
    /// For how long it is suspended, and within what time the operator answers; both as the rules were when it was asked.
    package let term: Duration
    package let answerLimit: Duration
    package internal(set) var state: State
    /// By when the operator owes an answer or, when it is to be on again, a confirmation.
    package internal(set) var due: Timestamp
    /// Whether the unit above was told that nothing came by then.
    package internal(set) var isOverdue: Bool
    package internal(set) var endsAt: Timestamp?
    package internal(set) var restoredAt: Timestamp?
    package internal(set) var refusal: RefusalReason?
    /// What the operator wrote to its answer.
    package internal(set) var words: String
    package internal(set) var answeredBy: String?
    package internal(set) var answeredAt: Timestamp?

    init(
        id: LineSuspensionID, warning: WarningID, carrier: String, phone: PhoneNumber, reason: String, askedBy: String,
        askedAt: Timestamp, term: Duration, answerLimit: Duration
    ) {
        (self.id, self.warning, self.carrier, self.phone, self.reason) = (id, warning, carrier, phone, reason)
        (self.askedBy, self.askedAt, self.term, self.answerLimit) = (askedBy, askedAt, term, answerLimit)
        (state, due, isOverdue, words) = (.asked, askedAt + answerLimit, false, "")
    }

    /// A request from so long ago suspends nobody's line any more.
    package var lapsesAt: Timestamp { askedAt + term }

    /// The only place where a suspension changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch (state, event) {
        case (.asked, .suspended(let now)): (state, endsAt) = (.suspended, now + term)
        case (.refused, .suspended(let now)), (.withdrawn, .suspended(let now)), (.lapsed, .suspended(let now)):
            // The answers crossed: the line is off and nobody counts on it, so it is to be on again at once.
            (state, endsAt) = (.restoring, now + term)
            owe(from: now)
        case (.asked, .refused(let why)): (state, refusal) = (.refused, why)
        case (.asked, .release): state = .withdrawn
        case (.suspended, .release(let now)):
            state = .restoring
            owe(from: now)
        case (.suspended, .restored(let now)), (.restoring, .restored(let now)): (state, restoredAt) = (.ended, now)
        case (.ended, .restored(let now)): restoredAt = restoredAt ?? now
        case (.asked, .moment(let now)), (.suspended, .moment(let now)), (.restoring, .moment(let now)),
            (.ended, .moment(let now)):
            return pass(now)
        case (.suspended, .suspended), (.restoring, .suspended), (.ended, .suspended), (.refused, .refused),
            (.withdrawn, .refused), (.lapsed, .refused), (.restoring, .release), (.refused, .restored),
            (.withdrawn, .restored), (.lapsed, .restored), (.refused, .moment), (.withdrawn, .moment),
            (.lapsed, .moment):
            // The same once more, or what agrees with it; or the clock lost the race.
            return []
        case (.asked, .restored), (.suspended, .refused), (.restoring, .refused), (.ended, .refused),
            (.ended, .release), (.refused, .release), (.withdrawn, .release), (.lapsed, .release):
            throw Illegal(state: state, event: event)
        }
        return []
    }

    private mutating func owe(from now: Timestamp) { (due, isOverdue) = (now + answerLimit, false) }

    /// What comes by itself: the limit of an answer, the end of the term.
    private mutating func pass(_ now: Timestamp) -> [Effect] {
        if let endsAt, state == .suspended || state == .restoring, now >= endsAt {
            if state == .suspended { owe(from: endsAt) }
            state = .ended
        }
        let isOwed = state == .asked || state == .restoring || (state == .ended && restoredAt == nil)
        let effects: [Effect] = isOwed && !isOverdue && now >= due ? [.tellAbove] : []
        if !effects.isEmpty { isOverdue = true }
        if state == .asked, now >= lapsesAt { state = .lapsed }
        return effects
    }

    /// When something comes by itself the next time.
    package var nextMoment: Timestamp? {
        let owed = isOverdue ? nil : due
        return switch state {
        case .asked: [owed, lapsesAt].compactMap(\.self).min()
        case .suspended: endsAt
        case .restoring: [owed, endsAt].compactMap(\.self).min()
        case .ended: restoredAt == nil ? owed : nil
        case .refused, .withdrawn, .lapsed: nil
        }
    }

    /// Whether the operator has something to do or to confirm.
    package var isOwed: Bool { state.isLive || (state == .ended && restoredAt == nil) }
}
