import Journal
import Primitives
import Storage
import TestSupport
import Testing

@testable import Access

@Suite struct UsersTests {
    private static func new(
        _ login: String, _ roles: RoleSet, at affiliation: Affiliation = .unit(.county), number: String? = nil
    ) throws -> NewUser {
        NewUser(
            login: try LoginName(login), name: login, staffNumber: number ?? "no \(login)", affiliation: affiliation,
            roles: roles)
    }

    @Test("the command line makes the first administrator, who makes the others", arguments: Engine.available)
    func firstAdministrator(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let temporary = world.secrets.temporaryPassword()
            let first = try world.users.add(
                Self.new("root", [.administrator]), password: temporary, by: .platform("command line"),
                key: world.key(),
                at: world.now)
            let entry = try world.journal.database.read { try EntryTable($0).about(subject: "\(first.id)", limit: 1) }
            #expect(entry.first?.actor == .system("command line"))
            let before = try world.signIn("root", temporary).user.principal
            #expect(throws: Refusal.mustChangePassword) {
                try world.users.add(
                    Self.new("wang", [.dutyOfficer]), password: temporary, by: before, key: world.key(), at: world.now)
            }
            try world.users.changePassword(
                of: first.login, from: temporary, to: World.password, key: world.key(), at: world.now)
            let root = try world.signIn("root").user.principal
            let wang = try world.users.add(
                Self.new("wang", [.dutyOfficer], at: .unit(.station)), password: temporary, by: root, key: world.key(),
                at: world.now)
            #expect(wang.mustChangePassword && wang.affiliation == .unit(.station))
            #expect(throws: Refusal.notYourUnit(.city)) {
                try world.users.add(
                    Self.new("li", [.chief], at: .unit(.city)), password: temporary, by: root, key: world.key(),
                    at: world.now)
            }
        }
    }

    @Test(
        "an administrator resets a password: old sessions end, the new one must be changed", arguments: Engine.available
    )
    func reset(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator]).principal
            let wang = try world.person("wang", [.dutyOfficer])
            let old = try world.signIn("wang").token
            for _ in 0..<3 { #expect(throws: SignInRefusal.self) { try world.signIn("wang", "forgotten") } }
            #expect(throws: SignInRefusal.locked(until: world.now + .minutes(20))) { try world.signIn("wang") }
            let temporary = world.secrets.temporaryPassword()
            try world.users.resetPassword(of: wang.id, to: temporary, by: root, key: world.key(), at: world.now)
            #expect(throws: SignInRefusal.notSignedIn) { try world.sessions.resolve(old, at: world.now) }
            #expect(throws: SignInRefusal.wrongNameOrPassword) { try world.signIn("wang") }
            let signedIn = try world.signIn("wang", temporary)
            #expect(signedIn.user.mustChangePassword)
            #expect(throws: Refusal.mustChangePassword) {
                try signedIn.user.principal.permit(.registerIncident, in: .county, bank: nil)
            }
            func change(_ from: String, _ to: String) throws {
                try world.users.changePassword(of: wang.login, from: from, to: to, key: world.key(), at: world.now)
            }
            #expect(throws: PasswordRefusal.sameAsBefore) { try change(temporary, temporary) }
            #expect(throws: PasswordRefusal.tooShort(atLeast: 10)) { try change(temporary, "short") }
            #expect(throws: SignInRefusal.wrongNameOrPassword) { try change("wrong", "another good one") }
            try change(temporary, "another good one")
            #expect(throws: SignInRefusal.notSignedIn) { try world.sessions.resolve(signedIn.token, at: world.now) }
            #expect(try world.signIn("wang", "another good one").user.principal.mustChangePassword == false)
            let acts = try world.acts(on: wang.id).filter { $0.hasPrefix("user.password") }
            #expect(acts == ["user.passwordChanged", "user.passwordReset", "user.passwordChanged"])
        }
    }

    @Test("who is disabled is out at once, and comes back by another's act", arguments: Engine.available)
    func disable(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator]).principal
            let wang = try world.person("wang", [.dutyOfficer])
            let token = try world.signIn("wang").token
            #expect(try world.users.disable(wang.id, by: root, key: world.key(), at: world.now).state == .disabled)
            #expect(throws: SignInRefusal.notSignedIn) { try world.sessions.resolve(token, at: world.now) }
            #expect(throws: SignInRefusal.wrongNameOrPassword) { try world.signIn("wang") }
            try world.users.enable(wang.id, by: root, key: world.key(), at: world.now)
            #expect(throws: SignInRefusal.notSignedIn) { try world.sessions.resolve(token, at: world.now) }
            _ = try world.signIn("wang")
        }
    }

    @Test("nobody changes his own roles, resets his own password or disables himself", arguments: Engine.available)
    func ownAccount(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator])
            let me = root.principal
            #expect(throws: Refusal.ownAccount) {
                try world.users.setRoles([.chief], of: root.id, by: me, key: world.key(), at: world.now)
            }
            #expect(throws: Refusal.ownAccount) {
                try world.users.disable(root.id, by: me, key: world.key(), at: world.now)
            }
            #expect(throws: Refusal.ownAccount) {
                try world.users.resetPassword(
                    of: root.id, to: world.secrets.temporaryPassword(), by: me, key: world.key(), at: world.now)
            }
            let leader = try world.person("zhao", [.shiftLeader])
            #expect(throws: Refusal.notPermitted(.manageUsers)) {
                try world.users.setRoles(
                    [.countyHead], of: leader.id, by: leader.principal, key: world.key(), at: world.now)
            }
        }
    }

    @Test("new roles count from the next request of a running session", arguments: Engine.available)
    func rolesChange(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator]).principal
            let wang = try world.person("wang", [.dutyOfficer])
            let token = try world.signIn("wang").token
            try world.users.setRoles([.shiftLeader], of: wang.id, by: root, key: world.key(), at: world.now)
            #expect(try world.sessions.resolve(token, at: world.now).user.principal.allows(.approveStop))
            #expect(throws: RoleSet.Invalid.bankAndPolice) {
                try world.users.setRoles([.bankClerk], of: wang.id, by: root, key: world.key(), at: world.now)
            }
            let far = try world.person("li", [.chief], at: .unit(.otherCity))
            #expect(throws: Refusal.notYourUnit(.otherCity)) {
                try world.users.setRoles([.analyst], of: far.id, by: root, key: world.key(), at: world.now)
            }
        }
    }

    @Test("what is wrong with a new user is named", arguments: Engine.available)
    func invalid(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.person("wang", [.dutyOfficer])
            let missing = UnitCode(area: "5303")!
            let cases: [(NewUser, User.Invalid)] = [
                (try Self.new("wang", [.chief], number: "other"), .loginTaken),
                (try Self.new("wang2", [.chief], number: "no wang"), .staffNumberTaken),
                (try Self.new("li-", [.chief], at: .unit(missing)), .unitUnknown(missing)),
                (try Self.new("zhou", [.chief], number: ""), .staffNumber),
            ]
            for (new, error) in cases {
                #expect(throws: error) {
                    try world.users.add(
                        new, password: World.password, by: .platform("command line"), key: world.key(), at: world.now)
                }
            }
            // The same number at a bank is another person's.
            try world.users.add(
                Self.new("clerk", [.bankClerk], at: .bank("102"), number: "no wang"), password: World.password,
                by: .platform("command line"), key: world.key(), at: world.now)
        }
    }

    @Test("a repeated key adds one user, and another command under it is an error", arguments: Engine.available)
    func idempotency(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let key = world.key()
            let new = try Self.new("wang", [.dutyOfficer, .analyst])
            func add() throws -> User {
                try world.users.add(
                    new, password: World.password, by: .platform("command line"), key: key, at: world.now)
            }
            let first = try add()
            #expect(try add() == first)
            #expect(throws: Journal.KeyReused.self) {
                try world.users.disable(first.id, by: .platform("command line"), key: key, at: world.now)
            }
        }
    }

    @Test("lists go by unit and login, page by page, and stay in the reach asked for", arguments: Engine.available)
    func lists(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let places: [(String, Affiliation)] = [
                ("eee", .unit(.county)), ("bbb", .unit(.station)), ("aaa", .unit(.otherCity)), ("ccc", .unit(.station)),
                ("ddd", .bank("102")), ("fff", .bank("102")), ("ggg", .bank("103")),
            ]
            for (login, place) in places {
                try world.person(login, place.bank == nil ? [.chief] : [.bankClerk], at: place)
            }
            @Sendable func pages(_ next: (User?) throws -> [User]) throws -> [String] {
                var seen: [User] = []
                while let user = try next(seen.last).first { seen.append(user) }
                return seen.map(\.login.text)
            }
            try world.journal.database.read { tx in
                let table = UserTable(tx)
                #expect(try pages { try table.list(under: .city, after: $0, limit: 1) } == ["eee", "bbb", "ccc"])
                #expect(
                    try pages { try table.list(under: .province, after: $0, limit: 1) } == ["aaa", "eee", "bbb", "ccc"])
                #expect(try pages { try table.list(bank: "102", after: $0, limit: 1) } == ["ddd", "fff"])
                let units = try UnitTable(tx).list(under: .county, after: .county, limit: 10)
                #expect(units.map(\.code) == [.station, .otherStation])
            }
        }
    }
}

