internal import FundTracing
internal import Primitives

/// An incident: where every fen is, and what the next act is.
package struct IncidentPage {
    let model: IncidentModel
    let language: Language

    package init(_ model: IncidentModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        frame.page(
            title: "\(model.victim) \(model.lost) \(language(.yuan))", layout: "inc",
            """
            \(head(frame))
            \(flow)\(ledger)
            <div class="two"><div class="stack">\(orders)\(inquiries)\(holds)</div>\
            <div class="stack">\(missing)\(timeline)\(evidence)\(aids)</div></div>
            """)
    }

    /// The parts that change while the page is looked at.
    package func fragments(_ frame: Frame) -> [Fragment] {
        [
            Fragment(id: "inc-head", html: head(frame)), Fragment(id: "flow", html: flow),
            Fragment(id: "orders", html: orders), Fragment(id: "inquiries", html: inquiries),
            Fragment(id: "holds", html: holds), Fragment(id: "history", html: timeline),
        ] + (ledger.map { [Fragment(id: "ledger", html: $0)] } ?? [])
    }

    private var ledger: HTML? { model.ledger.map { LedgerPage($0, language).panel } }

    // MARK: head

    private func head(_ frame: Frame) -> HTML {
        let title: HTML = "\(language(.wasCheated(model.victim, model.lost.description)))　\(model.type)"
        return "<div id=\"inc-head\">\(frame.heading(title, facts: facts, end: clockAndActs))</div>"
    }

    private var facts: HTML {
        let number: HTML = "<span>\(model.number)\(model.state.map { HTML.tag($0) })</span>"
        let rest = model.facts.map { fact -> HTML in
            let value: HTML =
                fact.isIdentifier
                ? .masked(fact.value, revealAt: fact.reveal, language) : "<b>\(fact.value)</b>"
            return "<span>\(fact.label) \(value)</span>"
        }
        return number + rest.joined()
    }

    private var clockAndActs: HTML {
        let acts = model.acts.map { HTML.button($0.words, to: $0.address, key: $0.key) }
        let next = model.next.map { HTML.button($0.words, to: $0.address, key: $0.key, isPrimary: true) }
        return "\(model.golden.large(asOf: model.now, language))<span class=\"acts\">\(acts)\(next)</span>"
    }

    // MARK: flow

    private var flow: HTML {
        guard let picture = model.picture else { return touched }
        if model.showsTable { return tableFigure(picture) }
        return """
            <div id="flow" class="stack"><div>\(picture.figure(tableAddress: model.tableAddress, language))</div>\
            \(narrowTable(picture))\(ruleChoice)</div>
            """
    }

    /// So many transfers are told as a table beside their picture; more stand on the table's own page.
    private static let transfersBeside = 60

    /// On a narrow screen the table comes first.
    private func narrowTable(_ picture: FundFlowPicture) -> HTML {
        let isSmall = picture.ribbons.count + picture.exits.count <= Self.transfersBeside
        let table: HTML =
            isSmall
            ? picture.table(language)
            : "<p class=\"none\"><a href=\"\(address: model.tableAddress)\">\(language(.seeTable))</a></p>"
        return """
            <details class="panel narrow-only" open><summary>\(language(.fundFlowTable))</summary>\
            \(picture.equation(language))\(table)</details>
            """
    }

    private func tableFigure(_ picture: FundFlowPicture) -> HTML {
        """
        <div id="flow" class="stack"><section class="panel" aria-labelledby="h-flow"><header><h2 id="h-flow">\(language(.fundFlow))</h2>\
        \(picture.equation(language))\
        <span class="end"><a href="\(address: model.pictureAddress)" data-key="t">\(language(.seePicture)) <kbd>T</kbd></a></span></header>\
        <div class="scroll">\(picture.table(language))</div></section>\(ruleChoice)</div>
        """
    }

    /// Every rule may be looked at; orders go by the first.
    private var ruleChoice: HTML? {
        guard !model.rules.isEmpty else { return nil }
        let links = zip(Rule.allCases, model.rules).map { rule, link -> HTML in
            """
            <a href="\(address: link.address)"\(attribute: "aria-current", rule == model.rule ? "true" : nil)>\(link.words)</a>
            """
        }
        let note: HTML? = model.rule == .fifo ? nil : "<span class=\"mut xs\">\(language(.ruleIsALook))</span>"
        return """
            <p class="rules"><span class="mut xs">\(language(.ruleOfTrace))</span> <span class="seg" role="group" \
            aria-label="\(language(.ruleOfTrace))">\(links)</span> \(note)</p>
            """
    }

    private var touched: HTML {
        let columns = [
            Column(language(.tierColumn)), Column(language(.account)), Column(language(.atMost), isNumber: true),
            Column(language(.time)),
        ]
        let rows = model.touched.map { place -> HTML in
            """
            <tr><td>\(language(.tier(place.tier)))</td><th scope="row">\(place.name)</th>\(HTML.moneyCell(place.atMost, language))\
            <td>\(place.first.minute(asOf: model.now))</td></tr>

            """
        }
        return """
            <div id="flow" class="stack"><section class="panel"><header><h2>\(language(.touchedAtMost))</h2>\
            <span class="end">\(language(.boundsDoNotAddUp))</span></header>\
            \(HTML.table(language(.touchedAtMost), layout: "nest", columns: columns, rows: rows))</section>\(ruleChoice)</div>
            """
    }
}
