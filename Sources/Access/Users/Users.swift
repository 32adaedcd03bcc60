package import Journal
package import Primitives
internal import Storage

/// The commands on users.
package struct Users: Sendable {
    private let journal: Journal
    private let cost: PasswordCost
    private let secrets: Secrets
    private let rules: SignInRules

    package init(_ journal: Journal, cost: PasswordCost, secrets: Secrets, rules: SignInRules) {
        self.journal = journal
        self.cost = cost
        self.secrets = secrets
        self.rules = rules
    }

    /// Adds a user whose first password must be changed at the first sign-in.
    ///
    /// The platform itself may do it, which is how the command line makes the first administrator. Throws `Refusal`,
    /// `User.Invalid`, `RoleSet.Invalid` or `PasswordRefusal`. The password is no part of what a repeated key compares.
    @discardableResult
    package func add(
        _ new: NewUser, password: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> User {
        try principal.permit(.manageUsers, in: new.affiliation.unit, bank: new.affiliation.bank)
        try new.check()
        try rules.check(password: password, login: new.login, staffNumber: new.staffNumber)
        let hash = try PasswordHash(of: password, cost: cost, secrets: secrets)
        return try journal.perform(key, by: principal.actor, at: now, input: Asked("user.add", new)) { step in
            try refuseTaken(new, in: step)
            let user = User(
                id: step.newID(), login: new.login, name: new.name, staffNumber: new.staffNumber,
                affiliation: new.affiliation, roles: new.roles, state: .active, mustChangePassword: true, createdAt: now
            )
            try UserTable(step.transaction).insert(user, password: hash)
            try step.record("user.added", on: user.id, detail: .object(["roles": .string(user.roles.description)]))
            return user
        }
    }

    private func refuseTaken(_ new: NewUser, in step: Step) throws {
        if let unit = new.affiliation.unit, try UnitTable(step.transaction).find(unit) == nil {
            throw User.Invalid.unitUnknown(unit)
        }
        let table = UserTable(step.transaction)
        guard try table.find(login: new.login) == nil else { throw User.Invalid.loginTaken }
        guard try !table.isTaken(staffNumber: new.staffNumber, bank: new.affiliation.bank) else {
            throw User.Invalid.staffNumberTaken
        }
    }

    /// Gives somebody other roles from his next request on; nobody his own.
    @discardableResult
    package func setRoles(
        _ roles: RoleSet, of id: UserID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> User {
        try change(id, "user.rolesSet", [roles.description], by: principal, key: key, at: now) { user in
            try roles.check(for: user.affiliation)
            user.roles = roles
        }
    }

    /// Shuts somebody out at once: every session of his ends.
    @discardableResult
    package func disable(_ id: UserID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws -> User {
        try change(id, "user.disabled", [], by: principal, key: key, at: now) { $0.state = .disabled }
    }

    @discardableResult
    package func enable(_ id: UserID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws -> User {
        try change(id, "user.enabled", [], by: principal, key: key, at: now) { $0.state = .active }
    }

    private func change(
        _ id: UserID, _ act: String, _ input: [String], by principal: Principal, key: IdempotencyKey, at now: Timestamp,
        _ edit: @Sendable (inout User) throws -> Void
    ) throws -> User {
        try journal.perform(key, by: principal.actor, at: now, input: Asked(act, [id.description] + input)) { step in
            let table = UserTable(step.transaction)
            let old = try table.require(id)
            try principal.permitManaging(old)
            var user = old
            try edit(&user)
            try table.update(user, from: old)
            if user.state == .disabled { try SessionTable(step.transaction).revokeAll(of: id, at: now) }
            try step.record(act, on: id, detail: .object(["before": old.standing, "after": user.standing]))
            return user
        }
    }

    /// Gives somebody a temporary password, which he must change; ends his sessions and any lock-out.
    package func resetPassword(
        of id: UserID, to temporary: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let user = try journal.database.read { tx in try UserTable(tx).require(id) }
        try principal.permitManaging(user)
        try rules.check(password: temporary, login: user.login, staffNumber: user.staffNumber)
        let hash = try PasswordHash(of: temporary, cost: cost, secrets: secrets)
        _ = try journal.perform(key, by: principal.actor, at: now, input: Asked("user.resetPassword", id)) { step in
            try UserTable(step.transaction).setPassword(hash, mustChange: true, of: id)
            try SessionTable(step.transaction).revokeAll(of: id, at: now)
            try AttemptTable(step.transaction).clear(AttemptTable.key(of: user.login.text))
            try step.record("user.passwordReset", on: id)
            return true
        }
    }

    /// Changes the own password and ends every session of this person, the present one too.
    ///
    /// Throws `SignInRefusal` when `old` is wrong, which counts towards the lock-out, and `PasswordRefusal`.
    package func changePassword(
        of login: LoginName, from old: String, to new: String, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let passwords = PasswordCheck(journal: journal, cost: cost, secrets: secrets, rules: rules)
        let passed = try passwords.check(name: login.text, password: old, at: now)
        let user = passed.user
        try rules.check(password: new, login: login, staffNumber: user.staffNumber)
        guard new != old else { throw PasswordRefusal.sameAsBefore }
        let hash = try PasswordHash(of: new, cost: cost, secrets: secrets)
        let input = Asked("user.changePassword", user.id)
        _ = try journal.perform(key, by: user.principal.actor, at: now, input: input) { step in
            try passwords.confirm(passed, in: step)
            try UserTable(step.transaction).setPassword(hash, mustChange: false, of: user.id)
            try SessionTable(step.transaction).revokeAll(of: user.id, at: now)
            try step.record("user.passwordChanged", on: user.id)
            return true
        }
    }
}

extension Principal {
    /// Refuses unless this one may manage `user`, who is somebody else.
    fileprivate func permitManaging(_ user: User) throws(Refusal) {
        try permit(.manageUsers, in: user.affiliation.unit, bank: user.affiliation.bank)
        if identity == .user(user.id) { throw .ownAccount }
    }
}

extension User {
    fileprivate var standing: JSON {
        .object(["roles": .string(roles.description), "state": .string(state.rawValue)])
    }
}
