internal import Access
internal import FundReturning
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Prepares, decides and pays returns inside one step: every payment to a victim leads through here.
struct ReturnDesk {
    let step: Step
    let rules: Rules

    var tx: any Transaction { step.transaction }
    var table: FundReturnTable { FundReturnTable(tx) }

    func require(_ id: FundReturnID) throws -> (FundReturn, Incident) {
        guard let fundReturn = try table.find(id) else { throw NotFound(id) }
        return (fundReturn, try IncidentTable(tx).require(fundReturn.incident))
    }

    func claim(of victim: VictimID, in fundReturn: FundReturn) throws -> ReturnClaim {
        guard let claim = try table.claims(in: fundReturn.id).first(where: { $0.victim == victim }) else {
            throw ReturnRefusal.notVictim
        }
        return claim
    }

    func name(of claim: ReturnClaim) throws -> String {
        try IncidentTable(tx).victims(of: [claim.incident]).first { $0.id == claim.victim }?.name ?? ""
    }

    func change(
        _ fundReturn: FundReturn, _ event: FundReturn.Event, _ act: String, basis: RuleID? = nil, reason: String? = nil
    ) throws {
        var changed = fundReturn
        try changed.apply(event)
        try table.update(changed, from: fundReturn.state)
        if fundReturn.state == .noticed { try step.forget(.noticeEnd, fundReturn.id) }
        try step.record(
            act, on: fundReturn.id, topic: fundReturn.incident, basis: basis.map { rules[$0].basis }, reason: reason,
            detail: .object([
                "before": .string(fundReturn.state.rawValue), "after": .string(changed.state.rawValue),
            ]))
    }

    /// Asks the bank for what has happened in the account up to now; returns false where that is under way.
    @discardableResult
    func askStatement(for fundReturn: FundReturn, _ incident: Incident) throws -> Bool {
        let money = try MoneyTracer(tx, rules: rules).trace(incident.id, at: step.now)
        let account = fundReturn.account
        let waits = (money.inquiries[account] ?? []).contains { $0.state == .draft || $0.state == .ordered }
        guard !waits, let since = money.firstArrival(at: account) else { return !waits }
        let order = NextOrder(
            account: account, tier: money.flowAccounts.first { $0.account == account }?.tier ?? 1,
            traced: money.present(at: account) ?? .zero, transferAmount: .zero, transferTime: since, moneySince: since,
            asksStop: false, asksInquiry: true, joins: nil, joinsFreeze: nil, refusal: nil, expected: .zero)
        try OrderDesk(step: step, rules: rules).issue([order], for: incident)
        return true
    }

    // MARK: shares

    /// Gives every victim whose money came to the account a part.
    func addClaims(to fundReturn: FundReturn) throws {
        let known = Set(try table.claims(in: fundReturn.id).map(\.victim))
        let incidents = try FlowTable(tx).incidents(reaching: [fundReturn.account])
        for victim in try IncidentTable(tx).victims(of: incidents) where !known.contains(victim.id) {
            try table.put(
                ReturnClaim(fundReturn: fundReturn.id, victim: victim.id, incident: victim.incident, papers: []))
        }
    }

    func compute(_ fundReturn: FundReturn, at now: Timestamp) throws {
        guard [.collecting, .computed, .noticed].contains(fundReturn.state) else {
            throw ReturnRefusal.wrongState(fundReturn.state)
        }
        let ledger = try ledger(of: fundReturn, at: now)
        let result = try ledger.computation.result()
        guard result.shares.assigned.isPositive else { throw ReturnRefusal.nothingToReturn }
        try addClaims(to: fundReturn)
        let claims = try table.claims(in: fundReturn.id)
        let shares = shares(of: claims, ledger, result)
        let isSame = claims.allSatisfy { $0.share == shares[$0.victim] }
        guard fundReturn.state == .collecting || !isSame else { return }
        for var claim in claims {
            claim.share = shares[claim.victim]
            try table.put(claim)
        }
        try table.insert(ledger.computation, of: fundReturn.id, at: now)
        try change(
            fundReturn, .compute(needsNotice: result.needsNotice), "return.computed", basis: .fundReturnNoticeTerm)
    }

    private func ledger(of fundReturn: FundReturn, at now: Timestamp) throws -> ReturnLedger {
        // What is being released cannot be counted on.
        let freeze = try FreezeTable(tx).require(fundReturn.freeze)
        guard freeze.state == .frozen, freeze.narrowing == nil else { throw ReturnRefusal.notFrozen(freeze.state) }
        return try MoneyTracer(tx, rules: rules).returnLedger(of: freeze, at: now)
    }

