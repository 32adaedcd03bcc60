package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage
package import Wire

/// Why a word that a bank said cannot be taken for the true one.
package enum LaterWordRefusal: Error, Equatable {
    /// The bank has not said two different things.
    case noContradiction
    /// It never said this.
    case notSaid
    /// Another order on the account, or for the same share, runs by now: it is ended or heard first.
    case anotherRuns
    /// The share is paid by another payment: what a bank pays twice it must call back.
    case paidOtherwise
    /// More has followed from the word that was taken than can be undone, or it is asked for anew.
    case cannotBeUndone
}

extension BankActs {
    /// Settles which of the words that a bank said to one act is true, after asking it. Where it is not the one that was taken, what
    /// that one meant is undone, and this one is carried out as a first answer is.
    ///
    /// Throws `NotFound`, `Refusal`, `LaterWordRefusal`, or `Implausible` where it could be no answer.
    package func settle(
        _ id: ActID, as word: BankAnswer, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw Refusal.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: Settled(word: word, reason: reason)) { step in
            let table = BankActTable(step.transaction)
            guard let act = try table.find(id) else { throw NotFound(id) }
            let unit = try IncidentTable(step.transaction).require(act.incident).unit
            try principal.permit(.requestStop, in: unit, bank: nil)
            guard act.contradictions > 0 else { throw LaterWordRefusal.noContradiction }
            guard let said = try table.answers(to: id).first(where: { $0.answer == word }) else {
                throw LaterWordRefusal.notSaid
            }
            guard LaterWords.canBeTrue(word, of: act, rules) else { throw LaterWordRefusal.cannotBeUndone }
            try step.record(
                "bank.settled", on: id, topic: act.incident, reason: reason,
                detail: .object(["taken": .string(act.answer?.result ?? ""), "true": .string(word.result)]))
            try Self.settle(act, as: word, receivedAt: said.receivedAt, rules: rules, in: step)
            return Nothing()
        }
    }

    private static func settle(
        _ act: BankAct, as word: BankAnswer, receivedAt: Timestamp, rules: Rules, in step: Step
    ) throws {
        let (table, untrue) = (BankActTable(step.transaction), Untrue(step: step, rules: rules, act: act))
        var act = act
        switch try untrue.share(in: word) {
        case .all:
            _ = try act.apply(.settle)
            try table.update(act, from: .answered)
            try untrue.goOn()
        case .deed:
            try untrue.amend(by: word)
            _ = try act.apply(.takeOther) + act.apply(.answer(word, at: receivedAt))
            try table.update(act, from: .answered)
        case .nothing:
            try untrue.undo(taking: word)
            _ = try act.apply(.takeOther)
            try table.update(act, from: .answered)
            try take(word, to: act.id, rules: rules, in: step, receivedAt: receivedAt)
        }
    }

    private struct Settled: Codable, Sendable {
        let word: BankAnswer
        let reason: String
    }
}

/// What a bank says against its own word.
package enum LaterWords {
    /// Whether a person can find a word true: the one that was taken, or another where what was taken can be undone. An extension that
    /// was taken cannot; an inquiry or a protective hold is asked for anew; a freeze that waits has another word to come.
    package static func canBeTrue(_ word: BankAnswer, of act: BankAct, _ rules: Rules) -> Bool {
        if word.saysTheSame(as: act.answer) { return true }
        guard !word.isWaiting else { return false }
        switch act.kind {
        case .stop, .release, .freeze, .unfreeze, .returnFunds: return true
        case .extend, .renewFreeze:
            return isAmendment(word, of: act, rules) || (act.answer.map { !rules.isDone($0) } ?? false)
        case .inquiry, .protectiveHold, .protectiveRelease: return false
        }
    }

    /// Whether the bank did the same at the same moment by both words, so that what followed from the one follows from the other:
    /// at most the sum that was there is another.
    static func isAmendment(_ word: BankAnswer, of act: BankAct, _ rules: Rules) -> Bool {
        guard let taken = act.answer, rules.isDone(taken), rules.isDone(word), let at = taken.executedAt else {
            return false
        }
        guard word.executedAt == at else { return false }
        switch act.kind {
        case .stop: return word.heldBalance != nil
        case .freeze: return word.balanceBefore != nil
        case .extend, .release, .renewFreeze, .unfreeze: return true
        case .inquiry, .protectiveHold, .protectiveRelease, .returnFunds: return false
        }
    }

}

