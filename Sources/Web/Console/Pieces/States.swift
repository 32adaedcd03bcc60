extension HTML {
    /// A state as icon and word on a soft tint; at most one in a cell.
    package static func tag(_ words: String, _ tone: Tone = .plain, icon: Icon? = nil) -> HTML {
        #"<span class="tag \#(tone.rawValue)">\#(icon.map { HTML.icon($0) })\#(words)</span>"#
    }

    /// A state as icon and word without a tint.
    package static func state(_ words: String, _ tone: Tone = .plain, icon: Icon? = nil) -> HTML {
        #"<span class="st \#(tone.rawValue)">\#(icon.map { HTML.icon($0) })\#(words)</span>"#
    }

    /// A masked identifier; with an address, the eye leads to the form that asks for the reason.
    package static func masked(_ text: String, revealAt address: String? = nil, _ language: Language) -> HTML {
        guard let address else { return #"<span class="mono">\#(text)</span>"# }
        return """
            <span class="mono">\(text) <a class="eye" href="\(address: address)" aria-label="\(language(.reveal))">\(icon(.eye))</a></span>
            """
    }

    /// What stands where a list is empty: what will be here, and the key that makes it.
    package static func empty(_ sentence: String, key: String? = nil) -> HTML {
        "<p class=\"none\">\(sentence)\(keyCap(key))</p>"
    }

    /// A link or button that looks like a button; `key` is pressed by the script and shown on it.
    package static func button(_ words: String, to address: String, key: String? = nil, isPrimary: Bool = false) -> HTML
    {
        """
        <a class="btn\(when: isPrimary, " pri")" href="\(address: address)"\(attribute: "data-key", key.map(dataKey))>\
        \(words)\(keyCap(key))</a>
        """
    }

    /// A button that submits its form; `name` and `value` tell the form's acts apart.
    package static func submit(
        _ words: String, name: String? = nil, value: String? = nil, key: String? = nil, tone: Tone = .plain
    ) -> HTML {
        let look: HTML = tone == .accent ? " pri" : tone == .danger ? " bad" : ""
        return """
            <button class="btn\(look)"\(attribute: "name", name)\(attribute: "value", value)\
            \(attribute: "data-key", key.map(dataKey))>\(words)\(keyCap(key))</button>
            """
    }

    private static func keyCap(_ key: String?) -> HTML? { key.map { key -> HTML in " <kbd>\(key)</kbd>" } }

    /// `Ctrl Enter` as the script reads it, `Ctrl+Enter`; single letters in lower case.
    static func dataKey(_ key: String) -> String {
        key.split(separator: " ").map { $0.count == 1 ? $0.lowercased() : String($0) }.joined(separator: "+")
    }
}
