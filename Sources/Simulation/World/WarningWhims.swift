internal import Access
internal import Journal
internal import Jurisdiction
internal import Messaging
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// People in danger and those who reach them, in a simulation: what was reported of them, drawn apart from the rest of the story.
struct WarningStory: Sendable {
    /// What was handed in, and the thread it came to.
    struct Handed: Sendable {
        let report: SightingReport
        let warning: WarningID
    }

    var generator: SplitMix64
    /// For what is done about people's lines.
    var lines: SplitMix64
    var handed: [Handed] = []
    var acts = 0
}

/// What people do about warnings: reports come doubled, late and twice about one person; officers call, go there, hand over
/// and do nothing; what was merged is taken apart again.
enum WarningWhim: CaseIterable {
    case report, repeatReport, sign, attempt, close, assign, pause, resume, askHandover, answerHandover, merge, split,
        regrade, plan

    /// What happens more often stands here more often.
    static let usual: [WarningWhim] =
        allCases + [.report, .report, .sign, .attempt, .attempt, .attempt, .close, .close]
}

extension VirtualCity {
    static let people = 14
    private static let units = [DemoCity.station, DemoCity.county, DemoCity.centre]

    /// The text for warned people, and who is on duty for the first day.
    func beginWarnings() throws {
        try city.beginWatch(DemoCity.watch, days: 1, in: platform, at: clock.now())
    }

    /// Does something about warnings that a person might do now. The rules may refuse it; nothing else may go wrong.
    mutating func followWarningWhim() throws {
        guard let whim = WarningWhim.usual.randomElement(using: &warnings.generator) else { return }
        warnings.acts += 1
        let key = key("warning/\(warnings.acts)")
        do {
            try follow(whim, key)
            log?("\(CivilTime(clock.now()).text) warning \(whim)")
        } catch  where Self.isWarningRefusal(error) {
            log?("\(CivilTime(clock.now()).text) warning \(whim) refused: \(error)")
        }
    }

    static func isWarningRefusal(_ error: any Error) -> Bool {
        switch error {
        case is Warnings.NotPossible, is Warning.Illegal, is DissuasionTasks.NotPossible, is DissuasionTask.Illegal,
            is Roster.NotPossible, is LineSuspensions.NotPossible, is LineSuspension.Illegal:
            true
        default: isRefusal(error)
        }
    }

    private mutating func follow(_ whim: WarningWhim, _ key: IdempotencyKey) throws {
        switch whim {
        case .report: try report(key)
        case .repeatReport: try repeatReport(key)
        case .sign, .assign, .pause, .resume: try actOnTask(whim, key)
        case .attempt: try attempt(key)
        case .close: try close(key)
        case .askHandover: try askHandover(key)
        case .answerHandover: try answerHandover(key)
        case .merge, .split, .regrade: try actOnWarning(whim, key)
        case .plan: try planShift(key)
        }
    }

    private mutating func draw<T>(_ items: [T]) -> T? { items.randomElement(using: &warnings.generator) }

