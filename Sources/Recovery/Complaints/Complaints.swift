package import Access
package import Journal
package import Jurisdiction
package import Primitives
package import Storage

/// The commands on holders' complaints.
package struct Complaints: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let secrets: Secrets

    package init(_ journal: Journal, _ pack: Pack, _ secrets: Secrets) {
        self.journal = journal
        self.pack = pack
        self.secrets = secrets
    }

    package enum NotPossible: Error, Equatable {
        case unknownMeasure, textMissing, answerMissing, ownEntry
        /// A holder has one complaint at a time before the police.
        case waitsAlready
        /// A stop-payment and a protective hold are of whole accounts; only a freeze can be up to an amount.
        case partOfFreezeOnly
    }

    /// What an officer decides; how much a part is, the trace says.
    package enum Answer: String, Sendable, CaseIterable { case upheld, partly, rejected }

    /// Enters what a holder says against a measure; the clock for the written answer starts: 30 days against a stop or a
    /// freeze (程序规定 196), at once against what is lifted when a check is passed (反诈法 32).
    package func enter(
        against measure: some CustomStringConvertible, holder: String, contact: String, text: String,
        by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> ComplaintID {
        guard !text.isBlank, !holder.isBlank else { throw NotPossible.textMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        let measure = measure.description
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["complaint", measure, holder, contact, text]
        ) { step in
            let complained = try ComplainedMeasure.load(measure, step.transaction, rules: rules)
            try principal.permit(.enterComplaint, in: complained.incident.unit, bank: nil)
            let complaint = Complaint(
                id: step.newID(), measure: measure, incident: complained.incident.id, holder: holder, contact: contact,
                text: text, receivedAt: now, due: complained.kind.answerDue(from: now, rules),
                enteredBy: principal.actor.id, state: .waiting)
            try ComplaintTable(step.transaction).insert(complaint)
            try step.follow(.complaintDue, complaint.id, due: complaint.due)
            try step.record(
                "complaint.entered", on: measure, topic: complaint.incident, basis: rules[complained.kind.rule].basis,
                detail: .object(["complaint": .string(complaint.id.description)]))
            return complaint.id
        }
    }

    /// Answers a complaint, by the head of an organ no lower than the one that approved the measure; gives out the answer as
    /// a paper. One that is upheld ends the measure at once, one upheld for a part lets that part of a freeze go: the decision
    /// is itself the second person's. Throws `FreezeRefusal` where no part of the freeze can be let go.
    package func decide(
        _ id: ComplaintID, _ decision: Answer, answer: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !answer.isBlank else { throw NotPossible.answerMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(
            key, by: principal.actor, at: now, input: ["decide", id.description, decision.rawValue, answer]
        ) {
            step in
            let table = ComplaintTable(step.transaction)
            var complaint = try table.require(id)
            let measure = try ComplainedMeasure.load(complaint.measure, step.transaction, rules: rules)
            try principal.permit(.decideComplaint, in: measure.incident.unit, bank: nil)
            guard principal.actor.id != complaint.enteredBy else { throw NotPossible.ownEntry }
            if let obstacle = try Self.levelObstacle(for: principal, to: measure, step.transaction) { throw obstacle }
            let old = complaint.state
            let desk = OrderDesk(step: step, rules: rules)
            let verdict = try Self.verdict(decision, on: measure, because: complaint, desk)
            try complaint.apply(.decide(verdict, by: principal.actor.id, at: now, answer: answer))
            try table.update(complaint, from: old)
            try step.forget(.complaintDue, id)
            try step.record(
                "complaint.\(decision.rawValue)", on: complaint.measure, topic: complaint.incident,
                basis: rules[measure.kind.rule].basis, reason: answer,
                detail: complaint.freed.map { .object(["freed": .number($0.fen)]) } ?? .object([:]))
            let paper = try DocumentDrafting(step.transaction, rules: rules).draft(.complaintAnswer, about: "\(id)")
            _ = try PrintedDocuments.issue(paper, with: secrets, in: step)
            try carryOut(verdict, on: measure, because: complaint, principal, desk)
            return Nothing()
        }
    }

    private static func verdict(
        _ decision: Answer, on measure: ComplainedMeasure, because complaint: Complaint, _ desk: OrderDesk
    ) throws -> Complaint.Verdict {
        switch decision {
        case .upheld: return .upheld
        case .rejected: return .rejected
        case .partly:
            guard let id = FreezeID(measure.id) else { throw NotPossible.partOfFreezeOnly }
            let freeze = try FreezeTable(desk.step.transaction).require(id)
            let free = try FreezeNarrowing(desk: desk).freePart(of: freeze, reason: complaint.id.description)
            return .partly(freed: free)
        }
    }

    private func carryOut(
        _ verdict: Complaint.Verdict, on measure: ComplainedMeasure, because complaint: Complaint,
        _ principal: Principal, _ desk: OrderDesk
    ) throws {
        switch verdict {
        case .rejected: break
        case .upheld: try end(measure, because: complaint, principal, desk)
        case .partly:
            guard case .user(let user) = principal.identity, let id = FreezeID(measure.id) else { return }
            try FreezeNarrowing(desk: desk).order(
                try FreezeTable(desk.step.transaction).require(id), for: measure.incident, second: user,
                reason: complaint.id.description)
        }
    }

    /// What of a freeze would be let go if a complaint were upheld for a part; nil where none of it can be.
    package func freePart(of measure: String, _ tx: any Transaction, at now: Timestamp) throws -> Money? {
        guard let freeze = try FreezeID(measure).flatMap({ try FreezeTable(tx).find($0) }) else { return nil }
        let claims = try FreezeTable(tx).claims(on: [freeze.id]).filter(\.isLive)
        let claimed = claims.reduce(Money.zero) { $0 + $1.traced }
        let kept = try FreezeTable(tx).kept(under: freeze)
        do {
            return try FreezeRules.freePart(
                of: freeze, keeping: kept, besides: claimed, isAsked: false, reason: "-", at: now)
        } catch {
            return nil
        }
    }

    private static func levelObstacle(
        for principal: Principal, to measure: ComplainedMeasure, _ tx: any Transaction
    ) throws -> Refusal? {
        guard let needs = try measure.levelOfAnswer(tx), let own = principal.unit?.level, own > needs else {
            return nil
        }
        return .levelTooLow(needs: needs)
    }

    /// The level of organ that a complaint's answer needs and that this one's is below; nil where it is not.
    package func levelObstacle(
        for principal: Principal, to complaint: Complaint, _ tx: any Transaction, on day: CivilDay
    ) throws -> Refusal? {
        let measure = try ComplainedMeasure.load(complaint.measure, tx, rules: pack.rules(on: day))
        return try Self.levelObstacle(for: principal, to: measure, tx)
    }

    private func end(
        _ measure: ComplainedMeasure, because complaint: Complaint, _ principal: Principal, _ desk: OrderDesk
    ) throws {
        guard case .user(let user) = principal.identity else { return }
        let (tx, reason) = (desk.step.transaction, complaint.id.description)
        switch measure.kind {
        case .freeze:
            guard let id = FreezeID(measure.id) else { return }
            let freeze = try FreezeTable(tx).require(id)
            if freeze.state == .draft { return try desk.withdraw(freeze, reason: reason) }
            // The city organ has decided whose the money is; until it is paid, a complaint does not let it go.
            if let undone = try ReturnDesk(step: desk.step, rules: desk.rules).undone(of: freeze) {
                throw FreezeRefusal.returnDecided(undone.id)
            }
            try desk.release(freeze, second: user, incident: measure.incident, reason: reason)
        case .stop:
            guard let id = StopPaymentID(measure.id) else { return }
            try end(try StopPaymentTable(tx).require(id), measure.incident, user, desk, reason)
        case .hold:
            guard let id = ProtectiveHoldID(measure.id) else { return }
            try desk.lift(try ProtectiveHoldTable(tx).require(id), by: user, measure.incident, reason)
        }
    }

    private func end(
        _ stop: StopPayment, _ incident: Incident, _ user: UserID, _ desk: OrderDesk, _ reason: String
    ) throws {
        switch stop.state {
        case .executed: try desk.release(stop, second: user, incident: incident, reason: reason)
        case .draft: try desk.withdraw(stop, incident: incident, reason: reason)
        case .ordered, .overdue, .releasing, .refused, .expired, .released, .withdrawn: break
        }
    }

    /// The time for the answer is over: the organ above is told, and the complaint stands at the top of its list.
    package func answerDue(_ id: ComplaintID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["complaintDue", id.description]) { step in
            let table = ComplaintTable(step.transaction)
            var complaint = try table.require(id)
            guard complaint.state == .waiting, complaint.escalatedAt == nil else { return Nothing() }
            let unit = try Self.above(complaint, step.transaction, rules)
            try complaint.apply(.answerDue(at: now, to: unit))
            try table.update(complaint, from: .waiting)
            try step.record(
                "complaint.overdue", on: complaint.measure, topic: complaint.incident,
                detail: .object(["unit": .string(unit.text)]))
            return Nothing()
        }
    }

    /// The unit over the one that should have answered, as far up as there is one.
    private static func above(_ complaint: Complaint, _ tx: any Transaction, _ rules: Rules) throws -> UnitCode {
        let measure = try ComplainedMeasure.load(complaint.measure, tx, rules: rules)
        var unit = measure.incident.unit
        let needs = try measure.levelOfAnswer(tx) ?? .county
        while unit.level > needs, let parent = unit.parent { unit = parent }
        var above = unit.parent
        while let next = above, try UnitTable(tx).find(next) == nil { above = next.parent }
        return above ?? unit
    }
}

extension Complaint.Kind {
    /// The rule that sets the time for the answer.
    package var rule: RuleID {
        switch self {
        case .stop, .freeze: .complaintAnswerLimit
        case .hold: .complaintCheckLimit
        }
    }

    /// By when a complaint that comes in at `start` is answered.
    func answerDue(from start: Timestamp, _ rules: Rules) -> Timestamp {
        switch self {
        case .stop, .freeze: rules.deadlines.end(of: rules.complaintAnswerLimit, from: start)
        case .hold: rules.deadlines.end(of: rules.complaintCheckLimit, from: start)
        }
    }

    /// The time for the answer in words.
    package func answerTerm(_ rules: Rules) -> Wording {
        switch self {
        case .stop, .freeze: rules.complaintAnswerLimit.wording
        case .hold: rules.complaintCheckLimit.wording
        }
    }
}
