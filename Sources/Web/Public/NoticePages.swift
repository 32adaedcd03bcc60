internal import Access
internal import Primitives
package import Recovery

/// The notices that run; nobody can search here for a person.
package struct NoticeListPage: Sendable {
    package var papers: [PrintedDocument]

    package init(papers: [PrintedDocument]) { self.papers = papers }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let items = papers.map { item($0, language) }
        let list: HTML = items.isEmpty ? .empty(language(.noNotices)) : "<ul class=\"notices\">\(items)</ul>"
        let isCut = papers.count == PublicNotices.listMost
        return frame.page(
            title: language(.noticesTitle),
            """
            <section class="panel"><h1>\(language(.noticesTitle))</h1><p class="lead">\(language(.noticesLead))</p>\(list)\
            \(when: isCut, "<p class=\"note\">\(language(.moreNotices))</p>")</section>\(HTML.noticeLinks(language))
            """)
    }

    private func item(_ paper: PrintedDocument, _ language: Language) -> HTML {
        """
        <li><a href="\(address: Address.open(.notice(paper.serial.text)).path)">\(paper["bank"])　<span class="mono">\(paper["account"])</span></a>\
        <p>\(language(.totalOf(paper["total"] ?? "—")))　\(language(.noticeRunsUntil(paper["until"] ?? "—")))　\(paper["unit"])</p></li>
        """
    }
}

/// One notice as it is printed, with the form by which anybody objects while it runs; after that a line that it has ended.
package struct NoticePage: Sendable {
    package var notice: PublicNotices.Standing
    package var words: Objection.Words
    package var hiddenFields: HTML
    package var message: Text?

    package init(
        notice: PublicNotices.Standing, words: Objection.Words = .init(objector: "", contact: "", text: ""),
        hiddenFields: HTML = HTML(), message: Text? = nil
    ) {
        self.notice = notice
        self.words = words
        self.hiddenFields = hiddenFields
        self.message = message
    }

    private var paper: PrintedDocument { notice.paper }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        guard notice.isRunning else {
            return frame.page(
                title: language(.noticesTitle),
                """
                \(alert(language))<section class="panel"><h1>\(language(.noticesTitle))</h1><p>\(language(.noticeIsOver))</p>\
                <p class="acts">\(HTML.button(language(.otherNotices), to: Address.open(.notices).path))</p></section>\
                \(HTML.noticeLinks(language))
                """)
        }
        var page = PaperForm(kind: paper.kind, facts: paper.facts, language: language, showsNumbers: false).page
        (page.date, page.identity) = (paper.day.description, .init(paper))
        return frame.page(
            title: page.title,
            """
            \(alert(language))\(page.html(language))<p class="note aside">\(language(.printNotice))</p>\(form(language))\
            \(HTML.noticeLinks(language))
            """)
    }

    private func alert(_ language: Language) -> HTML? {
        message.map { message -> HTML in
            "<section class=\"panel aside\" role=\"alert\"><p class=\"result danger\">\(HTML.icon(.alert)) \(language(message))</p></section>"
        }
    }

    private func form(_ language: Language) -> HTML {
        let fields = [
            Field("objector", language(.yourName), value: words.objector, isRequired: true, autocomplete: "name"),
            Field(
                "contact", language(.yourContact), value: words.contact, note: .hint(language(.yourContactHint)),
                isRequired: true, autocomplete: "tel"),
            Field(
                "text", language(.whyYouObject), value: words.text, control: .lines(6),
                note: .hint(language(.whyYouObjectHint)), isRequired: true),
        ]
        return """
            <form class="panel aside" method="post" action="\(address: Address.open(.notice(paper.serial.text)).path)" data-submit>\
            \(hiddenFields)<h2>\(language(.objectTitle))</h2><p class="lead">\(language(.objectLead(paper["until"] ?? "—")))</p>\
            <div class="g">\(fields.map { $0.html(language) })</div>\(HTML.submit(language(.sendObjection), tone: .accent))</form>
            """
    }
}

