internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// What ends when: the stop-payments of the next hours, and the freezes of a unit by the day of their end.
struct FreezeCalendar: Sendable {
    struct Row: Sendable {
        var incident: String
        var number: String
        var account: AccountShown
        var sum: Money?
        var ends: Timestamp
        var renewals: Int
        var isReleasing: Bool
    }

    /// How far the calendar looks, in days.
    static let spans = [7, 30, 90, 365]
    static let most = 100

    var stops: [Row]
    var freezes: [Row]
    var days: Int
    /// Where the next page begins.
    var next: String?
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> FreezeCalendar {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        let days = Int(visit.query["days"]).flatMap { spans.contains($0) ? $0 : nil } ?? 30
        let warning = platform.rules.stopPaymentWarnBefore.max() ?? .hours(12)
        return try platform.database.read { tx in
            let after = try FreezeID(visit.query["after"]).flatMap { try FreezeTable(tx).find($0) }
            let found = try FreezeTable(tx).ending(
                after: after.flatMap { freeze in freeze.endsAt.map { ($0, freeze.id.description) } },
                before: visit.now + .days(Int64(days)), under: unit, limit: most + 1)
            let stops =
                after == nil
                ? try StopPaymentTable(tx).ending(before: visit.now + warning, under: unit, limit: most) : []
            let shown = Array(found.prefix(most))
            let own = try own(of: shown, under: unit, tx)
            let names = try Names(
                stops.map(\.incident) + own.values, stops.map(\.account) + shown.map(\.account), tx)
            return FreezeCalendar(
                stops: stops.compactMap { row($0, names) },
                freezes: shown.compactMap { freeze in own[freeze.id].flatMap { row(freeze, of: $0, names) } },
                days: days,
                next: found.count > most ? found[most - 1].id.description : nil, now: visit.now,
                language: visit.language)
        }
    }

    /// The incident for which the unit has to do with each freeze: that which asked for it, else one that claims it.
    private static func own(of freezes: [Freeze], under unit: UnitCode, _ tx: any Transaction) throws
        -> [FreezeID: IncidentID]
    {
        let claims = Dictionary(
            grouping: try FreezeTable(tx).claims(on: freezes.map(\.id)).filter(\.isLive), by: \.freeze)
        let incidents = freezes.map(\.incident) + claims.values.joined().map(\.incident)
        let units = try IncidentTable(tx).units(of: Set(incidents).sorted())
        return Dictionary(
            uniqueKeysWithValues: freezes.compactMap { freeze in
                let all = [freeze.incident] + (claims[freeze.id] ?? []).map(\.incident)
                return all.first { units[$0].map(unit.contains) ?? false }.map { (freeze.id, $0) }
            })
    }

    /// What the incidents and accounts of a page are called.
    private struct Names {
        let numbers: [IncidentID: String]
        let accounts: [AccountID: AccountShown]

        init(_ incidents: [IncidentID], _ accounts: [AccountID], _ tx: any Transaction) throws {
            let found = try IncidentTable(tx).find(Set(incidents).sorted())
            numbers = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.number) })
            self.accounts = try AccountShown.load(accounts, tx)
        }
    }

    private static func row(_ stop: StopPayment, _ names: Names) -> Row? {
        guard let ends = stop.endsAt, let number = names.numbers[stop.incident],
            let account = names.accounts[stop.account]
        else { return nil }
        return Row(
            incident: stop.incident.description, number: number, account: account, sum: stop.heldBalance, ends: ends,
            renewals: stop.uses - 1, isReleasing: stop.state == .releasing)
    }

    private static func row(_ freeze: Freeze, of incident: IncidentID, _ names: Names) -> Row? {
        guard let ends = freeze.endsAt, let number = names.numbers[incident],
            let account = names.accounts[freeze.account]
        else { return nil }
        return Row(
            incident: incident.description, number: number, account: account,
            sum: freeze.remains ?? freeze.balance, ends: ends, renewals: freeze.renewals,
            isReleasing: freeze.state == .releasing)
    }

    // MARK: page

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.freezesTitle),
            """
            \(frame.heading("\(language(.freezesTitle))", end: span))
            <div class="stack">\(ending)\(months)\(more)</div>
            """)
    }

    private var span: HTML {
        let links = Self.spans.map { days -> HTML in
            """
            <a href="\(address: Address.freezing(.calendar).with(["days": "\(days)"]))"\(attribute: "aria-current", days == self.days ? "true" : nil)>\(language(.dayCount(days)))</a>
            """
        }
        return "<span class=\"seg\" role=\"group\" aria-label=\"\(language(.daysLeft))\">\(links)</span>"
    }

    private var ending: HTML? {
        guard !stops.isEmpty else { return nil }
        return panel("\(language(.stopsEnding))", stops, end: nil)
    }

    /// The freezes by the month of their end, each with its sum.
    private var months: HTML {
        guard !freezes.isEmpty else {
            return "<section class=\"panel\">\(HTML.empty(language(.noFreezes)))</section>"
        }
        let grouped = Dictionary(grouping: freezes) { CivilTime($0.ends).day.description.prefix(7) }
        let panels = grouped.sorted { $0.key < $1.key }.map { month, rows -> HTML in
            let sum = rows.compactMap(\.sum).reduce(Money.zero, +)
            return panel("\(month)", rows, end: language(.monthTotal(rows.count, sum.description)))
        }
        return "\(panels)"
    }

    private func panel(_ title: HTML, _ rows: [Row], end: String?) -> HTML {
        let columns = [
            Column(language(.endsOn)), Column(language(.account)), Column(language(.incident)),
            Column(language(.sumInYuan), isNumber: true), Column(language(.renewalsDone)),
            Column(language(.daysLeft), isNumber: true),
        ]
        let name: HTML = "\(language(.freezesTitle)) \(title)"
        return """
            <section class="panel" aria-label="\(name)"><header><h2>\(title)</h2><span class="end">\(end)</span></header>\
            \(HTML.table(language(.freezesTitle), layout: "rw", columns: columns, rows: rows.map(row)))</section>
            """
    }

    private func row(_ row: Row) -> HTML {
        """
        <tr data-row><th scope="row">\(HTML.time(row.ends, asOf: now))</th><td>\(row.account.cell)</td>\
        <td><a class="t" href="\(address: Address.incident(row.incident).path)">\(row.number)</a></td>\(HTML.moneyCell(row.sum, language))\
        <td>\(row.renewals > 0 ? language(.timesWord(row.renewals)) : "—")</td><td class="num">\(left(row.ends))</td></tr>
        """
    }

    /// Days, and the hours of the last ones.
    private func left(_ ends: Timestamp) -> HTML {
        let days = (ends - now).wholeSeconds / 86_400
        return days < 3 ? .legalClock(until: ends, asOf: now, language) : "\(language(.dayCount(Int(days))))"
    }

    private var more: HTML? {
        next.map { next -> HTML in
            let address = Address.freezing(.calendar).with(["days": "\(days)", "after": next])
            return
                "<p><a class=\"btn\" href=\"\(address: address)\" data-key=\"n\">\(language(.nextPage)) <kbd>N</kbd></a></p>"
        }
    }
}

struct FreezeCalendarRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.freezing(.calendar), on: group) { visit in
            let calendar = try FreezeCalendar.load(console.platform, visit)
            return .page(calendar.html(in: try console.frame(visit, FramePlace(menu: .freezing(.calendar)))))
        }
    }
}
