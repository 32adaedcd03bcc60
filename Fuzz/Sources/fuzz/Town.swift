import Access
import Foundation
import Gateways
import Journal
import Jurisdiction
import Logging
import NIOPosix
import Primitives
import Recovery
import Storage
import StorageSQLite
import Synchronization
import Wire
import Workflow

@testable import Web

/// A county with a duty officer, a shift leader, a clerk of its bank, a program that reports, and a bank by wire.
struct Town: Sendable {
    static let county = orStop { try UnitCode("530402000000") }
    static let wireBank = Bank(
        code: "102100099996", name: "海岳银行", kind: .bank, link: .wire, address: "http://127.0.0.1:1/",
        contact: "0877-3000",
        cardPrefixes: ["620002"])
    static let handBank = Bank(
        code: "313290000017", name: "华岭银行", kind: .bank, link: .hand, address: nil, contact: "0877-1000",
        cardPrefixes: ["620001"])
    private static let machine = Principal.platform("command line")
    private static let roles: [Role] = [.dutyOfficer, .shiftLeader, .countyHead, .administrator, .bankClerk]
    private static let password = "correct horse battery"

    let platform: Platform
    let access: AccessCommands
    let clock: HandClock

    /// Over a database that is laid out already; `ids` go on where others ended.
    init(
        _ database: any Database, ids: any IDSource = CountingIDs(), at now: Timestamp = present,
        line: any BankLink = NoLine()
    ) {
        clock = HandClock(now)
        platform = Platform(
            database: database, clock: clock, ids: ids, pack: .builtIn,
            signer: orStop { try Signer(key: "centre-1", secret: Array(repeating: 7, count: 32)) }, link: line)
        access = AccessCommands(
            platform.journal, rules: platform.rules, cost: PasswordCost(rounds: 16, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 7)))
    }

    var now: Timestamp { clock.now() }

    func key() -> IdempotencyKey { orStop { try IdempotencyKey("k-\(platform.journal.ids.next(at: now))").orThrow() } }

    /// Adds the units, banks and people.
    func settle() throws {
        for (area, name) in [("530400000000", "云江市反诈中心"), ("530402000000", "临溪县反诈中心")] {
            try access.units.add(
                Unit(code: try UnitCode(area), name: name, kind: .centre), by: Self.machine, key: key(), at: now)
        }
        for bank in [Self.wireBank, Self.handBank] {
            try platform.banks.put(bank, by: Self.machine, key: key(), at: now)
        }
        let trusted = TrustedKey(
            key: signer.key, owner: Self.wireBank.code, publicKey: signer.publicKey, validFrom: now - .days(1))
        try platform.banks.trust(trusted, by: Self.machine, key: key(), at: now)
        for role in Self.roles {
            let login = try LoginName(role.rawValue)
            let new = NewUser(
                login: login, name: "\(role.rawValue)某", staffNumber: "n-\(role.rawValue.prefix(8))",
                affiliation: role.isOfBank ? .bank(Self.handBank.code) : .unit(Self.county), roles: RoleSet([role]))
            try access.users.add(new, password: "first-correct-horse", by: Self.machine, key: key(), at: now)
            try access.users.changePassword(
                of: login, from: "first-correct-horse", to: Self.password, key: key(), at: now)
        }
    }

    func principal(_ role: Role) throws -> Principal {
        try platform.database.read { try UserTable($0).find(login: try LoginName(role.rawValue)) }.orThrow().principal
    }

    func session(_ role: Role) throws -> SecretToken {
        try access.sessions.signIn(name: role.rawValue, password: Self.password, at: now).token
    }

    func program() throws -> SecretToken {
        let new = NewClient(
            name: "接处警系统", affiliation: .unit(Self.county), roles: [.dutyOfficer], expiresAt: now + .days(30))
        return try access.clients.create(new, by: Self.machine, key: key(), at: now).token.orThrow()
    }

    /// A standing authority under which the duty officer's orders go out at once.
    func authorise() throws {
        let scope = StandingAuthority.Scope(
            tiersMost: 5, amountMost: Money(fen: 100_000_000_000), includesInquiries: true,
            includesProtectiveHolds: true,
            officers: [try principal(.dutyOfficer).actor.id])
        _ = try platform.authorities.propose(
            scope, unit: Self.county, basis: "授权书1号", from: now, until: now + .days(300),
            by: try principal(.shiftLeader),
            key: key(), at: now)
        let waiting = try platform.database.read { try ApprovalTable($0).all(after: nil, limit: 10) }
        for approval in waiting {
            try platform.approvals.decide(
                approval.id, .approve(leavingOut: []), by: try principal(.countyHead), key: key(), at: now)
        }
    }

    /// A report with transfers to two accounts of the bank by wire and one of the bank by hand.
    func register() throws -> Receipt {
        let intake = Intake(
            fraudType: "GJF", narrative: "冒充公检法", victims: [.init(name: "王芳", phone: "13800136127")],
            transfers: [("6200020000000025", "12万"), ("6200020000000033", "3万"), ("6200010000000017", "5000")].map {
                .init(payerNumber: "6200020000000041", amount: $0.1, time: "08:05", payeeNumber: $0.0, payeeName: "李强")
            }, protectVictim: true)
        return try platform.incidents.register(intake, by: try principal(.dutyOfficer), key: key(), at: now)
    }

    /// Does all work that is due.
    func work() throws {
        let workshop = Workshop(platform, name: "fuzz")
        while case let jobs = try workshop.claim(limit: 50), !jobs.isEmpty {
            for job in jobs { try workshop.work(job) }
        }
        try workshop.chain()
    }
}

struct Missing: Error {}

extension Optional {
    func orThrow() throws -> Wrapped {
        guard let self else { throw Missing() }
        return self
    }
}

struct NoLine: BankLink {
    func deliver(_ envelope: Data, to bank: Bank) -> BankReply { .failed("no line") }
}

/// A database that undoes every change once it has been tried, so that each input meets the same records.
struct Forgetful: Database {
    private struct Undone: Error {}
    let kept: SQLiteDatabase

    var dialect: Dialect { kept.dialect }
    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T { try kept.read(body) }

    func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T {
        let answer = Mutex<T?>(nil)
        do {
            try kept.write(isolation) { tx in
                let made = try body(tx)
                answer.withLock { $0 = made }
                throw Undone()
            }
        } catch is Undone {}
        return try answer.withLock { $0 }.orThrow()
    }
}
