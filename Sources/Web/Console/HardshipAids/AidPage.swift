internal import Access
internal import HTTPTypes
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// One application for hardship aid, the form for papers that come later and the one that decides on it.
struct AidModel: Sendable {
    var row: AidList.Row
    var basis: String
    var mayHandIn: Bool
    var obstacle: Text?
    /// The paper that decides on it.
    var paper: PrintedDocument?
    var form: Form
    var hiddenFields: HTML
    var error: String?
    var done: String
    var now: Timestamp
    var language: Language

    static func load(_ id: HardshipAidID, _ platform: Platform, _ visit: Visit) throws -> AidModel {
        try platform.database.read { tx in
            guard let aid = try HardshipAidTable(tx).find(id) else { throw NotFound(id) }
            let unit = try IncidentTable(tx).require(aid.incident).unit
            try visit.principal.permit(.readIncident, in: unit, bank: nil)
            return AidModel(
                row: try AidList.rows([aid], tx)[0], basis: platform.rules[.approvalHardshipAid].basis,
                mayHandIn: visit.principal.allows(.applyForAid), obstacle: obstacle(aid, platform, visit),
                paper: try PrintedDocumentTable(tx).last(.aidDecision, about: "\(id)"), form: visit.form,
                hiddenFields: visit.formFields, error: nil, done: visit.query["done"], now: visit.now,
                language: visit.language)
        }
    }

    private static func obstacle(_ aid: HardshipAid, _ platform: Platform, _ visit: Visit) -> Text? {
        guard visit.principal.allows(.decideAid) else { return .aidWaitsForHead }
        let refusal = HardshipAids.obstacle(for: visit.principal, to: aid, platform.rules)
        return refusal == .ownRequest ? .ownNeedsAnother : refusal.map { .refusal($0) }
    }

    private var aid: HardshipAid { row.aid }
    private var action: String { Address.aiding(.page(aid.id.description)).path }

