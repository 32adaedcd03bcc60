internal import Access
internal import Messaging
internal import Primitives
internal import Storage
internal import Workflow

/// The batches of a unit, its single messages, and what went to one number; each list the newest first.
struct BatchList: Sendable {
    struct Row: Sendable {
        var batch: MessageBatch
        var counts: [Message.State: Int64]
        var template: String
        var maker: String
    }

    static let most = 50

    var rows: [Row]
    var next: String?
    var singles: SingleList
    /// The number that was asked for, and the messages to it.
    var number: String
    var numberIsWrong: Bool
    var found: [Message]
    var errors: [(field: String, words: String)] = []
    var mayPrepare: Bool
    var optedOut: Int64
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> BatchList {
        try visit.principal.permit(.readMessages, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let before = MessageBatchID(visit.query["before"])
            let table = MessageBatchTable(tx)
            let batches = try table.list(under: unit, before: before, limit: most + 1)
            let counts = try table.counts(of: batches.map(\.id))
            let rows = try batches.prefix(most).map { batch in
                Row(
                    batch: batch, counts: counts[batch.id] ?? [:],
                    template: try MessageTemplateTable(tx).require(batch.template).name,
                    maker: try Person.name(of: batch.maker, tx))
            }
            let number = visit.query["number"]
            let phone = try? PhoneNumber(number)
            let found = try phone.map { try messages(to: $0, under: unit, tx) } ?? []
            return BatchList(
                rows: rows, next: batches.count > most ? batches[most - 1].id.description : nil,
                singles: try SingleList.load(under: unit, visit, tx), number: number,
                numberIsWrong: !number.isEmpty && phone == nil, found: found,
                mayPrepare: visit.principal.allows(.prepareMessages), optedOut: try OptOutTable(tx).count(),
                done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now, language: visit.language)
        }
    }

    private static func messages(to number: PhoneNumber, under unit: UnitCode, _ tx: any Transaction) throws
        -> [Message]
    {
        let table = MessageTable(tx)
        let all = try table.singles(to: number, limit: most) + table.ofBatches(to: number, limit: most)
        return all.filter { unit.contains($0.unit) }.sorted { $0.id > $1.id }
    }

    func html(in frame: Frame) -> HTML {
        let acts: HTML = """
            <div class="end">\(HTML.button(language(.templatesTitle), to: Address.messages(.templates).path))\
            \(when: mayPrepare, HTML.button(language(.newBatch), to: Address.messages(.new).path, key: "N", isPrimary: true))</div>
            """
        return frame.page(
            title: language(.messagesTitle),
            """
            <div class="head"><h1>\(language(.messagesTitle))</h1><span class="mut xs">\(language(.messagesQuestion))</span>\(acts)</div>\
            \(HTML.done(done, language))\(HTML.errorList(errors, language))
            <div class="stack">\(when: !rows.isEmpty, batches)\(singles.html)\(when: rows.isEmpty, batches)\(search)\(when: mayPrepare, optOut)</div>
            """)
    }

    private var batches: HTML {
        """
        <section class="panel" aria-label="\(language(.batchesWord))"><header><h2>\(language(.batchesWord))</h2></header>\
        \(rows.isEmpty ? HTML.empty(language(.noBatches), key: mayPrepare ? "N" : nil) : table)</section>
        \(HTML.pager(first: nil, next: next.map { Address.messages(.list).with(["before": $0]) }, language))
        """
    }

    private var table: HTML {
        .table(
            language(.batchesWord), layout: "rw",
            columns: [
                Column(language(.batchTitle)), Column(language(.stateHeading)), Column(language(.progressWord)),
                Column(language(.messageCount), isNumber: true), Column(language(.deliveredWord), isNumber: true),
                Column(language(.notReceived), isNumber: true), Column(language(.maker)),
            ], rows: rows.map(row))
    }

