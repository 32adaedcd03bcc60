internal import Primitives

extension FundFlowPicture {
    /// The bare picture, for print and for other frames; the page brings the icon sheet and a heading `h-flow`.
    package func svg(_ language: Language) -> HTML {
        FundFlowDrawing(layout: FundFlowLayout(self), language: language).svg()
    }

    /// The accounts' order as drawn; the next drawing's `earlierOrder`.
    package var order: [String] { FundFlowLayout(self).order }

    /// The panel of an incident's page: equation, legend, picture, and the strip that says what is selected.
    package func figure(tableAddress: String, _ language: Language) -> HTML {
        """
        <figure class="panel flow" id="flow"><header><h2 id="h-flow">\(language(.fundFlow))</h2>\
        \(equation(language))\(legend(tableAddress, language))</header>
        <p class="vh" id="flow-sum">\(summary(language))</p>
        <div class="scroll pad">\(svg(language))</div>
        \(strip(language))</figure>
        """
    }

    /// Where the money is; once a decision on a return counts, it says so, and that the picture stays as traced.
    func equation(_ language: Language) -> HTML {
        guard let counted else { return HTML.equation(lost: lost.total, lost, language) }
        return """
            \(HTML.equation(lost: lost.total, counted, language))\(HTML.tag(language(.byDecision)))\
            <span class="mut xs">\(language(.flowByTrace))</span>
            """
    }

    private func legend(_ tableAddress: String, _ language: Language) -> HTML {
        let keys = [Fate.held, .atLarge, .exited].map { fate -> HTML in
            """
            <span><svg class="sw" aria-hidden="true"><rect width="22" height="10" rx="2"\(fate.fill)/></svg>\(language(fate.words))</span>
            """
        }
        return """
            <span class="end legend"><span>\(language(.bandsShowFate))</span>\(keys)\
            <a href="\(address: tableAddress)" data-key="t">\(language(.seeTable)) <kbd>T</kbd></a></span>
            """
    }

    private func strip(_ language: Language) -> HTML {
        """
        <div class="selbar"><p id="flow-say" role="status">\(summary(language))</p><p class="end"><kbd>←</kbd><kbd>→</kbd> \(language(.upDownTier))　\
        <kbd>↑</kbd><kbd>↓</kbd> \(language(.sameTier))　<kbd>End</kbd> \(language(.nextAct))　<kbd>Enter</kbd> \(language(.account))</p></div>
        """
    }
}
