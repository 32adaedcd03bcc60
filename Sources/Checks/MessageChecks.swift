internal import Access
internal import Jobs
internal import Journal
internal import Messaging
internal import Primitives
internal import Storage

/// What must hold of every batch of messages.
extension Checks {
    /// The kept counts are those counted anew; nothing went out before a second person let it; what waits has a job.
    func messages(_ tx: any Transaction) throws -> [Finding] {
        let batches = try Pages.all {
            try MessageBatchTable(tx).all(after: $0, limit: 200)
        } id: {
            $0.id
        }
        return try batches.flatMap { try counts(of: $0, tx) + approval(of: $0, tx) + work(on: $0, tx) }
    }

    private func finding(_ batch: MessageBatch, _ what: String) -> Finding {
        Finding(rule: .messages, row: batch.id.description, what: what)
    }

    private func counts(of batch: MessageBatch, _ tx: any Transaction) throws -> [Finding] {
        let kept = try MessageBatchTable(tx).counts(of: batch.id).filter { $0.value != 0 }
        let counted = try MessageTable(tx).counts(of: .batch(batch.id))
        var found = kept == counted ? [] : [finding(batch, "kept \(kept), counted \(counted)")]
        let sum = counted.values.reduce(0, +)
        if batch.state != .loading, sum != batch.tally.made {
            found.append(finding(batch, "\(sum) messages, of which \(batch.tally.made) were made"))
        }
        return found
    }

    private func approval(of batch: MessageBatch, _ tx: any Transaction) throws -> [Finding] {
        let kept = try MessageBatchTable(tx).counts(of: batch.id)
        let out = kept.filter { ![.queued, .cancelled].contains($0.key) }.values.reduce(0, +)
        guard out > 0 || batch.state == .running else { return [] }
        let approved = try ApprovalTable(tx).about(subject: batch.id, limit: 50).contains {
            $0.state == .approved && $0.act == .approveMessages && $0.maker.id != batch.approver
        }
        return approved ? [] : [finding(batch, "went out without a second person")]
    }

    private func work(on batch: MessageBatch, _ tx: any Transaction) throws -> [Finding] {
        guard batch.state == .running else { return [] }
        let kept = try MessageBatchTable(tx).counts(of: batch.id)
        let waits = kept[.queued, default: 0] + kept[.handed, default: 0] > 0
        let hasJob = try JobTable(tx).waits(MessagingWork.hand.rawValue, MessageLane.batch(batch.id))
        return waits && !hasJob ? [finding(batch, "waits, and no work is asked for")] : []
    }
}
