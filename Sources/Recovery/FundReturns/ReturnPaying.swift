internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Pays decided shares, and closes the return when that is done.
extension ReturnDesk {
    /// Refuses while a payment runs, after it is made, and where nothing holds the money any more.
    func permitPayment(of claim: ReturnClaim, under fundReturn: FundReturn) throws {
        guard fundReturn.state == .decided else { throw ReturnRefusal.wrongState(fundReturn.state) }
        let freeze = try FreezeTable(tx).require(fundReturn.freeze)
        guard freeze.isInForce else { throw ReturnRefusal.notFrozen(freeze.state) }
        let payments = try RepaymentTable(tx).repayments(to: [claim.victim])
        let own = payments.filter { $0.fundReturn == claim.fundReturn }
        guard !own.contains(where: { $0.state == .paid }) else { throw ReturnRefusal.alreadyPaid }
        guard !own.contains(where: { $0.state == .ordered }) else { throw ReturnRefusal.paymentOpen }
        // A bank that says now that it paid and now that it did not may have paid.
        guard try !BankActTable(tx).isDoubted(payments.map(\.id.description)) else {
            throw ReturnRefusal.bankContradicts
        }
        let share = claim.share?.total ?? .zero
        guard try isWithinLoss(share, of: claim.victim, in: claim.incident) else { throw ReturnRefusal.alreadyPaid }
    }

    /// Whether so much more than what was paid to a victim or is on its way to him, besides one payment, is no more than he lost.
    func isWithinLoss(
        _ amount: Money, of victim: VictimID, in incident: IncidentID, besides payment: RepaymentID? = nil
    ) throws -> Bool {
        let paid = try RepaymentTable(tx).repayments(to: [victim]).filter { $0.state != .failed && $0.id != payment }
        let lost = try IncidentTable(tx).transfers(of: [incident]).filter { $0.victim == victim }
        return paid.reduce(amount) { $0 + $1.amount } <= lost.reduce(.zero) { $0 + ($1.amount ?? .zero) }
    }

    func pay(_ line: Approval.Line, of fundReturn: FundReturn, second: Principal) throws {
        guard case .user(let user) = second.identity, let victim = VictimID(line.id),
            let amount = line.sum, let bank = line.detail["bank"]?.string, let number = line.detail["number"]?.string,
            let name = line.detail["name"]?.string
        else { return }
        let claim = try claim(of: victim, in: fundReturn)
        do {
            try permitPayment(of: claim, under: fundReturn)
        } catch is ReturnRefusal {
            // The freeze may have ended since it was asked for, or another request for the same share was quicker.
            return try step.record("return.paymentNotSent", on: fundReturn.id, topic: claim.incident)
        }
        let payment = Repayment(
            id: step.newID(), fundReturn: fundReturn.id, victim: victim, incident: claim.incident,
            account: fundReturn.account, amount: amount, payee: ReturnAccount(bank: bank, number: number, name: name),
            orderedAt: step.now, state: .ordered)
        try RepaymentTable(tx).insert(payment)
        let limit = rules.deadlines.end(of: rules.fundReturnBankLimit, from: step.now) - step.now
        try OrderDesk(step: step, rules: rules).send(
            .returnFunds, measure: payment.id.description, account: payment.account,
            incident: try IncidentTable(tx).require(claim.incident), amount: amount, time: step.now, second: user,
            approval: fundReturn.decisionNumber ?? "", basis: rules[.approvalFundReturn].basis, limit: limit,
            payee: try party(payment.payee), officer: fundReturn.openedBy, serving: fundReturn.freeze.description)
        try step.record(
            "return.ordered", on: fundReturn.id, topic: claim.incident, basis: rules[.fundReturnBankLimit].basis,
            detail: .object(["victim": .string(victim.description), "amount": .number(amount.fen)]))
    }

    private func party(_ payee: ReturnAccount) throws -> BankOrder.Party {
        BankOrder.Party(
            bankCode: payee.bank, bankName: try AccountTable(tx).bank(payee.bank)?.name, accountNumber: payee.number,
            accountName: payee.name)
    }