    private func shares(
        of claims: [ReturnClaim], _ ledger: ReturnLedger, _ result: ReturnComputation.Result
    ) -> [VictimID: ReturnClaim.Share] {
        var shares: [VictimID: ReturnClaim.Share] = [:]
        for claim in claims where ledger.claimants[claim.victim] != nil {
            let loss = ledger.computation.losses[claim.victim] ?? .zero
            shares[claim.victim] = result.share(of: claim.victim, loss: loss)
        }
        return shares
    }

    /// Whether the records say other shares by now.
    func isOutdated(_ fundReturn: FundReturn, at now: Timestamp) throws -> Bool {
        do {
            let ledger = try ledger(of: fundReturn, at: now)
            let claims = try table.claims(in: fundReturn.id)
            guard Set(ledger.claimants.keys).isSubset(of: claims.map(\.victim)) else { return true }
            let shares = shares(of: claims, ledger, try ledger.computation.result())
            return claims.contains { $0.share != shares[$0.victim] }
        } catch is ReturnRefusal {
            return true
        }
    }

    // MARK: the public notice

    /// Also to a return of the account that was given up: who objected is heard before the next one is decided.
    func hasOpenObjection(on account: AccountID) throws -> Bool {
        try table.history(of: account).contains { fundReturn in
            try RepaymentTable(tx).objections(to: fundReturn.id).contains { $0.state == .waiting }
        }
    }

    /// Starts the notice, and gives it out as a paper that anybody can read.
    func putOnNotice(_ fundReturn: FundReturn, with secrets: Secrets) throws {
        let until = rules.deadlines.end(of: rules.fundReturnNoticeTerm, from: step.now)
        try change(fundReturn, .publish(until: until, at: step.now), "return.noticed", basis: .fundReturnNoticeTerm)
        try step.follow(.noticeEnd, fundReturn.id, due: until)
        try issueNotice(of: fundReturn.id, with: secrets)
    }

    /// The end of a notice by the days off as they are known now, where it is later than was told; else nil.
    func laterEnd(of fundReturn: FundReturn) -> Timestamp? {
        guard let start = fundReturn.noticedAt, let told = fundReturn.noticeUntil else { return nil }
        let until = rules.deadlines.end(of: rules.fundReturnNoticeTerm, from: start)
        return until > told ? until : nil
    }

    /// Lets a notice run on where its last day has moved; false where it has not.
    func extendNotice(_ fundReturn: FundReturn, with secrets: Secrets) throws -> Bool {
        guard let until = laterEnd(of: fundReturn) else { return false }
        try change(fundReturn, .extend(until: until), "return.noticeExtended", basis: .fundReturnNoticeTerm)
        try step.follow(.noticeEnd, fundReturn.id, due: until)
        try issueNotice(of: fundReturn.id, with: secrets)
        return true
    }

    private func issueNotice(of id: FundReturnID, with secrets: Secrets) throws {
        let paper = try DocumentDrafting(tx, rules: rules).draft(.returnNotice, about: id.description)
        _ = try PrintedDocuments.issue(paper, with: secrets, in: step)
    }

    // MARK: objections

    /// Enters what an officer or the public page was told; throws `ReturnRefusal` where nothing is on notice.
    func object(_ words: Objection.Words, to id: FundReturnID, by principal: Principal) throws -> ObjectionID {
        let (fundReturn, incident) = try require(id)
        try principal.permit(.enterComplaint, in: incident.unit, bank: nil)
        guard fundReturn.isOnNotice(at: step.now) else { throw ReturnRefusal.wrongState(fundReturn.state) }
        let objection = Objection(
            id: step.newID(), fundReturn: id, objector: words.objector, contact: words.contact, text: words.text,
            receivedAt: step.now, enteredBy: principal.actor.id, state: .waiting)
        try RepaymentTable(tx).insert(objection)
        try step.record(
            "return.objected", on: id, topic: incident.id, basis: rules[.fundReturnNoticeTerm].basis,
            detail: .object(["objection": .string(objection.id.description)]))
        return objection.id
    }

    // MARK: the second person

    func askDecision(on fundReturn: FundReturn, _ claims: [ReturnClaim], for incident: Incident, maker: Actor) throws {
        try ask(
            claims.compactMap { claim in
                claim.payee.map { line(claim, $0, in: fundReturn, isDecision: true) }
            }, on: fundReturn.id.description, for: incident, level: rules.approval(.approvalFundReturn), maker: maker)
    }

