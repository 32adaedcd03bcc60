package import Access
package import Journal
internal import Jurisdiction
package import Primitives
internal import Storage
package import Wire

/// Why the word that a bank said later cannot be taken for the true one.
package enum LaterWordRefusal: Error, Equatable {
    /// The bank has not said two different things.
    case noContradiction
    /// It never said this.
    case notSaid
    /// Another order on the account, or for the same share, runs by now: it is ended or heard first.
    case anotherRuns
    /// More has followed from the word that was taken than can be undone; what the bank does must be ordered anew.
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
            guard var act = try table.find(id) else { throw NotFound(id) }
            let unit = try IncidentTable(step.transaction).require(act.incident).unit
            try principal.permit(.requestStop, in: unit, bank: nil)
            guard act.contradictions > 0 else { throw LaterWordRefusal.noContradiction }
            guard try table.answers(to: id).contains(where: { $0.answer == word }) else {
                throw LaterWordRefusal.notSaid
            }
            try step.record(
                "bank.settled", on: id, topic: act.incident, reason: reason,
                detail: .object(["taken": .string(act.answer?.result ?? ""), "true": .string(word.result)]))
            let isTaken = word.saysTheSame(as: act.answer)
            if !isTaken { try Untrue(step: step, rules: rules, act: act).undo() }
            _ = try act.apply(isTaken ? .settle : .takeOther)
            try table.update(act, from: .answered)
            guard !isTaken else { return Nothing() }
            try table.choose(word, of: id)
            try Self.take(word, to: id, rules: rules, in: step, isChosen: true)
            if let turn = word.nextAsking(from: now) { try step.follow(.transmit, id, due: turn) }
            return Nothing()
        }
    }

    private struct Settled: Codable, Sendable {
        let word: BankAnswer
        let reason: String
    }
}

/// Undoes what a bank's word meant that was not true.
private struct Untrue {
    let step: Step
    let rules: Rules
    let act: BankAct

    private var tx: any Transaction { step.transaction }

    func undo() throws {
        do {
            switch act.kind {
            case .stop: try undoStop(.orderUntrue)
            case .release: if isDone { try undoStop(.releaseUntrue) }
            case .freeze: try undoFreeze(.orderUntrue)
            case .unfreeze: if isDone { try undoFreeze(.releaseUntrue) }
            case .returnFunds: try undoRepayment()
            case .extend, .renewFreeze: if isDone { throw LaterWordRefusal.cannotBeUndone }
            case .inquiry, .protectiveHold, .protectiveRelease: throw LaterWordRefusal.cannotBeUndone
            }
        } catch is StopPayment.Illegal {
            throw LaterWordRefusal.cannotBeUndone
        } catch is Freeze.Illegal {
            throw LaterWordRefusal.cannotBeUndone
        } catch is FundReturn.Illegal {
            throw LaterWordRefusal.cannotBeUndone
        }
    }

    private var isDone: Bool {
        let meaning = rules.code(act.answer?.result ?? "", in: .businessResults)?.meaning
        return meaning == .executed || meaning == .partial
    }

    private func undoStop(_ event: StopPayment.Event) throws {
        let table = StopPaymentTable(tx)
        guard let id = StopPaymentID(act.measure) else { throw LaterWordRefusal.cannotBeUndone }
        var stop = try table.require(id)
        let old = stop.state
        let effects = try stop.apply(event)
        if !old.isLive, try table.history(of: [stop.account]).contains(where: \.state.isLive) {
            throw LaterWordRefusal.anotherRuns
        }
        try table.update(stop, from: old)
        if old.isInForce {
            try step.forget(.termEnd, id)
            try step.forget(.termWarning, id)
        }
        try StopPaymentEffects(step: step, rules: rules).carryOut(effects, of: stop)
    }

    private func undoFreeze(_ event: Freeze.Event) throws {
        let table = FreezeTable(tx)
        guard let id = FreezeID(act.measure) else { throw LaterWordRefusal.cannotBeUndone }
        var freeze = try table.require(id)
        let old = freeze.state
        let acts = try BankActTable(tx).acts(for: id)
        // A lower freeze that took its place has orders and releases of its own.
        let isOnly = acts.filter { $0.kind == .freeze }.count == 1
        let returns = try FundReturnTable(tx).history(of: freeze.account).filter { $0.freeze == id }
        guard isOnly, !returns.contains(where: \.state.isOpen) else { throw LaterWordRefusal.cannotBeUndone }
        let effects = try freeze.apply(event)
        if !old.isLive, try table.history(of: [freeze.account]).contains(where: \.state.isLive) {
            throw LaterWordRefusal.anotherRuns
        }
        try table.update(freeze, from: old)
        if old == .frozen {
            try step.forget(.freezeEnd, id)
            try step.forget(.freezeWarning, id)
        }
        try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
    }

    private func undoRepayment() throws {
        guard let id = RepaymentID(act.measure) else { throw LaterWordRefusal.cannotBeUndone }
        let table = RepaymentTable(tx)
        var payment = try table.require(id)
        let others = try table.repayments(in: payment.fundReturn).filter {
            $0.victim == payment.victim && $0.id != id && $0.state != .failed
        }
        guard others.isEmpty else { throw LaterWordRefusal.anotherRuns }
        try ReturnDesk(step: step, rules: rules).unsettle(payment.fundReturn)
        let old = payment.state
        _ = payment.apply(.untrue)
        try table.update(payment, from: old)
        try step.retrace(reaching: [payment.account], and: [payment.incident])
    }
}