    private func row(_ row: Row) -> HTML {
        let batch = row.batch
        let figures = BatchFigures(batch, row.counts)
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.messages(.batch(batch.id.description)).path)">\(batch.title)</a>\
            <small>\(row.template) · \(language(.purpose(batch.purpose)))</small></th><td>\(BatchFigures.tag(batch.state, language))</td>\
            <td>\(figures.bar(language))</td><td class="num">\(figures.made)</td><td class="num">\(figures.delivered)</td>\
            <td class="num">\(figures.missed)</td><td>\(row.maker)<small>\(HTML.time(batch.madeAt, asOf: now))</small></td></tr>
            """
    }

    // MARK: what went to a number

    private var search: HTML {
        let note: HTML? =
            numberIsWrong
            ? "<p class=\"note err\" role=\"alert\">\(HTML.icon(.alert))\(language(.numberNotRead))</p>" : nil
        let result: HTML? =
            number.isEmpty || numberIsWrong
            ? nil : found.isEmpty ? HTML.empty(language(.nothingSentThere)) : MessageRows.table(found, now, language)
        return """
            <section class="panel" id="number"><header><h2>\(language(.byNumber))</h2></header><form class="fs" method="get" action="\(address: Address.messages(.list).path)">\
            <div class="acts2"><input class="f" name="number" value="\(number)" inputmode="numeric" aria-label="\(language(.mobileWord))" placeholder="\(language(.mobileWord))">\
            \(HTML.submit(language(.findWord)))</div>\(note)</form>\(result)</section>
            """
    }

    private var optOut: HTML {
        """
        <section class="panel"><header><h2>\(language(.optOutTitle))</h2><span class="end mut">\(language(.optedOutCount(optedOut)))</span></header>\
        <form class="fs" method="post" action="\(address: Address.messages(.optOut).path)">\(hiddenFields)<div class="acts2">\
        <input class="f" id="f-optOut" name="number" required inputmode="numeric" aria-label="\(language(.mobileWord))" placeholder="\(language(.mobileWord))">\
        \(HTML.submit(language(.optOutAct)))</div><p class="note">\(language(.optOutHint))</p></form></section>
        """
    }
}

/// A batch's counts as pages show them.
struct BatchFigures: Sendable {
    let made: Int64
    let counts: [Message.State: Int64]

    init(_ batch: MessageBatch, _ counts: [Message.State: Int64]) {
        (made, self.counts) = (batch.tally.made, counts)
    }

    private func count(_ states: Message.State...) -> Int64 { states.reduce(0) { $0 + counts[$1, default: 0] } }

    var delivered: Int64 { count(.delivered) }
    /// With the carrier, without a report yet.
    var underWay: Int64 { count(.handed, .accepted) }
    var missed: Int64 { count(.failed, .expired, .unknown) }
    var left: Int64 { count(.queued) }
    /// What needs nothing any more from us, in whole percent.
    var percent: Int64 { made == 0 ? 0 : (made - left) * 100 / made }

    func bar(_ language: Language) -> HTML {
        """
        <progress max="\(max(made, 1))" value="\(made - left)" aria-label="\(language(.progressWord))"></progress> <span class="num">\(percent)%</span>
        """
    }

    static func tag(_ state: MessageBatch.State, _ language: Language) -> HTML {
        let (tone, icon): (Tone, Icon?) =
            switch state {
            case .loading, .draft: (.quiet, nil)
            case .waiting: (.warn, .pair)
            case .running: (.held, nil)
            case .paused: (.warn, .alert)
            case .finished: (.back, .ok)
            case .cancelled: (.quiet, nil)
            }
        return .tag(language(.batchState(state)), tone, icon: icon)
    }
}

/// Messages as rows.
enum MessageRows {
    static func table(_ messages: [Message], _ now: Timestamp, _ language: Language) -> HTML {
        .table(
            language(.messagesTitle), layout: "rw",
            columns: [
                Column(language(.mobileWord)), Column(language(.textWord)), Column(language(.stateHeading)),
                Column(language(.handedWord)), Column(language(.endedWord)), Column(language(.codeWord)),
            ], rows: messages.map { row($0, now, language) })
    }

    private static func row(_ message: Message, _ now: Timestamp, _ language: Language) -> HTML {
        """
        <tr data-row><th scope="row"><span class="mono">\(message.recipient.masked)</span><small>\(language(.kind(message.kind)))</small></th>\
        <td>\(message.text)</td><td>\(state(message.state, language))</td><td>\(message.handedAt.map { HTML.time($0, asOf: now) })\
        \(when: message.tries > 1, "<small>\(language(.triesWord(message.tries)))</small>")</td>\
        <td>\(message.endedAt.map { HTML.time($0, asOf: now) })</td><td>\(message.code)</td></tr>
        """
    }

    static func state(_ state: Message.State, _ language: Language) -> HTML {
        let (tone, icon): (Tone, Icon?) =
            switch state {
            case .queued: (.quiet, nil)
            case .handed, .accepted: (.plain, nil)
            case .delivered: (.back, .ok)
            case .failed, .expired: (.warn, .alert)
            case .unknown: (.danger, .alert)
            case .cancelled: (.quiet, nil)
            }
        return .tag(language(.messageState(state)), tone, icon: icon)
    }
}
