internal import Primitives
internal import Recovery

/// Where the holder of an account proves that a notice is his; the same page, whatever was wrong.
package struct HolderEntryPage: Sendable, Equatable {
    package var number: String
    package var message: Text?

    package init(number: String = String(), message: Text? = nil) {
        self.number = number
        self.message = message
    }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let fields = [
            Field(
                "number", language(.paperNumber), value: number, note: .hint(language(.noticeNumberHint)),
                isRequired: true),
            Field("code", language(.paperCode), note: .hint(language(.codeHint)), isRequired: true),
            Field(
                "account", language(.accountEndLabel), control: .digits, note: .hint(language(.accountEndHint)),
                isRequired: true),
        ]
        return frame.page(
            title: language(.holderTitle),
            """
            \(alert(language))<form class="panel" method="post" action="\(Address.open(.entry).path)"><h1>\(language(.holderTitle))</h1>\
            <p class="lead">\(language(.holderLead))</p><div class="g">\(fields.map { $0.html(language) })</div>\
            \(HTML.submit(language(.lookAtMeasure), tone: .accent))</form>
            <section class="panel"><h2>\(language(.withoutNotice))</h2><p>\(language(.goToStation))</p></section>
            <nav><a href="\(Address.open(.verification).path)">\(language(.verificationTitle))</a>\
            <a href="\(Address.open(.notices).path)">\(language(.noticesTitle))</a>\
            <a href="\(Address.open(.alert).path)">\(language(.alertTitle))</a>\
            <a href="\(Address.open(.caller).path)">\(language(.callerTitle))</a></nav>
            """)
    }

    private func alert(_ language: Language) -> HTML? {
        message.map { message -> HTML in
            """
            <section class="panel" role="alert"><p class="result danger">\(HTML.icon(.alert)) \(language(message))</p>\
            <p>\(language(.ifProofFails))</p></section>
            """
        }
    }
}
