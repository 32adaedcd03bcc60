internal import Primitives
internal import Recovery

/// What the import page shows: the table, what was understood of it, and what became of it.
struct ImportModel: Sendable {
    /// Why there is no table to look at.
    enum Obstacle: Error, Equatable { case notUTF8, nothing }

    var table = ImportTable()
    var obstacle: Obstacle?
    /// What is wrong with the table as such; no report is read then.
    var problems: [FieldProblem] = []
    /// Nil before the table was looked over.
    var reports: [ForeseenReport]?
    /// What was registered just now.
    var imported: [ImportedReport] = []
    /// Reports behind those that this request registered; the next one goes on with them.
    var left = 0
    /// It is no longer the table that was looked over.
    var hasChanged = false
    var hiddenFields: HTML
    var language: Language

    /// What stands in the way, in the order of the lines.
    var allProblems: [FieldProblem] {
        let refused = imported.filter { $0.receipt == nil }.map { ($0.report.name, $0.problems) }
        let late = Dictionary(refused) { first, _ in first }
        let found = (reports ?? []).flatMap { $0.problems.isEmpty ? late[$0.report.name] ?? [] : $0.problems }
        return (problems + found).enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }.map(\.element)
    }
}

/// The page: what was understood stands above the table that it came from.
struct ImportPage {
    let model: ImportModel

    private var language: Language { model.language }
    private var reports: [ForeseenReport] { model.reports ?? [] }
    private var fine: [ForeseenReport] { reports.filter(\.isFine) }

