internal import Access
internal import Gateways
internal import Journal
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery
package import Storage
internal import StorageSQLite
internal import Wire
internal import Workflow

/// The prevention loop in virtual time: signals about inhabitants come in, officers with shifts call and go there, people do not
/// answer, lie, move, pay all the same. One seed, one story.
package struct DissuasionCity {
    package struct Plan: Sendable {
        package var seed: UInt64
        package var days: Int
        package var warningsADay: Int
        package var population = 2_000_000
        /// Each county has so many police stations.
        package var stationsOfCounty = 8

        package init(seed: UInt64, days: Int = 30, warningsADay: Int = 13_000) {
            self.seed = seed
            self.days = days
            self.warningsADay = warningsADay
        }
    }

    enum Event: Sendable {
        /// Signals of the last five minutes arrive.
        case signals
        /// What the carrier has reported of messages is taken.
        case reports
        /// The leaders look over what is open.
        case look
        /// An officer goes on with a task.
        case work(DissuasionTaskID)
        /// An inhabitant pays, unless he was talked out of it; and tells the police.
        case pays(WarningID)
        case tells(WarningID)
    }

    /// How far an officer has come with a task.
    struct Progress: Sendable {
        var calls = 0
        var visits = 0
        var talks = 0
    }

    let plan: Plan
    let clock: HandClock
    let platform: Platform
    private let workshop: Workshop
    let carrier: InProcessCarrier
    let force: PoliceForce
    var generator: SplitMix64
    var timeline = Timeline<Event>()
    var citizens: [WarningID: WarnedCitizen] = [:]
    var warningOf: [Int: WarningID] = [:]
    /// The newest of those who were warned; some are seen again.
    var recent: [WarningID] = []
    var progress: [DissuasionTaskID: Progress] = [:]
    var diary = DissuasionDiary()
    var drawn = 0
    private var acts = 0
    private let log: (@Sendable (String) -> Void)?

    /// 2026-03-01 00:00 in China.
    private static let start = CivilTime(day: CivilDay(daysSince1970: 20_513)).timestamp
    static let tick = Duration.minutes(5)

    package init(_ plan: Plan, database: (any Database)? = nil, log: (@Sendable (String) -> Void)? = nil) throws {
        self.plan = plan
        self.log = log
        generator = SplitMix64(seed: plan.seed)
        clock = HandClock(Self.start)
        let signer = try BankKeys.signer(plan.seed, owner: DemoCity.centre.text)
        let trusted = TrustedKey(
            key: signer.key, owner: DemoCity.centre.text, publicKey: signer.publicKey, validFrom: Self.start)
        let keys = try BankKeys.seeded(plan.seed, banks: City.banks, centre: DemoCity.centre.text, trusting: [trusted])
        let world = BankWorld(seed: plan.seed, start: Self.start, banks: City.banks, keys: keys)
        let store = try database ?? SQLiteDatabase()
        try Platform.schema.migrate(store, at: Self.start)
        carrier = InProcessCarrier(Self.carrier(seed: plan.seed), clock: clock)
        platform = Platform(
            database: store, clock: clock, ids: CountingIDs(), pack: .builtIn, signer: signer,
            link: InProcessLink(world, clock: clock), carrier: carrier,
            secrets: Secrets(SplitMix64(seed: plan.seed &+ 11)))
        workshop = Workshop(platform, name: "dissuasion")
        force = try PoliceForce.found(
            in: platform, banks: City.banks, keys: keys.trustedKeys(validFrom: Self.start) + [trusted],
            days: plan.days + 2, stationsOfCounty: plan.stationsOfCounty, at: Self.start)
    }

    /// Three in a hundred telephones are never reached, and six in ten hang up on a robot; now and then an answer is lost or a
    /// report comes twice.
    private static func carrier(seed: UInt64) -> SimulatedCarrier {
        var carrier = SimulatedCarrier(seed: seed &+ 12)
        (carrier.faults.undeliverable, carrier.faults.unanswered, carrier.faults.reportDelayMax) = (30, 600, 90_000)
        (carrier.faults.lostAnswer, carrier.faults.lostRequest, carrier.faults.doubledReport) = (5, 5, 20)
        return carrier
    }

    var now: Timestamp { clock.now() }

    mutating func key() -> IdempotencyKey {
        acts += 1
        guard let key = IdempotencyKey("dissuasion/\(acts)") else { preconditionFailure("a key too long") }
        return key
    }

    /// Plays the days of the plan and lets what is under way come to its end for one day more.
    package mutating func run() throws {
        let end = Self.start + .days(Int64(plan.days))
        timeline.add(.signals, at: Self.start + Self.tick)
        timeline.add(.reports, at: Self.start + Self.tick)
        timeline.add(.look, at: Self.start + Self.tick * 2)
        var day = 0
        while true {
            let due = try workshop.nextDue()
            guard let moment = [timeline.next, due].compactMap(\.self).min(), moment <= end + .days(1) else { return }
            clock.set(max(moment, now))
            try doJobs()
            while let (_, event) = timeline.take(dueAt: now) { try happen(event, until: end) }
            let passed = Int((now - Self.start).wholeSeconds / 86_400)
            if passed > day {
                day = passed
                try workshop.chain()
                log?("第 \(day) 天　预警 \(diary.signals)　劝阻 \(diary.attempts)　待办 \(progress.count)")
            }
        }
    }

    /// Does what is due: the platform's own work.
    func doJobs() throws {
        while true {
            let jobs = try workshop.claim(limit: 200)
            if jobs.isEmpty { return }
            for job in jobs { try workshop.work(job) }
        }
    }

    private mutating func happen(_ event: Event, until end: Timestamp) throws {
        switch event {
        case .signals:
            try receiveSignals()
            if now < end { timeline.add(.signals, at: now + Self.tick) }
        case .reports:
            while try workshop.receive() > 0 {}
            timeline.add(.reports, at: now + Self.tick)
        case .look:
            try lookOver()
            timeline.add(.look, at: now + Self.tick * 2)
        case .work(let task): try work(on: task)
        case .pays(let warning): pay(warning)
        case .tells(let warning): try tell(warning)
        }
    }

    // MARK: people

    private mutating func pay(_ warning: WarningID) {
        guard var citizen = citizens[warning], !citizen.isPersuaded, !citizen.hasPaid else { return }
        citizen.hasPaid = true
        citizens[warning] = citizen
        timeline.add(.tells(warning), at: now + .minutes(Int64.random(in: 60...1440, using: &generator)))
    }

    /// He sees that his money is gone and says so at his bank, which tells the centre: a sign on his thread.
    private mutating func tell(_ warning: WarningID) throws {
        guard let citizen = citizens[warning], citizen.hasPaid else { return }
        _ = try receive([Signal(citizen: citizen, signs: ["TRANSFER_TO_INVOLVED"], source: .bank, number: nextNumber())]
        )
    }

    mutating func nextNumber() -> String {
        drawn += 1
        return "S\(drawn)"
    }
}
