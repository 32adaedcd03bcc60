internal import Access
internal import Jurisdiction
internal import Primitives
internal import Storage

/// The papers of hardship aid (反诈法 art. 34), filled from its records.
extension DocumentDrafting {
    func aidPaper(_ kind: PrintedDocument.Kind, about subject: String) throws -> DocumentDraft {
        guard let aid = try HardshipAidID(subject).flatMap({ try HardshipAidTable(tx).find($0) }),
            let victim = try IncidentTable(tx).victims(of: [aid.incident]).first(where: { $0.id == aid.victim })
        else { throw NotFound(subject) }
        let own = kind == .aidDecision ? decision(aid) : try application(aid, victim)
        guard let facts = own else { throw NotFound(subject) }
        let incident = try IncidentTable(tx).require(aid.incident)
        let basis = rules[.approvalHardshipAid].basis
        let shared: [String: JSON] = [
            "name": .string(victim.name), "applied": .string(CivilTime(aid.appliedAt).day.description),
            "incident": .string(incident.number), "unit": .string(try unitName(incident.unit)),
            "filing": .string(try CaseFilingTable(tx).find(incident.id)?.number ?? "—"), "basis": .string(basis),
        ]
        return DocumentDraft(
            kind: kind, subject: subject, incident: incident.id, unit: incident.unit,
            facts: .object(facts.merging(shared) { own, _ in own }), basis: basis)
    }

    /// 救助申请表.
    private func application(_ aid: HardshipAid, _ victim: Victim) throws -> [String: JSON] {
        let lost = try IncidentTable(tx).transfers(of: [aid.incident]).filter { $0.victim == aid.victim }
            .reduce(Money.zero) { $0 + ($1.amount ?? .zero) }
        var facts: [String: JSON] = [
            "loss": .string(lost.description), "hardship": .string(aid.hardship),
            "papers": .string(aid.papers.map(\.rawValue).sorted().joined(separator: " ")),
        ]
        if let number = victim.idNumber { facts["identity"] = .string(number) }
        return facts
    }

    /// 救助决定书; nil before it is decided.
    private func decision(_ aid: HardshipAid) -> [String: JSON]? {
        guard aid.state != .waiting, let reason = aid.reason else { return nil }
        var facts: [String: JSON] = [
            "isGranted": .string(aid.state == .granted ? "yes" : "no"), "reason": .string(reason),
        ]
        if let amount = aid.amount { facts["amount"] = .string(amount.description) }
        if let payer = aid.payer { facts["payer"] = .string(payer) }
        return facts
    }
}
