/// A sheet that asks before a binding act: what, whom, sum, basis, term, remedy, who must approve.
package struct SheetModel: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package var label: String
        package var value: String

        package init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    package var title: String
    package var lines: [Line]
    package var fields: [Field]
    /// Names the act and what it is about.
    package var submit: String
    package var action: String
    package var cancel: String
    /// What a rule says against it; then there is no button.
    package var obstacle: String?
    package var errors: [String]
    package var formFields: HTML

    package init(
        title: String, lines: [Line], fields: [Field], submit: String, action: String, cancel: String,
        obstacle: String? = nil, errors: [String] = [], formFields: HTML = HTML()
    ) {
        self.title = title
        self.lines = lines
        self.fields = fields
        self.submit = submit
        self.action = action
        self.cancel = cancel
        self.obstacle = obstacle
        self.errors = errors
        self.formFields = formFields
    }
}

package struct SheetPage {
    let model: SheetModel
    let language: Language

    package init(_ model: SheetModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        let lines = model.lines.map { "<dt>\($0.label)</dt><dd>\($0.value)</dd>" as HTML }
        return frame.page(
            title: model.title,
            """
            \(frame.heading("\(model.title)"))
            \(errors)<form class="panel sheet-form" method="post" action="\(address: model.action)" data-submit>\(model.formFields)\
            <dl class="kv fs">\(lines)</dl>\(fields)\(foot)</form>
            """)
    }

    private var errors: HTML? {
        guard !model.errors.isEmpty else { return nil }
        return
            "<div class=\"errors\" role=\"alert\" tabindex=\"-1\">\(model.errors.map { "<p>\($0)</p>" as HTML })</div>"
    }

    private var fields: HTML? {
        guard !model.fields.isEmpty, model.obstacle == nil else { return nil }
        return "<div class=\"fs g\">\(model.fields.map { $0.html(language) })</div>"
    }

    private var foot: HTML {
        let act: HTML =
            model.obstacle.map { .state($0, .danger, icon: .alert) }
            ?? .submit(model.submit, key: "Ctrl Enter", tone: .accent)
        return """
            <div class="bfoot"><a class="btn" href="\(address: model.cancel)" autofocus>\(language(.goBack))</a><span class="endx">\(act)</span></div>
            """
    }
}
