package import Journal
package import Primitives

/// Who asks: a signed-in person, a client with its token, or a part of the platform itself.
package struct Principal: Hashable, Sendable {
    package enum Identity: Hashable, Sendable {
        case user(UserID)
        case client(ClientID)
        /// A part of the platform, or a person at the command line of its machine.
        case platform(String)
    }

    package let identity: Identity
    package let roles: RoleSet
    /// Nil for the platform itself, whose reach has no bound.
    package let affiliation: Affiliation?
    package let mustChangePassword: Bool

    package init(identity: Identity, roles: RoleSet, affiliation: Affiliation?, mustChangePassword: Bool) {
        self.identity = identity
        self.roles = roles
        self.affiliation = affiliation
        self.mustChangePassword = mustChangePassword
    }

    package static func platform(_ part: String) -> Principal {
        Principal(identity: .platform(part), roles: [], affiliation: nil, mustChangePassword: false)
    }

    package var unit: UnitCode? { affiliation?.unit }
    package var bank: String? { affiliation?.bank }

    /// The same as the journal names it.
    package var actor: Actor {
        switch identity {
        case .user(let id): Actor(.user, id.description)
        case .client(let id): Actor(.client, id.description)
        case .platform(let part): .system(part)
        }
    }

    /// What this one's roles and kind allow, wherever it may be.
    package func allows(_ act: Act) -> Bool {
        switch identity {
        case .user:
            act.roles.all.contains(where: roles.contains) && !(act.isPersonal && roles.contains(.auxiliary))
        case .client: act.roles.all.contains(where: roles.contains) && !act.isPersonal
        case .platform: !act.isPersonal
        }
    }

    /// Whether `unit` is this one's own or under it.
    package func reaches(_ unit: UnitCode) -> Bool {
        switch affiliation {
        case nil: true
        case .bank: false
        case .unit(let own): own.contains(unit)
        }
    }

    /// Refuses unless this one may do `act` on a record of `unit`, or of `bank` where it is a bank's.
    ///
    /// Reach is the own unit and all under it; a bank's people reach what is their own bank's and nothing else. It comes
    /// before the roles: whoever lacks both is told what he would be told of a record that is not there.
    package func permit(_ act: Act, in unit: UnitCode?, bank: String?) throws(Refusal) {
        if mustChangePassword { throw .mustChangePassword }
        switch affiliation {
        case nil: break
        case .bank(let own): if unit != nil || bank != nil, bank != own { throw .notYourBank }
        case .unit(let own): if let unit, !own.contains(unit) { throw .notYourUnit(unit) }
        }
        guard allows(act) else { throw .notPermitted(act) }
        if let own = affiliation?.bank, bank != own { throw .notYourBank }
    }
}
