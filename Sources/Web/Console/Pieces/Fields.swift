/// One field of a form: label above, hint or judgement beneath.
package struct Field: Sendable, Equatable {
    /// What a check says of the entry.
    package enum Note: Sendable, Equatable {
        case hint(String)
        case fine(String)
        case doubtful(String)
        case wrong(String)
    }

    package enum Control: Sendable, Equatable {
        case text
        /// Digits: a telephone shows its number keys.
        case digits
        case password
        case lines(Int)
        /// A choice of value and words.
        case choice([Option])
    }

    package struct Option: Sendable, Equatable {
        package var value: String
        package var words: String

        package init(_ value: String, _ words: String) {
            self.value = value
            self.words = words
        }
    }

    package var name: String
    /// Which of several forms of the page it stands in; nil where its name stands once.
    package var part: String?
    package var label: String
    package var value: String
    package var control: Control
    package var placeholder: String?
    package var note: Note?
    package var isRequired: Bool
    /// What a browser may fill in, `off` when nil.
    package var autocomplete: String?
    /// The number of the mark in a statement that the value was read from.
    package var source: Int?
    /// Whether a person has said that a doubtful value which was read is right; nil where there is nothing to say.
    package var confirmed: Bool?

    package init(
        _ name: String, _ label: String, value: String = "", control: Control = .text, placeholder: String? = nil,
        note: Note? = nil,
        isRequired: Bool = false, autocomplete: String? = nil, source: Int? = nil, part: String? = nil
    ) {
        self.name = name
        self.part = part
        self.label = label
        self.value = value
        self.control = control
        self.placeholder = placeholder
        self.note = note
        self.isRequired = isRequired
        self.autocomplete = autocomplete
        self.source = source
    }

    /// The id of the control; errors link to it.
    package var id: String { "f-\(name.markupToken)\(part.map { "-\($0.markupToken)" } ?? String())" }

    package func html(_ language: Language) -> HTML {
        """
        <div><label for="\(id)">\(label)\(mark)\(when: isRequired, " <span class=\"mut\">\(language(.required))</span>")</label>\
        \(input)\(confirmation(language))\(noteLine)</div>
        """
    }

    /// The line under the field; a fragment of a form's check replaces it by its id.
    package var noteLine: HTML {
        let (tone, icon, words): (HTML, Icon?, String) =
            switch note {
            case nil: ("", nil, "")
            case .hint(let words): ("", nil, words)
            case .fine(let words): (" ok", .ok, words)
            case .doubtful(let words): (" warn", .alert, words)
            case .wrong(let words): (" err", .alert, words)
            }
        return #"<p class="note\#(tone)" id="\#(id)-n">\#(icon.map { HTML.icon($0) })\#(words)</p>"#
    }

    /// A tick that says that a doubtful value is right; correcting the value does as well.
    private func confirmation(_ language: Language) -> HTML? {
        confirmed.map { isConfirmed in
            """
            <label class="note warn"><input type="checkbox" name="confirmed" value="\(name)" data-for="\(id)"\(attribute: "checked", if: isConfirmed)> \
            \(language(.checkValue)) <kbd>F2</kbd></label>
            """
        }
    }

    private var mark: HTML? { source.map { number -> HTML in #"<sup class="src">\#(number)</sup>"# } }

    private var isWrong: Bool {
        if case .wrong = note { return true }
        return false
    }

    private var shared: HTML {
        """
        class="f\(when: confirmed == false, " q")" id="\(id)" name="\(name)" aria-describedby="\(id)-n"\(attribute: "aria-invalid", isWrong ? "true" : nil)\
        \(attribute: "required", if: isRequired)\(attribute: "data-mark", source.map { "\($0)" })
        """
    }

    private var input: HTML {
        switch control {
        case .text: line(type: "text", mode: nil)
        case .digits: line(type: "text", mode: "numeric")
        case .password: line(type: "password", mode: nil)
        case .lines(let count):
            "<textarea \(shared) rows=\"\(count)\"\(attribute: "placeholder", placeholder)>\(value)</textarea>"
        case .choice(let options): "<select \(shared)>\(options.map(optionHTML))</select>"
        }
    }

    private func line(type: String, mode: String?) -> HTML {
        """
        <input type="\(type)" \(shared) value="\(value)"\(attribute: "inputmode", mode)\(attribute: "placeholder", placeholder) \
        autocomplete="\(autocomplete ?? "off")">
        """
    }

    private func optionHTML(_ option: Option) -> HTML {
        #"<option value="\#(option.value)"\#(attribute: "selected", if: option.value == value)>\#(option.words)</option>"#
    }
}

extension HTML {
    /// The box at the top of a page that came back: what stands in the way of the act as a whole.
    static func fault(_ words: String?) -> HTML? {
        words.map { words -> HTML in #"<div class="errors" role="alert" tabindex="-1"><p>\#(words)</p></div>"# }
    }

    /// The list at the top of a form that came back: one line an error, each a link to its field; nothing when all is well.
    package static func errorList(_ errors: [(field: String, words: String)], _ language: Language) -> HTML {
        guard !errors.isEmpty else { return HTML() }
        let items = errors.map { error -> HTML in
            "<li><a href=\"#f-\(token: error.field)\">\(error.words)</a></li>"
        }
        return """
            <div class="errors" role="alert" tabindex="-1"><p>\(icon(.alert)) \(language(.errorsFound(errors.count)))</p><ul>\(items)</ul></div>
            """
    }
}
