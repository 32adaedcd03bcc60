internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire

/// What must hold of every freeze.
extension Checks {
    private static let live = Freeze.State.allCases.filter(\.isLive)

    /// Frozen only in a filed case and after a second person, one at a time on an account, claimed as long as it lives, and
    /// with a clock that ends it.
    func freezes(_ tx: any Transaction) throws -> [Finding] {
        try claims(onFreezes: tx) + carriedOver(tx) + releases(tx) + secondPersons(tx)
            + findings(
                .measures, tx, "two freezes at once",
                """
                SELECT account AS id FROM account_freeze WHERE state IN (\(list: Self.live))
                GROUP BY account HAVING COUNT(*) > 1 ORDER BY account LIMIT \(Self.most)
                """)
            + findings(
                .measures, tx, "asked for before a case was filed",
                """
                SELECT id FROM account_freeze
                WHERE NOT EXISTS (SELECT 1 FROM case_filing WHERE case_filing.incident = account_freeze.incident)
                ORDER BY id LIMIT \(Self.most)
                """)
            // After its end (程序规定 art. 240, 243) it had lapsed by itself.
            + findings(
                .measures, tx, "renewed after its end",
                """
                SELECT bank_act.id AS id FROM account_freeze JOIN bank_act ON bank_act.measure = account_freeze.id
                WHERE bank_act.kind = \(BankOrder.Kind.renewFreeze) AND bank_act.created_at >= account_freeze.ends_at
                ORDER BY bank_act.id LIMIT \(Self.most)
                """)
            + findings(
                .measures, tx, "its release is down as on its way, and none is",
                """
                SELECT id FROM account_freeze WHERE state = 'releasing' AND NOT EXISTS (
                    SELECT 1 FROM bank_act WHERE bank_act.measure = account_freeze.id
                        AND bank_act.kind = \(BankOrder.Kind.unfreeze) AND bank_act.state IN ('open', 'dead'))
                ORDER BY id LIMIT \(Self.most)
                """)
            + findings(
                .jobs, tx, "in force, and nothing will end it",
                """
                SELECT id FROM account_freeze WHERE state IN ('frozen', 'releasing') AND started_at IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM job WHERE job.kind = \(RecoveryWork.freezeEnd) AND job.subject = account_freeze.id)
                ORDER BY id LIMIT \(Self.most)
                """)
    }

    private func claims(onFreezes tx: any Transaction) throws -> [Finding] {
        let claimed: SQL = "EXISTS (SELECT 1 FROM freeze_claim WHERE measure = account_freeze.id AND live = 1)"
        let shared = try tx.query(
            """
            SELECT id FROM account_freeze WHERE state = \(Freeze.State.releasing) AND 1 < (
                SELECT COUNT(*) FROM freeze_claim WHERE measure = account_freeze.id AND live = 1)
            """)
        let wronged = try shared.map { row throws(StorageError) -> FreezeID in try row["id"] }.filter { id in
            let claims = try FreezeTable(tx).claims(on: [id]).filter(\.isLive)
            return try claimsBeforeRelease(claims, on: id, tx) > 1
                && !ComplaintTable(tx).complaints(about: id).contains(where: \.endsMeasure)
        }
        return try wronged.map { Finding(rule: .measures, row: "\($0)", what: "let go while others claim it") }
            + findings(
                .measures, tx, "frozen without a claim",
                "SELECT id FROM account_freeze WHERE state IN (\(list: Self.live)) AND NOT \(claimed) ORDER BY id LIMIT \(Self.most)"
            )
            + findings(
                .measures, tx, "claims outlive it",
                "SELECT id FROM account_freeze WHERE state NOT IN (\(list: Self.live)) AND \(claimed) ORDER BY id LIMIT \(Self.most)"
            )
    }

    private func secondPersons(_ tx: any Transaction) throws -> [Finding] {
        // Whether lines of it were left out is looked at one by one.
        let doubtful = try tx.query(
            """
            SELECT id FROM account_freeze WHERE state NOT IN (\(Freeze.State.draft), \(Freeze.State.withdrawn)) AND NOT EXISTS (
                SELECT 1 FROM approval WHERE approval.subject = account_freeze.id AND act = \(Act.approveFreeze)
                    AND approval.state = 'approved' AND lines <> '[]' AND left_out = '[]')
            """)
        return try doubtful.map { row throws(StorageError) -> FreezeID in try row["id"] }.filter { id in
            try !ApprovalTable(tx).about(subject: id, limit: 50).contains {
                $0.act == .approveFreeze && !$0.approvedLines.isEmpty
            }
        }.map { Finding(rule: .approvals, row: "\($0)", what: "went out without a second person") }
    }

