internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Wire

/// One order as its bank sees it, and what is entered about it.
struct BankOrderModel: Sendable {
    var act: BankAct
    var number: String
    var order: AnswerOrder
    var entry: AnswerEntry
    /// What the entry means, once there is one to judge.
    var reading: AnswerReading?
    var seal: SealVerdict
    /// The answer that waits for the bank's second person.
    var draft: BankDraft?
    /// The rows entered together with it.
    var statement: BankAnswer?
    var enteredBy: String?
    var returnedFor: String?
    var mayAnswer: Bool
    /// What keeps this person from confirming; nil where he may.
    var obstacle: Refusal?
    var termHours: Int64
    var refusals: [Field.Option]
    /// The names of result codes.
    var names: [String: String]
    var action: String
    var check: String
    /// True at the centre's desk, where an officer enters what the bank said on the telephone.
    var isByPhone = false
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language
}

/// The order: seal, basis and scope; then its answer's form, or what was entered for the second person, or what was answered.
struct BankOrderPage {
    let model: BankOrderModel

    private var language: Language { model.language }
    private var act: BankAct { model.act }

    var html: HTML {
        if act.state == .answered { return panel("section", HTML(), body: "\(facts)\(answered)") }
        if model.draft != nil { return review }
        let form = BankAnswerForm(model: model)
        guard model.mayAnswer else {
            return panel(
                "section", HTML(), body: facts + "<div class=\"fs\"><p>\(language(.clerkAnswersFirst))</p></div>")
        }
        let attributes: HTML =
            " method=\"post\" action=\"\(address: model.action)\" data-submit data-check=\"\(address: model.check)\" novalidate"
        return panel("form", attributes, body: "\(model.hiddenFields)\(form.errors)\(facts)\(returned)\(form.html)")
    }

    private func panel(_ element: HTML, _ attributes: HTML, body: HTML) -> HTML {
        """
        <\(element) class="panel" aria-labelledby="h-o"\(attributes)><header><h2 id="h-o">\(language(.order(act.kind)))　\(model.number)</h2>\
        \(seal)<span class="end">\(clock)</span></header>\(body)</\(element)>
        """
    }

    private var seal: HTML {
        model.seal.isValid
            ? .tag(language(.sealValid(model.seal.key)), .back, icon: .shield)
            : .tag(language(.sealInvalid(model.seal.key)), .danger, icon: .alert)
    }

    private var clock: HTML {
        if let at = act.answeredAt { return "\(language(.answeredWord)) \(HTML.time(at, asOf: model.now))" }
        return .dutyClock(since: act.createdAt, limit: act.answerDue - act.createdAt, asOf: model.now, language)
    }

    private var returned: HTML? {
        model.returnedFor.map { reason -> HTML in
            "<p class=\"note warn fs\">\(HTML.icon(.alert))\(language(.returnedToYou(reason)))</p>"
        }
    }

    private var facts: HTML {
        let order = act.order
        return """
            <div class="fs two-kv"><dl class="kv"><dt>\(language(.sentBy))</dt><dd>\(order.organisationName)　\(HTML.time(act.createdAt, asOf: model.now))</dd>\
            <dt>\(language(.lawBasis))</dt><dd>\(order.basis)</dd><dt>\(language(.termWord))</dt><dd>\(term)</dd></dl>\
            <dl class="kv"><dt>\(language(.scopeWord))</dt><dd>\(language(.orderScope(act.kind)))\(frozenAmount)</dd><dt>\(language(.incident))</dt><dd>\(order.caseNumber)</dd>\
            <dt>\(language(.officersWord))</dt><dd>\(order.officer.name) \(order.officer.number)　\(order.secondOfficer.name) \(order.secondOfficer.number)</dd></dl></div>
            """
    }

    /// How much is to be frozen.
    private var frozenAmount: HTML? {
        act.order.freeze.map { terms -> HTML in
            let sum = terms.amount.map { "\($0.money.description) \(language(.yuan))" } ?? language(.wholeAccount)
            return "　<b>\(sum)</b>　\(language(terms.includesInterest ? .withInterest : .withoutInterest))"
        }
    }

    private var term: String {
        if let term = model.order.freezeTerm?.wording { return language(Text(term.zh, term.en)) }
        return model.order.term.map { language(.termFromExecution($0.wholeSeconds / 3600)) } ?? language(.rightAway)
    }

    // MARK: what was entered

    private func entered(_ answer: BankAnswer, rows: [StatementRow]) -> HTML {
        let facts: [(Text, String?)] = [
            (.resultWord, "\(answer.result)　\(model.names[answer.result] ?? "")"),
            (.balanceBefore, answer.balanceBefore?.money.description),
            (.heldWord, answer.heldBalance?.money.description),
            (.executedWord, answer.executedAt.map { CivilTime($0.timestamp).text }),
            (.endsWord, answer.endsAt.map { CivilTime($0.timestamp).text }), (.priorOrgan, answer.prior?.organ),
            (.priorEnds, answer.prior.map { CivilTime($0.endsAt.timestamp).text }), (.remarkWord, answer.remark),
            (.operatorWord, answer.operatorName),
        ]
        let list = facts.compactMap { name, value in
            value.map { value -> HTML in "<dt>\(language(name))</dt><dd>\(value)</dd>" }
        }
        let table: HTML? =
            rows.isEmpty
            ? nil
            : BankStatement(
                rows: rows, order: model.order, held: answer.heldBalance?.money, now: model.now, language: language
            ).html
        return
            "<div class=\"fs\"><dl class=\"kv\">\(list)</dl></div>\(table.map { table -> HTML in "<div class=\"fs scroll\">\(table)</div>" })"
    }

    private var answered: HTML? {
        act.answer.map { answer in
            let items = BankAnswerForm(model: model).found(answer.compared).map {
                "<div class=\"fs\">\($0)</div>" as HTML
            }
            return "\(items)\(entered(answer, rows: answer.rows ?? []))"
        }
    }

    /// The second person sees what the clerk entered, beside the order, and confirms or returns it.
    private var review: HTML {
        guard let draft = model.draft else { return HTML() }
        let rows = draft.answer.rows ?? model.statement?.rows ?? []
        let shown = items(draft.answer) + entered(draft.answer, rows: rows)
        guard model.obstacle == nil else {
            let words: Text = model.obstacle == .ownRequest ? .ownNeedsBankSecond : .waitsForSecondOfBank
            return panel(
                "section", HTML(),
                body: facts + shown + "<div class=\"fs\"><p>\(HTML.icon(.pair)) \(language(words))</p></div>")
        }
        let action = Address.bankReview(draft.approval.description).path
        return panel(
            "form", " method=\"post\" action=\"\(address: action)\"",
            body: model.hiddenFields + facts + shown + """
                <div class="bfoot"><input class="f" name="reason" aria-label="\(language(.reasonToReturn))" placeholder="\(language(.reasonToReturn))" data-key="x"><div class="endx">\
                <button class="btn bad" name="decision" value="return">\(language(.giveBack)) <kbd>X</kbd></button>\
                <button class="btn pri" name="decision" value="approve" data-key="y">\(language(.confirmAndSend)) <kbd>Y</kbd></button></div></div>
                """)
    }

    private func items(_ answer: BankAnswer) -> HTML {
        "<div class=\"fs\"><p class=\"xs sec\">\(language(.enteredByWord(model.enteredBy ?? "")))</p>\(BankAnswerForm(model: model).found(answer.compared))</div>"
    }
}
