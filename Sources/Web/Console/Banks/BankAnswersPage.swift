internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// Whom to call: each bank's standing, its times of today, and one bank's last seven days.
struct BankAnswers: Sendable {
    struct Row: Sendable {
        var bank: Bank
        var standing: BankActTable.Standing?
        var today: AnswerStatistics?
        var answeredToday: Int
    }

    static let days = 7
    private static let answersMost = 20_000

    var rows: [Row]
    var chosen: Bank?
    var chart: AnswerTimes
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> BankAnswers {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard visit.principal.unit != nil else { throw Refusal.notYourBank }
        let (today, limit) = (CivilTime(visit.now).day, platform.rules.bankAnswerLimitStopPayment)
        let midnight = CivilTime(day: today).timestamp
        return try platform.database.read { tx in
            let acts = BankActTable(tx)
            let standings = try acts.standings(at: visit.now)
            let times = Dictionary(
                grouping: try acts.answerTimes(since: midnight, limit: answersMost).filter { $0.kind != .inquiry },
                by: \.bank)
            let rows = try AccountTable(tx).banks().map { bank in
                let own = (times[bank.code] ?? []).map(\.took)
                return Row(
                    bank: bank, standing: standings.first { $0.bank == bank.code }, today: AnswerStatistics(own),
                    answeredToday: own.count)
            }.filter { $0.standing != nil || $0.answeredToday > 0 || $0.bank.code == visit.query["bank"] }
                .sorted { ($0.urgency, $0.bank.code) < ($1.urgency, $1.bank.code) }
            let chosen = rows.first { $0.bank.code == visit.query["bank"] }?.bank ?? rows.first?.bank
            let start = CivilTime(day: today.adding(days: 1 - days)).timestamp
            let week = try chosen.map { bank in
                try acts.answerTimes(of: bank.code, since: start, limit: answersMost).filter { $0.kind != .inquiry }
            }
            return BankAnswers(
                rows: rows, chosen: chosen,
                chart: AnswerTimes(
                    days: AnswerStatistics.days(
                        (week ?? []).map { ($0.took, $0.at) }, count: days, now: visit.now, visit.language),
                    limit: limit),
                now: visit.now, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        let columns = [
            Column(language(.bankWord)), Column(language(.openWord), isNumber: true),
            Column(language(.oldestWord), isNumber: true),
            Column(language(.medianToday), isNumber: true), Column("P95", isNumber: true),
            Column(language(.overdueWord), isNumber: true), Column(language(.undeliveredWord), isNumber: true),
            Column(language(.bankContact)),
        ]
        let table = HTML.table(language(.bankAnswersTitle), layout: "rw", columns: columns, rows: rows.map(row))
        return frame.page(
            title: language(.bankAnswersTitle),
            """
            \(frame.heading("\(language(.bankAnswersTitle))"))<div class="two"><section class="panel" aria-label="\(language(.bankAnswersTitle))">\
            \(rows.isEmpty ? HTML.empty(language(.noAnswers)) : table)</section>\(chosen.map(panel))</div>
            """)
    }

    private func panel(_ bank: Bank) -> HTML {
        let body = chart.days.isEmpty ? HTML.empty(language(.noAnswers)) : chart.chart(language)
        return """
            <section class="panel" id="days"><header><h2>\(bank.name)　\(language(.lastSevenDays))</h2></header>\(body)\
            <p class="fs xs mut">\(language(.answerTimesLegend))</p></section>
            """
    }

    private func row(_ row: Row) -> HTML {
        let standing = row.standing
        let oldest: HTML =
            standing.map { standing -> HTML in
                #"<span data-up="\#(standing.oldest.milliseconds)">\#((now - standing.oldest).counting(language))</span>"#
            } ?? "<span class=\"mut\">—</span>"
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.bankAnswers.with(["bank": row.bank.code]))#days">\(row.bank.name)</a>\
            <small>\(language(row.bank.link == .wire ? .byWire : .byHand))</small></th>\
            <td class="num"><a href="\(address: Address.orders.with(["bank": row.bank.code, "stage": "open"]))">\(standing?.open ?? 0)</a></td><td class="num">\(oldest)</td>\
            <td class="num">\(row.today?.median.stopwatch ?? "—")</td><td class="num">\(row.today?.percentile95.stopwatch ?? "—")</td>\
            \(count(standing?.overdue, .warn))\(count(standing?.undelivered, .danger))<td>\(row.bank.contact ?? "—")</td></tr>
            """
    }

    private func count(_ number: Int64?, _ tone: Tone) -> HTML {
        guard let number, number > 0 else { return "<td class=\"num mut\">0</td>" }
        return "<td class=\"num\"><b class=\"\(tone.rawValue)\">\(number)</b></td>"
    }
}

extension BankAnswers.Row {
    /// Most overdue first, then the oldest open.
    fileprivate var urgency: Int64 {
        guard let standing else { return .max }
        return standing.overdue > 0 ? -standing.overdue : standing.oldest.microseconds
    }
}

/// The board of answer times.
struct BankAnswerRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.bankAnswers, on: group) { visit in
            let page = try BankAnswers.load(console.platform, visit)
            return .page(page.html(in: try console.frame(visit, FramePlace(menu: .bankAnswers, reloadSeconds: 30))))
        }
    }
}
