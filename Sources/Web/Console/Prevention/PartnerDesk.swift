internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Where a bank's teller, or an operator's clerk, reports a person who is about to be cheated, and sees what came of it.
struct PartnerDesk: Sendable {
    static let most = 30

    var kind: Bank.Kind
    var lines: [PartnerWarnings.Line]
    var next: String?
    var isFirst: Bool
    /// The units where a person can be.
    var places: [Field.Option]
    var entered: Form
    var problems: [FieldProblem] = []
    var mayReport: Bool
    var done: String
    var hiddenFields: HTML
    var rules: Rules
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> PartnerDesk {
        let (principal, warnings) = (visit.principal, platform.partnerWarnings)
        let before = SightingID(visit.query["before"])
        let found = try warnings.list(by: principal, before: before, limit: most + 1)
        guard let partner = principal.bank, let kind = try warnings.kind(of: partner) else { throw Refusal.notYourBank }
        // After a report the next one begins at the same counter.
        var entered = visit.form
        for name in ["place", "whereabouts"] where !entered.contains(name) { entered.add(name, visit.query[name]) }
        return PartnerDesk(
            kind: kind, lines: Array(found.prefix(most)),
            next: found.count > most ? found[most - 1].sighting.id.description : nil, isFirst: before == nil,
            places: try platform.database.read { try places($0, visit.language) }, entered: entered,
            mayReport: principal.allows(.reportWarning), done: visit.query["done"], hiddenFields: visit.formFields,
            rules: platform.rules, now: visit.now, language: visit.language)
    }

    /// Counties and stations by name, those of one county together.
    static func places(_ tx: any Transaction, _ language: Language) throws -> [Field.Option] {
        let units = try UnitTable(tx).all(limit: unitsMost)
        return units.map { unit in
            Field.Option(unit.code.text, (unit.code.level == .station ? "　" : String()) + unit.name)
        }
    }

    static let unitsMost = 2000

