internal import Access
internal import Journal
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension DissuasionCity {
    private static let lookMost = 100_000

    /// The leaders give out what nobody has or what somebody cannot do who is off duty, and officers see what is theirs.
    mutating func lookOver() throws {
        let tasks = try platform.database.read { tx in
            try DissuasionTaskTable(tx).open(under: DemoCity.centre, after: nil, limit: Self.lookMost)
        }
        let (database, moment) = (platform.database, now)
        let onDuty = try database.read { tx in
            var found: [UnitCode: [UserID]] = [:]
            for unit in Set(tasks.map(\.unit)) { found[unit] = try ShiftTable(tx).onDuty(at: unit, moment).map(\.user) }
            return found
        }
        for task in tasks {
            let there = onDuty[task.unit] ?? []
            let isLate = task.state == .assigned && task.clocks[.sign].map { $0.due < now } ?? false
            let isAway = task.officer.map { !there.contains($0) } ?? true
            if isAway || isLate, let other = there.filter({ $0 != task.officer }).randomElement(using: &generator) {
                try reassign(task, to: other)
            } else {
                follow(task)
            }
        }
    }

    private mutating func reassign(_ task: DissuasionTask, to officer: UserID) throws {
        guard let leader = force.leaders[task.unit] else { return }
        try platform.tasks.assign(task.id, to: officer, by: leader, key: key(), at: now)
        if progress[task.id] == nil { progress[task.id] = Progress() }
        timeline.add(.work(task.id), at: now + .minutes(Int64.random(in: 1...8, using: &generator)))
    }

    // MARK: one step of one task

    mutating func work(on id: DissuasionTaskID) throws {
        let task = try platform.database.read { try DissuasionTaskTable($0).require(id) }
        guard task.state.isOpen, let officer = task.officer.flatMap({ force.people[$0] }),
            citizens[task.warning] != nil
        else { return }
        if task.state == .assigned {
            // Some do not see it in time: the clock tells their leader.
            if generator.happens(30) { return }
            try platform.tasks.sign(id, by: officer, key: key(), at: now)
            return again(id, in: 1...6)
        }
        guard task.state == .signed else { return }
        if task.kind == .followUp { return try followUp(task, officer) }
        try dissuade(task, officer)
    }

    private mutating func again(_ id: DissuasionTaskID, in minutes: ClosedRange<Int64>) {
        timeline.add(.work(id), at: now + .minutes(Int64.random(in: minutes, using: &generator)))
    }

    private mutating func dissuade(_ task: DissuasionTask, _ officer: Principal) throws {
        var done = progress[task.id] ?? Progress()
        let mustGo = task.clocks[.meet].map { $0.metAt == nil } ?? false
        if !mustGo, try close(task, officer, done) { return }
        if task.grade == .low, done.calls >= 3, done.talks == 0 {
            guard let citizen = citizens[task.warning] else { return }
            return try close(task, .notFound, note: "短信未送达，多次拨打无人接听", citizen)
        }
        if mustGo, done.calls > 0, officer.allows(.visitPerson) {
            done.visits += 1
            progress[task.id] = done
            return try visit(task, officer, done)
        }
        done.calls += 1
        progress[task.id] = done
        try call(task, officer)
        again(task.id, in: mustGo ? 4...18 : 3...20)
    }

    private mutating func call(_ task: DissuasionTask, _ officer: Principal) throws {
        guard var citizen = citizens[task.warning] else { return }
        var report = AttemptReport()
        if generator.happens(citizen.answers) {
            report = talk(&citizen, persuades: 450)
        } else {
            report.notReached = [.noAnswer, .busy, .off, .hungUp].randomElement(using: &generator) ?? .noAnswer
        }
        citizens[task.warning] = citizen
        try record(.call, report, task, citizen, officer)
    }

    private mutating func visit(_ task: DissuasionTask, _ officer: Principal, _ done: Progress) throws {
        guard var citizen = citizens[task.warning] else { return }
        var report = AttemptReport()
        if !citizen.hasMoved, generator.happens(880) {
            report = talk(&citizen, persuades: 920)
            report.place = "住处"
            // Three in a hundred visits leave something out and do not count.
            report.companion = generator.happens(30) ? "" : "同行民警"
            report.steps = Set(Attempt.Step.allCases)
            report.isAcknowledged = generator.happens(950)
            if !report.isAcknowledged { report.refusalToSign = "不愿签名" }
        } else {
            report.notReached = citizen.hasMoved ? .moved : .notAtHome
        }
        citizens[task.warning] = citizen
        try record(.visit, report, task, citizen, officer)
        if !report.isReached, done.visits >= 3, try closeWithoutPerson(task, officer, done) { return }
        again(task.id, in: report.isReached ? 5...25 : 40...150)
    }

    /// What a talk comes to, by who he is: he may lie, and he may believe the fraudster still.
    private mutating func talk(_ citizen: inout WarnedCitizen, persuades: Int) -> AttemptReport {
        var report = AttemptReport(isReached: true, fraudType: citizen.fraudType)
        if citizen.hasPaid {
            (report.result, report.loss) = (.cheated, citizen.stake)
        } else if !citizen.isReal {
            report.result = generator.happens(150) ? .falseAlarm : .aware
        } else if citizen.isPersuaded || generator.happens(persuades) {
            citizen.isPersuaded = true
            (report.result, report.avoided) = (.dissuaded, citizen.stake)
        } else {
            report.result = citizen.lies ? .aware : .stillConvinced
        }
        return report
    }

    private mutating func record(
        _ channel: Attempt.Channel, _ report: AttemptReport, _ task: DissuasionTask, _ citizen: WarnedCitizen,
        _ officer: Principal
    ) throws {
        _ = try platform.attempts.record(
            Attempts.New(channel: channel, target: .person, at: now, report: report), on: task.warning, by: officer,
            key: key(), at: now)
        let isValid = channel == .visit && report.isReached && !report.companion.isEmpty
        diary.note(attempt: channel, on: citizen, report, isValid: isValid, at: now)
    }

    // MARK: closing

    private func attempts(about id: WarningID) throws -> [Attempt] {
        try platform.database.read { tx in
            try WarningTable(tx).require(id).sinceOpened(try DissuasionAttemptTable(tx).of(id))
        }
    }

    /// Closes by what was said last; returns false where something is still to be done.
    private mutating func close(_ task: DissuasionTask, _ officer: Principal, _ done: Progress) throws -> Bool {
        guard officer.allows(.closeWarning) || done.calls > 0 else { return false }
        let attempts = try attempts(about: task.warning)
        guard let last = attempts.last(where: { $0.report.result != nil })?.report.result,
            let citizen = citizens[task.warning]
        else { return false }
        guard var outcome = last.outcome else {
            if done.talks >= 3 { return false }
            progress[task.id]?.talks += 1
            if done.talks == 2 { try leaveToFamily(task, citizen, officer) }
            return false
        }
        if outcome == .cheated { try fileIncident(of: task.warning, citizen) }
        if outcome == .dissuaded, attempts.allSatisfy({ !$0.report.avoided.isPositive }) { outcome = .aware }
        try close(task, outcome, note: outcome == .falseAlarm ? "核实为误报" : "", citizen)
        return true
    }

    private mutating func leaveToFamily(_ task: DissuasionTask, _ citizen: WarnedCitizen, _ officer: Principal) throws {
        let report = AttemptReport(isReached: true, result: .family, place: "住处", companion: "家属", note: "由家人看护")
        try record(.call, report, task, citizen, officer)
    }

    private mutating func closeWithoutPerson(
        _ task: DissuasionTask, _ officer: Principal, _ done: Progress
    ) throws -> Bool {
        guard let citizen = citizens[task.warning] else { return true }
        let attempts = try attempts(about: task.warning)
        guard attempts.count(where: { $0.channel == .call }) >= platform.rules.warning.callsBeforeVisit else {
            progress[task.id]?.visits = 2
            try call(task, officer)
            again(task.id, in: 20...60)
            return true
        }
        try close(task, .notFound, note: "电话无人接听，三次上门未见，邻居称已不在此住", citizen)
        return true
    }

    /// What an auxiliary found out the officer who assesses closes (C5).
    private mutating func close(
        _ task: DissuasionTask, _ outcome: Outcome, note: String, _ citizen: WarnedCitizen
    ) throws {
        let closer = task.officer.flatMap { force.people[$0] }.flatMap { $0.allows(.closeWarning) ? $0 : nil }
        try platform.warnings.close(
            task.warning, outcome, fraudType: citizen.fraudType, note: note, by: closer ?? force.dutyOfficer,
            key: key(),
            at: now)
        diary.note(outcome: outcome, of: citizen, at: now)
        progress[task.id] = nil
    }

    private mutating func fileIncident(of warning: WarningID, _ citizen: WarnedCitizen) throws {
        guard try platform.database.read({ try WarningTable($0).require(warning) }).incident == nil else { return }
        let bank = City.banks[0]
        let receipt = try platform.incidents.register(
            Intake(
                channel: ReportChannel.hotline96110.rawValue, reportedAt: CivilTime(now).text,
                fraudType: citizen.fraudType,
                narrative: "预警后核实已被骗",
                victims: [Intake.Victim(name: citizen.name, phone: citizen.phone)],
                transfers: [
                    Intake.Transfer(
                        payerNumber: "62009\(100_000_000_000 + citizen.index)", payerBank: bank.code,
                        amount: "\(citizen.stake.fen / 100)", time: CivilTime(now - .minutes(30)).text,
                        payeeNumber: "62009\(200_000_000_000 + citizen.index)", payeeName: "某某", payeeBank: bank.code)
                ]), by: force.dutyOfficer, key: key(), at: now)
        try doJobs()
        try platform.warnedIncidents.link(warning, to: receipt.number, by: force.dutyOfficer, key: key(), at: now)
    }

    // MARK: looking again

    private mutating func followUp(_ task: DissuasionTask, _ officer: Principal) throws {
        var done = progress[task.id] ?? Progress()
        done.calls += 1
        progress[task.id] = done
        guard var citizen = citizens[task.warning] else { return }
        var report = AttemptReport()
        if generator.happens(citizen.answers) {
            report = talk(&citizen, persuades: 600)
            if report.result == .dissuaded { (report.result, report.avoided) = (.aware, .zero) }
        } else {
            report.notReached = .noAnswer
        }
        citizens[task.warning] = citizen
        try record(.call, report, task, citizen, officer)
        if !report.isReached { again(task.id, in: 60...240) }
    }
}
