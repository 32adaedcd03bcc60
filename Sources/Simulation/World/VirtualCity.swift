package import Access
internal import Checks
internal import Foundation
internal import FundTracing
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
        /// In place of `faults` at the banks with these codes.
        package var faultsOfBank: [String: FaultPlan] = [:]
        /// Whether the standing authority is revoked at once, so that each order waits for a second person.
        package var withoutAuthority: Bool
        package var mishaps: Mishaps
        /// What goes wrong at the carrier of messages.
        package var carrier = SimulatedCarrier.Faults()
        /// How long a second person takes over a release or a renewal, which nobody presses for; other decisions take two
        /// minutes.
        package var releaseWait = Duration.minutes(2)
        /// What the swindlers of this story do otherwise than most.
        package var habits = FraudScript.Habits.usual
        /// What the desk does after the stops; nothing when nil.
        package var recovery: RecoveryRoutine?
        /// How long a freeze runs in this story; nil for as long as the law says.
        package var freezeTerm: Term?
        package var freezesSideBySide = false
        /// Whether the measures are checked at every moment, and not only at the end.
        package var isWatched = false

        package init(
            seed: UInt64, incidents: Int, pace: Duration = .minutes(10), faults: FaultPlan = .none,
            withoutAuthority: Bool = false, mishaps: Mishaps = .none
        ) {
            self.seed = seed
            self.incidents = incidents
            self.pace = pace
            self.faults = faults
            self.withoutAuthority = withoutAuthority
            self.mishaps = mishaps
        }
    }

    package internal(set) var plan: Plan
    /// Whether each answer that a bank gives reaches a program that lives to note it, by the plan as it began.
    let isLossless: Bool
    package let clock: HandClock
    package let link: InProcessLink
    let carrier: InProcessCarrier
    package let platform: Platform
    package let city: DemoCity
    package let keys: BankKeys
    var generator: SplitMix64
    package private(set) var reports: [Fraud] = []
    package private(set) var script: FraudScript
    let workforce: Workforce
    package private(set) var receipts: [Receipt] = []
    /// Each report that was taken, with the truth about it.
    private(set) var told: [(incident: IncidentID, fraud: Fraud)] = []
    /// The freezes over whose renewal somebody has thought in their last hour.
    var thoughtOver: Set<FreezeID> = []
    /// How often people did something of their own accord.
    var whims = 0
    /// When they last did something about a freeze, for a holder, about a warning, about a line.
    private var busySince = [Timestamp](repeating: Timestamp(microseconds: 0), count: 4)
    var warnings: WarningStory
    /// What officers have to see to.
    var errands: [Errand] = []
    var runs = 0
    var corrections: Corrections
    private var wrongs: [String] = []
    /// The journal's newest entry when measures were last looked at.
    private var watchedTo: EntryID?
    let log: (@Sendable (String) -> Void)?
    private static let officers = ["duty", "duty2", "leader"]

    /// 2026-03-14 20:00 in China, when the night shift begins.
    package static let start = CivilTime(day: CivilDay(daysSince1970: 20_526), hour: 20).timestamp

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
        /// Is told what is done, line by line.
        package var log: (@Sendable (String) -> Void)?

        package init() {}
    }

    package init(_ plan: Plan, in setting: Setting = Setting()) throws {
        self.plan = plan
        isLossless = plan.mishaps.deaths + plan.mishaps.naps + plan.mishaps.jumps == 0
        let start = setting.start
        generator = SplitMix64(seed: plan.seed)
        clock = HandClock(start)
        let signer = try BankKeys.signer(plan.seed, owner: DemoCity.centre.text)
        let trusted = TrustedKey(
            key: signer.key, owner: DemoCity.centre.text, publicKey: signer.publicKey, validFrom: start)
        keys = try BankKeys.seeded(plan.seed, banks: City.banks, centre: DemoCity.centre.text, trusting: [trusted])
        var world = BankWorld(seed: plan.seed, start: start, banks: City.banks, keys: keys)
        script = FraudScript(seed: plan.seed, habits: plan.habits)
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
        world.faultsOfBank = plan.faultsOfBank
        world.freezesSideBySide = plan.freezesSideBySide
        link = InProcessLink(world, clock: clock)
        carrier = InProcessCarrier(SimulatedCarrier(seed: plan.seed &+ 0xCA11, plan.carrier), clock: clock)
        warnings = WarningStory(
            generator: SplitMix64(seed: plan.seed &+ 0x3A4), lines: SplitMix64(seed: plan.seed &+ 0x11E))
        corrections = Corrections(calls: SplitMix64(seed: plan.seed &+ 0xCA12))
        log = setting.log
        let ids = CountingIDs()
        let pack = plan.freezeTerm.map { setting.pack.with(.freezeTerm, $0) } ?? setting.pack
        platform = Platform(
            database: plan.mishaps.clashes > 0 ? Self.racing(store, plan) : store, clock: clock, ids: ids,
            pack: pack, signer: signer, link: link, carrier: carrier,
            secrets: Secrets(SplitMix64(seed: plan.seed &+ 11)))
        workforce = Workforce(
            Workforce.Tools(
                database: store, clock: clock, ids: ids, pack: pack, signer: signer, link: link,
                carrier: plan.mishaps.warnings > 0 ? carrier : nil),
            seed: plan.seed, plan.mishaps, log: setting.log)
        let users = Users(
            platform.journal, cost: setting.passwordCost, secrets: Secrets(SplitMix64(seed: plan.seed &+ 7)),
            rules: SignInRules(platform.rules))
        let byWire = City.banks.filter { !setting.banksByHand.contains($0.code) }
        city = try DemoCity.found(
            in: platform, users: users, banks: City.banks, keys: keys.trustedKeys(validFrom: start) + [trusted],
            addresses: Dictionary(
                uniqueKeysWithValues: byWire.map { ($0.code, setting.bankAddress + $0.code + "/acts") }),
            at: start)
        if plan.withoutAuthority { try revokeAuthority() }
        if plan.mishaps.warnings > 0 { try beginWarnings() }
    }

    /// The database as people's commands meet it, whose transactions lose some races.
    private static func racing(_ store: any Database, _ plan: Plan) -> any Database {
        var mishaps = Mishaps.none
        mishaps.clashes = plan.mishaps.clashes
        return ShakyDatabase(inner: store, shaker: Shaker(seed: plan.seed &+ 0xACE, mishaps))
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
            try workforce.work()
            try decide()
            try runErrands()
            try renewAtLast()
            if plan.isWatched { try watch() }
            if generator.happens(plan.mishaps.whims) { try followWhim(of: Whim.usual) }
            if isFree(0), generator.happens(plan.mishaps.freezes) { try followWhim(of: Whim.freezing) }
            if isFree(1), generator.happens(plan.mishaps.holders) { try followWhim(of: Whim.holding) }
            if isFree(2), warnings.generator.happens(plan.mishaps.warnings) {
                for _ in 0..<4 { try followWarningWhim() }
            }
            if isFree(3), warnings.lines.happens(plan.mishaps.lines) { try followLineWhim() }
        }
        link.act { $0.advance(to: clock.now()) }
        try workforce.chain()
    }

    /// Whether these people have had time to rest: each act of theirs makes moments, and each moment might make an act, so that a
    /// story would never end.
    private mutating func isFree(_ hand: Int) -> Bool {
        guard clock.now() >= busySince[hand] + .minutes(3) else { return false }
        busySince[hand] = clock.now()
        return true
    }

    /// Something happened that no rule may let happen.
    mutating func note(_ wrong: String) { wrongs.append("\(CivilTime(clock.now()).text) \(wrong)") }

    private mutating func watch() throws {
        let checks = Checks(platform.database, platform.pack)
        // Programs sleep for minutes here, and run by wrong clocks.
        let warned = try warnings.handed.isEmpty ? [] : checks.warnings(at: clock.now(), slack: .minutes(15))
        // A measure changes by entries alone.
        let newest = try platform.database.read { tx in try EntryTable(tx).newest(before: nil, limit: 1).first?.id }
        let measures = try newest == watchedTo ? [] : checks.measures(at: clock.now())
        watchedTo = newest
        for finding in measures + warned {
            let words = "\(CivilTime(clock.now()).text) \(finding.row): \(finding.what)"
            if wrongs.count < 20 { wrongs.append(words) }
        }
    }

    /// What happened that no rule may let happen.
    package var broken: [String] { wrongs + workforce.wrongs }

    /// Whatever the rule by which mixed money is told apart, no fen of it appears, vanishes or is counted for two: not of one
    /// incident's money, nor of all of it followed together.
    package func breachesByRule() throws -> [String] {
        let incidents = told.map(\.incident)
        // Poison marks money and does not divide it.
        return try FundTracing.Rule.allCases.filter { $0 != .poison }.flatMap { rule in
            try (incidents.map { [$0] } + [incidents]).flatMap { ids in
                try platform.traces.breaches(of: ids, rule: rule, at: clock.now()).map { "\(ids) by \(rule): \($0)" }
            }
        }
    }

    /// The next moment at which something is due: a report, a job, or a person's turn to decide.
    private func nextMoment() throws -> Timestamp? {
        let decision = try waitingForPeople().map(decisionDue).min()
        return [
            reports.first?.reportedAt, try workforce.nextDue(), decision, errands.map(\.due).min(),
            try lastHours().map(\.at).min(), carrier.nextReport,
        ].compactMap(\.self).min()
    }

    private mutating func register() throws {
        while let fraud = reports.first, fraud.reportedAt <= clock.now() {
            reports.removeFirst()
            let officer = city.principal(Self.officers[Int.random(in: 0..<Self.officers.count, using: &generator)])
            var intake = fraud.intake
            if generator.happens(plan.mishaps.slips) { intake.slip(using: &generator) }
            let key = key("report/\(fraud.number)")
            let receipt = try platform.incidents.register(intake, by: officer, key: key, at: clock.now())
            receipts.append(receipt)
            told.append((receipt.incident, fraud))
            planRecovery(of: receipt.incident)
            try doubtMeasures(key: "doubt/\(fraud.number)")
            if generator.happens(plan.mishaps.echoes) {
                let again = try platform.incidents.register(intake, by: officer, key: key, at: clock.now())
                if again != receipt { wrongs.append("\(receipt.number): entered twice, as \(again.number) too") }
                intake.joins = receipt.number
                _ = try platform.incidents.register(
                    intake, by: city.principal("leader"), key: self.key("joined/\(fraud.number)"), at: clock.now())
            }
        }
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

    /// When the second person has looked at it.
    private func decisionDue(_ approval: Approval) -> Timestamp {
        let isSlow =
            approval.act == .approveRelease
            || approval.lines.contains { $0.detail["release"] != nil || $0.detail["renew"] != nil }
        return approval.madeAt + (isSlow ? plan.releaseWait : .minutes(2))
    }

    /// A second person decides what has waited for its time: nearly always yes.
    private mutating func decide() throws {
        for approval in try waitingForPeople() where decisionDue(approval) <= clock.now() {
            let able = Self.deciders.first { approval.obstacle(for: city.principal($0), at: clock.now()) == nil }
            guard let login = able else { continue }
            let isApproved = Int.random(in: 0..<20, using: &generator) > 0
            let decision: Approvals.Decision = isApproved ? .approve(leavingOut: []) : .giveBack(reason: "模拟：退回")
            let echoes = generator.happens(plan.mishaps.echoes)
            if echoes { refuses(approval, decision, by: approval.maker.id, "by its maker") }
            let key = key("decide/\(approval.id)")
            try platform.approvals.decide(
                approval.id, decision, by: city.principal(login), key: key, at: clock.now())
            guard echoes else { continue }
            try platform.approvals.decide(
                approval.id, decision, by: city.principal(login), key: key, at: clock.now())
            for other in Self.deciders {
                refuses(approval, decision, by: city.principal(other).actor.id, "twice")
            }
        }
    }

    /// Somebody decides who may not, or too late: that must be refused.
    private mutating func refuses(
        _ approval: Approval, _ decision: Approvals.Decision, by id: String, _ how: String
    ) {
        guard let other = city.principals.values.first(where: { $0.actor.id == id }) else { return }
        do {
            try platform.approvals.decide(
                approval.id, decision, by: other, key: key("again/\(how)/\(id)/\(approval.id)"), at: clock.now())
            wrongs.append("\(approval.id): decided \(how)")
        } catch  where Self.isRefusal(error) {
        } catch {
            wrongs.append("\(approval.id): decided \(how): \(error)")
        }
    }

    func key(_ text: String) -> IdempotencyKey {
        guard let key = IdempotencyKey("virtual/\(text)") else { preconditionFailure("a key too long") }
        return key
    }
}
