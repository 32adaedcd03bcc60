internal import Primitives

extension FundFlowPicture {
    /// The picture's text alternative: every transfer under the account it came from, exits and cut-offs among them.
    package func table(_ language: Language) -> HTML {
        var rows: [HTML] = []
        var told: Set<String> = []
        for account in accounts where account.isVictim {
            rows.append(victimRow(account, language))
            told.insert(account.id)
            addRows(from: account, depth: 1, to: &rows, told: &told, language)
        }
        let columns = [
            Column(language(.tierColumn)), Column(language(.account)), Column(language(.from)),
            Column(language(.amountInYuan), isNumber: true), Column(language(.time)), Column(language(.fate)),
        ]
        let sums: HTML = """
            <th scope="row" colspan="3">\(language(.total))</th>\(HTML.moneyCell(lost.total, language))<td></td>\
            <td>\(fates(lost, language))</td>
            """
        return .table(
            language(.fundFlowTable) + "　" + summary(language), layout: "nest", columns: columns, rows: rows, sums: sums
        )
    }

    private func addRows(
        from account: Account, depth: Int, to rows: inout [HTML], told: inout Set<String>, _ language: Language
    ) {
        for ribbon in ribbons.filter({ $0.from == account.id }).sorted(by: { $0.moment < $1.moment }) {
            guard let target = accounts.first(where: { $0.id == ribbon.to }) else { continue }
            rows.append(row(ribbon, from: account, to: target, depth: depth, language))
            if told.insert(target.id).inserted {
                addRows(from: target, depth: depth + 1, to: &rows, told: &told, language)
            }
        }
        for exit in exits where exit.from == account.id {
            let moment = exit.moment.minute(asOf: now)
            rows.append(
                end(exit.kind, from: account, Bands(exited: exit.amount), moment: moment, depth: depth, language))
        }
        for cut in cutOffs where cut.from == account.id {
            let words =
                language(.cutOff(cut.accounts, cut.bands.total.description)) + (language == .zh ? "，" : ", ")
                + cut.reason
            rows.append(end(words, from: account, cut.bands, moment: "", depth: depth, language))
        }
    }

    private func victimRow(_ account: Account, _ language: Language) -> HTML {
        let protection = account.isProtected ? HTML.state(account.state, .back, icon: .shield) : "\(account.state)"
        return """
            <tr><td>\(language(.victim))</td><th scope="row">\(name(account, language))</th><td></td>\
            \(HTML.moneyCell(account.received, language))<td></td><td>\(protection)</td></tr>

            """
    }

    private func row(_ ribbon: Ribbon, from: Account, to: Account, depth: Int, _ language: Language) -> HTML {
        """
        <tr><td>\(language(.tier(to.tier)))</td><th scope="row" class="in\(min(depth, 6))">\(name(to, language))</th>\
        <td>\(from.holder) \(from.lastFour)</td>\(HTML.moneyCell(ribbon.amount, language))\
        <td>\(ribbon.moment.minute(asOf: now))</td><td>\(fates(ribbon.bands, language))<small>\(to.state)</small></td></tr>

        """
    }

    private func end(_ words: String, from: Account, _ bands: Bands, moment: String, depth: Int, _ language: Language)
        -> HTML
    {
        """
        <tr><td></td><th scope="row" class="in\(min(depth, 6))">\(words)</th><td>\(from.holder) \(from.lastFour)</td>\
        \(HTML.moneyCell(bands.total, language))<td>\(moment)</td><td>\(fates(bands, language))</td></tr>

        """
    }

    private func name(_ account: Account, _ language: Language) -> HTML {
        """
        <a class="t" href="\(address: account.address)">\(account.holder)</a>　\(account.bank)\
        \(when: !account.lastFour.isEmpty, " \(language(.tail(account.lastFour)))")
        """
    }

    private func fates(_ bands: Bands, _ language: Language) -> HTML {
        bands.parts.map { fate, amount -> HTML in
            .state("\(language(fate.words)) \(amount)", fate.tone, icon: fate.icon)
        }
        .joined(separator: "　")
    }
}
