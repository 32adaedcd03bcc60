package import Primitives

extension HTML {
    /// An amount in a table or text: `486,000.00`; zero in grey.
    package static func money(_ amount: Money) -> HTML {
        amount == .zero ? #"<span class="mut">0.00</span>"# : "\(amount.description)"
    }

    /// A cell with an amount, right-aligned; nil is a dash with a word for screen readers.
    package static func moneyCell(_ amount: Money?, _ language: Language) -> HTML {
        guard let amount else {
            return #"<td class="num"><span class="mut" aria-label="\#(language(.notKnown))">—</span></td>"#
        }
        return #"<td class="num">\#(money(amount))</td>"#
    }

    /// A key figure: from 1,000,000 yuan in units of ten thousand (245.62 万), its exact sum on hover and focus.
    package static func headline(_ amount: Money, _ language: Language) -> HTML {
        let exact = "\(amount) \(language(.yuan))"
        guard language == .zh, amount.fen >= 100_000_000 else {
            return #"<data value="\#(amount.fen)">\#(amount.description)</data>"#
        }
        let short = Money(fen: (amount.fen + 5000) / 10_000).description
        return #"<data value="\#(amount.fen)" title="\#(exact)" tabindex="0" aria-label="\#(exact)">\#(short) 万</data>"#
    }

    /// 被骗 = 已控 + 未控 + 流出 (+ 已返) on one line.
    package static func equation(
        lost: Money, _ bands: Bands, label: Text = .lost, _ language: Language
    ) -> HTML {
        let parts = equationParts(bands).map { fate, amount -> HTML in
            """
            <div class="\(fate.tone.rawValue)"><dt>\(icon(fate.icon))\(language(fate.words))</dt><dd>\(amount.description)</dd></div>
            """
        }
        return """
            <dl class="eqs"><div><dt>\(language(label))</dt><dd>\(lost.description)</dd></div><i>=</i>\
            \(parts.joined(separator: "<i>+</i>"))</dl>
            """
    }

    /// The same as key figures with shares and the bar under it, for the head of a board.
    package static func equationBlock(
        lost: Money, _ bands: Bands, label: Text = .lostTotal, _ language: Language
    ) -> HTML {
        let parts = equationParts(bands).map { fate, amount -> HTML in
            """
            <div><dt class="\(fate.tone.rawValue)">\(icon(fate.icon))\(language(fate.words))</dt>\
            <dd>\(headline(amount, language))<small>\(amount.percent(of: lost))%</small></dd></div>
            """
        }
        return """
            <div class="eq"><dl><div><dt>\(language(label))</dt><dd>\(headline(lost, language))</dd></div>\
            <div class="op" aria-hidden="true">=</div>\
            \(parts.joined(separator: "<div class=\"op\" aria-hidden=\"true\">+</div>"))</dl>\
            \(moneyBar(bands, height: 12, language))</div>
            """
    }

    /// The three bands of an amount as a bar, each with its own texture.
    package static func moneyBar(_ bands: Bands, height: Int = 10, _ language: Language) -> HTML {
        var edge = 0.0
        var rects: [HTML] = []
        for (fate, amount) in bands.parts {
            let share = Double(amount.fen) / Double(bands.total.fen) * 100
            if edge > 0 {
                rects.append(#"<rect x="\#(edge, places: 2)%" width="1.5" height="\#(height)" class="bs"/>"#)
            }
            let x: HTML = edge > 0 ? "\(edge + 0.12, places: 2)" : "0"
            rects.append(
                #"<rect x="\#(x)%" width="\#(max(share - 0.12, 0.3), places: 2)%" height="\#(height)"\#(fate.fill)/>"#)
            edge += share
        }
        let words = equationParts(bands).map { language(.amount(of: $0.words, $1)) }
            .joined(separator: language == .zh ? "，" : ", ")
        return """
            <svg class="bar" height="\(height)" role="img" aria-label="\(words)">\
            <rect class="b" width="100%" height="\(height)"/>\(rects)</svg>
            """
    }

    /// The amounts of a bar in whole yuan, under it in a list's row.
    package static func bandAmounts(_ bands: Bands, _ language: Language) -> HTML {
        let shown = bands.held.isPositive ? bands.parts : [(.held, .zero)] + bands.parts
        let parts = shown.map { fate, amount -> HTML in
            let tone = amount.isPositive ? fate.tone : .quiet
            return """
                <span class="\(tone.rawValue)">\(icon(fate.icon, label: language(fate.words))) \(amount.wholeYuan)</span>
                """
        }
        return #"<span class="parts">\#(parts)</span>"#
    }

    private static func equationParts(_ bands: Bands) -> [(Fate, Money)] {
        Fate.allCases.map { ($0, bands[$0]) }.filter { $0 != .returned || $1.isPositive }
    }
}

extension Bands {
    /// The amount of one fate.
    subscript(fate: Fate) -> Money {
        switch fate {
        case .held: held
        case .atLarge: atLarge
        case .exited: exited
        case .returned: returned
        }
    }
}

extension Fate {
    /// The fill of a band: a class for plain colour, a texture for the others.
    var fill: HTML {
        switch self {
        case .held: #" class="bh""#
        case .atLarge: #" fill="url(#p-large)""#
        case .exited: #" fill="url(#p-exit)""#
        case .returned: #" class="fb""#
        }
    }
}

extension HTML.StringInterpolation {
    /// A measure of a picture, rounded to `places` decimals, without trailing zeros.
    mutating func appendInterpolation(_ number: Double, places: Int = 1) {
        let scale = places == 1 ? 10 : 100
        let whole = Int((number * Double(scale)).rounded())
        let (quotient, rest) = abs(whole).quotientAndRemainder(dividingBy: scale)
        appendLiteral((whole < 0 ? "-" : "") + String(quotient))
        guard rest > 0 else { return }
        var digits = String(rest + scale).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        appendLiteral("." + digits)
    }
}
