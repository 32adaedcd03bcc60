internal import Primitives
internal import Recovery
internal import Wire

/// The form of an answer: 1 the items side by side, 2 the result and its sums, 3 the statement rows.
struct BankAnswerForm {
    let model: BankOrderModel

    private var language: Language { model.language }
    private var entry: AnswerEntry { model.entry }
    private var kind: BankOrder.Kind { model.order.kind }
    private var words: [String: String] {
        Dictionary((model.reading?.faults ?? []).map { ($0.field, language($0.words)) }) { first, _ in first }
    }

    var errors: HTML {
        .errorList((model.reading?.faults ?? []).map { (field: $0.field, words: language($0.words)) }, language)
    }

    var html: HTML { "\(items)\(result)\(rows)\(foot)" }

    // MARK: 1 the items

    private var items: HTML? {
        let items = AnswerEntry.items(of: kind)
        guard !items.isEmpty else { return nil }
        let lines = items.map { item -> HTML in
            """
            <tr id="f-item.\(item.rawValue)"><th scope="row">\(language(.fourItem(item)))</th><td>\(asked(item))</td><td>\(choice(item, true))\(choice(item, false))</td></tr>
            """
        }
        return """
            <fieldset class="fs"><legend><h2>1　\(language(.compareItems))</h2><span class="mut xs">\(language(.allMustAgree))</span></legend>\
            \(table(lines))</fieldset>
            """
    }

    private func table(_ lines: [HTML]) -> HTML {
        """
        <table class="ck4"><thead><tr><th scope="col">\(language(.comparedItem))</th><th scope="col">\(language(.inTheOrder))</th><th scope="col">\(language(.comparedWithOwn))</th></tr></thead>\
        <tbody>\(lines)</tbody></table>
        """
    }

    /// What the clerk found when the items were compared; nil for an order without such items.
    func found(_ compared: [AnswerEntry.Item: Bool]?) -> HTML? {
        let items = AnswerEntry.items(of: kind)
        guard !items.isEmpty else { return nil }
        let lines = items.map { item -> HTML in
            "<tr><th scope=\"row\">\(language(.fourItem(item)))</th><td>\(asked(item))</td><td>\(finding(compared?[item]))</td></tr>"
        }
        return table(lines)
    }

    private func finding(_ agrees: Bool?) -> HTML {
        switch agrees {
        case true?: .state(language(.agrees), .plain, icon: .ok)
        case false?: .state(language(.differsWord), .danger, icon: .alert)
        case nil: "<span class=\"mut\">\(language(.notCompared))</span>"
        }
    }

    /// The bank needs the whole number to find the account; grouped to be compared by eye.
    private func asked(_ item: AnswerEntry.Item) -> HTML {
        switch item {
        case .name: return "\(model.order.accountName ?? "—")"
        case .number:
            let number = model.order.accountNumber ?? ""
            do { return "<span class=\"mono\">\(try BankAccountNumber(number).grouped)</span>" } catch {
                return "\(number)"
            }
        case .amount: return .money(model.order.amount)
        case .time: return .time(model.order.time, asOf: model.now)
        }
    }

    private func choice(_ item: AnswerEntry.Item, _ isSame: Bool) -> HTML {
        """
        <label><input type="radio" name="item.\(item.rawValue)" value="\(isSame ? "same" : "differs")"\
        \(attribute: "checked", if: entry.items[item] == isSame)>\(language(isSame ? .agrees : .differsWord))</label>
        """
    }

    // MARK: 2 the result

    private var result: HTML {
        let options = AnswerEntry.results(of: kind).map(option)
        return """
            <fieldset class="fs"><legend><h2>2　\(language(.resultWord))</h2></legend><div class="g c4o" id="f-result">\(options)</div>\(stopNote)\
            <div class="g c4">\(fields.map { $0.html(language) })</div></fieldset>
            """
    }

    func option(_ result: AnswerEntry.Result) -> HTML {
        let isBarred = entry.differs && (result == .done || result == .partial)
        return """
            <label class="opt" id="r-\(result.rawValue)"><input type="radio" name="result" value="\(result.rawValue)"\
            \(attribute: "checked", if: entry.result == result && !isBarred)\(attribute: "disabled", if: isBarred)>\
            <span>\(language(.result(result, of: kind)))<small>\(language(.resultCode(result)))</small></span></label>
            """
    }

