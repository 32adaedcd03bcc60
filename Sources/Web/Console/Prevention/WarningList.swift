internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// Warnings of one state, the newest first; and what other units ask this one to take.
struct WarningList: Sendable {
    struct Row: Sendable {
        var warning: Warning
        var signs: [String]
        /// A relative's word that nobody has called back about.
        var isUnverified: Bool
        var unit: String
        var task: DissuasionTask?
        var officer: String?
    }

    static let pageSize = 50

    var state: Warning.State
    var rows: [Row]
    var handovers: [HandoverLine]
    var isFirst: Bool
    var next: String?
    var mayEnter: Bool
    var hiddenFields: HTML
    /// What an answer to a hand-over was refused for.
    var error: String?
    var done: String
    var rules: Rules
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> WarningList {
        try visit.principal.permit(.readWarning, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        let state = Warning.State(rawValue: visit.query["state"]) ?? .open
        let before = WarningID(visit.query["before"])
        return try platform.database.read { tx in
            let found = try WarningTable(tx).list(state, under: unit, before: before, limit: pageSize + 1)
            let shown = Array(found.prefix(pageSize))
            return WarningList(
                state: state, rows: try rows(shown, tx), handovers: try HandoverLine.waiting(to: unit, tx),
                isFirst: before == nil, next: found.count > pageSize ? shown.last?.id.description : nil,
                mayEnter: visit.principal.allows(.enterWarning), hiddenFields: visit.formFields,
                done: visit.query["done"], rules: platform.rules, now: visit.now, language: visit.language)
        }
    }

    static func rows(_ warnings: [Warning], _ tx: any Transaction) throws -> [Row] {
        let sightings = Dictionary(grouping: try SightingTable(tx).of(warnings.map(\.id)), by: \.warning)
        let tasks = try DissuasionTaskTable(tx).open(of: warnings.map(\.id))
        let officers = try UserTable(tx).find(Array(Set(tasks.values.compactMap(\.officer))))
        let units = try UnitTable(tx).find(Array(Set(warnings.map(\.unit))))
        return warnings.map { warning in
            let task = tasks[warning.id]
            return Row(
                warning: warning, signs: (sightings[warning.id] ?? []).flatMap(\.signs).unique,
                isUnverified: (sightings[warning.id] ?? []).contains { $0.verification == .waiting },
                unit: units.first { $0.code == warning.unit }?.name ?? warning.unit.text, task: task,
                officer: officers.first { $0.id == task?.officer }?.name)
        }
    }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        let title = language(.warningsTitle)
        let enter: HTML? =
            mayEnter
            ? .button(language(.enterWarning), to: Address.preventing(.entry).path, key: "N", isPrimary: true) : nil
        let importing: HTML? =
            mayEnter ? .button(language(.importWarnings), to: Address.preventing(.table).path) : nil
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", end: "\(states)\(importing)\(enter)"))\(HTML.done(done, language))\(fault)<div class="stack">\
            \(asked)\(section)</div>
            """)
    }

    func fragments(_ change: LiveChange) -> [Fragment] {
        let live = LiveRows(
            prefix: "\(WarningID.prefix)-",
            rows: rows.map { row in
                LiveRows.Row(
                    id: row.warning.id.description,
                    about: Set([row.warning.id.description, row.task?.id.description].compactMap(\.self)),
                    group: Self.body, html: Self.row(row, rules, now, language))
            })
        return [Fragment(id: "handovers", html: asked)]
            + live.fragments(change, whole: Fragment(id: "warnings", html: section))
    }

    private static let body = "warning-rows"

    private var fault: HTML? {
        HTML.fault(error)
    }

    /// Always there, so that what is asked while the page is looked at has its place.
    private var asked: HTML {
        "<div id=\"handovers\">\(when: !handovers.isEmpty, HandoverLine.panel(handovers, hiddenFields, now, language))</div>"
    }

    private var section: HTML {
        let none: HTML = .empty(language(.noWarnings(state)), key: mayEnter && state == .open ? "N" : nil)
        return """
            <section class="panel" id="warnings" aria-label="\(language(.warningsTitle))">\(rows.isEmpty ? none : table)\
            \(HTML.pager(first: isFirst ? nil : address(nil), next: next.map { address($0) }, language))</section>
            """
    }

    private func address(_ before: String?) -> String {
        Address.preventing(.warnings).with(["state": state == .open ? nil : state.rawValue, "before": before])
    }

    private var states: HTML {
        let links = Warning.State.allCases.map { one -> HTML in
            """
            <a href="\(address: Address.preventing(.warnings).with(["state": one.rawValue]))"\(attribute: "aria-current", one == state ? "true" : nil)>\(language(.warningState(one)))</a>
            """
        }
        return "<span class=\"seg\" role=\"group\">\(links)</span>"
    }

    private var table: HTML { Self.table(rows, language(.warningsTitle), rules, now, language) }

    /// Warnings as a table, here and behind a figure.
    static func table(_ rows: [Row], _ name: String, _ rules: Rules, _ now: Timestamp, _ language: Language) -> HTML {
        let columns = [
            Column(language(.gradeWord)), Column(language(.personWord)), Column(language(.seenWord)),
            Column(language(.waitsForWord)), Column(language(.nearestClock), isNumber: true),
            Column(language(.receivedWord)),
        ]
        return .table(
            name, layout: "rw", columns: columns, rows: rows.map { self.row($0, rules, now, language) }, body: body)
    }

    private static func row(_ row: Row, _ rules: Rules, _ now: Timestamp, _ language: Language) -> HTML {
        let warning = row.warning
        let clock = row.task?.clocks.nearest.map { HTML.taskClock($0, asOf: now, language) }
        let closed: HTML? = warning.outcome.map { "\(language(.dissuasionOutcome($0)))" }
        return """
            <tr data-row id="\(warning.id.description)"><td>\(HTML.grade(warning.grade, rules, language))<small>\(language(.warningFamily(warning.family)))</small></td>\
            <th scope="row"><a class="t" href="\(address: Address.preventing(.warning(warning.id.description)).path)">\(warning.person.called(language))</a>\
            <small class="mono">\(warning.person.number)</small></th>\
            <td>\(rules.names(of: row.signs, language))\(when: row.isUnverified, unverified(language))<small>\(rules.fraudTypeName(warning.fraudType, language))</small></td>\
            <td>\(waiting(row, language))<small>\(row.unit)</small></td><td class="num">\(clock ?? closed)</td>\
            <td>\(HTML.time(warning.receivedAt, asOf: now))</td></tr>
            """
    }

    private static func unverified(_ language: Language) -> HTML {
        "　\(HTML.tag(language(.notVerified), .warn, icon: .phone))"
    }

    /// Who has it now; a row that says nobody is a defect.
    private static func waiting(_ row: Row, _ language: Language) -> HTML {
        guard let task = row.task else {
            return "\(language(row.warning.state == .open ? .waitsForMessage : .warningState(row.warning.state)))"
        }
        if task.pausedUntil != nil { return .state(language(.pausedWord), .warn, icon: .clock) }
        guard let officer = row.officer else { return .state(language(.nobodyYet), .danger, icon: .alert) }
        return task.state == .signed ? "\(officer)" : .state(language(.notSignedYet(officer)), .warn, icon: .wait)
    }
}

extension [String] {
    fileprivate var unique: [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}

/// What another unit asks this one to take.
struct HandoverLine: Sendable {
    var handover: TaskHandover
    var person: String
    var from: String

    static func waiting(to unit: UnitCode, _ tx: any Transaction) throws -> [HandoverLine] {
        try HandoverTable(tx).waiting(to: unit, limit: 20).map { handover in
            HandoverLine(
                handover: handover, person: try WarningTable(tx).require(handover.warning).person.called(.zh),
                from: try UnitTable(tx).find(handover.from)?.name ?? handover.from.text)
        }
    }

    static func panel(_ lines: [HandoverLine], _ hiddenFields: HTML, _ now: Timestamp, _ language: Language) -> HTML {
        let items = lines.map { line -> HTML in
            let field = Field("answer", language(.answerWord), part: line.handover.id.description)
            return """
                <li class="fs"><p><b>\(line.person)</b>　\(language(.handoverFrom(line.from)))　\(line.handover.reason)　\
                \(HTML.legalClock(until: line.handover.due, asOf: now, language))</p>\
                <form class="line" method="post" action="\(address: Address.preventing(.handover(line.handover.id.description)).path)">\(hiddenFields)\
                \(field.html(language))\(HTML.submit(language(.refuseHandover), name: "decision", value: "refuse"))\
                \(HTML.submit(language(.acceptHandover), name: "decision", value: "accept", tone: .accent))</form></li>
                """
        }
        return """
            <section class="panel" aria-labelledby="h-handovers"><header><h2 id="h-handovers">\(language(.handoversWaiting))</h2></header><ul>\(items)</ul></section>
            """
    }
}
