internal import Jurisdiction
internal import Prevention
internal import Primitives

/// Warnings from a table: first what was understood of it, then how far taking them in has come.
struct WarningImportPage: Sendable {
    var table = ImportTable()
    var source = Sighting.Source.national
    var obstacle: ImportModel.Obstacle?
    /// What is wrong with the table as such; no line is read then.
    var problems: [FieldProblem] = []
    /// Nil before the table was looked over.
    var lines: [ImportedWarning]?
    /// What was taken in just now, and how many lines are left for the next time.
    var taken: Int?
    var left = 0
    /// It is no longer the table that was looked over.
    var hasChanged = false
    var hiddenFields: HTML
    var rules: Rules
    var language: Language

    /// Lines, and places to correct, that one page shows.
    static let rowsMost = 100
    /// Lines that one request takes in, so that it stays short.
    static let linesAtOnce = 500

    private var known: [ImportedWarning] { lines ?? [] }
    private var fine: Int { known.count(where: \.isFine) }

    func html(in frame: Frame) -> HTML {
        let obstacles: [(field: String, words: String)] =
            switch obstacle {
            case .notUTF8: [(field: "file", words: language(.tableNotUTF8))]
            case .nothing: [(field: "table", words: language(.tableMissing))]
            case nil: []
            }
        return frame.page(
            title: language(.importWarnings),
            """
            <form id="f" method="post" action="\(address: Address.preventing(.table).path)" enctype="multipart/form-data" data-submit novalidate>\
            \(hiddenFields)<input type="hidden" name="seen" value="\(lines == nil ? String() : table.mark)">\
            <button class="vh" tabindex="-1" aria-hidden="true">\(language(.lookOver))</button>
            <div class="head"><h1>\(language(.importWarnings))</h1><div class="end"><span class="mut xs">\(language(.importWarningsHint))</span>\
            \(HTML.button(language(.sampleTable), to: Address.preventing(.sample).path))</div></div>
            \(HTML.errorList(obstacles, language))<div class="stack">\(outcome)\(understood)\(corrections)\(entry)</div>
            \(foot)</form>\(when: left > 0, "<script src=\"\(Asset.importScript.address)\" defer></script>")
            """)
    }

    private var outcome: HTML? {
        if hasChanged {
            return
                #"<p class="errors" role="alert" tabindex="-1">\#(HTML.icon(.alert)) \#(language(.tableChanged))</p>"#
        }
        guard let taken else { return nil }
        let done = known.count { $0.received != nil }
        return """
            <section class="panel fs" role="status"><p><b>\(HTML.icon(left == 0 ? .ok : .clock)) \(language(.warningsTaken(taken, done: done, of: known.count)))</b></p>\
            <progress max="\(known.count)" value="\(done)" aria-label="\(language(.progressWord))"></progress></section>
            """
    }

    // MARK: what was understood

    private var understood: HTML? {
        guard lines != nil else { return nil }
        let columns = [
            Column(language(.lineWord)), Column(language(.sightingField(.sourceNumber))), Column(language(.personWord)),
            Column(language(.sightingField(.signs))), Column(language(.gradeWord)),
            Column(language(.stakeWord), isNumber: true), Column(language(.stateWord)),
        ]
        let urgent = known.filter { !$0.problems.isEmpty } + known.filter(\.problems.isEmpty)
        let shown = known.count > Self.rowsMost ? Array(urgent.prefix(Self.rowsMost)) : known
        let folded = known.count - shown.count
        let more: HTML? = folded > 0 ? "<p class=\"fs mut\">\(language(.moreLines(folded)))</p>" : nil
        return """
            <section class="panel" id="understood"><header><h2>\(language(.understood))</h2>\
            <span class="end">\(language(.linesUnderstood(known.count, fine: fine)))</span></header>\
            \(HTML.table(language(.understood), layout: "rw", columns: columns, rows: shown.map(row)))\(more)</section>
            """
    }