    /// Why a stop cannot be chosen.
    var stopNote: HTML {
        let words: HTML? = entry.differs ? HTML.icon(.alert) + "\(language(.itemDiffersNoStop))" : nil
        return "<p class=\"note err\" id=\"f-stop-n\">\(words)</p>"
    }

    var fields: [Field] {
        let codes = [Field.Option("", language(.chooseCode))]
        let prior = AnswerEntry.priorCodes.map { Field.Option($0, "\($0)　\(model.names[$0] ?? "")") }
        var fields: [Field] = []
        if kind == .stop {
            fields.append(
                field("balanceBefore", .balanceBefore, entry.balanceBefore, note: sumNote(model.reading?.balanceBefore))
            )
            fields.append(field("held", .heldWord, entry.held, note: heldNote))
        }
        if kind == .freeze {
            fields += [
                field(
                    "balanceBefore", .balanceBefore, entry.balanceBefore, note: sumNote(model.reading?.balanceBefore)),
                field("priorOrgan", .priorOrgan, entry.priorOrgan), field("priorEnds", .priorEnds, entry.priorEnds),
            ]
        }
        if kind != .inquiry {
            fields.append(
                field("executedAt", .executedWord, entry.executedAt, placeholder: language(.nowIfEmpty), note: endNote))
        }
        fields.append(field("code", .reasonCode, entry.code, .choice(codes + model.refusals)))
        if AnswerEntry.results(of: kind).contains(.prior) {
            fields.append(field("prior", .priorCode, entry.code, .choice(codes + prior)))
        }
        fields.append(field("remark", .remarkWord, entry.remark))
        return fields
    }

    private func sumNote(_ sum: Money?) -> Field.Note? { sum.map { .hint($0.capitalForm) } }

    private var heldNote: Field.Note? {
        guard let held = model.reading?.held else { return nil }
        if let balance = model.reading?.balanceBefore, held > balance { return .wrong(language(.heldOverBalance)) }
        return .fine("\(held)　\(language(.heldWithinBalance))")
    }

    private var endNote: Field.Note? {
        model.reading?.ends.map { .hint(language(.endsByItself(CivilTime($0).text))) }
    }

    private func field(
        _ name: String, _ label: Text, _ value: String, _ control: Field.Control = .text, placeholder: String? = nil,
        note: Field.Note? = nil
    ) -> Field {
        let wrong = words[name].map { Field.Note.wrong($0) }
        return Field(
            name, language(label), value: value, control: control, placeholder: placeholder, note: wrong ?? note)
    }

    // MARK: 3 the rows

    private var rows: HTML? {
        guard kind == .inquiry || model.order.inquiry != nil else { return nil }
        let covered = field("coveredUntil", .entriesUpTo, entry.coveredUntil, placeholder: language(.nowIfEmpty))
        let columns = StatementText.Column.allCases.map(\.rawValue).joined(separator: "　")
        return """
            <fieldset class="fs"><legend><h2>\(kind == .inquiry ? "1" : "3")　\(language(.entriesSince)) \(HTML.time(model.order.time, asOf: model.now))</h2>\
            <span class="mut xs">\(language(kind == .inquiry ? .rowsHint : .rowsAnswerInquiry))</span></legend>\
            <p class="xs sec">\(language(.rowsColumns)) \(columns)</p>\
            <label class="vh" for="f-rows">\(language(.rowsWord))</label><textarea class="f" id="f-rows" name="rows" rows="5" data-key="Alt+u" aria-describedby="f-rows-n">\(entry.rows)</textarea>\
            \(rowsNote)\(preview)<div class="g c4 pad">\(covered.html(language))</div></fieldset>
            """
    }

    var rowsNote: HTML {
        let faults = model.reading?.statement.faults.prefix(Self.faultsShown) ?? []
        let words = faults.map { fault -> HTML in
            "<p class=\"note err\">\(HTML.icon(.alert))\(language(.rowFault(fault.line, fault.column?.rawValue ?? "", fault.found)))</p>"
        }
        return "<div id=\"f-rows-n\">\(words)</div>"
    }

