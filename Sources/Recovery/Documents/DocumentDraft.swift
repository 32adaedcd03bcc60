internal import Access
package import Jurisdiction
package import Primitives
package import Storage

/// What a paper would say now: filled from records, with neither number nor code.
package struct DocumentDraft: Sendable, Equatable {
    package let kind: PrintedDocument.Kind
    package let subject: String
    package let incident: IncidentID
    package let unit: UnitCode
    /// Holds nothing that changes while its records do not: a paper of the same facts is the same paper.
    package let facts: JSON
    /// The article that asks for it.
    package let basis: String
}

/// Fills papers from records: the one place that says what each kind holds.
package struct DocumentDrafting {
    let tx: any Transaction
    let rules: Rules

    package init(_ tx: any Transaction, rules: Rules) {
        self.tx = tx
        self.rules = rules
    }

    /// Throws `NotFound` where there is no such subject, or nothing yet that the paper could say of it.
    package func draft(_ kind: PrintedDocument.Kind, about subject: String) throws -> DocumentDraft {
        switch kind {
        case .notice: try notice(about: subject)
        case .freezeOrder: try freezeOrder(FreezeID(subject), subject)
        case .releaseOrder: try releaseOrder(FreezeID(subject), subject)
        case .complaintAnswer: try complaintAnswer(ComplaintID(subject), subject)
        case .returnApplication, .returnFlow, .returnReport, .returnNotice, .returnDecision:
            try returnPaper(kind, about: subject)
        case .objectionReceipt: try objectionReceipt(about: subject)
        case .aidApplication, .aidDecision: try aidPaper(kind, about: subject)
        }
    }

    // MARK: what the bank is asked

    private func freezeOrder(_ id: FreezeID?, _ subject: String) throws -> DocumentDraft {
        guard let freeze = try id.flatMap({ try FreezeTable(tx).find($0) }), freeze.isApproved else {
            throw NotFound(subject)
        }
        var facts = try self.facts(of: freeze)
        facts["renewals"] = .string("\(freeze.renewals)")
        facts["term"] = .string(freeze.kind.term(rules).wording.zh)
        facts["termInEnglish"] = .string(freeze.kind.term(rules).wording.en)
        // The first term runs from when the bank freezes; a renewal's end is known.
        if freeze.renewals > 0 { facts["end"] = freeze.endsAt.map { .string(Self.moment($0)) } }
        if freeze.limit == nil { facts["amount"] = nil }
        return try draft(.freezeOrder, freeze, facts, basis: .approvalFreeze)
    }

    private func releaseOrder(_ id: FreezeID?, _ subject: String) throws -> DocumentDraft {
        guard let freeze = try id.flatMap({ try FreezeTable(tx).find($0) }), freeze.startedAt != nil,
            freeze.state == .releasing || freeze.state == .released
        else { throw NotFound(subject) }
        return try draft(.releaseOrder, freeze, try facts(of: freeze), basis: .releaseUnrelated)
    }

    private func draft(
        _ kind: PrintedDocument.Kind, _ freeze: Freeze, _ facts: [String: JSON], basis: RuleID
    ) throws -> DocumentDraft {
        let incident = try IncidentTable(tx).require(freeze.incident)
        return DocumentDraft(
            kind: kind, subject: freeze.id.description, incident: incident.id, unit: incident.unit,
            facts: .object(facts.merging(["basis": .string(rules[basis].basis)]) { first, _ in first }),
            basis: rules[basis].basis)
    }

    /// The fields of 协助冻结财产通知书 (程序规定 art. 239): name, number, amount, scope and whether interest is included.
    private func facts(of freeze: Freeze) throws -> [String: JSON] {
        let account = try AccountTable(tx).require(freeze.account)
        let incident = try IncidentTable(tx).require(freeze.incident)
        return [
            "incident": .string(incident.number), "unit": .string(try unitName(incident.unit)),
            "filing": .string(try CaseFilingTable(tx).find(incident.id)?.number ?? "—"),
            "bank": .string(account.bankName), "holder": .string(account.name ?? "—"),
            "account": .string(account.number),
            "amount": .string((freeze.remains ?? freeze.balance)?.description ?? "—"),
            "scope": .string(freeze.limit == nil ? "whole" : "limit"),
            "interest": .string(freeze.includesInterest ? "yes" : "no"),
        ]
    }

    // MARK: what a holder is answered

    private func complaintAnswer(_ id: ComplaintID?, _ subject: String) throws -> DocumentDraft {
        guard let complaint = try id.flatMap({ try ComplaintTable(tx).find($0) }), let answer = complaint.answer,
            let kind = complaint.kind
        else { throw NotFound(subject) }
        let measure = try ComplainedMeasure.load(complaint.measure, tx, rules: rules)
        let account = try AccountTable(tx).require(measure.account)
        let freed: [String: JSON] = complaint.freed.map { ["freed": .string($0.description)] } ?? [:]
        let facts: [String: JSON] = [
            "holder": .string(complaint.holder), "measure": .string(kind.rawValue),
            "bank": .string(account.bankName), "account": .string(Self.masked(account.number)),
            "received": .string(CivilTime(complaint.receivedAt).day.description),
            "isUpheld": .string(complaint.state == .upheld ? "yes" : "no"), "answer": .string(answer),
            "unit": .string(try unitName(measure.incident.unit)), "basis": .string(rules[kind.rule].basis),
            "reconsideration": .string(rules.reconsiderationTerm.wording.zh),
            "reconsiderationInEnglish": .string(rules.reconsiderationTerm.wording.en),
        ]
        return DocumentDraft(
            kind: .complaintAnswer, subject: subject, incident: measure.incident.id, unit: measure.incident.unit,
            facts: .object(facts.merging(freed) { own, _ in own }), basis: rules[kind.rule].basis)
    }

    func unitName(_ code: UnitCode) throws -> String { try UnitTable(tx).find(code)?.name ?? code.text }

    /// To the minute: papers give no seconds.
    static func moment(_ at: Timestamp) -> String { "\(CivilTime(at).day) \(CivilTime(at).clock.prefix(5))" }
}

extension Freeze {
    /// Whether the head whom its term needs has approved it.
    fileprivate var isApproved: Bool {
        switch state {
        case .draft, .withdrawn: false
        case .ordered, .overdue, .queued, .frozen, .releasing, .refused, .lapsed, .released: true
        }
    }
}
