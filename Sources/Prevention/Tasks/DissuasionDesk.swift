internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage

/// What the commands of this slice have in common: who is sent, who is hurried, and what ends with a warning.
struct DissuasionDesk {
    let step: Step
    let rules: Rules

    var tx: any Transaction { step.transaction }
    var now: Timestamp { step.now }

    // MARK: where

    /// The lowest unit that there is for a place: the station, else its county, its city, its province (属地处置).
    func unit(at place: UnitCode) throws -> UnitCode {
        var code: UnitCode? = place
        while let next = code {
            if try UnitTable(tx).find(next) != nil { return next }
            code = next.parent
        }
        throw NotFound(place)
    }

    /// Who reaches a person there: the station where somebody must go, the centre above it where a call will do.
    func unit(for warning: Warning) throws -> UnitCode {
        let lowest = try unit(at: warning.place)
        guard !warning.needsVisit, lowest.level == .station, let above = lowest.parent else { return lowest }
        return try unit(at: above)
    }

    /// So many units up that there are; the top where there are fewer.
    func above(_ unit: UnitCode, levels: Int) throws -> UnitCode {
        var (found, code, left) = (unit, unit.parent, levels)
        while let next = code, left > 0 {
            if try UnitTable(tx).find(next) != nil { (found, left) = (next, left - 1) }
            code = next.parent
        }
        return found
    }

    // MARK: tasks

    /// Sends an open warning's person a message, and somebody after it; of the lowest grade only where no message can go out.
    func dispatch(_ warning: inout Warning) throws {
        let old = warning.state
        let unit = try unit(for: warning)
        if unit != warning.unit {
            warning.unit = unit
            try WarningTable(tx).update(warning, from: old)
        }
        // Who was graver once is not left to a message, whatever he is thought to be now.
        if try message(warning), warning.highest == .low {
            let wait = rules.warning.limit(.call, .low) ?? .zero
            return try step.follow(.callDue, warning.id, due: now + wait)
        }
        try send(somebodyTo: warning)
    }

    /// Makes the task of a warning and gives it to somebody on duty.
    func send(somebodyTo warning: Warning) throws {
        let clocks = TaskClocks.starting(
            at: now, warning.grade, needsVisit: warning.needsVisit, rules.warning)
        try add(.dissuade, of: warning, startsAt: now, clocks: clocks)
    }

    /// Sends somebody to look again at each moment still to come that the rules name for the grade of a closed warning; of the
    /// middle grade a sample. Where it was put under another thread, that one's people go.
    func planFollowUps(of warning: Warning, in thread: Warning? = nil) throws {
        let isSampled =
            warning.highest != .medium || warning.id.value % UInt64(rules.warning.followUpSample) == 0
        guard isSampled, warning.outcome?.isWithoutPerson == false, let closedAt = warning.closedAt else { return }
        for wait in rules.warning.followUps(warning.highest) where closedAt + wait > now {
            let start = closedAt + wait
            let clock = TaskClocks.Clock(kind: .report, start: start, due: start + rules.warning.followUpLimit)
            try add(.followUp, of: thread ?? warning, startsAt: start, clocks: TaskClocks([clock]))
        }
    }

    /// Takes back what was planned for a closed warning in the thread that it was put under.
    func cancelFollowUps(of warning: Warning, in thread: WarningID) throws {
        guard let closedAt = warning.closedAt else { return }
        let starts = rules.warning.followUps(warning.highest).map { closedAt + $0 }
        for old in try DissuasionTaskTable(tx).of(thread)
        where old.state == .planned && starts.contains(old.startsAt) {
            var task = old
            try task.apply(.cancel(at: now))
            try save(task, from: old, "task.cancelled")
        }
    }

    private func add(
        _ kind: DissuasionTask.Kind, of warning: Warning, startsAt: Timestamp, clocks: TaskClocks
    ) throws {
        var task = DissuasionTask(
            id: step.newID(), warning: warning.id, kind: kind, startsAt: startsAt, unit: warning.unit, officer: nil,
            state: startsAt > now ? .planned : .waiting, grade: warning.grade, clocks: clocks)
        if task.state == .waiting, let officer = try officer(for: warning, at: warning.unit) {
            try task.apply(.assign(officer))
        }
        try DissuasionTaskTable(tx).insert(task)
        try step.schedule(task)
        try record(
            "task.made", task, ["kind": .string(kind.rawValue), "officer": .string(task.officer?.description ?? "")])
    }

    /// Of those on duty at the post the one with the fewest tasks; nil where nobody is, and then the clock goes up the tree.
    func officer(for warning: Warning, at unit: UnitCode) throws -> UserID? {
        let onDuty = try ShiftTable(tx).onDuty(at: unit, now)
        let posts: [Shift.Post] = warning.needsVisit ? [.visit, .call, .assess] : [.call, .assess, .visit]
        for post in posts {
            let posted = onDuty.filter { $0.post == post }.map(\.user)
            guard !posted.isEmpty else { continue }
            let there = try UserTable(tx).find(posted).filter { Self.mayTake($0, at: unit) }.map(\.id)
            guard !there.isEmpty else { continue }
            let loads = try DissuasionTaskTable(tx).loads(of: there)
            return there.min { (loads[$0] ?? 0, $0) < (loads[$1] ?? 0, $1) }
        }
        return nil
    }

