internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// The shift leader's board: every open task of the unit and those under it by the end that comes first.
struct TaskBoard: Sendable {
    struct Row: Sendable {
        var task: DissuasionTask
        var warning: Warning
        var unit: String
        var officer: String?
        var escalatedTo: String?
    }

    enum Group: Int, Sendable, CaseIterable {
        /// An end has passed; half of the time has; there is time.
        case late, soon, inTime
    }

    static let most = 50
    /// How far ahead it looks for hours in which nobody stands at a post.
    private static let ahead = Duration.hours(24)

    var rows: [Row]
    var load: DissuasionTaskLoad
    var next: String?
    var gaps: [CoverageGap]
    /// What operators owe for too long.
    var overdue: [OverdueLine]
    var rules: Rules
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> TaskBoard {
        try visit.principal.permit(.readWarning, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let table = DissuasionTaskTable(tx)
            let after = try DissuasionTaskID(visit.query["after"]).flatMap { try table.find($0) }
            let found = try table.open(under: unit, after: after, limit: most + 1)
            let shown = Array(found.prefix(most))
            let end = visit.now + ahead
            let shifts = try ShiftTable(tx).list(at: unit, from: visit.now, to: end)
            return TaskBoard(
                rows: try rows(shown, tx), load: try table.load(under: unit, at: visit.now),
                next: found.count > most ? shown.last?.id.description : nil,
                gaps: CoverageGap.find(in: shifts, posts: [.assess, .call, .lead], from: visit.now, to: end),
                overdue: try OverdueLine.under(unit, tx), rules: platform.rules, now: visit.now,
                language: visit.language)
        }
    }

    static func rows(_ tasks: [DissuasionTask], _ tx: any Transaction) throws -> [Row] {
        let warnings = Dictionary(
            uniqueKeysWithValues: try WarningTable(tx).find(Array(Set(tasks.map(\.warning)))).map { ($0.id, $0) })
        let officers = try UserTable(tx).find(Array(Set(tasks.compactMap(\.officer))))
        let units = try UnitTable(tx).find(Array(Set(tasks.map(\.unit) + tasks.compactMap(\.escalatedTo))))
        return tasks.compactMap { task in
            warnings[task.warning].map { warning in
                Row(
                    task: task, warning: warning,
                    unit: units.first { $0.code == task.unit }?.name ?? task.unit.text,
                    officer: officers.first { $0.id == task.officer }?.name,
                    escalatedTo: task.escalatedTo.map { code in units.first { $0.code == code }?.name ?? code.text })
            }
        }
    }

