internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Papers: what one would say, giving it out, and one that was given out.
struct DocumentRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.documents(.issued(":id")), on: group) { visit in try issued(visit) }
        console.get(.documents(.draft(kind: ":kind", subject: ":subject")), on: group) { visit in try preview(visit) }
        console.post(.documents(.draft(kind: ":kind", subject: ":subject")), on: group) { visit in try issue(visit) }
    }

    // MARK: given out

    private func issued(_ visit: Visit) throws -> Answer {
        let id: DocumentID = try visit.id()
        let found = try console.platform.database.read { tx in try PrintedDocumentTable(tx).find(id) }
        guard let document = found else { throw NotFound(id) }
        try visit.principal.permit(.readIncident, in: document.unit, bank: nil)
        let showsNumbers = document.kind.namesFullNumber && visit.principal.allows(.revealIdentifier)
        if showsNumbers { try record(document, visit) }
        let form = PaperForm(
            kind: document.kind, facts: document.facts, language: visit.language, showsNumbers: showsNumbers)
        var page = form.page
        page.date = document.day.description
        page.identity = .init(document)
        return .page(try framed(page, about: document.subject, of: document.incident, acts: HTML(), visit))
    }

    /// Who reads a full number is in the journal.
    private func record(_ document: PrintedDocument, _ visit: Visit) throws {
        guard let key = IdempotencyKey("paper/\(visit.freshKey)") else { throw FormFault.unreadable }
        try console.platform.documents.recordReading(of: document, by: visit.principal, key: key, at: visit.now)
    }

    // MARK: not given out yet

    private func preview(_ visit: Visit) throws -> Answer {
        let (draft, last) = try draft(visit)
        // A paper that says the same stands already: there is nothing to give out.
        if let last, last.facts == draft.facts { return .redirect(Address.documents(.issued("\(last.id)")).path) }
        let deferral = try console.platform.database.read { tx in
            draft.kind == .notice ? try NoticeDeferralTable(tx).standing(for: draft.subject) : nil
        }
        let form = PaperForm(kind: draft.kind, facts: draft.facts, language: visit.language, showsNumbers: false)
        return .page(
            try framed(
                form.page, about: draft.subject, of: draft.incident, acts: acts(draft, deferral, visit), visit))
    }

    private func acts(_ draft: DocumentDraft, _ deferral: NoticeDeferral?, _ visit: Visit) -> HTML {
        let language = visit.language
        let action = Address.draft(draft.kind, about: draft.subject).path
        let mayDefer = draft.kind == .notice && visit.principal.allows(.deferNotice)
        let link: HTML? =
            mayDefer ? .button(language(.deferralTitle), to: Address.documents(.deferral(draft.subject)).path) : nil
        if let deferral {
            let day = CivilTime(deferral.reviewAt).day.description
            return "\(HTML.state(language(.notToldUntil(day)), .danger, icon: .clock))\(link)"
        }
        guard visit.principal.allows(.issueDocument) else { return "\(link)" }
        return """
            <form method="post" action="\(address: action)" data-submit>\(visit.formFields)\
            \(HTML.submit(language(.issuePaper), key: "Ctrl Enter", tone: .accent))</form>\(link)
            """
    }

    private func issue(_ visit: Visit) throws -> Answer {
        let (draft, _) = try draft(visit)
        let id = try console.platform.documents.issue(
            draft.kind, about: draft.subject, by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(Address.documents(.issued("\(id)")).path)
    }

    private func draft(_ visit: Visit) throws -> (draft: DocumentDraft, last: PrintedDocument?) {
        let (kind, subject) = (try visit.parameter("kind"), try visit.parameter("subject"))
        guard let kind = PrintedDocument.Kind(rawValue: kind) else { throw NotFound(kind) }
        let rules = console.platform.rules
        return try console.platform.database.read { tx in
            let draft = try DocumentDrafting(tx, rules: rules).draft(kind, about: subject)
            try visit.principal.permit(.readIncident, in: draft.unit, bank: nil)
            return (draft, try PrintedDocumentTable(tx).last(kind, about: subject))
        }
    }

    private func framed(
        _ page: PrintedPage, about subject: String, of incident: IncidentID, acts: HTML, _ visit: Visit
    ) throws -> HTML {
        let frame = try console.frame(visit, FramePlace(menu: .board))
        // A return's papers lead back to the return, a victim's too: `ret-….vic-…`.
        let fundReturn = subject.split(separator: ".").first.flatMap { FundReturnID(String($0)) }
        let aid = HardshipAidID(subject).map { Address.aiding(.page($0.description)) }
        let from = fundReturn.map { Address.returns(.page($0.description)) } ?? aid ?? .incident(incident.description)
        let back = HTML.button(visit.language(.goBack), to: from.path, key: "B")
        return frame.page(
            title: page.title, layout: "doc", "\(page.html(visit.language))<div class=\"acts pad\">\(acts)\(back)</div>"
        )
    }
}

extension Address {
    /// What a paper of this kind about this subject would say; where one that says so stands already, that one.
    static func draft(_ kind: PrintedDocument.Kind, about subject: some CustomStringConvertible) -> Address {
        .documents(.draft(kind: kind.rawValue, subject: subject.description))
    }
}
