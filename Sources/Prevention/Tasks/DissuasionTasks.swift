package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on tasks: who takes them, who gives them on, what their clocks do.
package struct DissuasionTasks: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case reasonMissing
        /// Another officer has it.
        case notYours
        case notOpen
        /// He is not active, or belongs to no unit that reaches the task.
        case unknownOfficer
        /// It would last longer than one may wait.
        case pauseTooLong(most: Duration)
        case notPaused, pausedAlready
        case sameUnit, handoverWaits, handoverAnswered
    }

    // MARK: officers

    /// Gives a task to an officer.
    package func assign(
        _ id: DissuasionTaskID, to user: UserID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(id, .assignTask, ["assign", user.description], principal, key, now) { desk, task, _ in
            guard let officer = try UserTable(desk.tx).find(user), DissuasionDesk.mayTake(officer, at: task.unit) else {
                throw NotPossible.unknownOfficer
            }
            try task.apply(.assign(user))
            return "task.assigned"
        }
    }

    /// An officer signs for a task: it is his, and the first clock stops.
    package func sign(_ id: DissuasionTaskID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        guard case .user(let user) = principal.identity else { throw Refusal.notPermitted(.doTask) }
        try change(id, .doTask, ["sign"], principal, key, now) { _, task, _ in
            guard task.state.isOpen else { throw NotPossible.notOpen }
            guard task.state == .waiting || task.officer == user else { throw NotPossible.notYours }
            if task.state == .signed { return nil }
            try task.apply(.sign(user, at: now))
            return "task.signed"
        }
    }

    // MARK: pauses

    /// Stops the clocks until a moment, for a reason: he is on a plane, in an operation.
    package func pause(
        _ id: DissuasionTaskID, until: Timestamp, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        let input = ["pause", "\(until.microseconds)", reason]
        try change(id, .assignTask, input, principal, key, now, reason: reason) { desk, task, _ in
            guard task.state.isOpen else { throw NotPossible.notOpen }
            guard task.pausedUntil == nil else { throw NotPossible.pausedAlready }
            let most = desk.rules.warning.pauseMax
            guard until > now, until <= now + most else { throw NotPossible.pauseTooLong(most: most) }
            try task.apply(.pause(until: until, reason: reason, at: now))
            return "task.paused"
        }
    }

    package func resume(_ id: DissuasionTaskID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws
    {
        try change(id, .assignTask, ["resume"], principal, key, now) { _, task, _ in
            guard task.pausedUntil != nil else { throw NotPossible.notPaused }
            try task.apply(.resume(at: now))
            return "task.resumed"
        }
    }

    // MARK: other units

    /// Asks another unit to take a warning because the person is there; until it answers the clocks run here.
    package func askHandover(
        of id: WarningID, to unit: UnitCode, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws -> HandoverID {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        let input = ["handover", id.description, unit.text, reason]
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let tx = step.transaction
            guard let warning = try WarningTable(tx).find(id) else { throw NotFound(id) }
            try principal.permit(.doTask, in: warning.unit, bank: nil)
            guard warning.state == .open else { throw NotPossible.notOpen }
            _ = try UnitTable(tx).require(unit)
            guard unit != warning.unit else { throw NotPossible.sameUnit }
            guard try HandoverTable(tx).waiting(about: id) == nil else { throw NotPossible.handoverWaits }
            let handover = TaskHandover(
                id: step.newID(), warning: id, from: warning.unit, to: unit, reason: reason,
                askedBy: principal.actor.id, askedAt: now, due: now + rules.warning.handOverLimit, state: .waiting)
            try HandoverTable(tx).insert(handover)
            try step.follow(.handoverDue, handover.id, due: handover.due)
            try step.record(
                "handover.asked", on: handover.id, topic: id, reason: reason,
                detail: .object(["to": .string(unit.text)]))
            return handover.id
        }
    }

    /// The other unit takes it, or says why not.
    package func answerHandover(
        _ id: HandoverID, accept: Bool, answer: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard accept || !answer.isBlank else { throw NotPossible.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: ["answer", id.description, "\(accept)", answer]) {
            step in
            let tx = step.transaction
            guard var handover = try HandoverTable(tx).find(id) else { throw NotFound(id) }
            try principal.permit(.doTask, in: handover.to, bank: nil)
            guard handover.state == .waiting else { throw NotPossible.handoverAnswered }
            (handover.state, handover.answeredBy) = (accept ? .accepted : .refused, principal.actor.id)
            (handover.answeredAt, handover.answer) = (now, answer)
            try HandoverTable(tx).answer(handover)
            try step.forget(.handoverDue, id)
            try step.record(
                "handover.\(handover.state.rawValue)", on: id, topic: handover.warning,
                reason: answer.isBlank ? nil : answer)
            if accept { try Self.carryOut(handover, DissuasionDesk(step: step, rules: rules)) }
            return Nothing()
        }
    }

    private static func carryOut(_ handover: TaskHandover, _ desk: DissuasionDesk) throws {
        var warning = try WarningTable(desk.tx).require(handover.warning)
        // Closed or merged since: there is nothing left to take.
        guard warning.state == .open else { return }
        guard let old = try DissuasionTaskTable(desk.tx).open(warning.id) else {
            _ = try warning.apply(.handOver(to: handover.to))
            return try WarningTable(desk.tx).update(warning, from: .open)
        }
        var task = old
        try desk.move(&task, of: &warning, to: handover.to)
        try desk.save(task, from: old, "task.moved")
    }

    /// The other unit has not answered in time: the unit over both is told.
    package func handoverDue(_ id: HandoverID, key: IdempotencyKey, at now: Timestamp) throws {
        try journal.perform(key, by: .system("clock"), at: now, input: ["handoverDue", id.description]) { step in
            guard let handover = try HandoverTable(step.transaction).find(id), handover.state == .waiting else {
                return Nothing()
            }
            var above = handover.from.parent
            while let unit = above, !unit.contains(handover.to), let next = unit.parent { above = next }
            try step.record(
                "handover.overdue", on: id, topic: handover.warning,
                detail: .object(["unit": .string((above ?? handover.to).text)]))
            return Nothing()
        }
    }

    // MARK: clocks

    /// What happens to a task by itself at its moment: it begins, its pause is over, its clocks ring up the tree.
    package func moment(of id: DissuasionTaskID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["taskMoment", id.description]) { step in
            let desk = DissuasionDesk(step: step, rules: rules)
            let old = try DissuasionTaskTable(step.transaction).require(id)
            var task = old
            guard task.endedAt == nil else { return Nothing() }
            if task.state == .planned, task.startsAt <= now { try begin(&task, desk) }
            if let until = task.pausedUntil, until <= now { try task.apply(.resume(at: now)) }
            if task.state.isOpen, task.pausedUntil == nil { try ring(&task, desk) }
            guard task != old else {
                try step.schedule(task)
                return Nothing()
            }
            try desk.save(task, from: old, "task.rang")
            return Nothing()
        }
    }

    private func begin(_ task: inout DissuasionTask, _ desk: DissuasionDesk) throws {
        try task.apply(.begin)
        let warning = try WarningTable(desk.tx).require(task.warning)
        task.unit = warning.unit
        if let officer = try desk.officer(for: warning, at: task.unit) { try task.apply(.assign(officer)) }
    }

    /// Half time reminds whoever has it; the end tells the unit above, twice the time the one above that, and so on.
    private func ring(_ task: inout DissuasionTask, _ desk: DissuasionDesk) throws {
        for ring in task.clocks.ring(at: desk.now) {
            let told = ring.isReminder ? task.unit : try desk.above(task.unit, levels: ring.number - 1)
            if !ring.isReminder { task.escalatedTo = told }
            try desk.step.record(
                ring.isReminder ? "task.reminded" : "task.escalated", on: task.id, topic: task.warning,
                detail: .object(["clock": .string(ring.kind.rawValue), "unit": .string(told.text)]))
        }
    }

    private func change(
        _ id: DissuasionTaskID, _ act: Act, _ input: [String], _ principal: Principal, _ key: IdempotencyKey,
        _ now: Timestamp, reason: String? = nil,
        _ body: @Sendable (DissuasionDesk, inout DissuasionTask, Principal) throws -> String?
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: [id.description] + input) { step in
            let desk = DissuasionDesk(step: step, rules: rules)
            guard let old = try DissuasionTaskTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(act, in: old.unit, bank: nil)
            var task = old
            guard let entry = try body(desk, &task, principal) else { return Nothing() }
            try desk.save(task, from: old, entry, reason: reason)
            return Nothing()
        }
    }
}
