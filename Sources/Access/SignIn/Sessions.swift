package import Journal
package import Primitives
internal import Storage

/// Signing in and out, and who stands behind a browser's token.
package struct Sessions: Sendable {
    private let journal: Journal
    private let secrets: Secrets
    private let rules: SignInRules
    private let passwords: PasswordCheck

    package init(_ journal: Journal, cost: PasswordCost, secrets: Secrets, rules: SignInRules) {
        self.journal = journal
        self.secrets = secrets
        self.rules = rules
        passwords = PasswordCheck(journal: journal, cost: cost, secrets: secrets, rules: rules)
    }

    /// A session and whose it is.
    package struct SignedIn: Sendable {
        package let token: SecretToken
        package internal(set) var session: Session
        package let user: User
    }

    /// Starts a session; throws `SignInRefusal`. The token is in this answer alone.
    package func signIn(name: String, password: String, at now: Timestamp) throws -> SignedIn {
        let passed = try passwords.check(name: name, password: password, at: now)
        let user = passed.user
        let token = secrets.token()
        let key = IdempotencyKey.once("sign-in", token.digest)
        let session = try journal.perform(key, by: user.principal.actor, at: now, input: user.id) { [rules] step in
            try passwords.confirm(passed, in: step)
            let session = Session(
                id: step.newID(), user: user.id, startedAt: now, lastUsedAt: now, endsAt: now + rules.longest)
            try SessionTable(step.transaction).insert(session, tokenHash: token.digest)
            try step.record("session.started", on: session.id, topic: user.id)
            return session
        }
        return SignedIn(token: token, session: session, user: user)
    }

    /// Who stands behind `token` now, with the roles of now; throws `SignInRefusal`.
    ///
    /// Notes the use of the session at most once a minute, so that reading a page seldom writes.
    package func resolve(_ token: SecretToken, at now: Timestamp) throws -> SignedIn {
        var signedIn = try check(token, at: now)
        let session = signedIn.session
        if now - session.lastUsedAt >= Self.touchInterval {
            try journal.database.write { [id = session.id] tx in try SessionTable(tx).touch(id, at: now) }
            signedIn.session.lastUsedAt = now
        }
        return signedIn
    }

    /// The same without noting a use, for what looks by itself and must not keep a session alive.
    @discardableResult
    package func check(_ token: SecretToken, at now: Timestamp) throws -> SignedIn {
        let (session, user) = try find(token)
        guard now < session.expiresAt(under: rules) else { throw SignInRefusal.expired }
        return SignedIn(token: token, session: session, user: user)
    }

    /// Ends the session; one that has ended already is no error.
    package func signOut(_ token: SecretToken, at now: Timestamp) throws {
        let found = try journal.database.read { tx in try SessionTable(tx).find(tokenHash: token.digest) }
        guard let session = found else { return }
        let key = IdempotencyKey.once("sign-out", session.id.description)
        let actor = Actor(.user, session.user.description)
        _ = try journal.perform(key, by: actor, at: now, input: session.id) { step in
            try SessionTable(step.transaction).revoke(session.id, at: now)
            try step.record("session.ended", on: session.id, topic: session.user)
            return true
        }
    }

    private static let touchInterval = Duration.minutes(1)

    private func find(_ token: SecretToken) throws -> (Session, User) {
        try journal.database.read { tx in
            guard let session = try SessionTable(tx).find(tokenHash: token.digest) else {
                throw SignInRefusal.notSignedIn
            }
            let user = try UserTable(tx).require(session.user)
            guard user.state == .active else { throw SignInRefusal.notSignedIn }
            return (session, user)
        }
    }
}
