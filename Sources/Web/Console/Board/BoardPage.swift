internal import Primitives

package struct BoardPage {
    let model: BoardModel
    let language: Language

    package init(_ model: BoardModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        let intake: HTML? = model.intakeAddress.map {
            .button(language(.takeReport), to: $0, key: "N", isPrimary: true)
        }
        let end: HTML = """
            \(shift)<span class="mut xs">\(language(.byUrgency))</span><a class="btn" href="" data-key="r">\(language(.sortAgain)) <kbd>R</kbd></a>\(intake)
            """
        return frame.page(
            title: language(.board),
            """
            <div class="head"><h1>\(language(.board))</h1>\(scopes)<div class="end">\(end)</div></div>
            \(sum)<div class="cols">\(list)<aside class="rail" aria-label="\(language(.forYouAndBanks))">\(tasks)\(banks)\(events)</aside></div>
            """)
    }

    /// The parts that change while the board is looked at; rows by their own ids, so that none moves.
    package func fragments(_ touches: (String) -> Bool = { _ in true }) -> [Fragment] {
        let rows = model.rows.filter { touches($0.id) }.map { row in
            Fragment(id: "row-\(row.id)", html: self.row(row), group: "rows-\(row.stage.rawValue)")
        }
        return [
            Fragment(id: "sum", html: sum), Fragment(id: "todo", html: tasks), Fragment(id: "answers", html: banks),
            Fragment(id: "events", html: events),
            Fragment(id: "none", html: nothing),
        ] + rows + [Fragment(id: "order", html: order)]
    }

    /// The rows and the heads of their groups as they stand now; the script compares them with what it shows.
    private var order: HTML {
        let names = BoardModel.Stage.allCases.flatMap { stage in
            ["rows-\(stage.rawValue)"] + model.rows.filter { $0.stage == stage }.map { "row-\($0.id)" }
        }
        return "<span id=\"order\" hidden data-order=\"\(names.joined(separator: " "))\"></span>"
    }

    /// Says that the order has changed; it stands beside the key that sorts again, where its coming moves no row.
    private var shift: HTML {
        """
        <span class="shift" role="status" id="shift" data-words="\(language(.orderChanged))" hidden>\(HTML.icon(.pass))<span></span></span>
        """
    }

    private var scopes: HTML? {
        guard model.scopes.count > 1 else { return nil }
        let links = model.scopes.map { scope -> HTML in
            """
            <a href="\(address: scope.address)"\(attribute: "aria-current", scope.isCurrent ? "true" : nil)>\(scope.words)</a>
            """
        }
        return "<span class=\"seg\" role=\"group\" aria-label=\"\(language(.scopeOfList))\">\(links)</span>"
    }

    private var sum: HTML {
        let figures = model.figures.map { figure -> HTML in
            "<div><dt>\(figure.title)</dt><dd>\(figure.value)</dd><small>\(figure.note)</small></div>"
        }
        return """
            <section class="panel sum" id="sum" aria-label="\(language(.whereMoneyIs))">\
            \(HTML.equationBlock(lost: model.lost, model.bands, language))<dl class="kp">\(figures)</dl></section>
            """
    }

    // MARK: the list

    private var list: HTML {
        let heads = [
            Column(language(.sinceReportColumn)), Column(language(.incidentColumn)),
            Column(language(.lostYuan), isNumber: true), Column(language(.whereMoneyIs)),
            Column(language(.held), isNumber: true), Column(language(.waitsFor)),
            Column(language(.termLeft), isNumber: true), Column(language(.handledBy)),
        ]
        let columns = heads.map { column -> HTML in
            "<th scope=\"col\"\(attribute: "class", column.isNumber ? "num" : nil)>\(column.title)</th>"
        }
        return """
            <section class="panel" aria-label="\(language(.board))">\(order)<table class="bt"><caption class="vh">\(language(.board))</caption>\
            <thead><tr>\(columns)</tr></thead>\(BoardModel.Stage.allCases.map(group))</table>\(nothing)</section>
            """
    }

    /// Stands under the empty groups until the first row comes.
    private var nothing: HTML {
        model.rows.isEmpty ? "<div id=\"none\">\(HTML.empty(language(.noIncidents), key: "N"))</div>" : HTML()
    }

    private func group(_ stage: BoardModel.Stage) -> HTML {
        let rows = model.rows.filter { $0.stage == stage }
        let folded = model.folded[stage]
        let rest = folded.map { language == .zh ? "，" + $0.words(.zh) : ", " + $0.words(.en) } ?? ""
        return """
            <tbody id="rows-\(stage.rawValue)"><tr class="grp"><th colspan="8" scope="rowgroup">\(language(.stage(stage)))　\
            <span class="mut">\(language(.incidents(rows.count)))\(rest)</span></th></tr>
            \(rows.map(row))</tbody>
            """
    }

    private func row(_ row: BoardModel.Row) -> HTML {
        let ends: HTML = row.ends.map { .legalClock(until: $0, asOf: model.now, language) } ?? "—"
        let new: HTML? = row.isNew ? .tag(language(.new), .accent) + " " : nil
        return """
            <tr id="row-\(row.id)" data-row><td class="clk">\(row.golden.row(asOf: model.now, language))</td>\
            <th scope="row"><a class="t" href="\(address: row.address)">\(row.victim)　\(row.type)</a> \(new)<small>\(row.origin)</small></th>\
            <td class="num"><b>\(row.lost.wholeYuan)</b></td><td class="mon">\(HTML.moneyBar(row.bands, language))\(HTML.bandAmounts(row.bands, language))</td>\
            <td class="num"><b>\(row.bands.held.percent(of: row.lost))%</b></td>\
            <td>\(HTML.state(row.wait.words, row.wait.tone, icon: row.wait.icon))<small>\(row.wait.detail)</small></td>\
            <td class="num">\(ends)</td><td class="nw">\(row.owner)</td></tr>

            """
    }
}

