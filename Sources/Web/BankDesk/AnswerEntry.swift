internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Wire

/// What is entered about one order: the items compared, the result, sums, times and statement rows, as texts.
struct AnswerEntry: Sendable, Equatable {
    typealias Item = BankAnswer.Item

    enum Result: String, Sendable, CaseIterable {
        case done = "0000"
        case partial = "1200"
        /// Not done; a code says why.
        case refused
        /// Another measure stands already: 1301 to 1303.
        case prior
        /// The freeze waits behind another (轮候冻结).
        case waiting
    }

    /// What was compared so far; true where it agrees.
    var items: [Item: Bool] = [:]
    var result: Result?
    var code = ""
    var balanceBefore = ""
    var held = ""
    var executedAt = ""
    var rows = ""
    var coveredUntil = ""
    var remark = ""
    /// Whose freeze comes first, and when it ends.
    var priorOrgan = ""
    var priorEnds = ""

    init() {}

    init(_ form: Form) {
        for item in Item.allCases where !form["item.\(item)"].isEmpty { items[item] = form["item.\(item)"] == "same" }
        result = Result(rawValue: form["result"])
        code = form[result == .prior ? "prior" : "code"]
        balanceBefore = form["balanceBefore"]
        held = form["held"]
        executedAt = form["executedAt"]
        rows = form.exact("rows")
        coveredUntil = form["coveredUntil"]
        remark = form["remark"]
        priorOrgan = form["priorOrgan"]
        priorEnds = form["priorEnds"]
    }

    /// The entry that an answer came from, for changing one that was returned.
    init(_ answer: BankAnswer, rows statement: BankAnswer?) {
        result = Result(rawValue: answer.result) ?? (Self.priorCodes.contains(answer.result) ? .prior : .refused)
        code = result == .done || result == .partial ? "" : answer.result
        if let prior = answer.prior {
            (result, code) = (.waiting, "")
            (priorOrgan, priorEnds) = (prior.organ, CivilTime(prior.endsAt.timestamp).text)
        }
        items = answer.compared ?? [:]
        balanceBefore = answer.balanceBefore?.money.description ?? ""
        held = answer.heldBalance?.money.description ?? ""
        executedAt = answer.executedAt.map { CivilTime($0.timestamp).text } ?? ""
        remark = answer.remark ?? ""
        rows = (statement?.rows ?? []).map(Self.line).joined(separator: "\n")
        coveredUntil = statement?.coveredUntil.map { CivilTime($0.timestamp).text } ?? ""
    }

    static let priorCodes = ["1301", "1302", "1303"]

    private static func line(_ row: StatementRow) -> String {
        let cells: [String?] = [
            row.serial, row.direction == .out ? "付" : "收", row.channel.rawValue, row.amount.text, row.balance?.text,
            CivilTime(row.time.timestamp).text, row.counterpart?.accountName, row.counterpart?.accountNumber,
            row.counterpart?.bankCode ?? row.counterpart?.bankName, row.reference, row.summary,
        ]
        return cells.map { $0 ?? "" }.joined(separator: "\t")
    }

    /// The items of this kind of order.
    static func items(of kind: BankOrder.Kind) -> [Item] {
        switch kind {
        case .stop: Item.allCases
        case .protectiveHold, .freeze: [.name, .number]
        case .extend, .release, .protectiveRelease, .inquiry, .renewFreeze, .unfreeze, .returnFunds: []
        }
    }

    static func results(of kind: BankOrder.Kind) -> [Result] {
        switch kind {
        case .stop: [.done, .partial, .refused, .prior]
        case .freeze: [.done, .partial, .waiting, .refused]
        case .protectiveHold: [.done, .refused, .prior]
        case .extend, .release, .protectiveRelease, .inquiry, .renewFreeze, .unfreeze, .returnFunds: [.done, .refused]
        }
    }

    var differs: Bool { items.values.contains(false) }
}

/// What an entry means for its order, and everything that is wrong with it.
struct AnswerReading: Sendable {
    struct Fault: Sendable, Equatable {
        let field: String
        let words: Text
    }

    private(set) var answers: [BankAnswer] = []
    private(set) var faults: [Fault] = []
    let statement: StatementText
    private(set) var balanceBefore: Money?
    private(set) var held: Money?
    private(set) var executedAt: Timestamp?
    private(set) var priorEnds: Timestamp?

    private let entry: AnswerEntry
    private let order: AnswerOrder
    private let now: Timestamp

    init(_ entry: AnswerEntry, to order: AnswerOrder, by operatorName: String, now: Timestamp) {
        self.entry = entry
        self.order = order
        self.now = now
        statement = StatementText(entry.rows, now: now)
        executedAt = time(entry.executedAt, "executedAt", empty: now)
        if order.kind == .stop { readSums() }
        if order.kind == .freeze { readFreeze() }
        checkItems()
        checkStatement()
        if let result = code() { answers = make(result, by: operatorName) }
    }

    private var isDone: Bool { entry.result == .done || entry.result == .partial }

    private mutating func note(_ field: String, _ words: Text) { faults.append(Fault(field: field, words: words)) }

    private mutating func time(_ text: String, _ field: String, empty: Timestamp) -> Timestamp? {
        if text.isEmpty { return empty }
        do { return try TimeText.parse(text, relativeTo: CivilTime(now)).timestamp } catch {
            note(field, .timeNotRead(text))
            return nil
        }
    }

    private mutating func amount(_ text: String, _ field: String) -> Money? {
        guard !text.isEmpty else { return nil }
        let read = StatementText.amount(text)
        if read == nil { note(field, .amountNotRead(text)) }
        return read
    }