/// Undoes what a bank's word meant that was not true.
struct Untrue {
    let step: Step
    let rules: Rules
    let act: BankAct

    private var tx: any Transaction { step.transaction }

    func undo(taking word: BankAnswer) throws {
        do {
            switch act.kind {
            case .stop: try undoStop(.orderUntrue)
            case .release: try undoStop(.releaseUntrue)
            case .freeze: try undoFreeze(.orderUntrue)
            case .unfreeze: try undoFreeze(.releaseUntrue)
            case .returnFunds: try undoRepayment(taking: word)
            // That nothing was lengthened had changed nothing.
            case .extend, .renewFreeze: try permitLengthening()
            case .inquiry, .protectiveHold, .protectiveRelease: throw LaterWordRefusal.cannotBeUndone
            }
        } catch  where error is StopPayment.Illegal || error is Freeze.Illegal {
            throw LaterWordRefusal.cannotBeUndone
        }
    }

    /// What of the word that was taken is true by another.
    enum Share { case all, deed, nothing }

    /// The deed alone where the measure stands by the word that was taken, and would by this one.
    func share(in word: BankAnswer) throws -> Share {
        if word.saysTheSame(as: act.answer) { return .all }
        guard LaterWords.isAmendment(word, of: act, rules) else { return .nothing }
        let stands =
            switch act.kind {
            case .stop: try stop().heldBalance != nil
            case .freeze: try freeze().startedAt != nil
            case .extend, .release, .renewFreeze, .unfreeze, .inquiry, .protectiveHold, .protectiveRelease,
                .returnFunds:
                true
            }
        return stands ? .deed : .nothing
    }

    /// Puts right what the bank's word had as the sum in the account; throws `Implausible`.
    func amend(by word: BankAnswer) throws {
        let problems = try AnswerCheck(act: act, rules: rules, now: step.now, tx).problems(of: word)
        guard problems.isEmpty else { throw BankActs.Implausible(problems: problems) }
        do {
            switch act.kind {
            case .stop: try amendStop(word.heldBalance?.money ?? .zero)
            case .freeze: try amendFreeze(word.balanceBefore?.money ?? .zero)
            case .extend, .release, .renewFreeze, .unfreeze, .inquiry, .protectiveHold, .protectiveRelease,
                .returnFunds:
                break
            }
        } catch  where error is StopPayment.Illegal || error is Freeze.Illegal {
            throw LaterWordRefusal.cannotBeUndone
        }
    }

    private func amendStop(_ sum: Money) throws {
        var stop = try stop()
        let effects = try stop.apply(.sumAmended(sum))
        try StopPaymentTable(tx).update(stop, from: stop.state)
        try StopPaymentEffects(step: step, rules: rules).carryOut(effects, of: stop)
    }

    private func amendFreeze(_ sum: Money) throws {
        var freeze = try freeze()
        // The sum is that of the first order; a lower freeze takes over what is left of it.
        let isFirst = try BankActTable(tx).acts(for: freeze.id).first?.id == act.id
        guard isFirst, freeze.balance != sum else { return }
        // Shares that are not decided are found outdated when somebody asks for them.
        guard try !returns(of: freeze).contains(where: { $0.state == .decided }) else {
            throw LaterWordRefusal.cannotBeUndone
        }
        let effects = try freeze.apply(.sumAmended(sum))
        try FreezeTable(tx).update(freeze, from: freeze.state)
        try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
    }

    private func returns(of freeze: Freeze) throws -> [FundReturn] {
        try FundReturnTable(tx).history(of: freeze.account).filter { $0.freeze == freeze.id }
    }

    private func stop() throws -> StopPayment {
        guard let id = StopPaymentID(act.measure) else { throw LaterWordRefusal.cannotBeUndone }
        return try StopPaymentTable(tx).require(id)
    }

    private func freeze() throws -> Freeze {
        guard let id = FreezeID(act.measure) else { throw LaterWordRefusal.cannotBeUndone }
        return try FreezeTable(tx).require(id)
    }

