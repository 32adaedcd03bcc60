package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage
internal import Wire

/// What follows when a second person decides on orders: in the same transaction, so that an approval and its order are one.
package struct OrderApprovals: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// Decides on a request of this slice; throws what `Approvals.decide` throws.
    package func decide(
        _ id: ApprovalID, _ decision: Approvals.Decision, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: Decided(id: id, decision: decision)) { step in
            let approval = try Approvals.decide(in: step, id, decision, by: principal)
            // A bank's own answers are confirmed by `BankDrafts`, which carries them out.
            guard approval.act != .reviewForBank else { throw NotFound(id) }
            if approval.act == .approveReturn {
                try ReturnDesk(step: step, rules: rules).decide(approval, by: principal)
                return Nothing()
            }
            let desk = OrderDesk(step: step, rules: rules)
            for line in approval.lines {
                let isApproved = approval.approvedLines.contains(line)
                try carryOut(line, of: approval, isApproved: isApproved, at: desk)
            }
            return Nothing()
        }
    }

    private struct Decided: Codable, Sendable {
        let id: ApprovalID
        let decision: Approvals.Decision
    }

    private func carryOut(_ line: Approval.Line, of approval: Approval, isApproved: Bool, at desk: OrderDesk) throws {
        guard let second = approval.decidedBy else {
            throw StorageError.other("approval \(approval.id) has no second person")
        }
        let tx = desk.step.transaction
        if let id = StopPaymentID(line.id) {
            try stop(
                try StopPaymentTable(tx).require(id), approval, line, second: second, isApproved: isApproved, at: desk)
        } else if let id = FreezeID(line.id) {
            try desk.decide(
                on: try FreezeTable(tx).require(id), line, approval, second: second, isApproved: isApproved)
        } else if let id = InquiryID(line.id) {
            let inquiry = try InquiryTable(tx).require(id)
            let incident = try IncidentTable(tx).require(inquiry.incident)
            if isApproved {
                try desk.approve(inquiry, by: second, number: approval.id.description, incident: incident)
            } else {
                try desk.withdraw(inquiry, incident: incident)
            }
        } else if let id = ProtectiveHoldID(line.id) {
            let hold = try ProtectiveHoldTable(tx).require(id)
            let incident = try IncidentTable(tx).require(hold.incident)
            if isApproved {
                try desk.approve(hold, by: second, incident: incident)
            } else {
                try desk.withdraw(hold, incident: incident)
            }
        } else if let id = AuthorityID(line.id) {
            try Authorities.decide(id, isApproved: isApproved, by: second, in: desk.step)
        }
    }

    private func stop(
        _ stop: StopPayment, _ approval: Approval, _ line: Approval.Line, second: UserID, isApproved: Bool,
        at desk: OrderDesk
    ) throws {
        let incident = try IncidentTable(desk.step.transaction).require(stop.incident)
        switch (approval.act, isApproved) {
        case (.approveRelease, true):
            // It may have ended by itself while the request waited.
            guard stop.state == .executed else { return }
            let claimant = approval.topic.flatMap { IncidentID($0) } ?? stop.incident
            try desk.release(
                stop, for: claimant, second: second, incident: incident, reason: line.detail["reason"]?.string ?? "")
        case (.approveRelease, false): break
        case (_, true) where stop.state == .draft: try desk.approve(stop, by: second, incident: incident)
        case (_, true) where stop.state == .executed && stop.uses < desk.rules.stopPaymentTimesMax:
            try desk.send(
                .extend, ending: stop, second: second, incident: incident, reason: line.detail["reason"]?.string ?? "")
        case (_, false) where stop.state == .draft:
            let others = try StopPaymentTable(desk.step.transaction).claims(on: stop.id).filter(\.isLive)
                .map(\.incident).filter { $0 != stop.incident }
            try desk.withdraw(stop, incident: incident, reason: approval.reason ?? "")
            // Others who claimed it may ask for one of their own.
            try desk.step.retrace(reaching: [], and: others)
        default: break
        }
    }
}

extension OrderDesk {
    func withdraw(_ inquiry: Inquiry, incident: Incident) throws {
        var inquiry = inquiry
        let old = inquiry.state
        _ = try inquiry.apply(.withdraw)
        try InquiryTable(step.transaction).update(inquiry, from: old)
        try step.record("inquiry.withdrawn", on: inquiry.id, topic: incident.id)
    }

    func withdraw(_ hold: ProtectiveHold, incident: Incident) throws {
        var hold = hold
        let old = hold.state
        _ = try hold.apply(.withdraw)
        try ProtectiveHoldTable(step.transaction).update(hold, from: old)
        try step.record("protectiveHold.withdrawn", on: hold.id, topic: incident.id)
    }
}