    /// What lay there when it was frozen, or whose freeze comes first.
    private mutating func readFreeze() {
        balanceBefore = amount(entry.balanceBefore, "balanceBefore")
        if isDone, balanceBefore == nil, entry.balanceBefore.isEmpty { note("balanceBefore", .balanceMissing) }
        guard entry.result == .waiting else { return }
        if entry.priorOrgan.isEmpty { note("priorOrgan", .priorMissing) }
        priorEnds = entry.priorEnds.isEmpty ? nil : time(entry.priorEnds, "priorEnds", empty: now)
        if entry.priorEnds.isEmpty { note("priorEnds", .timeNotRead("")) }
    }

    private mutating func readSums() {
        balanceBefore = amount(entry.balanceBefore, "balanceBefore")
        held = amount(entry.held, "held")
        guard isDone, !faults.contains(where: { $0.field == "held" }) else { return }
        guard let held else { return note("held", .heldMissing) }
        if let balanceBefore, held > balanceBefore { note("held", .heldOverBalance) }
        if entry.result == .done, held < order.amount { note("held", .heldShortIs1200) }
        if entry.result == .partial, held >= order.amount { note("held", .heldFullIs0000) }
    }

    /// One item that differs forbids a stop (银发〔2016〕86号).
    private mutating func checkItems() {
        guard isDone else { return }
        for item in AnswerEntry.items(of: order.kind) where entry.items[item] == nil {
            note("item.\(item)", .itemNotCompared(.fourItem(item)))
        }
        if entry.differs { note("result", .itemDiffersNoStop) }
    }

    private mutating func checkStatement() {
        for fault in statement.faults {
            note("rows", .rowFault(fault.line, fault.column?.rawValue ?? "", fault.found))
        }
        let isTimed = [.stop, .release, .unfreeze, .protectiveRelease].contains(order.kind)
        guard let executedAt, isTimed, isDone else { return }
        if executedAt > now + order.timeSlack || executedAt < order.createdAt - order.timeSlack {
            note("executedAt", .executedOutside)
        }
    }

    private mutating func code() -> String? {
        switch entry.result {
        case nil:
            note("result", .resultMissing)
            return nil
        case .done, .waiting: return "0000"
        case .partial: return "1200"
        case .refused, .prior:
            if entry.code.isEmpty { note("code", .codeMissing) }
            return entry.code.isEmpty ? nil : entry.code
        }
    }

    // MARK: the answer

    private mutating func make(_ result: String, by operatorName: String) -> [BankAnswer] {
        let covered = time(entry.coveredUntil, "coveredUntil", empty: now)
        if let covered, covered > now + order.timeSlack { note("coveredUntil", .coveredAhead) }
        var answer = BankAnswer(act: order.act, result: result, answeredAt: WireTime(now))
        answer.operatorName = operatorName
        answer.remark = entry.remark.isEmpty ? nil : entry.remark
        let compared = entry.items.filter { AnswerEntry.items(of: order.kind).contains($0.key) }
        answer.compared = compared.isEmpty ? nil : compared
        (answer.accountNumber, answer.accountName) = (order.accountNumber, order.accountName)
        if entry.result == .waiting {
            answer.prior = priorEnds.map {
                BankAnswer.PriorFreeze(organ: entry.priorOrgan, amount: nil, endsAt: WireTime($0))
            }
            return answer.prior == nil ? [] : [answer]
        }
        guard isDone else { return [answer] }
        if order.kind == .inquiry {
            answer.rows = statement.rows
            answer.coveredUntil = covered.map { WireTime($0) }
            return [answer]
        }
        answer.executedAt = executedAt.map { WireTime($0) }
        answer.balanceBefore = balanceBefore.map { WireAmount($0) }
        answer.heldBalance = held.map { WireAmount($0) }
        answer.endsAt = ends.map { WireTime($0) }
        return [answer] + statementAnswer(covered, by: operatorName)
    }

    /// The term ends by itself: from the execution on, or from the end it had.
    var ends: Timestamp? {
        switch order.kind {
        case .stop, .protectiveHold: executedAt.flatMap { at in order.term.map { at + $0 } }
        case .extend: order.endsAt.flatMap { end in order.term.map { end + $0 } }
        case .freeze: executedAt.flatMap { at in order.freezeTerm.map { order.deadlines.end(of: $0, from: at) } }
        case .renewFreeze:
            order.endsAt.flatMap { end in order.freezeTerm.map { order.deadlines.end(of: $0, from: end) } }
        case .release, .protectiveRelease, .inquiry, .unfreeze, .returnFunds: nil
        }
    }

    /// The same rows answer the inquiry of the same account that is open beside the stop.
    private func statementAnswer(_ covered: Timestamp?, by operatorName: String) -> [BankAnswer] {
        guard let inquiry = order.inquiry, !entry.rows.isEmpty else { return [] }
        var answer = BankAnswer(act: inquiry, result: "0000", answeredAt: WireTime(now))
        answer.operatorName = operatorName
        answer.rows = statement.rows
        answer.coveredUntil = covered.map { WireTime($0) }
        return [answer]
    }
}

/// One order as far as its answer depends on it.
struct AnswerOrder: Sendable {
    var act: String
    var kind: BankOrder.Kind
    var accountNumber: String?
    var accountName: String?
    /// The transfer's amount and time: two of the four items.
    var amount: Money
    var time: Timestamp
    var createdAt: Timestamp
    /// How long the measure holds; nil for what has no term.
    var term: Duration?
    /// Of a freeze and its renewal, in days or months.
    var freezeTerm: Term?
    var deadlines: Deadlines
    /// The end that an extension starts from.
    var endsAt: Timestamp?
    /// The open inquiry about the same account, which the same rows answer.
    var inquiry: String?
    var timeSlack: Duration
}
