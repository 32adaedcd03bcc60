internal import Primitives

/// Writes a layout down as SVG, by classes and presentation attributes only.
struct FundFlowDrawing {
    let layout: FundFlowLayout
    let language: Language

    private var picture: FundFlowPicture { layout.columns.picture }

    /// The picture; it is one stop of the Tab key, from where the script's arrow keys lead on.
    func svg() -> HTML {
        let size: HTML = "\(Int(layout.width.rounded(.up))) \(Int(layout.height.rounded(.up)))"
        let isWide = layout.width > FundFlowLayout.leastWidth
        return """
            <svg class="pic\(when: isWide, " wide")" viewBox="0 0 \(size)" width="\(Int(layout.width.rounded(.up)))" role="group" \
            aria-labelledby="h-flow" aria-describedby="flow-sum" data-key="f">
            \(headings)
            <g class="ribs">\(flowsBySize.map(ribbon))</g>
            \(layout.columns.columns.indices.map(cards))
            \(layout.columns.columns.joined().compactMap(note))
            <g class="am">\(layout.labels.map(label))</g><rect class="ring" rx="7" width="0" height="0"/></svg>
            """
    }

    private var headings: HTML {
        var parts: [HTML] = []
        for tier in Set(picture.accounts.map(\.tier)).sorted() {
            let x = layout.x(ofColumn: tier)
            let (title, sums) = heading(ofTier: tier)
            parts.append(
                "<text class=\"h\" x=\"\(x)\" y=\"16\">\(title)<tspan class=\"hs\" x=\"\(x)\" dy=\"18\">\(sums)</tspan></text>"
            )
        }
        if !picture.exits.isEmpty {
            let (x, sum) = (layout.x(ofColumn: layout.columns.exitColumn), picture.exits.map(\.amount).reduce(.zero, +))
            parts.append(
                """
                <text class="h fx" x="\(x)" y="16">\(language(.exited))<tspan class="hs" x="\(x)" dy="18">\(sum.wholeYuan)</tspan></text>
                """)
        }
        return "\(parts)<path class=\"tier\" d=\"M0 45.5H\(layout.width)\"/>"
    }

    private func heading(ofTier tier: Int) -> (String, String) {
        let accounts = picture.accounts.filter { $0.tier == tier }
        if tier == 0 {
            let victims = Set(accounts.map(\.id))
            let paid = picture.ribbons.filter { victims.contains($0.from) }.map(\.transfers).reduce(0, +)
            return (language(.victim), language(.transfersOut(paid)))
        }
        let (received, held) = (accounts.map(\.received).reduce(.zero, +), accounts.map(\.bands.held).reduce(.zero, +))
        let count = accounts.map(\.accounts).reduce(0, +)
        return (
            language(.tierHeading(tier, accounts: count)),
            language(.receivedAndHeld(received.wholeYuan, held.wholeYuan))
        )
    }

    /// The largest first, so that the thin ones lie on top and the arrow keys find the largest at once.
    private var flowsBySize: [Int] {
        let flows = layout.columns.flows
        return flows.indices.sorted { (flows[$1].bands.total, $0) < (flows[$0].bands.total, $1) }
    }

    /// A flow from end to end, with what it is as its title: one shape per band, or one line where it is too thin for bands.
    private func ribbon(_ index: Int) -> HTML {
        let flow = layout.columns.flows[index]
        let ends: HTML? =
            flow.ribbon == nil ? nil : " data-f=\"c\(flow.path.first ?? 0)\" data-t=\"c\(flow.path.last ?? 0)\""
        let shapes = flow.width < Self.leastBanded ? thinLine(index) : bands(of: index)
        return "<g\(ends)>\(title(of: flow))\(shapes)</g>\n"
    }

    /// Below so many pixels a flow is one line in the colour of its largest band.
    private static let leastBanded = 5.0

    private func bands(of index: Int) -> HTML {
        let flow = layout.columns.flows[index]
        var depth = 0.0
        var shapes = HTML()
        for (fate, amount) in flow.bands.parts {
            let width = flow.width * Double(amount.fen) / Double(flow.bands.total.fen)
            shapes += "<path d=\"\(outline(layout.hops[index], from: depth, width: width))\"\(fate.fill)/>"
            depth += width
        }
        return shapes
    }

    private func thinLine(_ index: Int) -> HTML {
        let flow = layout.columns.flows[index]
        let fate = flow.bands.parts.max { $0.amount < $1.amount }?.fate ?? .atLarge
        let line = edge(layout.hops[index], offset: flow.width / 2)
        return "<path class=\"l-\(fate.tone.rawValue)\" d=\"\(line)\" stroke-width=\"\(flow.width)\"/>"
    }

    private func title(of flow: FundFlowColumns.Flow) -> HTML? {
        guard let index = flow.ribbon else { return nil }
        let ribbon = picture.ribbons[index]
        let count = ribbon.transfers > 1 ? "　" + language(.transfers(ribbon.transfers)) : ""
        return "<title>\(ribbon.moment.minute(asOf: picture.now))　\(ribbon.amount.description)\(count)</title>"
    }

