internal import FundTracing
package import Primitives

/// One account of an incident: why the money is said to be there, its measures, and what can be done about them.
package struct AccountModel: Sendable, Equatable {
    /// One transfer on the way of some money.
    package struct Hop: Sendable, Equatable {
        package var from: String
        package var to: String
        package var carried: Money
        /// The whole transfer, of which this money was a part.
        package var whole: Money
        package var at: Timestamp

        package init(from: String, to: String, carried: Money, whole: Money, at: Timestamp) {
            self.from = from
            self.to = to
            self.carried = carried
            self.whole = whole
            self.at = at
        }
    }

    /// Some money and the transfers that led it here, the victim's payment first.
    package struct Path: Sendable, Equatable {
        package var amount: Money
        package var fate: String
        package var hops: [Hop]

        package init(amount: Money, fate: String, hops: [Hop]) {
            self.amount = amount
            self.fate = fate
            self.hops = hops
        }
    }

    package var name: String
    package var number: String
    package var reveal: String?
    package var state: HTML
    package var incident: String
    package var incidentAddress: String
    package var received: Money
    package var bands: Bands
    package var passedOn: Money
    package var rule: String
    package var inferredOpening: Money?
    package var paths: [Path]
    package var more: Int
    /// The measures on the account over all incidents, the newest first.
    package var measures: [IncidentModel.Row]
    package var acts: [IncidentModel.Link]
    package var now: Timestamp

    package init(
        name: String, number: String, reveal: String? = nil, state: HTML, incident: String, incidentAddress: String,
        received: Money, bands: Bands, passedOn: Money, rule: String, inferredOpening: Money? = nil, paths: [Path],
        more: Int = 0, measures: [IncidentModel.Row], acts: [IncidentModel.Link] = [], now: Timestamp
    ) {
        self.name = name
        self.number = number
        self.reveal = reveal
        self.state = state
        self.incident = incident
        self.incidentAddress = incidentAddress
        self.received = received
        self.bands = bands
        self.passedOn = passedOn
        self.rule = rule
        self.inferredOpening = inferredOpening
        self.paths = paths
        self.more = more
        self.measures = measures
        self.acts = acts
        self.now = now
    }
}

package struct AccountPage {
    let model: AccountModel
    let language: Language

    package init(_ model: AccountModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        let acts = model.acts.map { HTML.button($0.words, to: $0.address, key: $0.key) }
        let facts: HTML = """
            <span>\(HTML.masked(model.number, revealAt: model.reveal, language))</span><span>\(model.state)</span>\
            <span>\(model.incident)</span>
            """
        return frame.page(
            title: model.name,
            """
            \(frame.heading("\(model.name)", facts: facts, end: "<span class=\"acts\">\(acts)</span>"))
            <div class="stack">\(sums)<div class="two">\(why)\(measures)</div></div>
            """)
    }

    private var sums: HTML {
        let passed: HTML = "<i>+</i><div><dt>\(language(.passedOn))</dt><dd>\(model.passedOn.description)</dd></div>"
        let parts = [Fate.held, .atLarge, .exited].map { fate -> HTML in
            """
            <div class="\(fate.tone.rawValue)"><dt>\(HTML.icon(fate.icon))\(language(fate.words))</dt><dd>\(model.bands[fate].description)</dd></div>
            """
        }
        let opening: HTML? = model.inferredOpening.map {
            "<span class=\"end\">\(language(.inferredOpening($0.description)))</span>"
        }
        return """
            <section class="panel"><header><h2>\(language(.thisMoney))</h2><dl class="eqs"><div><dt>\(language(.receivedHere))</dt>\
            <dd>\(model.received.description)</dd></div><i>=</i>\(parts.joined(separator: "<i>+</i>"))\(passed)</dl>\(opening)</header></section>
            """
    }

    private var why: HTML {
        let paths = model.paths.map { path -> HTML in
            let hops = path.hops.map { hop -> HTML in
                """
                <li>\(HTML.time(hop.at, asOf: model.now))<span class="d a"></span><div>\(hop.from) → \(hop.to)　<b>\(hop.carried.description)</b>\
                <small>\(language(.partOfTransfer(hop.whole.description)))</small></div></li>

                """
            }
            return """
                <section class="fs"><h3>\(path.amount.description) \(language(.yuan))　<span class="mut">\(path.fate)</span></h3><ol class="tl">\(hops)</ol></section>

                """
        }
        let body: HTML = paths.isEmpty ? .empty(language(.nothingHere)) : paths.joined()
        let more: HTML? = model.more > 0 ? "<p class=\"none\">\(language(.morePaths(model.more)))</p>" : nil
        return """
            <section class="panel" id="why"><header><h2>\(language(.whyHere))</h2><span class="end">\(model.rule)</span></header>\(body)\(more)</section>
            """
    }

    private var measures: HTML {
        let rows = model.measures.map { row -> HTML in
            let acts = row.acts.map { #"<a class="btn sm" href="\#(address: $0.address)">\#($0.words)</a>"# as HTML }
            return """
                <li class="line"><span class="what"><b>\(row.name)</b><small>\(row.detail)</small></span>\(row.state)<span class="end">\(acts)</span></li>

                """
        }
        let body: HTML = rows.isEmpty ? .empty(language(.noMeasures)) : "<ul class=\"lines-in\">\(rows)</ul>"
        return """
            <section class="panel" id="measures"><header><h2>\(language(.measures))</h2><span class="n">\(rows.count)</span></header>\(body)</section>
            """
    }
}
