internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Holders' complaints: those that wait for their written answer, or those that one figure counts; and the figures.
struct ComplaintList: Sendable {
    struct Row: Sendable {
        var complaint: Complaint
        var incident: String
        var account: AccountShown?
        var obstacle: Text?
        /// The unit above that was told when the time was over.
        var escalatedTo: String?
    }

    static let most = 100

    var rows: [Row]
    var figures: ComplaintFigureTable
    /// What the list shows when a figure opened it; nil shows what waits.
    var shown: ComplaintFilter?
    /// How many holders are not told yet.
    var deferrals: Int
    var done: String
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> ComplaintList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        let filter = ComplaintFilter(visit.query)
        return try platform.database.read { tx in
            let figures = try ComplaintFigureTable.load(filter.days, under: unit, visit, tx)
            let found =
                filter.counted == nil
                ? try ComplaintTable(tx).waiting(under: unit, limit: most)
                : Array(figures.complaints.filter { filter.holds($0, at: visit.now) }.map(\.complaint).prefix(most))
            return ComplaintList(
                rows: try found.compactMap { try row($0, unit: unit, platform, visit, tx) }, figures: figures,
                shown: filter.counted == nil ? nil : filter,
                deferrals: try NoticeDeferralTable(tx).standing(under: unit, limit: most).count,
                done: visit.query["done"], now: visit.now, language: visit.language)
        }
    }

    static func row(
        _ complaint: Complaint, unit: UnitCode, _ platform: Platform, _ visit: Visit, _ tx: any Transaction
    ) throws -> Row? {
        let incident = try IncidentTable(tx).require(complaint.incident)
        guard unit.contains(incident.unit) else { return nil }
        return Row(
            complaint: complaint, incident: incident.number,
            account: try account(of: complaint.measure, tx).map { try .load($0, tx) },
            obstacle: try obstacle(complaint, platform, visit, tx),
            escalatedTo: try complaint.escalatedTo.map { try UnitTable(tx).find($0)?.name ?? $0.text })
    }

    private static func account(of measure: String, _ tx: any Transaction) throws -> AccountID? {
        if let stop = StopPaymentID(measure) { return try StopPaymentTable(tx).find(stop)?.account }
        if let hold = ProtectiveHoldID(measure) { return try ProtectiveHoldTable(tx).find(hold)?.account }
        return try FreezeID(measure).flatMap { try FreezeTable(tx).find($0)?.account }
    }

    private static func obstacle(
        _ complaint: Complaint, _ platform: Platform, _ visit: Visit, _ tx: any Transaction
    ) throws -> Text? {
        if complaint.enteredBy == visit.principal.actor.id { return .ownNeedsAnother }
        guard visit.principal.allows(.decideComplaint) else { return .needsHigherLevel }
        let level = try platform.complaints.levelObstacle(
            for: visit.principal, to: complaint, tx, on: CivilTime(visit.now).day)
        return level.map { .refusal($0) }
    }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        let title = language(.complaintsTitle)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", end: links))\(HTML.done(done, language))<div class="stack">\
            <section class="panel" aria-label="\(title)">\(header)\(rows.isEmpty ? HTML.empty(language(.noComplaints)) : table)</section>\
            \(figures.html(language))</div>
            """)
    }

    private var links: HTML {
        .button(language(.deferredCount(deferrals)), to: Address.documents(.deferrals).path)
    }

    private var header: HTML? {
        shown.map { shown -> HTML in
            """
            <header><h2>\(shown.title(language))</h2><a class="end" href="\(Address.complaints.path)">\(language(.showWaiting))</a></header>
            """
        }
    }

    private var table: HTML {
        let columns = [
            Column(language(.holderWord)), Column(language(.account)), Column(language(.incident)),
            Column(language(.whatTheySay)), Column(language(.receivedWord)),
            Column(language(.answerUntil), isNumber: true),
        ]
        return .table(language(.complaintsTitle), layout: "rw", columns: columns, rows: rows.map(row))
    }

    private func row(_ row: Row) -> HTML {
        let complaint = row.complaint
        let kind: HTML? = complaint.kind.map { kind -> HTML in
            let way: Text = complaint.isByHolder ? .writtenByHolder : .enteredByOfficer
            return "<small>\(language(.complainedMeasure(kind)))　\(language(way))</small>"
        }
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.complaint(complaint.id.description).path)">\(complaint.holder)</a>\(kind)</th>\
            <td>\(row.account?.cell)</td><td>\(row.incident)</td><td>\(complaint.text.prefix(60))</td><td>\(HTML.time(complaint.receivedAt, asOf: now))</td>\
            <td class="num">\(clock(row))</td></tr>
            """
    }

    private func clock(_ row: Row) -> HTML {
        let complaint = row.complaint
        guard complaint.state == .waiting else {
            let word = complaint.decidedWord
            return "\(language(word))<small>\(complaint.decidedAt.map { HTML.time($0, asOf: now) })</small>"
        }
        let told: HTML? = row.escalatedTo.map { "<small>\(language(.toldUpwards($0)))</small>" }
        return "\(HTML.legalClock(until: complaint.due, asOf: now, language))\(told)"
    }
}