    private func row(_ line: ImportedWarning) -> HTML {
        let report = line.line.report
        let signs = report[.signs].split { " ,，;；".contains($0) }.map(String.init)
        return """
            <tr data-row tabindex="-1"><th scope="row">\(language(.lineNumber(line.line.line)))</th>\
            <td class="mono">\(report[.sourceNumber])</td><td>\(report[.name])<small class="mono">\(report[.phone])</small></td>\
            <td>\(rules.names(of: signs, language))</td><td>\(line.grade.map { HTML.grade($0, rules, language) })</td>\
            <td class="num">\(report[.stake])</td><td>\(state(line))</td></tr>

            """
    }

    private func state(_ line: ImportedWarning) -> HTML {
        guard let received = line.received else {
            return line.problems.isEmpty
                ? .state(language(.lineCanBeTaken), .plain, icon: .ok)
                : .state(language(.placesToCorrect(line.problems.count)), .danger, icon: .alert)
        }
        let address = Address.preventing(.warning(received.warning.description)).path
        return """
            <a href="\(address: address)">\(HTML.state(language(.lineTaken), .held, icon: .ok))</a>
            """
    }

    // MARK: what is to be corrected

    private var corrections: HTML? {
        let all = problems + known.flatMap(\.problems)
        guard !all.isEmpty else { return nil }
        let columns = [
            Column(language(.lineWord)), Column(language(.columnWord)), Column(language(.foundWord)),
            Column(language(.whatIsRight)),
        ]
        let rows = all.prefix(Self.rowsMost).map { problem -> HTML in
            """
            <tr><th scope="row">\(problem.line.map { language(.lineNumber($0)) } ?? "—")</th><td>\(column(problem))</td>\
            <td>\(problem.found)</td><td>\(language(.problem(problem)))</td></tr>

            """
        }
        let rest = all.count - rows.count
        let more: HTML? = rest > 0 ? "<p class=\"fs mut\">\(language(.morePlaces(rest)))</p>" : nil
        return """
            <section class="panel" id="corrections"><header><h2>\(language(.toCorrect))</h2><span class="n act">\(all.count)</span></header>\
            \(HTML.table(language(.toCorrect), layout: "rw", columns: columns, rows: rows))\(more)</section>
            """
    }

    private func column(_ problem: FieldProblem) -> String {
        let name = problem.field.split(separator: ".").dropFirst(2).joined(separator: ".")
        return SightingReport.Field(rawValue: name).map { language(.sightingField($0)) } ?? name
    }

    // MARK: the table

    private var entry: HTML {
        let sources = Sighting.Source.allCases.map { Field.Option($0.rawValue, language(.sightingSource($0))) }
        let field = Field("source", language(.tableOf), value: source.rawValue, control: .choice(sources))
        let names = WarningCSV.Column.allCases.map { language(.sightingField($0)) }.joined(
            separator: language(.listComma))
        return """
            <section class="panel"><header><h2>\(language(.tableWord))</h2></header><div class="fs2"><div class="g">\(field.html(language))\
            <div><label for="f-file">\(language(.tableFile))</label><input id="f-file" type="file" name="file" accept=".csv,.txt,text/csv"></div>\
            <div><label for="f-table">\(language(.tablePasted))</label><textarea class="f" id="f-table" name="table" rows="10" spellcheck="false">
            \(table.text)</textarea></div></div>\
            <p class="note">\(language(.warningTableHint))</p><p class="note">\(language(.columnsAre(names)))</p></div></section>
            """
    }

    private var foot: HTML {
        let look: HTML = """
            <button class="btn\(when: fine == 0, " pri")" name="act" value="look"\(attribute: "data-key", fine == 0 ? "Ctrl+Enter" : nil)>\
            \(language(lines == nil ? .lookOver : .lookAgain))\(when: fine == 0, " <kbd>Ctrl Enter</kbd>")</button>
            """
        let next = min(fine, Self.linesAtOnce)
        let take: HTML? =
            fine == 0
            ? nil
            : """
            <button class="btn pri" name="act" value="take" data-key="Ctrl+Enter"\(attribute: "data-next", if: left > 0)>\
            \(language(left > 0 ? .takeOn(fine) : .takeLines(next))) <kbd>Ctrl Enter</kbd></button>
            """
        return "<div class=\"foot\"><div class=\"end\">\(look)\(take)</div></div>"
    }
}
