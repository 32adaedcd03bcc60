import Access
import Jobs
import Journal
import Primitives
import Storage
import TestSupport
import Testing

/// A province with two cities, two counties and two stations; cheap passwords; a hand-turned clock.
struct World {
    static let schema = Schema(EntryTable.migrations + JobTable.migrations + accessMigrations)
    static let cost = PasswordCost(rounds: 16, blockSize: 1, parallelism: 1)
    static let rules = SignInRules(
        failuresMax: 3, failureWindow: .minutes(10), lockOut: .minutes(20), idle: .minutes(30), longest: .hours(12),
        passwordLengthMin: 10)
    static let password = "correct horse battery"

    let journal: Journal
    let clock = HandClock(.t0)
    let secrets = Secrets(SplitMix64(seed: 7))
    let units: Units
    let users: Users
    let sessions: Sessions
    let clients: Clients
    private let keys = CountingIDs()

    init(_ database: any Database) throws {
        journal = Journal(database: database, ids: CountingIDs())
        units = Units(journal)
        users = Users(journal, cost: Self.cost, secrets: secrets, rules: Self.rules)
        sessions = Sessions(journal, cost: Self.cost, secrets: secrets, rules: Self.rules)
        clients = Clients(journal, secrets: secrets)
        for code in UnitCode.all {
            let unit = Unit(code: code, name: "Unit \(code)", kind: code.level == .station ? .station : .bureau)
            try units.add(unit, by: .platform("command line"), key: key(), at: now)
        }
    }

    var now: Timestamp { clock.now() }

    func key() -> IdempotencyKey { IdempotencyKey("key-\(keys.next(at: .t0))")! }

    /// A user with a password of his own, ready to work.
    @discardableResult
    func person(_ login: String, _ roles: RoleSet, at affiliation: Affiliation = .unit(.county)) throws -> User {
        let user = try newcomer(login, roles, at: affiliation)
        try users.changePassword(of: user.login, from: "first-\(Self.password)", to: Self.password, key: key(), at: now)
        return try journal.database.read { try UserTable($0).require(user.id) }
    }

    /// A user with his temporary password `first-…`.
    func newcomer(_ login: String, _ roles: RoleSet, at affiliation: Affiliation = .unit(.county)) throws -> User {
        let new = NewUser(
            login: try LoginName(login), name: login, staffNumber: "no \(login)", affiliation: affiliation, roles: roles
        )
        return try users.add(
            new, password: "first-\(Self.password)", by: .platform("command line"), key: key(), at: now)
    }

    func signIn(_ login: String, _ password: String = World.password) throws -> Sessions.SignedIn {
        try sessions.signIn(name: login, password: password, at: now)
    }

    /// Runs `body` as one command of `principal`.
    func step<T: Codable & Sendable>(_ principal: Principal, _ body: @Sendable (Step) throws -> T) throws -> T {
        try journal.perform(key(), by: principal.actor, at: now, input: "step", body)
    }

    func acts(on subject: some CustomStringConvertible) throws -> [String] {
        let id = subject.description
        return try journal.database.read { try EntryTable($0).about(subject: id, limit: 100).map(\.act) }.reversed()
    }

    func entryCount() throws -> Int {
        try journal.database.read { try EntryTable($0).newest(before: nil, limit: 1000) }.count
    }
}

func inWorld(_ engine: Engine, _ body: (World) throws -> Void) throws {
    try withDatabase(engine, World.schema) { try body(World($0)) }
}

extension UnitCode {
    static let province = UnitCode(area: "53")!
    static let city = UnitCode(area: "5304")!
    static let county = UnitCode(area: "530402")!
    static let station = try! UnitCode("530402560000")
    static let otherStation = try! UnitCode("530402570000")
    static let otherCounty = UnitCode(area: "530403")!
    static let otherCity = UnitCode(area: "5301")!
    static let all = [province, city, county, station, otherStation, otherCounty, otherCity]
}
