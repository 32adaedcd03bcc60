/// The languages the console speaks.
package enum Language: String, Sendable, CaseIterable {
    case zh
    case en

    /// The value of the `lang` attribute.
    package var tag: String { self == .zh ? "zh-CN" : "en" }

    /// `language(.held)` is the text in this language.
    package func callAsFunction(_ text: Text) -> String { self == .zh ? text.zh : text.en }
}

/// A text of the console in both languages; the catalogue is the extensions in this folder, one file a topic, one line a text.
///
/// A key is what the text means, not where it stands.
package struct Text: Sendable, Hashable {
    package let zh: String
    package let en: String

    package init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    /// A name or number that is the same in both languages.
    package init(same text: String) { self.init(text, text) }
}