    /// An order that was dropped was carried out all the same: the stop that counted as refused, or the freeze that counted as let
    /// go while it waited, holds, unless another does.
    func undoDropping() throws {
        do {
            switch act.kind {
            case .stop: try undoStop(.orderUntrue)
            case .freeze: try undoReleaseOfWaiting()
            case .extend, .release, .inquiry, .protectiveHold, .protectiveRelease, .renewFreeze, .unfreeze,
                .returnFunds:
                break
            }
        } catch  where error is StopPayment.Illegal || error is Freeze.Illegal || error is LaterWordRefusal {
            // What the bank says then fits nothing on record, and a person asks it.
        }
    }

    /// The word that was taken was true: what waited for that goes on.
    func goOn() throws {
        try AnswerEffects(step: step, rules: rules, act: act).goOn()
        guard act.kind == .returnFunds, let id = RepaymentID(act.measure) else { return }
        try ReturnDesk(step: step, rules: rules).settle(try RepaymentTable(tx).require(id).fundReturn)
    }

    private func undoStop(_ event: StopPayment.Event) throws {
        let table = StopPaymentTable(tx)
        var stop = try stop()
        let old = stop.state
        let acts = try BankActTable(tx).acts(for: stop.id)
        let isEndedOtherwise = isEndedOtherwise(acts, since: stop.executedAt)
        guard event == .orderUntrue || hasEnded(old == .released) && !isEndedOtherwise else { return }
        let effects = try stop.apply(event)
        try permitReviving(old.isLive, others: try table.history(of: [stop.account]).map { ($0.id > stop.id, $0) })
        try table.update(stop, from: old)
        if old.isInForce {
            try step.forget(.termEnd, stop.id)
            try step.forget(.termWarning, stop.id)
        }
        try StopPaymentEffects(step: step, rules: rules).carryOut(effects, of: stop)
    }

    /// A release that was refused, or came after the end, had ended nothing.
    private func hasEnded(_ isReleased: Bool) -> Bool {
        isReleased && (act.answer.map(rules.isDone) ?? false)
    }

    /// Whether another release of the same order than this one ended the measure, which began at `start`.
    private func isEndedOtherwise(_ acts: [BankAct], since start: Timestamp?) -> Bool {
        acts.contains { $0.id != act.id && $0.hasReleased(act.order.original, begunAt: start, rules) }
    }

    /// Where it was lengthened once more since, the bank may mean the same time by both.
    private func permitLengthening() throws {
        let later = try BankActTable(tx).acts(for: act.measure).filter { $0.kind == act.kind && $0.id > act.id }
        if later.contains(where: { $0.state == .open || $0.state == .dead }) { throw LaterWordRefusal.anotherRuns }
        if later.contains(where: { $0.answer.map(rules.isDone) ?? false }) {
            throw LaterWordRefusal.cannotBeUndone
        }
    }

    /// An account has one measure at a time, and the stops that came after are counted.
    private func permitReviving(_ isLive: Bool, others: [(isLater: Bool, stop: StopPayment)]) throws {
        guard !isLive else { return }
        if others.contains(where: \.stop.state.isLive) { throw LaterWordRefusal.anotherRuns }
        if others.contains(where: { $0.isLater && $0.stop.uses > 0 }) { throw LaterWordRefusal.cannotBeUndone }
    }

    private func undoFreeze(_ event: Freeze.Event) throws {
        let table = FreezeTable(tx)
        var freeze = try freeze()
        let (old, acts) = (freeze.state, try BankActTable(tx).acts(for: freeze.id))
        // A lower freeze that took its place has orders and releases of its own.
        let isOnly = acts.filter { $0.kind == .freeze }.count == 1
        if event == .releaseUntrue, !isOnly, act.answer.map(rules.isDone) ?? false {
            throw LaterWordRefusal.cannotBeUndone
        }
        let isEndedOtherwise = isEndedOtherwise(acts, since: freeze.startedAt)
        guard event == .orderUntrue || hasEnded(old == .released) && !isEndedOtherwise else { return }
        guard isOnly, try !returns(of: freeze).contains(where: \.state.isOpen) else {
            throw LaterWordRefusal.cannotBeUndone
        }
        let effects = try freeze.apply(event)
        if !old.isLive { try permitReviving(freeze) }
        try table.update(freeze, from: old)
        if old == .frozen {
            try step.forget(.freezeEnd, freeze.id)
            try step.forget(.freezeWarning, freeze.id)
        }
        try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
        if event == .releaseUntrue, freeze.startedAt == nil { try askAgain(about: freeze) }
    }

