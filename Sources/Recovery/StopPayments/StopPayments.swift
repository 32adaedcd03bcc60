package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on stop-payments that people and the clock give.
package struct StopPayments: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        /// Only what the bank has executed can be extended or released.
        case notInForce(StopPayment.State)
        /// Its second use is used up (银发〔2016〕86号).
        case timesUsedUp
        /// An extension is on its way to the bank.
        case alreadyAsked
        /// Others claim it, and this incident does not.
        case notClaimed
        case reasonMissing
    }

    /// Asks to lengthen a measure by a second term; that is the account's second and last stop.
    package func requestExtension(
        of id: StopPaymentID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(id, by: principal, act: .requestStop, key: key, at: now, input: ["extend", id.description, reason]) {
            desk, stop, incident in
            guard stop.state == .executed else { throw NotPossible.notInForce(stop.state) }
            let used = try StopPaymentTable(desk.step.transaction).history(of: [stop.account]).reduce(0) {
                $0 + $1.uses
            }
            guard used < desk.rules.stopPaymentTimesMax else { throw NotPossible.timesUsedUp }
            guard try !desk.isExtensionOpen(of: stop) else { throw NotPossible.alreadyAsked }
            guard !reason.isBlank else { throw NotPossible.reasonMissing }
            let line = Approval.Line(
                id: stop.id.description, sum: stop.heldBalance,
                detail: .object([
                    "account": .string(stop.account.description), "extend": .bool(true), "reason": .string(reason),
                ]))
            try desk.ask(
                .approveStop, lines: [line], for: incident, level: desk.rules.approval(of: .stopExtension),
                maker: principal.actor)
            try desk.step.record("extension.requested", on: id, topic: incident.id, reason: reason)
        }
    }

    /// Asks to end an incident's part in a measure; where no other claims it, to release it.
    package func requestRelease(
        of id: StopPaymentID, for claimant: IncidentID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        try change(
            id, for: claimant, by: principal, act: .requestRelease, key: key, at: now,
            input: ["release", id.description, claimant.description, reason]
        ) { desk, stop, incident in
            guard !reason.isBlank else { throw NotPossible.reasonMissing }
            guard stop.state == .executed || stop.state == .draft else { throw NotPossible.notInForce(stop.state) }
            let claims = try StopPaymentTable(desk.step.transaction).claims(on: id).filter(\.isLive)
            let own = claims.first { $0.incident == claimant }
            guard own != nil || (claims.isEmpty && stop.incident == claimant) else { throw NotPossible.notClaimed }
            if let own, claims.count > 1 {
                try desk.endClaim(own, reason: reason, in: incident)
            } else if stop.state == .draft {
                try desk.withdraw(stop, incident: incident, reason: reason)
            } else {
                try desk.requestRelease(of: stop, for: incident, reason: reason, maker: principal.actor)
            }
        }
    }

    private func change(
        _ id: StopPaymentID, for claimant: IncidentID? = nil, by principal: Principal, act: Act, key: IdempotencyKey,
        at now: Timestamp, input: [String],
        _ body: @escaping @Sendable (OrderDesk, StopPayment, Incident) throws -> Void
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let stop = try StopPaymentTable(step.transaction).require(id)
            let incident = try IncidentTable(step.transaction).require(claimant ?? stop.incident)
            try principal.permit(act, in: incident.unit, bank: nil)
            try body(OrderDesk(step: step, rules: rules), stop, incident)
            return Nothing()
        }
    }

    // MARK: the clock

    /// Ends a measure whose term is over. Returns when to look again, where its term was lengthened meanwhile.
    package func endTerm(of id: StopPaymentID, key: IdempotencyKey, at now: Timestamp) throws -> Timestamp? {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: .system("clock"), at: now, input: ["termEnd", id.description]) { step in
            let table = StopPaymentTable(step.transaction)
            var stop = try table.require(id)
            let old = stop.state
            let effects = try stop.apply(.termEnded(now: now))
            guard !effects.isEmpty else { return stop.state.isLive ? stop.endsAt : nil }
            try table.update(stop, from: old)
            try step.record(
                "stopPayment.\(stop.state.rawValue)", on: id, topic: stop.incident,
                basis: rules[.stopPaymentTerm].basis,
                detail: .object(["held": .number(stop.heldBalance?.fen ?? 0)]))
            try StopPaymentEffects(step: step, rules: rules).carryOut(effects, of: stop)
            return nil
        }
    }

    /// Warns that a measure ends soon. Returns when to warn again.
    package func warnOfEnd(of id: StopPaymentID, key: IdempotencyKey, at now: Timestamp) throws -> Timestamp? {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: .system("clock"), at: now, input: ["termWarning", id.description]) { step in
            let stop = try StopPaymentTable(step.transaction).require(id)
            guard stop.state == .executed, let ends = stop.endsAt else { return nil }
            let isDue = rules.stopPaymentWarnBefore.contains { ends - $0 <= now }
            if isDue {
                try step.record(
                    "stopPayment.endsSoon", on: id, topic: stop.incident,
                    detail: .object(["ends": .number(ends.microseconds)]))
            }
            return rules.nextWarning(before: ends, after: now)
        }
    }
}
