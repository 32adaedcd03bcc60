package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on standing authorities and on the reviews of what went out under them.
package struct Authorities: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable { case endsBeforeItBegins, ended, noOfficers, reasonMissing, ownAct }

    /// Proposes an authority; another person's approval makes it hold.
    package func propose(
        _ scope: StandingAuthority.Scope, unit: UnitCode, basis: String, from: Timestamp, until: Timestamp,
        by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws -> AuthorityID {
        try principal.permit(.proposeAuthority, in: unit, bank: nil)
        guard until > from else { throw NotPossible.endsBeforeItBegins }
        guard until > now else { throw NotPossible.ended }
        guard !scope.officers.isEmpty else { throw NotPossible.noOfficers }
        guard !basis.isBlank else { throw NotPossible.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(key, by: principal.actor, at: now, input: Proposed(scope, unit, basis, from, until))
        {
            step in
            let authority = StandingAuthority(
                id: step.newID(), unit: unit, basis: basis, scope: scope, validFrom: from, validUntil: until,
                reviewWithin: rules.authorityReviewLimit, maker: principal.actor.id, state: .proposed)
            try AuthorityTable(step.transaction).insert(authority)
            try step.record("authority.proposed", on: authority.id, basis: basis)
            try Approvals.request(
                in: step,
                ApprovalRequest(
                    .approveAuthority, on: authority.id,
                    lines: [Approval.Line(id: authority.id.description, sum: scope.amountMost, detail: .object([:]))],
                    waitingFor: .unit(unit), lowestLevel: rules.approval(.approvalStandingAuthority).unitLevel))
            return authority.id
        }
    }

    private struct Proposed: Codable, Sendable {
        let scope: StandingAuthority.Scope
        let unit: String
        let basis: String
        let from: Int64
        let until: Int64

        init(
            _ scope: StandingAuthority.Scope, _ unit: UnitCode, _ basis: String, _ from: Timestamp, _ until: Timestamp
        ) {
            (self.scope, self.unit, self.basis) = (scope, unit.text, basis)
            (self.from, self.until) = (from.microseconds, until.microseconds)
        }
    }

    static func decide(_ id: AuthorityID, isApproved: Bool, by second: UserID, in step: Step) throws {
        let table = AuthorityTable(step.transaction)
        var authority = try table.require(id)
        let old = authority.state
        try authority.apply(isApproved ? .approve : .giveBack)
        if isApproved { authority.approver = second.description }
        try table.update(authority, from: old)
        try step.record("authority.\(authority.state.rawValue)", on: id, basis: authority.basis)
    }

    package func revoke(
        _ id: AuthorityID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        try journal.perform(key, by: principal.actor, at: now, input: ["revoke", id.description, reason]) { step in
            let table = AuthorityTable(step.transaction)
            guard var authority = try table.find(id) else { throw NotFound(id) }
            try principal.permit(.revokeAuthority, in: authority.unit, bank: nil)
            let old = authority.state
            try authority.apply(.revoke)
            try table.update(authority, from: old)
            try step.record("authority.revoked", on: id, reason: reason)
            return Nothing()
        }
    }

    /// Looks at one act that went out without a second person; whoever it went out for cannot be who looks. A remark goes into
    /// the journal with a confirmation.
    package func review(
        _ id: ReviewID, objection: String?, remark: String = "", by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(
            key, by: principal.actor, at: now, input: ["review", id.description, objection ?? "", remark]
        ) {
            step in
            let table = AuthorityTable(step.transaction)
            guard var review = try table.findReview(id) else { throw NotFound(id) }
            let incident = try IncidentTable(step.transaction).require(review.incident)
            try principal.permit(.reviewUnderAuthority, in: incident.unit, bank: nil)
            guard principal.actor.id != review.officer else { throw NotPossible.ownAct }
            let old = review.state
            if let objection {
                guard !objection.isBlank else { throw NotPossible.reasonMissing }
                try review.apply(.object(by: principal.actor.id, at: now, reason: objection))
            } else {
                try review.apply(.confirm(by: principal.actor.id, at: now))
            }
            try table.update(review, from: old)
            try step.forget(.reviewDue, id)
            try step.record(
                "review.\(review.state.rawValue)", on: review.measure, topic: incident.id,
                reason: objection ?? (remark.isBlank ? nil : remark))
            if let objection {
                try undo(review, incident, reason: objection, OrderDesk(step: step, rules: rules), principal)
            }
            return Nothing()
        }
    }

    /// An objection asks for the release of what went out; a protective hold is lifted. What the bank has yet to execute
    /// follows when it has.
    private func undo(
        _ review: AuthorityReview, _ incident: Incident, reason: String, _ desk: OrderDesk, _ principal: Principal
    ) throws {
        if let id = ProtectiveHoldID(review.measure), case .user(let user) = principal.identity {
            return try desk.lift(try ProtectiveHoldTable(desk.step.transaction).require(id), by: user, incident, reason)
        }
        guard let id = StopPaymentID(review.measure) else { return }
        let stop = try StopPaymentTable(desk.step.transaction).require(id)
        let waits = try ApprovalTable(desk.step.transaction).waiting(.approveRelease, on: id) != nil
        guard stop.state == .executed, !waits else { return }
        try desk.requestRelease(of: stop, for: incident, reason: reason, maker: principal.actor)
    }

    /// The time for the review is over: its leader is told.
    package func reviewDue(_ id: ReviewID, key: IdempotencyKey, at now: Timestamp) throws {
        try journal.perform(key, by: .system("clock"), at: now, input: ["reviewDue", id.description]) { step in
            let review = try AuthorityTable(step.transaction).requireReview(id)
            guard review.state == .waiting else { return Nothing() }
            try step.record("review.overdue", on: review.measure, topic: review.incident)
            return Nothing()
        }
    }
}
