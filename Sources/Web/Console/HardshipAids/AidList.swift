internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Applications for hardship aid that wait for their decision, and how the year's came out.
struct AidList: Sendable {
    struct Row: Sendable {
        var aid: HardshipAid
        var name: String
        var incident: String
    }

    static let most = 100
    /// So many of the last year's are counted.
    private static let countedMost = 10_000
    private static let counted = Duration.days(365)

    var rows: [Row]
    var figures: AidFigures
    var done: String
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> AidList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let table = HardshipAidTable(tx)
            return AidList(
                rows: try rows(table.waiting(under: unit, limit: most), tx),
                figures: AidFigures(try table.applied(since: visit.now - counted, under: unit, limit: countedMost)),
                done: visit.query["done"], now: visit.now, language: visit.language)
        }
    }

    static func rows(_ aids: [HardshipAid], _ tx: any Transaction) throws -> [Row] {
        let ids = Set(aids.map(\.incident)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: try IncidentTable(tx).find(ids).map { ($0.id, $0.number) })
        let names = Dictionary(uniqueKeysWithValues: try IncidentTable(tx).victims(of: ids).map { ($0.id, $0.name) })
        return aids.map { Row(aid: $0, name: names[$0.victim] ?? "—", incident: numbers[$0.incident] ?? "—") }
    }

    func html(in frame: Frame) -> HTML {
        let title = language(.aidsTitle)
        let columns = [
            Column(language(.victimWord)), Column(language(.incident)), Column(language(.hardshipWord)),
            Column(language(.missingPapers)), Column(language(.receivedWord), isNumber: true),
        ]
        let table = HTML.table(title, layout: "rw", columns: columns, rows: rows.map(row))
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)"))\(HTML.done(done, language))<div class="stack">\
            <section class="panel" aria-label="\(title)">\(rows.isEmpty ? HTML.empty(language(.noAids)) : table)</section>\(totals)</div>
            """)
    }

    private func row(_ row: Row) -> HTML {
        let aid = row.aid
        let missing = aid.missing.isEmpty ? "—" : language(.aidPapers(aid.missing))
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.aiding(.page(aid.id.description)).path)">\(row.name)</a></th>\
            <td>\(row.incident)</td><td>\(aid.hardship.prefix(60))</td><td>\(missing)</td>\
            <td class="num">\(HTML.time(aid.appliedAt, asOf: now))</td></tr>
            """
    }

    private var totals: HTML {
        let title = language(.aidFigures)
        let columns = [
            Column(language(.aidsApplied), isNumber: true), Column(language(.aidsWaitingWord), isNumber: true),
            Column(language(.aidState(.granted)), isNumber: true),
            Column(language(.aidState(.refused)), isNumber: true), Column(language(.aidSum), isNumber: true),
            Column(language(.aidPaid), isNumber: true),
            Column(language(.medianWait), isNumber: true), Column(language(.longestWait), isNumber: true),
        ]
        let counts = [figures.applied, figures.waiting, figures.granted, figures.refused].map {
            "<td class=\"num\">\($0)</td>" as HTML
        }
        let waits = [figures.median, figures.longest].map { wait -> HTML in
            "<td class=\"num\">\(wait.map { language(.waitInWords($0)) } ?? "—")</td>"
        }
        let paid: HTML = "<td class=\"num\">\(figures.paid)</td>"
        let line: HTML = "<tr data-row>\(counts)\(HTML.moneyCell(figures.sum, language))\(paid)\(waits)</tr>"
        let table = HTML.table(title, columns: columns, rows: [line])
        return """
            <section class="panel scroll" aria-labelledby="h-a"><header><h2 id="h-a">\(title)</h2></header>\
            \(figures.applied == 0 ? HTML.empty(language(.noAidsInTime)) : table)<p class="note fs">\(language(.aidEffect))</p></section>
            """
    }
}
