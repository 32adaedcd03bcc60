internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// The duty roster of one unit for seven days, with the times in which nobody stands at a post.
struct RosterPage: Sendable {
    static let days = 7

    var unit: UnitCode
    var unitName: String
    var units: [Field.Option]
    var shifts: [Shift]
    var names: [UserID: String]
    var gaps: [CoverageGap]
    var officers: [Field.Option]
    var mayPlan: Bool
    var entered: Form
    var error: String?
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> RosterPage {
        try visit.principal.permit(.readWarning, in: nil, bank: nil)
        guard let own = visit.principal.unit else { throw Refusal.notYourBank }
        let unit = try asked(visit) ?? own
        try visit.principal.permit(.readWarning, in: unit, bank: nil)
        return try platform.database.read { tx in
            let name = try UnitTable(tx).require(unit).name
            let end = visit.now + .days(Int64(days))
            let shifts = try ShiftTable(tx).list(at: unit, from: visit.now, to: end)
            let people = try UserTable(tx).find(Array(Set(shifts.map(\.user))))
            let staff = try UserTable(tx).list(under: unit, after: nil, limit: 300)
            let posts: [Shift.Post] = unit.level == .station ? [.visit] : [.assess, .call, .lead]
            return RosterPage(
                unit: unit, unitName: name,
                units: try UnitTable(tx).list(under: own, after: nil, limit: 500).map { .init($0.code.text, $0.name) },
                shifts: shifts,
                names: Dictionary(people.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }),
                gaps: CoverageGap.find(in: shifts, posts: posts, from: visit.now, to: end),
                officers: staff.filter { $0.state == .active && $0.principal.allows(.readWarning) }.map {
                    .init($0.id.description, "\($0.name)　\($0.staffNumber)")
                }, mayPlan: visit.principal.allows(.manageRoster), entered: visit.form, error: nil,
                done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now, language: visit.language)
        }
    }

    private static func asked(_ visit: Visit) throws -> UnitCode? {
        let text = visit.query["unit"].isEmpty ? visit.form["unit"] : visit.query["unit"]
        if text.isEmpty { return nil }
        do { return try UnitCode(text) } catch { throw NotFound(text) }
    }

    func html(in frame: Frame) -> HTML {
        let title = language(.rosterTitle)
        let problem: HTML? = HTML.fault(error)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)　\(unitName)", end: choice))\(HTML.done(done, language))\(problem)
            <div class="two"><section class="panel" aria-label="\(title)">\(shifts.isEmpty ? HTML.empty(language(.noShifts)) : table)</section>\
            <aside class="rail">\(gapPanel)\(when: mayPlan, plan)</aside></div>
            """)
    }

    private var choice: HTML {
        let field = Field("unit", language(.unitColumn), value: unit.text, control: .choice(units))
        return """
            <form class="line" action="\(address: Address.preventing(.roster).path)">\(field.html(language))\(HTML.submit(language(.showAct)))</form>
            """
    }

    private var table: HTML {
        let columns = [
            Column(language(.whenWord)), Column(language(.postWord)), Column(language(.dutyOfficerWord)),
            Column(String()),
        ]
        let rows = shifts.map { shift -> HTML in
            """
            <tr data-row><td>\(shift.start.moment(asOf: now)) – \(shift.end.moment(asOf: now))</td><td>\(language(.dutyPost(shift.post)))</td>\
            <th scope="row">\(names[shift.user] ?? shift.user.description)</th><td>\(when: mayPlan, cancel(shift))</td></tr>
            """
        }
        return .table(language(.rosterTitle), layout: "rw", columns: columns, rows: rows)
    }

    private func cancel(_ shift: Shift) -> HTML {
        """
        <form class="line" method="post" action="\(address: Address.preventing(.shift(shift.id.description)).path)">\(hiddenFields)\
        \(Field("reason", language(.reason)).html(language))\(HTML.submit(language(.cancelShift)))</form>
        """
    }

    private var gapPanel: HTML {
        let items = gaps.sorted { $0.start < $1.start }.prefix(12).map { gap -> HTML in
            let words = language(.nobodyAtPost(gap.post, gap.start.minute(asOf: now), gap.end.minute(asOf: now)))
            return "<li class=\"fs note warn\">\(HTML.icon(.alert)) \(words)</li>"
        }
        let list: HTML = items.isEmpty ? HTML.empty(language(.coveredWholly)) : "<ul>\(Array(items))</ul>"
        return """
            <section class="panel"><header><h2>\(language(.coverageTitle))</h2></header>\(list)</section>
            """
    }

    private var plan: HTML {
        let fields = [
            Field("officer", language(.dutyOfficerWord), value: entered["officer"], control: .choice(officers)),
            Field(
                "post", language(.postWord), value: entered["post"],
                control: .choice(Shift.Post.allCases.map { .init($0.rawValue, language(.dutyPost($0))) })),
            Field("start", language(.fromWord), value: entered["start"], placeholder: "2026-03-14 08:00"),
            Field("end", language(.toTimeWord), value: entered["end"], placeholder: "2026-03-14 20:00"),
        ]
        return """
            <section class="panel"><header><h2>\(language(.planShift))</h2></header>\
            <form method="post" action="\(address: Address.preventing(.roster).path)" data-submit>\(hiddenFields)\
            <input type="hidden" name="unit" value="\(unit.text)"><div class="fs g">\(fields.map { $0.html(language) })</div>\
            <div class="bfoot"><span class="endx">\(HTML.submit(language(.planShift), key: "Ctrl Enter", tone: .accent))</span></div></form></section>
            """
    }
}
