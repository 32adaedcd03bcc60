internal import Primitives

/// The whole ledger on an incident's page, and on a page of its own: what is under no measure first.
package struct LedgerPage {
    let model: LedgerModel
    let language: Language

    package init(_ model: LedgerModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        let facts = model.facts.map { "<span>\($0)</span>" as HTML }
        let head = frame.heading("\(language(.wholeLedger))", facts: facts.joined())
        if let fault = model.fault {
            return frame.page(
                title: language(.wholeLedger), "\(head)\n<div class=\"errors\" role=\"alert\"><p>\(fault)</p></div>")
        }
        return frame.page(
            title: language(.wholeLedger),
            """
            \(head)
            <div class="stack">\(freePanel)<div class="two"><div class="stack">\(tiers)</div><div class="stack">\(starts)\(cuts)</div></div></div>
            """)
    }

    /// The panel on the incident's page.
    package var panel: HTML {
        let link = "<a href=\"\(address: model.address)\">\(language(.openLedger))</a>" as HTML
        if let fault = model.fault {
            return section("ledger", .wholeLedger, "<p class=\"none\">\(HTML.state(fault, .danger, icon: .alert))</p>")
        }
        let notFound = model.starts.filter { !$0.isFound }.map(line)
        let body: HTML = """
            \(when: !model.free.isEmpty, accounts(model.free, language(.freeFirst)))\
            \(when: !notFound.isEmpty, "<ul class=\"lines-in\">\(notFound)</ul>")
            """
        return section("ledger", .wholeLedger, body, sums: equation, end: link)
    }

    private func section(_ id: String, _ title: Text, _ body: HTML, sums: HTML? = nil, end: HTML? = nil) -> HTML {
        let end: HTML? = end.map { "<span class=\"end\">\($0)</span>" }
        return """
            <section class="panel flow" id="\(id)"><header><h2>\(language(title))</h2>\(sums)\(end)</header>\(body)</section>
            """
    }

    /// 起点 = 尚无措施 + 有措施 + …; what is nothing is left out, but for the first.
    private var equation: HTML {
        let parts = model.sums.map { sum -> HTML in
            "<div class=\"\(sum.tone.rawValue)\"><dt>\(sum.words)</dt><dd>\(sum.amount.description)</dd></div>"
        }
        return """
            <dl class="eqs"><div><dt>\(language(.tracedFromStart))</dt><dd>\(model.traced.description)</dd></div><i>=</i>\
            \(parts.joined(separator: "<i>+</i>"))</dl>
            """
    }

    private var freePanel: HTML {
        let more: HTML? = model.moreFree.map {
            "<p class=\"none\"><a href=\"\(address: $0.address)\">\($0.words)</a></p>"
        }
        let body: HTML =
            model.free.isEmpty
            ? .empty(language(.noneFree)) : accounts(model.free, language(.freeFirst)) + (more ?? HTML())
        return """
            <section class="panel" id="free"><header><h2>\(language(.freeFirst))</h2>\(equation)</header>\(body)</section>
            """
    }

    func accounts(_ accounts: [LedgerModel.Account], _ caption: String) -> HTML {
        let columns = [
            Column(language(.tierColumn)), Column(language(.account)), Column(language(.stateColumn)),
            Column(language(.receivedYuan), isNumber: true), Column(language(.presentYuan), isNumber: true),
            Column(language(.arrivedColumn), isNumber: true),
        ]
        return "<div class=\"scroll\">\(HTML.table(caption, columns: columns, rows: accounts.map(row)))</div>"
    }

    private func row(_ account: LedgerModel.Account) -> HTML {
        let name: HTML =
            account.address.map { #"<a class="t" href="\#(address: $0)">\#(account.holder)</a>"# }
            ?? "\(account.holder)"
        return """
            <tr data-row><td>\(language.tierNumber(account.tier))</td><th scope="row">\(name)　\(account.bank)\
            <small>\(HTML.masked(account.number, revealAt: account.reveal, language))</small></th><td>\(account.state)</td>\
            \(HTML.moneyCell(account.received, language))<td class="num"><b>\(HTML.money(account.present))</b></td>\
            <td class="num">\(account.arrived.minute(asOf: model.now))</td></tr>

            """
    }

    private var tiers: HTML {
        let folds = model.tiers.map { tier -> HTML in
            let more: HTML? = tier.more.map {
                "<p class=\"none\"><a href=\"\(address: $0.address)\">\($0.words)</a></p>"
            }
            return """
                <details class="fold"><summary>\(tier.title)</summary>\(banks(tier.groups, tier.title))\(more)</details>

                """
        }
        return """
            <section class="panel" id="tiers"><header><h2>\(language(.byTierAndBank))</h2></header>\(folds)\
            \(when: folds.isEmpty, .empty(language(.noSuchAccounts)))</section>
            """
    }

    func banks(_ groups: [LedgerModel.Group], _ caption: String) -> HTML {
        let columns = [
            Column(language(.bankWord)), Column(language(.accountsColumn), isNumber: true),
            Column(language(.receivedYuan), isNumber: true), Column(language(.freeYuan), isNumber: true),
            Column(language(.othersYuan), isNumber: true),
        ]
        let rows = groups.map { group -> HTML in
            """
            <tr data-row><th scope="row"><a class="t" href="\(address: group.address)">\(group.bank)</a></th><td class="num">\(group.accounts)</td>\
            \(HTML.moneyCell(group.received, language))<td class="num"><b>\(HTML.money(group.free))</b></td>\
            \(HTML.moneyCell(group.other, language))</tr>

            """
        }
        return "<div class=\"scroll\">\(HTML.table(caption, columns: columns, rows: rows))</div>"
    }

    private var starts: HTML {
        let more: HTML? = model.moreStarts.map { "<p class=\"none\">\($0)</p>" }
        let body: HTML =
            model.starts.isEmpty
            ? .empty(language(.noReports)) : "<ul class=\"lines-in\">\(model.starts.map(line))</ul>\(more)"
        return """
            <section class="panel" id="starts"><header><h2>\(language(.startsTitle))</h2></header>\(body)</section>
            """
    }

    private func line(_ start: LedgerModel.Start) -> HTML {
        let state: HTML = .state(
            start.finding, start.isFound ? .back : .warn, icon: start.isFound ? .ok : .alert)
        return "<li class=\"line\"><span class=\"what\">\(start.payment)</span>\(state)</li>\n"
    }

    private var cuts: HTML {
        let columns = [
            Column(language(.account)), Column(language(.stateColumn)),
            Column(language(.notFollowedYuan), isNumber: true), Column(language(.firstNotFollowed), isNumber: true),
        ]
        let rows = model.cuts.map { cut -> HTML in
            """
            <tr><th scope="row">\(cut.account)</th><td>\(cut.limit)</td>\(HTML.moneyCell(cut.amount, language))\
            <td class="num">\(cut.at.minute(asOf: model.now))</td></tr>

            """
        }
        let more: HTML? = model.moreCuts.map { "<p class=\"none\">\($0)</p>" }
        let body: HTML =
            rows.isEmpty
            ? .empty(language(.noCuts))
            : HTML.table(language(.cutsTitle), columns: columns, rows: rows) + (more ?? HTML())
        return """
            <section class="panel" id="cuts"><header><h2>\(language(.cutsTitle))</h2></header>\(body)</section>
            """
    }
}

/// What somebody opened of the whole ledger: a bank's accounts, a tier's banks, or all accounts under no measure.
package struct LedgerListPage {
    let model: LedgerListModel
    let language: Language

    package init(_ model: LedgerListModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        let page = LedgerPage(LedgerModel(address: "", now: model.now), language)
        let table: HTML =
            switch model.rows {
            case .accounts(let accounts): page.accounts(accounts, model.title)
            case .banks(let groups): page.banks(groups, model.title)
            }
        let body: HTML = model.count == 0 ? .empty(language(.noSuchAccounts)) : table
        return frame.page(
            title: model.title,
            """
            \(frame.heading("\(model.title)"))
            <section class="panel"><header><h2>\(model.title)</h2><span class="n">\(model.count)</span></header>\(body)\
            \(HTML.pager(first: model.first, next: model.next, language))</section>
            """)
    }
}