    /// Rows of reports, and of what is to be corrected, that one page shows.
    static let rowsMost = 100
    /// Reports that one request registers, so that it stays short.
    static let reportsAtOnce = 100

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.importReports),
            """
            <form id="f" method="post" action="\(address: Address.intakePart(.table).path)" enctype="multipart/form-data" data-submit novalidate>\
            \(model.hiddenFields)<input type="hidden" name="seen" value="\(isSeen ? model.table.mark : "")">\
            <button class="vh" tabindex="-1" aria-hidden="true">\(language(.lookOver))</button>
            <div class="head"><h1>\(language(.importReports))</h1><div class="end"><span class="mut xs">\(language(.importQuestion))</span>\
            \(HTML.button(language(.sampleTable), to: Address.intakePart(.sample).path))</div></div>
            \(HTML.errorList(obstacles, language))<div class="stack">\(outcome)\(understood)\(corrections)\(table)</div>
            \(foot)</form>\(when: model.left > 0, "<script src=\"\(Asset.importScript.address)\" defer></script>")
            """)
    }

    private var isSeen: Bool { model.reports != nil || model.left > 0 }

    private var obstacles: [(field: String, words: String)] {
        switch model.obstacle {
        case .notUTF8: [(field: "file", words: language(.tableNotUTF8))]
        case .nothing: [(field: "table", words: language(.tableMissing))]
        case nil: []
        }
    }

    private var outcome: HTML? {
        if model.hasChanged {
            return
                "<p class=\"errors\" role=\"alert\" tabindex=\"-1\">\(HTML.icon(.alert)) \(language(.tableChanged))</p>"
        }
        guard !model.imported.isEmpty else { return nil }
        let done = model.imported.count { $0.receipt != nil }
        let refused = model.imported.count - done
        guard model.left == 0 else { return progress(done, refused: refused) }
        let words = language(.registeredReports(done, left: refused))
        return "<p class=\"panel fs\" role=\"status\"><b>\(HTML.icon(.ok)) \(words)</b></p>"
    }

    private func progress(_ done: Int, refused: Int) -> HTML {
        let all = model.imported.count + model.left
        return """
            <section class="panel fs" role="status"><p><b>\(HTML.icon(.clock)) \(language(.registeredSoFar(done, refused: refused, of: all)))</b></p>\
            <progress max="\(all)" value="\(model.imported.count)" aria-label="\(language(.progressWord))"></progress></section>
            """
    }

    // MARK: what was understood

    private var understood: HTML? {
        guard model.reports != nil else { return nil }
        let columns = [
            Column(language(.reportNumber)), Column(language(.victim)),
            Column(language(.transfersWord), isNumber: true),
            Column(language(.amountInYuan), isNumber: true), Column(language(.payeeBanks)),
            Column(language(.stateWord)),
        ]
        let transfers = reports.map(\.transfers).reduce(0, +)
        let folded = reports.count - shown.count
        let more: HTML? = folded > 0 ? "<p class=\"fs mut\">\(language(.moreReports(folded)))</p>" : nil
        let sums: HTML = """
            <th scope="row">\(language(.sumWord))</th><td></td><td class="num">\(transfers)</td>\
            \(HTML.moneyCell(reports.map(\.total).reduce(.zero, +), language))<td></td><td></td>
            """
        return """
            <section class="panel" id="understood"><header><h2>\(language(.understood))</h2>\
            <span class="end">\(language(.reportsAndTransfers(reports.count, transfers)))</span></header>\
            \(HTML.table(language(.understood), layout: "rw", columns: columns, rows: shown.map(row), sums: sums))\(more)</section>
            """
    }

    /// In the order of the file; where they are too many, those that a person must look at come before the others.
    private var shown: [ForeseenReport] {
        guard reports.count > Self.rowsMost else { return reports }
        let urgent = reports.filter { !$0.problems.isEmpty || !$0.duplicates.isEmpty }
        let rest = reports.filter { $0.problems.isEmpty && $0.duplicates.isEmpty }
        let kept = Set((urgent + rest).prefix(Self.rowsMost).map(\.report.name))
        return reports.filter { kept.contains($0.report.name) }
    }

    private func row(_ report: ForeseenReport) -> HTML {
        let names = report.report.intake.victims.map(\.name).filter { !$0.isEmpty }
        let unknown: HTML? =
            report.withoutBank > 0
            ? "<small class=\"warn\">\(language(.banksNotFound(report.withoutBank)))</small>" : nil
        let lines = report.report.rows.map { "\($0)" }.joined(separator: " ")
        let filled: HTML? =
            report.filled + report.doubtful > 0
            ? "<small>\(language(.filledFromStatement(report.filled, doubtful: report.doubtful)))</small>" : nil
        return """
            <tr data-row tabindex="-1"><th scope="row">\(report.report.name)<small>\(language(.lineWord)) \(lines)</small></th>\
            <td>\(names.isEmpty ? "—" : names.joined(separator: language(.listComma)))</td><td class="num">\(report.transfers)</td>\
            \(HTML.moneyCell(report.total, language))<td>\(report.banks.joined(separator: language(.listComma)))\(unknown)</td>\
            <td>\(state(report))\(filled)</td></tr>

            """
    }

    private func state(_ report: ForeseenReport) -> HTML {
        if let receipt = report.receipt {
            let shown = receipt.joinedTo ?? receipt.incident
            return """
                <a href="\(address: Address.incident(shown.description).path)">\(HTML.state(language(.registeredAs(receipt.number)), .held, icon: .ok))</a>
                """
        }
        if !report.problems.isEmpty {
            return HTML.state(language(.placesToCorrect(report.problems.count)), .danger, icon: .alert)
        }
        guard !report.duplicates.isEmpty else { return HTML.state(language(.canBeRegistered), .plain, icon: .ok) }
        let numbers = report.duplicates.map(\.number).joined(separator: language(.listComma))
        return HTML.state(language(.perhapsSame(numbers)), .warn, icon: .alert)
    }

    // MARK: what is to be corrected

    private var corrections: HTML? {
        let problems = model.allProblems
        guard !problems.isEmpty else { return nil }
        let columns = [
            Column(language(.lineWord)), Column(language(.columnWord)), Column(language(.foundWord)),
            Column(language(.whatIsRight)),
        ]
        let rows = problems.prefix(Self.rowsMost).map { problem -> HTML in
            """
            <tr><th scope="row">\(problem.line.map { language(.lineNumber($0)) } ?? "—")</th><td>\(problem.column(language))</td>\
            <td>\(problem.found)</td><td>\(language(.problem(problem)))</td></tr>

            """
        }
        let rest = problems.count - rows.count
        let more: HTML? = rest > 0 ? "<p class=\"fs mut\">\(language(.morePlaces(rest)))</p>" : nil
        return """
            <section class="panel" id="corrections"><header><h2>\(language(.toCorrect))</h2><span class="n act">\(problems.count)</span></header>\
            \(HTML.table(language(.toCorrect), layout: "rw", columns: columns, rows: rows))\(more)</section>
            """
    }

    // MARK: the table

    private var table: HTML {
        let names = IntakeCSV.Column.allCases.map { language(.column($0)) }.joined(separator: language(.listComma))
        return """
            <section class="panel"><header><h2>\(language(.tableWord))</h2></header><div class="fs2"><div class="g">\
            <div><label for="f-file">\(language(.tableFile))</label><input id="f-file" type="file" name="file" accept=".csv,.txt,text/csv"></div>\
            <div><label for="f-table">\(language(.tablePasted))</label><textarea class="f" id="f-table" name="table" rows="10" spellcheck="false">
            \(model.table.text)</textarea></div></div>\
            <p><label><input type="checkbox" name="read" value="yes"\(attribute: "checked", if: model.table.readsStatements)> \(language(.fillFromStatements))</label></p>\
            <p class="note">\(language(.tableOneRow))</p><p class="note">\(language(.tableNumbers))</p>\
            <p class="note">\(language(.columnsAre(names)))</p></div></section>
            """
    }

    private var foot: HTML {
        let isLooked = model.reports != nil
        let doubtful = fine.count { !$0.duplicates.isEmpty }
        let lead: HTML? = doubtful > 0 ? "<span class=\"xs warn\">\(language(.checkDuplicates(doubtful)))</span>" : nil
        if model.left > 0 {
            return """
                <div class="foot"><div class="end"><button class="btn pri" name="act" value="register" data-key="Ctrl+Enter" data-next>\
                \(language(.registerOn(model.left))) <kbd>Ctrl Enter</kbd></button></div></div>
                """
        }
        let look: HTML = """
            <button class="btn\(when: fine.isEmpty, " pri")" name="act" value="look"\(attribute: "data-key", fine.isEmpty ? "Ctrl+Enter" : nil)>\
            \(language(isLooked ? .lookAgain : .lookOver))\(when: fine.isEmpty, " <kbd>Ctrl Enter</kbd>")</button>
            """
        let register: HTML? =
            fine.isEmpty
            ? nil
            : """
            <button class="btn pri" name="act" value="register" data-key="Ctrl+Enter">\(language(.registerReports(fine.count))) <kbd>Ctrl Enter</kbd></button>
            """
        return "<div class=\"foot\">\(lead)<div class=\"end\">\(look)\(register)</div></div>"
    }
}
