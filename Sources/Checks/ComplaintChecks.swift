internal import Jobs
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage

/// What must hold of every complaint of a holder.
extension Checks {
    /// A program whose clock is behind rings late.
    private static let slack = Duration.minutes(10)

    /// Each is answered in writing, waits for its answer, or has gone up; what was found right ends what was complained of.
    func complaints(_ tx: any Transaction, _ now: Timestamp) throws -> [Finding] {
        let states: [Complaint.State] = [.waiting, .upheld, .rejected]
        let all = try states.flatMap { try ComplaintTable(tx).complaints(in: $0, limit: 10_000) }
        return try all.flatMap { complaint -> [Finding] in
            switch complaint.state {
            case .waiting: try escalation(of: complaint, tx, now)
            case .rejected: try answer(to: complaint, tx)
            case .upheld: try answer(to: complaint, tx) + ending(of: complaint, tx)
            }
        }
    }

    private func finding(_ complaint: Complaint, _ what: String) -> Finding {
        Finding(rule: .approvals, row: "\(complaint.id)", what: what)
    }

    private func escalation(of complaint: Complaint, _ tx: any Transaction, _ now: Timestamp) throws -> [Finding] {
        guard complaint.escalatedAt == nil, complaint.due + Self.slack < now else { return [] }
        return [finding(complaint, "its time for the answer is over, and nobody was told")]
    }

    private func answer(to complaint: Complaint, _ tx: any Transaction) throws -> [Finding] {
        var found: [Finding] = []
        if complaint.decidedBy == nil || complaint.decidedBy == complaint.enteredBy {
            found.append(finding(complaint, "answered by whoever entered it"))
        }
        if try PrintedDocumentTable(tx).last(.complaintAnswer, about: "\(complaint.id)") == nil {
            found.append(finding(complaint, "answered, and not in writing"))
        }
        return found
    }

    /// What is in force has its release on the way; one that the bank refused to end, or that was given up, is a person's.
    private func ending(of complaint: Complaint, _ tx: any Transaction) throws -> [Finding] {
        if complaint.freed != nil { return try narrowing(because: complaint, tx) }
        guard try isInForce(complaint.measure, tx) else { return [] }
        let isAsked = try EntryTable(tx).about(subject: complaint.measure, limit: 200).contains {
            ["stopPayment.releasing", "freeze.releasing", "protectiveHold.lifting"].contains($0.act)
        }
        return isAsked ? [] : [finding(complaint, "its holder was right, and the measure goes on")]
    }

    /// Right for a part: a lower freeze that lets that part go was sent at once, by this decision and no other path.
    private func narrowing(because complaint: Complaint, _ tx: any Transaction) throws -> [Finding] {
        let orders = try EntryTable(tx).about(subject: complaint.measure, limit: 200).filter {
            $0.act == "freeze.partOrdered" && $0.reason == "\(complaint.id)"
        }
        return orders.count == 1
            ? [] : [finding(complaint, "right for a part, and \(orders.count) lower freezes were sent")]
    }

    private func isInForce(_ measure: String, _ tx: any Transaction) throws -> Bool {
        if let id = StopPaymentID(measure) { return try StopPaymentTable(tx).find(id)?.state == .executed }
        if let id = FreezeID(measure) { return try FreezeTable(tx).find(id)?.state == .frozen }
        if let id = ProtectiveHoldID(measure) { return try ProtectiveHoldTable(tx).find(id)?.state == .executed }
        return false
    }
}
