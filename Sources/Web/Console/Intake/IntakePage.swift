internal import Jurisdiction
internal import Primitives
internal import Recovery

/// Everything that the intake page shows.
struct IntakeModel: Sendable {
    var form: IntakeForm
    var preview: IntakePreview
    /// What stood in the way when it was sent; each links to its field.
    var errors: [FieldProblem] = []
    var channels: [Field.Option]
    var fraudTypes: [Field.Option]
    var stopHours: Int64
    /// The article of the stop-payment.
    var basis: String
    var hiddenFields: HTML
    /// When this report was saved as a draft.
    var savedAt: Timestamp?
    /// Another report that waits to be continued.
    var waiting: IntakeDraft?
    /// The files' endings that the rules allow, as a browser's choice of files takes them.
    var evidenceKinds: String
    /// Files were sent with the form, and a browser does not give them again.
    var hasLostFiles = false
    /// The number of the transfer that a button has just added: its amount takes the focus.
    var added: Int?
    /// What the statement says, while it is as it was read.
    var reading: StatementReading?
    /// Fields whose value stayed although the statement says another.
    var differences: [ReadValue] = []
    /// The statement was read with this request: the first doubtful value takes the focus.
    var isJustRead = false
    var now: Timestamp
    var language: Language

    var fields: IntakeFields {
        IntakeFields(form: form, preview: preview, fraudTypes: fraudTypes, now: now, language: language)
    }

    /// Likely duplicates that the taker has not yet told apart.
    var duplicates: [Incidents.LikelyDuplicate] {
        preview.duplicates.filter { !form.notSame.contains($0.number) }
    }
}

/// The intake page: what was said, the five facts, what is to be asked and what will follow.
struct IntakePage {
    let model: IntakeModel

    private var language: Language { model.language }

    func html(in frame: Frame) -> HTML {
        let errors = model.errors.map { (field: model.form.field(of: $0.field), words: words(of: $0)) }
        return frame.page(
            title: language(.intake), layout: "fit",
            """
            <form class="whole" id="f" method="post" action="\(address: Address.intake.path)" enctype="multipart/form-data" data-submit \
            data-check="\(address: Address.intakePart(.check).path)" data-draft="\(address: Address.intakePart(.draft).path)" novalidate>\(model.hiddenFields)\
            <button class="vh" tabindex="-1" aria-hidden="true">\(language(.takeOnly))</button>\
            \(model.form.notSame.map { #"<input type="hidden" name="notSame" value="\#($0)">"# as HTML })\(model.form.read.hiddenFields)\
            \(head)\(HTML.errorList(errors, language))\(model.waiting.map(drafts.offer))
            <div class="in3">\(story)<div class="panel">\(victims)\(transfers)\(clues)\(evidence)</div>
            <aside class="rail">\(IntakeRail(model: model).html)</aside></div>
            \(foot)</form>\(template)<script src="\(Asset.intakeScript.address)" defer></script>
            """)
    }

    private var drafts: IntakeDraftLine { IntakeDraftLine(now: model.now, language: language) }

    private func words(of problem: FieldProblem) -> String {
        let name = model.form.field(of: problem.field)
        let label = name == "evidence" ? problem.found : model.fields.all.first { $0.name == name }?.label ?? ""
        let row = name.hasPrefix("transfers.") ? rowName(name) : ""
        return [row, label, language(.problem(problem))].filter { !$0.isEmpty }.joined(
            separator: language == .zh ? "　" : ": ")
    }

    private func rowName(_ field: String) -> String {
        let number = field.split(separator: ".").dropFirst().first.flatMap { Int($0) }
        let place = model.form.transfers.firstIndex { $0.number == number }
        return place.map { language(.transferNumber("\($0 + 1)")) } ?? ""
    }