    func html(in frame: Frame) -> HTML {
        let title = language(.aidOf(row.name))
        let application = HTML.button(
            language(.paper(.aidApplication)), to: Address.draft(.aidApplication, about: aid.id).path)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", end: application))\(HTML.done(done, language))
            \(HTML.fault(error))
            <div class="two"><section class="panel"><header><h2>\(language(.hardshipWord))</h2></header><p class="said">\(aid.hardship)</p></section>
            <aside class="rail stack"><section class="panel"><div class="fs">\(facts)</div>\(decision)</section>\(papers)</aside></div>
            """)
    }

    private var facts: HTML {
        let papers = AidPaper.allCases.filter(aid.papers.contains)
        return """
            <dl class="kv"><dt>\(language(.stateWord))</dt><dd>\(language(.aidState(aid.state)))</dd>\
            <dt>\(language(.incident))</dt><dd><a href="\(address: Address.incident(aid.incident.description).path)">\(row.incident)</a></dd>\
            <dt>\(language(.receivedWord))</dt><dd>\(HTML.time(aid.appliedAt, asOf: now))</dd>\
            <dt>\(language(.papersHandedIn))</dt><dd>\(papers.isEmpty ? "—" : language(.aidPapers(papers)))</dd>\
            <dt>\(language(.missingPapers))</dt><dd>\(aid.missing.isEmpty ? "—" : language(.aidPapers(aid.missing)))</dd>\
            <dt>\(language(.lawBasis))</dt><dd>\(basis)</dd>\(paid)</dl>
            """
    }

    private var paid: HTML? {
        aid.paidOn.map { day -> HTML in "<dt>\(language(.aidPaidOn))</dt><dd>\(day.description)</dd>" }
    }

    private var decision: HTML {
        guard aid.state == .waiting else { return decided }
        if let obstacle { return "<div class=\"fs\"><p>\(HTML.icon(.pair)) \(language(obstacle))</p></div>" }
        let fields = [
            Field("amount", language(.aidAmount), value: form["amount"]),
            Field("payer", language(.aidPayer), value: form["payer"], note: .hint(language(.aidPayerHint))),
            Field("reason", language(.aidReason), value: form["reason"], control: .lines(4), isRequired: true),
        ]
        return """
            <form method="post" action="\(address: action)">\(hiddenFields)<div class="fs">\(fields.map { $0.html(language) })\
            <p class="note">\(language(.aidEffect))</p></div><div class="bfoot"><div class="endx">\
            \(HTML.submit(language(.refuseAid), name: "act", value: "refuse"))\(HTML.submit(language(.grantAid), name: "act", value: "grant", tone: .accent))</div></div></form>
            """
    }

    private var decided: HTML {
        let link: HTML? = paper.map { paper -> HTML in
            let button = HTML.button(language(.paper(.aidDecision)), to: Address.documents(.issued("\(paper.id)")).path)
            return "<div class=\"bfoot\"><div class=\"endx\">\(button)</div></div>"
        }
        let granted: HTML? = aid.amount.map { amount -> HTML in
            "<p><b>\(HTML.money(amount))</b> \(language(.yuan))　\(aid.payer)</p>"
        }
        return """
            <div class="fs"><p><b>\(language(.aidState(aid.state)))</b>　\(aid.reason)</p>\(granted)\
            <p class="note">\(language(.aidEffect))</p></div>\(link)\(payment)
            """
    }

    /// On which day the victim got what was granted.
    private var payment: HTML? {
        guard aid.state == .granted, aid.paidOn == nil, mayHandIn else { return nil }
        let day = form["day"].isEmpty ? CivilTime(now).day.description : form["day"]
        let field = Field(
            "day", language(.aidPaidOn), value: day, placeholder: "2026-03-14", note: .hint(language(.aidPaidHint)),
            isRequired: true)
        return """
            <form method="post" action="\(address: action)">\(hiddenFields)<div class="fs">\(field.html(language))</div>\
            <div class="bfoot"><div class="endx">\(HTML.submit(language(.noteAidPaid), name: "act", value: "paid", tone: .accent))</div></div></form>
            """
    }

    private var papers: HTML? {
        guard aid.state == .waiting, mayHandIn, !aid.missing.isEmpty else { return nil }
        let checks = aid.missing.map { AidSheet.check($0, isThere: false, language) }
        return """
            <section class="panel"><header><h2>\(language(.missingPapers))</h2></header><form method="post" action="\(address: action)">\
            \(hiddenFields)<fieldset class="fs"><legend>\(language(.tickWhatCame))</legend>\(checks)</fieldset><div class="bfoot"><div class="endx">\
            \(HTML.submit(language(.handInPapers), name: "act", value: "papers"))</div></div></form></section>
            """
    }
}

/// The form on which an application is entered for one of an incident's victims.
struct AidSheet: Sendable {
    var incident: Incident
    var victims: [Victim]
    var form: Form
    var hiddenFields: HTML
    var error: String?
    var language: Language

    static func load(_ id: IncidentID, _ platform: Platform, _ visit: Visit) throws -> AidSheet {
        try platform.database.read { tx in
            guard let incident = try IncidentTable(tx).find(id) else { throw NotFound(id) }
            try visit.principal.permit(.applyForAid, in: incident.unit, bank: nil)
            return AidSheet(
                incident: incident, victims: try IncidentTable(tx).victims(of: [id]), form: visit.form,
                hiddenFields: visit.formFields, error: nil, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        let title = language(.enterAid)
        let fields = [
            Field(
                "victim", language(.victimWord), value: form["victim"],
                control: .choice(victims.map { .init($0.id.description, $0.name) }), isRequired: true),
            Field("hardship", language(.hardshipWord), value: form["hardship"], control: .lines(5), isRequired: true),
        ]
        let checks = AidPaper.allCases.map { Self.check($0, isThere: form["paper-\($0.rawValue)"] == "yes", language) }
        let back = Address.incident(incident.id.description).path
        let errors = HTML.fault(error)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", facts: "<span>\(incident.number)</span>"))\(errors)
            <form class="panel sheet-form" method="post" action="\(address: Address.aiding(.apply(incident.id.description)).path)" data-submit>\
            \(hiddenFields)<div class="fs g">\(fields.map { $0.html(language) })</div>\
            <fieldset class="fs"><legend>\(language(.papersWord))</legend>\(checks)</fieldset><p class="note fs">\(language(.aidEffect))</p>\
            <div class="bfoot"><a class="btn" href="\(address: back)">\(language(.goBack))</a>\
            <span class="endx">\(HTML.submit(language(.submitAid), key: "Ctrl Enter", tone: .accent))</span></div></form>
            """)
    }

    static func check(_ paper: AidPaper, isThere: Bool, _ language: Language) -> HTML {
        """
        <label class="check"><input type="checkbox" name="paper-\(paper.rawValue)" value="yes"\(attribute: "checked", if: isThere)> \
        \(language(.aidPaper(paper)))</label>
        """
    }
}