    func askPayment(
        of claim: ReturnClaim, to payee: ReturnAccount, in fundReturn: FundReturn, for incident: Incident, maker: Actor
    ) throws {
        try ask(
            [line(claim, payee, in: fundReturn, isDecision: false)], on: "\(fundReturn.id)/\(claim.victim)",
            for: incident, level: rules.approval(.approvalFreeze), maker: maker)
        try step.record(
            "return.paymentAsked", on: fundReturn.id, topic: claim.incident,
            basis: fundReturn.decisionNumber,
            detail: .object(["victim": .string(claim.victim.description), "payee": .string(payee.number)]))
    }

    private func line(_ claim: ReturnClaim, _ payee: ReturnAccount, in fundReturn: FundReturn, isDecision: Bool)
        -> Approval.Line
    {
        Approval.Line(
            id: claim.victim.description, sum: claim.share?.total,
            detail: .object([
                "return": .string(fundReturn.id.description), "account": .string(fundReturn.account.description),
                "decision": .bool(isDecision), "bank": .string(payee.bank), "number": .string(payee.number),
                "name": .string(payee.name),
            ]))
    }

    private func ask(
        _ lines: [Approval.Line], on subject: String, for incident: Incident, level: ApprovalLevel, maker: Actor
    ) throws {
        try Approvals.request(
            in: step,
            ApprovalRequest(
                .approveReturn, on: subject, topic: incident.id, lines: lines, waitingFor: .unit(incident.unit),
                lowestLevel: level.unitLevel, maker: maker))
    }

    /// What follows from the second person's word: a decision with its payments, or one payment.
    func decide(_ approval: Approval, by second: Principal) throws {
        guard let first = approval.lines.first, let id = first.detail["return"]?.string.flatMap(FundReturnID.init)
        else { throw StorageError.other("approval \(approval.id) names no return") }
        let fundReturn = try table.require(id)
        if first.detail["decision"] == .bool(true) {
            return try decide(on: fundReturn, approval, by: second)
        }
        for line in approval.approvedLines { try pay(line, of: fundReturn, second: second) }
    }

    private func decide(on fundReturn: FundReturn, _ approval: Approval, by second: Principal) throws {
        // It may have ended with its freeze while the request waited.
        guard fundReturn.state == .asked else { return }
        guard approval.state == .approved else {
            return try change(fundReturn, .reopen, "return.reopened", reason: approval.reason)
        }
        guard try !isOutdated(fundReturn, at: step.now) else {
            return try change(fundReturn, .reopen, "return.outdated")
        }
        let number = try decisionNumber(of: second)
        try change(
            fundReturn, .decide(number: number, by: second.actor.id, at: step.now), "return.decided",
            basis: .approvalFundReturn, reason: number)
        try keepOutcomes(of: fundReturn)
        let decided = try table.require(fundReturn.id)
        for line in approval.approvedLines { try pay(line, of: decided, second: second) }
        let claimants = Set(try table.claims(in: fundReturn.id).map(\.incident))
        try step.retrace(reaching: [fundReturn.account], and: claimants.sorted())
    }

    /// `玉公（反诈）刑返字〔2026〕3号`: running in the year of the organ that decides (返还规定, form 3).
    private func decisionNumber(of second: Principal) throws -> String {
        let organ = second.unit?.text ?? ""
        let year = CivilTime(step.now).day.components.year
        let number = try table.nextNumber(of: organ, in: year)
        let name = try second.unit.flatMap { try UnitTable(tx).find($0)?.name } ?? organ
        return "\(name.prefix(1))公（反诈）刑返字〔\(year)〕\(number)号"
    }

    private func keepOutcomes(of fundReturn: FundReturn) throws {
        var decided: [IncidentID: Money] = [:]
        for claim in try table.claims(in: fundReturn.id) {
            decided[claim.incident, default: .zero] += claim.share?.total ?? .zero
        }
        let tracer = MoneyTracer(tx, rules: rules)
        let incidents = Set(decided.keys).union(try FlowTable(tx).incidents(reaching: [fundReturn.account]))
        let parts = try incidents.sorted().map { incident in
            let money = try tracer.trace(incident, at: step.now)
            let before = money.present[fundReturn.account] ?? .zero
            var elsewhere = money.sums
            if money.isHeld(fundReturn.account) { elsewhere.held -= before } else { elsewhere.atLarge -= before }
            return OutcomeRules.Part(
                incident: incident, elsewhere: elsewhere, before: before, decided: decided[incident] ?? .zero,
                earlier: money.decided.unpaid(fundReturn.account))
        }
        for outcome in OutcomeRules.outcomes(of: parts, in: fundReturn.account) {
            try table.insert(outcome, of: fundReturn.id)
        }
    }
}
