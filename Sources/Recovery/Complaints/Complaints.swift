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
        against measure: some CustomStringConvertible, holder: String, contact: String, text: String,
        by principal: Principal,
        key: IdempotencyKey,
        at now: Timestamp
    ) throws -> ComplaintID {
        guard !text.isBlank, !holder.isBlank else { throw NotPossible.textMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        let due = pack.deadlines.end(of: rules.complaintAnswerLimit, from: now)
        let measure = measure.description
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["complaint", measure, holder, contact, text]
        ) { step in
            let incident = try Self.incident(of: measure, step.transaction)
            try principal.permit(.enterComplaint, in: incident.unit, bank: nil)
            let complaint = Complaint(
                id: step.newID(), measure: measure, incident: incident.id, holder: holder, contact: contact,
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

    private static func incident(of measure: String, _ tx: any Transaction) throws -> Incident {
        let stop = try StopPaymentID(measure).flatMap { try StopPaymentTable(tx).find($0)?.incident }
        let freeze = try FreezeID(measure).flatMap { try FreezeTable(tx).find($0)?.incident }
        guard let id = stop ?? freeze else { throw NotPossible.unknownMeasure }
        return try IncidentTable(tx).require(id)
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
        guard case .user(let user) = principal.identity else { return }
        if let id = FreezeID(complaint.measure) {
            let freeze = try FreezeTable(desk.step.transaction).require(id)
            if freeze.state == .draft { return try desk.withdraw(freeze, reason: complaint.id.description) }
            return try desk.release(freeze, second: user, incident: incident, reason: complaint.id.description)
        }
        guard let id = StopPaymentID(complaint.measure) else { return }
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
