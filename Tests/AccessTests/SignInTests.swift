import Journal
import Primitives
import Storage
import TestSupport
import Testing

@testable import Access

@Suite struct SignInTests {
    @Test("a session's token is kept as its hash alone and ends with the sign-out", arguments: Engine.available)
    func signInAndOut(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let user = try world.person("wang", [.dutyOfficer])
            let signedIn = try world.signIn(" WANG ")
            #expect(signedIn.token.text.count == 64 && signedIn.user == user)
            #expect(
                try world.sessions.resolve(signedIn.token, at: world.now).user.principal.actor
                    == Actor(.user, "\(user.id)"))
            let stored = try world.journal.database.read { try $0.query("SELECT token_hash FROM access_session") }
            let answers = try world.journal.database.read { try $0.query("SELECT key, input, answer FROM journal_key") }
            #expect(stored.count == 1)
            for value in (stored + answers).flatMap(\.values) { #expect(value != .text(signedIn.token.text)) }
            for value in answers.flatMap(\.values) { #expect(!"\(value)".contains(signedIn.token.text)) }
            try world.sessions.signOut(signedIn.token, at: world.now)
            try world.sessions.signOut(signedIn.token, at: world.now)
            #expect(throws: SignInRefusal.notSignedIn) { try world.sessions.resolve(signedIn.token, at: world.now) }
            #expect(try world.acts(on: signedIn.session.id) == ["session.started", "session.ended"])
            #expect(throws: SignInRefusal.notSignedIn) { try world.sessions.resolve(SecretToken(""), at: world.now) }
        }
    }

