internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// What warnings came to, unit by unit; each figure opens the warnings it counts, and beside it stands what looks made up.
struct FiguresPage: Sendable {
    struct Line: Sendable {
        var unit: Access.Unit
        var figures: DissuasionFigures
    }

    /// The list behind a figure.
    struct Behind: Sendable {
        var counted: DissuasionFigures.Counted
        var unit: String
        var rows: [WarningList.Row]
    }

    static let spans = [1, 7, 30, 90]
    static let most = 200

    var days: Int
    var lines: [Line]
    var behind: Behind?
    var doubts: [DissuasionDoubt]
    var people: [WarningID: String]
    var makers: [String: String]
    var bulk: [(closing: BulkClosing, unit: String)]
    var rules: Rules
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> FiguresPage {
        try visit.principal.permit(.readFigures, in: nil, bank: nil)
        guard let own = visit.principal.unit else { throw Refusal.notYourBank }
        let days = Int(visit.query["days"]).flatMap { spans.contains($0) ? $0 : nil } ?? 30
        // Whole days, so that a figure is the same until midnight adds one.
        let start = CivilTime(day: CivilTime(visit.now).day.adding(days: 1 - days)).timestamp
        let (rules, end) = (platform.rules, visit.now + .minutes(1))
        return try platform.database.read { tx in
            let units = [try UnitTable(tx).require(own)] + (try below(own, tx))
            let guarded = DissuasionGuardTable(tx)
            let doubts = try guarded.doubts(under: own, from: start, to: end, rules.warning, limit: 50)
            let warned = try WarningTable(tx).find(Array(Set(doubts.map(\.warning))))
            let makers = try UserTable(tx).find(Array(Set(doubts.compactMap { UserID($0.by) })))
            return FiguresPage(
                days: days,
                lines: try units.map { unit in
                    let figures = try DissuasionFigureTable(tx).figures(under: unit.code, from: start, to: end)
                    return Line(unit: unit, figures: figures)
                },
                behind: try behind(visit.query, own, from: start, to: end, tx), doubts: doubts,
                people: Dictionary(uniqueKeysWithValues: warned.map { ($0.id, $0.person.called(visit.language)) }),
                makers: Dictionary(uniqueKeysWithValues: makers.map { ($0.id.description, $0.name) }),
                bulk: try guarded.bulkClosings(under: own, from: start, to: end, rules.warning).map { closing in
                    (closing, try UnitTable(tx).find(closing.unit)?.name ?? closing.unit.text)
                }, rules: rules, now: visit.now, language: visit.language)
        }
    }

    /// The units directly under one, whatever their level.
    private static func below(_ own: UnitCode, _ tx: any Transaction) throws -> [Access.Unit] {
        let all = try UnitTable(tx).list(under: own, after: nil, limit: most).filter { $0.code != own }
        return all.filter { unit in !all.contains { $0.code != unit.code && $0.code.contains(unit.code) } }
    }