    /// The order of a freeze that still waits was dropped when the freeze counted as let go; what its bank has said since counts.
    private func askAgain(about freeze: Freeze) throws {
        let table = BankActTable(tx)
        for order in try table.acts(for: freeze.id) where order.kind == .freeze {
            switch order.state {
            case .open, .dead: break
            case .answered:
                guard let word = order.answer, rules.isDone(word) else { throw LaterWordRefusal.cannotBeUndone }
                try AnswerEffects(step: step, rules: rules, act: order).carryOut(word)
            case .dropped: try step.askAgain(order, because: freeze.id.description)
            }
        }
    }

    private func undoReleaseOfWaiting() throws {
        var freeze = try freeze()
        guard freeze.state == .released, freeze.startedAt == nil, act.doneAt(rules) != nil,
            try !BankActTable(tx).acts(for: freeze.id).hasReleased(act, rules)
        else { return }
        try permitReviving(freeze)
        let effects = try freeze.apply(.releaseUntrue) + freeze.apply(.releaseRefused)
        try FreezeTable(tx).update(freeze, from: .released)
        try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
    }

    /// Of one organ one freeze stands on an account.
    private func permitReviving(_ freeze: Freeze) throws {
        if try FreezeTable(tx).history(of: [freeze.account]).contains(where: { $0.id != freeze.id && $0.state.isLive })
        {
            throw LaterWordRefusal.anotherRuns
        }
    }

    private func undoRepayment(taking word: BankAnswer) throws {
        let table = RepaymentTable(tx)
        guard let id = RepaymentID(act.measure) else { throw LaterWordRefusal.cannotBeUndone }
        var payment = try table.require(id)
        if rules.isDone(word) { try permitPaying(payment) }
        let old = payment.state
        if old == .paid { try lowerLimit(by: payment) }
        _ = payment.apply(.untrue)
        try table.update(payment, from: old)
    }

    /// A payment that was made after all may be one too many.
    private func permitPaying(_ payment: Repayment) throws {
        let desk = ReturnDesk(step: step, rules: rules)
        let others = try RepaymentTable(tx).repayments(to: [payment.victim]).filter { $0.id != payment.id }
        if others.contains(where: { $0.state == .ordered }) { throw LaterWordRefusal.anotherRuns }
        if others.contains(where: { $0.state == .paid && $0.fundReturn == payment.fundReturn }) {
            throw LaterWordRefusal.paidOtherwise
        }
        let due = try FundReturnTable(tx).about(payment.incident).filter {
            $0.state == .decided && $0.id != payment.fundReturn
        }
        for fundReturn in due {
            let share = try FundReturnTable(tx).claims(in: fundReturn.id).first { $0.victim == payment.victim }?.share
            let isPaid = others.contains { $0.fundReturn == fundReturn.id && $0.state == .paid }
            if !isPaid, share?.total.isPositive ?? false { throw LaterWordRefusal.anotherRuns }
        }
        guard try desk.isWithinLoss(payment.amount, of: payment.victim, in: payment.incident, besides: payment.id)
        else {
            throw LaterWordRefusal.paidOtherwise
        }
    }

    /// The limit of a lower freeze counts what was paid before it: what was not paid then was never in it.
    private func lowerLimit(by payment: Repayment) throws {
        let table = FreezeTable(tx)
        var freeze = try table.require(try FundReturnTable(tx).require(payment.fundReturn).freeze)
        let first = try BankActTable(tx).acts(for: freeze.id).first { $0.kind == .freeze }
        guard let lower = try BankActTable(tx).inForce(freeze.id, rules), lower.id != first?.id,
            freeze.narrowing == nil,
            let limit = freeze.limit, freeze.state.isLive, payment.paidAt.map({ $0 <= lower.createdAt }) ?? false
        else { return }
        freeze.limit = max(Money(fen: 1), limit - payment.amount)
        try table.update(freeze, from: freeze.state)
    }
}
