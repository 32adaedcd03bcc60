internal import Access
internal import Messaging
internal import Primitives
internal import Storage
internal import Workflow

/// What was entered for a new template.
struct TemplateForm: Sendable {
    var name = ""
    var purpose = Message.Purpose.dissuasion.rawValue
    var sender = ""
    var wording = ""

    init() {}

    init(_ form: Form) {
        (name, purpose, sender, wording) = (form["name"], form["purpose"], form["sender"], form["wording"])
    }

    func field(of error: MessageTemplates.NotPossible) -> String {
        switch error {
        case .nameMissing: "name"
        case .unknownSender: "sender"
        case .optOutMissing, .tooManyParts, .notInUse: "wording"
        }
    }
}

/// The templates with their versions, and a form to propose one.
struct TemplateList: Sendable {
    struct Row: Sendable {
        var template: MessageTemplate
        var maker: String
        var decider: String?
        /// The request that this person may decide.
        var approval: String?
    }

    static let most = 200

    var rows: [Row]
    var form: TemplateForm
    var errors: [(field: String, words: String)] = []
    var mayPrepare: Bool
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    static func load(_ form: TemplateForm, _ platform: Platform, _ visit: Visit) throws -> TemplateList {
        try visit.principal.permit(.readMessages, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let rows = try MessageTemplateTable(tx).list(under: unit, limit: most).map { template in
                let request =
                    try template.state == .proposed
                    ? ApprovalTable(tx).waiting(.approveMessages, on: template.id) : nil
                let isOpen = request?.obstacle(for: visit.principal, at: visit.now) == nil
                return Row(
                    template: template, maker: try Person.name(of: template.maker, tx),
                    decider: try template.decidedBy.map { try Person.name(of: $0, tx) },
                    approval: isOpen ? request?.id.description : nil)
            }
            return TemplateList(
                rows: rows, form: form, mayPrepare: visit.principal.allows(.prepareMessages),
                done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.templatesTitle),
            """
            \(frame.heading("\(language(.templatesTitle))", facts: "<span>\(language(.templatesHint))</span>"))\(HTML.done(done, language))
            \(HTML.errorList(errors, language))<div class="rail"><section class="panel" aria-label="\(language(.templatesTitle))">\
            \(rows.isEmpty ? HTML.empty(language(.noTemplates)) : table)</section>\(when: mayPrepare, proposal)</div>
            """)
    }

    private var table: HTML {
        .table(
            language(.templatesTitle), layout: "rw",
            columns: [
                Column(language(.templateWord)), Column(language(.textWord)), Column(language(.stateHeading)),
                Column(language(.maker)), Column(language(.approverWord)),
            ], rows: rows.map(row))
    }

    private func row(_ row: Row) -> HTML {
        let template = row.template
        let parts = SegmentedText(template.sender.sign + template.wording.text).count
        return """
            <tr data-row><th scope="row">\(template.name)<small>\(language(.versionWord(template.version))) · \(language(.purpose(template.purpose)))</small></th>\
            <td>\(template.sender.sign)\(template.wording.text)<small>\(language(.partsOf(parts)))</small></td>\
            <td>\(state(template.state))\(act(row))</td><td>\(row.maker)<small>\(HTML.time(template.madeAt, asOf: now))</small></td><td>\(row.decider)</td></tr>
            """
    }

    private func state(_ state: MessageTemplate.State) -> HTML {
        switch state {
        case .proposed: .tag(language(.templateState(state)), .warn, icon: .pair)
        case .approved: .tag(language(.templateState(state)), .back, icon: .ok)
        case .returned, .retired: .tag(language(.templateState(state)), .quiet)
        }
    }

    private func act(_ row: Row) -> HTML? {
        if let approval = row.approval {
            return HTML.button(language(.reviewWord), to: Address.approval(approval).path)
        }
        guard mayPrepare, row.template.state == .approved else { return nil }
        return """
            <form method="post" action="\(address: Address.messages(.retire(row.template.id.description)).path)">\(hiddenFields)\
            \(HTML.submit(language(.retireTemplate)))</form>
            """
    }

    private var proposal: HTML {
        let purposes = Message.Purpose.allCases.map { Field.Option($0.rawValue, language(.purpose($0))) }
        let fields = [
            Field("name", language(.templateName), value: form.name, isRequired: true),
            Field("purpose", language(.purposeWord), value: form.purpose, control: .choice(purposes)),
            Field(
                "sender", language(.senderWord), value: form.sender, placeholder: language(.senderHint),
                isRequired: true),
        ]
        let wording = Field(
            "wording", language(.textWord), value: form.wording, control: .lines(4),
            note: .hint(language(.wordingHint)), isRequired: true)
        return """
            <form class="panel" method="post" action="\(address: Address.messages(.templates).path)" data-submit>\(hiddenFields)<header><h2>\(language(.proposeTemplate))</h2></header>
            <div class="fs"><div class="g c4">\(fields.map { $0.html(language) })</div>\(wording.html(language))</div>
            <div class="bfoot"><span class="xs sec">\(language(.proposalNeedsSecond))</span><div class="endx">\
            \(HTML.submit(language(.submitForReview), key: "Ctrl Enter", tone: .accent))</div></div></form>
            """
    }
}
