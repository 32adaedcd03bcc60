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
        let payments = try RepaymentTable(tx).repayments(in: claim.fundReturn).filter { $0.victim == claim.victim }
        guard !payments.contains(where: { $0.state == .paid }) else { throw ReturnRefusal.alreadyPaid }
        guard !payments.contains(where: { $0.state == .ordered }) else { throw ReturnRefusal.paymentOpen }
        // A bank that says now that it paid and now that it did not may have paid.
        let isDoubtful = try BankActTable(tx).acts(serving: payments.map(\.id.description)).contains {
            $0.contradictions > 0
        }
        guard !isDoubtful else { throw ReturnRefusal.bankContradicts }
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
            case .tellDesk: try settle(payment.fundReturn)
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

    /// Closes a decided return when every share is paid, or when no more can be: nothing holds the money, and no payment runs.
    private func settle(_ id: FundReturnID) throws {
        let fundReturn = try table.require(id)
        let freeze = try FreezeTable(tx).require(fundReturn.freeze)
        let isUnderWay = try RepaymentTable(tx).repayments(in: id).contains { $0.state == .ordered }
        let rest = try unpaid(of: id).reduce(Money.zero) { $0 + ($1.share?.total ?? .zero) }
        guard fundReturn.state == .decided, !rest.isPositive || !isUnderWay && !freeze.isInForce else { return }
        try close(fundReturn, reason: rest.isPositive ? freeze.state.rawValue : nil)
    }

    /// The shares of a decision that are not paid.
    private func unpaid(of id: FundReturnID) throws -> [ReturnClaim] {
        let paid = Set(try RepaymentTable(tx).repayments(in: id).filter { $0.state == .paid }.map(\.victim))
        return try table.claims(in: id).filter { !paid.contains($0.victim) && $0.share?.total.isPositive ?? false }
    }

    /// Ends a decision. What of it is not paid is where the trace has it again, and its victims can have a part in a later return.
    func close(_ fundReturn: FundReturn, reason: String?) throws {
        let rest = try unpaid(of: fundReturn.id).reduce(Money.zero) { $0 + ($1.share?.total ?? .zero) }
        try change(fundReturn, .settle(rest: rest, at: step.now), "return.closed", reason: reason)
        guard rest.isPositive else { return }
        let paid = Dictionary(
            try RepaymentTable(tx).repayments(in: fundReturn.id).filter { $0.state == .paid }
                .map { ($0.incident, $0.amount) }, uniquingKeysWith: +)
        let outcomes = OutcomeRules.cut(try table.outcomes(of: fundReturn.id), to: paid)
        for outcome in outcomes { try table.put(outcome, of: fundReturn.id) }
        try step.retrace(reaching: [fundReturn.account], and: outcomes.map(\.incident))
    }

    /// A payment that was told as made, or as failed, may be otherwise: the return waits for it again. Throws `FundReturn.Illegal` where
    /// it was closed without it, and `LaterWordRefusal` where another return is under way.
    func unsettle(_ id: FundReturnID) throws {
        let fundReturn = try table.require(id)
        guard fundReturn.state != .decided else { return }
        if try table.history(of: fundReturn.account).contains(where: \.state.isOpen) {
            throw LaterWordRefusal.anotherRuns
        }
        try change(fundReturn, .unsettle, "return.unsettled")
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

    /// The decided return whose payments the freeze still serves.
    func undone(of freeze: Freeze) throws -> FundReturn? {
        try table.history(of: freeze.account).first { $0.freeze == freeze.id && $0.state == .decided }
    }
}
