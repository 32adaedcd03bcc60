internal import Access
internal import FundReturning
internal import Jobs
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage

/// What must hold of every return.
extension Checks {
    /// The kept shares follow from what they were computed of; nothing is paid before a city organ decided and, where the law
    /// asks for it, a notice ran; each share is paid once, to its victim, and nobody gets more than he lost.
    func returns(_ tx: any Transaction) throws -> [Finding] {
        let all = try Pages.all {
            try FundReturnTable(tx).all(after: $0, limit: 500)
        } id: {
            $0.id
        }
        return try all.flatMap { fundReturn in
            try shares(of: fundReturn, tx) + decision(on: fundReturn, tx) + payments(of: fundReturn, tx)
                + clock(of: fundReturn, tx)
        }
    }

    private func finding(_ fundReturn: FundReturn, _ what: String) -> Finding {
        Finding(rule: .returns, row: fundReturn.id.description, what: what)
    }

    private func shares(of fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        guard fundReturn.state != .collecting, fundReturn.state != .withdrawn else { return [] }
        guard let computation = try FundReturnTable(tx).computation(of: fundReturn.id) else {
            return [finding(fundReturn, "shares of nothing computed")]
        }
        let result = try computation.result()
        var found: [Finding] = []
        let claims = try FundReturnTable(tx).claims(in: fundReturn.id)
        let sum = claims.reduce(Money.zero) { $0 + ($1.share?.total ?? .zero) }
        if sum != result.shares.assigned { found.append(finding(fundReturn, "\(sum) of \(result.shares.assigned)")) }
        for claim in claims {
            guard let share = claim.share else { continue }
            let loss = computation.losses[claim.victim] ?? .zero
            if share != result.share(of: claim.victim, loss: loss) {
                found.append(finding(fundReturn, "\(claim.victim) is down for another share than computed"))
            }
        }
        if fundReturn.needsNotice != result.needsNotice {
            found.append(finding(fundReturn, "a notice is needed otherwise than computed"))
        }
        return found
    }

    private func decision(on fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        guard let decidedAt = fundReturn.decidedAt else { return [] }
        var found: [Finding] = []
        let approved = try ApprovalTable(tx).about(subject: fundReturn.id, limit: 50).filter { $0.state == .approved }
        if !approved.contains(where: { $0.act == .approveReturn && $0.maker.id != fundReturn.decidedBy }) {
            found.append(finding(fundReturn, "decided without a second person"))
        }
        if fundReturn.needsNotice == true, !(fundReturn.noticeUntil.map { decidedAt > $0 } ?? false) {
            found.append(finding(fundReturn, "decided before its notice was over"))
        }
        if try CaseFilingTable(tx).find(fundReturn.incident) == nil, try filings(of: fundReturn, tx) == 0 {
            found.append(finding(fundReturn, "decided in no filed case"))
        }
        return found
    }

    /// How many of the cases whose victims have a part are filed.
    private func filings(of fundReturn: FundReturn, _ tx: any Transaction) throws -> Int {
        let incidents = Set(try FundReturnTable(tx).claims(in: fundReturn.id).map(\.incident))
        return try incidents.filter { try CaseFilingTable(tx).find($0) != nil }.count
    }

    private func payments(of fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        let payments = try RepaymentTable(tx).repayments(in: fundReturn.id)
        let claims = Dictionary(
            uniqueKeysWithValues: try FundReturnTable(tx).claims(in: fundReturn.id).map { ($0.victim, $0) })
        var found: [Finding] = []
        if !payments.isEmpty, fundReturn.decidedAt == nil { found.append(finding(fundReturn, "paid undecided")) }
        for payment in payments {
            if payment.amount != claims[payment.victim]?.share?.total {
                found.append(finding(fundReturn, "\(payment.id): \(payment.amount) is not the share"))
            }
            let acts = try BankActTable(tx).acts(for: payment.id)
            if acts.count != 1 { found.append(finding(fundReturn, "\(payment.id): \(acts.count) orders")) }
        }
        for (victim, all) in Dictionary(grouping: payments.filter { $0.state != .failed }, by: \.victim)
        where all.count > 1 {
            found.append(finding(fundReturn, "\(victim) is paid \(all.count) times"))
        }
        let paid = Set(payments.filter { $0.state == .paid }.map(\.victim))
        let owed = claims.values.filter { $0.share?.total.isPositive ?? false }.map(\.victim)
        if fundReturn.state == .closed, !paid.isSuperset(of: owed) {
            found.append(finding(fundReturn, "closed before all is paid"))
        }
        return found
    }

    private func clock(of fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        guard fundReturn.state == .noticed else { return [] }
        let waits = try JobTable(tx).waits(RecoveryWork.noticeEnd.rawValue, fundReturn.id)
        let isTold = try EntryTable(tx).about(subject: fundReturn.id.description, limit: 200)
            .contains { $0.act == "return.noticeEnded" }
        return waits || isTold ? [] : [finding(fundReturn, "on notice, and nobody will be told of its end")]
    }
}