    private static let faultsShown = 10

    /// What was understood, and whether the money adds up.
    var preview: HTML {
        guard let reading = model.reading, !reading.statement.rows.isEmpty else { return "<div id=\"rows\"></div>" }
        let statement = BankStatement(
            rows: reading.statement.rows, order: model.order, held: reading.held, now: model.now, language: language)
        return "<div id=\"rows\" class=\"scroll pad\">\(statement.html)</div>"
    }

    private var foot: HTML {
        let hint: Text = model.isByPhone ? .phoneHint : .secondConfirmsHint
        let reason: HTML? =
            model.isByPhone
            ? "<input class=\"f\" name=\"reason\" required aria-label=\"\(language(.whoSaidIt))\" placeholder=\"\(language(.whoSaidIt))\">"
            : nil
        return """
            <div class="bfoot"><span class="xs sec">\(language(hint))</span>\(reason)<div class="endx">\
            <button class="btn pri" data-key="Ctrl+Enter">\(language(model.isByPhone ? .enterAnswer : .submitForReview)) <kbd>Ctrl Enter</kbd></button></div></div>
            """
    }

    /// What the script replaces after a pause: notes, barred results, the rows as understood.
    var fragments: [Fragment] {
        fields.map { Fragment(id: "\($0.id)-n", html: $0.noteLine) }
            + AnswerEntry.results(of: kind).map { Fragment(id: "r-\($0.rawValue)", html: option($0)) }
            + [
                Fragment(id: "f-stop-n", html: stopNote), Fragment(id: "f-rows-n", html: rowsNote),
                Fragment(id: "rows", html: preview),
            ]
    }
}

/// Statement rows as understood, with the line that proves them: traced = stopped + moved on.
struct BankStatement {
    let rows: [StatementRow]
    let order: AnswerOrder
    let held: Money?
    let now: Timestamp
    let language: Language

    private static let shown = 30

    var html: HTML {
        let columns = [
            Column(language(.time)), Column(language(.directionWord)), Column(language(.amountInYuan), isNumber: true),
            Column(language(.otherSide)), Column(language(.otherNumber)), Column(language(.otherBank)),
            Column(language(.channelWord)),
        ]
        return .table(
            language(.rowsWord), layout: "outs", columns: columns, rows: rows.prefix(Self.shown).map(row), sums: sums)
    }

    private func row(_ row: StatementRow) -> HTML {
        let number = row.counterpart?.accountNumber
        let masked = number.map { number in
            do { return try BankAccountNumber(number).masked } catch { return number }
        }
        return """
            <tr><td>\(HTML.time(row.time.timestamp, asOf: now))</td><td>\(language(row.direction == .out ? .outWord : .inWord))</td>\(HTML.moneyCell(row.amount.money, language))\
            <td>\(row.counterpart?.accountName ?? "—")</td><td class="mono">\(masked ?? "—")</td><td>\(row.counterpart?.bankName ?? row.counterpart?.bankCode ?? "—")</td>\
            <td>\(language(.channel(row.channel)))</td></tr>
            """
    }

    private var outflow: Money {
        rows.filter { $0.direction == .out && $0.time.timestamp >= WireTime(order.time).timestamp }
            .reduce(.zero) { $0 + $1.amount.money }
    }

    private var sums: HTML {
        let total: HTML =
            "<th scope=\"row\" colspan=\"2\">\(language(.movedOnRows(rows.count)))</th>\(HTML.moneyCell(outflow, language))"
        guard order.kind == .stop, let held else { return "\(total)<td colspan=\"4\"></td>" }
        let isProved = held + outflow == order.amount
        let words = language(.proof(order.amount.description, held.description, outflow.description))
        let rest = order.amount - held - outflow
        return """
            \(total)<td colspan="4" class="\(isProved ? "back" : "warn")">\(HTML.icon(isProved ? .ok : .alert)) \(words)\
            \(when: !isProved, "，\(language(.proofDiffers(rest.description)))")\(when: isProved, "，\(language(.proofHolds))")</td>
            """
    }
}
