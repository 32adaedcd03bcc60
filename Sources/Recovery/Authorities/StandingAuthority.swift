package import Primitives
internal import Storage

/// A standing authority (常设授权): lets orders of a stated scope go out without a second person at that moment.
///
/// It is made by one and approved by another, ends by itself, and each act under it is reviewed within a clock.
package struct StandingAuthority: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case proposed, approved, returned, revoked }

    package enum Event: Sendable, Equatable { case approve, giveBack, revoke }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    /// What an order must be for the authority to cover it.
    package struct Scope: Sendable, Equatable, Codable {
        package var tiersMost: Int
        package var amountMost: Money
        package var includesInquiries: Bool
        package var includesProtectiveHolds: Bool
        /// The ids of the officers, and of the programs that report by the API, whose incidents it serves.
        package var officers: [String]

        package init(
            tiersMost: Int, amountMost: Money, includesInquiries: Bool, includesProtectiveHolds: Bool,
            officers: [String]
        ) {
            self.tiersMost = tiersMost
            self.amountMost = amountMost
            self.includesInquiries = includesInquiries
            self.includesProtectiveHolds = includesProtectiveHolds
            self.officers = officers
        }
    }

    package let id: AuthorityID
    package let unit: UnitCode
    package let basis: String
    package let scope: Scope
    package let validFrom: Timestamp
    package let validUntil: Timestamp
    package let reviewWithin: Duration
    package let maker: String
    package internal(set) var state: State
    package internal(set) var approver: String?

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.proposed, .approve): state = .approved
        case (.proposed, .giveBack): state = .returned
        case (.approved, .revoke): state = .revoked
        case (.proposed, .revoke), (.approved, .approve), (.approved, .giveBack), (.returned, .approve),
            (.returned, .giveBack),
            (.returned, .revoke), (.revoked, .approve), (.revoked, .giveBack), (.revoked, .revoke):
            throw Illegal(state: state, event: event)
        }
    }

    /// One order that asks to go out under an authority.
    package struct Asked: Sendable, Equatable {
        package enum Kind: Sendable, Equatable { case stop, inquiry, protectiveHold }

        package let kind: Kind
        package let officer: String
        package let unit: UnitCode
        package let tier: Int
        package let amount: Money
        package let isHub: Bool
        /// Whether the incident has had this account stopped before: another stop lengthens what has ended.
        package let isRepeated: Bool

        package init(
            kind: Kind, officer: String, unit: UnitCode, tier: Int, amount: Money, isHub: Bool, isRepeated: Bool
        ) {
            self.kind = kind
            self.officer = officer
            self.unit = unit
            self.tier = tier
            self.amount = amount
            self.isHub = isHub
            self.isRepeated = isRepeated
        }
    }

    /// Whether an order may go out under this authority now. Stops on hubs never may: they gather the money of many. Nor may
    /// an incident's second stop of one account: like an extension, it uses up the account's last stop, and a person decides.
    package func covers(_ asked: Asked, at now: Timestamp) -> Bool {
        guard state == .approved, validFrom <= now, now < validUntil else { return false }
        guard unit.contains(asked.unit), scope.officers.contains(asked.officer) else { return false }
        // Its approver stands for the second person, and nobody is his own second person.
        guard asked.officer != approver else { return false }
        guard asked.tier <= scope.tiersMost, asked.amount <= scope.amountMost else { return false }
        switch asked.kind {
        case .stop: return !asked.isHub && !asked.isRepeated
        case .inquiry: return scope.includesInquiries
        case .protectiveHold: return scope.includesProtectiveHolds
        }
    }
}

/// The later look at one act that went out under a standing authority.
package struct AuthorityReview: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, confirmed, objected }

    package enum Event: Sendable, Equatable {
        case confirm(by: String, at: Timestamp)
        case object(by: String, at: Timestamp, reason: String)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: ReviewID
    package let authority: AuthorityID
    package let measure: String
    package let incident: IncidentID
    package let officer: String
    package let due: Timestamp
    package internal(set) var state: State
    package internal(set) var reviewer: String?
    package internal(set) var reviewedAt: Timestamp?
    package internal(set) var reason: String?

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .confirm(let by, let at)): (state, reviewer, reviewedAt) = (.confirmed, by, at)
        case (.waiting, .object(let by, let at, let reason)):
            (state, reviewer, reviewedAt, self.reason) = (.objected, by, at, reason)
        case (.confirmed, .confirm), (.confirmed, .object), (.objected, .confirm), (.objected, .object):
            throw Illegal(state: state, event: event)
        }
    }
}
