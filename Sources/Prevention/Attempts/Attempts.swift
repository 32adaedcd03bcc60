package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The command that keeps what was tried.
package struct Attempts: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// What is reported of one try to reach a person.
    package struct New: Sendable, Equatable, Codable {
        package var channel: Attempt.Channel
        package var target: Attempt.Target
        package var at: Timestamp
        package var report: AttemptReport

        package init(channel: Attempt.Channel, target: Attempt.Target, at: Timestamp, report: AttemptReport) {
            self.channel = channel
            self.target = target
            self.at = at
            self.report = report
        }
    }

    /// Keeps an attempt on a warning that is open, or on a follow-up of one that is watched.
    ///
    /// What finds a watched person in danger after the closing opens the warning anew. Throws `Problems` and `Refusal`.
    package func record(
        _ new: New, on id: WarningID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> AttemptID {
        let rules = pack.rules(on: CivilTime(now).day)
        let problems = new.problems(rules, at: now)
        guard problems.isEmpty else { throw Problems(problems) }
        return try journal.perform(key, by: principal.actor, at: now, input: new) { step in
            let desk = DissuasionDesk(step: step, rules: rules)
            guard let warning = try WarningTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(new.channel == .visit ? .visitPerson : .doTask, in: warning.unit, bank: nil)
            guard warning.state == .open || warning.state == .watched else { throw Warnings.NotPossible.notOpen }
            let task = try DissuasionTaskTable(step.transaction).open(id)
            let attempt = Attempt(
                id: step.newID(), warning: id, task: task?.id, channel: new.channel, target: new.target, at: new.at,
                enteredAt: now, by: principal.actor.id, report: new.report)
            try DissuasionAttemptTable(step.transaction).insert(attempt)
            try step.record(
                "attempt.recorded", on: attempt.id, topic: id,
                detail: .object([
                    "channel": .string(new.channel.rawValue), "reached": .bool(new.report.isReached),
                ]))
            if let task { try Self.advance(task, of: warning, by: attempt, desk) }
            if warning.state == .watched, attempt.isRelapse, warning.closedAt.map({ attempt.at > $0 }) ?? true {
                try Self.reopen(warning, desk)
            }
            return attempt.id
        }
    }

    /// What an attempt does to the task: clocks are met, a visit is due after calls in vain, a follow-up is done.
    private static func advance(
        _ old: DissuasionTask, of warning: Warning, by attempt: Attempt, _ desk: DissuasionDesk
    ) throws {
        var (task, warning) = (old, warning)
        guard task.kind == .dissuade else { return try followUp(old, by: attempt, desk) }
        if task.state == .waiting || task.state == .assigned, case .user(let user)? = maker(desk.step.actor) {
            if task.officer == nil || task.officer == user { try task.apply(.sign(user, at: attempt.enteredAt)) }
        }
        // What was tried before there was this task meets none of its clocks; a time that was typed says the minute.
        if attempt.at >= task.startsAt - .minutes(1) {
            if attempt.channel.isByPerson { task.clocks.meet(.call, at: attempt.at) }
            if attempt.isValidVisit { task.clocks.meet(.meet, at: attempt.at) }
        }
        let isVisitDue = try isVisitDue(warning, desk)
        if isVisitDue { try desk.messageRelative(of: warning) }
        if isVisitDue, let limit = desk.rules.warning.limit(.meet, warning.grade) {
            task.clocks.begin(.meet, at: desk.now, limit: limit + task.rest(at: desk.now))
            let station = try desk.unit(at: warning.place)
            if station != task.unit, task.unit.contains(station) { try desk.move(&task, of: &warning, to: station) }
        }
        guard task != old else { return }
        try desk.save(task, from: old, "task.advanced")
    }

    /// After so many calls in vain somebody goes there, whatever the grade.
    private static func isVisitDue(_ warning: Warning, _ desk: DissuasionDesk) throws -> Bool {
        let calls = warning.sinceOpened(try DissuasionAttemptTable(desk.tx).of(warning.id)).filter {
            $0.channel == .call
        }
        return calls.count >= desk.rules.warning.callsBeforeVisit && !calls.contains { $0.report.isReached }
    }

    private static func followUp(_ old: DissuasionTask, by attempt: Attempt, _ desk: DissuasionDesk) throws {
        guard attempt.report.isReached else { return }
        var task = old
        try task.apply(.finish(at: attempt.enteredAt))
        try desk.save(task, from: old, "task.done")
    }

    private static func reopen(_ old: Warning, _ desk: DissuasionDesk) throws {
        var warning = old
        try desk.step.forget(.watchEnd, warning.id)
        try desk.settle(&warning, from: .watched, try warning.apply(.reopen))
        try desk.step.record("warning.reopened", on: warning.id, topic: warning.id)
    }

    private static func maker(_ actor: Actor) -> Principal.Identity? { UserID(actor.id).map { .user($0) } }
}

extension Attempts.New {
    /// What cannot be as it is written; what may be missing is for the closing rule.
    fileprivate func problems(_ rules: Rules, at now: Timestamp) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if at > now + TimeText.slack { problems.append(FieldProblem("at", .timeInFuture)) }
        if at < now - .days(30) { problems.append(FieldProblem("at", .timeTooLongAgo)) }
        if !report.isReached, report.notReached == nil { problems.append(FieldProblem("notReached", .required)) }
        if report.isReached, channel.isByPerson, report.result == nil {
            problems.append(FieldProblem("result", .required))
        }
        if !report.isReached, report.result != nil { problems.append(FieldProblem("result", .unknownOutcome)) }
        for (field, text, most) in [
            ("place", report.place, 200), ("companion", report.companion, 60), ("note", report.note, 2000),
            ("refusalToSign", report.refusalToSign, 200), ("photo", report.photo, 64),
        ] {
            if text.count > most { problems.append(FieldProblem(field, .textTooLong, found: text)) }
            if !text.isPrintable { problems.append(FieldProblem(field, .unprintable)) }
        }
        if !report.photo.isEmpty, report.photo.count != 64 || !report.photo.allSatisfy(\.isHexDigit) {
            problems.append(FieldProblem("photo", .malformed, found: report.photo))
        }
        if !report.fraudType.isBlank, rules.code(report.fraudType, in: .fraudTypes) == nil {
            problems.append(FieldProblem("fraudType", .unknownFraudType, found: report.fraudType))
        }
        for (field, amount) in [("loss", report.loss), ("avoided", report.avoided), ("held", report.held)] {
            if amount < .zero { problems.append(FieldProblem(field, .amountNotPositive)) }
            if amount > Money(fen: 1_000_000_000_000) { problems.append(FieldProblem(field, .amountTooLarge)) }
        }
        return problems
    }
}
