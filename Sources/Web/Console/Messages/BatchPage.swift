internal import Access
internal import Messaging
internal import Primitives
internal import Storage
internal import Workflow

/// One batch: what it says, to how many, how far it is, and its messages.
struct BatchPage: Sendable {
    static let most = 50

    var batch: MessageBatch
    var template: MessageTemplate
    var counts: [Message.State: Int64]
    /// Three messages as they go out.
    var examples: [Message]
    var messages: [Message]
    /// What the list is limited to.
    var state: Message.State?
    var next: String?
    var maker: String
    var approver: String?
    /// The request that waits, and whether this person may decide it.
    var approval: (id: String, isOpen: Bool)?
    var mayPrepare: Bool
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    var isMoving: Bool { batch.state == .loading || batch.state == .running }

    static func load(_ id: MessageBatchID, _ platform: Platform, _ visit: Visit) throws -> BatchPage {
        try visit.principal.permit(.readMessages, in: nil, bank: nil)
        return try platform.database.read { tx in
            guard let batch = try MessageBatchTable(tx).find(id) else { throw NotFound(id) }
            try visit.principal.permit(.readMessages, in: batch.unit, bank: nil)
            let state = Message.State(rawValue: visit.query["state"])
            let before = MessageID(visit.query["before"])
            let table = MessageTable(tx)
            let found = try table.list(.batch(id), in: state, before: before, limit: most + 1)
            let request = try ApprovalTable(tx).waiting(.approveMessages, on: id)
            return BatchPage(
                batch: batch, template: try MessageTemplateTable(tx).require(batch.template),
                counts: try MessageBatchTable(tx).counts(of: id),
                examples: try table.list(.batch(id), in: nil, before: nil, limit: 3),
                messages: Array(found.prefix(most)), state: state,
                next: found.count > most ? found[most - 1].id.description : nil,
                maker: try Person.name(of: batch.maker, tx),
                approver: try batch.approver.map { try Person.name(of: $0, tx) },
                approval: request.map {
                    (id: $0.id.description, isOpen: $0.obstacle(for: visit.principal, at: visit.now) == nil)
                },
                mayPrepare: visit.principal.allows(.prepareMessages), hiddenFields: visit.formFields, now: visit.now,
                language: visit.language)
        }
    }

    private var figures: BatchFigures { BatchFigures(batch, counts) }
    private var path: String { Address.messages(.batch(batch.id.description)).path }

