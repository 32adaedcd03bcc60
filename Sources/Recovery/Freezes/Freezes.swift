package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on freezes that people and the clock give.
package struct Freezes: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// How much of an account is to be frozen, and for how long.
    package struct Request: Sendable, Codable {
        package var account: AccountID
        /// Nil freezes the whole account.
        package var limit: Money?
        package var includesInterest: Bool
        package var kind: Freeze.Kind
        package var reason: String

        package init(
            account: AccountID, limit: Money?, includesInterest: Bool = false, kind: Freeze.Kind = .ordinary,
            reason: String
        ) {
            self.account = account
            self.limit = limit
            self.includesInterest = includesInterest
            self.kind = kind
            self.reason = reason
        }
    }

    /// Asks to freeze an account that the incident's money reached; throws `FreezeRefusal`. What claims a running
    /// stop-payment there claims the freeze, too, so that it takes over without a gap.
    package func request(
        _ asked: Request, for id: IncidentID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> FreezeID {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: principal.actor, at: now, input: Asked(incident: id, request: asked)) {
            step in
            let tx = step.transaction
            guard let incident = try IncidentTable(tx).find(id) else { throw NotFound(id) }
            try principal.permit(.requestFreeze, in: incident.unit, bank: nil)
            guard let account = try AccountTable(tx).find([asked.account]).first else { throw NotFound(asked.account) }
            let traced = try MoneyTracer(tx, rules: rules).trace(id, at: now).present(at: account.id)
            try FreezeRules.permit(
                FreezeRules.Case(
                    isFiled: try CaseFilingTable(tx).find(id) != nil,
                    live: try FreezeTable(tx).history(of: [account.id]).last { $0.state.isLive }?.id, traced: traced,
                    isHub: account.isHub, missing: account.missingForFreeze, limit: asked.limit, reason: asked.reason))
            let freeze = Freeze(
                id: step.newID(), account: account.id, incident: id, kind: asked.kind, limit: asked.limit,
                includesInterest: asked.includesInterest, reason: asked.reason, maker: principal.actor.id,
                requestedAt: now, state: .draft)
            try OrderDesk(step: step, rules: rules).ask(
                freeze, traced: traced ?? .zero, for: incident, maker: principal.actor)
            return freeze.id
        }
    }

    private struct Asked: Codable, Sendable {
        let incident: IncidentID
        let request: Request
    }

    /// Asks to lengthen a freeze from its end on, for the incident of his that claims it; throws `FreezeRefusal`.
    package func requestRenewal(
        of id: FreezeID, kind: Freeze.Kind, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        try change(
            id, by: principal, key: key, at: now, input: ["renew", id.description, kind.rawValue, reason]
        ) { desk, freeze, incident in
            try FreezeRules.permitRenewal(
                of: freeze, isAsked: try desk.isRenewalOpen(of: freeze), reason: reason, at: now)
            try desk.askRenewal(of: freeze, kind: kind, for: incident, reason: reason, maker: principal.actor)
        }
    }

    /// Ends an incident's part in a freeze; where no other claims it, asks to release it. Money found to have nothing to do
    /// with the case must be free within days, whoever delays (程序规定 art. 247).
    package func requestRelease(
        of id: FreezeID, for claimant: IncidentID, isUnrelated: Bool, reason: String, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(
            id, for: claimant, by: principal, key: key, at: now,
            input: ["unfreeze", id.description, claimant.description, "\(isUnrelated)", reason]
        ) { desk, freeze, incident in
            guard !reason.isBlank else { throw FreezeRefusal.reasonMissing }
            guard freeze.state == .frozen || freeze.state == .queued || freeze.state == .draft else {
                throw FreezeRefusal.notInForce(freeze.state)
            }
            let claims = try FreezeTable(desk.step.transaction).claims(on: [id]).filter(\.isLive)
            guard let own = claims.first(where: { $0.incident == claimant }) else { throw FreezeRefusal.notClaimed }
            if claims.count > 1 {
                try desk.endClaim(own, on: freeze, reason: reason)
            } else if freeze.state == .draft {
                try desk.withdraw(freeze, reason: reason)
            } else {
                guard isUnrelated else {
                    return try desk.requestRelease(of: freeze, for: incident, reason: reason, maker: principal.actor)
                }
                try desk.letGoUnrelated(freeze, for: incident, reason: reason, maker: principal.actor)
            }
        }
    }

    /// Asks to let go of a freeze what no incident claims: the holder's own money. What stays frozen is what the trace finds of
    /// all that claim it; throws `FreezeRefusal`.
    package func requestPartialRelease(
        of id: FreezeID, for claimant: IncidentID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        try change(
            id, for: claimant, by: principal, key: key, at: now,
            input: ["narrow", id.description, claimant.description, reason]
        ) { desk, freeze, incident in
            let claims = try FreezeTable(desk.step.transaction).claims(on: [id]).filter(\.isLive)
            guard claims.contains(where: { $0.incident == claimant }) else { throw FreezeRefusal.notClaimed }
            let narrowing = FreezeNarrowing(desk: desk)
            _ = try narrowing.freePart(of: freeze, reason: reason)
            try desk.askNarrowing(
                of: freeze, to: try narrowing.claimed(of: freeze), for: incident, reason: reason,
                maker: principal.actor)
        }
    }

    private func change(
        _ id: FreezeID, for claimant: IncidentID? = nil, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp, input: [String], _ body: @escaping @Sendable (OrderDesk, Freeze, Incident) throws -> Void
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            guard let freeze = try FreezeTable(step.transaction).find(id) else { throw NotFound(id) }
            let acting = try claimant ?? ownClaimant(on: freeze, principal, step.transaction) ?? freeze.incident
            guard let incident = try IncidentTable(step.transaction).find(acting) else { throw NotFound(id) }
            try principal.permit(.requestFreeze, in: incident.unit, bank: nil)
            try body(OrderDesk(step: step, rules: rules), freeze, incident)
            return Nothing()
        }
    }

    /// The incident for which he may act on the freeze: the one that it was asked for before others that claim it; nil where none is
    /// of his units.
    private func ownClaimant(on freeze: Freeze, _ principal: Principal, _ tx: any Transaction) throws -> IncidentID? {
        let claims = try FreezeTable(tx).claims(on: [freeze.id]).filter(\.isLive).map(\.incident)
        let own = try claims.filter { principal.reaches(try IncidentTable(tx).require($0).unit) }
        return own.first { $0 == freeze.incident } ?? own.first
    }

    // MARK: the clock

    /// Ends a freeze whose term is over. Returns when to look again, where it was renewed meanwhile.
    package func endTerm(of id: FreezeID, key: IdempotencyKey, at now: Timestamp) throws -> Timestamp? {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: .system("clock"), at: now, input: ["freezeEnd", id.description]) { step in
            var freeze = try FreezeTable(step.transaction).require(id)
            let old = freeze.state
            let effects = try freeze.apply(.termEnded(now: now))
            guard !effects.isEmpty else { return freeze.isInForce ? freeze.endsAt : nil }
            try FreezeTable(step.transaction).update(freeze, from: old)
            try step.record(
                "freeze.\(freeze.state.rawValue)", on: id, topic: freeze.incident,
                basis: rules[freeze.kind.termRule].basis)
            try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
            // What waits behind it at the bank must not begin now.
            try FreezeNarrowing(desk: OrderDesk(step: step, rules: rules)).takeBack(freeze, because: "termEnded")
            return nil
        }
    }

    /// Warns that a freeze ends soon. Returns when to warn again.
    package func warnOfEnd(of id: FreezeID, key: IdempotencyKey, at now: Timestamp) throws -> Timestamp? {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: .system("clock"), at: now, input: ["freezeWarning", id.description]) {
            step in
            let freeze = try FreezeTable(step.transaction).require(id)
            guard freeze.isInForce, let ends = freeze.endsAt else { return nil }
            if rules.freezeWarnBefore.contains(where: { ends - $0 <= now }) {
                let claims = try FreezeTable(step.transaction).claims(on: [id]).filter(\.isLive).map(\.incident)
                for incident in claims.isEmpty ? [freeze.incident] : claims {
                    try step.record(
                        "freeze.endsSoon", on: id, topic: incident,
                        detail: .object(["ends": .number(ends.microseconds)]))
                }
            }
            return rules.deadlines.warnings(before: ends, rules.freezeWarnBefore, from: now).first
        }
    }

    /// The days in which unrelated money must be free are over: it goes up.
    package func unrelatedDue(_ id: FreezeID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["unrelatedDue", id.description]) { step in
            let freeze = try FreezeTable(step.transaction).require(id)
            guard freeze.state.isLive else { return Nothing() }
            try step.record(
                "freeze.releaseOverdue", on: id, topic: freeze.incident, basis: rules[.releaseUnrelated].basis)
            return Nothing()
        }
    }
}

extension MoneyTrace {
    /// The incident's money that lies in the account, held or not; nil where it never came there.
    package func present(at account: AccountID) -> Money? {
        reached.contains(account) ? present[account] ?? .zero : nil
    }
}

extension Account {
    /// A freeze names the account, its holder and its bank.
    package var missingForFreeze: [StopRefusal.MissingItem] {
        var missing: [StopRefusal.MissingItem] = []
        if name?.isEmpty ?? true { missing.append(.name) }
        if number.isEmpty { missing.append(.number) }
        return missing
    }
}