    /// A band's outline: its upper edge to the right, its lower edge back, straight through the lanes it passes.
    private func outline(_ hops: [FundFlowLayout.Hop], from depth: Double, width: Double) -> HTML {
        let back = hops.reversed().map { FundFlowLayout.Hop(x0: $0.x1, y0: $0.y1, x1: $0.x0, y1: $0.y0) }
        var lower = HTML()
        for (place, hop) in back.enumerated() {
            if place > 0 { lower += "H\(hop.x0)" }
            lower += curve(hop)
        }
        return "\(edge(hops, offset: depth))v\(width)\(lower)z"
    }

    private func edge(_ hops: [FundFlowLayout.Hop], offset: Double) -> HTML {
        guard let first = hops.first else { return HTML() }
        var path: HTML = "M\(first.x0) \(first.y0 + offset)"
        for (place, hop) in hops.enumerated() {
            if place > 0 { path += "H\(hop.x0)" }
            path += curve(hop)
        }
        return path
    }

    /// From one column to the next, level at both ends; in relative terms, which are shorter.
    private func curve(_ hop: FundFlowLayout.Hop) -> HTML {
        let (across, down) = (hop.x1 - hop.x0, hop.y1 - hop.y0)
        if abs(down) < 0.05 { return "H\(hop.x1)" }
        let (half, whole): (HTML, HTML) = ("\(across / 2)", "\(across)")
        let fall: HTML = down < 0 ? "\(down)" : " \(down)"
        return across < 0 ? "c\(half) 0\(half)\(fall)\(whole)\(fall)" : "c\(half) 0 \(half)\(fall) \(whole)\(fall)"
    }

    private func label(_ label: FundFlowLayout.Label) -> HTML {
        let flows = label.flows.map { layout.columns.flows[$0] }
        let ribbons = flows.compactMap { flow in flow.ribbon.map { picture.ribbons[$0] } }
        let sum = ribbons.map(\.amount).reduce(.zero, +)
        let count = ribbons.map(\.transfers).reduce(0, +)
        let times = ribbons.map(\.moment).sorted().map { $0.minute(asOf: picture.now) }
        let words = count > 1 ? language(.transfers(count)) : times.first ?? ""
        let x = label.x.rounded()
        return
            "<text x=\"\(x)\" y=\"\((label.y - 1).rounded())\">\(sum.wholeYuan)<tspan x=\"\(x)\" dy=\"13\">\(words)</tspan></text>\n"
    }
}

extension FundFlowDrawing {
    /// A tier's cards, from top to bottom.
    private func cards(ofColumn column: Int) -> HTML? {
        let cards = layout.columns.columns[column].compactMap(card)
        guard !cards.isEmpty else { return nil }
        return "<g role=\"group\" aria-label=\"\(heading(ofTier: column).0)\">\(cards)</g>"
    }

    /// Its words, in their order, are also the link's name for screen readers.
    private func card(_ item: Int) -> HTML? {
        guard case .account(let index) = layout.columns.items[item].thing else { return nil }
        let account = picture.accounts[index]
        let box = layout.boxes[item]
        let lines = account.inferredOpening == nil ? 3 : 4
        let first = box.height / 2 - Double(lines) * 8.5 + 12.5
        return """
            <a id="c\(item)" href="\(address: account.address)" transform="translate(\(box.x) \(box.y))" class="k-\(look(account).look)"\(marks(account))>\
            <rect width="158" height="\(box.height)" rx="4"/>\(stripe(account, height: box.height))\
            <use href="#i-\(look(account).icon.rawValue)" x="15" y="\(first + Double(lines - 1) * 17 - 9.5)" width="11" height="11"/>\
            <text x="15" y="\(first)"><tspan class="nm">\(shortened(account))</tspan>\u{2002}\(account.bank) \
            <tspan x="15" dy="17">\(secondLine(account)) </tspan>\(openingLine(account))\
            <tspan class="s" x="30" dy="17">\(account.state) </tspan>\(clock(account))</text></a>

            """
    }

    /// The holder as far as he and his bank fit the card's first line; the account's page and the table have him whole.
    private func shortened(_ account: FundFlowPicture.Account) -> String {
        var room = Self.firstLine - account.bank.ems
        guard account.holder.ems > room else { return account.holder }
        var text = ""
        for character in account.holder {
            room -= String(character).ems
            if room < 1 { break }
            text.append(character)
        }
        return text + "…"
    }

    /// What fits beside the edge of a card at 13 px, less the space between, in widths of a Chinese character.
    private static let firstLine = 10.4

    private func marks(_ account: FundFlowPicture.Account) -> HTML {
        """
        \(attribute: "data-act", if: account.needsAct)\(attribute: "data-fold", if: account.accounts > 1)\
        \(attribute: "data-row", account.row)\(attribute: "data-say", account.note)
        """
    }