    var fragments: [Fragment] {
        [Fragment(id: "progress", html: progress), Fragment(id: "figures", html: figureList)]
    }

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: batch.title,
            """
            \(frame.heading("\(batch.title)", facts: "<span>\(template.name) · \(language(.purpose(batch.purpose))) · \(language(.kind(batch.kind)))</span>"))
            <div class="stack"><section class="panel"><header><h2>\(language(.progressWord))</h2></header><div class="fs">\(progress)\(figureList)</div>\
            \(acts)</section>
            <section class="panel"><header><h2>\(language(.contentWord))</h2></header><div class="fs">\(content)</div></section>
            \(problems)\(list)</div>
            """)
    }

    private var progress: HTML {
        """
        <p id="progress">\(BatchFigures.tag(batch.state, language)) \(figures.bar(language)) \(when: batch.state == .loading, "<span class=\"mut\">\(language(.linesRead(batch.tally.read, of: batch.lines)))</span>")</p>
        """
    }

    private var figureList: HTML {
        let items: [(Text, Int64)] = [
            (.messageCount, batch.tally.made), (.partsCount, batch.tally.parts), (.leftWord, figures.left),
            (.underWayWord, figures.underWay), (.deliveredWord, figures.delivered),
            (.failedWord, counts[.failed, default: 0]),
            (.expiredWord, counts[.expired, default: 0]), (.unknownWord, counts[.unknown, default: 0]),
            (.cancelledWord, counts[.cancelled, default: 0]),
        ]
        let shown = items.map { words, number -> HTML in "<dt>\(language(words))</dt><dd class=\"num\">\(number)</dd>" }
        return "<dl class=\"kv\" id=\"figures\">\(shown)</dl>"
    }

    // MARK: what can be done

    private var acts: HTML? {
        var buttons: [HTML] = []
        if mayPrepare {
            switch batch.state {
            case .draft:
                buttons = [
                    act("submit", .submitForReview, key: "Ctrl Enter", .accent), act("cancel", .cancelBatch, .danger),
                ]
            case .running:
                buttons = [act("pause", .pauseBatch, key: "P", .accent), act("cancel", .cancelBatch, .danger)]
            case .paused:
                buttons = [act("resume", .resumeBatch, key: "P", .accent), act("cancel", .cancelBatch, .danger)]
            case .loading, .waiting: buttons = [act("cancel", .cancelBatch, .danger)]
            case .finished, .cancelled: break
            }
        }
        let review: HTML? = approval.map { request in
            request.isOpen
                ? HTML.button(language(.reviewWord), to: Address.approval(request.id).path, key: "R", isPrimary: true)
                : "<span class=\"xs sec\">\(language(.waitsForSecond))</span>"
        }
        guard !buttons.isEmpty || review != nil else { return nil }
        return
            "<div class=\"bfoot\"><span class=\"xs sec\">\(language(.batchRate(batch.rate)))</span><div class=\"endx\">\(buttons)\(review)</div></div>"
    }

    private func act(_ name: String, _ words: Text, key: String? = nil, _ tone: Tone) -> HTML {
        """
        <form method="post" action="\(address: Address.messages(.act(batch.id.description)).path)">\(hiddenFields)\
        \(HTML.submit(language(words), name: "act", value: name, key: key, tone: tone))</form>
        """
    }

    // MARK: what it says, and to whom

    private var content: HTML {
        let shown = examples.map { message -> HTML in
            "<li><span class=\"mono\">\(message.recipient.masked)</span> \(message.text) <span class=\"mut\">\(language(.partsOf(message.parts)))</span></li>"
        }
        let tally = batch.tally
        let facts: [(Text, String)] = [
            (.templateWord, "\(template.sender.sign)\(template.wording.text)"), (.linesWord, "\(batch.lines)"),
            (.doubledLines, "\(tally.doubled)"), (.optedOutLines, "\(tally.optedOut)"),
            (.invalidLines, "\(tally.invalid)"), (.maker, "\(maker) \(CivilTime(batch.madeAt).text)"),
            (.approverWord, approver ?? "—"), (.usefulUntil, CivilTime(batch.notAfter).text),
        ]
        let rows = facts.map { words, value -> HTML in "<dt>\(language(words))</dt><dd>\(value)</dd>" }
        return "<dl class=\"kv\">\(rows)</dl><h3>\(language(.examplesWord))</h3><ol>\(shown)</ol>"
    }

    private var problems: HTML? {
        guard !batch.tally.problems.isEmpty else { return nil }
        let rows = batch.tally.problems.map { problem -> HTML in
            "<tr><th scope=\"row\">\(language(.lineNumber(problem.line)))</th><td>\(language(.lineProblem(problem)))</td></tr>"
        }
        let columns = [Column(language(.lineWord)), Column(language(.whatIsRight))]
        return """
            <section class="panel"><header><h2>\(language(.invalidLines))</h2><span class="n act">\(batch.tally.invalid)</span></header>\
            \(HTML.table(language(.invalidLines), layout: "rw", columns: columns, rows: rows))</section>
            """
    }

    private var list: HTML {
        let links = ([nil] + Message.State.allCases).map { one -> HTML in
            let words = one.map { language(.messageState($0)) } ?? language(.allWord)
            let address = Address.messages(.batch(batch.id.description)).with(["state": one?.rawValue])
            return
                "<a class=\"btn\" href=\"\(address: address)\"\(attribute: "aria-current", one == state ? "true" : nil)>\(words)</a>"
        }
        let more = next.map {
            Address.messages(.batch(batch.id.description)).with(["state": state?.rawValue, "before": $0])
        }
        return """
            <section class="panel" id="list"><header><h2>\(language(.messagesTitle))</h2></header><nav class="acts2 fs" aria-label="\(language(.stateHeading))">\(links)</nav>\
            \(messages.isEmpty ? HTML.empty(language(.noMessages)) : MessageRows.table(messages, now, language))</section>
            \(HTML.pager(first: nil, next: more, language))
            """
    }
}
