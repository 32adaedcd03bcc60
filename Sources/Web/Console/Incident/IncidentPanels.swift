internal import Primitives

extension IncidentPage {
    /// One table of at most so many rows; the rest is counted and summed up.
    private static let ordersMost = 50

    /// The measures, the largest recoverable amount first; accounts without money of the case are folded.
    var orders: HTML {
        let all = model.orders.filter(\.isOpen)
        let open = all.prefix(Self.ordersMost)
        let folded = model.orders.filter { !$0.isOpen }.prefix(Self.ordersMost - open.count)
        let left = model.orders.count - open.count - folded.count
        let columns = [
            Column(language(.tierColumn)), Column(language(.account)), Column(language(.stateColumn)),
            Column(language(.tracedYuan), isNumber: true), Column(language(.heldYuan), isNumber: true),
            Column(language(.termLeft), isNumber: true), Column(language(.timesUsed), isNumber: true),
        ]
        let rest: HTML? =
            folded.isEmpty
            ? nil
            : """
            <details class="fold"><summary>\(language(.foldedOrders(folded.count)))</summary>\
            \(HTML.table(language(.foldedOrders(folded.count)), layout: "ot", columns: columns, rows: folded.map(row)))</details>
            """
        let body: HTML =
            open.isEmpty
            ? .empty(language(.noOrders))
            : .table(language(.stopOrders), layout: "ot", columns: columns, rows: open.map(row))
        return """
            <section class="panel" id="orders"><header><h2><a class="quiet" href="#orders" data-key="o">\(language(.stopOrders))</a></h2>\
            <span class="n">\(model.orders.count)</span><span class="end">\(language(.byRecoverable))</span></header>\(body)\(rest)\
            \(when: left > 0, "<p class=\"none\">\(language(.ordersLeft(left)))</p>")</section>
            """
    }

    private func row(_ order: IncidentModel.Order) -> HTML {
        let claims: HTML? =
            order.otherClaims > 0 ? "<small class=\"warn\">\(language(.otherClaims(order.otherClaims)))</small>" : nil
        let ends: HTML = order.ends.map { .legalClock(until: $0, asOf: model.now, language) } ?? "—"
        return """
            <tr id="a-\(order.account)" data-row><td>\(language.tierNumber(order.tier))</td><th scope="row" class="acct">\
            <a class="t" href="\(address: order.address)">\(order.holder)</a>　\(order.bank)\
            <small>\(HTML.masked(order.number, revealAt: order.reveal, language))</small>\(claims)</th>\
            <td>\(order.state)<small>\(order.detail)</small></td>\(HTML.moneyCell(order.traced, language))\
            <td class="num"><b>\(HTML.money(order.held))</b></td><td class="num">\(ends)</td><td class="num">\(order.uses ?? "—")</td></tr>

            """
    }

    var inquiries: HTML {
        panel("inquiries", .inquiries, count: model.inquiries.count, rows: model.inquiries, empty: .noInquiries)
    }

    var holds: HTML {
        panel("holds", .protectiveHolds, count: model.holds.count, rows: model.holds, empty: .noHolds)
    }

    private func panel(_ id: String, _ title: Text, count: Int, rows: [IncidentModel.Row], empty: Text) -> HTML {
        let lines = rows.map(line)
        let body: HTML = rows.isEmpty ? .empty(language(empty)) : "<ul class=\"lines-in\">\(lines)</ul>"
        return """
            <section class="panel" id="\(id)"><header><h2>\(language(title))</h2><span class="n">\(count)</span></header>\(body)</section>
            """
    }

    private func line(_ row: IncidentModel.Row) -> HTML {
        let acts = row.acts.map { #"<a class="btn sm" href="\#(address: $0.address)">\#($0.words)</a>"# as HTML }
        return """
            <li class="line"><span class="what"><b>\(row.name)</b><small>\(row.detail)</small></span>\(row.state)\
            <span class="end">\(acts)</span></li>

            """
    }

    var timeline: HTML {
        let lines = model.timeline.map { line -> HTML in
            """
            <li>\(HTML.time(line.at, asOf: model.now))<span class="d\(when: line.isOurs, " a")"></span>\
            <div>\(line.words)<small>\(line.ground)</small></div></li>

            """
        }
        return """
            <section class="panel" id="history"><header><h2>\(language(.whatHappened))</h2><span class="end">\(language(.newestFirst))</span></header>\
            <ol class="tl">\(lines)</ol></section>
            """
    }

    var missing: HTML? {
        guard !model.missing.isEmpty else { return nil }
        let items = model.missing.map { "<li>\($0)</li>" as HTML }
        let button = model.factsAddress.map { HTML.button(language(.addFacts), to: $0) }
        return """
            <section class="panel" id="missing"><header><h2>\(language(.stillToAsk))</h2><span class="n act">\(model.missing.count)</span></header>\
            <ol class="ask">\(items)</ol><p class="wait2">\(button)</p></section>
            """
    }

    /// Hardship aid for the victims, where somebody asked for it or this reader may enter that he does.
    var aids: HTML? {
        guard model.aidAddress != nil || !model.aids.isEmpty else { return nil }
        let link = model.aidAddress.map { #"<a href="\#(address: $0)">\#(language(.enterAid))</a>"# as HTML }
        let body: HTML =
            model.aids.isEmpty ? .empty(language(.noAidsHere)) : "<ul class=\"lines-in\">\(model.aids.map(line))</ul>"
        return """
            <section class="panel" id="aid"><header><h2>\(language(.aidTitle))</h2><span class="n">\(model.aids.count)</span>\
            <span class="end">\(link)</span></header>\(body)</section>
            """
    }

    var evidence: HTML {
        let files = model.evidence.map { file -> HTML in
            """
            <li class="line"><span class="what"><a class="t" href="\(address: file.address)">\(file.name)</a><small>\(file.detail)</small>\
            <small class="mono" title="\(file.hash)">SHA-256 \(String(file.hash.prefix(12)))…</small></span></li>

            """
        }
        let list: HTML = files.isEmpty ? .empty(language(.noEvidence)) : "<ul class=\"lines-in\">\(files)</ul>"
        return """
            <section class="panel" id="evidence"><header><h2>\(language(.evidence))</h2><span class="n">\(files.count)</span></header>\
            \(list)\(upload)</section>
            """
    }

    private var upload: HTML? {
        guard let address = model.uploadAddress else { return nil }
        return """
            <form class="fs2" method="post" action="\(address: address)" enctype="multipart/form-data">\(model.formFields)\
            <label for="f-file">\(language(.addEvidence))</label><input id="f-file" type="file" name="file" required>\
            <p class="note">\(language(.evidenceKinds))</p>\(HTML.submit(language(.keepEvidence)))</form>
            """
    }
}