    private var form: PartnerForm { PartnerForm(kind: kind, rules: rules) }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        let title = language(kind == .carrier ? .carrierDeskTitle : .counterDeskTitle)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)"))\(told)\(HTML.errorList(errors, language))
            <div class="two pd"><div class="stack">\(when: mayReport, entry)</div><aside class="rail">\(list)</aside></div>
            """)
    }

    private var told: HTML? {
        guard let words = Text.partnerDone(done, isCarrier: kind == .carrier) else { return nil }
        return #"<p class="panel fs note ok" role="status">\#(HTML.icon(.ok)) <b>\#(language(words))</b></p>"#
    }

    private var errors: [(field: String, words: String)] {
        problems.map { (field: $0.field, words: "\(form.label($0.field, language))：\(language(.problem($0)))") }
    }

    private var entry: HTML {
        let lead: Text = kind == .carrier ? .carrierLead : .counterLead
        return """
            <form class="panel sheet-form" method="post" action="\(address: Address.preventing(.partner).path)" data-submit novalidate>\(hiddenFields)\
            <div class="fs"><p class="lead">\(language(lead))</p></div>\
            <fieldset class="fs"><legend><h2>\(language(kind == .carrier ? .lineOwner : .customerWord))</h2></legend>\
            <div class="g two-g">\(form.person.map(field))</div></fieldset>\(when: kind != .carrier, questions)\
            <fieldset class="fs"><legend><h2>\(language(.seenWord))</h2></legend>\(signs)<div class="g two-g">\(form.seen.map(field))</div></fieldset>\
            <div class="bfoot"><span class="endx">\(HTML.submit(language(kind == .carrier ? .reportFraudCall : .callPolice), key: "Ctrl Enter", tone: .accent))</span></div></form>
            """
    }

    private func field(_ name: PartnerForm.Name) -> HTML {
        let problem = problems.first { $0.field == name.rawValue }
        let control: Field.Control =
            switch name {
            case .place: .choice([.init(String(), language(.choosePlace))] + places)
            case .note: .lines(2)
            case .phone, .times, .minutes, .stake: .digits
            case .name, .identityNumber, .purpose, .payee, .whereabouts, .caller, .sourceNumber: .text
            }
        return Field(
            name.rawValue, form.label(name.rawValue, language), value: entered[name.rawValue], control: control,
            note: problem.map { .wrong(language(.problem($0))) }, isRequired: form.isNeeded(name)
        ).html(language)
    }

    private func box(_ name: String, _ words: String) -> HTML {
        """
        <label class="check"><input type="checkbox" name="\(name)" value="yes"\(attribute: "checked", if: entered[name] == "yes")> \
        <span>\(words)</span></label>
        """
    }

    /// 五必问: each that is answered with yes is a sign.
    private var questions: HTML {
        let boxes = rules.codes(.tellerQuestions).map { code in
            box("ask-\(code.code)", language(Text(code.name.zh, code.name.en)))
        }
        return """
            <fieldset class="fs"><legend><h2>\(language(.fiveQuestions))　<span class="mut xs">\(language(.tickWhatIsSo))</span></h2></legend><div class="checks">\(boxes)</div></fieldset>
            """
    }

    private var signs: HTML {
        let boxes = form.signs.map { code in box("sign-\(code.code)", language(Text(code.name.zh, code.name.en))) }
        let problem: HTML? = problems.first { $0.field == "signs" }.map { problem -> HTML in
            "<p class=\"note err\">\(HTML.icon(.alert))\(language(.problem(problem)))</p>"
        }
        return "<div id=\"f-signs\" class=\"checks\">\(boxes)</div>\(problem)"
    }

    // MARK: what came of it

    var fragments: [Fragment] { [Fragment(id: "reported", html: list)] }

    private var list: HTML {
        let rows = lines.map(row)
        let body: HTML = rows.isEmpty ? .empty(language(.nothingReported)) : "<ol class=\"told\">\(rows)</ol>"
        return """
            <section class="panel" id="reported" aria-labelledby="h-reported"><header><h2 id="h-reported">\(language(.reportedHere))</h2></header>\(body)\
            \(HTML.pager(first: isFirst ? nil : Address.preventing(.partner).path, next: next.map { Address.preventing(.partner).with(["before": $0]) }, language))</section>
            """
    }

    private func row(_ line: PartnerWarnings.Line) -> HTML {
        let sighting = line.sighting
        let number: HTML? = sighting.ownNumber.isBlank ? nil : "<small class=\"mono\">\(sighting.ownNumber)</small>"
        let stake: HTML? =
            sighting.stake == .zero ? nil : "<small>\(language(.stakeWord)) \(sighting.stake.description)</small>"
        return """
            <li class="fs"><p><b>\(rules.names(of: sighting.signs, language))</b>　<span class="mut">\(HTML.time(sighting.receivedAt, asOf: now))</span></p>\
            <p class="sec">\(sighting.note)</p>\(number)\(stake)<p>\(state(line))\(sums(line))</p></li>
            """
    }

    private func state(_ line: PartnerWarnings.Line) -> HTML {
        if let outcome = line.outcome { return .tag(language(.toldOutcome(outcome)), .back, icon: .ok) }
        let (tone, icon): (Tone, Icon) = line.progress == .received ? (.warn, .wait) : (.plain, .clock)
        return .tag(language(.toldProgress(line.progress, isCarrier: kind == .carrier)), tone, icon: icon)
    }

    private func sums(_ line: PartnerWarnings.Line) -> HTML? {
        let parts = [(line.avoided, Text.keptWord), (line.held, Text.heldByBank)].filter { $0.0.isPositive }
        guard !parts.isEmpty else { return nil }
        let words = parts.map { "\(language($0.1)) \($0.0.description)" }.joined(separator: "　")
        return "　<b>\(words)</b>"
    }
}
