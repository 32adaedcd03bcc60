import Access
import Gateways
import Jobs
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import TestSupport
import Wire
import Workflow

@testable import Simulation

/// A county's anti-fraud centre over one database, with its people and with simulated banks in the same process.
struct Centre {
    static let county = UnitCode(area: "530402")!
    static let code = county.text
    static let city = UnitCode(area: "530400")!
    static let station = try! UnitCode("530402550000")
    static let people: [(login: String, name: String, roles: RoleSet)] = [
        ("chen", "陈警官", [.dutyOfficer]), ("wang", "王警官", [.dutyOfficer]), ("leader", "刘班长", [.shiftLeader]),
        ("second", "孙班长", [.shiftLeader]), ("head", "赵局长", [.countyHead]), ("mayor", "钱局长", [.countyHead]),
        ("aux", "小李", [.auxiliary]), ("tian", "田警官", [.stationOfficer]), ("boss", "董所长", [.shiftLeader, .countyHead]),
    ]

    let clock: HandClock
    let door: BankDoor
    let carrier: InProcessCarrier
    let platform: Platform
    /// The two programs that do the work; the first one can die.
    let workshops: [Workshop]
    let principals: [String: Principal]
    private let keys = CountingIDs()

    init(_ database: any Database, start: Timestamp, pack: Pack = .builtIn) throws {
        clock = HandClock(start)
        let signer = try BankKeys.signer(99, owner: Self.code)
        let trusted = TrustedKey(
            key: signer.key, owner: Self.code, publicKey: signer.publicKey, validFrom: start - .days(1))
        let bankKeys = try BankKeys.seeded(7, banks: City.banks, centre: Self.code, trusting: [trusted])
        door = BankDoor(BankWorld(seed: 1, start: start, banks: City.banks, keys: bankKeys), clock)
        carrier = InProcessCarrier(SimulatedCarrier(seed: 1), clock: clock)
        let ids = CountingIDs()
        let mortal = MortalDatabase(inner: database, fuse: door.breaks)
        let platforms = [mortal, database].map { [clock, door, carrier] database in
            Platform(
                database: database, clock: clock, ids: ids, pack: pack, signer: signer, link: door,
                carrier: carrier)
        }
        platform = platforms[1]
        workshops = zip(["one", "two"], platforms).map { Workshop($1, name: $0) }
        principals = try Self.hire(platform)
        try register(bankKeys)
    }

    private static func hire(_ platform: Platform) throws -> [String: Principal] {
        let boss = Principal.platform("command line")
        let now = platform.clock.now()
        try Units(platform.journal).add(
            Unit(code: city, name: "玉溪市反诈中心", kind: .centre), by: boss, key: IdempotencyKey("city")!, at: now)
        try Units(platform.journal).add(
            Unit(code: county, name: "红塔区反诈中心", kind: .centre), by: boss, key: IdempotencyKey("unit")!, at: now)
        try Units(platform.journal).add(
            Unit(code: station, name: "玉带派出所", kind: .station), by: boss, key: IdempotencyKey("station")!, at: now)
        let users = Users(
            platform.journal, cost: PasswordCost(rounds: 16, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 7)),
            rules: SignInRules(
                failuresMax: 3, failureWindow: .minutes(10), lockOut: .minutes(20), idle: .minutes(30),
                longest: .hours(12), passwordLengthMin: 10))
        var principals: [String: Principal] = [:]
        for (login, name, roles) in people {
            let place = ["mayor": city, "tian": station, "boss": station][login] ?? county
            let new = NewUser(
                login: try LoginName(login), name: name, staffNumber: "no \(login)", affiliation: .unit(place),
                roles: roles)
            let user = try users.add(
                new, password: "correct horse battery", by: boss, key: IdempotencyKey("user \(login)")!, at: now)
            principals[login] = Principal(
                identity: .user(user.id), roles: roles, affiliation: .unit(place), mustChangePassword: false)
        }
        return principals
    }

    private func register(_ bankKeys: BankKeys) throws {
        let boss = Principal.platform("command line")
        for bank in City.banks {
            let kind: Recovery.Bank.Kind =
                switch bank.kind {
                case .bank: .bank
                case .paymentInstitution: .payment
                case .acquirer: .acquirer
                case .exchange: .exchange
                }
            try platform.banks.put(
                Recovery.Bank(
                    code: bank.code, name: bank.name, kind: kind, link: .wire, address: "http://bank", contact: nil),
                by: boss, key: key(), at: now)
        }
        for trusted in bankKeys.trustedKeys(validFrom: now - .days(1)) {
            try platform.banks.trust(trusted, by: boss, key: key(), at: now)
        }
    }

    var now: Timestamp { clock.now() }
    var database: any Database { platform.database }

    func key() -> IdempotencyKey { IdempotencyKey("act-\(keys.next(at: .t0))")! }

    // MARK: time

    /// Lets time go on, and does each piece of work when it is due.
    func advance(to moment: Timestamp) throws {
        while let due = try workshops[1].nextDue(), due <= moment {
            clock.set(max(due, now))
            try work()
        }
        clock.set(moment)
        door.follow()
        try work()
    }

    /// Does all that is due now; the two programs take turns.
    func work() throws {
        door.follow()
        while door.breaks.isLaid, try survive({ try work(in: workshops[0]) }) {}
        var turn = 0
        var idle = 0
        while idle < 2 {
            let workshop = workshops[turn % 2]
            turn += 1
            precondition(turn < 5000, "the work at \(now) does not end")
            idle = try survive { try work(in: workshop) } ? 0 : idle + 1
        }
    }

    /// Returns whether there was anything to do.
    private func work(in workshop: Workshop) throws -> Bool {
        let jobs = try workshop.claim(limit: 3)
        for job in jobs { try workshop.work(job) }
        try workshop.chain()
        return !jobs.isEmpty
    }

    /// A program that dies does no more; it is started anew when the banks' clock has gone on.
    private func survive(_ body: () throws -> Bool) throws -> Bool {
        do { return try body() } catch is MortalDatabase.Dead { return false }
    }
}
