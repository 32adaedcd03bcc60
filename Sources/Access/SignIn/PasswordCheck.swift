internal import Journal
internal import Primitives
internal import Storage

/// Whether a name and a password belong together; costs the same and counts the same for a name that nobody has.
struct PasswordCheck: Sendable {
    let journal: Journal
    let cost: PasswordCost
    let secrets: Secrets
    let rules: SignInRules

    struct Passed: Sendable {
        let user: User
        let hash: PasswordHash
    }

    /// Throws `SignInRefusal`; a failure is counted and in the journal by then.
    func check(name: String, password: String, at now: Timestamp) throws -> Passed {
        let key = AttemptTable.key(of: LoginName.folded(name))
        let login = LoginName(orNil: name)
        let (lock, known) = try journal.database.read { tx in
            (try AttemptTable(tx).lock(on: key, at: now), try login.flatMap { try UserTable(tx).password(of: $0) })
        }
        if let lock { throw SignInRefusal.locked(until: lock) }
        let matches = try (known?.hash ?? .decoy(cost: cost)).matches(password)
        guard matches, let known, known.user.state == .active else {
            try fail(key, user: known?.user.id, at: now)
            throw SignInRefusal.wrongNameOrPassword
        }
        return known
    }

    private func fail(_ attempt: String, user: UserID?, at now: Timestamp) throws {
        let subject = user?.description ?? "login-" + attempt.prefix(16)
        let key = IdempotencyKey.once("sign-in-failure", hexadecimal(secrets.bytes(16)))
        _ = try journal.perform(key, by: .system("sign-in"), at: now, input: subject) { [rules] step in
            let lock = try AttemptTable(step.transaction).fail(attempt, rules: rules, at: now)
            try step.record(lock == nil ? "signIn.failed" : "signIn.locked", on: subject)
            return true
        }
    }

    /// Inside the transaction that follows a check: throws unless nothing has changed since.
    func confirm(_ passed: Passed, in step: Step) throws {
        let key = AttemptTable.key(of: passed.user.login.text)
        let attempts = AttemptTable(step.transaction)
        if let lock = try attempts.lock(on: key, at: step.now) { throw SignInRefusal.locked(until: lock) }
        let now = try UserTable(step.transaction).password(of: passed.user.login)
        guard let now, now.hash == passed.hash, now.user.state == .active else {
            throw SignInRefusal.wrongNameOrPassword
        }
        try attempts.clear(key)
    }
}
