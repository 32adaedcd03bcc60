package import Access
internal import Primitives

/// The tree of units, with a form for a new one and one for a new name and telephone.
package struct UnitListModel: Sendable, Equatable {
    package var units: [Unit]
    package var top: Int
    /// The unit that is to be changed; else one is added.
    package var chosen: Unit?
    package var values: Form
    package var message: Text?

    /// `top` is the level of the uppermost unit shown.
    package init(units: [Unit], top: Int, chosen: Unit? = nil, values: Form = Form(), message: Text? = nil) {
        self.units = units
        self.top = top
        self.chosen = chosen
        self.values = values
        self.message = message
    }

    package func html(_ frame: Frame, formFields: HTML) -> HTML {
        let language = frame.language
        let columns = [Text.unitNameLabel, .unitKind, .unitCode].map { Column(language($0)) }
        let rows = units.map { row($0, language) }
        let list: HTML =
            rows.isEmpty
            ? .empty(language(.noUnits)) : .table(language(.units), layout: "nest", columns: columns, rows: rows)
        return frame.page(
            title: language(.units),
            """
            \(frame.heading("\(language(.units))"))\(HTML.alert(message, language))
            <div class="two"><section class="panel scroll">\(list)</section>\(chosen.map { changeForm($0, language, formFields) } ?? addForm(language, formFields))</div>
            """)
    }

    private func row(_ unit: Unit, _ language: Language) -> HTML {
        let depth = unit.code.level.rawValue - top
        let choose = Address.units.with(["code": unit.code.text])
        return """
            <tr data-row\(attribute: "class", unit == chosen ? "sel" : nil)><th scope="row"\(attribute: "class", depth > 0 ? "in\(depth + 1)" : nil)>\
            <a class="t" href="\(choose)">\(unit.name)</a></th><td>\(language(.unitKind(unit.kind)))</td><td class="mono">\(unit.code.text)</td></tr>

            """
    }

    private func changeForm(_ unit: Unit, _ language: Language, _ formFields: HTML) -> HTML {
        let isNew = values["name"].isEmpty
        let fields = [
            Field("name", language(.unitNameLabel), value: isNew ? unit.name : values["name"], isRequired: true),
            Field(
                "telephone", language(.unitTelephone), value: isNew ? unit.telephone ?? "" : values["telephone"],
                note: .hint(language(.unitTelephoneHint))),
        ]
        return """
            <form class="panel" method="post" action="\(Address.unitName(unit.code.text).path)">\(formFields)<header><h2>\(language(.changeUnit))</h2>\
            <span class="end mono">\(unit.code.text)</span></header><div class="fs"><div class="g">\(fields.map { $0.html(language) })</div></div>\
            <div class="bfoot">\(HTML.submit(language(.changeUnit), tone: .accent))\(HTML.button(language(.addUnit), to: Address.units.path))</div></form>
            """
    }

    private func addForm(_ language: Language, _ formFields: HTML) -> HTML {
        let kinds = Unit.Kind.allCases.map { Field.Option($0.rawValue, language(.unitKind($0))) }
        let fields = [
            Field(
                "code", language(.unitCode), value: values["code"], control: .digits,
                note: .hint(language(.unitCodeHint)), isRequired: true),
            Field("name", language(.unitNameLabel), value: values["name"], isRequired: true),
            Field("kind", language(.unitKind), value: values["kind"], control: .choice(kinds)),
        ]
        return """
            <form class="panel" method="post" action="\(Address.units.path)" data-submit>\(formFields)<header><h2>\(language(.addUnit))</h2></header>\
            <div class="fs"><div class="g">\(fields.map { $0.html(language) })</div></div>\
            <div class="bfoot">\(HTML.submit(language(.addUnit), tone: .accent))</div></form>
            """
    }
}