    private static func behind(
        _ query: Form, _ own: UnitCode, from start: Timestamp, to end: Timestamp, _ tx: any Transaction
    ) throws -> Behind? {
        guard let counted = DissuasionFigures.Counted(rawValue: query["show"]) else { return nil }
        var unit = own
        if !query["unit"].isBlank {
            let asked = try UnitCode(query["unit"])
            // Of another's unit nothing is told, not even that it is there.
            guard own.contains(asked) else { throw NotFound(asked) }
            unit = asked
        }
        let found = try DissuasionFigureTable(tx).warnings(counted, under: unit, from: start, to: end, limit: most)
        return Behind(
            counted: counted, unit: try UnitTable(tx).find(unit)?.name ?? unit.text,
            rows: try WarningList.rows(found, tx))
    }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        let title = language(.dissuasionFigures)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", end: periods))<div class="stack">\(behindPanel)\
            <section class="panel scroll" aria-label="\(title)">\(table)</section>\(guardPanel)</div>
            """)
    }

    private var periods: HTML {
        let links = Self.spans.map { span -> HTML in
            """
            <a href="\(address: Address.preventing(.figures).with(["days": "\(span)"]))"\(attribute: "aria-current", span == days ? "true" : nil)>\(language(span == 1 ? .today : .inLastDays(span)))</a>
            """
        }
        return "<span class=\"seg\" role=\"group\">\(links)</span>"
    }

    private var table: HTML {
        let titles: [Text] = [
            .fundWarnings, .informationWarnings, .tasksCounted, .onTimeRate, .contactsCounted, .faceToFaceRate,
            .accuracyRate, .preventedCases, .avoidedWord, .sumHeldWord, .cheatedAfterWarning,
        ]
        let columns = [Column(language(.unitColumn))] + titles.map { Column(language($0), isNumber: true) }
        return .table(language(.dissuasionFigures), layout: "rw", columns: columns, rows: lines.map(row))
    }

    private func row(_ line: Line) -> HTML {
        let (figures, unit) = (line.figures, line.unit.code)
        func issued(_ family: WarningFamily) -> Int { (figures.warnings[family] ?? [:]).values.reduce(0, +) }
        return """
            <tr data-row><th scope="row">\(line.unit.name)</th>\
            <td class="num">\(link(issued(.fund), .issued, unit))</td>\
            <td class="num">\(link(issued(.information), .issued, unit))<small>\(language(.joinedCount(figures.joined)))</small></td>\
            <td class="num">\(figures.tasks)<small>\(language(.escalatedCount)) \(link(figures.escalated, .escalated, unit))</small></td>\
            <td class="num">\(rate(figures.onTime, of: figures.tasks))</td>\
            <td class="num">\(link(figures.contacts, .reached, unit))<small>\(language(.peopleCount(figures.people)))</small></td>\
            <td class="num">\(rate(figures.visitsValid, of: figures.visitsDue))<small>\(link(figures.visitsValid, .visitsValid, unit)) / \
            \(link(figures.visitsDue, .visitsDue, unit))</small></td>\
            <td class="num">\(rate(figures.real, of: figures.judged))<small>\(link(figures.real, .real, unit)) / \
            \(link(figures.judged, .judged, unit))</small></td>\
            <td class="num">\(link(figures.prevented, .prevented, unit))</td><td class="num">\(figures.avoided.description)</td>\
            <td class="num">\(figures.held.isPositive ? link(figures.held.description, .held, unit) : "0.00")</td>\
            <td class="num">\(link(figures.cheatedAfterWarning, .cheatedAfterWarning, unit))</td></tr>
            """
    }

    private func link(_ count: Int, _ counted: DissuasionFigures.Counted, _ unit: UnitCode) -> HTML {
        count == 0 ? "<span class=\"mut\">0</span>" : link("\(count)", counted, unit)
    }

    private func link(_ words: String, _ counted: DissuasionFigures.Counted, _ unit: UnitCode) -> HTML {
        let address = Address.preventing(.figures).with([
            "days": "\(days)", "show": counted.rawValue, "unit": unit.text,
        ])
        return "<a href=\"\(address: address)\">\(words)</a>"
    }

    private func rate(_ part: Int, of whole: Int) -> HTML {
        guard let rate = DissuasionFigures.rate(part, of: whole) else { return "—" }
        return "\(rate / 100).\(twoDigits(rate % 100)) %"
    }

    private var behindPanel: HTML? {
        behind.map { behind -> HTML in
            let title = "\(behind.unit)　\(language(.dissuasionCounted(behind.counted)))"
            let close = Address.preventing(.figures).with(["days": "\(days)"])
            let table =
                behind.rows.isEmpty
                ? HTML.empty(language(.nothingCounted)) : WarningList.table(behind.rows, title, rules, now, language)
            return """
                <section class="panel" aria-labelledby="h-behind"><header><h2 id="h-behind">\(title) <span class="n">\(behind.rows.count)</span></h2>\
                <a class="end" href="\(address: close)">\(language(.closeList))</a></header>\(table)</section>
                """
        }
    }

    // MARK: what looks made up

    private var guardPanel: HTML {
        let items = doubts.map(doubt) + bulk.map { self.closing($0.closing, $0.unit) }
        let list: HTML = items.isEmpty ? HTML.empty(language(.nothingDoubtful)) : "<ul>\(items)</ul>"
        return """
            <section class="panel" aria-labelledby="h-guard"><header><h2 id="h-guard">\(language(.guardTitle)) \
            <span class="n\(when: !items.isEmpty, " act")">\(items.count)</span></h2></header>\
            <p class="fs sec">\(language(.guardHint))</p>\(list)</section>
            """
    }

    private func doubt(_ doubt: DissuasionDoubt) -> HTML {
        let person = people[doubt.warning] ?? doubt.warning.description
        let page = Address.preventing(.warning(doubt.warning.description)).path
        let other: HTML? =
            doubt.other == doubt.attempt
            ? nil
            : """
            　<a href="\(address: Address.preventing(.warning(doubt.otherWarning.description)).path)">\(language(.otherWarning))</a>\
            　\(HTML.time(doubt.otherAt, asOf: now))
            """
        return """
            <li class="fs"><b>\(language(.doubtKind(doubt.kind)))</b>　\(makers[doubt.by] ?? doubt.by)　\
            <a href="\(address: page)">\(person)</a>　\(HTML.time(doubt.at, asOf: now))\(other)</li>
            """
    }

    private func closing(_ closing: BulkClosing, _ unit: String) -> HTML {
        "<li class=\"fs\"><b>\(language(.closedInBulk))</b>　\(unit)　\(closing.day.description)　\(language(.closedLate(closing.inLastHour, of: closing.inDay)))</li>"
    }
}
