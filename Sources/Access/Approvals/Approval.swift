package import Journal
package import Primitives
internal import Storage

package struct ApprovalID: Identifier, Storable {
    package static let prefix = "apv"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// One request that waits for a second person: what one asked for, another must approve (four eyes).
package struct Approval: Sendable, Equatable, Codable {
    package enum State: String, Storable, Codable, CaseIterable { case waiting, approved, returned, withdrawn, lapsed }

    package enum Event: Sendable, Equatable {
        /// All but the lines left out.
        case approve(by: UserID, leavingOut: [String], at: Timestamp)
        /// Sent back to its maker.
        case giveBack(by: UserID, reason: String, at: Timestamp)
        /// Taken back by its maker.
        case withdraw(at: Timestamp)
        /// Nobody decided in time.
        case lapse(at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    /// One line of a batch: what can be left out by its id.
    package struct Line: Sendable, Equatable, Codable {
        package let id: String
        package let sum: Money?
        /// What the page shows of it.
        package let detail: JSON

        package init(id: String, sum: Money?, detail: JSON) {
            self.id = id
            self.sum = sum
            self.detail = detail
        }
    }

    package let id: ApprovalID
    /// What the one who decides must be permitted to do.
    package let act: Act
    /// The id of what is to be approved.
    package let subject: String
    /// The id of what that belongs to (an incident), if it does.
    package let topic: String?
    package let lines: [Line]
    /// In whose name it is asked.
    package let maker: Actor
    /// Whose act it was; another than `maker` where one's act makes the platform ask in another's name.
    package let askedBy: Actor
    /// Whose people may decide.
    package let affiliation: Affiliation
    /// The lowest level of organ that may decide, where a law sets one (程序规定 art. 238, 239; 返还规定 art. 7).
    package let lowestLevel: UnitCode.Level?
    package let madeAt: Timestamp
    /// From then on nobody can decide it any more; nil where it waits as long as it takes.
    package let lapsesAt: Timestamp?
    package internal(set) var state: State
    package internal(set) var decidedBy: UserID?
    package internal(set) var endedAt: Timestamp?
    package internal(set) var reason: String?
    /// The ids of the lines that the one who approved left out.
    package internal(set) var leftOut: [String]

    /// The lines that may go out; empty unless approved.
    package var approvedLines: [Line] { state == .approved ? lines.filter { !leftOut.contains($0.id) } : [] }

    package var total: Money { lines.reduce(.zero) { $0 + ($1.sum ?? .zero) } }

    /// The only place where an approval changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .approve(let checker, let lines, let moment)):
            end(.approved, at: moment, by: checker)
            leftOut = lines
        case (.waiting, .giveBack(let checker, let words, let moment)):
            end(.returned, at: moment, by: checker)
            reason = words
        case (.waiting, .withdraw(let moment)): end(.withdrawn, at: moment, by: nil)
        case (.waiting, .lapse(let moment)): end(.lapsed, at: moment, by: nil)
        case (.approved, .lapse), (.returned, .lapse), (.withdrawn, .lapse), (.lapsed, .lapse):
            break  // The clock lost the race against a person, or struck twice.
        case (.approved, .approve), (.approved, .giveBack), (.approved, .withdraw), (.returned, .approve),
            (.returned, .giveBack), (.returned, .withdraw), (.withdrawn, .approve), (.withdrawn, .giveBack),
            (.withdrawn, .withdraw), (.lapsed, .approve), (.lapsed, .giveBack), (.lapsed, .withdraw):
            throw Illegal(state: state, event: event)
        }
    }

    private mutating func end(_ end: State, at moment: Timestamp, by checker: UserID?) {
        state = end
        endedAt = moment
        decidedBy = checker
    }
}

extension Approval {
    /// Refuses unless `checker` may decide this at `now`: in time, another than its maker, with the act and the reach.
    package func permitDecision(by checker: Principal, at now: Timestamp) throws(Refusal) {
        guard state == .waiting else { throw .alreadyDecided(state) }
        if let lapsesAt, now >= lapsesAt { throw .expired(at: lapsesAt) }
        guard !isOwn(of: checker.actor) else { throw .ownRequest }
        try checker.permit(act, in: affiliation.unit, bank: affiliation.bank)
        if let lowestLevel, let level = checker.unit?.level, level > lowestLevel {
            throw .levelTooLow(needs: lowestLevel)
        }
    }

    /// True for whoever had a hand in asking: none of them can be the second pair of eyes.
    package func isOwn(of actor: Actor) -> Bool { maker == actor || askedBy == actor }

    /// What keeps `checker` from deciding this, for a list that shows it all the same; nil when nothing does.
    package func obstacle(for checker: Principal, at now: Timestamp) -> Refusal? {
        do {
            try permitDecision(by: checker, at: now)
            return nil
        } catch {
            return error
        }
    }
}
