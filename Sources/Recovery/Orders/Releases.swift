internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

extension OrderDesk {
    /// How the journal names a claim that ended, and why it did where the trace alone ended it.
    static let claimEnded = "claim.ended"
    static let claimJoined = "claim.joined"
    static let movedOn = "traceMovedOn"

    /// Ends an incident's claims on measures that its money never reached; a measure left without a claim is proposed for
    /// release, or withdrawn where it has not gone out.
    func proposeReleases(of incident: Incident, unreached: [StopPayment]) throws {
        let table = StopPaymentTable(step.transaction)
        for stop in unreached {
            let claims = try table.claims(on: stop.id)
            guard let own = claims.first(where: { $0.incident == incident.id && $0.isLive }) else { continue }
            let others = claims.contains { $0.isLive && $0.incident != incident.id }
            if others {
                try endClaim(own, reason: Self.movedOn, in: incident)
            } else if stop.state == .draft {
                try withdraw(stop, incident: incident, reason: Self.movedOn)
            } else if stop.state == .executed, try !wasAsked(releaseOf: stop) {
                try requestRelease(of: stop, for: incident, reason: Self.movedOn, maker: nil)
            }
        }
    }

    /// Whether a second person has the release before him, or has returned it.
    private func wasAsked(releaseOf stop: StopPayment) throws -> Bool {
        try ApprovalTable(step.transaction).about(subject: stop.id, limit: 50).contains {
            $0.act == .approveRelease && ($0.state == .waiting || $0.state == .returned)
        }
    }

    /// Asks a second person to release a measure.
    func requestRelease(of stop: StopPayment, for incident: Incident, reason: String, maker: Actor?) throws {
        let line = Approval.Line(
            id: stop.id.description, sum: stop.heldBalance,
            detail: .object(["account": .string(stop.account.description), "reason": .string(reason)]))
        try ask(
            .approveRelease, lines: [line], for: incident, level: rules.approval(of: .release), maker: maker)
        try step.record(
            "release.requested", on: stop.id, topic: incident.id, basis: rules[.approvalRelease].basis, reason: reason)
    }

    func endClaim(_ claim: Claim, reason: String, in incident: Incident) throws {
        try StopPaymentTable(step.transaction).put(
            Claim(stop: claim.stop, incident: claim.incident, traced: claim.traced, isLive: false))
        try step.record(Self.claimEnded, on: claim.stop, topic: incident.id, reason: reason)
    }

    /// Ends a claimant's part in an executed measure; releases it unless another has joined it meanwhile.
    func release(_ stop: StopPayment, for claimant: IncidentID, second: UserID, incident: Incident, reason: String)
        throws
    {
        let claims = try StopPaymentTable(step.transaction).claims(on: stop.id).filter(\.isLive)
        guard claims.contains(where: { $0.incident != claimant }) else {
            return try release(stop, second: second, incident: incident, reason: reason)
        }
        guard let own = claims.first(where: { $0.incident == claimant }) else { return }
        try endClaim(own, reason: reason, in: try IncidentTable(step.transaction).require(claimant))
    }

    /// Whether the bank has yet to answer to an extension; one that was dropped may be asked for anew.
    func isExtensionOpen(of stop: StopPayment) throws -> Bool {
        try BankActTable(step.transaction).acts(for: stop.id).contains {
            $0.kind == .extend && ($0.state == .open || $0.state == .dead)
        }
    }

    /// Sends the release of an executed measure to its bank, at once.
    func release(_ stop: StopPayment, second: UserID, incident: Incident, reason: String) throws {
        var stop = stop
        let old = stop.state
        guard try stop.apply(.askRelease) == [.sendRelease] else { return }
        try StopPaymentTable(step.transaction).update(stop, from: old)
        try send(.release, ending: stop, second: second, incident: incident, reason: reason)
        try step.record(
            "stopPayment.releasing", on: stop.id, topic: incident.id, basis: rules[.approvalRelease].basis,
            reason: reason)
    }

    func withdraw(_ stop: StopPayment, incident: Incident, reason: String) throws {
        var stop = stop
        let old = stop.state
        _ = try stop.apply(.withdraw)
        try StopPaymentTable(step.transaction).update(stop, from: old)
        try StopPaymentTable(step.transaction).endClaims(on: stop.id)
        try step.record("stopPayment.withdrawn", on: stop.id, topic: incident.id, reason: reason)
    }
}
