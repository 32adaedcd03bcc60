internal import Access
internal import Messaging
internal import Primitives
internal import Storage
internal import Workflow

/// What was entered for a new batch.
struct NewBatchForm: Sendable {
    var title = ""
    var template = ""
    var kind = Message.Kind.text
    var rate = "100"
    var list = ""
    /// A file was chosen that holds no text.
    var isUnreadable = false

    init() {}

    /// A chosen file goes before what was pasted.
    init(_ form: Form) {
        (title, template, rate) = (form["title"], form["template"], form["rate"])
        kind = MessageBatch.kinds.first { $0.rawValue == form["kind"] } ?? .text
        list = form.exact("list")
        guard let file = form.file("file") else { return }
        let text = String(validating: file.bytes, as: UTF8.self)
        (list, isUnreadable) = (text ?? "", text == nil)
    }

    func field(of error: MessageBatches.NotPossible) -> String {
        switch error {
        case .titleMissing: "title"
        case .templateNotInUse: "template"
        case .rate: "rate"
        case .nobody, .notNow: "list"
        }
    }
}

/// The form of a new batch: which text, to whom, how fast.
struct NewBatchPage: Sendable {
    var form: NewBatchForm
    var templates: [MessageTemplate]
    var errors: [(field: String, words: String)] = []
    var hiddenFields: HTML
    var language: Language

    static func load(_ form: NewBatchForm, _ platform: Platform, _ visit: Visit) throws -> NewBatchPage {
        try visit.principal.permit(.prepareMessages, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        let templates = try platform.database.read { try MessageTemplateTable($0).list(under: unit, limit: 200) }
        return NewBatchPage(
            form: form, templates: templates.filter { $0.state == .approved }, hiddenFields: visit.formFields,
            language: visit.language)
    }

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.newBatch),
            """
            <form method="post" action="\(address: Address.messages(.new).path)" enctype="multipart/form-data" data-submit novalidate>\(hiddenFields)
            <div class="head"><h1>\(language(.newBatch))</h1><div class="end"><span class="mut xs">\(language(.newBatchHint))</span></div></div>
            \(HTML.errorList(errors, language))<div class="stack"><section class="panel"><header><h2>\(language(.contentWord))</h2></header>\
            <div class="fs"><div class="g c4">\(fields.map { $0.html(language) })</div></div>\(wordings)</section>
            <section class="panel"><header><h2>\(language(.audienceWord))</h2></header><div class="fs2"><div class="g">\
            <div><label for="f-file">\(language(.listFile))</label><input id="f-file" type="file" name="file" accept=".csv,.txt,text/csv"></div>\
            <div><label for="f-list">\(language(.listPasted))</label><textarea class="f" id="f-list" name="list" rows="8" spellcheck="false">
            \(form.list.prefix(100_000))</textarea></div></div><p class="note">\(language(.listHint))</p></div></section></div>
            <div class="foot"><span class="xs sec">\(language(.nothingGoesYet))</span><div class="end">\
            \(HTML.submit(language(.readList), key: "Ctrl Enter", tone: .accent))</div></div></form>
            """)
    }

    private var fields: [Field] {
        let options = templates.map { Field.Option($0.id.description, "\($0.name)（\(language(.purpose($0.purpose)))）") }
        let kinds = MessageBatch.kinds.map { Field.Option($0.rawValue, language(.kind($0))) }
        return [
            Field("title", language(.batchTitle), value: form.title, isRequired: true),
            Field(
                "template", language(.templateWord), value: form.template,
                control: .choice([Field.Option("", language(.choose))] + options), isRequired: true),
            Field("kind", language(.kindWord), value: form.kind.rawValue, control: .choice(kinds)),
            Field("rate", language(.rateWord), value: form.rate, control: .digits, isRequired: true),
        ]
    }

    private var wordings: HTML {
        guard !templates.isEmpty else { return HTML.empty(language(.noTemplates)) }
        let rows = templates.map { template -> HTML in
            "<dt>\(template.name)</dt><dd>\(template.sender.sign)\(template.wording.text)</dd>"
        }
        return "<div class=\"fs\"><dl class=\"kv\">\(rows)</dl></div>"
    }
}
