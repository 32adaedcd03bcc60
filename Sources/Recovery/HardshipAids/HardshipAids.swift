package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on hardship aid: a victim's application, papers that come later, and the decision.
package struct HardshipAids: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let secrets: Secrets

    package init(_ journal: Journal, _ pack: Pack, _ secrets: Secrets) {
        self.journal = journal
        self.pack = pack
        self.secrets = secrets
    }

    package enum NotPossible: Error, Equatable {
        case hardshipMissing, reasonMissing, payerMissing
        case textTooLong(most: Int)
        /// A victim has one application at a time.
        case waitsAlready
        /// Paid before it was granted, or in time to come.
        case dayNotPossible
    }

    /// In characters: what is told, and the name of the body that pays.
    package static let textMost = 2_000
    package static let payerMost = 60

    package enum Decision: Sendable, Equatable, Codable {
        /// `payer` pays it; that is recorded here, and nothing is paid through here.
        case grant(Money, payer: String)
        case refuse
    }

    /// Enters what a victim asks for; throws `NotPossible`, and `NotFound` for a victim of another incident.
    package func apply(
        for victim: VictimID, of id: IncidentID, hardship: String, papers: Set<AidPaper>, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws -> HardshipAidID {
        guard !hardship.isBlank else { throw NotPossible.hardshipMissing }
        guard hardship.count <= Self.textMost else { throw NotPossible.textTooLong(most: Self.textMost) }
        let rules = pack.rules(on: CivilTime(now).day)
        let input = ["aid", victim.description, id.description, hardship] + papers.map(\.rawValue).sorted()
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            guard let incident = try IncidentTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(.applyForAid, in: incident.unit, bank: nil)
            guard try IncidentTable(step.transaction).victims(of: [id]).contains(where: { $0.id == victim }) else {
                throw NotFound(victim)
            }
            let table = HardshipAidTable(step.transaction)
            guard try table.waiting(for: victim) == nil else { throw NotPossible.waitsAlready }
            let aid = HardshipAid(
                id: step.newID(), victim: victim, incident: id, hardship: hardship, appliedAt: now,
                enteredBy: principal.actor.id, papers: papers, state: .waiting)
            try table.insert(aid)
            try step.record(
                "aid.applied", on: aid.id, topic: id, basis: rules[.approvalHardshipAid].basis,
                detail: .object(["victim": .string(victim.description)]))
            return aid.id
        }
    }

    /// Enters papers that came after the application.
    package func handIn(
        _ papers: Set<AidPaper>, for id: HardshipAidID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let input = ["aidPapers", id.description] + papers.map(\.rawValue).sorted()
        try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let (aid, incident) = try Self.load(id, step.transaction)
            try principal.permit(.applyForAid, in: incident.unit, bank: nil)
            try Self.change(aid, .handIn(papers), in: step)
            try step.record(
                "aid.papers", on: id, topic: aid.incident,
                detail: .object(["papers": .array(papers.map(\.rawValue).sorted().map { .string($0) })]))
            return Nothing()
        }
    }

    /// Decides on an application, with a reason either way, and gives out the decision as a paper; by somebody else than who
    /// entered it, of an organ no lower than the pack names.
    package func decide(
        _ id: HardshipAidID, _ decision: Decision, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: Input(id: id.description, decision, reason)) {
            step in
            let (aid, incident) = try Self.load(id, step.transaction)
            try principal.permit(.decideAid, in: incident.unit, bank: nil)
            if let obstacle = Self.obstacle(for: principal, to: aid, rules) { throw obstacle }
            try Self.check(decision, reason)
            let event = Self.event(decision, reason, by: principal, at: now)
            let decided = try Self.change(aid, event, in: step)
            try step.record(
                "aid.\(decided.state.rawValue)", on: id, topic: aid.incident,
                basis: rules[.approvalHardshipAid].basis, reason: reason,
                detail: .object([
                    "victim": .string(aid.victim.description), "amount": .number(decided.amount?.fen ?? 0),
                ]))
            let paper = try DocumentDrafting(step.transaction, rules: rules).draft(.aidDecision, about: "\(id)")
            _ = try PrintedDocuments.issue(paper, with: secrets, in: step)
            return Nothing()
        }
    }

    /// Notes the day on which the victim was paid; `NotPossible.dayNotPossible` unless it lies between the decision and today.
    package func notePaid(
        _ id: HardshipAidID, on day: CivilDay, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try journal.perform(key, by: principal.actor, at: now, input: ["aidPaid", id.description, day.description]) {
            step in
            let (aid, incident) = try Self.load(id, step.transaction)
            try principal.permit(.applyForAid, in: incident.unit, bank: nil)
            var changed = aid
            try changed.apply(.notePaid(on: day, by: principal.actor.id))
            guard let decided = aid.decidedAt, CivilTime(decided).day <= day, day <= CivilTime(now).day else {
                throw NotPossible.dayNotPossible
            }
            try HardshipAidTable(step.transaction).update(changed, from: aid.state)
            try step.record(
                "aid.paid", on: id, topic: aid.incident, detail: .object(["day": .string(day.description)]))
            return Nothing()
        }
    }

    private struct Input: Encodable, Sendable {
        let id: String
        let decision: Decision
        let reason: String

        init(id: String, _ decision: Decision, _ reason: String) {
            (self.id, self.decision, self.reason) = (id, decision, reason)
        }
    }

    /// What stands against this person's deciding, besides his roles; nil where nothing does.
    package static func obstacle(for principal: Principal, to aid: HardshipAid, _ rules: Rules) -> Refusal? {
        if principal.actor.id == aid.enteredBy { return .ownRequest }
        let needs = rules.approval(.approvalHardshipAid).unitLevel
        guard let needs, let own = principal.unit?.level, own > needs else { return nil }
        return .levelTooLow(needs: needs)
    }

    private static func check(_ decision: Decision, _ reason: String) throws(NotPossible) {
        guard !reason.isBlank else { throw .reasonMissing }
        guard reason.count <= textMost else { throw .textTooLong(most: textMost) }
        guard case .grant(_, let payer) = decision else { return }
        guard !payer.isBlank else { throw .payerMissing }
        guard payer.count <= payerMost else { throw .textTooLong(most: payerMost) }
    }

    private static func event(_ decision: Decision, _ reason: String, by principal: Principal, at now: Timestamp)
        -> HardshipAid.Event
    {
        switch decision {
        case .grant(let amount, let payer):
            .grant(amount, from: payer, by: principal.actor.id, at: now, reason: reason)
        case .refuse: .refuse(by: principal.actor.id, at: now, reason: reason)
        }
    }

    private static func load(_ id: HardshipAidID, _ tx: any Transaction) throws -> (HardshipAid, Incident) {
        guard let aid = try HardshipAidTable(tx).find(id) else { throw NotFound(id) }
        return (aid, try IncidentTable(tx).require(aid.incident))
    }

    @discardableResult
    private static func change(_ aid: HardshipAid, _ event: HardshipAid.Event, in step: Step) throws -> HardshipAid {
        var changed = aid
        try changed.apply(event)
        try HardshipAidTable(step.transaction).update(changed, from: aid.state)
        return changed
    }
}
