package import Access
package import Jurisdiction
package import Primitives
internal import Storage

/// What one unit has to do about one warning: reach the person, or look again after some days (劝阻任务、回访).
package struct DissuasionTask: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable, Storable { case dissuade, followUp }

    package enum State: String, Sendable, CaseIterable, Storable {
        /// A follow-up whose day has not come.
        case planned
        /// At the unit; nobody is on it.
        case waiting
        /// Given to an officer who has not signed for it.
        case assigned
        case signed
        case done
        /// The warning went on elsewhere: merged, reopened, ended.
        case cancelled

        package var isOpen: Bool { self == .waiting || self == .assigned || self == .signed }
    }

    package enum Event: Sendable, Equatable {
        case begin
        case assign(UserID)
        case sign(UserID, at: Timestamp)
        /// To another unit, where somebody else takes it.
        case move(to: UnitCode)
        case pause(until: Timestamp, reason: String, at: Timestamp)
        case resume(at: Timestamp)
        case finish(at: Timestamp)
        case cancel(at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: DissuasionTaskID
    package let warning: WarningID
    package let kind: Kind
    package let startsAt: Timestamp
    package internal(set) var unit: UnitCode
    package internal(set) var officer: UserID?
    package internal(set) var state: State
    package internal(set) var grade: Grade
    package internal(set) var clocks: TaskClocks
    package internal(set) var pausedUntil: Timestamp?
    package internal(set) var pauseReason: String?
    /// The unit that was told last, when its time was over.
    package internal(set) var escalatedTo: UnitCode?
    package internal(set) var endedAt: Timestamp?

    /// The only place where a task changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.planned, .begin): state = .waiting
        case (.waiting, .assign(let user)), (.assigned, .assign(let user)), (.signed, .assign(let user)):
            (state, officer) = (.assigned, user)
        case (.waiting, .sign(let user, let now)): take(by: user, at: now)
        case (.assigned, .sign(let user, let now)) where user == officer: take(by: user, at: now)
        case (.waiting, .move(let unit)), (.assigned, .move(let unit)), (.signed, .move(let unit)):
            (state, self.unit, officer) = (.waiting, unit, nil)
        case (.assigned, .pause(let until, let reason, let now)), (.signed, .pause(let until, let reason, let now)),
            (.waiting, .pause(let until, let reason, let now)):
            guard pausedUntil == nil, until > now else { throw Illegal(state: state, event: event) }
            (pausedUntil, pauseReason) = (until, reason)
            clocks.shift(by: until - now)
        case (.assigned, .resume(let now)), (.signed, .resume(let now)), (.waiting, .resume(let now)):
            guard let until = pausedUntil else { throw Illegal(state: state, event: event) }
            if now < until { clocks.shift(by: now - until) }
            (pausedUntil, pauseReason) = (nil, nil)
        case (.signed, .finish(let now)), (.assigned, .finish(let now)), (.waiting, .finish(let now)):
            (state, endedAt) = (.done, now)
            clocks.meet(.report, at: now)
        case (.planned, .cancel(let now)), (.waiting, .cancel(let now)), (.assigned, .cancel(let now)),
            (.signed, .cancel(let now)):
            (state, endedAt) = (.cancelled, now)
        case (.planned, _), (.waiting, _), (.assigned, _), (.signed, _), (.done, _), (.cancelled, _):
            throw Illegal(state: state, event: event)
        }
    }

    /// What of a pause is left at `now`: ends that are set while it runs lie so much later, and come nearer when it is taken back.
    package func rest(at now: Timestamp) -> Duration { pausedUntil.map { max($0 - now, .zero) } ?? .zero }

    private mutating func take(by user: UserID, at now: Timestamp) {
        (state, officer) = (.signed, user)
        clocks.meet(.sign, at: now)
    }

    /// When something happens by itself: it begins, a pause is over, a clock rings.
    package var nextMoment: Timestamp? {
        switch state {
        case .planned: startsAt
        case .done, .cancelled: nil
        case .waiting, .assigned, .signed:
            [pausedUntil, pausedUntil == nil ? clocks.nextRing : nil].compactMap(\.self).min()
        }
    }
}

/// A task that a unit gives to another, because the person is there; it stays with the giver until the other has answered.
package struct TaskHandover: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, accepted, refused, withdrawn }

    package let id: HandoverID
    package let warning: WarningID
    package let from: UnitCode
    package let to: UnitCode
    package let reason: String
    package let askedBy: String
    package let askedAt: Timestamp
    package let due: Timestamp
    package internal(set) var state: State
    package internal(set) var answeredBy: String?
    package internal(set) var answeredAt: Timestamp?
    package internal(set) var answer: String?
}
