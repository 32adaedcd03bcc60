package import Jurisdiction
package import Primitives
internal import Storage

/// A freeze (冻结): in a filed case money may not leave an account, whole or up to an amount, for months and renewable.
///
/// It is another measure than a stop-payment and may begin while one runs: then nothing is free between the two.
package struct Freeze: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// Asked for; waits for the head whom its term needs.
        case draft
        /// Approved; on its way, or at the bank.
        case ordered
        /// The bank's time to answer is over; a person has been told.
        case overdue
        /// Waits at the bank behind another organ's freeze (轮候冻结).
        case queued
        case frozen
        /// Its release is on its way to the bank.
        case releasing
        /// The bank did not freeze.
        case refused
        /// Its term ended without renewal (程序规定 art. 240).
        case lapsed
        case released
        /// Returned by the second person, or not needed any more before it was sent.
        case withdrawn

        /// Whether it runs or may yet run: then no other is made on the account (程序规定 art. 242).
        package var isLive: Bool {
            switch self {
            case .draft, .ordered, .overdue, .queued, .frozen, .releasing: true
            case .refused, .lapsed, .released, .withdrawn: false
            }
        }
    }

    /// The ordinary term, or the longer one of major and complex cases that a higher organ approves (程序规定 art. 243).
    package enum Kind: String, Sendable, CaseIterable, Storable, Codable { case ordinary, major }

    /// Whose freeze comes first.
    package struct Prior: Sendable, Equatable, Codable {
        package let organ: String
        package let ends: Timestamp
    }

    package enum Event: Sendable, Equatable {
        case approve
        case withdraw
        case executed(at: Timestamp, ends: Timestamp, balance: Money)
        case queued(Prior)
        case refused(code: String)
        case answerOverdue
        case askRelease
        case released(at: Timestamp)
        case releaseRefused
        case renewed(ends: Timestamp)
        /// The bank renewed it and said so after its end; no other freeze has been asked for meanwhile.
        case revived(ends: Timestamp)
        case termEnded(now: Timestamp)
        /// The order of a lower freeze is on its way.
        case narrow(Narrowing)
        /// The lower freeze has taken the place of this one.
        case narrowed(ends: Timestamp)
        /// Nothing came of the lower freeze, or it is taken back.
        case narrowingEnded
        /// A person found that the bank's word on the order, or on the release, was not true: another of its words is taken next.
        case orderUntrue, releaseUntrue
        /// A person found that another sum lay there when the bank froze than it had said.
        case sumAmended(Money)
    }

    /// Part of what is frozen is to be free (部分解除). The bank first gets a freeze up to the lower amount, which waits behind this
    /// one; only when it says that it waits is this one released. So at no moment more than the rest can leave.
    package struct Narrowing: Sendable, Equatable, Codable {
        package let limit: Money
        /// The order of the lower freeze.
        package let act: ActID
    }

    package enum Effect: Sendable, Equatable {
        case transmit
        case startTerm(ends: Timestamp)
        case endClaims
        case reviveClaims
        case traceClaimants
        case escalate
        case sendRelease
        case reportContradiction
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: FreezeID
    package let account: AccountID
    /// The incident that asked for it; its case is filed.
    package let incident: IncidentID
    package let kind: Kind
    /// Nil freezes the whole account. What was paid back since counts in it; `remains` is what is frozen.
    package internal(set) var limit: Money?
    /// What was paid back to victims of it.
    package internal(set) var repaid = Money.zero
    package let includesInterest: Bool
    package let reason: String
    /// Under whose name it is asked.
    package let maker: String
    package let requestedAt: Timestamp
    package internal(set) var state: State
    package internal(set) var startedAt: Timestamp?
    package internal(set) var endsAt: Timestamp?
    /// What lay in the account when the bank froze it.
    package internal(set) var balance: Money?
    package internal(set) var prior: Prior?
    package internal(set) var renewals: Int = 0
    package internal(set) var refusalCode: String?
    package internal(set) var endedAt: Timestamp?
    /// When its money was found to have nothing to do with the case; from then on it is to be released within days.
    package internal(set) var unrelatedAt: Timestamp?
    /// A lower freeze that is on its way; nil when none is.
    package internal(set) var narrowing: Narrowing?

    /// Whether the bank holds the account under it, as far as it has told us.
    package var isInForce: Bool { startedAt != nil && (state == .frozen || state == .releasing) }

    /// The only place where a freeze changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch state {
        case .draft: try applyToDraft(event)
        case .ordered, .overdue, .queued: try applyAtBank(event)
        case .frozen, .releasing: try applyInForce(event)
        case .refused, .lapsed, .released: try applyAfterEnd(event)
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
        case .answerOverdue: return []
        case .executed, .queued, .refused, .askRelease, .released, .releaseRefused, .renewed, .revived, .termEnded,
            .narrow, .narrowed, .narrowingEnded, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    private mutating func applyAtBank(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .executed(let at, let ends, let balance):
            begin(at: at, ends: ends, balance: balance)
            state = .frozen
            return [.startTerm(ends: ends), .traceClaimants]
        case .queued(let prior):
            (state, self.prior) = (.queued, prior)
            return []
        case .refused(let code):
            (state, refusalCode) = (.refused, code)
            return [.endClaims, .traceClaimants]
        case .answerOverdue:
            guard state == .ordered else { return [] }
            state = .overdue
            return [.escalate]
        case .askRelease where state == .queued:
            state = .releasing
            return [.sendRelease]
        case .released(let at) where state == .queued:
            // It had said before that it did not.
            (state, endedAt) = (.released, at)
            return [.endClaims, .traceClaimants]
        case .approve, .withdraw, .askRelease, .released, .releaseRefused, .renewed, .revived, .termEnded, .narrow,
            .narrowed, .narrowingEnded, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    /// In force, or its release is on its way: that of a waiting one, too, whose turn may come meanwhile.
    private mutating func applyInForce(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .askRelease:
            guard state == .frozen else { return [] }
            state = .releasing
            return [.sendRelease]
        case .releaseRefused:
            state = startedAt == nil ? .queued : .frozen
            return []
        case .renewed(let ends):
            (endsAt, renewals) = (ends, renewals + 1)
            return [.startTerm(ends: ends)]
        case .termEnded(let now):
            // A clock set before a renewal rings early: the term it meant is not the term that holds.
            guard let ends = endsAt, now >= ends else { return [] }
            (state, endedAt) = (state == .releasing ? .released : .lapsed, ends)
            return [.endClaims, .traceClaimants]
        case .released(let at):
            (state, endedAt) = (.released, at)
            return [.endClaims, .traceClaimants]
        case .executed(let at, let ends, let balance) where startedAt == nil:
            begin(at: at, ends: ends, balance: balance)
            return [.startTerm(ends: ends), .traceClaimants]
        case .queued where startedAt == nil: return []
        case .executed, .queued, .refused: return [.reportContradiction]
        case .answerOverdue: return []
        case .narrow, .narrowed, .narrowingEnded: return try applyNarrowing(event)
        case .orderUntrue where state == .frozen && renewals == 0 && narrowing == nil && !repaid.isPositive:
            (state, startedAt, endsAt, balance) = (.ordered, nil, nil, nil)
            return []
        case .sumAmended(let sum) where startedAt != nil:
            balance = sum
            return [.traceClaimants]
        case .approve, .withdraw, .revived, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    private mutating func applyNarrowing(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .narrow(let lower):
            guard state == .frozen, narrowing == nil else { throw Illegal(state: state, event: event) }
            narrowing = lower
            return []
        case .narrowed(let ends):
            guard let lower = narrowing else { return [.reportContradiction] }
            // What was paid back before is not frozen under the lower one, either.
            (limit, narrowing, endsAt) = (lower.limit + repaid, nil, ends)
            return [.startTerm(ends: ends), .traceClaimants]
        case .narrowingEnded:
            narrowing = nil
            return []
        case .approve, .withdraw, .executed, .queued, .refused, .answerOverdue, .askRelease, .released, .releaseRefused,
            .renewed, .revived, .termEnded, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    private mutating func begin(at: Timestamp, ends: Timestamp, balance: Money) {
        (startedAt, endsAt, self.balance, prior) = (at, ends, balance, nil)
    }

    private mutating func applyAfterEnd(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .executed, .queued, .refused: return [.reportContradiction]
        case .renewed: return [.reportContradiction]
        case .released: return state == .released ? [] : [.reportContradiction]
        case .releaseRefused: return []
        case .revived(let ends):
            guard state == .lapsed else { throw Illegal(state: state, event: event) }
            (state, endsAt, endedAt, renewals) = (.frozen, ends, nil, renewals + 1)
            return [.startTerm(ends: ends), .reviveClaims, .traceClaimants]
        case .answerOverdue, .termEnded: return []
        case .narrowingEnded:
            narrowing = nil
            return []
        case .narrowed: return [.reportContradiction]
        case .orderUntrue where state == .refused:
            (state, refusalCode) = (.ordered, nil)
            return [.reviveClaims]
        case .releaseUntrue where state == .released:
            (state, endedAt) = (.releasing, nil)
            // One that was let go while it waited behind another has no term yet.
            return (endsAt.map { [.startTerm(ends: $0)] } ?? []) + [.reviveClaims, .traceClaimants]
        case .sumAmended(let sum) where startedAt != nil:
            balance = sum
            return [.traceClaimants]
        case .approve, .withdraw, .askRelease, .narrow, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }

    private func applyToWithdrawn(_ event: Event) throws(Illegal) -> [Effect] {
        switch event {
        case .answerOverdue, .termEnded: return []
        case .approve, .withdraw, .executed, .queued, .refused, .askRelease, .released, .releaseRefused, .renewed,
            .revived, .narrow, .narrowed, .narrowingEnded, .orderUntrue, .releaseUntrue, .sumAmended:
            throw Illegal(state: state, event: event)
        }
    }
}

/// One incident's share in a freeze: as long as one lives, it is not released for another's reason.
package struct FreezeClaim: Sendable, Equatable {
    package let freeze: FreezeID
    package let incident: IncidentID
    /// The incident's money that the trace finds in the account.
    package let traced: Money
    package let isLive: Bool
}

extension Freeze {
    /// What of the amount is still frozen: what was paid back to victims of it is not. `nil` where the whole account is frozen.
    package var remains: Money? { limit.map { max(.zero, $0 - repaid) } }

    /// What is still frozen of what lay in the account when it was; nil before the bank has said that.
    package var kept: Money? {
        balance.map { balance in min(max(.zero, balance - repaid), remains ?? balance) }
    }

    /// What the frozen amount leaves for these incidents after the claims before theirs: that of the incident it was asked
    /// for is the first, then they go in the order in which they were registered; who claims nothing comes last. `nil` where
    /// the whole account is frozen.
    func room(for own: Set<IncidentID>, among claims: [FreezeClaim]) -> Money? {
        guard let limit = remains else { return nil }
        let live = claims.filter { $0.isLive && $0.freeze == id }
        let turns = live.map(\.incident).sorted { ($0 == incident ? 0 : 1, $0) < ($1 == incident ? 0 : 1, $1) }
        let before = Set(turns.prefix { !own.contains($0) })
        return max(.zero, live.reduce(limit) { before.contains($1.incident) ? $0 - $1.traced : $0 })
    }
}

extension Freeze.Kind {
    package func term(_ rules: Rules) -> Term { self == .major ? rules.freezeTermMajor : rules.freezeTerm }

    package var termRule: RuleID { self == .major ? .freezeTermMajor : .freezeTerm }

    package func approval(_ rules: Rules) -> ApprovalLevel {
        rules.approval(self == .major ? .approvalFreezeMajor : .approvalFreeze)
    }
}
