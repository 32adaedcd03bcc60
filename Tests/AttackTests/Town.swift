import Access
import Foundation
import Gateways
import Journal
import Jurisdiction
import Ledger
import Logging
import NIOPosix
import Primitives
import Recovery
import Storage
import StorageSQLite
import TestSupport
import Wire
import Workflow

@testable import Web

/// Somebody who uses the console: one of each role in the first county and its bank, the same again in the second.
struct Person: Hashable, Sendable {
    enum Side: String, CaseIterable { case first, second }

    let role: Role
    let side: Side
    /// Tells people of one role apart: `maker` is who asked for what others decide.
    var post = ""

    var login: String { "\(role.rawValue)-\(side.rawValue)\(post.isEmpty ? "" : "-\(post)")".lowercased() }

    /// Officers and auxiliaries of a station stand there, all other police at the county.
    var affiliation: Affiliation {
        if role.isOfBank { return .bank(Town.bank(of: side).code) }
        return .unit(role == .stationOfficer || role == .auxiliary ? Town.station(of: side) : Town.county(of: side))
    }

    static let columns = Role.allCases.map { Person(role: $0, side: .first) }
    static let strangers = Role.allCases.map { Person(role: $0, side: .second) }
    static let makers = Side.allCases.flatMap { side in
        [Role.dutyOfficer, .shiftLeader, .bankClerk].map { Person(role: $0, side: side, post: "maker") }
    }
    static let all = columns + strangers + makers
}

/// Two counties with a station and a bank each, everybody of `Person`, and the application over a database.
struct Town: Sendable {
    static let city = UnitCode(area: "5304")!
    static func county(of side: Person.Side) -> UnitCode { UnitCode(area: side == .first ? "530402" : "530403")! }
    static func station(of side: Person.Side) -> UnitCode {
        UnitCode(side == .first ? "530402560000" : "530403560000", or: city)
    }
    static func bank(of side: Person.Side) -> Bank { side == .first ? firstBank : secondBank }

    /// Both answer by form; their clerks sign in.
    static let firstBank = Bank(
        code: "313290000017", name: "华岭银行", kind: .bank, link: .hand, address: nil, contact: "0877-1000",
        cardPrefixes: ["620001"])
    static let secondBank = Bank(
        code: "402731057238", name: "石门农信", kind: .bank, link: .hand, address: nil, contact: "0877-2000",
        cardPrefixes: ["620003"])
    static let wireBank = Bank(
        code: "102100099996", name: "海岳银行", kind: .bank, link: .wire, address: "http://127.0.0.1:1/banks/102100099996",
        contact: "0877-3000", cardPrefixes: ["620002"])

    static let password = "correct horse battery"
    static let temporary = "first-correct-horse"

    let platform: Platform
    let access: AccessCommands
    let clock: HandClock
    let application: WebApplication

    /// Takes a database that is laid out already; ids go on after `start`.
    init(
        _ database: any Database, idsAfter start: UInt64 = 0, at now: Timestamp = .t0, ledger: LedgerFolder? = nil
    ) throws {
        clock = HandClock(now)
        platform = Platform(
            database: database, clock: clock, ids: LaterIDs(start), pack: .builtIn,
            signer: try Signer(key: "centre-1", secret: Array(repeating: 7, count: 32)), link: NoLink(),
            ledger: ledger, secrets: Secrets(SplitMix64(seed: 9 + start)))
        access = AccessCommands(
            platform.journal, rules: platform.rules, cost: PasswordCost(rounds: 16, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 7 + start)))
        application = WebApplication(
            platform: platform, access: access, pool: .singleton, configuration: Self.quiet)
    }

    /// Tens of thousands of requests need no line each.
    static var quiet: WebApplication.Configuration {
        var configuration = WebApplication.Configuration()
        configuration.logger.logLevel = .critical
        return configuration
    }

    /// Adds units, banks and people.
    func settle() throws {
        var units = [(Self.city, "云江市反诈中心", Unit.Kind.centre)]
        for side in Person.Side.allCases {
            units.append((Self.county(of: side), side == .first ? "临溪县反诈中心" : "石门县反诈中心", .centre))
            units.append((Self.station(of: side), side == .first ? "城关派出所" : "石门派出所", .station))
        }
        for (code, name, kind) in units {
            try access.units.add(
                Unit(code: code, name: name, kind: kind), by: Self.operatorOfMachine, key: key(), at: now)
        }
        for bank in [Self.firstBank, Self.secondBank, Self.wireBank] {
            try platform.banks.put(bank, by: Self.operatorOfMachine, key: key(), at: now)
        }
        for (index, person) in Person.all.enumerated() { try settle(person, number: "n-\(index)") }
    }

    private func settle(_ person: Person, number: String) throws {
        let login = try LoginName(person.login)
        let new = NewUser(
            login: login, name: "\(person.role.rawValue)某", staffNumber: number, affiliation: person.affiliation,
            roles: RoleSet([person.role]))
        try access.users.add(new, password: Self.temporary, by: Self.operatorOfMachine, key: key(), at: now)
        try access.users.changePassword(of: login, from: Self.temporary, to: Self.password, key: key(), at: now)
    }

    static let operatorOfMachine = Principal.platform("command line")

    var now: Timestamp { clock.now() }

    func key() -> IdempotencyKey { IdempotencyKey("key-\(platform.journal.ids.next(at: now))")! }

    func user(_ person: Person) throws -> User {
        try platform.database.read { try UserTable($0).find(login: try LoginName(person.login)) }!
    }

    func principal(_ person: Person) throws -> Principal { try user(person).principal }

    /// Does all work that is due.
    func work() throws {
        let workshop = Workshop(platform, name: "test")
        while true {
            let jobs = try workshop.claim(limit: 50)
            if jobs.isEmpty { return }
            for job in jobs { try workshop.work(job) }
        }
    }
}

extension UnitCode {
    /// A code written down in a test; `other` stands in where it cannot be one, and the test then fails.
    fileprivate init(_ text: String, or other: UnitCode) {
        do { self = try UnitCode(text) } catch { self = other }
    }
}

/// Ids that go on where an earlier run ended.
private final class LaterIDs: IDSource {
    private let counting = CountingIDs()
    private let start: UInt64

    init(_ start: UInt64) { self.start = start }

    func next(at now: Timestamp) -> UInt64 { start + counting.next(at: now) }
}

/// No bank is reached by wire in these tests.
private struct NoLink: BankLink {
    func deliver(_ envelope: Data, to bank: Bank) -> BankReply { .failed("no wire in this test") }
}
