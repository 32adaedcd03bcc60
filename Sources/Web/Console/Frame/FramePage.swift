internal import Primitives

extension Frame {
    /// The whole page around `content`, which holds the one `h1`; `layout` is a class of the main part.
    package func page(title: String, layout: String? = nil, _ content: HTML) -> HTML {
        Document(
            language: language, theme: theme, title: title, stream: stream, reloadSeconds: reloadSeconds,
            styles: styles
        ).html(
            body: """
                <a class="skip" href="#main">\(language(.skipToContent))</a>
                \(top)\(subMenu)
                <main id="main"\(attribute: "class", layout)>\(content)
                \(lastLine)</main>
                \(help)\(watermarkLayer)
                """)
    }

    /// The head of a page: where it is, its name, its facts; at the right its clock and acts.
    package func heading(_ title: HTML, facts: HTML = HTML(), end: HTML = HTML()) -> HTML {
        """
        <div class="head\(when: !facts.isEmpty || !breadcrumbs.isEmpty, " top-in")"><div>\(crumbs)<h1>\(title)</h1>\
        \(when: !facts.isEmpty, "<p class=\"facts\">\(facts)</p>")</div>\
        \(when: !end.isEmpty, "<div class=\"end\">\(end)</div>")</div>
        """
    }

    /// The hidden field that every form sent by POST carries.
    package var tokenField: HTML { #"<input type="hidden" name="csrf" value="\#(requestToken)">"# }

    private var top: HTML {
        """
        <header class="top"><a class="brand" href="\(address: addresses.home)">\
        <svg class="held" aria-hidden="true"><use href="#i-logo"/></svg><b>\(language(.product))</b><span>\(unit)</span></a>
        \(when: !lines.isEmpty, "<nav class=\"lines\" aria-label=\"\(language(.linesOfWork))\">\(lines.map(\.link))</nav>")
        <div class="end">\(search)\(liveMark)\(personMenu)</div></header>
        """
    }

    private var subMenu: HTML {
        guard !pages.isEmpty else { return HTML() }
        let line = lines.first(where: \.isCurrent)?.title ?? unit
        return #"<nav class="sub" aria-label="\#(line)">\#(pages.map(\.link))</nav>"#
    }

    private var search: HTML? {
        guard let address = addresses.search else { return nil }
        return """
            <form class="find" role="search" action="\(address: address)"><label class="vh" for="q">\(language(.find))</label>\
            <input id="q" name="q" data-key="/" autocomplete="off" placeholder="\(language(.findHint))"><kbd>/</kbd></form>
            """
    }

    private var liveMark: HTML {
        """
        <span class="live" id="live">\(when: stream != nil, "<i></i><span>\(language(.live))</span> ")\
        <time data-now="\(now.milliseconds)">\(CivilTime(now).clock)</time></span>
        """
    }

    private var crumbs: HTML? {
        guard !breadcrumbs.isEmpty else { return nil }
        let links = breadcrumbs.map { crumb -> HTML in #"<a href="\#(address: crumb.address)">\#(crumb.title)</a>"# }
        return #"<nav class="crumb" aria-label="\#(language(.breadcrumbs))">\#(links.joined(separator: " / "))</nav>"#
    }

    private var personMenu: HTML {
        """
        <details class="menu"><summary class="who">\(person.name) · \(person.role)\
        \(when: person.post != nil, "<small>\(person.post)</small>")</summary>
        <div class="sheet">\(personPages.map(\.link))
        <form method="post" action="\(address: addresses.preferences)">\(tokenField)\(themeChoice)\(languageChoice)</form>
        <form method="post" action="\(address: addresses.signOut)">\(tokenField)<button>\(language(.signOut))</button></form>\
        </div></details>
        """
    }

    private var themeChoice: HTML {
        let names: [Theme: Text] = [.auto: .themeAuto, .light: .themeLight, .dark: .themeDark]
        let buttons = Theme.allCases.map { choice in
            Self.choice("theme", choice.rawValue, names[choice].map { language($0) } ?? "", isChosen: choice == theme)
        }
        return #"<span class="seg" role="group" aria-label="\#(language(.theme))">\#(buttons)</span>"#
    }

    private var languageChoice: HTML {
        let buttons = Language.allCases.map { choice in
            Self.choice("language", choice.rawValue, choice == .zh ? "中文" : "English", isChosen: choice == language)
        }
        return #"<span class="seg" role="group" aria-label="\#(language(.language))">\#(buttons)</span>"#
    }

    private static func choice(_ name: StaticString, _ value: String, _ words: String, isChosen: Bool) -> HTML {
        #"<button name="\#(raw: "\(name)")" value="\#(value)"\#(attribute: "aria-current", isChosen ? "true" : nil)>\#(words)</button>"#
    }

    private var watermarkLayer: HTML? {
        guard let watermark else { return nil }
        return """
            <svg class="wm" aria-hidden="true"><defs><pattern id="p-wm" width="360" height="180" patternUnits="userSpaceOnUse" \
            patternTransform="rotate(-18)"><text x="10" y="90">\(watermark)</text></pattern></defs>\
            <rect width="100%" height="100%" fill="url(#p-wm)"/></svg>
            """
    }
}

extension Frame {
    private var lastLine: HTML {
        """
        <div class="keys">\(keys.map(\.html))<span><a href="#help" data-key="?"><kbd>?</kbd> \(language(.allKeys))</a></span>\
        <span class="end">\(when: scope != nil, "\(scope)　")\
        \(language(.personAndNumber(person.name, person.number))) · \
        \(language(scope == nil ? .useIsRecorded : .viewsAreRecorded))</span></div>
        """
    }

    /// The sheet of all keys; `?` opens it, and without script its link does.
    private var help: HTML {
        let general: [KeyHint] = [
            KeyHint("J", "K", words: language(.keyRows)), KeyHint("Enter", words: language(.keyOpen)),
            KeyHint("/", words: language(.keyFind)), KeyHint("Ctrl Enter", words: language(.keySubmit)),
        ]
        let others = general.filter { hint in !keys.contains { $0.keys == hint.keys } }
        let rows = (keys + others).map { hint -> HTML in "<dt>\(hint.caps)</dt><dd>\(hint.words)</dd>" }
        return """
            <dialog class="panel" id="help" aria-labelledby="h-help"><header><h2 id="h-help">\(language(.keys))</h2>\
            <a class="end" href="#main" data-close>\(language(.close)) <kbd>Esc</kbd></a></header>
            <dl class="kv">\(rows)</dl><label class="fs needs-script"><input type="checkbox" data-single-keys checked> \
            \(language(.singleKeysOn))</label></dialog>
            """
    }
}

extension Frame.MenuItem {
    fileprivate var link: HTML {
        """
        <a href="\(address: address)"\(attribute: "aria-current", isCurrent ? "page" : nil)>\(title)\(badge)</a>
        """
    }

    private var badge: HTML? {
        guard let count else { return nil }
        let words = count > Self.countMost ? "\(Self.countMost)+" : "\(count)"
        return #"<span class="n\#(when: isWaiting && count > 0, " act")">\#(words)</span>"#
    }
}

extension Frame.KeyHint {
    fileprivate var caps: HTML { keys.map { key -> HTML in "<kbd>\(key)</kbd>" }.joined(separator: " ") }
    fileprivate var html: HTML { "<span>\(caps) \(words)</span>" }
}
