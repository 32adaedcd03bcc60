internal import Access
internal import Jobs
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage

/// What the checks of people and clocks read beside the stop-payments.
extension Checks {
    /// Nobody decided on his own request, and what went out had a second person or an authority.
    func approvals(_ stops: [StopPayment], _ tx: any Transaction) throws -> [Finding] {
        let all = try Pages.all {
            try ApprovalTable(tx).all(after: $0, limit: 500)
        } id: {
            $0.id
        }
        var found: [Finding] = []
        for approval in all {
            guard let second = approval.decidedBy?.description else { continue }
            if second == approval.maker.id || second == approval.askedBy.id {
                found.append(Finding(rule: .approvals, row: "\(approval.id)", what: "decided by whoever asked for it"))
            }
        }
        let approved = Set(all.filter { $0.act == .approveStop }.flatMap(\.approvedLines).map(\.id))
        let waiting = Set(all.filter { $0.state == .waiting }.flatMap(\.lines).map(\.id))
        for stop in stops {
            let id = stop.id.description
            switch stop.state {
            case .draft:
                if !waiting.contains(id) { found.append(Finding(rule: .approvals, row: id, what: "waits for nobody")) }
            case .withdrawn: break
            case .ordered, .overdue, .executed, .releasing, .refused, .expired, .released:
                guard try !approved.contains(id) && !wasAuthorised(stop, tx) else { continue }
                found.append(Finding(rule: .approvals, row: id, what: "went out without a second person"))
            }
        }
        return found
    }

    /// Whether it went out under an authority that another person had approved and nobody had revoked by then. What came
    /// first is told by ids: in a simulation they count, and in service they follow the programs' clocks.
    private func wasAuthorised(_ stop: StopPayment, _ tx: any Transaction) throws -> Bool {
        guard let review = try AuthorityTable(tx).review(of: stop.id) else { return false }
        let authority = try AuthorityTable(tx).require(review.authority)
        let revoked = try EntryTable(tx).about(subject: "\(authority.id)", limit: 50).first {
            $0.act == "authority.revoked"
        }
        return authority.approver != nil && authority.approver != authority.maker
            && authority.approver != review.officer && (revoked.map { review.id.value < $0.id.value } ?? true)
    }

    /// What runs has its clock: a measure its end, a review and a complaint their escalation.
    func clocks(_ stops: [StopPayment], _ tx: any Transaction, _ now: Timestamp) throws -> [Finding] {
        var found: [Finding] = []
        func require(_ work: RecoveryWork, _ subject: String, _ what: String) throws {
            guard try !JobTable(tx).waits(work.rawValue, subject) else { return }
            found.append(Finding(rule: .jobs, row: subject, what: what))
        }
        for stop in stops where stop.state.isInForce {
            try require(.termEnd, stop.id.description, "in force, and nothing will end it")
        }
        for review in try AuthorityTable(tx).reviews(in: .waiting, limit: 10_000) where now < review.due {
            try require(.reviewDue, review.id.description, "waits for its review, and no clock runs")
        }
        for complaint in try ComplaintTable(tx).complaints(in: .waiting, limit: 10_000) where now < complaint.due {
            try require(.complaintDue, complaint.id.description, "waits for its answer, and no clock runs")
        }
        for deferral in try NoticeDeferralTable(tx).standing(limit: 10_000) where now < deferral.reviewAt {
            try require(.deferralReview, deferral.id.description, "its holder is not told, and nobody will look again")
        }
        return found
    }
}
