package import Primitives
internal import Storage

/// A protective hold (保护性止付) on the victim's own account, against paying more: short, and never a stop-payment figure.
package struct ProtectiveHold: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        case draft, ordered, executed, lifting, refused, expired, lifted, withdrawn

        package var isLive: Bool {
            switch self {
            case .draft, .ordered, .executed, .lifting: true
            case .refused, .expired, .lifted, .withdrawn: false
            }
        }
    }

    package enum Event: Sendable, Equatable {
        case approve
        case withdraw
        case executed(at: Timestamp, ends: Timestamp)
        case refused(code: String)
        case askLift
        case lifted(at: Timestamp)
        case liftRefused
        case termEnded(now: Timestamp)
    }

    package enum Effect: Sendable, Equatable {
        case transmit, startTerm(ends: Timestamp), sendLift, reportContradiction
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: ProtectiveHoldID
    package let account: AccountID
    package let incident: IncidentID
    package let reason: String
    package let requestedAt: Timestamp
    package internal(set) var state: State
    package internal(set) var executedAt: Timestamp?
    package internal(set) var endsAt: Timestamp?
    package internal(set) var refusalCode: String?

    /// The only place where a protective hold changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch (state, event) {
        case (.draft, .approve):
            state = .ordered
            return [.transmit]
        case (.draft, .withdraw):
            state = .withdrawn
            return []
        case (.ordered, .executed(let at, let ends)):
            (state, executedAt, endsAt) = (.executed, at, ends)
            return [.startTerm(ends: ends)]
        case (.ordered, .refused(let code)):
            (state, refusalCode) = (.refused, code)
            return []
        case (.executed, .askLift):
            state = .lifting
            return [.sendLift]
        case (.lifting, .liftRefused):
            // The account is still held, and its lifting can be asked for again.
            state = .executed
            return []
        case (.lifting, .lifted), (.executed, .lifted):
            state = .lifted
            return []
        case (.executed, .termEnded(let now)), (.lifting, .termEnded(let now)):
            guard let ends = endsAt, now >= ends else { return [] }
            state = .expired
            return []
        case (.refused, .termEnded), (.expired, .termEnded), (.lifted, .termEnded), (.withdrawn, .termEnded),
            (.lifting, .askLift), (.lifted, .lifted), (.executed, .liftRefused), (.expired, .liftRefused),
            (.lifted, .liftRefused):
            return []
        case (.executed, .executed), (.executed, .refused), (.lifting, .executed), (.lifting, .refused),
            (.refused, .executed),
            (.refused, .refused), (.expired, .executed), (.expired, .refused), (.expired, .lifted),
            (.lifted, .executed),
            (.lifted, .refused):
            return [.reportContradiction]
        case (.draft, .liftRefused), (.ordered, .liftRefused), (.refused, .liftRefused), (.withdrawn, .liftRefused),
            (.draft, .executed), (.draft, .refused), (.draft, .askLift), (.draft, .lifted), (.draft, .termEnded),
            (.ordered, .approve), (.ordered, .withdraw), (.ordered, .askLift), (.ordered, .lifted),
            (.ordered, .termEnded),
            (.executed, .approve), (.executed, .withdraw), (.lifting, .approve), (.lifting, .withdraw),
            (.refused, .approve),
            (.refused, .withdraw), (.refused, .askLift), (.refused, .lifted), (.expired, .approve),
            (.expired, .withdraw),
            (.expired, .askLift), (.lifted, .approve), (.lifted, .withdraw), (.lifted, .askLift),
            (.withdrawn, .approve),
            (.withdrawn, .withdraw), (.withdrawn, .executed), (.withdrawn, .refused), (.withdrawn, .askLift),
            (.withdrawn, .lifted):
            throw Illegal(state: state, event: event)
        }
    }
}