extension BoardPage {
    // MARK: the rail

    private var tasks: HTML {
        let items = model.tasks.map { task -> HTML in
            let key: HTML? = task.key.isEmpty ? nil : "<span class=\"end\"><kbd>\(task.key)</kbd></span>"
            return """
                <li><div class="l1 \(task.tone.rawValue)">\(HTML.icon(task.icon))<a class="\(task.tone.rawValue)" href="\(address: task.address)"\
                \(attribute: "data-key", task.key.isEmpty ? nil : HTML.dataKey(task.key))>\(task.words)</a>\(key)</div><p>\(task.detail)</p></li>

                """
        }
        let body: HTML = items.isEmpty ? .empty(language(.nothingForYou)) : "<ol class=\"todo\">\(items)</ol>"
        return """
            <section class="panel" id="todo" aria-live="polite"><header><h2>\(language(.forYou))</h2>\
            <span class="n\(when: !items.isEmpty, " act")">\(items.count)</span></header>\(body)</section>
            """
    }

    private var banks: HTML {
        let columns = [
            Column(language(.bankColumn)), Column(language(.openOrders), isNumber: true),
            Column(language(.oldest), isNumber: true), Column(language(.medianColumn), isNumber: true),
            Column("P95", isNumber: true),
        ]
        let rows = model.banks.map { bank -> HTML in
            let oldest: HTML =
                bank.oldest.map { since in
                    "<span data-up=\"\(since.milliseconds)\">\((model.now - since).counting(language))</span>"
                } ?? "—"
            return """
                <tr><th scope="row">\(HTML.state(bank.name, bank.isLate ? .warn : .plain, icon: bank.isLate ? .alert : nil))</th>\
                <td class="num">\(bank.open)</td><td class="num\(when: bank.isLate, " warn")">\(oldest)</td>\
                <td class="num">\(bank.median?.stopwatch ?? "—")</td><td class="num mut">\(bank.percentile95?.stopwatch ?? "—")</td></tr>

                """
        }
        let body: HTML =
            rows.isEmpty
            ? .empty(language(.noAnswersYet)) : .table(language(.bankAnswers), columns: columns, rows: rows)
        return """
            <section class="panel" id="answers"><header><h2>\(language(.bankAnswers))</h2><span class="end">\(language(.minutesSeconds))</span></header>\(body)</section>
            """
    }

    private var events: HTML {
        let items = model.events.map { event -> HTML in
            """
            <li>\(HTML.time(event.at, asOf: model.now))<span>\(event.words) <a href="\(address: event.address)">\(event.number)</a></span></li>

            """
        }
        return """
            <section class="panel" id="events"><header><h2>\(language(.justNow))</h2></header><ol class="feed">\(items)</ol></section>
            """
    }
}

extension BoardModel.Folded {
    fileprivate func words(_ language: Language) -> String { language(.foldedIncidents(count, sum.description)) }
}
