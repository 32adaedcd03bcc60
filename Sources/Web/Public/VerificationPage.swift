internal import Primitives
internal import Recovery

/// Where anyone checks a paper by its number and code.
package struct VerificationPage: Sendable, Equatable {
    package enum Result: Sendable, Equatable {
        case notAsked
        case genuine(title: String, day: String)
        case notGenuine
        case refused(Text)
    }

    package var result = Result.notAsked
    package var number = String()

    package init(result: Result = .notAsked, number: String = String()) {
        self.result = result
        self.number = number
    }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let fields = [
            Field(
                "number", language(.paperNumber), value: number, note: .hint(language(.numberHint)), isRequired: true),
            Field("code", language(.paperCode), note: .hint(language(.codeHint)), isRequired: true),
        ]
        return frame.page(
            title: language(.verificationTitle),
            """
            \(answer(language))<form class="panel" method="post" action="\(Address.open(.verification).path)">\
            <h1>\(language(.verificationTitle))</h1><p class="lead">\(language(.verificationLead))</p>\
            <div class="g">\(fields.map { $0.html(language) })</div>\
            \(HTML.submit(language(.checkPaper), tone: .accent))</form>
            <nav><a href="\(Address.open(.entry).path)">\(language(.holderTitle))</a>\
            <a href="\(Address.open(.notices).path)">\(language(.noticesTitle))</a>\
            <a href="\(Address.open(.alert).path)">\(language(.alertTitle))</a>\
            <a href="\(Address.open(.caller).path)">\(language(.callerTitle))</a></nav>
            """)
    }

    private func answer(_ language: Language) -> HTML? {
        switch result {
        case .notAsked: nil
        case .genuine(let title, let day):
            """
            <section class="panel" role="status"><p class="result back">\(HTML.icon(.ok)) \(language(.paperIsGenuine))</p>\
            <dl class="kv"><dt>\(language(.kindOfPaper))</dt><dd>\(title)</dd><dt>\(language(.dayOfIssue))</dt><dd>\(day)</dd></dl></section>
            """
        case .notGenuine: wrong(language(.paperIsNot), language(.ifNotGenuine))
        case .refused(let words): wrong(language(words), String())
        }
    }

    private func wrong(_ words: String, _ more: String) -> HTML {
        """
        <section class="panel" role="alert"><p class="result danger">\(HTML.icon(.alert)) \(words)</p><p>\(more)</p></section>
        """
    }
}
