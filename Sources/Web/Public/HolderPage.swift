internal import Jurisdiction
package import Primitives
package import Recovery

/// What a holder sees of one measure: what it is, why, until when, what he can do, and what became of what he asked.
package struct HolderPage: Sendable {
    package var look: HolderLook
    package var now: Timestamp
    package var hiddenFields: HTML
    package var contact: String
    package var text: String
    package var message: Text?
    package var done: Bool

    package init(
        look: HolderLook, now: Timestamp, hiddenFields: HTML, contact: String = String(), text: String = String(),
        message: Text? = nil, done: Bool = false
    ) {
        self.look = look
        self.now = now
        self.hiddenFields = hiddenFields
        self.contact = contact
        self.text = text
        self.message = message
        self.done = done
    }

    package func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let title = language(.holderMeasure(look.kind))
        return frame.page(
            title: title,
            """
            \(notes(language))<section class="panel"><h1>\(title)</h1><p class="lead">\(language(.holderMeasureMeans(look.kind)))</p>\
            <p>\(standing(language))</p><dl class="kv">\(facts(language))</dl></section>
            <section class="panel"><h2>\(language(.whatYouCanDo))</h2><ol class="steps">\(steps(language))</ol></section>
            \(asked(language))\(form(language))
            <form method="post" action="\(Address.open(.leave).path)">\(hiddenFields)<p class="acts">\(HTML.submit(language(.leaveHolderPage)))</p></form>
            """)
    }

    private func notes(_ language: Language) -> HTML {
        let sent: HTML? =
            done
            ? """
            <section class="panel" role="status"><p class="result back">\(HTML.icon(.ok)) \(language(.complaintSent))</p>\
            <p>\(language(.comeBackForAnswer))</p></section>
            """ : nil
        let wrong: HTML? = message.map { message -> HTML in
            "<section class=\"panel\" role=\"alert\"><p class=\"result danger\">\(HTML.icon(.alert)) \(language(message))</p></section>"
        }
        return "\(sent)\(wrong)"
    }

    private func standing(_ language: Language) -> HTML {
        switch look.standing {
        case .inForce: .tag(language(.inForce), .held, icon: .held)
        case .beingLifted: .tag(language(.beingLifted), .plain, icon: .clock)
        case .ended(let at): .tag(language(.endedAt(at.minuteText)), .back, icon: .ok)
        }
    }

    private func facts(_ language: Language) -> HTML {
        let scope = look.limit.map { language(.onlyUpTo($0.description)) } ?? language(.wholeAccount)
        let rows: [(Text, String)] = [
            (.accountNumber, "\(look.account)　\(look.bank)"), (.measureScope, scope),
            (.reasonWord, language(.telecomFraud(look.notice["incident"] ?? String()))), (.lawBasis, look.basis),
            (.fromUntil, language(.fromTo(look.start.minuteText, look.end.minuteText))),
            (.endsByItself, language(.endsByItselfWords(look.kind))), (.organWord, look.unit),
        ]
        return "\(rows.map { "<dt>\(language($0.0))</dt><dd>\($0.1)</dd>" as HTML })"
    }

    /// The remedy of this kind of measure, first the nearest, and the papers that help.
    private func steps(_ language: Language) -> HTML {
        let term = language == .zh ? look.answerTerm.zh : look.answerTerm.en
        var steps = [Text.complainHere(look.kind, term: term, basis: look.answerBasis)]
        if let reconsideration = look.reconsideration {
            steps.append(.reconsiderationWithin(language == .zh ? reconsideration.zh : reconsideration.en))
        }
        steps.append(.turnUpwards(look.kind))
        steps.append(.papersThatHelp(look.kind))
        return "\(steps.map { "<li>\(language($0))</li>" as HTML })"
    }

    private func asked(_ language: Language) -> HTML? {
        guard !look.asked.isEmpty else { return nil }
        return """
            <section class="panel"><h2>\(language(.yourComplaints))</h2>\(look.asked.reversed().map { row($0, language) })</section>
            """
    }

    private func row(_ asked: HolderLook.Asked, _ language: Language) -> HTML {
        let complaint = asked.complaint
        let state: HTML =
            switch complaint.state {
            case .waiting where complaint.due < now: .tag(language(.answerOverdue), .warn, icon: .alert)
            case .waiting: .tag(language(.answerAwaited), .plain, icon: .clock)
            case .upheld:
                .tag(
                    language(complaint.freed.map { .complaintPartlyUpheld($0.description) } ?? .complaintUpheld), .back,
                    icon: .ok)
            case .rejected: .tag(language(.complaintRejected), .plain, icon: .doc)
            }
        let paper: HTML? = asked.answer.map { paper -> HTML in
            let address = Address.open(.answer).with(["paper": paper.serial.text])
            return "<p><a class=\"btn\" href=\"\(address: address)\">\(language(.readAnswerPaper))</a></p>"
        }
        return """
            <p>\(state)</p><dl class="kv"><dt>\(language(.receivedWord))</dt><dd>\(complaint.receivedAt.minuteText)</dd>\
            <dt>\(language(complaint.state == .waiting ? .answerUntil : .answeredOn))</dt><dd>\((complaint.decidedAt ?? complaint.due).minuteText)</dd>\
            \(when: complaint.isByHolder, "<dt>\(language(.whatTheySay))</dt><dd>\(complaint.text)</dd>")\
            \(when: complaint.answer != nil, "<dt>\(language(.writtenAnswer))</dt><dd class=\"told\">\(complaint.answer)</dd>")</dl>\(paper)
            """
    }

    private func form(_ language: Language) -> HTML? {
        guard !look.waits else { return nil }
        let fields = [
            Field(
                "text", language(.yourWords), value: text, control: .lines(6), note: .hint(language(.yourWordsHint)),
                isRequired: true),
            Field(
                "contact", language(.yourContact), value: contact, note: .hint(language(.yourContactHint)),
                isRequired: true, autocomplete: "tel"),
        ]
        return """
            <form class="panel" method="post" action="\(Address.open(.measure).path)" data-submit>\(hiddenFields)<h2>\(language(.complainTitle))</h2>\
            <div class="g">\(fields.map { $0.html(language) })</div>\(HTML.submit(language(.sendComplaint), tone: .accent))</form>
            """
    }
}

extension Timestamp {
    /// `2026-03-14 22:47`
    fileprivate var minuteText: String { "\(CivilTime(self).day) \(CivilTime(self).clock.prefix(5))" }
}
