package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on holders' complaints.
package struct Complaints: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable { case unknownMeasure, textMissing, answerMissing, ownEntry }

    /// Enters what a holder says against a measure; the clock for the written answer starts (程序规定 196).
    package func enter(
        against measure: StopPaymentID, holder: String, contact: String, text: String, by principal: Principal,
        key: IdempotencyKey,
        at now: Timestamp
    ) throws -> ComplaintID {
        guard !text.isBlank, !holder.isBlank else { throw NotPossible.textMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        let due = pack.deadlines.end(of: rules.complaintAnswerLimit, from: now)
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["complaint", measure.description, holder, contact, text]
        ) { step in
            guard let stop = try StopPaymentTable(step.transaction).find(measure) else {
                throw NotPossible.unknownMeasure
            }
            let incident = try IncidentTable(step.transaction).require(stop.incident)
            try principal.permit(.enterComplaint, in: incident.unit, bank: nil)
            let complaint = Complaint(
                id: step.newID(), measure: measure.description, incident: incident.id, holder: holder, contact: contact,
                text: text,
                receivedAt: now, due: due, enteredBy: principal.actor.id, state: .waiting)
            try ComplaintTable(step.transaction).insert(complaint)
            try step.follow(.complaintDue, complaint.id, due: due)
            try step.record(
                "complaint.entered", on: measure, topic: incident.id, basis: rules[.complaintAnswerLimit].basis,
                detail: .object(["complaint": .string(complaint.id.description)]))
            return complaint.id
        }
    }

    /// Answers a complaint. One that is upheld ends the measure at once: the decision is itself the second person's.
    package func decide(
        _ id: ComplaintID, upheld: Bool, answer: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard !answer.isBlank else { throw NotPossible.answerMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: ["decide", id.description, "\(upheld)", answer]) {
            step in
            let table = ComplaintTable(step.transaction)
            var complaint = try table.require(id)
            let incident = try IncidentTable(step.transaction).require(complaint.incident)
            try principal.permit(.decideComplaint, in: incident.unit, bank: nil)
            guard principal.actor.id != complaint.enteredBy else { throw NotPossible.ownEntry }
            let old = complaint.state
            try complaint.apply(.decide(upheld: upheld, by: principal.actor.id, at: now, answer: answer))
            try table.update(complaint, from: old)
            try step.forget(.complaintDue, id)
            try step.record(
                "complaint.\(complaint.state.rawValue)", on: complaint.measure, topic: incident.id,
                basis: rules[.complaintAnswerLimit].basis, reason: answer)
            if upheld { try release(complaint, incident, principal, OrderDesk(step: step, rules: rules)) }
            return Nothing()
        }
    }

    private func release(_ complaint: Complaint, _ incident: Incident, _ principal: Principal, _ desk: OrderDesk) throws
    {
        guard let id = StopPaymentID(complaint.measure), case .user(let user) = principal.identity else { return }
        let stop = try StopPaymentTable(desk.step.transaction).require(id)
        switch stop.state {
        case .executed: try desk.release(stop, second: user, incident: incident, reason: complaint.id.description)
        case .draft: try desk.withdraw(stop, incident: incident, reason: complaint.id.description)
        case .ordered, .overdue, .releasing, .refused, .expired, .released, .withdrawn: break
        }
    }

    /// The time for the answer is over: it goes up.
    package func answerDue(_ id: ComplaintID, key: IdempotencyKey, at now: Timestamp) throws {
        try journal.perform(key, by: .system("clock"), at: now, input: ["complaintDue", id.description]) { step in
            let complaint = try ComplaintTable(step.transaction).require(id)
            guard complaint.state == .waiting else { return Nothing() }
            try step.record("complaint.overdue", on: complaint.measure, topic: complaint.incident)
            return Nothing()
        }
    }
}
