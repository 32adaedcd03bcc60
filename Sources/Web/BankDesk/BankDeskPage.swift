internal import Primitives
internal import Recovery
internal import Wire

/// What one bank owes the police: its orders in three groups, its standing, and the open order.
struct BankDesk: Sendable {
    struct Row: Sendable {
        var act: String
        var kind: BankOrder.Kind
        var number: String
        var holder: String?
        var tail: String
        var amount: Money?
        var createdAt: Timestamp
        var due: Timestamp
        var answeredAt: Timestamp?
        var result: String?
        var enteredBy: String?
        var enteredAt: Timestamp?
    }

    var mine: [Row]
    var waiting: [Row]
    var answered: [Row]
    var answeredCount: Int
    var overdue: Int
    var today: AnswerStatistics?
    var chart: AnswerTimes
    var order: BankOrderModel?
    var mayAnswer: Bool
    var done: String
    var now: Timestamp
    var language: Language

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.bankDeskTitle),
            """
            <div class="head"><h1>\(language(.bankDeskTitle))</h1>\(standing)</div>\(HTML.done(done, language))
            <div class="bk"><div class="rail"><section class="panel" aria-label="\(language(.ordersTitle))">\(list)</section>\(times)</div>
            \(order.map { BankOrderPage(model: $0).html } ?? "<section class=\"panel\">\(HTML.empty(language(.nothingOwed)))</section>")</div>
            """)
    }

    private var standing: HTML {
        let oldest = (mine + waiting).map(\.createdAt).min()
        let figures: [(Text, String, Bool)] = [
            (.openWord, "\(mine.count + waiting.count)", false),
            (.oldestWord, oldest.map { (now - $0).counting(language) } ?? "—", overdue > 0),
            (.medianToday, today?.median.stopwatch ?? "—", false),
            (Text(same: "P95"), today?.percentile95.stopwatch ?? "—", false),
            (.overdueWord, "\(overdue)", overdue > 0),
        ]
        let parts = figures.map { name, value, warns -> HTML in
            "<div><dt>\(language(name))</dt><dd\(attribute: "class", warns ? "warn" : nil)>\(value)</dd></div>"
        }
        return "<dl class=\"stand\">\(parts)</dl>"
    }

    private var list: HTML {
        let groups: [(Text, [Row], Int)] = [
            (mayAnswer ? .waitsForYouToAnswer : .waitsForClerk, mine, mine.count),
            (.waitsForSecondOfBank, waiting, waiting.count),
            (.answeredToday, answered, answeredCount),
        ]
        let rows = groups.map { title, rows, count -> HTML in
            """
            <tr class="grp"><th colspan="4" scope="rowgroup">\(language(title))　<span class="mut">\(language(.items(count)))</span></th></tr>\(rows.map(row))
            """
        }
        let columns = [
            Column(language(.waitedFor)), Column(language(.orderWord)), Column(language(.account)),
            Column(language(.amountInYuan), isNumber: true),
        ]
        return .table(language(.ordersTitle), layout: "bl", columns: columns, rows: rows)
    }

    private func row(_ row: Row) -> HTML {
        let isOpen = row.act == order?.act.id.description
        let words = [language(.order(row.kind)), row.result.flatMap { order?.names[$0] }].compactMap(\.self)
        return """
            <tr data-row\(attribute: "class", isOpen ? "sel" : nil)><td>\(clock(row))</td><th scope="row">\
            <a class="t" href="\(address: Address.bankOrder(row.act).path)"\(attribute: "aria-current", isOpen ? "true" : nil)>\(words.joined(separator: language == .zh ? "，" : ", "))</a>\
            <small class="mono">\(row.number)</small></th><td>\(row.holder ?? "—")<small class="mono">**** \(row.tail)</small></td>\
            \(HTML.moneyCell(row.amount, language))</tr>
            """
    }

    private func clock(_ row: Row) -> HTML {
        if let at = row.answeredAt { return "<span class=\"mut\">\(HTML.time(at, asOf: now))</span>" }
        if let by = row.enteredBy, let at = row.enteredAt {
            return
                "<b data-up=\"\(at.milliseconds)\">\((now - at).counting(language))</b><small>\(language(.enteredByWord(by)))</small>"
        }
        let limit = row.due - row.createdAt
        let isLate = (now - row.createdAt) * 2 >= limit
        return """
            <b\(attribute: "class", isLate ? "warn" : nil) data-up="\(row.createdAt.milliseconds)" data-warn="\((row.createdAt + limit / 2).milliseconds)">\
            \((now - row.createdAt).counting(language))</b><small>\(language(.limit(limit.stopwatch)))</small>
            """
    }

    private var times: HTML {
        """
        <section class="panel"><header><h2>\(language(.ownAnswerTimes))</h2><span class="end">\(language(.answerTimesLegend))</span></header>\
        \(chart.days.isEmpty ? HTML.empty(language(.noAnswers)) : chart.chart(language))</section>
        """
    }
}
