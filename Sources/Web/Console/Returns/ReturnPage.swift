internal import Access
internal import FundReturning
internal import Primitives
internal import Recovery

/// One return: whose what is and why, what is missing, what is to be done next.
struct ReturnPage {
    let model: ReturnModel

    private var language: Language { model.language }
    private var fundReturn: FundReturn { model.fundReturn }
    private var id: String { fundReturn.id.description }

    func html(in frame: Frame) -> HTML {
        let facts: HTML = """
            <span>\(model.account.line)</span><span>\(HTML.state(language(.returnState(fundReturn.state)), tone, icon: icon))</span>\
            <span><a href="\(address: Address.incident(fundReturn.incident.description).path)">\(model.incident)</a></span>
            """
        return frame.page(
            title: language(.returnOf(model.account.holder ?? "—")),
            """
            \(frame.heading("\(language(.returnOf(model.account.holder ?? "—")))", facts: facts))\(HTML.done(model.done, language))\
            \(errors)<div class="two"><div class="stack">\(shares)\(replay)</div>
            <aside class="rail stack">\(next)\(papers)\(objections)</aside></div>
            """)
    }

    private var tone: Tone { fundReturn.state == .closed ? .back : fundReturn.state.isOpen ? .warn : .quiet }
    private var icon: Icon { fundReturn.state == .closed ? .ok : .clock }

    private var errors: HTML? {
        HTML.fault(model.error)
    }

    // MARK: shares

    private var shares: HTML {
        let columns = [
            Column(language(.victimWord)), Column(language(.lossWord), isNumber: true),
            Column(language(.intervalWord), isNumber: true), Column(language(.directWord), isNumber: true),
            Column(language(.poolWord), isNumber: true), Column(language(.shareSum), isNumber: true),
            Column(language(.papersAndPayment)),
        ]
        let sum = model.parts.reduce(Money.zero) { $0 + ($1.claim.share?.total ?? .zero) }
        let balance: HTML? = model.balance.map { balance -> HTML in
            """
            <dl class="eqs"><div><dt>\(language(.frozenBalance))</dt><dd>\(balance.description)</dd></div><i>=</i>\
            <div><dt>\(language(.shareSum))</dt><dd>\(sum.description)</dd></div><i>+</i>\
            <div><dt>\(language(.unassignedWord))</dt><dd>\(model.unassigned?.description)</dd></div></dl>
            """
        }
        let table = HTML.table(language(.sharesTitle), layout: "rw", columns: columns, rows: model.parts.map(row))
        return """
            <section class="panel" aria-labelledby="h-s"><header><h2 id="h-s">\(language(.sharesTitle))</h2>\(balance)</header>\
            <div class="scroll">\(table)</div><p class="note fs">\(language(.sharesRule(model.rule ?? "—")))</p></section>
            """
    }

    private func row(_ part: ReturnModel.Part) -> HTML {
        let share = part.claim.share
        let interval = share.map { "\($0.least)–\($0.most)" } ?? "—"
        return """
            <tr data-row><th scope="row">\(part.name)<small>\(part.number)</small></th>\(HTML.moneyCell(share?.loss, language))\
            <td class="num">\(interval)</td>\(HTML.moneyCell(share?.direct, language))\(HTML.moneyCell(share?.pool, language))\
            \(HTML.moneyCell(share?.total, language))<td>\(standing(part))</td></tr>
            """
    }

    private func standing(_ part: ReturnModel.Part) -> HTML {
        let words: HTML =
            switch part.payment?.state {
            case _ where part.isDoubted: .state(language(.paymentDoubted), .danger, icon: .alert)
            case .paid: .state(language(.paidBack), .back, icon: .ok)
            case .ordered: .state(language(.paymentUnderWay), .warn, icon: .clock)
            case .failed: .state(language(.paymentFailed(part.payment?.failure ?? "")), .danger, icon: .alert)
            case nil: papers(part)
            }
        let canEnter =
            model.mayPrepare && part.payment?.state != .paid && part.payment?.state != .ordered && !part.isDoubted
            && ([.collecting, .computed, .noticed].contains(fundReturn.state)
                || fundReturn.state == .decided && model.freeze.isInForce)
        let form: HTML? =
            part.claim.appliedAt == nil
            ? nil : paper(.returnApplication, about: "\(id).\(part.claim.victim)", words: .applicationForm)
        guard canEnter else { return "\(words) \(form)" }
        let address = Address.returns(.claim(id, part.claim.victim.description)).path
        return "\(words) <a class=\"btn sm\" href=\"\(address: address)\">\(language(.enterPapers))</a> \(form)"
    }

