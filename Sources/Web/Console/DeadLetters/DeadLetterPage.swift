internal import Primitives
internal import Recovery
internal import Wire

/// What did not arrive, and what two answers say differently.
struct DeadLetterList: Sendable {
    struct Row: Sendable {
        var act: BankAct
        var number: String
        var account: AccountShown
        var contact: String?
        var fault: DeliveryFault
    }

    struct Contradiction: Sendable {
        var act: BankAct
        var number: String
        var account: AccountShown
        /// Every answer that came, the first one first; whether it is the one that was taken, and whether it can be found true.
        var answers: [(answer: BankAnswer, receivedAt: Timestamp, isTaken: Bool, canBeTrue: Bool)]
    }

    var rows: [Row]
    var contradictions: [Contradiction]
    var names: [String: String]
    var mayAct: Bool
    var mayAnswer: Bool
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    func html(in frame: Frame) -> HTML {
        let columns = [
            Column(language(.orderWord)), Column(language(.account)), Column(language(.cause)),
            Column(language(.triesWord), isNumber: true),
            Column(language(.bankContact)), Column(language(.nextStep)),
        ]
        let table = HTML.table(language(.undeliveredTitle), layout: "rw", columns: columns, rows: rows.map(row))
        return frame.page(
            title: language(.undeliveredTitle),
            """
            \(frame.heading("\(language(.undeliveredTitle))"))\(HTML.done(done, language))<div class="rail"><section class="panel" aria-label="\(language(.undeliveredTitle))">\
            \(rows.isEmpty ? HTML.empty(language(.nothingUndelivered)) : table)</section>
            <section class="panel" id="contradictions"><header><h2>\(language(.contradictionsTitle))</h2><span class="n\(when: !contradictions.isEmpty, " act")">\(contradictions.count)</span></header>\
            \(contradictions.isEmpty ? HTML.empty(language(.noContradictions)) : contradictions.map(contradiction).joined())</section></div>
            """)
    }

    private func row(_ row: Row) -> HTML {
        let act = row.act
        let code: HTML? = row.fault.code.map { "<small class=\"mono\">\(language(.externalCode($0)))</small>" }
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.incident(act.incident.description).path)">\(language(.order(act.kind)))</a>\
            <small class="mono">\(row.number)　\(HTML.time(act.createdAt, asOf: now))</small></th><td>\(row.account.cell)</td>\
            <td>\(language(row.fault.words))\(code)</td><td class="num">\(act.tries)</td><td>\(row.contact ?? "—")</td><td>\(steps(act))</td></tr>
            """
    }

    private func steps(_ act: BankAct) -> HTML {
        let page = Address.undelivered(.one(act.id.description)).path
        let phone: HTML? = mayAnswer ? .button(language(.answeredByPhone), to: page) : nil
        guard mayAct else { return phone ?? HTML() }
        let drop: HTML? =
            FreezeRules.mayDrop(act.kind) ? .submit(language(.dropAct), name: "step", value: "drop") : nil
        return """
            <form class="acts" method="post" action="\(address: Address.undelivered(.step(act.id.description)).path)">\(hiddenFields)\
            \(HTML.submit(language(.resend), name: "step", value: "retry", tone: .accent))\(phone)\(drop)</form>
            """
    }

    // MARK: contradictions

    private func contradiction(_ one: Contradiction) -> HTML {
        let columns =
            [Column(language(.comparedItem))]
            + one.answers.enumerated().map { place, answer in
                Column(language(.answerOf(place: place, isTaken: answer.isTaken)))
            }
        let lines: [(Text, [String])] = [
            (.receivedWord, one.answers.map { $0.receivedAt.moment(asOf: now) }),
            (.resultWord, one.answers.map { "\($0.answer.result)　\(names[$0.answer.result] ?? "")" }),
            (.heldWord, one.answers.map { $0.answer.heldBalance?.money.description ?? "—" }),
            (.executedWord, one.answers.map { $0.answer.executedAt.map { CivilTime($0.timestamp).text } ?? "—" }),
            (.rowsWord, one.answers.map { $0.answer.rows.map { "\($0.count)" } ?? "—" }),
            (.operatorWord, one.answers.map { $0.answer.operatorName ?? "—" }),
        ]
        let rows = lines.map { name, values -> HTML in
            let differs = Set(values).count > 1 && name != .receivedWord
            let cells = values.map { value -> HTML in "<td\(attribute: "class", differs ? "warn" : nil)>\(value)</td>" }
            return "<tr><th scope=\"row\">\(language(name))</th>\(cells)</tr>"
        }
        return """
            <div class="dup"><p><b>\(language(.order(one.act.kind)))　\(one.number)</b>　\(one.account.line)　\
            <a href="\(address: Address.incident(one.act.incident.description).path)">\(language(.incident))</a></p>\
            \(HTML.table(one.number, layout: "cmp", columns: columns, rows: rows))<p class="note">\(language(note(one)))</p>\(settling(one))</div>
            """
    }

    private func note(_ one: Contradiction) -> Text {
        guard one.answers.count == 1 else { return .callTheBank }
        return one.act.kind == .unfreeze ? .notLetGo : .fitsNothing
    }

    private func settling(_ one: Contradiction) -> HTML? {
        guard mayAnswer else { return nil }
        let reason = Field("reason", language(.whoSaidWhat), isRequired: true)
        let phone = Address.undelivered(.one(one.act.id.description)).path
        let words = one.answers.enumerated().filter(\.element.canBeTrue).map { place, answer in
            HTML.submit(
                language(.wordIsTrue(place: place, isTaken: answer.isTaken)), name: "word", value: "\(place)",
                tone: answer.isTaken ? .accent : .plain)
        }
        return """
            <form method="post" action="\(address: Address.undelivered(.settle(one.act.id.description)).path)">\(hiddenFields)\
            \(reason.html(language))<div class="acts">\(words)\(HTML.button(language(.answeredByPhone), to: phone))</div></form>
            """
    }
}
