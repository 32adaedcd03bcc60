internal import Primitives
internal import Recovery

/// How the papers of a return are laid out, with the fields of the official forms.
extension PaperForm {
    var returnPaper: PrintedPage {
        switch kind {
        case .returnApplication: application
        case .returnFlow: flow
        case .returnReport: report
        case .returnNotice: publicNotice
        case .returnDecision: decision
        case .notice, .freezeOrder, .releaseOrder, .complaintAnswer, .objectionReceipt, .aidApplication, .aidDecision:
            objectionReceipt
        }
    }

    private typealias Row = (label: String, value: String)

    private func row(_ label: Text, _ value: String) -> Row { (language(label), value) }

    private var accountRow: Row { row(.frozenAccount, "\(fact("holder"))　\(fact("bank"))　\(number)") }

    private func payee(_ facts: JSON) -> String {
        guard let full = facts["payeeNumber"]?.string else { return language(.lineToFill) }
        let number = showsNumbers ? full : MaskedValue.Kind.accountNumber.masked(full)
        return "\(facts["payeeName"]?.string ?? "—")　\(facts["payeeBank"]?.string ?? "—")　\(number)"
    }

    private var shares: [JSON] { facts["shares"]?.array ?? [] }

    private func cells(_ facts: JSON, _ names: String...) -> [String] { names.map { facts[$0]?.string ?? "—" } }

    // MARK: the application

    private var application: PrintedPage {
        let identity = facts["identity"]?.string.map {
            showsNumbers ? $0 : MaskedValue.Kind.identityNumber.masked($0)
        }
        let papers = fact("papers").split(separator: " ").compactMap { ReturnPaper(rawValue: String($0)) }
        let victim = [
            row(.nameWord, fact("name")), row(.sexWord, language(.sex(facts["sex"]?.string))),
            row(.identityWord, identity ?? language(.lineToFill)), row(.addressWord, language(.lineToFill)),
            row(.phoneWord, fact("phone")), row(.agentOnPaper, fact("agent")), row(.returnAccount, payee(facts)),
            row(.papersHandedIn, papers.map { language(.returnPaper($0)) }.joined(separator: language(.listComma))),
            row(.appliedOn, fact("applied")),
        ]
        let taken = [
            row(.takenBy, fact("unit")), caseField, row(.involvedAccount, accountRow.value),
            row(.lossOnPaper, fact("loss")),
        ]
        let frozen = [row(.frozenBy, fact("unit")), accountRow, row(.frozenOnPaper, fact("balance"))]
        let opinion: HTML = "\(PrintedPage.officers(language))<p class=\"officers\">\(language(.opinionLine))</p>"
        return PrintedPage(
            title: title,
            body: """
                \(PrintedPage.heading(language(.applicantTitle)))\(PrintedPage.fields(victim))\
                <p class="officers">\(language(.applicantSigns))</p>\
                \(PrintedPage.heading(language(.takenTitle)))\(PrintedPage.fields(taken))\(opinion)\
                \(PrintedPage.heading(language(.frozenTitle)))\(PrintedPage.fields(frozen))\(opinion)
                """,
            unit: fact("unit"))
    }

    // MARK: the flow

    private var flow: PrintedPage {
        let rows = facts["rows"]?.array ?? []
        let lines = rows.map { line -> [String] in
            let kind = line["kind"]?.string.flatMap(ReturnComputation.Line.Kind.init)
            let interval = cells(line, "least", "most")
            return cells(line, "time") + [kind.map { language(.entryKind($0)) } ?? "—"]
                + cells(line, "amount", "balance", "whose")
                + [interval[0] == "—" ? "—" : interval.joined(separator: "–")]
        }
        let count = Int(fact("lines")) ?? rows.count
        let columns: [PrintedPage.Column] = [
            (language(.timeWord), false), (language(.entryWord), false), (language(.sumInYuan), true),
            (language(.balanceWord), true), (language(.whoseWord), false), (language(.leastAndMost), true),
        ]
        let cut = count > rows.count ? language(.linesShown(rows.count, count)) + "\n" : String()
        let head = [
            accountRow, caseField, row(.openingWord, fact("opening")), row(.frozenOnPaper, fact("balance")),
            row(.ruleWord, fact("rule")),
        ]
        return PrintedPage(
            title: title,
            body: """
                \(PrintedPage.fields(head))\(PrintedPage.table(columns, lines))\
                \(PrintedPage.paragraphs(cut + language(.replayNote)))\(PrintedPage.officers(language))
                """,
            unit: fact("unit"))
    }

    // MARK: the report

