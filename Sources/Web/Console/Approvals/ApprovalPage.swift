internal import Access
internal import Primitives

/// One request that asks: may this go out?
struct ApprovalModel: Sendable {
    struct Line: Sendable {
        var id: String
        var sum: Money?
        var tier: Int?
        var account: AccountShown?
        /// The transfer that led there.
        var transferAmount: Money?
        var transferTime: Timestamp?
        /// Entries are asked for from here on.
        var from: Timestamp?
        /// When the measure ends as it stands.
        var endsAt: Timestamp?
        var reason: String?
        var authority: AuthorityShown?

        init(id: String, sum: Money?, tier: Int?) {
            self.id = id
            self.sum = sum
            self.tier = tier
        }
    }

    var id: String
    var act: Act
    var state: Approval.State
    var obstacle: Refusal?
    var maker: String
    var madeAt: Timestamp
    var incident: String?
    var about: String
    var lines: [Line]
    var isExtension: Bool
    var total: Money
    var basis: [String]
    var term: String
    var next: String?
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language
    var error: String?

    func html(in frame: Frame) -> HTML {
        let title = language(isExtension ? .askedExtension : .askedAct(act))
        let sum = total.isPositive ? "　\(total) \(language(.yuan))" : ""
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)　\(language(.items(lines.count)))\(sum)", facts: "<span>\(about)</span>", end: clock))\
            \(HTML.fault(error))
            <form method="post" action="\(address: Address.approval(id).path)" class="two">\(hiddenFields)
            <section class="panel"><header><h2>\(language(.linesHeading))</h2><span class="end">\(language(.leaveOutHint))</span></header>\(table)</section>
            <aside class="rail"><section class="panel"><header><h2>\(language(.whatIsAsked))</h2></header><div class="fs">\(facts)</div>\(decision)</section></aside></form>
            """)
    }

    private var clock: HTML {
        let wait: HTML = #"<b data-up="\#(madeAt.milliseconds)">\#((now - madeAt).counting(language))</b>"#
        return "<span class=\"sec\">\(language(.waitedFor)) \(wait)</span>"
    }

    private var facts: HTML {
        let incidentLink: HTML? = incident.map { id -> HTML in
            "<dt>\(language(.incident))</dt><dd><a href=\"\(address: Address.incident(id).path)\">\(about)</a></dd>"
        }
        return """
            <dl class="kv"><dt>\(language(.maker))</dt><dd>\(maker)　\(HTML.time(madeAt, asOf: now))</dd>\(incidentLink)\
            <dt>\(language(.lawBasis))</dt><dd>\(basis.joined(separator: "；"))</dd><dt>\(language(.effectWord))</dt>\
            <dd>\(language(.consequence(of: act, isExtension: isExtension)))</dd><dt>\(language(.termWord))</dt><dd>\(term)</dd>\
            <dt>\(language(.remedyTitle))</dt><dd>\(language(.remedyWords))</dd></dl>
            """
    }

    // MARK: lines

    private var table: HTML {
        if let authority = lines.first?.authority {
            return "<div class=\"fs\">\(authority.html(now, language))</div>" + include(lines[0])
        }
        let columns = [
            Column(language(.goesOut)), Column(language(.account)), Column(language(.ledThere)),
            Column(language(.fourItems)), Column(language(.sumInYuan), isNumber: true),
        ]
        return .table(language(.linesHeading), layout: "ot", columns: columns, rows: lines.map(row))
    }

    private func include(_ line: Line) -> HTML { #"<input type="hidden" name="line" value="\#(line.id)">"# }

    private func row(_ line: Line) -> HTML {
        let box: HTML =
            lines.count > 1 && canDecide
            ? #"<input type="checkbox" name="line" value="\#(line.id)" checked aria-label="\#(language(.goesOut))">"#
            : include(line) + HTML.icon(.pass)
        return """
            <tr data-line><td>\(box)</td><th scope="row">\(line.account?.cell)</th><td>\(led(line))</td><td>\(items(line))</td>\
            \(HTML.moneyCell(line.sum, language))</tr>
            """
    }

    private func led(_ line: Line) -> HTML {
        let tier: HTML? = line.tier.map { "\(language(.tier($0)))　" }
        if let from = line.from { return "\(tier)\(language(.entriesSince)) \(HTML.time(from, asOf: now))" }
        let ends: HTML? = line.endsAt.map { "<small>\(language(.ends($0.minute(asOf: now))))</small>" }
        guard let amount = line.transferAmount, let time = line.transferTime else {
            return "\(tier)\(line.reason)\(ends)"
        }
        let reason: HTML? = line.reason.map { "<small>\(language(.reasonWord(Text.machineReason($0))))</small>" }
        return "\(tier)\(HTML.time(time, asOf: now)) \(language(.cameIn)) \(amount.description)\(reason)\(ends)"
    }

    /// The four items that the bank will check; without one of them nothing could go out.
    private func items(_ line: Line) -> HTML {
        guard line.transferAmount != nil else { return "<span class=\"mut\">—</span>" }
        let all: [(Text, Bool)] = [
            (.itemName, line.account?.holder != nil), (.itemNumber, line.account != nil),
            (.itemAmount, line.transferAmount?.isPositive == true), (.itemTime, line.transferTime != nil),
        ]
        let words = all.map { item, isThere -> HTML in
            "<span class=\"\(isThere ? "back" : "danger")\">\(HTML.icon(isThere ? .ok : .alert)) \(language(item))</span>"
        }
        return "\(words.joined(separator: "　"))"
    }

    // MARK: deciding

    private var canDecide: Bool { obstacle == nil && state == .waiting }

    private var decision: HTML {
        guard canDecide else {
            let words: Text =
                state != .waiting
                ? .approvalState(state) : obstacle == .ownRequest ? .ownNeedsAnother : .needsHigherLevel
            return "<div class=\"fs\"><p>\(HTML.icon(.pair)) \(language(words))</p></div>\(nextLink)"
        }
        let words = language(.approveAndSend(language(.askedAct(act)), lines.count, total.isPositive ? total : nil))
        return """
            <div class="fs"><p>\(language(.approveHint))</p><p class="pad"><button class="btn pri" name="decision" value="approve" data-key="y" data-seen>\
            \(words) <kbd>Y</kbd></button></p></div>
            <div class="fs g"><div><label for="f-reason">\(language(.reasonToReturn))</label><textarea class="f" id="f-reason" name="reason" rows="2" data-key="x"></textarea></div>\
            <p><button class="btn bad" name="decision" value="return">\(language(.giveBack)) <kbd>X</kbd></button></p></div>\(nextLink)
            """
    }

    private var nextLink: HTML? {
        next.map {
            "<div class=\"fs\">\(HTML.button(language(.nextRequest), to: Address.approval($0).path, key: "J"))</div>"
        }
    }
}