    @Test("a session ends when it is idle, and at its longest whether used or not", arguments: Engine.available)
    func expiry(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.person("wang", [.dutyOfficer])
            let idle = try world.signIn("wang").token
            let used = try world.signIn("wang").token
            world.clock.advance(.minutes(29))
            _ = try world.sessions.resolve(used, at: world.now)
            world.clock.advance(.minutes(1))
            #expect(throws: SignInRefusal.expired) { try world.sessions.resolve(idle, at: world.now) }
            for _ in 0..<23 {
                _ = try world.sessions.resolve(used, at: world.now)
                world.clock.advance(.minutes(29))
            }
            #expect(world.now - .t0 < World.rules.longest)
            _ = try world.sessions.resolve(used, at: world.now)
            world.clock.set(.t0 + World.rules.longest - .microseconds(1))
            _ = try world.sessions.resolve(used, at: world.now)
            world.clock.set(.t0 + World.rules.longest)
            #expect(throws: SignInRefusal.expired) { try world.sessions.resolve(used, at: world.now) }
        }
    }

    @Test("using a session is noted once a minute at most", arguments: Engine.available)
    func touching(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.person("wang", [.dutyOfficer])
            let token = try world.signIn("wang").token
            world.clock.advance(.seconds(59))
            #expect(try world.sessions.resolve(token, at: world.now).session.lastUsedAt == .t0)
            world.clock.advance(.seconds(1))
            #expect(try world.sessions.resolve(token, at: world.now).session.lastUsedAt == world.now)
            world.clock.advance(.seconds(59))
            #expect(try world.sessions.resolve(token, at: world.now).session.lastUsedAt == world.now - .seconds(59))
        }
    }

    /// What each try at a name gives at the given minute.
    private func outcome(_ world: World, _ name: String, _ password: String) -> SignInRefusal? {
        do {
            _ = try world.signIn(name, password)
            return nil
        } catch {
            return error as? SignInRefusal
        }
    }

    @Test("so many failures lock a name, known or not, for the set time", arguments: Engine.available)
    func lockOut(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.person("wang", [.dutyOfficer])
            let wrong = SignInRefusal.wrongNameOrPassword
            for name in ["wang", "nobody", "not a login!"] {
                world.clock.set(.t0 + .hours(1))
                #expect(outcome(world, name, "no") == wrong)
                #expect(outcome(world, name.uppercased(), "no") == wrong)
                #expect(outcome(world, name, "no") == wrong)
                let until = world.now + .minutes(20)
                #expect(outcome(world, name, World.password) == .locked(until: until))
                world.clock.set(until - .microseconds(1))
                #expect(outcome(world, name, World.password) == .locked(until: until))
                world.clock.set(until)
                #expect(outcome(world, name, World.password) == (name == "wang" ? nil : wrong))
            }
        }
    }

    @Test("failures far apart and failures before a success do not add up", arguments: Engine.available)
    func failuresForgotten(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.person("wang", [.dutyOfficer])
            for _ in 0..<6 {
                #expect(outcome(world, "wang", "no") == .wrongNameOrPassword)
                world.clock.advance(.minutes(10))
            }
            for _ in 0..<4 {
                for _ in 0..<2 { #expect(outcome(world, "wang", "no") == .wrongNameOrPassword) }
                #expect(outcome(world, "wang", World.password) == nil)
            }
            world.clock.advance(.days(1))
            _ = outcome(world, "nobody", "no")
            let rows = try world.journal.database.read { try $0.count("SELECT COUNT(*) FROM access_attempt") }
            #expect(rows == 1)
        }
    }

    @Test("a failure that comes in while the name is locked does not open the lock", arguments: Engine.available)
    func lateFailure(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let key = AttemptTable.key(of: "wang")
            let locks = try world.journal.database.write { [now = world.now] tx in
                try (0..<5).map { _ in try AttemptTable(tx).fail(key, rules: World.rules, at: now) }
            }
            let until = world.now + .minutes(20)
            #expect(locks == [nil, nil, until, until, until])
        }
    }

    @Test(
        "an unknown name takes the same path as a wrong password: answer, count, journal and time",
        arguments: [Engine.sqlite])
    func unknownName(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let dear = PasswordCost(rounds: 1 << 12, blockSize: 8, parallelism: 1)
            let users = Users(world.journal, cost: dear, secrets: world.secrets, rules: World.rules)
            let new = NewUser(
                login: try LoginName("wang"), name: "Wang", staffNumber: "1", affiliation: .unit(.county),
                roles: [.chief])
            let user = try users.add(
                new, password: World.password, by: .platform("command line"), key: world.key(), at: world.now)
            let sessions = Sessions(world.journal, cost: dear, secrets: world.secrets, rules: World.rules)
            func fastest(_ name: String) throws -> Duration {
                var best = Duration.seconds(100)
                for _ in 0..<2 {
                    let entries = try world.entryCount()
                    let time = ContinuousClock().measure {
                        #expect(throws: SignInRefusal.wrongNameOrPassword) {
                            try sessions.signIn(name: name, password: "wrong", at: world.now)
                        }
                    }
                    #expect(try world.entryCount() == entries + 1)
                    best = min(best, time)
                }
                return best
            }
            let known = try fastest("wang")
            let unknown = try fastest("nobody")
            let malformed = try fastest("not a login!")
            #expect(unknown * 4 > known && malformed * 4 > known, "\(known) \(unknown) \(malformed)")
            #expect(try world.acts(on: user.id) == ["user.added", "signIn.failed", "signIn.failed"])
        }
    }

    @Test("a form's token belongs to its session alone")
    func formTokens() {
        let secrets = Secrets(SplitMix64(seed: 1))
        let (mine, other) = (secrets.token(), secrets.token())
        #expect(mine.text != other.text)
        #expect(mine.accepts(formToken: mine.formToken) && !mine.accepts(formToken: other.formToken))
        #expect(!mine.accepts(formToken: "") && !mine.accepts(formToken: "zz") && !mine.accepts(formToken: mine.text))
        #expect(mine.formToken != mine.digest)
    }

    @Test("a hash is written with its cost and its own salt, and read back")
    func hashes() throws {
        let secrets = Secrets(SplitMix64(seed: 1))
        let hash = try PasswordHash(of: "pässwörd 密码", cost: World.cost, secrets: secrets)
        let again = try PasswordHash(of: "pässwörd 密码", cost: World.cost, secrets: secrets)
        #expect(hash != again && hash.text.hasPrefix("scrypt$16$1$1$"))
        #expect(PasswordHash.restored(hash.stored) == hash)
        #expect(try hash.matches("pässwörd 密码"))
        #expect(try !hash.matches("pässwörd 密碼"))
        #expect(try !PasswordHash.decoy(cost: World.cost).matches(""))
        for text in ["", "scrypt$16$1$1$00", "scrypt$16$1$1$0$00", "md5$16$1$1$00$00"] {
            #expect(PasswordHash.restored(.text(text)) == nil)
        }
    }

    @Test("scrypt is the one of RFC 7914 at the cost of service")
    func standardVector() throws {
        // RFC 7914, section 12, third vector, its first 32 bytes: scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1).
        let salt = hexadecimal("SodiumChloride".utf8)
        let hash = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        #expect(try PasswordHash.restored(.text("scrypt$16384$8$1$\(salt)$\(hash)"))?.matches("pleaseletmein") == true)
        let service = try PasswordHash(of: "x", cost: .service, secrets: Secrets())
        #expect(service.text.hasPrefix("scrypt$32768$8$1$"))
    }

    @Test(
        "a password is refused for what is wrong with it",
        arguments: [
            ("short1abc", PasswordRefusal.tooShort(atLeast: 10)),
            (String(repeating: "abcdefg", count: 19), .tooLong(atMost: 128)), ("my-Wang.Lei-9", .namesItsOwner),
            ("secret A5300123", .namesItsOwner), ("19850101123", .tooSimple), ("aaaabbbbccccdddd", .tooSimple),
        ])
    func passwordRule(_ password: String, _ refusal: PasswordRefusal) throws {
        let login = try LoginName("wang.lei")
        #expect(throws: refusal) { try World.rules.check(password: password, login: login, staffNumber: "a5300123") }
        try World.rules.check(password: "三月的雨下得很大很大", login: login, staffNumber: "a5300123")
    }

    @Test("temporary passwords obey the rule and differ")
    func temporaryPasswords() throws {
        let secrets = Secrets(SplitMix64(seed: 3))
        let made = (0..<200).map { _ in secrets.temporaryPassword() }
        #expect(Set(made).count == 200 && made.allSatisfy { $0.count == 14 })
        for password in made {
            try World.rules.check(password: password, login: LoginName("wang"), staffNumber: "no 17")
        }
    }

    @Test("a login name is folded and cannot be anything else than letters, digits and three signs")
    func loginNames() throws {
        #expect(try LoginName(" Ｗang.Lei_9 ").text == "wang.lei_9")
        for raw in ["a", "王磊王磊", "a b/c", String(repeating: "a", count: 41)] {
            #expect(throws: LoginName.Invalid.self) { try LoginName(raw) }
        }
    }
}