@Suite struct UnitsTests {
    @Test("an administrator adds, renames and gives a telephone to units in his reach", arguments: Engine.available)
    func units(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator]).principal
            let code = try UnitCode("530402580000")
            let station = Unit(code: code, name: "城北派出所", kind: .station)
            #expect(try world.units.add(station, by: root, key: world.key(), at: world.now).parent == .county)
            func change(_ code: UnitCode, _ name: String, _ telephone: String?) throws {
                try world.units.change(
                    code, name: name, telephone: telephone, by: root, key: world.key(), at: world.now)
            }
            try change(code, "城南派出所", nil)
            try change(code, "城南派出所", "0877-2010110")
            let found = try world.journal.database.read { try UnitTable($0).require(code) }
            #expect(found == Unit(code: code, name: "城南派出所", kind: .station, telephone: "0877-2010110"))
            #expect(try world.acts(on: code) == ["unit.added", "unit.renamed", "unit.telephone"])
            for wrong in ["12", "call us", String(repeating: "1", count: 31)] {
                #expect(throws: Unit.Invalid.telephone) { try change(code, "城南派出所", wrong) }
            }
            func add(_ unit: Unit) throws { try world.units.add(unit, by: root, key: world.key(), at: world.now) }
            #expect(throws: Unit.Invalid.taken(code)) { try add(station) }
            #expect(throws: Unit.Invalid.name) { try add(Unit(code: .county, name: "", kind: .centre)) }
            #expect(throws: Unit.Invalid.kindAndLevel) { try add(Unit(code: .county, name: "x", kind: .station)) }
            let far = UnitCode(area: "530404")!
            #expect(throws: Refusal.notYourUnit(far)) { try add(Unit(code: far, name: "x", kind: .bureau)) }
            #expect(throws: NotFound("530402990000")) {
                try change(UnitCode("530402990000"), "x", nil)
            }
        }
    }
}

