/// The frame of pages for people without an account: one column, the switch of language, nothing of the console.
package struct OpenFrame: Sendable, Equatable {
    package var unit: String?
    package var language: Language
    package var theme: Frame.Theme
    /// The same page in the other language.
    package var otherLanguage: String

    package init(unit: String? = nil, language: Language = .zh, theme: Frame.Theme = .auto, otherLanguage: String) {
        self.unit = unit
        self.language = language
        self.theme = theme
        self.otherLanguage = otherLanguage
    }

    package func page(title: String, _ content: HTML) -> HTML {
        SlimFrame(unit: unit, language: language, theme: theme, otherLanguage: otherLanguage)
            .page(title: title, layout: "open", "\(PrintedPage.styleSheet)\(content)")
    }
}
