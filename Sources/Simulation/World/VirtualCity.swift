package import Access
internal import Checks
internal import Foundation
internal import Gateways
internal import Jobs
internal import Journal
package import Jurisdiction
package import Primitives
package import Recovery
package import Storage
internal import StorageSQLite
internal import Wire
package import Workflow

/// The whole loop in virtual time: frauds happen, victims report, orders go out, banks answer, people approve.
///
/// One seed, one story: everything that could differ between two runs is drawn from it.
package struct VirtualCity {
    package struct Plan: Sendable {
        package var seed: UInt64
        package var incidents: Int
        /// How much time lies between the starts of two frauds on average.
        package var pace: Duration
        package var faults: FaultPlan
        /// Whether the standing authority is revoked at once, so that each order waits for a second person.
        package var withoutAuthority: Bool
        /// Of a thousand jobs claimed, how many the workshop dies over before it has told how they went.
        package var deathsPermille: Int

        package init(
            seed: UInt64, incidents: Int, pace: Duration = .minutes(10), faults: FaultPlan = .none,
            withoutAuthority: Bool = false,
            deathsPermille: Int = 0
        ) {
            self.seed = seed
            self.incidents = incidents
            self.pace = pace
            self.faults = faults
            self.withoutAuthority = withoutAuthority
            self.deathsPermille = deathsPermille
        }
    }

    package internal(set) var plan: Plan
    package let clock: HandClock
    package let link: InProcessLink
    package let platform: Platform
    package let city: DemoCity
    package let keys: BankKeys
    private var generator: SplitMix64
    package private(set) var reports: [Fraud] = []
    package private(set) var script: FraudScript
    private var workshops: [Workshop]
    package private(set) var receipts: [Receipt] = []
    /// Is told each job before it is done.
    package var log: (@Sendable (String) -> Void)?
    private let officers: [String]

    /// 2026-03-14 20:00 in China, when the night shift begins.
    package static let start = CivilTime(day: CivilDay(daysSince1970: 20_526), hour: 20).timestamp
    private static let lease = Duration.seconds(60)

    /// Where and when a story plays.
    package struct Setting: Sendable {
        package var start = VirtualCity.start
        package var pack = Pack.builtIn
        /// In memory when nil.
        package var database: (any Database)?
        /// The banks that do not answer by wire.
        package var banksByHand: Set<String> = []
        /// What stands before a bank's code in its address.
        package var bankAddress = "http://simulated/"
        package var passwordCost = PasswordCost(rounds: 2, blockSize: 1, parallelism: 1)

        package init() {}
    }

    package init(_ plan: Plan, in setting: Setting = Setting()) throws {
        self.plan = plan
        let start = setting.start
        generator = SplitMix64(seed: plan.seed)
        clock = HandClock(start)
        let signer = try BankKeys.signer(plan.seed, owner: DemoCity.centre.text)
        let trusted = TrustedKey(
            key: signer.key, owner: DemoCity.centre.text, publicKey: signer.publicKey, validFrom: start)
        keys = try BankKeys.seeded(plan.seed, banks: City.banks, centre: DemoCity.centre.text, trusting: [trusted])
        var world = BankWorld(seed: plan.seed, start: start, banks: City.banks, keys: keys)
        script = FraudScript(seed: plan.seed)
        try script.openHubs(in: &world)
        let store = try setting.database ?? SQLiteDatabase()
        try Platform.schema.migrate(store, at: start)
        var begin = start
        for _ in 0..<plan.incidents {
            let gap = Int64.random(in: 0...(2 * plan.pace.wholeSeconds), using: &generator)
            begin = begin + .seconds(gap)
            reports.append(try script.begin(at: begin, in: &world))
        }
        reports.sort { ($0.reportedAt, $0.number) < ($1.reportedAt, $1.number) }
        world.faults = plan.faults
        link = InProcessLink(world, clock: clock)
        platform = Platform(
            database: store, clock: clock, ids: CountingIDs(), pack: setting.pack, signer: signer, link: link)
        let users = Users(
            platform.journal, cost: setting.passwordCost, secrets: Secrets(SplitMix64(seed: plan.seed &+ 7)),
            rules: SignInRules(platform.rules))
        let byWire = City.banks.filter { !setting.banksByHand.contains($0.code) }
        city = try DemoCity.found(
            in: platform, users: users, banks: City.banks, keys: keys.trustedKeys(validFrom: start) + [trusted],
            addresses: Dictionary(
                uniqueKeysWithValues: byWire.map { ($0.code, setting.bankAddress + $0.code + "/acts") }),
            at: start)
        workshops = (0..<3).map { [platform] index in
            Workshop(platform, name: "workshop-\(index)", lease: Self.lease)
        }
        officers = ["duty", "duty2", "leader"]
        if plan.withoutAuthority { try revokeAuthority() }
    }

    private func revokeAuthority() throws {
        let authorities = try platform.database.read { [clock] tx in try AuthorityTable(tx).inForce(at: clock.now()) }
        for authority in authorities {
            try platform.authorities.revoke(
                authority.id, reason: "模拟：无常设授权", by: city.principal("head"), key: key("revoke"), at: clock.now())
        }
    }

    /// Adds frauds that happen in the banks without the script: their victims report like all others.
    package mutating func expect(_ frauds: [Fraud]) {
        reports = (reports + frauds).sorted { ($0.reportedAt, $0.number) < ($1.reportedAt, $1.number) }
    }

    /// Plays until every incident is reported and nothing is due any more before `horizon` after the last report.
    package mutating func run(horizon: Duration = .hours(24)) throws {
        try run(until: (reports.last?.reportedAt ?? clock.now()) + horizon)
    }

    /// Plays what is due up to `end`.
    package mutating func run(until end: Timestamp) throws {
        while let next = try nextMoment(), next <= end {
            clock.set(max(next, clock.now()))
            try register()
            try work()
            try decide()
        }
        link.act { $0.advance(to: clock.now()) }
        try workshops[0].chain()
    }

    /// The next moment at which something is due: a report, a job, or a person's turn to decide.
    private func nextMoment() throws -> Timestamp? {
        let job = try workshops[0].nextDue()
        let decision = try waitingForPeople().map(\.madeAt).min().map { $0 + .minutes(2) }
        return [reports.first?.reportedAt, job, decision].compactMap(\.self).min()
    }

    private mutating func register() throws {
        while let fraud = reports.first, fraud.reportedAt <= clock.now() {
            reports.removeFirst()
            let officer = officers[Int.random(in: 0..<officers.count, using: &generator)]
            receipts.append(
                try platform.incidents.register(
                    fraud.intake, by: city.principal(officer), key: key("report/\(fraud.number)"), at: clock.now()))
        }
    }

    private mutating func work() throws {
        while true {
            let workshop = workshops[Int.random(in: 0..<workshops.count, using: &generator)]
            let jobs = try workshop.claim(limit: 4)
            if jobs.isEmpty { return }
            for job in jobs { try work(job, in: workshop) }
            try workshop.chain()
        }
    }

    /// Does a job, or dies over it: half of the time before the work, half after it and before the queue is told.
    private mutating func work(_ job: Job, in workshop: Workshop) throws {
        let dies = Int.random(in: 0..<1000, using: &generator) < plan.deathsPermille
        log?("\(CivilTime(clock.now()).text) \(job.kind) \(job.subject) try \(job.attempts)\(dies ? " dies" : "")")
        guard dies else { return try workshop.work(job) }
        if Bool.random(using: &generator) { workshop.workAndDie(job) }
    }

    // MARK: people

    private static let deciders = ["leader", "head"]

    /// What some decider may decide now, each once.
    private func waitingForPeople() throws -> [Approval] {
        try platform.database.read { [city, clock] tx in
            var found: [ApprovalID: Approval] = [:]
            for login in Self.deciders {
                let principal = city.principal(login)
                for approval in try ApprovalTable(tx).waiting(for: principal, after: nil, limit: 50, at: clock.now())
                where approval.obstacle(for: principal, at: clock.now()) == nil {
                    found[approval.id] = approval
                }
            }
            return found.values.sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }
        }
    }

    /// A second person decides what has waited two minutes: nearly always yes.
    private mutating func decide() throws {
        for approval in try waitingForPeople() where approval.madeAt + .minutes(2) <= clock.now() {
            let able = Self.deciders.first { approval.obstacle(for: city.principal($0), at: clock.now()) == nil }
            guard let login = able else { continue }
            let isApproved = Int.random(in: 0..<20, using: &generator) > 0
            try platform.approvals.decide(
                approval.id, isApproved ? .approve(leavingOut: []) : .giveBack(reason: "模拟：退回"),
                by: city.principal(login),
                key: key("decide/\(approval.id)"), at: clock.now())
        }
    }

    func key(_ text: String) -> IdempotencyKey {
        guard let key = IdempotencyKey("virtual/\(text)") else { preconditionFailure("a key too long") }
        return key
    }
}

