package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on protective holds of victims' own accounts.
package struct ProtectiveHolds: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case notTheVictims, alreadyLive(ProtectiveHoldID), notInForce, reasonMissing
    }

    /// Asks for a hold on an account that a victim of the incident paid from.
    package func request(
        on account: AccountID, incident id: IncidentID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws -> ProtectiveHoldID {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["hold", account.description, id.description, reason]
        ) { step in
            let incident = try IncidentTable(step.transaction).require(id)
            try principal.permit(.requestProtectiveHold, in: incident.unit, bank: nil)
            return try Self.request(
                on: account, incident: incident, reason: reason, in: OrderDesk(step: step, rules: rules))
        }
    }

    static func request(on account: AccountID, incident: Incident, reason: String, in desk: OrderDesk) throws
        -> ProtectiveHoldID
    {
        let step = desk.step
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        let transfers = try IncidentTable(step.transaction).transfers(of: [incident.id])
        guard transfers.contains(where: { $0.payerAccount == account }) else { throw NotPossible.notTheVictims }
        let table = ProtectiveHoldTable(step.transaction)
        if let live = try table.live(on: account) { throw NotPossible.alreadyLive(live.id) }
        let hold = ProtectiveHold(
            id: step.newID(), account: account, incident: incident.id, reason: reason, requestedAt: step.now,
            state: .draft)
        try table.insert(hold)
        try step.record(
            "protectiveHold.requested", on: hold.id, topic: incident.id, basis: desk.rules[.protectiveHoldTerm].basis,
            reason: reason)
        try desk.sendOrAsk(hold, for: incident)
        return hold.id
    }

    /// Lifts a hold at once: it protects its owner, so one person's word that it is not needed ends it.
    package func lift(
        _ id: ProtectiveHoldID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: ["lift", id.description, reason]) { step in
            let hold = try ProtectiveHoldTable(step.transaction).require(id)
            let incident = try IncidentTable(step.transaction).require(hold.incident)
            try principal.permit(.requestProtectiveHold, in: incident.unit, bank: nil)
            guard hold.state == .executed else { throw NotPossible.notInForce }
            guard case .user(let user) = principal.identity else { throw Refusal.notPermitted(.requestProtectiveHold) }
            try OrderDesk(step: step, rules: rules).lift(hold, by: user, incident, reason)
            return Nothing()
        }
    }

    /// Ends a hold whose term is over.
    package func endTerm(of id: ProtectiveHoldID, key: IdempotencyKey, at now: Timestamp) throws {
        try journal.perform(key, by: .system("clock"), at: now, input: ["holdEnd", id.description]) { step in
            let table = ProtectiveHoldTable(step.transaction)
            var hold = try table.require(id)
            let old = hold.state
            _ = try hold.apply(.termEnded(now: now))
            guard hold.state != old else { return Nothing() }
            try table.update(hold, from: old)
            try step.record("protectiveHold.expired", on: id, topic: hold.incident)
            return Nothing()
        }
    }
}

extension OrderDesk {
    /// Sends the lifting of a hold to its bank; nothing happens where the bank does not hold.
    func lift(_ hold: ProtectiveHold, by user: UserID, _ incident: Incident, _ reason: String) throws {
        var hold = hold
        let old = hold.state
        guard old == .executed, try hold.apply(.askLift) == [.sendLift] else { return }
        try ProtectiveHoldTable(step.transaction).update(hold, from: old)
        try send(lifting: hold, second: user, incident: incident, reason: reason)
        try step.record("protectiveHold.lifting", on: hold.id, topic: incident.id, reason: reason)
    }
}
