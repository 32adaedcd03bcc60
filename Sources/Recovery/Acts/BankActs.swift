package import Access
package import Journal
package import Jurisdiction
package import Primitives
package import Storage
package import Wire

/// The commands on what is asked of banks: sent, answered, given up, tried again.
package struct BankActs: Sendable {
    let journal: Journal
    let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// Why an answer is not taken as an answer.
    package struct Implausible: Error, Equatable, Codable {
        package let problems: [String]
    }

    /// Records what a bank answered, whoever brought it. The first answer takes effect; the same again changes nothing; a
    /// different one is kept and shown to a person. Throws `Implausible` when it cannot be an answer to this act.
    package func recordAnswer(
        _ answer: BankAnswer, to id: ActID, by actor: Actor, key: IdempotencyKey, at now: Timestamp,
        urgency: Urgency = .urgent, durability: Durability = .synced
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: actor, at: now, input: answer, urgency: urgency, durability: durability) { step in
            try Self.take(answer, to: id, rules: rules, in: step)
            return Nothing()
        }
    }

    /// Takes an answer inside a step of whoever brought it.
    static func take(
        _ answer: BankAnswer, to id: ActID, rules: Rules, in step: Step, receivedAt: Timestamp? = nil
    ) throws {
        let table = BankActTable(step.transaction)
        var act = try table.require(id)
        let problems = try AnswerCheck(act: act, rules: rules, now: step.now, step.transaction).problems(of: answer)
        let old = act.state
        let isTaken = rules.isDone(answer)
        if act.kind == .freeze, answer.isWaiting, isTaken, old != .answered, problems.isEmpty {
            try reopen(&act, untilTurnOf: answer, in: step)
            guard try table.keep(answer, agrees: true, by: step.actor.text, at: step.now, to: id) else { return }
            try step.forget(.answerDue, id)
            return try AnswerEffects(step: step, rules: rules, act: act).queue(answer)
        }
        // What a bank says after it has answered is a contradiction for a person to see, also where it could be no first answer.
        let isLaterWord = old == .answered && answer.act == id.description
        guard problems.isEmpty || isLaterWord else { throw Implausible(problems: problems) }
        let effects = try act.apply(.answer(answer, at: receivedAt ?? step.now))
        let isNew = try table.keep(
            answer, agrees: old != .answered || effects.isEmpty, by: step.actor.text, at: step.now, to: id)
        guard !effects.isEmpty, isNew || old != .answered else { return }
        try table.update(act, from: old)
        if old == .dropped, isTaken { try Untrue(step: step, rules: rules, act: act).undoDropping() }
        for effect in effects { try carryOut(effect, of: act, rules: rules, in: step) }
    }

    /// An order whose tries were used up and of which the bank says that its freeze waits is asked about again at its turn.
    private static func reopen(_ act: inout BankAct, untilTurnOf answer: BankAnswer, in step: Step) throws {
        guard act.state == .dead, let turn = answer.nextAsking(from: step.now) else { return }
        _ = try act.apply(.retry)
        try BankActTable(step.transaction).update(act, from: .dead)
        try step.follow(.transmit, act.id, due: turn)
    }

    private static func carryOut(_ effect: BankAct.Effect, of act: BankAct, rules: Rules, in step: Step) throws {
        switch effect {
        case .carryOut(let answer):
            try step.forget(.answerDue, act.id)
            try step.forget(.transmit, act.id)
            try AnswerEffects(step: step, rules: rules, act: act).carryOut(answer)
        case .reportContradiction(let answer):
            try step.record(
                "bank.contradicted", on: act.id, topic: act.incident, reason: answer.result,
                detail: .object(["first": .string(act.answer?.result ?? ""), "now": .string(answer.result)]))
        case .transmit: try step.follow(.transmit, act.id)
        case .listForPerson:
            try step.record("bank.undelivered", on: act.id, topic: act.incident, reason: act.lastError)
        }
    }

    /// Records what a bank said on the telephone where its message does not come; throws `NotFound`, `Refusal` or `Implausible`.
    package func recordSpokenAnswer(
        _ answer: BankAnswer, to id: ActID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw Refusal.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: answer) { step in
            guard let act = try BankActTable(step.transaction).find(id) else { throw NotFound(id) }
            let unit = try IncidentTable(step.transaction).require(act.incident).unit
            try principal.permit(.requestStop, in: unit, bank: nil)
            try step.record("bank.answeredByPhone", on: id, topic: act.incident, reason: reason)
            try Self.take(answer, to: id, rules: rules, in: step)
            return Nothing()
        }
    }

    /// Notes that the order has left for the bank once more.
    package func recordSending(_ id: ActID, key: IdempotencyKey, at now: Timestamp, urgency: Urgency = .usual) throws {
        let input = ["sent", id.description]
        try journal.perform(key, by: .system("gateway"), at: now, input: input, urgency: urgency) { step in
            let table = BankActTable(step.transaction)
            var act = try table.require(id)
            let isFirst = act.firstSentAt == nil
            let old = act.state
            _ = try act.apply(.sent(at: now))
            try table.update(act, from: old)
            if isFirst, act.firstSentAt != nil {
                try step.record(
                    "bank.sent", on: id, topic: act.incident, detail: .object(["kind": .string(act.kind.rawValue)]))
            }
            return Nothing()
        }
    }

    /// Gives an act up for a person to see: no try is left, or none can help.
    package func giveUp(_ id: ActID, reason: String, key: IdempotencyKey, at now: Timestamp) throws {
        // Who died after it gives it up once more, maybe for another reason.
        try change(id, .giveUp(reason: reason), by: .system("gateway"), key: key, at: now, input: "giveUp")
    }

    /// Tries a dead act again; throws `Refusal`.
    package func retry(_ id: ActID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try permit(principal, id)
        try change(id, .retry, by: principal.actor, key: key, at: now)
    }

    /// Drops a dead act: a person has settled the matter otherwise. Its measure goes on as if the bank had refused. Throws
    /// `Refusal`, or `FreezeRefusal` where the bank may hold an account by it for months.
    package func drop(_ id: ActID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try permit(principal, id)
        try change(id, .drop, by: principal.actor, key: key, at: now)
    }

    private func permit(_ principal: Principal, _ id: ActID) throws {
        let unit = try journal.database.read { tx in
            try IncidentTable(tx).require(try BankActTable(tx).require(id).incident).unit
        }
        try principal.permit(.retryDeadLetter, in: unit, bank: nil)
    }

    private func change(
        _ id: ActID, _ event: BankAct.Event, by actor: Actor, key: IdempotencyKey, at now: Timestamp,
        input: String? = nil
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: actor, at: now, input: ["act", id.description, input ?? "\(event)"]) { step in
            let table = BankActTable(step.transaction)
            var act = try table.require(id)
            if event == .drop, !FreezeRules.mayDrop(act.kind) { throw FreezeRefusal.mayBeInForce }
            let old = act.state
            let effects = try act.apply(event)
            try table.update(act, from: old)
            for effect in effects { try Self.carryOut(effect, of: act, rules: rules, in: step) }
            if act.state == .dropped, old != .dropped {
                try AnswerEffects(step: step, rules: rules, act: act).carryOutDropping()
            }
            // Sending again what is still open is a person's act, too: the bank is chased.
            if event == .retry || act.state != old && effects.isEmpty {
                try step.record("bank.\(act.state == .dropped ? "dropped" : "retried")", on: id, topic: act.incident)
            }
            return Nothing()
        }
    }

    /// The bank's time to answer is over: the measure is overdue and a person is told.
    package func answerDue(_ id: ActID, key: IdempotencyKey, at now: Timestamp) throws {
        try journal.perform(key, by: .system("clock"), at: now, input: ["answerDue", id.description]) { step in
            let act = try BankActTable(step.transaction).require(id)
            guard act.state == .open || act.state == .dead, now >= act.answerDue else { return Nothing() }
            if let id = StopPaymentID(act.measure), act.kind == .stop {
                var stop = try StopPaymentTable(step.transaction).require(id)
                let old = stop.state
                if try !stop.apply(.answerOverdue).isEmpty {
                    try StopPaymentTable(step.transaction).update(stop, from: old)
                }
            } else if let id = FreezeID(act.measure), act.kind == .freeze {
                var freeze = try FreezeTable(step.transaction).require(id)
                let old = freeze.state
                if try !freeze.apply(.answerOverdue).isEmpty {
                    try FreezeTable(step.transaction).update(freeze, from: old)
                }
            }
            try step.record("bank.overdue", on: id, topic: act.incident, detail: .object(["bank": .string(act.bank)]))
            return Nothing()
        }
    }
}

extension BankAnswer {
    /// When a bank whose freeze waits behind another is asked again: when that one ends, and each day until then.
    ///
    /// Where the other should have ended and has not, the bank is asked after as long again as that is ago.
    package func nextAsking(from now: Timestamp) -> Timestamp? {
        guard isWaiting, let prior else { return nil }
        let ends = prior.endsAt.timestamp
        let wait = ends > now ? ends - now + .minutes(1) : max(.minutes(1), now - ends)
        return now + min(wait, .days(1))
    }
}