    private var head: HTML {
        let channels = model.channels.map { option -> HTML in
            """
            <label><input type="radio" name="channel" value="\(option.value)"\
            \(attribute: "checked", if: option.value == model.form.head.channel)><span>\(option.words)</span></label>
            """
        }
        return """
            <div class="head"><h1>\(language(.intake))</h1><span class="seg" role="radiogroup" aria-label="\(language(.source))">\(channels)</span>\
            <div class="end"><span class="mut xs">\(language(.intakeQuestion))</span>\(HTML.button(language(.importTable), to: Address.intakePart(.table).path))</div></div>
            """
    }

    private var story: HTML {
        """
        <section class="panel" aria-labelledby="h-said"><header><h2 id="h-said">\(language(.narrative))</h2>\
        <span class="end">\(language(.narrativeHint)) <kbd>Alt</kbd> <kbd>M</kbd></span></header>\(statement.marked)\
        <div class="memo"><label class="vh" for="f-narrative">\(language(.narrative))</label>\
        <textarea class="f" id="f-narrative" name="narrative" rows="12" data-key="Alt+m" aria-describedby="f-narrative-n">\(model.form.head.narrative)</textarea>\
        \(model.fields.narrative.noteLine)<p class="acts">\(button)</p></div>\(statement.summary)\
        <div class="fs2"><div class="g">\(model.fields.fraudType.html(language))\(model.fields.reportedAt.html(language))</div></div></section>
        """
    }

    private var statement: MarkedStatement {
        MarkedStatement(
            reading: model.reading, narrative: model.form.head.narrative, fields: model.fields,
            differences: model.differences, isFresh: model.isJustRead)
    }

    /// Reads the statement: by the script as soon as one is pasted.
    private var button: HTML {
        """
        <button class="btn" name="add" value="read" formaction="\(address: Address.intakePart(.read).path)" data-read data-key="Alt+r">\
        \(language(.readStatement)) <kbd>Alt R</kbd></button>
        """
    }

    private var victims: HTML {
        let rows = model.form.victims.map { row -> HTML in
            "<div class=\"g c4\" data-item>\(model.fields.victim(row).map { $0.html(language) })</div>"
        }
        return fieldset(
            1, .victims, end: button("victim", .addVictim, key: "Alt V"),
            body: rows.joined(separator: "<hr class=\"pad\">"))
    }

    private var transfers: HTML {
        let cards = model.form.transfers.enumerated().map { place, row in
            IntakeTransferCard(
                fields: model.fields, row: row, number: "\(place + 1)", hasFocus: row.number == model.added
            ).html
        }
        let end: HTML = """
            <span class="mut xs" id="total">\(language(.totalAmount(model.preview.total)))</span> \
            \(button("transfer", .addTransfer, key: "Alt T", list: "transfers"))\(button("same", .samePayer, key: "Alt D"))
            """
        return fieldset(2, .transfersHeading, end: end, body: "<div id=\"transfers\">\(cards)</div>")
    }

    private var clues: HTML {
        fieldset(
            3, .cluesHeading, end: HTML(),
            body: "<div class=\"g c4\">\(model.fields.clues.map { $0.html(language) })</div>"
        )
    }

    private var evidence: HTML {
        fieldset(
            4, .evidenceHeading, end: HTML(),
            body: """
                <label for="f-evidence">\(language(.evidenceFiles))</label><br>\
                <input id="f-evidence" type="file" name="evidence" multiple accept="\(model.evidenceKinds)" aria-describedby="f-evidence-n">\
                <p class="note\(when: model.hasLostFiles, " err")" id="f-evidence-n">\(language(model.hasLostFiles ? .chooseFilesAgain : .evidenceLimits))</p><p class="note"><label><input type="checkbox" name="protectVictim" value="yes"\
                \(attribute: "checked", if: model.form.head.protectVictim)> \(language(.protectVictim))</label></p>
                """)
    }