    private func papers(_ part: ReturnModel.Part) -> HTML {
        guard part.claim.appliedAt != nil else { return "<span class=\"mut\">\(language(.notApplied))</span>" }
        let missing = part.claim.missing.map { language(.returnPaper($0)) }
        if !missing.isEmpty { return "\(language(.papersLacking(missing.joined(separator: "、"))))" }
        guard let payee = part.claim.payee else { return "\(language(.returnRefusal(.payeeMissing)))" }
        return
            "\(language(.papersWhole))<small>\(part.bankName) \(AccountShown(holder: nil, number: payee.number, bank: "").number)</small>"
    }

    // MARK: the replay

    private var replay: HTML? {
        guard !model.steps.isEmpty else { return nil }
        let columns = [
            Column(language(.timeWord)), Column(language(.entryWord)), Column(language(.sumInYuan), isNumber: true),
            Column(language(.balanceWord), isNumber: true), Column(language(.whoseWord)),
            Column(language(.intervalWord), isNumber: true),
        ]
        let rows = model.steps.map { step -> HTML in
            """
            <tr data-row><th scope="row">\(HTML.time(step.at, asOf: model.now))</th><td>\(language(.entryKind(step.kind)))</td>\
            \(HTML.moneyCell(step.amount, language))\(HTML.moneyCell(step.balance, language))<td>\(step.victim ?? "—")</td>\
            <td class="num">\(step.interval.map { "\($0.least)–\($0.most)" } ?? "—")</td></tr>
            """
        }
        let more: HTML? =
            model.stepCount > model.steps.count
            ? "<p class=\"note fs\">\(language(.linesShown(model.steps.count, model.stepCount)))</p>" : nil
        return """
            <section class="panel" aria-labelledby="h-r"><header><h2 id="h-r">\(language(.replayTitle))</h2></header><div class="scroll">\
            \(HTML.table(language(.replayTitle), layout: "rw", columns: columns, rows: rows))</div>\(more)\
            <p class="note fs">\(language(.replayNote))</p></section>
            """
    }

    // MARK: what is next

    private var next: HTML {
        """
        <section class="panel" aria-labelledby="h-n"><header><h2 id="h-n">\(language(.nextStep))</h2></header>\
        <div class="fs"><dl class="kv">\(facts)</dl></div>\(model.mayPrepare ? acts : nil)</section>
        """
    }

    private var facts: HTML {
        let facts: [(Text, String?)] = [
            (.freezeWord, language(.freezeState(model.freeze))),
            (.endsOn, model.freeze.endsAt.map { CivilTime($0).day.description }),
            (.noticeWord, fundReturn.noticeUntil.map(noticeEnd)),
            (.decisionNumber, fundReturn.decisionNumber),
            (.restUnpaid, fundReturn.rest.isPositive ? "\(fundReturn.rest)" : nil), (.legalBasis, model.basis),
        ]
        let rows = facts.compactMap { label, value in
            value.map { value -> HTML in "<dt>\(language(label))</dt><dd>\(value)</dd>" }
        }
        return "\(rows)"
    }

    private func noticeEnd(_ until: Timestamp) -> String {
        let day = CivilTime(until).day.description
        let words = model.isProvisional ? language(.provisional(day)) : day
        return language(.noticeUntil(words))
    }

    private var acts: HTML {
        var acts: [HTML] = []
        switch fundReturn.state {
        case .collecting:
            acts = [button(.statement, .askStatementAgain), button(.compute, .computeShares, accent: true)]
        case .computed where fundReturn.needsNotice == true:
            acts = [button(.compute, .computeAgain), button(.publish, .publishNotice(model.noticeTerm), accent: true)]
        case .computed, .noticed:
            acts = [button(.compute, .computeAgain), button(.ask, .askCity, accent: true)]
        case .asked, .decided, .closed, .withdrawn: break
        }
        let bar: HTML? = acts.isEmpty ? nil : "<div class=\"bfoot wrap\">\(acts)</div>"
        return "\(bar)\(giveUp)"
    }

    private func button(_ act: Address.Returning.Act, _ words: Text, accent: Bool = false) -> HTML {
        """
        <form method="post" action="\(address: Address.returns(.act(id, act.rawValue)).path)" data-submit>\(model.hiddenFields)\
        \(HTML.submit(language(words), tone: accent ? .accent : .plain))</form>
        """
    }

    private var giveUp: HTML? {
        switch fundReturn.state {
        case .collecting, .computed, .noticed: ending(.withdraw, .giveReturnUp)
        case .decided where !model.parts.contains(where: { $0.payment?.state == .ordered || $0.isDoubted }):
            ending(.close, .closeRest, note: .closeRestEffect)
        case .asked, .decided, .closed, .withdrawn: nil
        }
    }