    private func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try platform.database.read(body)
    }

    // MARK: reports

    private mutating func report(_ key: IdempotencyKey) throws {
        let person = Int.random(in: 0..<Self.people, using: &warnings.generator)
        let signs = [
            "CALLED_SHORT", "CALLED_SHORT", "SITE_VISITED", "SCREEN_SHARED", "APP_REGISTERED", "TRANSFER_UNUSUAL",
        ]
        let isLate = warnings.generator.happens(200)
        let hours = Int64.random(in: 1...20, using: &warnings.generator)
        let report = SightingReport([
            .source: "national", .sourceNumber: "N\(warnings.acts)", .signs: draw(signs) ?? "CALLED_SHORT",
            .name: "某人", .phone: "138\(10_000_000 + min(person, Self.people - 2))",
            .identityNumber: Self.identityNumber(of: person),
            .relativePhone: person % 3 == 0 ? "139\(10_000_000 + person)" : "",
            .place: (draw(Self.units) ?? DemoCity.station).text,
            .seenAt: isLate ? CivilTime(clock.now() - .hours(hours)).text : "",
        ])
        let received = try hand(report, key)
        if received.kind == .repeated { note("\(received.warning): a report taken for one that came before") }
        warnings.handed.append(WarningStory.Handed(report: report, warning: received.warning))
    }

    /// The last two have one telephone together, and are told apart by their identity numbers.
    private static func identityNumber(of person: Int) -> String {
        guard person >= people - 2 else { return "" }
        let text = "53010219800101\(100 + person)"
        return text + String(IdentityNumber.checkCharacter(for: text))
    }

    func hand(_ report: SightingReport, _ key: IdempotencyKey) throws -> Warnings.Received {
        try platform.warnings.receive(report, by: city.principal("duty"), key: key, at: clock.now())
    }

    /// The same report once more, some by a program that never heard the answer, some by another.
    private mutating func repeatReport(_ key: IdempotencyKey) throws {
        guard let old = draw(warnings.handed) else { return }
        let received = try hand(old.report, key)
        if received.kind != .repeated || received.warning != old.warning {
            note("\(old.warning): its report counts once more")
        }
    }

    // MARK: tasks

    private mutating func openTask() throws -> DissuasionTask? {
        draw(try read { try DissuasionTaskTable($0).open(under: DemoCity.centre, after: nil, limit: 40) })
    }

    private mutating func actOnTask(_ whim: WarningWhim, _ key: IdempotencyKey) throws {
        guard let task = try openTask() else { return }
        let (leader, now) = (city.principal("leader"), clock.now())
        switch whim {
        case .sign: try platform.tasks.sign(task.id, by: city.worker(on: task), key: key, at: now)
        case .assign:
            guard
                case .user(let user)? = draw(["station", "aux", "duty", "duty2"]).map({ city.principal($0).identity })
            else { return }
            try platform.tasks.assign(task.id, to: user, by: leader, key: key, at: now)
        case .pause:
            let minutes = Int64.random(in: 5...1800, using: &warnings.generator)
            try platform.tasks.pause(
                task.id, until: now + .minutes(minutes), reason: "模拟：在飞机上", by: leader, key: key, at: now)
        default: try platform.tasks.resume(task.id, by: leader, key: key, at: now)
        }
    }

    private mutating func attempt(_ key: IdempotencyKey) throws {
        guard let task = try openTask() else { return }
        let isVisit = warnings.generator.happens(400)
        var report = AttemptReport(isReached: warnings.generator.happens(600))
        if report.isReached {
            report.result = draw(Attempt.Result.allCases)
            report.fraudType = "SD"
            report.avoided = report.result == .dissuaded ? Money(fen: 500_000) : .zero
            if isVisit {
                (report.place, report.companion) = ("住处", "同行民警")
                (report.steps, report.isAcknowledged) = (Set(Attempt.Step.allCases), true)
            }
        } else {
            report.notReached = .noAnswer
        }
        _ = try platform.attempts.record(
            Attempts.New(channel: isVisit ? .visit : .call, target: .person, at: clock.now(), report: report),
            on: task.warning, by: isVisit ? city.principal("duty") : city.worker(on: task), key: key, at: clock.now())
    }

    // MARK: warnings

    private mutating func someWarning(_ state: Warning.State) throws -> Warning? {
        draw(try read { try WarningTable($0).list(state, under: DemoCity.centre, before: nil, limit: 40) })
    }

    /// By what was said last, or by whatever comes to somebody's mind.
    private mutating func close(_ key: IdempotencyKey) throws {
        guard let warning = try someWarning(.open) else { return }
        let attempts = try read { try DissuasionAttemptTable($0).of(warning.id) }
        let said = attempts.last { $0.report.result != nil }?.report.result?.outcome
        guard let outcome = warnings.generator.happens(800) ? said ?? .notFound : draw(Outcome.allCases) else { return }
        try platform.warnings.close(
            warning.id, outcome, fraudType: "SD", note: "模拟：已核实", by: city.principal("duty"), key: key, at: clock.now())
    }

    private mutating func actOnWarning(_ whim: WarningWhim, _ key: IdempotencyKey) throws {
        let (duty, now) = (city.principal("duty"), clock.now())
        switch whim {
        case .merge:
            guard let warning = try someWarning(warnings.generator.happens(700) ? .open : .watched),
                let other = try someWarning(.open)
            else { return }
            try platform.warnings.merge(warning.id, into: other.id, reason: "模拟：同一人", by: duty, key: key, at: now)
        case .split:
            guard let warning = try someWarning(.merged) else { return }
            try platform.warnings.split(warning.id, reason: "模拟：是两个人", by: duty, key: key, at: now)
        default:
            guard let warning = try someWarning(.open), let grade = draw(Grade.allCases) else { return }
            try platform.warnings.regrade(warning.id, to: grade, reason: "模拟：研判", by: duty, key: key, at: now)
        }
    }

    private mutating func askHandover(_ key: IdempotencyKey) throws {
        guard let warning = try someWarning(.open), let unit = draw(Self.units) else { return }
        _ = try platform.tasks.askHandover(
            of: warning.id, to: unit, reason: "模拟：人在他处", by: city.principal("duty"), key: key, at: clock.now())
    }

    /// The other unit answers, perhaps when the warning is closed, merged or with a third one by now.
    private mutating func answerHandover(_ key: IdempotencyKey) throws {
        let units = Self.units
        let waiting = try read { tx in
            try units.flatMap { try HandoverTable(tx).waiting(to: $0, limit: 20) }
        }
        guard let handover = draw(waiting) else { return }
        try platform.tasks.answerHandover(
            handover.id, accept: warnings.generator.happens(700), answer: "模拟：答复", by: city.principal("duty"), key: key,
            at: clock.now())
    }

    private mutating func planShift(_ key: IdempotencyKey) throws {
        guard let login = draw(["station", "aux", "duty2"]), let unit = draw(Self.units),
            case .user(let user) = city.principal(login).identity, let post = draw(Shift.Post.allCases)
        else { return }
        let start = clock.now() + .hours(Int64.random(in: 0...30, using: &warnings.generator))
        _ = try platform.roster.plan(
            user, at: unit, post: post, from: start, to: start + .hours(8), by: city.principal("leader"), key: key,
            at: clock.now())
    }
}

extension VirtualCity {
    /// What the carrier's book says otherwise than we do: a message that went out twice, or that nobody ordered.
    func messagesAgainstTheBook() throws -> [String] {
        let entries = Dictionary(grouping: carrier.book) { $0.own.flatMap(MessageID.init) }
        return try entries.sorted { ($0.key?.value ?? 0) < ($1.key?.value ?? 0) }.flatMap { id, entries -> [String] in
            guard let id, let message = try read({ try Messages.find(id, $0) }) else {
                return ["\(entries[0].reference): went out, and nobody ordered it"]
            }
            var found: [String] = []
            if entries.count > 1 { found.append("\(id): went out \(entries.count) times") }
            if [.queued, .cancelled].contains(message.state) {
                found.append("\(id): went out, and is \(message.state.rawValue)")
            }
            if message.state == .delivered, entries.allSatisfy({ $0.standing != .delivered }) {
                found.append("\(id): did not arrive")
            }
            return found
        }
    }
}
