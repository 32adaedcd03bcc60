internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Whether what came back can be an answer to the act at all; what cannot is never carried out, and a person sees it.
struct AnswerCheck {
    private static let statementMost = Money(fen: 1_000_000_000_000_000)

    let act: BankAct
    let rules: Rules
    let now: Timestamp
    /// Until when the measure holds by our record, where it holds already.
    let heldUntil: Timestamp?
    /// How often it may have been lengthened at the bank since: by this act, and by each renewal that no bank has answered.
    let renewals: Int

    init(act: BankAct, rules: Rules, now: Timestamp, heldUntil: Timestamp? = nil, unheard: Int = 0) {
        (self.act, self.rules, self.now, self.heldUntil) = (act, rules, now, heldUntil)
        renewals = unheard + (act.kind == .renewFreeze ? 1 : 0)
    }

    init(act: BankAct, rules: Rules, now: Timestamp, _ tx: any Transaction) throws {
        guard let freeze = try FreezeID(act.measure).flatMap(FreezeTable(tx).find) else {
            self.init(act: act, rules: rules, now: now)
            return
        }
        let unheard = try BankActTable(tx).acts(for: freeze.id).count {
            $0.kind == .renewFreeze && $0.state != .answered && $0.id < act.id
        }
        self.init(act: act, rules: rules, now: now, heldUntil: freeze.endsAt, unheard: unheard)
    }

    /// Each problem names the field, what was found and what would be right; empty when the answer will do.
    func problems(of answer: BankAnswer) -> [String] {
        var problems: [String] = []
        if answer.act != act.id.description { problems.append("act: \(answer.act), expected \(act.id)") }
        guard rules.code(answer.result, in: .businessResults) != nil else {
            return problems + ["result: \(answer.result) is no code of the set"]
        }
        guard rules.isDone(answer) else { return problems }
        switch act.kind {
        case .stop:
            problems += executionProblems(of: answer) + comparisonProblems(of: answer)
            if answer.heldBalance == nil { problems.append("heldBalance: missing for an executed stop") }
            problems += balanceProblems(of: answer)
        case .protectiveHold: problems += executionProblems(of: answer) + comparisonProblems(of: answer)
        case .extend:
            if answer.endsAt == nil { problems.append("endsAt: missing for an extension") }
            problems += endProblems(of: answer, after: act.createdAt - rules.fourItemsTimeTolerance)
        case .freeze:
            guard !answer.isWaiting else { break }
            problems += executionProblems(of: answer)
            if answer.balanceBefore == nil { problems.append("balanceBefore: missing for an executed freeze") }
        case .renewFreeze:
            if answer.endsAt == nil { problems.append("endsAt: missing for a renewal") }
            problems += endProblems(of: answer, after: act.createdAt)
        case .release, .protectiveRelease, .unfreeze: problems += momentProblems(of: answer)
        case .inquiry: problems += statementProblems(of: answer)
        case .returnFunds:
            if rules.code(answer.result, in: .businessResults)?.meaning == .partial {
                problems.append(
                    "result: \(answer.result) says that a part was done, and a payment is made whole or not")
            }
            problems += executionProblems(of: answer) + repaymentProblems(of: answer)
        }
        return problems
    }

    private func statementProblems(of answer: BankAnswer) -> [String] {
        var problems: [String] = []
        if answer.rows == nil { problems.append("rows: missing for an inquiry") }
        switch answer.coveredUntil?.timestamp {
        case nil: problems.append("coveredUntil: missing for an inquiry")
        case let until? where until > now + rules.fourItemsTimeTolerance:
            problems.append("coveredUntil: \(CivilTime(until).text) lies ahead, and nobody knows entries to come")
        case .some: break
        }
        let serials = (answer.rows ?? []).map(\.serial)
        if Set(serials).count != serials.count { problems.append("rows: a serial stands twice") }
        if (answer.rows ?? []).contains(where: { !$0.amount.money.isPositive }) {
            problems.append("rows: an amount is not positive")
        }
        // So that sums over many statements can be formed.
        if (answer.rows ?? []).reduce(Money.zero, { $0 + $1.amount.money }) > Self.statementMost {
            problems.append("rows: together more than \(Self.statementMost) yuan")
        }
        return problems
    }

    /// The entry by which the money left, where the bank shows it, is one payment of exactly the amount ordered.
    private func repaymentProblems(of answer: BankAnswer) -> [String] {
        guard let rows = answer.rows else { return [] }
        guard rows.count == 1, rows[0].direction == .out, rows[0].amount == act.order.amount else {
            return ["rows: must be the one payment of \(act.order.amount.text)"]
        }
        return []
    }

    private func balanceProblems(of answer: BankAnswer) -> [String] {
        guard let held = answer.heldBalance, let before = answer.balanceBefore, held.money > before.money else {
            return []
        }
        return ["heldBalance: \(held.text) is more than the balance before, \(before.text)"]
    }

    /// An end before the beginning is a slip, and so is one further off than the longest term from now or from the end it may have by now.
    private func endProblems(of answer: BankAnswer, after start: Timestamp) -> [String] {
        func longest(from start: Timestamp) -> Timestamp { rules.deadlines.end(of: rules.freezeTermMajor, from: start) }
        let renewed = (0..<renewals).reduce(heldUntil ?? now) { end, _ in longest(from: end) }
        let furthest = max(longest(from: now + rules.fourItemsTimeTolerance), renewed)
        guard let ends = answer.endsAt?.timestamp, ends <= start || ends > furthest else { return [] }
        return ["endsAt: \(CivilTime(ends).text) lies before the beginning or beyond any term of the law"]
    }

    /// One item that differs forbids to hold the money (银发〔2016〕86号).
    private func comparisonProblems(of answer: BankAnswer) -> [String] {
        let differing = (answer.compared ?? [:]).filter { !$0.value }.map(\.key.rawValue).sorted()
        return differing.map { "compared: \($0) differs, so nothing may be held" }
    }

    private func executionProblems(of answer: BankAnswer) -> [String] {
        guard let executed = answer.executedAt?.timestamp else {
            return ["executedAt: missing for an executed measure"]
        }
        let problems = momentProblems(of: answer)
        return problems.isEmpty ? endProblems(of: answer, after: executed) : problems
    }

    private func momentProblems(of answer: BankAnswer) -> [String] {
        let slack = rules.fourItemsTimeTolerance
        guard let executed = answer.executedAt?.timestamp, executed > now + slack || executed < act.createdAt - slack
        else { return [] }
        return ["executedAt: \(CivilTime(executed).text) lies outside the time from the order to now"]
    }
}