    private func ending(_ act: Address.Returning.Act, _ words: Text, note: Text? = nil) -> HTML {
        let reason = Field("reason", language(.reason), isRequired: true)
        let effect: HTML? = note.map { "<p class=\"note\">\(language($0))</p>" }
        return """
            <details class="fs"><summary>\(language(words))</summary><form method="post" \
            action="\(address: Address.returns(.act(id, act.rawValue)).path)">\(model.hiddenFields)\
            \(effect)\(reason.html(language))\(HTML.submit(language(words)))</form></details>
            """
    }

    // MARK: papers

    private func paper(_ kind: PrintedDocument.Kind, about subject: String, words: Text? = nil) -> HTML {
        "<a class=\"btn sm\" href=\"\(address: Address.draft(kind, about: subject).path)\">\(language(words ?? .paper(kind)))</a>"
    }

    /// What can be printed of the return as a whole, and where everybody reads its notice.
    private var papers: HTML? {
        var kinds: [PrintedDocument.Kind] = []
        if model.rule != nil { kinds += [.returnFlow, .returnReport] }
        if fundReturn.noticedAt != nil { kinds.append(.returnNotice) }
        if fundReturn.decisionNumber != nil { kinds.append(.returnDecision) }
        guard !kinds.isEmpty else { return nil }
        let isOn = fundReturn.isOnNotice(at: model.now)
        let link: HTML? = (isOn ? model.notice : nil).map { notice -> HTML in
            let address = Address.open(.notice(notice.serial.text)).path
            return "<p><a href=\"\(address: address)\">\(language(.publicPageOfNotice))</a></p>"
        }
        return """
            <section class="panel" aria-labelledby="h-p"><header><h2 id="h-p">\(language(.papersOfReturn))</h2></header>\
            <div class="fs"><p class="wrap">\(kinds.map { paper($0, about: id) }.joined(separator: " "))</p>\(link)</div></section>
            """
    }

    // MARK: objections

    private var objections: HTML? {
        guard fundReturn.state == .noticed || !model.objections.isEmpty else { return nil }
        let items = model.objections.map(objection)
        return """
            <section class="panel" aria-labelledby="h-o"><header><h2 id="h-o">\(language(.objectionsTitle))</h2></header>\
            \(items.isEmpty ? HTML.empty(language(.noObjections)) : "\(items)")\(form)</section>
            """
    }

    private func objection(_ objection: Objection) -> HTML {
        let head: HTML =
            """
            <p><b>\(objection.objector)</b>　\(objection.contact)　\(HTML.time(objection.receivedAt, asOf: model.now))\
            \(when: objection.isFromPublic, "　\(language(.fromPublicPage))")</p>
            """
        let words: HTML = "<p class=\"said\">\(objection.text)</p>"
        if let answer = objection.answer {
            let verdict: Text = objection.state == .upheld ? .objectionUpheld : .objectionRejected
            return "<div class=\"fs\">\(head)\(words)<p><b>\(language(verdict))</b>　\(answer)</p></div>"
        }
        guard model.mayAnswer, objection.enteredBy != model.viewer else {
            return "<div class=\"fs\">\(head)\(words)<p>\(HTML.icon(.pair)) \(language(.waitsForAnswer))</p></div>"
        }
        let field = Field("answer", language(.writtenAnswer), control: .lines(3), isRequired: true)
        let address = Address.returns(.objection(id, objection.id.description)).path
        return """
            <form class="fs" method="post" action="\(address: address)">\(head)\(words)\(model.hiddenFields)\(field.html(language))\
            <div class="endx">\(HTML.submit(language(.rejectObjection), name: "decision", value: "reject"))\
            \(HTML.submit(language(.upholdObjection), name: "decision", value: "uphold", tone: .accent))</div></form>
            """
    }

    private var form: HTML? {
        guard model.mayObject, fundReturn.state == .noticed, fundReturn.noticeUntil.map({ model.now <= $0 }) ?? false
        else { return nil }
        let fields = [
            Field("objector", language(.objectorWord), isRequired: true), Field("contact", language(.contactWord)),
            Field("text", language(.objectionSays), control: .lines(3), isRequired: true),
        ]
        return """
            <details class="fs"><summary>\(language(.enterObjection))</summary><form method="post" \
            action="\(address: Address.returns(.act(id, Address.Returning.Act.object.rawValue)).path)">\(model.hiddenFields)\
            \(fields.map { $0.html(language) })\(HTML.submit(language(.enterObjection)))</form></details>
            """
    }
}
