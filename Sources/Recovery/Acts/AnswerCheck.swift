internal import Jurisdiction
internal import Primitives
internal import Wire

/// Whether what came back can be an answer to the act at all; what cannot is never carried out, and a person sees it.
struct AnswerCheck {
    let act: BankAct
    let rules: Rules
    let now: Timestamp

    /// Each problem names the field, what was found and what would be right; empty when the answer will do.
    func problems(of answer: BankAnswer) -> [String] {
        var problems: [String] = []
        if answer.act != act.id.description { problems.append("act: \(answer.act), expected \(act.id)") }
        guard let code = rules.code(answer.result, in: .businessResults) else {
            return problems + ["result: \(answer.result) is no code of the set"]
        }
        guard code.meaning == .executed || code.meaning == .partial else { return problems }
        switch act.kind {
        case .stop:
            problems += executionProblems(of: answer) + comparisonProblems(of: answer)
            if answer.heldBalance == nil { problems.append("heldBalance: missing for an executed stop") }
        case .protectiveHold: problems += executionProblems(of: answer) + comparisonProblems(of: answer)
        case .extend: if answer.endsAt == nil { problems.append("endsAt: missing for an extension") }
        case .release, .protectiveRelease, .unfreeze: break
        case .freeze:
            guard !answer.isWaiting else { break }
            problems += executionProblems(of: answer)
            if answer.balanceBefore == nil { problems.append("balanceBefore: missing for an executed freeze") }
        case .renewFreeze: if answer.endsAt == nil { problems.append("endsAt: missing for a renewal") }
        case .inquiry:
            if answer.rows == nil { problems.append("rows: missing for an inquiry") }
            if answer.coveredUntil == nil { problems.append("coveredUntil: missing for an inquiry") }
            let serials = (answer.rows ?? []).map(\.serial)
            if Set(serials).count != serials.count { problems.append("rows: a serial stands twice") }
            if (answer.rows ?? []).contains(where: { !$0.amount.money.isPositive }) {
                problems.append("rows: an amount is not positive")
            }
        }
        return problems
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
        let slack = rules.fourItemsTimeTolerance
        guard executed <= now + slack, executed >= act.createdAt - slack else {
            return ["executedAt: \(CivilTime(executed).text) lies outside the time from the order to now"]
        }
        return []
    }
}
