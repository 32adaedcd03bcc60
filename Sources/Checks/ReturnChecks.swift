internal import Access
internal import FundReturning
internal import Jobs
internal import Journal
internal import Jurisdiction
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
        var found = try overpaid(all, tx) + closed(tx)
        for fundReturn in all {
            found += try shares(of: fundReturn, tx) + bounds(of: fundReturn, tx) + decision(on: fundReturn, tx)
            found += try objections(to: fundReturn, tx) + payments(of: fundReturn, tx) + clock(of: fundReturn, tx)
        }
        return found
    }

    /// What counts as returned of a closed decision is what was paid of it, for each case.
    private func closed(_ tx: any Transaction) throws -> [Finding] {
        try findings(
            .returns, tx, "closed, and other sums count as returned than were paid",
            """
            SELECT outcome.fund_return AS id FROM return_outcome AS outcome
                JOIN fund_return ON fund_return.id = outcome.fund_return AND fund_return.state = 'closed'
            WHERE COALESCE(cut_decided, decided) <> COALESCE((
                SELECT SUM(amount) FROM repayment WHERE repayment.fund_return = outcome.fund_return
                    AND repayment.incident = outcome.incident AND repayment.state = 'paid'), 0)
            ORDER BY outcome.fund_return LIMIT \(Self.most)
            """)
            + findings(
                .returns, tx, "closed, and nothing counts as returned of what was paid",
                """
                SELECT DISTINCT repayment.fund_return AS id FROM repayment
                    JOIN fund_return ON fund_return.id = repayment.fund_return AND fund_return.state = 'closed'
                WHERE repayment.state = 'paid' AND NOT EXISTS (
                    SELECT 1 FROM return_outcome AS outcome
                    WHERE outcome.fund_return = repayment.fund_return AND outcome.incident = repayment.incident)
                ORDER BY repayment.fund_return LIMIT \(Self.most)
                """)
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

    /// What any sharing must keep, whatever the rule: nobody gets more than what is left of his loss or can be his in the
    /// account, all together no more than lies there, and nothing stays that one of the pool could still take.
    private func bounds(of fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        guard fundReturn.state != .collecting, fundReturn.state != .withdrawn,
            let computation = try FundReturnTable(tx).computation(of: fundReturn.id)
        else { return [] }
        let balance = computation.lines.reduce(computation.opening) { sum, line in
            line.kind == .incoming ? sum + line.amount : sum - line.amount
        }
        let all = min(balance, computation.limit ?? balance)
        // What is nobody's of those who share stays; by the oldest rule it was given away, too.
        let available =
            computation.rule == ReturnShares.ruleOfOldest ? all : min(all, try computation.result().available)
        let claims = try FundReturnTable(tx).claims(in: fundReturn.id).filter { $0.share != nil }
        let sum = claims.reduce(Money.zero) { $0 + ($1.share?.total ?? .zero) }
        var found = sum > available ? [finding(fundReturn, "\(sum) shared of \(available)")] : []
        for claim in claims {
            guard let share = claim.share else { continue }
            let loss = computation.losses[claim.victim] ?? .zero
            let most = min(share.most, max(.zero, loss - (computation.returned[claim.victim] ?? .zero)))
            if share.total > most {
                found.append(finding(fundReturn, "\(claim.victim) gets \(share.total), and \(most) is the most"))
            }
            if share.least < share.most, share.total < most, sum < available {
                found.append(finding(fundReturn, "\(available - sum) is left over, and \(claim.victim) lacks some"))
            }
        }
        return found
    }

    /// No objection was open when it was decided (返还规定 art. 8), and one that was right is not passed over.
    private func objections(to fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        try open(at: fundReturn, tx) + upheld(against: fundReturn, tx)
    }

    /// One that was right changes the return or stops it: what goes on was computed, and put on notice, after the answer.
    private func upheld(against fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        let right = try RepaymentTable(tx).objections(to: fundReturn.id).filter { $0.state == .upheld }
        guard fundReturn.state != .collecting, fundReturn.state != .withdrawn, !right.isEmpty else { return [] }
        let computed = try EntryTable(tx).about(subject: fundReturn.id.description, limit: 500)
            .filter { $0.act == "return.computed" }.map(\.at).max()
        return right.filter { objection in
            guard let answered = objection.answeredAt else { return true }
            let isComputed = computed.map { $0 >= answered } ?? false
            return !isComputed || (fundReturn.noticedAt.map { $0 < answered } ?? false)
        }.map { finding(fundReturn, "goes on as it was, and \($0.id) was right") }
    }

    private func open(at fundReturn: FundReturn, _ tx: any Transaction) throws -> [Finding] {
        guard let decidedAt = fundReturn.decidedAt else { return [] }
        return try RepaymentTable(tx).objections(to: fundReturn.id).filter { objection in
            objection.receivedAt < decidedAt && (objection.answeredAt.map { $0 > decidedAt } ?? true)
        }.map { finding(fundReturn, "decided while \($0.id) was open") }
    }

    /// All decisions together give nobody more than he lost.
    private func overpaid(_ all: [FundReturn], _ tx: any Transaction) throws -> [Finding] {
        let decided = try all.filter { $0.decidedAt != nil }.flatMap { fundReturn in
            let claims = try FundReturnTable(tx).claims(in: fundReturn.id)
            guard fundReturn.state == .closed else { return claims }
            let paid = try RepaymentTable(tx).repayments(in: fundReturn.id).filter { $0.state == .paid }.map(\.victim)
            return claims.filter { paid.contains($0.victim) }
        }
        let sums = Dictionary(decided.map { ($0.victim, $0.share?.total ?? .zero) }, uniquingKeysWith: +)
        let incidents = Set(decided.map(\.incident)).sorted()
        var losses: [VictimID: Money] = [:]
        for report in try IncidentTable(tx).transfers(of: incidents) {
            losses[report.victim, default: .zero] += report.amount ?? .zero
        }
        return sums.filter { $0.value > losses[$0.key] ?? .zero }.sorted { $0.key < $1.key }.map {
            Finding(
                rule: .returns, row: "\($0.key)", what: "\($0.value) decided for a loss of \(losses[$0.key] ?? .zero)")
        }
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
        if let noticedAt = fundReturn.noticedAt {
            let rules = pack.rules(on: CivilTime(noticedAt).day)
            let until = rules.deadlines.end(of: rules.fundReturnNoticeTerm, from: noticedAt)
            if fundReturn.noticeUntil != until { found.append(finding(fundReturn, "its notice ran for another term")) }
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
        let rest = claims.values.filter { !paid.contains($0.victim) }.reduce(Money.zero) {
            $0 + ($1.share?.total ?? .zero)
        }
        if fundReturn.state == .closed, rest != fundReturn.rest {
            found.append(finding(fundReturn, "closed with \(rest) unpaid, and \(fundReturn.rest) is down"))
        }
        let isOpen =
            try payments.contains { $0.state == .ordered }
            || BankActTable(tx).isDoubted(payments.map(\.id.description))
        if fundReturn.state == .decided, !isOpen,
            try !FreezeTable(tx).require(fundReturn.freeze).isInForce
        {
            found.append(finding(fundReturn, "waits to be paid, and nothing holds the money"))
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
