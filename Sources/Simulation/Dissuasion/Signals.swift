internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// One thing that somebody reports of an inhabitant.
struct Signal: Sendable {
    let citizen: WarnedCitizen
    let signs: [String]
    let source: Sighting.Source
    let number: String
}

extension DissuasionCity {
    /// What is seen, how often in a thousand, and who sees it.
    private static let kinds: [(permille: Int, signs: [String], source: Sighting.Source, grade: Grade)] = [
        (1, ["TRANSFER_TO_INVOLVED"], .bank, .extreme), (1, ["LIMIT_HIT_CASH"], .counter, .high),
        (1, ["TRANSFER_UNUSUAL"], .bank, .high), (5, ["SCREEN_SHARED"], .national, .extreme),
        (9, ["APP_REGISTERED"], .national, .high), (7, ["CALLED_LONG"], .carrier, .high),
        (2, ["FAMILY_REPORT"], .family, .high), (55, ["SITE_VISITED"], .carrier, .medium),
        (35, ["CHAT_JOINED"], .national, .medium), (884, ["CALLED_SHORT"], .carrier, .low),
    ]

    /// The signals of five minutes: at night fewer than by day; some about people who were seen before.
    mutating func receiveSignals() throws {
        let hour = CivilTime(now).hour
        let weight = (8...22).contains(hour) ? 135 : 42
        let mean = plan.warningsADay * weight / 100 / 288
        let count =
            mean <= 1
            ? (generator.happens(mean * 500 + 400) ? 1 : 0) : Int.random(in: mean / 2...mean * 3 / 2, using: &generator)
        guard count > 0 else { return }
        _ = try receive((0..<count).map { _ in draw() })
    }

    private mutating func draw() -> Signal {
        let number = nextNumber()
        var chance = Int.random(in: 0..<1000, using: &generator)
        let kind =
            Self.kinds.first { kind in
                chance -= kind.permille
                return chance < 0
            } ?? Self.kinds[Self.kinds.count - 1]
        let signs = [kind.grade == .low && Bool.random(using: &generator) ? "MESSAGE_RECEIVED" : kind.signs[0]]
        if generator.happens(80), let known = recent.randomElement(using: &generator), let citizen = citizens[known] {
            return Signal(citizen: citizen, signs: signs, source: kind.source, number: number)
        }
        // Steps of a number without a common divisor meet everybody once before anybody twice.
        let index = (drawn * 1_234_577) % plan.population
        let citizen = WarnedCitizen(
            index, seed: plan.seed, stations: force.stations.count, gravity: kind.grade, seenAt: now)
        return Signal(citizen: citizen, signs: signs, source: kind.source, number: number)
    }

    /// Hands signals in as the other platforms do, in one request, and sets the officers to work that were sent.
    mutating func receive(_ signals: [Signal]) throws -> [WarningID] {
        let reports = signals.map { signal in
            SightingReport([
                .source: signal.source.rawValue, .sourceNumber: signal.number,
                .signs: signal.signs.joined(separator: " "),
                .name: signal.citizen.name, .phone: signal.citizen.phone,
                .relativePhone: signal.citizen.relativePhone ?? "",
                .place: force.stations[signal.citizen.station].text,
                .stake: WarningFamily.fund == Grading.family(of: Set(signal.signs), platform.rules)
                    ? signal.citizen.stake.plain : "",
            ])
        }
        let received = try platform.warnings.receive(reports, by: force.pusher, key: key(), at: now)
        for (signal, result) in zip(signals, received) { try note(signal, result) }
        return received.map(\.warning)
    }

    private mutating func note(_ signal: Signal, _ received: Warnings.Received) throws {
        let id = received.warning
        diary.note(signal, at: now)
        if received.kind == .new {
            citizens[id] = signal.citizen
            warningOf[signal.citizen.index] = id
            recent.append(id)
            if recent.count > 20_000 { recent.removeFirst(10_000) }
            if let moment = signal.citizen.paysAt { timeline.add(.pays(id), at: moment) }
        }
        let isLow = Grading.grade(of: Set(signal.signs), stake: .zero, platform.rules) == .low
        guard !isLow, let task = try platform.database.read({ try DissuasionTaskTable($0).open(id) }) else { return }
        follow(task)
    }

    /// The officer who was given a task sets about it after some minutes.
    mutating func follow(_ task: DissuasionTask) {
        guard progress[task.id] == nil, task.officer != nil else { return }
        progress[task.id] = Progress()
        let wait = task.grade == .extreme ? 1...4 : task.grade == .high ? 2...9 : 3...40
        timeline.add(.work(task.id), at: now + .minutes(Int64(Int.random(in: wait, using: &generator))))
    }
}

extension Money {
    /// `12345.67`, as it is typed.
    fileprivate var plain: String { "\(fen / 100).\(twoDigits(Int(fen % 100)))" }
}