    /// How many of these claims were there when it was decided to let the freeze go; one that joins later follows its end.
    private func claimsBeforeRelease(_ claims: [FreezeClaim], on freeze: FreezeID, _ tx: any Transaction) throws -> Int
    {
        let entries = try EntryTable(tx).about(subject: freeze.description, limit: 200)
        guard let release = entries.filter({ $0.act == "freeze.releasing" }).map(\.id).max() else {
            return claims.count
        }
        let late = Set(entries.filter { $0.act == "claim.joined" && $0.id > release }.compactMap(\.topic))
        return claims.filter { !late.contains($0.incident.description) }.count
    }

    /// Whoever claimed the stop-payment that ran when the freeze was asked for has a claim on the freeze, or had one.
    private func carriedOver(_ tx: any Transaction) throws -> [Finding] {
        let missing = try tx.query(
            """
            SELECT account_freeze.id AS freeze, claim.stop AS stop, claim.incident AS incident FROM account_freeze
                JOIN stop_payment ON stop_payment.account = account_freeze.account
                    AND stop_payment.requested_at < account_freeze.requested_at
                JOIN claim ON claim.stop = stop_payment.id AND claim.live = 1
            WHERE account_freeze.state IN (\(list: Self.live))
                AND stop_payment.state IN (\(list: StopPayment.State.allCases.filter(\.isLive))) AND NOT EXISTS (
                SELECT 1 FROM freeze_claim WHERE measure = account_freeze.id AND freeze_claim.incident = claim.incident)
            """)
        return try missing.compactMap { row in
            let (freeze, stop, incident): (String, String, String) = (
                try row["freeze"], try row["stop"], try row["incident"]
            )
            let asked = try entry("freeze.requested", on: freeze, tx)
            let joined = try entry("claim.joined", on: stop, of: incident, tx)
            // What came first is told by ids, as with releases.
            if let asked, let joined, joined.id > asked.id { return nil }
            return Finding(rule: .measures, row: freeze, what: "\(incident) claims the stop, and not the freeze")
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
    private func releases(_ tx: any Transaction) throws -> [Finding] {
        let decided = try tx.query(
            """
            SELECT DISTINCT measure FROM fund_return WHERE decided_at IS NOT NULL AND EXISTS (SELECT 1 FROM bank_act
                WHERE bank_act.measure = fund_return.measure AND bank_act.kind = \(BankOrder.Kind.unfreeze)) ORDER BY measure
            """)
        return try decided.flatMap { row in
            let freeze = try FreezeTable(tx).require(try row["measure"])
            let returns = try FundReturnTable(tx).history(of: freeze.account).filter { $0.freeze == freeze.id }
            return try wholeReleases(of: freeze, tx).flatMap { try against(returns, $0, tx) }
        }
    }

    /// The orders that let all of it go; a lower freeze takes the place of what is let go in part.
    private func wholeReleases(of freeze: Freeze, _ tx: any Transaction) throws -> [BankAct] {
        let acts = try BankActTable(tx).acts(for: freeze.id)
        return acts.filter { order in
            order.kind == .unfreeze && !acts.contains { $0.kind == .freeze && $0.id != acts[0].id && $0.id < order.id }
        }
    }

    private func against(_ returns: [FundReturn], _ order: BankAct, _ tx: any Transaction) throws -> [Finding] {
        let wasDropped = try entry("bank.dropped", on: order.id.description, tx) != nil
        // Its first word: another may have been found true later.
        let answeredAt = try BankActTable(tx).answers(to: order.id).map(\.receivedAt).min()
        return returns.compactMap { fundReturn in
            guard let decidedAt = fundReturn.decidedAt else { return nil }
            let isUnpaid = fundReturn.endedAt.map { $0 > order.createdAt } ?? true
            if decidedAt <= order.createdAt, isUnpaid {
                return Finding(
                    rule: .returns, row: "\(fundReturn.freeze)", what: "let go before what was decided is paid")
            }
            let isAnswered = answeredAt.map { $0 <= decidedAt } ?? false
            if order.createdAt < decidedAt, !isAnswered, !wasDropped {
                return Finding(rule: .returns, row: "\(fundReturn.id)", what: "decided while the freeze was let go")
            }
            return nil
        }
    }
}