/// The receipt of an objection, once, to be printed or written down.
package struct ObjectionReceiptPage: Sendable {
    package var receipt: PrintedDocument

    package init(receipt: PrintedDocument) { self.receipt = receipt }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        var page = PaperForm(
            kind: receipt.kind, facts: receipt.facts, language: language, showsNumbers: false
        ).page
        (page.date, page.identity) = (receipt.day.description, .init(receipt))
        return frame.page(
            title: page.title,
            """
            <section class="panel aside" role="status"><p class="result back">\(HTML.icon(.ok)) \(language(.objectionSent))</p>\
            <p>\(language(.keepReceipt))</p><dl class="kv"><dt>\(language(.paperNumber))</dt><dd class="mono">\(receipt.serial.description)</dd>\
            <dt>\(language(.paperCode))</dt><dd class="mono">\(receipt.code.description)</dd></dl></section>\(page.html(language))\
            \(HTML.noticeLinks(language))
            """)
    }
}

/// Where whoever has a receipt learns what became of his objection.
package struct ObjectionPage: Sendable {
    package var answered: PublicNotices.Answered?
    package var number: String
    package var message: Text?

    package init(answered: PublicNotices.Answered? = nil, number: String = String(), message: Text? = nil) {
        self.answered = answered
        self.number = number
        self.message = message
    }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let fields = [
            Field(
                "number", language(.paperNumber), value: number, note: .hint(language(.numberHint)), isRequired: true),
            Field("code", language(.paperCode), note: .hint(language(.codeHint)), isRequired: true),
        ]
        let wrong: HTML? = message.map { message -> HTML in
            "<section class=\"panel\" role=\"alert\"><p class=\"result danger\">\(HTML.icon(.alert)) \(language(message))</p></section>"
        }
        return frame.page(
            title: language(.objectionTitle),
            """
            \(wrong)\(answered.map { found($0, language) })<form class="panel" method="post" action="\(Address.open(.objection).path)">\
            <h1>\(language(.objectionTitle))</h1><p class="lead">\(language(.objectionLead))</p>\
            <div class="g">\(fields.map { $0.html(language) })</div>\(HTML.submit(language(.lookAtObjection), tone: .accent))</form>\
            \(HTML.noticeLinks(language))
            """)
    }

    private func found(_ answered: PublicNotices.Answered, _ language: Language) -> HTML {
        let objection = answered.objection
        let state: HTML =
            switch objection.state {
            case .waiting: .tag(language(.objectionWaits), .plain, icon: .clock)
            case .upheld: .tag(language(.objectionUpheld), .back, icon: .ok)
            case .rejected: .tag(language(.objectionRejected), .plain, icon: .exit)
            }
        let answer: HTML? = objection.answer.map { answer -> HTML in
            "<dt>\(language(.writtenAnswer))</dt><dd class=\"told\">\(answer)</dd>"
        }
        let day: HTML? = objection.answeredAt.map { at -> HTML in
            "<dt>\(language(.answeredOn))</dt><dd>\(CivilTime(at).day.description)</dd>"
        }
        return """
            <section class="panel" role="status"><h2>\(language(.objectionOf))　\(objection.objector)</h2><p>\(state)</p>\
            <dl class="kv"><dt>\(language(.receivedWord))</dt><dd>\(CivilTime(objection.receivedAt).day.description)</dd>\
            <dt>\(language(.objectionSays))</dt><dd class="told">\(objection.text)</dd>\(day)\(answer)</dl></section>
            """
    }
}

extension HTML {
    /// From each page of the notices to the others.
    fileprivate static func noticeLinks(_ language: Language) -> HTML {
        let links: [(Address.Open, Text)] = [
            (.notices, .noticesTitle), (.objection, .objectionTitle), (.verification, .verificationTitle),
        ]
        let items = links.map { page, words -> HTML in "<a href=\"\(Address.open(page).path)\">\(language(words))</a>" }
        return "<nav class=\"aside\">\(items)</nav>"
    }
}
