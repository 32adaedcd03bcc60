import Access
import Checks
import Foundation
import Gateways
import Journal
import Jurisdiction
import Primitives
import Recovery
import Simulation
import Storage
import StorageSQLite
import TestSupport
import Testing
import Wire
import Workflow

/// Databases as every earlier program left them, with orders that were still open.
@Suite("Every earlier schema goes forward with its open orders") struct LevelTests {
    private static let seed: UInt64 = 4

    @Test(
        "a step that a program has run is never changed, and each new one is written down", arguments: Engine.available)
    func steps(engine: Engine) throws {
        try withDatabase(engine, Platform.schema) { database in
            let written = try Level.written(of: database)
            #expect(try Golden.compare(written, with: Level.path(database.dialect)) == .same)
            #expect(try Level.all[0].steps(database.dialect).count == Level.stepsOfFirst)
            #expect(try Level.all.last?.steps(database.dialect).map(\.name) == Platform.schema.migrations.map(\.name))
        }
    }

    /// The rows are those of a program of the first level; they are made once and then kept.
    @Test("there are rows with open orders of every kind")
    func rows() throws {
        if try Golden.text(of: Rows.path) == nil {
            let written = try Self.cityInFullSwing().written
            #expect(try Golden.compare(written, with: Rows.path) == .same)
        }
        try withDatabase(.sqlite) { database in
            try Level.all[0].layOut(database)
            try Rows().put(into: database, at: Level.all[0])
            #expect(try Self.isInFullSwing(Self.open(database)))
        }
    }

    @Test("it is carried forward, checked, and its open orders end", arguments: Engine.available, Level.all)
    func forward(engine: Engine, level: Level) throws {
        try withDatabase(engine) { database in
            try level.layOut(database)
            try Rows().put(into: database, at: level)
            let missing = Level.added.dropFirst(level.number).joined()
            #expect(try Set(Platform.schema.migrate(database, at: .t0)) == Set(missing))
            let later = try Later(database, seed: Self.seed)
            #expect(try later.findings() == [])
            let before = try Self.open(database)
            try later.goOn(for: .days(12))
            #expect(Self.isInFullSwing(before))
            #expect(try Self.open(database) == [:])
            #expect(try later.findings() == [])
        }
    }

    /// How many measures and orders have not ended, by kind.
    private static func open(_ database: any Database) throws -> [String: Int64] {
        let counted = try database.read { tx in
            [
                "act": try tx.count("SELECT COUNT(*) FROM bank_act WHERE state IN ('open', 'dead')"),
                "draft": try tx.count("SELECT COUNT(*) FROM stop_payment WHERE state = 'draft'"),
                "stop": try tx.count(
                    "SELECT COUNT(*) FROM stop_payment WHERE state IN ('ordered', 'overdue', 'executed', 'releasing')"),
                "inquiry": try tx.count("SELECT COUNT(*) FROM inquiry WHERE state IN ('draft', 'ordered')"),
                "hold": try tx.count(
                    "SELECT COUNT(*) FROM protective_hold WHERE state IN ('draft', 'ordered', 'executed', 'lifting')"),
            ]
        }
        return counted.filter { $0.value > 0 }
    }

    private static func isInFullSwing(_ open: [String: Int64]) -> Bool {
        (open["act"] ?? 0) > 1 && (open["stop"] ?? 0) > 1 && (open["draft"] ?? 0) > 0 && (open["inquiry"] ?? 0) > 0
    }

    /// A city of slow banks without a standing authority, at the first minute with open orders of every kind.
    private static func cityInFullSwing() throws -> Rows {
        let database = try SQLiteDatabase()
        var setting = VirtualCity.Setting()
        setting.database = database
        setting.bankAddress = "http://127.0.0.1:1/"
        let slow = FaultPlan([.slow: 800, .lostAnswer: 100], slowSecondsMin: 600, slowSecondsMax: 1500)
        var city = try VirtualCity(
            VirtualCity.Plan(seed: seed, incidents: 1, faults: slow, withoutAuthority: true), in: setting)
        let last = city.reports.last?.reportedAt ?? VirtualCity.start
        for minute in 1...600 {
            try city.run(until: last + .minutes(Int64(minute)))
            if try isInFullSwing(open(database)) { return try Rows(of: database) }
        }
        throw NotFound("a moment with open orders of every kind")
    }
}

/// The program of today over an earlier one's database, with banks that do what they are asked.
private struct Later {
    private let platform: Platform
    private let clock: HandClock
    private let people: [Principal]

    init(_ database: any Database, seed: UInt64) throws {
        let last = try database.read { tx in
            let row = try tx.first("SELECT MAX(at) AS at FROM journal_entry")
            return try row.map { row throws(StorageError) in try row["at"] as Timestamp } ?? .t0
        }
        clock = HandClock(last)
        let keys = try BankKeys.seeded(seed, banks: City.banks, centre: "", trusting: [])
        platform = Platform(
            database: database, clock: clock, ids: LaterIDs(), pack: .builtIn,
            signer: try BankKeys.signer(seed, owner: DemoCity.centre.text), link: WillingBanks(keys: keys, clock: clock)
        )
        people = try database.read { tx in
            try DemoCity.people.map { person in
                guard let user = try UserTable(tx).find(login: try LoginName(person.login)) else {
                    throw NotFound(person.login)
                }
                return user.principal
            }
        }
    }

    func findings() throws -> [Finding] { try Checks(platform.database, .builtIn).run(at: clock.now()).findings }

    /// Does what falls due, and decides what waits for a second person.
    func goOn(for duration: Duration) throws {
        let end = clock.now() + duration
        let workshop = Workshop(platform, name: "later")
        while let due = try workshop.nextDue(), due <= end {
            clock.set(max(due, clock.now()))
            while case let jobs = try workshop.claim(limit: 50), !jobs.isEmpty {
                for job in jobs { try workshop.work(job) }
            }
            try decide()
        }
        clock.set(end)
        try workshop.chain()
    }

    private func decide() throws {
        let waiting = try platform.database.read { try ApprovalTable($0).all(after: nil, limit: 200) }
        for approval in waiting where approval.state == .waiting {
            let able = people.first { approval.obstacle(for: $0, at: clock.now()) == nil }
            guard let able, let key = IdempotencyKey("later/\(approval.id)") else { continue }
            try platform.approvals.decide(
                approval.id, .approve(leavingOut: []), by: able, key: key, at: clock.now())
        }
    }
}

/// Answers every order at once: done in full.
private struct WillingBanks: BankLink {
    let keys: BankKeys
    let clock: HandClock

    func deliver(_ envelope: Data, to bank: Recovery.Bank) -> BankReply {
        do {
            let order: BankOrder = try Sealed.parse(envelope).decode()
            let now = WireTime(clock.now())
            var answer = BankAnswer(act: order.act, result: "0000", answeredAt: now)
            (answer.executedAt, answer.coveredUntil, answer.rows) = (now, now, [])
            answer.heldBalance = order.amount
            answer.endsAt = WireTime(clock.now() + .hours(48))
            guard let signer = keys.signers[bank.code] else { return .refused("no key") }
            return .answers([try CanonicalJSON.encode(try signer.seal(answer))])
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Far from those that the earlier program gave.
private final class LaterIDs: IDSource {
    private let counting = CountingIDs()
    func next(at now: Timestamp) -> UInt64 { 1_000_000 + counting.next(at: now) }
}