    private var report: PrintedPage {
        let notice =
            facts["notice"]?.string == "yes"
            ? language(.noticeDays(fact("from"), .init(same: fact("until")))) : language(.noticeNotNeeded)
        let objections = language(
            .objectionsCounted(all: fact("objections"), upheld: fact("upheld"), rejected: fact("rejected")))
        let rows = [
            accountRow, caseField,
            row(.frozenTerm, language(.noticeDays(fact("frozenFrom"), .init(same: fact("frozenUntil"))))),
            row(.frozenOnPaper, fact("balance")), row(.totalToReturn, fact("total")),
            row(.staysFrozen, fact("rest")), row(.noticeOnPaper, notice), row(.objectionsTitle, objections),
        ]
        let columns: [PrintedPage.Column] = [
            (language(.victimWord), false), (language(.lossWord), true), (language(.directWord), true),
            (language(.poolWord), true), (language(.shareSum), true), (language(.payeeOnPaper), false),
        ]
        let lines = shares.map { cells($0, "name", "loss", "direct", "pool", "share") + [payee($0)] }
        let opinions = [Text.unitOpinion, .legalOpinion, .headOpinion].map { row($0, language(.opinionLine)) }
        return PrintedPage(
            title: title, addressee: language(.cityOrgan),
            body: """
                \(PrintedPage.paragraphs(language(.reportOpening(filing: fact("filing"), bank: fact("bank"), basis: fact("basis")))))\
                \(PrintedPage.fields(rows))\(PrintedPage.table(columns, lines))\
                \(PrintedPage.paragraphs(language(.sharesRule(fact("rule")))))\
                \(PrintedPage.fields(opinions))\(PrintedPage.officers(language))
                """,
            unit: fact("unit"))
    }

    // MARK: the public notice

    private var publicNotice: PrintedPage {
        let isProvisional = facts["provisional"]?.string == "yes"
        let days = Text.noticeDays(
            fact("from"), isProvisional ? Text.provisional(fact("until")) : .init(same: fact("until")))
        let rows = [
            row(.frozenAccount, "\(fact("holder"))　\(fact("bank"))　\(fact("account"))"),
            row(.frozenOnPaper, fact("balance")), row(.totalToReturn, fact("total")),
            row(.staysFrozen, fact("rest")),
            row(.noticeTermWord, language(days)),
        ]
        let columns: [PrintedPage.Column] = [
            (language(.victimAndCard), false), (language(.lossWord), true), (language(.shareSum), true),
        ]
        let lines = shares.map { share -> [String] in
            let (name, card) = (share["name"]?.string ?? "—", share["card"]?.string ?? "—")
            return [language(.nameAndCard(name, card))] + cells(share, "loss", "share")
        }
        let opening = Text.publicNoticeOpening(filing: fact("filing"), basis: fact("basis"), term: worded("term"))
        let objecting = Text.howToObject(until: fact("until"), unit: fact("unit"), telephone: fact("telephone"))
        return PrintedPage(
            title: title,
            body: """
                \(PrintedPage.paragraphs(language(opening)))\(PrintedPage.fields(rows))\
                \(PrintedPage.table(columns, lines))\(PrintedPage.paragraphs(language(objecting)))
                """,
            unit: fact("unit"))
    }

    // MARK: the decision

    private var decision: PrintedPage {
        let columns: [PrintedPage.Column] = [
            (language(.victimWord), false), (language(.shareSum), true), (language(.payeeOnPaper), false),
        ]
        let lines = shares.map { cells($0, "name", "share") + [payee($0)] }
        let rows = [
            accountRow, caseField, row(.frozenOnPaper, fact("balance")), row(.totalReturned, fact("total")),
        ]
        let counterfoil = [
            row(.decisionNumberWord, fact("number")), accountRow, row(.totalReturned, fact("total")),
            row(.decidedOn, fact("decided")),
        ]
        let opening = Text.decisionOpening(basis: fact("basis"), bank: fact("bank"), limit: worded("limit"))
        return PrintedPage(
            title: title, addressee: fact("bank"),
            body: """
                \(PrintedPage.paragraphs(language(opening)))\(PrintedPage.fields(rows))\(PrintedPage.table(columns, lines))\
                \(PrintedPage.officers(language))
                """,
            unit: fact("unit"), receipt: language(.bankReceipt),
            counterfoil:
                "\(PrintedPage.heading(language(.counterfoil)))\(PrintedPage.fields(counterfoil))\(PrintedPage.officers(language))"
        )
    }

    // MARK: the receipt of an objection

    private var objectionReceipt: PrintedPage {
        let opening = Text.objectionReceived(
            received: fact("received"), bank: fact("bank"), account: fact("account"))
        let after = Text.objectionIsExamined(
            unit: fact("unit"), telephone: fact("telephone"), basis: fact("basis"))
        return PrintedPage(
            title: title, addressee: fact("objector"),
            body: PrintedPage.paragraphs([language(opening), fact("text"), language(after)].joined(separator: "\n")),
            unit: fact("unit"))
    }
}