extension VirtualCity {
    /// From now on every bank answers rightly and no workshop dies; what died is tried again by a person.
    package mutating func endFaults() {
        link.act { world in
            world.faults = .none
            world.faultsOfBank = [:]
        }
        plan.faults = .none
        plan.deathsPermille = 0
        clock.advance(.minutes(10))
        do {
            let dead = try platform.database.read { tx in try BankActTable(tx).acts(in: .dead, limit: 10_000) }
            for act in dead {
                try platform.acts.retry(
                    act.id, by: city.principal("leader"), key: key("retry/\(act.id)"), at: clock.now())
            }
        } catch {
            preconditionFailure("the dead letters cannot be tried again: \(error)")
        }
    }

    /// Without faults everything must end: what is still open, dead, or waiting for work that is long due.
    package func unfinished() throws -> [String] {
        try platform.database.read { [clock] tx in
            let open = try BankActTable(tx).acts(in: .open, limit: 100).map {
                "\($0.id) is still open: \($0.lastError ?? "no error")"
            }
            let dead = try BankActTable(tx).acts(in: .dead, limit: 100).map {
                "\($0.id) is dead: \($0.lastError ?? "")"
            }
            let due = try JobTable(tx).nextDue()
            let late = due.map { $0 < clock.now() - .minutes(10) } == true ? ["work is long due"] : []
            return open + dead + late
        }
    }
}
