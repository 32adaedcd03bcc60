internal import Access
internal import Jobs
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire

/// What must hold of every freeze.
extension Checks {
    /// Frozen only in a filed case and after a second person, one at a time on an account, claimed as long as it lives, and
    /// with a clock that ends it.
    func freezes(_ tx: any Transaction) throws -> [Finding] {
        let all = try Pages.all {
            try FreezeTable(tx).all(after: $0, limit: 500)
        } id: {
            $0.id
        }
        var found = try doubles(all)
        for freeze in all {
            found += try claims(on: freeze, tx) + clock(of: freeze, tx) + renewals(of: freeze, tx)
            found += try carriedOver(to: freeze, tx) + releases(of: freeze, tx)
            if try CaseFilingTable(tx).find(freeze.incident) == nil {
                found.append(Finding(rule: .measures, row: "\(freeze.id)", what: "asked for before a case was filed"))
            }
            guard freeze.state != .draft && freeze.state != .withdrawn else { continue }
            let approvals = try ApprovalTable(tx).about(subject: freeze.id, limit: 50)
            if !approvals.contains(where: { $0.act == .approveFreeze && !$0.approvedLines.isEmpty }) {
                found.append(Finding(rule: .approvals, row: "\(freeze.id)", what: "went out without a second person"))
            }
        }
        return found
    }

    private func doubles(_ all: [Freeze]) throws -> [Finding] {
        Dictionary(grouping: all.filter(\.state.isLive), by: \.account).filter { $0.value.count > 1 }.map {
            Finding(rule: .measures, row: "\($0.key)", what: "two freezes at once")
        }
    }

    private func claims(on freeze: Freeze, _ tx: any Transaction) throws -> [Finding] {
        let live = try FreezeTable(tx).claims(on: [freeze.id]).filter(\.isLive)
        if freeze.state == .releasing, live.count > 1, try claimsBeforeRelease(live, on: freeze, tx) > 1,
            try !ComplaintTable(tx).complaints(about: freeze.id).contains(where: \.endsMeasure)
        {
            return [Finding(rule: .measures, row: "\(freeze.id)", what: "let go while others claim it")]
        }
        if freeze.state.isLive == live.isEmpty {
            return [
                Finding(
                    rule: .measures, row: "\(freeze.id)",
                    what: live.isEmpty ? "frozen without a claim" : "claims outlive it")
            ]
        }
        return []
    }

    /// How many of these claims were there when it was decided to let the freeze go; one that joins later follows its end.
    private func claimsBeforeRelease(_ claims: [FreezeClaim], on freeze: Freeze, _ tx: any Transaction) throws -> Int {
        let entries = try EntryTable(tx).about(subject: freeze.id.description, limit: 200)
        guard let release = entries.filter({ $0.act == "freeze.releasing" }).map(\.id).max() else {
            return claims.count
        }
        let late = Set(entries.filter { $0.act == "claim.joined" && $0.id > release }.compactMap(\.topic))
        return claims.filter { !late.contains($0.incident.description) }.count
    }

    /// No renewal was ordered after the end (程序规定 art. 240, 243): then it had lapsed by itself.
    private func renewals(of freeze: Freeze, _ tx: any Transaction) throws -> [Finding] {
        guard let ends = freeze.endsAt else { return [] }
        return try BankActTable(tx).acts(for: freeze.id).filter { $0.kind == .renewFreeze && $0.createdAt >= ends }.map
        {
            Finding(rule: .measures, row: "\($0.id)", what: "renewed after its end")
        }
    }

    /// Whoever claimed the stop-payment that ran when the freeze was asked for has a claim on the freeze, or had one.
    private func carriedOver(to freeze: Freeze, _ tx: any Transaction) throws -> [Finding] {
        guard freeze.state.isLive else { return [] }
        let known = Set(try FreezeTable(tx).claims(on: [freeze.id]).map(\.incident))
        let stops = try StopPaymentTable(tx).history(of: [freeze.account]).filter {
            $0.state.isLive && $0.requestedAt < freeze.requestedAt
        }
        let missing = try StopPaymentTable(tx).claims(on: stops.map(\.id)).filter {
            $0.isLive && !known.contains($0.incident)
        }
        guard !missing.isEmpty else { return [] }
        let asked = try entry("freeze.requested", on: freeze.id.description, tx)
        return try missing.filter { claim in
            let joined = try entry("claim.joined", on: claim.stop.description, of: claim.incident.description, tx)
            // What came first is told by ids, as with releases.
            guard let asked, let joined else { return true }
            return joined.id < asked.id
        }.map {
            Finding(rule: .measures, row: "\(freeze.id)", what: "\($0.incident) claims the stop, and not the freeze")
        }
    }

    private func entry(_ act: String, on subject: String, of topic: String? = nil, _ tx: any Transaction) throws
        -> Entry?
    {
        try EntryTable(tx).about(subject: subject, limit: 200).first {
            $0.act == act && (topic == nil || $0.topic == topic)
        }
    }

    /// Nothing is let go between the decision that it is its victims' and the last payment, nor decided while it is let go.
    private func releases(of freeze: Freeze, _ tx: any Transaction) throws -> [Finding] {
        let acts = try BankActTable(tx).acts(for: freeze.id)
        // A lower freeze takes the place of what is let go in part.
        let orders = acts.filter { order in
            order.kind == .unfreeze && !acts.contains { $0.kind == .freeze && $0.id != acts[0].id && $0.id < order.id }
        }
        guard !orders.isEmpty else { return [] }
        let returns = try FundReturnTable(tx).history(of: freeze.account).filter { $0.freeze == freeze.id }
        return try orders.flatMap { order in
            let wasDropped = try entry("bank.dropped", on: order.id.description, tx) != nil
            return returns.compactMap { fundReturn -> Finding? in
                guard let decidedAt = fundReturn.decidedAt else { return nil }
                let isUnpaid = fundReturn.endedAt.map { $0 > order.createdAt } ?? true
                if decidedAt <= order.createdAt, isUnpaid {
                    return Finding(rule: .returns, row: "\(freeze.id)", what: "let go before what was decided is paid")
                }
                let isAnswered = order.answeredAt.map { $0 <= decidedAt } ?? false
                if order.createdAt < decidedAt, !isAnswered, !wasDropped {
                    return Finding(rule: .returns, row: "\(fundReturn.id)", what: "decided while the freeze was let go")
                }
                return nil
            }
        }
    }

    private func clock(of freeze: Freeze, _ tx: any Transaction) throws -> [Finding] {
        guard freeze.isInForce else { return [] }
        guard try !JobTable(tx).waits(RecoveryWork.freezeEnd.rawValue, freeze.id) else { return [] }
        return [Finding(rule: .jobs, row: "\(freeze.id)", what: "in force, and nothing will end it")]
    }
}