@Suite struct ClientsTests {
    @Test("a client's token is shown once, works until it expires or is revoked", arguments: Engine.available)
    func clients(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator]).principal
            let new = NewClient(
                name: "110 desk", affiliation: .unit(.county), roles: [.dutyOfficer, .shiftLeader],
                expiresAt: world.now + .days(90))
            let key = world.key()
            let created = try world.clients.create(new, by: root, key: key, at: world.now)
            let token = try #require(created.token)
            let again = try world.clients.create(new, by: root, key: key, at: world.now)
            #expect(again.client == created.client && again.token == nil)
            let client = try world.clients.resolve(token, at: world.now)
            try client.principal.permit(.registerIncident, in: .station, bank: nil)
            #expect(throws: Refusal.notPermitted(.approveStop)) {
                try client.principal.permit(.approveStop, in: .station, bank: nil)
            }
            #expect(throws: SignInRefusal.expired) { try world.clients.resolve(token, at: new.expiresAt) }
            #expect(throws: SignInRefusal.notSignedIn) { try world.clients.resolve(SecretToken("x"), at: world.now) }
            let revoked = try world.clients.revoke(client.id, by: root, key: world.key(), at: world.now)
            #expect(revoked.revokedAt == world.now)
            _ = try world.clients.revoke(client.id, by: root, key: world.key(), at: world.now)
            #expect(throws: SignInRefusal.notSignedIn) { try world.clients.resolve(token, at: world.now) }
            #expect(try world.acts(on: client.id) == ["client.created", "client.revoked"])
            func listed(under unit: UnitCode) throws -> [Client] {
                try world.journal.database.read { try ClientTable($0).list(under: unit, after: nil, limit: 9) }
            }
            #expect(try listed(under: .county) == [revoked] && listed(under: .city) == [revoked])
            #expect(try listed(under: .station).isEmpty, "a program of the county is not the station's to see")
            let bank = NewClient(
                name: "bank desk", affiliation: .bank("102"), roles: [.bankClerk], expiresAt: world.now + .days(9))
            _ = try world.clients.create(bank, by: root, key: world.key(), at: world.now)
            #expect(
                try listed(under: .station).map(\.name) == ["bank desk"], "whoever manages programs manages banks', too"
            )
        }
    }

    @Test(
        "only an administrator lets a client in, in his reach, and never as an administrator",
        arguments: Engine.available)
    func refused(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let root = try world.person("root", [.administrator]).principal
            let officer = try world.person("wang", [.dutyOfficer]).principal
            func create(_ roles: RoleSet, _ unit: UnitCode, days: Int64, by principal: Principal) throws {
                let new = NewClient(
                    name: "x", affiliation: .unit(unit), roles: roles, expiresAt: world.now + .days(days))
                _ = try world.clients.create(new, by: principal, key: world.key(), at: world.now)
            }
            #expect(throws: Refusal.notPermitted(.manageClients)) {
                try create([.chief], .county, days: 1, by: officer)
            }
            #expect(throws: Refusal.notYourUnit(.city)) { try create([.chief], .city, days: 1, by: root) }
            #expect(throws: RoleSet.Invalid.clientWhoAdministers) {
                try create([.administrator], .county, days: 1, by: root)
            }
            #expect(throws: Client.Invalid.expiry) { try create([.chief], .county, days: 0, by: root) }
        }
    }
}
