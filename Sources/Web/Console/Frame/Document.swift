/// The outermost shell of every page: head, language, colours, the script's texts, the icons.
struct Document {
    var language: Language
    var theme: Frame.Theme
    var title: String
    var stream: String?
    var reloadSeconds: Int?
    /// Style sheets besides the console's.
    var styles: [Asset] = []

    func html(body: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="\(language.tag)"\(attribute: "data-theme", theme == .auto ? nil : theme.rawValue)>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="referrer" content="same-origin">
        <title>\(title) · \(language(.product))</title>
        <link rel="icon" href="\(Asset.icon.address)">
        <link rel="stylesheet" href="\(Asset.styleSheet.address)">\(styles.map { #"<link rel="stylesheet" href="\#($0.address)">"# as HTML })
        <script src="\(Asset.script.address)" defer></script>
        \(reload)</head>
        <body\(attribute: "data-stream", stream)\(scriptTexts)>
        \(Icon.sheet)
        \(body)
        </body>
        </html>

        """
    }

    private var reload: HTML? {
        guard let reloadSeconds else { return nil }
        return #"<noscript><meta http-equiv="refresh" content="\#(reloadSeconds)"></noscript>\#n"#
    }

    /// The few words that the script itself writes; `{0}` takes its number or clock.
    private var scriptTexts: HTML {
        """
        \(attribute: "data-words-lost", language(.lineLost))\(attribute: "data-words-hours", pattern(.hours(0)))\
        \(attribute: "data-words-minutes", pattern(.minutes(0)))\(attribute: "data-words-left", pattern(.hoursLeftShort(0)))\
        \(attribute: "data-words-over", language(.termOver))\(attribute: "data-words-changed", language(.changedMeanwhile))\
        \(attribute: "data-words-gone", language(.closedMeanwhile))
        """
    }

    private func pattern(_ text: Text) -> String { language(text).replacing("0", with: "{0}") }
}

/// The frame of pages without a person: sign-in, notices, errors before sign-in.
package struct SlimFrame: Sendable, Equatable {
    package var unit: String?
    package var language: Language
    package var theme: Frame.Theme
    /// The same page in the other language.
    package var otherLanguage: String?

    package init(
        unit: String? = nil, language: Language = .zh, theme: Frame.Theme = .auto, otherLanguage: String? = nil
    ) {
        self.unit = unit
        self.language = language
        self.theme = theme
        self.otherLanguage = otherLanguage
    }

    /// `layout` is a class of the main part.
    package func page(title: String, layout: String = "slim", _ content: HTML) -> HTML {
        let switchLink: HTML? = otherLanguage.map { address in
            #"<div class="end"><a href="\#(address: address)" lang="\#(language == .zh ? "en" : "zh-CN")">\#(language == .zh ? "English" : "中文")</a></div>"#
        }
        return Document(language: language, theme: theme, title: title).html(
            body: """
                <a class="skip" href="#main">\(language(.skipToContent))</a>
                <header class="top"><span class="brand"><svg class="held" aria-hidden="true"><use href="#i-logo"/></svg>\
                <b>\(language(.product))</b><span>\(unit)</span></span>\(switchLink)</header>
                <main id="main" class="\(layout)">\(content)</main>
                """)
    }
}
