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
    /// What of the freeze is his own by the trace, where that can be let go by itself.
    var freePart: Money?
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
                freePart: try platform.complaints.freePart(of: complaint.measure, tx, at: visit.now),
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
            \(HTML.fault(error))
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
            let word = complaint.decidedWord
            let link: HTML? = paper.map { paper -> HTML in
                .button(language(.paper(.complaintAnswer)), to: Address.documents(.issued("\(paper.id)")).path)
            }
            return "<div class=\"fs\"><p><b>\(language(word))</b>　\(complaint.answer)</p>\(link)</div>"
        }
        if let obstacle = row.obstacle {
            return "<div class=\"fs\"><p>\(HTML.icon(.pair)) \(language(obstacle))</p></div>"
        }
        let field = Field("answer", language(.writtenAnswer), value: answer, control: .lines(6), isRequired: true)
        let part: HTML? = freePart.map { freed -> HTML in
            .submit(language(.upholdPart(freed.description)), name: "decision", value: "part")
        }
        let notes =
            [Text.upholdEffect] + (freePart.map { [.partEffect($0.description)] } ?? [])
            + (complaint.kind == .stop ? [.stopIsWhole] : [])
        return """
            <form method="post" action="\(address: Address.complaint(complaint.id.description).path)">\(hiddenFields)<div class="fs">\(field.html(language))\
            \(notes.map { "<p class=\"note\">\(language($0))</p>" as HTML })</div><div class="bfoot"><div class="endx">\
            \(HTML.submit(language(.rejectAct), name: "decision", value: "reject"))\(part)\(HTML.submit(language(.upholdAct), name: "decision", value: "uphold", tone: .accent))</div></div></form>
            """
    }
}

extension Complaint {
    /// What was decided, in a word.
    var decidedWord: Text {
        state == .rejected ? .rejectedWord : freed.map { .partlyUpheldWord($0.description) } ?? .upheldWord
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
        let decisions: [String: Complaints.Answer] = ["uphold": .upheld, "part": .partly, "reject": .rejected]
        guard let decision = decisions[visit.form["decision"]] else { throw FormFault.unreadable }
        do {
            try console.platform.complaints.decide(
                try visit.id(), decision, answer: visit.form["answer"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        } catch let error as Complaints.NotPossible where error == .answerMissing || error == .partOfFreezeOnly {
            return try show(visit, error: .complaintNotPossible(error), status: .unprocessableContent)
        } catch let error as FreezeRefusal {
            return try show(visit, error: .freezeRefusal(error), status: .unprocessableContent)
        }
        return .redirect(Address.complaints.with(["done": "answered"]))
    }
}
