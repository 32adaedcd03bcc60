internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage

/// What the holder of an account is told about a measure, as a page to print: basis, term, remedy, papers.
package struct NoticeModel: Sendable, Equatable {
    package var title: String
    package var number: String
    package var holder: String
    package var paragraphs: [String]
    package var unit: String
    package var date: String
    package var back: String

    package init(
        title: String, number: String, holder: String, paragraphs: [String], unit: String, date: String, back: String
    ) {
        self.title = title
        self.number = number
        self.holder = holder
        self.paragraphs = paragraphs
        self.unit = unit
        self.date = date
        self.back = back
    }

    package func html(_ frame: Frame) -> HTML {
        let language = frame.language
        let text = paragraphs.map { "<p>\($0)</p>" as HTML }
        return frame.page(
            title: title, layout: "doc",
            """
            <article class="paper"><p class="no">\(number)</p><h1>\(title)</h1><p>\(holder)\(language(.colon))</p>\(text)\
            <p class="sign">\(unit)<br>\(language(.sealHere))<br>\(date)</p>\
            <p class="receipt">\(language(.receivedBy))</p></article>
            <p class="acts"><a class="btn" href="\(address: back)" data-key="b">\(language(.goBack)) <kbd>B</kbd></a></p>
            """)
    }
}

/// Fills the notice of one measure.
struct NoticeLoading {
    let tx: any Transaction
    let rules: Rules
    let principal: Principal
    let language: Language
    let now: Timestamp

    func stop(_ id: StopPaymentID) throws -> NoticeModel {
        guard let stop = try StopPaymentTable(tx).find(id), let start = stop.executedAt,
            let end = stop.endedAt ?? stop.endsAt
        else { throw NotFound(id) }
        let isReleased = stop.state == .released
        let measure: Measure = isReleased ? .release : stop.uses > 1 ? .stopExtension : .stopPayment
        let rule: RuleID = isReleased ? .approvalRelease : .stopPaymentTerm
        return try model(
            measure, rule, number: "\(id)", account: stop.account, incident: stop.incident, from: start, to: end,
            amount: stop.heldBalance)
    }

    func hold(_ id: ProtectiveHoldID) throws -> NoticeModel {
        guard let hold = try ProtectiveHoldTable(tx).find(id), let start = hold.executedAt, let end = hold.endsAt else {
            throw NotFound(id)
        }
        return try model(
            .protectiveHold, .protectiveHoldTerm, number: "\(id)", account: hold.account, incident: hold.incident,
            from: start, to: end, amount: nil)
    }

    func freeze(_ id: FreezeID) throws -> NoticeModel {
        guard let freeze = try FreezeTable(tx).find(id), let start = freeze.startedAt,
            let end = freeze.endedAt ?? freeze.endsAt
        else { throw NotFound(id) }
        let isReleased = freeze.state == .released
        let wording = freeze.kind.term(rules).wording
        return try model(
            isReleased ? .release : .freeze, isReleased ? .approvalRelease : freeze.kind.termRule, number: "\(id)",
            account: freeze.account, incident: freeze.incident, from: start, to: end,
            amount: freeze.limit ?? freeze.balance, term: wording)
    }

    private func model(
        _ measure: Measure, _ rule: RuleID, number: String, account id: AccountID, incident: IncidentID,
        from start: Timestamp, to end: Timestamp, amount: Money?, term wording: Wording? = nil
    ) throws -> NoticeModel {
        guard let incident = try IncidentTable(tx).find(incident) else { throw NotFound(incident) }
        try principal.permit(.readIncident, in: incident.unit, bank: nil)
        guard let notice = rules.notice(of: measure) else { throw NotFound(number) }
        let account = try AccountTable(tx).require(id)
        let bank = try AccountTable(tx).bank(account.bank)?.name ?? account.bank
        let unit = try UnitTable(tx).find(incident.unit)?.name ?? incident.unit.text
        let body = notice.filled([
            .account: Self.both(MaskedValue.Kind.accountNumber.masked(account.number)), .bank: Self.both(bank),
            .amount: Self.both(amount?.description ?? ""),
            .reason: .init(zh: "电信网络诈骗 \(incident.number)", en: "Telecom fraud \(incident.number)"),
            .basis: Self.both(rules[rule].basis), .term: wording ?? term(end - start),
            .start: Self.both(Self.moment(start)),
            .end: Self.both(Self.moment(end)), .unit: Self.both(unit),
            .complaintTerm: rules.complaintAnswerLimit.wording,
        ])
        return NoticeModel(
            title: pick(notice.title), number: "\(incident.number) / \(number)", holder: account.name ?? "—",
            paragraphs: pick(body).split(separator: "\n").map(String.init), unit: unit,
            date: CivilTime(now).day.description, back: Address.incident(incident.id.description).path)
    }

    private func pick(_ wording: Wording) -> String { language == .zh ? wording.zh : wording.en }
    private static func both(_ text: String) -> Wording { Wording(zh: text, en: text) }
    private func term(_ length: Duration) -> Wording { Wording(zh: length.term(.zh), en: length.term(.en)) }
    private static func moment(_ at: Timestamp) -> String { "\(CivilTime(at).day) \(CivilTime(at).clock)" }
}