    private func secondLine(_ account: FundFlowPicture.Account) -> String {
        let amount = account.received.wholeYuan
        if account.accounts > 1 { return language(.received(amount)) }
        return language(
            account.isVictim ? .tailPaid(account.lastFour, amount) : .tailReceived(account.lastFour, amount))
    }

    private func openingLine(_ account: FundFlowPicture.Account) -> HTML? {
        account.inferredOpening.map { #"<tspan x="15" dy="17">\#(language(.inferredOpening($0.wholeYuan))) </tspan>"# }
    }

    /// The left edge to scale: held, at large, exited, passed on; an inferred opening hollow under it.
    private func stripe(_ account: FundFlowPicture.Account, height: Double) -> HTML {
        let scale = layout.columns.scale
        let parts: [(HTML, Money)] = [
            ("fh", account.bands.held), ("fl", account.bands.atLarge), ("fx", account.bands.exited),
            ("fb", account.bands.returned),
            ("fp", account.passedOn),
        ]
        let total = parts.map { Double($0.1.fen) * scale }.reduce(0, +)
        var y = max((height - total) / 2, 0)
        var shapes: [HTML] = []
        for (look, amount) in parts where amount.isPositive {
            let length = min(Double(amount.fen) * scale, height - y)
            shapes.append("<path class=\"\(look)\" d=\"M0 \(y)h6v\(length)H0z\"/>")
            y += length
        }
        if let opening = account.inferredOpening, y < height - 3 {
            let length = min(max(Double(opening.fen) * scale, 3), height - y - 1)
            shapes.append("<path class=\"op\" d=\"M.5 \(y)h5v\(length)h-5z\"/>")
        }
        return shapes.joined()
    }

    /// The class of a card and the icon of its state.
    private func look(_ account: FundFlowPicture.Account) -> (look: HTML, icon: Icon) {
        if account.isProtected { return ("safe", .shield) }
        switch account.border {
        case .held: return ("held", .held)
        case .unknown: return ("open", account.isHub ? .hub : .large)
        case .emptied: return ("empty", account.isHub ? .hub : .pass)
        }
    }

    private func clock(_ account: FundFlowPicture.Account) -> HTML? {
        switch account.clock {
        case nil: nil
        case .up(let since):
            #"<tspan class="e" x="150" data-up="\#(since.milliseconds)">\#((picture.now - since).counting(language))</tspan>"#
        case .down(let until):
            #"<tspan class="e" x="150" data-left="\#(until.milliseconds)">\#((until - picture.now).leftShort(language))</tspan>"#
        }
    }

    /// What ends a branch without a card: an exit, a cut-off, money going back.
    private func note(_ item: Int) -> HTML? {
        let box = layout.boxes[item]
        let middle = box.y + box.height / 2
        switch layout.columns.items[item].thing {
        case .account, .lane: return nil
        case .exit(let index):
            let exit = picture.exits[index]
            let width = layout.columns.flows[layout.columns.items[item].arriving[0]].width
            let times = exit.times > 1 ? " " + language(.transfers(exit.times)) : ""
            return """
                <path class="fx" d="M\(box.x) \(middle - width / 2)h6v\(width)h-6z"/><text x="\(box.x + 13)" y="\(middle - 11)" class="fx w6">\
                \(exit.kind)<tspan class="nm" x="\(box.x + 13)" dy="17">\(exit.amount.wholeYuan)</tspan>\
                <tspan class="ac" x="\(box.x + 13)" dy="16">\(exit.moment.minute(asOf: picture.now))\(times)</tspan></text>
                """
        case .cutOff(let index):
            let cut = picture.cutOffs[index]
            return stub(box, language(.cutOff(cut.accounts, cut.bands.total.wholeYuan)), cut.reason)
        case .back(let index):
            let ribbon = picture.ribbons[index]
            let target = picture.accounts.first { $0.id == ribbon.to }
            let name = [target?.holder, target?.lastFour].compactMap { $0 }.joined(separator: " ")
            return stub(
                box, language(.backTo(name)), ribbon.amount.wholeYuan + "　" + ribbon.moment.minute(asOf: picture.now))
        }
    }

    /// A short dashed end with its two lines of words.
    private func stub(_ box: FundFlowLayout.Box, _ first: String, _ second: String) -> HTML {
        """
        <path class="stub" d="M\(box.x + 2) \(box.y)V\(box.bottom)"/><text class="ac" x="\(box.x + 10)" y="\(box.y + 13)">\(first)\
        <tspan x="\(box.x + 10)" dy="15">\(second)</tspan></text>
        """
    }
}

extension String {
    /// The width in Chinese characters, about.
    fileprivate var ems: Double { reduce(0) { $0 + ($1.isASCII ? 0.58 : 1) } }
}

extension Duration {
    /// The time left on a card: `余47时`, under an hour `12:30`.
    fileprivate func leftShort(_ language: Language) -> String {
        if self <= .zero { return language(.termOver) }
        return self >= .hours(1) ? language(.hoursLeftShort(wholeSeconds / 3600)) : stopwatch
    }
}
