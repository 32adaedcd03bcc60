internal import Access
internal import HTTPTypes
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// One complaint and the form that answers it.
struct ComplaintModel: Sendable {
    var row: ComplaintList.Row
    var basis: String
    /// The paper that answers it.
    var paper: PrintedDocument?
    var hiddenFields: HTML
    var error: String?
    var answer: String
    var now: Timestamp
    var language: Language

    static func load(_ id: ComplaintID, _ platform: Platform, _ visit: Visit) throws -> ComplaintModel {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw NotFound(id) }
        return try platform.database.read { tx in
            guard let complaint = try ComplaintTable(tx).find(id),
                let row = try ComplaintList.row(complaint, unit: unit, platform, visit, tx)
            else { throw NotFound(id) }
            return ComplaintModel(
                row: row, basis: platform.rules[complaint.kind?.rule ?? .complaintAnswerLimit].basis,
                paper: try PrintedDocumentTable(tx).last(.complaintAnswer, about: "\(id)"),
                hiddenFields: visit.formFields,
                error: nil, answer: visit.form["answer"], now: visit.now, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        let complaint = row.complaint
        let title = language(.complaintOf(complaint.holder))
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", end: HTML.legalClock(until: complaint.due, asOf: now, language)))
            \(error.map { error -> HTML in #"<div class="errors" role="alert" tabindex="-1"><p>\#(error)</p></div>"# })
            <div class="two"><section class="panel"><header><h2>\(language(.whatTheySay))</h2></header><p class="said">\(complaint.text)</p></section>
            <aside class="rail"><section class="panel"><div class="fs"><dl class="kv"><dt>\(language(.account))</dt><dd>\(row.account?.line)</dd>\
            <dt>\(language(.incident))</dt><dd><a href="\(address: Address.incident(complaint.incident.description).path)">\(row.incident)</a></dd>\
            <dt>\(language(.receivedWord))</dt><dd>\(HTML.time(complaint.receivedAt, asOf: now))</dd><dt>\(language(.contactWord))</dt><dd>\(complaint.contact)</dd>\
            \(when: row.escalatedTo != nil, "<dt>\(language(.answerOverdue))</dt><dd>\(row.escalatedTo)</dd>")\
            <dt>\(language(.lawBasis))</dt><dd>\(basis)</dd></dl></div>\(decision)</section></aside></div>
            """)
    }

    private var decision: HTML {
        let complaint = row.complaint
        if complaint.state != .waiting {
            let word: Text = complaint.state == .upheld ? .upheldWord : .rejectedWord
            let link: HTML? = paper.map { paper -> HTML in
                .button(language(.paper(.complaintAnswer)), to: Address.documents(.issued("\(paper.id)")).path)
            }
            return "<div class=\"fs\"><p><b>\(language(word))</b>　\(complaint.answer)</p>\(link)</div>"
        }
        if let obstacle = row.obstacle {
            return "<div class=\"fs\"><p>\(HTML.icon(.pair)) \(language(obstacle))</p></div>"
        }
        let field = Field("answer", language(.writtenAnswer), value: answer, control: .lines(6), isRequired: true)
        return """
            <form method="post" action="\(address: Address.complaint(complaint.id.description).path)">\(hiddenFields)<div class="fs">\(field.html(language))\
            <p class="note">\(language(.upholdEffect))</p></div><div class="bfoot"><div class="endx">\
            \(HTML.submit(language(.rejectAct), name: "decision", value: "reject"))\(HTML.submit(language(.upholdAct), name: "decision", value: "uphold", tone: .accent))</div></div></form>
            """
    }
}

/// The list of complaints and the answer to one.
struct ComplaintRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.complaints, on: group) { visit in
            let list = try ComplaintList.load(console.platform, visit)
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .complaints))))
        }
        console.get(.complaint(":id"), on: group) { visit in try show(visit) }
        console.post(.complaint(":id"), on: group) { visit in try decide(visit) }
    }

    private func show(_ visit: Visit, error: Text? = nil, status: Answer.Status = .ok) throws -> Answer {
        var model = try ComplaintModel.load(try visit.id(), console.platform, visit)
        model.error = error.map { visit.language($0) }
        let place = FramePlace(
            menu: .complaints, breadcrumbs: [.init(visit.language(.complaintsTitle), Address.complaints.path)])
        return .page(model.html(in: try console.frame(visit, place)), status: status)
    }

    private func decide(_ visit: Visit) throws -> Answer {
        _ = try ComplaintModel.load(try visit.id(), console.platform, visit)
        guard ["uphold", "reject"].contains(visit.form["decision"]) else { throw FormFault.unreadable }
        do {
            try console.platform.complaints.decide(
                try visit.id(), upheld: visit.form["decision"] == "uphold", answer: visit.form["answer"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        } catch let error as Complaints.NotPossible where error == .answerMissing {
            return try show(visit, error: .complaintNotPossible(error), status: .unprocessableContent)
        }
        return .redirect(Address.complaints.with(["done": "answered"]))
    }
}
