internal import Access
internal import Jurisdiction
internal import Primitives
internal import Storage

/// What the holder of an account is told (反诈法 art. 32; 个人信息保护法 art. 35), from the pack's form.
extension DocumentDrafting {
    /// What one notice is about.
    private struct Told {
        let measure: Measure
        let rule: RuleID
        let account: AccountID
        let incident: IncidentID
        /// Whose clock a complaint against it has.
        let answered: Complaint.Kind
        let start: Timestamp
        let end: Timestamp
        var amount: Money?
        var term: Wording?
    }

    func notice(about subject: String) throws -> DocumentDraft {
        guard let told = try stop(subject) ?? freeze(subject) ?? hold(subject),
            let notice = rules.notice(of: told.measure)
        else { throw NotFound(subject) }
        let incident = try IncidentTable(tx).require(told.incident)
        let account = try AccountTable(tx).require(told.account)
        let unit = try unitName(incident.unit)
        let body = notice.filled([
            .account: .init(same: Self.masked(account.number)), .bank: .init(same: account.bankName),
            .amount: .init(same: told.amount?.description ?? "—"),
            .reason: .init(zh: "电信网络诈骗 \(incident.number)", en: "Telecom fraud \(incident.number)"),
            .basis: .init(same: rules[told.rule].basis), .term: told.term ?? (told.end - told.start).wording,
            .start: .init(same: Self.moment(told.start)), .end: .init(same: Self.moment(told.end)),
            .unit: .init(same: unit), .complaintTerm: told.answered.answerTerm(rules),
        ])
        return DocumentDraft(
            kind: .notice, subject: subject, incident: incident.id, unit: incident.unit,
            facts: .object([
                "measure": .string(told.measure.rawValue), "title": .string(notice.title.zh),
                "titleInEnglish": .string(notice.title.en), "body": .string(body.zh),
                "bodyInEnglish": .string(body.en), "holder": .string(account.name ?? "—"), "unit": .string(unit),
                "incident": .string(incident.number), "basis": .string(rules[told.rule].basis),
                "start": .string(Self.moment(told.start)), "end": .string(Self.moment(told.end)),
                // What its holder proves himself by; no page shows it.
                "accountEnd": .string(HolderProof.end(of: account.number)),
            ]), basis: notice.basis)
    }

    private func stop(_ subject: String) throws -> Told? {
        guard let stop = try StopPaymentID(subject).flatMap({ try StopPaymentTable(tx).find($0) }),
            let start = stop.executedAt, let end = stop.endedAt ?? stop.endsAt
        else { return nil }
        let isReleased = stop.state == .released
        return Told(
            measure: isReleased ? .release : stop.uses > 1 ? .stopExtension : .stopPayment,
            rule: isReleased ? .approvalRelease : .stopPaymentTerm, account: stop.account, incident: stop.incident,
            answered: .stop,
            start: start, end: end, amount: stop.heldBalance)
    }

    private func freeze(_ subject: String) throws -> Told? {
        guard let freeze = try FreezeID(subject).flatMap({ try FreezeTable(tx).find($0) }),
            let start = freeze.startedAt, let end = freeze.endedAt ?? freeze.endsAt
        else { return nil }
        let isReleased = freeze.state == .released
        return Told(
            measure: isReleased ? .release : .freeze, rule: isReleased ? .approvalRelease : freeze.kind.termRule,
            account: freeze.account, incident: freeze.incident, answered: .freeze, start: start, end: end,
            amount: freeze.remains ?? freeze.balance, term: freeze.kind.term(rules).wording)
    }

    private func hold(_ subject: String) throws -> Told? {
        guard let hold = try ProtectiveHoldID(subject).flatMap({ try ProtectiveHoldTable(tx).find($0) }),
            let start = hold.executedAt, let end = hold.endsAt
        else { return nil }
        return Told(
            measure: .protectiveHold, rule: .protectiveHoldTerm, account: hold.account, incident: hold.incident,
            answered: .hold,
            start: start, end: end)
    }

    /// `6200 **** **** 7741`; a number that is none is not shown at all.
    static func masked(_ number: String) -> String {
        do { return try BankAccountNumber(number).masked } catch { return "****" }
    }
}

extension Wording {
    fileprivate init(same text: String) { self.init(zh: text, en: text) }
}