    /// Carries out what a bank's word on a payment means.
    func carryOut(_ event: Repayment.Event, of id: RepaymentID, act: BankAct) throws {
        var payment = try RepaymentTable(tx).require(id)
        let old = payment.state
        let effects = payment.apply(event)
        try RepaymentTable(tx).update(payment, from: old)
        for effect in effects {
            switch effect {
            case .settle:
                try settle(payment.fundReturn)
                try step.retrace(reaching: [payment.account], and: [payment.incident])
            case .reportContradiction:
                try step.record(
                    "bank.contradicted", on: act.id, topic: payment.incident, reason: payment.state.rawValue)
            }
        }
        guard payment.state != old else { return }
        try step.record(
            "return.\(payment.state.rawValue)", on: payment.fundReturn, topic: payment.incident, basis: act.order.basis,
            reason: payment.failure,
            detail: .object([
                "victim": .string(payment.victim.description), "amount": .number(payment.amount.fen),
                "act": .string(act.id.description),
            ]))
    }

    /// How far the shares of a decision are paid.
    private struct Paying {
        let paid: [IncidentID: Money]
        let rest: Money
        /// A bank is paying one, or has said both that it paid and that it did not.
        let isOpen: Bool
    }

    private func paying(of id: FundReturnID) throws -> Paying {
        let payments = try RepaymentTable(tx).repayments(in: id)
        let paid = payments.filter { $0.state == .paid }
        let victims = Set(paid.map(\.victim))
        return Paying(
            paid: Dictionary(paid.map { ($0.incident, $0.amount) }, uniquingKeysWith: +),
            rest: try table.claims(in: id).filter { !victims.contains($0.victim) }
                .reduce(.zero) { $0 + ($1.share?.total ?? .zero) },
            isOpen: try payments.contains { $0.state == .ordered } || isDoubted(id))
    }

    /// Closes a decided return when every share is paid, or when no more can be: nothing holds the money, and no payment is open. One
    /// that is closed learns what was paid of it after all.
    func settle(_ id: FundReturnID) throws {
        let (fundReturn, paying) = (try table.require(id), try paying(of: id))
        let freeze = try FreezeTable(tx).require(fundReturn.freeze)
        switch fundReturn.state {
        case .decided where !paying.rest.isPositive: try close(fundReturn, paying, reason: nil)
        case .decided where !paying.isOpen && !freeze.isInForce:
            try close(fundReturn, paying, reason: freeze.state.rawValue)
        case .closed where paying.rest != fundReturn.rest: try close(fundReturn, paying, reason: nil)
        case .decided, .closed, .collecting, .computed, .noticed, .asked, .withdrawn: break
        }
    }

    /// Ends a decision. What of it is not paid is where the trace has it again, and its victims can have a part in a later return.
    func close(_ fundReturn: FundReturn, reason: String) throws {
        try close(fundReturn, try paying(of: fundReturn.id), reason: reason)
    }

    private func close(_ fundReturn: FundReturn, _ paying: Paying, reason: String?) throws {
        try change(fundReturn, .settle(rest: paying.rest, at: step.now), "return.closed", reason: reason)
        guard paying.rest.isPositive || fundReturn.rest.isPositive else { return }
        let outcomes = try table.outcomes(of: fundReturn.id)
        if paying.rest.isPositive {
            for outcome in OutcomeRules.cut(outcomes, to: paying.paid) { try table.cut(outcome, of: fundReturn.id) }
        } else {
            try table.uncut(fundReturn.id)
        }
        try step.retrace(reaching: [fundReturn.account], and: outcomes.map(\.incident))
    }

    /// A freeze has ended: what was not decided can be returned no more, and what was decided can be paid no more.
    func end(with freeze: Freeze) throws {
        for fundReturn in try table.history(of: freeze.account) where fundReturn.freeze == freeze.id {
            guard fundReturn.state.isOpen else { continue }
            if fundReturn.state == .decided {
                try settle(fundReturn.id)
            } else {
                try change(fundReturn, .withdraw(at: step.now), "return.withdrawn", reason: freeze.state.rawValue)
            }
        }
    }

    /// The decided return whose payments the freeze still serves, or a closed one of which the bank says now that it paid and now that
    /// it did not.
    func undone(of freeze: Freeze) throws -> FundReturn? {
        try table.history(of: freeze.account).first { fundReturn in
            guard fundReturn.freeze == freeze.id else { return false }
            return try fundReturn.state == .decided || fundReturn.state == .closed && isDoubted(fundReturn.id)
        }
    }

    func isDoubted(_ id: FundReturnID) throws -> Bool {
        try BankActTable(tx).isDoubted(try RepaymentTable(tx).repayments(in: id).map(\.id.description))
    }
}
