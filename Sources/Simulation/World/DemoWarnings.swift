internal import Access
internal import Journal
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// The demo's people in danger: signs of them come in, and the demo's officers do in time what nobody else does.
struct DemoWarnings {
    let platform: Platform
    let city: DemoCity
    private var generator: SplitMix64
    private var citizens: [WarningID: WarnedCitizen] = [:]
    private var nextSignal: Timestamp
    private var drawn = 0

    private static let inhabitants = 2_000_000
    /// What is seen, how often in a hundred, who sees it, and how grave it is.
    private static let kinds: [(share: Int, sign: String, source: Sighting.Source, grade: Grade)] = [
        (40, "CALLED_SHORT", .carrier, .low), (15, "SITE_VISITED", .carrier, .medium),
        (10, "CHAT_JOINED", .national, .medium),
        (10, "APP_REGISTERED", .national, .high), (8, "CALLED_LONG", .carrier, .high),
        (5, "LIMIT_HIT_CASH", .counter, .high),
        (4, "FAMILY_REPORT", .family, .high), (6, "SCREEN_SHARED", .national, .extreme),
        (2, "TRANSFER_TO_INVOLVED", .bank, .extreme),
    ]
    /// Of so many tasks one is left to whoever looks at the demo.
    private static let leftAlone = 3

    init(platform: Platform, city: DemoCity, seed: UInt64, start: Timestamp) {
        (self.platform, self.city) = (platform, city)
        generator = SplitMix64(seed: seed)
        nextSignal = start
    }

    /// Puts people on duty for a week and approves the text for warned people.
    func found(at now: Timestamp) throws {
        try city.beginWatch(
            DemoCity.watch + [("duty", DemoCity.centre, .call)], days: 7, in: platform, at: now)
    }

    /// Lets happen what is due by now.
    mutating func step(at now: Timestamp) throws {
        while nextSignal <= now {
            try receive(at: nextSignal)
            nextSignal = nextSignal + .seconds(Int64.random(in: 60...420, using: &generator))
        }
        let tasks = try platform.database.read {
            try DissuasionTaskTable($0).open(under: DemoCity.centre, after: nil, limit: 200)
        }
        for task in tasks where task.kind == .dissuade { try goOn(task, at: now) }
    }

    private mutating func receive(at now: Timestamp) throws {
        drawn += 1
        var chance = Int.random(in: 0..<100, using: &generator)
        let kind =
            Self.kinds.first { kind in
                chance -= kind.share
                return chance < 0
            } ?? Self.kinds[0]
        let citizen = WarnedCitizen(
            Int.random(in: 0..<Self.inhabitants, using: &generator), seed: 1, stations: 1, gravity: kind.grade,
            seenAt: now)
        let isFund = Grading.family(of: [kind.sign], platform.rules) == .fund
        let received = try platform.warnings.receive(
            SightingReport([
                .source: kind.source.rawValue, .sourceNumber: "D\(drawn)", .signs: kind.sign, .name: citizen.name,
                .phone: citizen.phone, .place: DemoCity.station.text, .home: "玉带路\(citizen.index % 190 + 1)号",
                .stake: isFund ? "\(citizen.stake.fen / 100)" : "",
            ]), by: city.principal("duty"), key: key("signal/\(drawn)"), at: now)
        citizens[received.warning] = citizen
    }

    /// The next step of a task, when its officer has had the time for it.
    private func goOn(_ task: DissuasionTask, at now: Timestamp) throws {
        guard let citizen = citizens[task.warning], let start = task.clocks.all.map(\.start).min(),
            citizen.index % Self.leftAlone > 0
        else { return }
        // Each officer is as quick as he is.
        let age = (now - start).wholeSeconds - Int64(citizen.index % 240)
        let attempts = try platform.database.read { try DissuasionAttemptTable($0).of(task.warning) }
        let called = attempts.contains { $0.channel == .call }
        let mustGo = task.clocks[.meet].map { $0.metAt == nil } ?? false
        switch (task.state, called, mustGo) {
        case (.waiting, _, _), (.assigned, _, _): if age > 150 { try sign(task, at: now) }
        case (_, false, _): if age > 400 { try record(.call, on: task, citizen, at: now) }
        case (_, true, true): if age > 1500 { try record(.visit, on: task, citizen, at: now) }
        default: if age > 1800 { try close(task, attempts, citizen, at: now) }
        }
    }

    private func sign(_ task: DissuasionTask, at now: Timestamp) throws {
        try platform.tasks.sign(task.id, by: city.worker(on: task), key: key("sign/\(task.id)"), at: now)
    }

    private func record(
        _ channel: Attempt.Channel, on task: DissuasionTask, _ citizen: WarnedCitizen, at now: Timestamp
    ) throws {
        var report = AttemptReport(
            isReached: true, result: citizen.isReal ? .dissuaded : .aware,
            avoided: citizen.isReal ? citizen.stake : .zero, fraudType: citizen.fraudType)
        if channel == .visit {
            (report.place, report.companion) = ("玉带路\(citizen.index % 190 + 1)号", "李某")
            (report.steps, report.isAcknowledged) = (Set(Attempt.Step.allCases), true)
        } else if citizen.lies {
            (report.result, report.avoided) = (.stillConvinced, .zero)
        }
        let goes = channel == .visit ? city.principal("station") : city.worker(on: task)
        _ = try platform.attempts.record(
            Attempts.New(channel: channel, target: .person, at: now, report: report), on: task.warning, by: goes,
            key: key("\(channel)/\(task.id)"), at: now)
    }

    private func close(
        _ task: DissuasionTask, _ attempts: [Attempt], _ citizen: WarnedCitizen, at now: Timestamp
    ) throws {
        guard let outcome = attempts.last(where: { $0.report.result != nil })?.report.result?.outcome else { return }
        try platform.warnings.close(
            task.warning, outcome, fraudType: citizen.fraudType, note: "", by: city.principal("duty"),
            key: key("close/\(task.id)"), at: now)
    }

    private func key(_ text: String) -> IdempotencyKey {
        guard let key = IdempotencyKey("danger/\(text)") else { preconditionFailure("a key too long") }
        return key
    }
}
