package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage
package import Wire

/// The commands of a bank's people: the clerk enters an answer, the bank's second person confirms it, and only then it counts.
package struct BankDrafts: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case alreadyAnswered
        /// The answers are not all to one bank's acts.
        case severalBanks
    }

    /// Enters answers to one or more acts of the clerk's bank and asks the bank's second person to confirm them together.
    ///
    /// Throws `NotFound`, `Refusal`, `NotPossible`, or `BankActs.Implausible` with what is wrong in them.
    package func submit(_ answers: [BankAnswer], by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws
        -> ApprovalID
    {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: principal.actor, at: now, input: answers) { step in
            let acts = try answers.map { try act($0, principal, in: step) }
            guard let first = acts.first, acts.allSatisfy({ $0.bank == first.bank }) else {
                throw NotPossible.severalBanks
            }
            let problems = try zip(acts, answers).flatMap {
                try AnswerCheck(act: $0, rules: rules, now: now, step.transaction).problems(of: $1)
            }
            guard problems.isEmpty else { throw BankActs.Implausible(problems: problems) }
            let approval = try Approvals.request(
                in: step,
                ApprovalRequest(
                    .reviewForBank, on: first.id, topic: first.incident, lines: zip(acts, answers).map(line),
                    waitingFor: .bank(first.bank)))
            try keep(answers, for: acts, under: approval, by: principal, in: step)
            return approval.id
        }
    }

    private func act(_ answer: BankAnswer, _ principal: Principal, in step: Step) throws -> BankAct {
        guard let act = try ActID(answer.act).flatMap({ try BankActTable(step.transaction).find($0) }) else {
            throw NotFound(answer.act)
        }
        try principal.permit(.answerForBank, in: nil, bank: act.bank)
        guard act.state == .open || act.state == .dead else { throw NotPossible.alreadyAnswered }
        return act
    }

    private func line(_ act: BankAct, _ answer: BankAnswer) -> Approval.Line {
        Approval.Line(
            id: act.id.description, sum: answer.heldBalance?.money,
            detail: .object(["kind": .string(act.kind.rawValue), "result": .string(answer.result)]))
    }

    private func keep(
        _ answers: [BankAnswer], for acts: [BankAct], under approval: Approval, by principal: Principal, in step: Step
    ) throws {
        guard case .user(let clerk) = principal.identity else { throw Refusal.notPermitted(.answerForBank) }
        let table = BankDraftTable(step.transaction)
        if let waiting = try table.waiting(of: acts.map(\.id)).first { throw Refusal.alreadyWaiting(waiting.approval) }
        for (act, answer) in zip(acts, answers) {
            try table.insert(
                BankDraft(
                    act: act.id, answer: answer, enteredBy: clerk, enteredAt: step.now, approval: approval.id,
                    state: .waiting))
            try step.record("bank.answerEntered", on: act.id, topic: act.incident, reason: answer.result)
        }
    }

    /// Confirms or returns what the clerk entered; confirmed answers take effect in the same step.
    ///
    /// Throws what `Approvals.decide` throws, and `BankActs.Implausible` where an answer cannot be one any more.
    package func decide(
        _ id: ApprovalID, _ decision: Approvals.Decision, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: Decided(id: id, decision: decision)) { step in
            let table = BankDraftTable(step.transaction)
            let drafts = try table.drafts(of: id)
            guard !drafts.isEmpty else { throw NotFound(id) }
            let approval = try Approvals.decide(in: step, id, decision, by: principal)
            let confirmed = Set(approval.approvedLines.map(\.id))
            for var draft in drafts {
                let isConfirmed = confirmed.contains(draft.act.description)
                try draft.apply(isConfirmed ? .confirm : .giveBack)
                try table.update(draft, from: .waiting)
                if isConfirmed { try BankActs.take(draft.answer, to: draft.act, rules: rules, in: step) }
            }
            return Nothing()
        }
    }

    private struct Decided: Codable, Sendable {
        let id: ApprovalID
        let decision: Approvals.Decision
    }
}
