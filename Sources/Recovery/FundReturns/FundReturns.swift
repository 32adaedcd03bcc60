package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on returns of frozen money that people and the clock give; each throws `ReturnRefusal`.
package struct FundReturns: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let secrets: Secrets

    package init(_ journal: Journal, _ pack: Pack, _ secrets: Secrets) {
        self.journal = journal
        self.pack = pack
        self.secrets = secrets
    }

    /// What a victim, or who has his power of attorney, hands in.
    package struct Application: Sendable, Equatable, Codable {
        package var victim: VictimID
        package var payee: ReturnAccount?
        package var agent: String?
        package var papers: Set<ReturnPaper>

        package init(
            victim: VictimID, payee: ReturnAccount? = nil, agent: String? = nil, papers: Set<ReturnPaper> = []
        ) {
            self.victim = victim
            self.payee = payee
            self.agent = agent
            self.papers = papers
        }
    }

    /// In characters.
    package static let textMost = 2_000

    // MARK: preparing

    /// Opens a return of what a freeze holds; every victim whose money came there has a part in it.
    package func open(
        _ freeze: FreezeID, for id: IncidentID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> FundReturnID {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["openReturn", freeze.description, id.description]
        ) { step in
            let tx = step.transaction
            guard let freeze = try FreezeTable(tx).find(freeze), let incident = try IncidentTable(tx).find(id) else {
                throw NotFound(freeze)
            }
            try principal.permit(.prepareReturn, in: incident.unit, bank: nil)
            guard try FreezeTable(tx).claims(on: [freeze.id]).contains(where: { $0.incident == id }) else {
                throw NotFound(freeze.id)
            }
            guard freeze.isInForce else { throw ReturnRefusal.notFrozen(freeze.state) }
            if let open = try FundReturnTable(tx).history(of: freeze.account).first(where: \.state.isOpen) {
                throw ReturnRefusal.alreadyOpen(open.id)
            }
            let fundReturn = FundReturn(
                id: step.newID(), freeze: freeze.id, account: freeze.account, incident: id,
                openedBy: principal.actor.id, openedAt: now, state: .collecting)
            try FundReturnTable(tx).insert(fundReturn)
            let desk = ReturnDesk(step: step, rules: rules)
            try desk.addClaims(to: fundReturn)
            try desk.askStatement(for: fundReturn, incident)
            try step.record(
                "return.opened", on: fundReturn.id, topic: id, basis: rules[.approvalFundReturn].basis,
                detail: .object(["freeze": .string(freeze.id.description)]))
            return fundReturn.id
        }
    }

    /// Enters what a victim hands in, before the city organ is asked.
    package func enter(
        _ application: Application, in id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: application) { desk, fundReturn, incident in
            guard [.collecting, .computed, .noticed].contains(fundReturn.state) else {
                throw ReturnRefusal.wrongState(fundReturn.state)
            }
            var claim = try desk.claim(of: application.victim, in: fundReturn)
            if let payee = application.payee { try ReturnRules.permit(payee, of: try desk.name(of: claim)) }
            claim.appliedAt = claim.appliedAt ?? now
            (claim.payee, claim.agent, claim.papers) = (application.payee, application.agent, application.papers)
            try desk.table.put(claim)
            try desk.step.record(
                "return.applied", on: id, topic: claim.incident,
                detail: .object([
                    "victim": .string(claim.victim.description),
                    "papers": .array(claim.papers.map(\.rawValue).sorted().map { .string($0) }),
                ]))
        }
    }

    /// Asks the bank once more for a statement, where those at hand do not reach up to the freeze.
    package func askStatement(
        _ id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: ["returnStatement", id.description]) {
            desk, fundReturn, incident in
            guard fundReturn.state == .collecting else { throw ReturnRefusal.wrongState(fundReturn.state) }
            guard try desk.askStatement(for: fundReturn, incident) else { throw ReturnRefusal.statementUnderWay }
        }
    }

    /// Computes the shares from the account's statement. The same again changes nothing; others end a notice.
    package func compute(
        _ id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: ["computeReturn", id.description]) {
            desk, fundReturn, incident in
            try desk.compute(fundReturn, at: now)
        }
    }

    /// Puts the shares on public notice for the term of the law (返还规定 art. 8: 30 days), as a paper that anybody can read.
    package func publish(
        _ id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: ["publishReturn", id.description]) {
            desk, fundReturn, incident in
            guard fundReturn.state == .computed, fundReturn.needsNotice == true else {
                throw ReturnRefusal.wrongState(fundReturn.state)
            }
            try desk.putOnNotice(fundReturn, with: secrets)
        }
    }

    /// Enters what somebody says against the shares while they are on notice.
    package func object(
        to id: FundReturnID, objector: String, contact: String, text: String, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws -> ObjectionID {
        let words = Objection.Words(objector: objector, contact: contact, text: text)
        try words.check()
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["objection", id.description, objector, contact, text]
        ) { step in
            try ReturnDesk(step: step, rules: rules).object(words, to: id, by: principal)
        }
    }

    /// Answers an objection; one that is upheld sends the return back to be prepared anew.
    package func answer(
        _ id: ObjectionID, upheld: Bool, answer: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard !answer.isBlank else { throw ReturnRefusal.reasonMissing }
        guard answer.count <= Self.textMost else { throw ReturnRefusal.textTooLong(most: Self.textMost) }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(
            key, by: principal.actor, at: now, input: ["answerObjection", id.description, "\(upheld)", answer]
        ) { step in
            let table = RepaymentTable(step.transaction)
            guard var objection = try table.findObjection(id) else { throw NotFound(id) }
            let desk = ReturnDesk(step: step, rules: rules)
            let (fundReturn, incident) = try desk.require(objection.fundReturn)
            try principal.permit(.decideComplaint, in: incident.unit, bank: nil)
            guard objection.enteredBy != principal.actor.id else { throw Refusal.ownRequest }
            guard objection.state == .waiting else { throw ReturnRefusal.wrongState(fundReturn.state) }
            objection.state = upheld ? .upheld : .rejected
            (objection.answeredBy, objection.answeredAt, objection.answer) = (principal.actor.id, now, answer)
            try table.update(objection, from: .waiting)
            try step.record(
                "return.objection.\(objection.state.rawValue)", on: fundReturn.id, topic: incident.id, reason: answer)
            if upheld, [.noticed, .computed].contains(fundReturn.state) {
                try desk.change(fundReturn, .reopen, "return.reopened")
            }
            return Nothing()
        }
    }

    // MARK: asking

    /// Asks the city organ to decide (返还规定 art. 7); those whose papers are whole are named, with their accounts.
    package func ask(_ id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try prepare(id, by: principal, key: key, at: now, input: ["askReturn", id.description]) {
            desk, fundReturn, incident in
            let claims = try desk.table.claims(in: id)
            if fundReturn.state == .noticed, let until = desk.laterEnd(of: fundReturn), now <= until {
                throw ReturnRefusal.noticeRuns(until: until)
            }
            try ReturnRules.permitAsking(
                fundReturn, freeze: try FreezeTable(desk.step.transaction).require(fundReturn.freeze),
                isOutdated: try desk.isOutdated(fundReturn, at: now),
                hasOpenObjection: try desk.hasOpenObjection(on: fundReturn.account),
                claims: claims, at: now)
            try desk.change(fundReturn, .ask(at: now), "return.asked", basis: .approvalFundReturn)
            try desk.askDecision(on: fundReturn, claims.filter(\.isPayable), for: incident, maker: principal.actor)
        }
    }

    /// Asks to pay a decided share: to somebody whose papers are whole now, or to another account of his after a payment
    /// failed. A second person of the organ looks at the account.
    package func askPayment(
        _ application: Application, in id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: application) { desk, fundReturn, incident in
            var claim = try desk.claim(of: application.victim, in: fundReturn)
            guard claim.share?.total.isPositive ?? false else { throw ReturnRefusal.notVictim }
            guard let payee = application.payee else { throw ReturnRefusal.payeeMissing }
            try ReturnRules.permit(payee, of: try desk.name(of: claim))
            try desk.permitPayment(of: claim, under: fundReturn)
            claim.appliedAt = claim.appliedAt ?? now
            (claim.agent, claim.papers) = (application.agent, application.papers)
            guard claim.missing.isEmpty else { throw ReturnRefusal.papersMissing(claim.missing) }
            try desk.table.put(claim)
            try desk.askPayment(of: claim, to: payee, in: fundReturn, for: incident, maker: principal.actor)
        }
    }

    /// Closes a decided return of which somebody does not apply for his share: the money stays frozen, and he can have a part in a
    /// later return.
    package func closeRest(
        of id: FundReturnID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: ["closeReturn", id.description, reason]) {
            desk, fundReturn, incident in
            guard !reason.isBlank else { throw ReturnRefusal.reasonMissing }
            let payments = try RepaymentTable(desk.step.transaction).repayments(in: id)
            try ReturnRules.permitClosing(
                fundReturn, payments: payments,
                isDoubtful: try desk.isDoubted(id))
            try desk.close(fundReturn, reason: reason)
        }
    }

    /// Gives a return up before it is decided.
    package func withdraw(
        _ id: FundReturnID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try prepare(id, by: principal, key: key, at: now, input: ["withdrawReturn", id.description, reason]) {
            desk, fundReturn, incident in
            guard !reason.isBlank else { throw ReturnRefusal.reasonMissing }
            guard [.collecting, .computed, .noticed].contains(fundReturn.state) else {
                throw ReturnRefusal.wrongState(fundReturn.state)
            }
            try desk.change(fundReturn, .withdraw(at: now), "return.withdrawn", reason: reason)
        }
    }

    private func prepare(
        _ id: FundReturnID, by principal: Principal, key: IdempotencyKey, at now: Timestamp,
        input: some Encodable & Sendable,
        _ body: @escaping @Sendable (ReturnDesk, FundReturn, Incident) throws -> Void
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let desk = ReturnDesk(step: step, rules: rules)
            let (fundReturn, incident) = try desk.require(id)
            try principal.permit(.prepareReturn, in: incident.unit, bank: nil)
            try body(desk, fundReturn, incident)
            return Nothing()
        }
    }

    // MARK: the clock

    /// The public notice is over: the desk is told that the city organ can be asked. Where days off that have been announced
    /// since it began move its last day, it goes on until then.
    package func noticeEnded(_ id: FundReturnID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["noticeEnd", id.description]) { step in
            let fundReturn = try FundReturnTable(step.transaction).require(id)
            guard fundReturn.state == .noticed, let until = fundReturn.noticeUntil, now >= until else {
                return Nothing()
            }
            guard try !ReturnDesk(step: step, rules: rules).extendNotice(fundReturn, with: secrets) else {
                return Nothing()
            }
            try step.record("return.noticeEnded", on: id, topic: fundReturn.incident)
            return Nothing()
        }
    }
}