    func group(of row: Row) -> Group {
        guard let clock = row.task.clocks.nearest else { return .inTime }
        if clock.due <= now { return .late }
        return (now - clock.start) * 2 >= clock.due - clock.start ? .soon : .inTime
    }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        let title = language(.tasksTitle)
        let roster = HTML.button(language(.rosterTitle), to: Address.preventing(.roster).path)
        let end: HTML = """
            <span class="shift" role="status" id="shift" data-words="\(language(.tasksOutOfOrder))" hidden>\(HTML.icon(.pass))<span></span></span>\
            <a class="btn" href="" data-key="r">\(language(.sortAgain)) <kbd>R</kbd></a>\(roster)
            """
        return frame.page(title: title, "\(frame.heading("\(title)", end: end))\(board)\(order)")
    }

    /// Rows by their own ids, so that none moves; a bar says that the order has changed.
    func fragments(_ change: LiveChange) -> [Fragment] {
        let live = LiveRows(
            prefix: "\(DissuasionTaskID.prefix)-",
            rows: rows.map { row in
                LiveRows.Row(
                    id: row.task.id.description, about: [row.task.id.description, row.warning.id.description],
                    group: body(of: group(of: row)), html: self.row(row))
            })
        let counts = Group.allCases.map { Fragment(id: countID($0), html: count($0)) }
        return [Fragment(id: "told", html: told)] + counts
            + live.fragments(change, whole: Fragment(id: "tasks", html: board))
            + [Fragment(id: "order", html: order)]
    }

    private func countID(_ group: Group) -> String { "n-\(group.rawValue)" }

    private func count(_ group: Group) -> HTML {
        let number = rows.count { self.group(of: $0) == group }
        return "<span class=\"n\(when: group == .late, " act")\" id=\"\(countID(group))\">\(number)</span>"
    }

    private func body(of group: Group) -> String { "rows-\(group.rawValue)" }

    /// The rows and the bodies of their tables as they stand now; the script compares them with what it shows.
    private var order: HTML {
        let names = Group.allCases.flatMap { group -> [String] in
            let rows = rows.filter { self.group(of: $0) == group }
            return rows.isEmpty ? [] : [body(of: group)] + rows.map(\.task.id.description)
        }
        return "<span id=\"order\" hidden data-order=\"\(names.joined(separator: " "))\"></span>"
    }

    /// What stands above the tables: who is missing, what operators owe, and how many tasks there are.
    private var told: HTML {
        "<div class=\"stack\" id=\"told\">\(gapLine)\(OverdueLine.panel(overdue, now, language))\(sums)</div>"
    }

    private var board: HTML {
        let groups = Group.allCases.map { group -> HTML in
            let rows = rows.filter { self.group(of: $0) == group }
            guard !rows.isEmpty else { return HTML() }
            return """
                <section class="panel" aria-labelledby="h-g\(group.rawValue)"><header><h2 id="h-g\(group.rawValue)">\(language(.taskGroup(group)))</h2>\
                \(count(group))</header>\(table(rows, group))</section>
                """
        }
        return """
            <div class="stack" id="tasks">\(told)\(rows.isEmpty ? "<section class=\"panel\">\(HTML.empty(language(.noTasks)))</section>" : HTML())\
            \(groups)\(HTML.pager(first: nil, next: next.map { Address.preventing(.tasks).with(["after": $0]) }, language))</div>
            """
    }

    /// How many there are in all of the unit, of which the table shows those that end first.
    private var sums: HTML {
        let parts: [(Text, Int)] = [
            (.tasksLate, load.late), (.tasksWithinHour, load.withinHour), (.tasksOpen, load.open),
        ]
        let items = parts.map { words, number -> HTML in
            let most = DissuasionTaskLoad.most
            return "<span>\(language(words))　<b class=\"mono\">\(number > most ? "\(most)+" : "\(number)")</b></span>"
        }
        return "<p class=\"facts\">\(items)</p>"
    }

    private var gapLine: HTML? {
        guard let gap = gaps.min(by: { $0.start < $1.start }) else { return nil }
        return """
            <p class="panel fs note warn">\(HTML.icon(.alert)) \(language(.nobodyAtPost(gap.post, gap.start.minute(asOf: now), gap.end.minute(asOf: now))))</p>
            """
    }

    private func table(_ rows: [Row], _ group: Group) -> HTML {
        let columns = [
            Column(language(.nearestClock)), Column(language(.personWord)), Column(language(.gradeWord)),
            Column(language(.waitsForWord)), Column(language(.unitColumn)), Column(language(.toldWord)),
        ]
        return .table(
            language(.taskGroup(group)), layout: "rw", columns: columns, rows: rows.map(row), body: body(of: group))
    }

    private func row(_ row: Row) -> HTML {
        let who: HTML =
            row.officer.map { name -> HTML in
                row.task.state == .signed ? "\(name)" : .state(language(.notSignedYet(name)), .warn, icon: .wait)
            } ?? .state(language(.nobodyYet), .danger, icon: .alert)
        let clock: HTML =
            row.task.pausedUntil.map { .state(language(.pausedUntil($0.minute(asOf: now))), .warn, icon: .clock) }
            ?? row.task.clocks.nearest.map { HTML.taskClock($0, asOf: now, language) } ?? "—"
        return """
            <tr data-row id="\(row.task.id.description)"><td>\(clock)</td>\
            <th scope="row"><a class="t" href="\(address: Address.preventing(.warning(row.warning.id.description)).path)">\(row.warning.person.called(language))</a>\
            <small>\(language(row.task.kind == .followUp ? .followUpTitle : .dissuadeTitle))</small></th>\
            <td>\(HTML.grade(row.task.grade, rules, language))</td><td>\(who)</td><td>\(row.unit)</td><td>\(row.escalatedTo ?? "—")</td></tr>
            """
    }
}
