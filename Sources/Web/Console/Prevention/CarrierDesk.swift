internal import Access
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// An operator's page: which lines it is asked to suspend or to put on again, each with one button, and what was asked before.
struct CarrierDesk: Sendable {
    static let most = 100
    static let pageSize = 20

    /// To be done or confirmed, the oldest first.
    var owed: [LineSuspension]
    var earlier: [LineSuspension]
    var next: String?
    var isFirst: Bool
    var mayAnswer: Bool
    /// What an answer was refused for, and what was entered to it.
    var error: String?
    var entered: Form
    var done: String
    /// The hidden fields of the form about one line.
    var hiddenFields: @Sendable (LineSuspension) -> HTML
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> CarrierDesk {
        try visit.principal.permit(.readForBank, in: nil, bank: visit.principal.bank)
        guard let carrier = visit.principal.bank else { throw Refusal.notYourBank }
        let before = LineSuspensionID(visit.query["before"])
        return try platform.database.read { tx in
            let table = LineSuspensionTable(tx)
            let found = try table.list(of: carrier, before: before, limit: pageSize + 1)
            let shown = found.prefix(pageSize)
            return CarrierDesk(
                owed: try table.owed(by: carrier, limit: most), earlier: shown.filter { !$0.isOwed },
                next: found.count > pageSize ? shown.last?.id.description : nil, isFirst: before == nil,
                mayAnswer: visit.principal.allows(.answerForBank), entered: visit.form, done: visit.query["done"],
                hiddenFields: { line in
                    // A key for each state of each line: the page may change under the form, and each answer is an act of its own.
                    visit.formFields(key: "\(visit.user.id)-\(line.id)-\(line.state.rawValue)")
                }, now: visit.now, language: visit.language)
        }
    }

    /// How many requests wait for an operator's word.
    static func count(_ tx: any Transaction, _ visit: Visit) throws -> Int64 {
        guard let carrier = visit.principal.bank else { return 0 }
        return try LineSuspensionTable(tx).countToAnswer(by: carrier)
    }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        let title = language(.linesTitle)
        let fault: HTML? = HTML.fault(error)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)"))\(HTML.done(done, language))\(fault)
            <div class="two pd"><div class="stack">\(asked)</div><aside class="rail">\(before)</aside></div>
            """)
    }

    var fragments: [Fragment] { [Fragment(id: "lines", html: asked), Fragment(id: "lines-before", html: before)] }

    private var asked: HTML {
        let list: HTML = owed.isEmpty ? .empty(language(.noLinesAsked)) : "<ol class=\"told\">\(owed.map(item))</ol>"
        return """
            <section class="panel" id="lines" aria-labelledby="h-lines"><header><h2 id="h-lines">\(language(.linesAsked)) \
            <span class="n\(when: !owed.isEmpty, " act")">\(owed.count)</span></h2></header>\
            <p class="fs sec">\(language(.linesLead))</p>\(list)</section>
            """
    }

    private func item(_ line: LineSuspension) -> HTML {
        """
        <li class="fs" id="\(line.id.description)"><p><b class="mono">\(line.phone.printed)</b>　\(language(.lineOrder(line)))</p>\
        \(HTML.lineState(line, at: String(), asOf: now, language))\
        <p class="sec">\(line.reason)　\(HTML.time(line.askedAt, asOf: now))</p>\(when: mayAnswer, answers(line))</li>
        """
    }

    /// One button for what is asked; beside the request to suspend, why it cannot be done.
    private func answers(_ line: LineSuspension) -> HTML {
        guard line.state == .asked else {
            return form(
                line, HTML(), .submit(language(.lineRestoredAct), name: "answer", value: "restored", tone: tone(line)))
        }
        let isRefused = entered["line"] == line.id.description && error != nil
        let fields = [
            Field(
                "refusal", language(.whyNotSuspended), value: isRefused ? entered["refusal"] : String(),
                control: .choice(
                    LineSuspension.RefusalReason.allCases.map { .init($0.rawValue, language(.lineRefusal($0))) }),
                part: line.id.description),
            Field(
                "words", language(.noteWord), value: isRefused ? entered["words"] : String(),
                part: line.id.description),
        ]
        let refuse: HTML = .submit(language(.lineRefuseAct), name: "answer", value: "refused")
        return """
            \(form(line, HTML(), .submit(language(.lineSuspendedAct), name: "answer", value: "suspended", tone: .accent)))\
            <details\(attribute: "open", if: isRefused)><summary>\(language(.lineCannotAct))</summary>\
            \(form(line, "<div class=\"g two-g\">\(fields.map { $0.html(language) })</div>", refuse))</details>
            """
    }

    private func tone(_ line: LineSuspension) -> Tone { line.state == .suspended ? .plain : .accent }

    private func form(_ line: LineSuspension, _ inner: HTML, _ button: HTML) -> HTML {
        """
        <form method="post" action="\(address: Address.preventing(.line(line.id.description)).path)">\(hiddenFields(line))\(inner)\
        <div class="ops">\(button)</div></form>
        """
    }

    private var before: HTML {
        let rows = earlier.map { line -> HTML in
            """
            <li class="fs"><p><span class="mono">\(line.phone.masked)</span>　<span class="mut">\(HTML.time(line.askedAt, asOf: now))</span></p>\
            \(HTML.lineState(line, at: String(), asOf: now, language))</li>
            """
        }
        let body: HTML = rows.isEmpty ? .empty(language(.noLinesBefore)) : "<ol class=\"told\">\(rows)</ol>"
        let lines = Address.preventing(.lines)
        return """
            <section class="panel" id="lines-before" aria-labelledby="h-before"><header><h2 id="h-before">\(language(.linesBefore))</h2></header>\(body)\
            \(HTML.pager(first: isFirst ? nil : lines.path, next: next.map { lines.with(["before": $0]) }, language))</section>
            """
    }
}
