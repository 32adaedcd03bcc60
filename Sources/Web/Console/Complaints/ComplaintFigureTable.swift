internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage

/// Which complaints one figure counts: of a unit, of a kind of measure, received in the last so many days.
struct ComplaintFilter: Sendable, Equatable {
    static let spans = [30, 90, 365]

    var counted: ComplaintFigures.Counted?
    var unit: UnitCode?
    var kind: Complaint.Kind?
    var days: Int

    /// What the query cannot mean is left out.
    init(_ query: Form) {
        counted = ComplaintFigures.Counted(rawValue: query["show"])
        kind = Complaint.Kind(rawValue: query["kind"])
        days = Int(query["days"]).flatMap { Self.spans.contains($0) ? $0 : nil } ?? 90
        do { unit = try UnitCode(query["unit"]) } catch { unit = nil }
    }

    func holds(_ one: (complaint: Complaint, unit: UnitCode), at now: Timestamp) -> Bool {
        (unit == nil || unit == one.unit) && (kind == nil || kind == one.complaint.kind)
            && (counted?.holds(one.complaint, at: now) ?? true)
    }

    func title(_ language: Language) -> String {
        let parts = [
            counted.map { language(.complaintsCounted($0)) }, kind.map { language(.complainedMeasure($0)) },
            language(.inLastDays(days)),
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }
}

/// How long holders waited and how often they were right, per unit and kind; each figure opens the list that it counts.
struct ComplaintFigureTable: Sendable {
    /// So many of the newest are counted; a city has some hundreds in a year.
    private static let most = 10_000

    var complaints: [(complaint: Complaint, unit: UnitCode)]
    var figures: [ComplaintFigures]
    var names: [UnitCode: String]
    var days: Int

    static func load(_ days: Int, under unit: UnitCode, _ visit: Visit, _ tx: any Transaction) throws -> Self {
        let start = visit.now - .days(Int64(days))
        let found = try ComplaintTable(tx).received(since: start, under: unit, limit: most)
        let units = try IncidentTable(tx).units(of: Array(Set(found.map(\.incident))))
        let complaints = found.compactMap { complaint in units[complaint.incident].map { (complaint, $0) } }
        let codes = Array(Set(complaints.map(\.1)))
        let names = Dictionary(
            try UnitTable(tx).find(codes).map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        return Self(
            complaints: complaints, figures: ComplaintFigures.of(complaints, at: visit.now), names: names, days: days)
    }

    func html(_ language: Language) -> HTML {
        let columns =
            [Column(language(.unitColumn)), Column(language(.measureColumn))]
            + ComplaintFigures.Counted.allCases.map { Column(language(.complaintsCounted($0)), isNumber: true) }
            + [Column(language(.medianWait), isNumber: true), Column(language(.longestWait), isNumber: true)]
        let table = HTML.table(
            language(.complaintFigures), layout: "rw", columns: columns, rows: figures.map { row($0, language) })
        return """
            <section class="panel scroll" aria-labelledby="h-figures"><header><h2 id="h-figures">\(language(.complaintFigures))</h2>\
            <span class="end">\(spans(language))</span></header>\(figures.isEmpty ? HTML.empty(language(.noComplaintsInTime)) : table)</section>
            """
    }

    private func spans(_ language: Language) -> HTML {
        let links = ComplaintFilter.spans.map { span -> HTML in
            """
            <a href="\(address: Address.complaints.with(["days": "\(span)"]))"\(attribute: "aria-current", span == days ? "true" : nil)>\(language(.inLastDays(span)))</a>
            """
        }
        return "<span class=\"seg\" role=\"group\">\(links)</span>"
    }

    private func row(_ figure: ComplaintFigures, _ language: Language) -> HTML {
        let counts = ComplaintFigures.Counted.allCases.map { cell($0, figure) }
        let waits = [figure.median, figure.longest].map { wait -> HTML in
            "<td class=\"num\">\(wait.map { language(.waitInWords($0)) } ?? "—")</td>"
        }
        return """
            <tr data-row><th scope="row">\(names[figure.unit] ?? figure.unit.text)</th><td>\(language(.complainedMeasure(figure.kind)))</td>\
            \(counts)\(waits)</tr>
            """
    }

    private func cell(_ counted: ComplaintFigures.Counted, _ figure: ComplaintFigures) -> HTML {
        let count = figure.counts[counted] ?? 0
        guard count > 0 else { return "<td class=\"num mut\">0</td>" }
        let address = Address.complaints.with([
            "show": counted.rawValue, "unit": figure.unit.text, "kind": figure.kind.rawValue, "days": "\(days)",
        ])
        let answered = figure.counts[.answered] ?? 0
        // Of those that were answered, so many in a hundred were right; rounded down, so that 100 means all.
        let share: HTML? =
            counted == .upheld && answered > 0 ? "<small>\(count * 100 / answered)%</small>" : nil
        return "<td class=\"num\"><a href=\"\(address: address)\">\(count)</a>\(share)</td>"
    }
}