    /// Whether he can be given a task of the unit: shut out he sees nothing of it, and nothing of what lies above his own unit.
    static func mayTake(_ officer: User, at unit: UnitCode) -> Bool {
        officer.state == .active && (officer.affiliation.unit?.contains(unit) ?? false)
            && officer.principal.allows(.doTask)
    }

    /// The grade rose while somebody is on it: his clocks run by the new one, and where a visit is needed the task goes to the station.
    func hurry(_ warning: inout Warning) throws {
        let table = DissuasionTaskTable(tx)
        guard let old = try table.open(warning.id), old.kind == .dissuade else { return try dispatch(&warning) }
        var task = old
        task.grade = warning.grade
        task.clocks.hurry(
            to: warning.grade, needsVisit: warning.needsVisit, at: now, rest: task.rest(at: now), rules.warning)
        let unit = try unit(for: warning)
        if unit != task.unit, warning.unit.contains(unit) { try move(&task, of: &warning, to: unit) }
        try save(task, from: old, "task.hurried")
    }

    /// Gives a task to another unit, where the one on duty gets it.
    func move(_ task: inout DissuasionTask, of warning: inout Warning, to unit: UnitCode) throws {
        try task.apply(.move(to: unit))
        let old = warning.state
        _ = try warning.apply(.handOver(to: unit))
        try WarningTable(tx).update(warning, from: old)
        if let officer = try officer(for: warning, at: unit) { try task.apply(.assign(officer)) }
    }

    /// Writes a task, puts its next moment right and says so in the journal.
    func save(_ task: DissuasionTask, from old: DissuasionTask, _ act: String, reason: String? = nil) throws {
        try DissuasionTaskTable(tx).update(task, from: old)
        try step.schedule(task)
        try record(act, task, reason: reason)
    }

    /// Ends whatever is to be done about a warning, also what was planned.
    func endTasks(of warning: WarningID, _ event: DissuasionTask.Event) throws {
        for old in try DissuasionTaskTable(tx).of(warning) where old.endedAt == nil {
            var task = old
            let isNow = old.state.isOpen && old.kind == .dissuade
            try task.apply(isNow ? event : .cancel(at: now))
            try save(task, from: old, isNow && task.state == .done ? "task.done" : "task.cancelled")
        }
    }

    /// Nobody is asked any more to take a warning that is closed or goes on under another.
    private func withdrawHandover(of warning: WarningID) throws {
        guard var handover = try HandoverTable(tx).waiting(about: warning) else { return }
        (handover.state, handover.answeredAt) = (.withdrawn, now)
        try HandoverTable(tx).answer(handover)
        try step.forget(.handoverDue, handover.id)
        try step.record("handover.withdrawn", on: handover.id, topic: warning)
    }

    private func record(
        _ act: String, _ task: DissuasionTask, _ detail: [String: JSON] = [:], reason: String? = nil
    ) throws {
        try step.record(
            act, on: task.id, topic: task.warning, reason: reason,
            detail: .object(detail.merging(["unit": .string(task.unit.text)]) { first, _ in first }))
    }

    // MARK: warnings

    /// Closes a warning in which nothing is missing: its tasks end, somebody looks again where the rules ask for it, and the watch
    /// over the person begins (关注期限).
    func close(_ old: Warning, _ outcome: Outcome, fraudType: String, note: String) throws {
        let until = rules.deadlines.end(of: rules.warning.watchTerm, from: now)
        var warning = old
        let effects = try warning.apply(.close(outcome, fraudType: fraudType, until: until, at: now))
        try settle(&warning, from: old.state, effects)
        try planFollowUps(of: warning)
        try step.follow(.watchEnd, old.id, due: until)
        try step.record(
            "warning.closed", on: old.id, topic: old.id, reason: note.isBlank ? nil : note,
            detail: .object(["outcome": .string(outcome.rawValue)]))
    }

    /// Carries out what a change of a warning asks for; the warning itself is written here.
    func settle(_ warning: inout Warning, from old: Warning.State, _ effects: [Warning.Effect]) throws {
        try WarningTable(tx).update(warning, from: old)
        for effect in effects {
            switch effect {
            case .dispatch:
                try endTasks(of: warning.id, .cancel(at: now))
                try dispatch(&warning)
            case .hurry: try hurry(&warning)
            case .endTask:
                try withdrawHandover(of: warning.id)
                try step.forget(.callDue, warning.id)
                try endTasks(of: warning.id, warning.state == .watched ? .finish(at: now) : .cancel(at: now))
                // Under another warning the same person is still to be kept from the fraudster.
                if warning.state == .watched { try releaseLines(of: warning.id) }
            }
        }
    }
}
