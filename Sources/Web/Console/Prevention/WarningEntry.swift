internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Workflow

/// The form on which a warning is entered: who, what was seen, by whom.
struct WarningEntry: Sendable {
    var entered: Form
    var problems: [FieldProblem]
    var hiddenFields: HTML
    var rules: Rules
    var language: Language

    func html(in frame: Frame) -> HTML {
        let title = language(.enterWarning)
        let errors = problems.map { problem in
            (field: problem.field, words: "\(label(problem.field))：\(language(.problem(problem)))")
        }
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)"))\(HTML.errorList(errors, language))
            <form class="panel sheet-form" method="post" action="\(address: Address.preventing(.entry).path)" data-submit>\(hiddenFields)\
            <fieldset class="fs"><legend><h2>\(language(.personWord))</h2></legend><div class="g two-g">\(fields(Self.person))</div></fieldset>\
            <fieldset class="fs"><legend><h2>\(language(.seenWord))</h2></legend>\(signs)<div class="g two-g">\(fields(Self.seen))</div></fieldset>\
            <div class="bfoot"><a class="btn" href="\(address: Address.preventing(.warnings).path)">\(language(.goBack))</a>\
            <span class="endx">\(HTML.submit(language(.submitWarning), key: "Ctrl Enter", tone: .accent))</span></div></form>
            """)
    }

    private static let person: [SightingReport.Field] = [
        .name, .phone, .identityNumber, .place, .home, .whereabouts, .relative, .relativePhone,
    ]
    private static let seen: [SightingReport.Field] = [
        .source, .sourceNumber, .seenAt, .stake, .payee, .fraudType, .note,
    ]

    private func label(_ name: String) -> String {
        SightingReport.Field(rawValue: name).map { language(.sightingField($0)) } ?? name
    }

    private func fields(_ fields: [SightingReport.Field]) -> [HTML] {
        fields.map { field in
            let problem = problems.first { $0.field == field.rawValue }
            return Field(
                field.rawValue, language(.sightingField(field)), value: entered[field.rawValue],
                control: control(field), placeholder: field == .place ? "530402560000" : nil,
                note: problem.map { .wrong(language(.problem($0))) }
            ).html(language)
        }
    }

    private func control(_ field: SightingReport.Field) -> Field.Control {
        switch field {
        case .source:
            .choice(Sighting.Source.allCases.map { .init($0.rawValue, language(.sightingSource($0))) })
        case .fraudType:
            .choice(
                [.init(String(), "—")]
                    + rules.codes(.fraudTypes).map { .init($0.code, language(Text($0.name.zh, $0.name.en))) })
        case .note: .lines(2)
        case .phone, .relativePhone, .place: .digits
        case .sourceNumber, .signs, .seenAt, .stake, .payee, .name, .identityNumber, .home, .whereabouts, .relative:
            .text
        }
    }

    /// Each sign as a box to tick, the gravest first.
    private var signs: HTML {
        let ticked = Set(entered["signs"].split(separator: " ").map(String.init))
        let problem = problems.first { $0.field == "signs" }
        let boxes = rules.codes(.warningSigns).sorted { ($0.grade ?? .low) > ($1.grade ?? .low) }.map { code -> HTML in
            """
            <label class="check"><input type="checkbox" name="sign-\(code.code)" value="yes"\(attribute: "checked", if: ticked.contains(code.code))> \
            \(language(Text(code.name.zh, code.name.en)))　\(code.grade.map { HTML.grade($0, rules, language) })</label>
            """
        }
        let note: HTML? = problem.map { problem -> HTML in "<p class=\"note err\">\(language(.problem(problem)))</p>" }
        return "<div id=\"f-signs\" class=\"checks\">\(boxes)</div>\(note)"
    }
}

extension Form {
    /// The report of the form; the boxes that are ticked are its signs.
    func report(_ rules: Rules) -> SightingReport {
        var report = SightingReport()
        for field in SightingReport.Field.allCases where field != .signs { report[field] = self[field.rawValue] }
        report[.signs] = rules.codes(.warningSigns).map(\.code).filter { self["sign-\($0)"] == "yes" }
            .joined(separator: " ")
        return report
    }
}