    private func fieldset(_ number: Int, _ title: Text, end: HTML, body: HTML) -> HTML {
        """
        <fieldset class="fs"><legend><h2>\(number)　\(language(title))</h2>\(when: !end.isEmpty, "<span class=\"endx acts\">\(end)</span>")</legend>\(body)</fieldset>

        """
    }

    /// A button that adds a row: by the script where it can, else by sending the form as it stands.
    private func button(_ what: String, _ words: Text, key: String, list: String? = nil) -> HTML {
        """
        <button class="btn sm" name="add" value="\(what)" formaction="\(address: Address.intakePart(.form).path)"\
        \(attribute: "data-add", list) data-key="\(HTML.dataKey(key))">\(language(words)) <kbd>\(key)</kbd></button>
        """
    }

    /// The empty transfer that the script copies: `__n__` becomes its number, `__m__` the one people count by.
    private var template: HTML {
        let empty = IntakeTransferCard(
            fields: model.fields,
            row: .init(number: IntakeTransferCard.blank, value: .init(victim: model.form.victims[0].number)),
            number: "__m__", hasFocus: false
        ).html
        let text = empty.string.replacing("transfers.\(IntakeTransferCard.blank)", with: "transfers.__n__")
            .replacing("tr-\(IntakeTransferCard.blank)", with: "tr-__n__")
        return "<template id=\"transfers-row\">\(HTML(raw: text))</template>"
    }

    private var foot: HTML {
        """
        <div class="foot">\(IntakeRail(model: model).lead)\(drafts.line(savedAt: model.savedAt))\
        <div class="end">\(IntakeRail(model: model).primary)</div></div>
        """
    }
}

/// One transfer of the form: its state, its four items, and beneath them who paid.
struct IntakeTransferCard {
    /// The number of the row that stands in the script's template.
    static let blank = 999_999

    let fields: IntakeFields
    let row: IntakeForm.Row<Intake.Transfer>
    let number: String
    let hasFocus: Bool

    var html: HTML {
        let items = fields.transfer(row).map { field -> HTML in
            let html = field.html(fields.language)
            guard hasFocus, field.name.hasSuffix(".amount") else { return html }
            return HTML(raw: html.string.replacing(" value=", with: " autofocus value=", maxReplacements: 1))
        }
        return """
            <div class="tr-card" data-item><div class="trh"><b>\(fields.language(.transferNumber(number)))</b>\(tag)\
            <button class="btn sm endx needs-script" type="button" data-remove>\(fields.language(.remove))</button></div>\
            <div class="g ct">\(items)</div><div class="g c4 pad">\(fields.payer(row).map { $0.html(fields.language) })</div></div>

            """
    }

    /// Whether a stop can go out for it.
    var tag: HTML {
        let (words, tone, icon) = state
        return #"<span id="tr-\#(row.number)">\#(when: !words.isEmpty, HTML.tag(words, tone, icon: icon))</span>"#
    }

    private var state: (String, Tone, Icon?) {
        guard !row.value.isEmpty, let read = fields.reading(of: row) else { return ("", .plain, nil) }
        let language = fields.language
        switch read.outcome {
        case .stop: return (language(.allFourItems), .held, .ok)
        case .joins: return (language(.joinsRunning), .held, .held)
        case .tooSmall: return (language(.underLeastAmount), .plain, nil)
        case .refused(.hub): return (language(.hubEnds), .large, .hub)
        case .refused(.timesUsedUp(_, let most)): return (language(.usedUp(most)), .danger, .alert)
        case .refused(.alreadyLive): return (language(.joinsRunning), .held, .held)
        case .refused(.itemsMissing(let items)):
            return (language(.lacking(Text.list(items, language))), .warn, .alert)
        }
    }
}

extension Text {
    /// `户名、时间`
    static func list(_ items: [StopRefusal.MissingItem], _ language: Language) -> String {
        items.map { language(.missingItem($0.rawValue)) }.joined(separator: language == .zh ? "、" : ", ")
    }
}
