package import Primitives
package import Storage

/// All SQL on returns, the victims' parts in them and what is computed.
package struct FundReturnTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-returns-1") { dialect in
            [
                """
                CREATE TABLE fund_return (
                    id TEXT PRIMARY KEY, measure TEXT NOT NULL REFERENCES account_freeze (id),
                    account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
                    opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('collecting', 'computed', 'noticed', 'asked', 'decided', 'closed', 'withdrawn')),
                    needs_notice BIGINT CHECK (needs_notice IN (0, 1)), noticed_at BIGINT, notice_until BIGINT,
                    decision_number TEXT UNIQUE, decided_by TEXT, decided_at BIGINT, ended_at BIGINT,
                    CHECK (state NOT IN ('decided', 'closed')
                        OR (decision_number IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)),
                    CHECK (state <> 'noticed' OR notice_until >= noticed_at),
                    CHECK ((state IN ('closed', 'withdrawn')) = (ended_at IS NOT NULL)))\(dialect.strict)
                """,
                // One at a time on an account; whoever becomes known later gets one of his own (返还规定 art. 8).
                """
                CREATE UNIQUE INDEX fund_return_open ON fund_return (account)
                WHERE state IN ('collecting', 'computed', 'noticed', 'asked', 'decided')
                """,
                "CREATE INDEX fund_return_account ON fund_return (account, id)",
                "CREATE INDEX fund_return_incident ON fund_return (incident, id)",
                "CREATE INDEX fund_return_notice ON fund_return (notice_until, id) WHERE state = 'noticed'",
                """
                CREATE TABLE return_claim (
                    fund_return TEXT NOT NULL REFERENCES fund_return (id), victim TEXT NOT NULL REFERENCES victim (id),
                    incident TEXT NOT NULL REFERENCES incident (id), applied_at BIGINT, payee TEXT, agent TEXT, papers TEXT NOT NULL,
                    loss BIGINT CHECK (loss >= 0), least BIGINT, most BIGINT, direct BIGINT CHECK (direct >= 0),
                    pool BIGINT CHECK (pool >= 0), PRIMARY KEY (fund_return, victim),
                    CHECK ((loss IS NULL) = (direct IS NULL)), CHECK (loss IS NULL OR direct + pool <= loss))\(dialect.strict)
                """,
                "CREATE INDEX return_claim_incident ON return_claim (incident, fund_return)",
                """
                CREATE TABLE return_computation (
                    fund_return TEXT NOT NULL REFERENCES fund_return (id), computed_at BIGINT NOT NULL, rule TEXT NOT NULL,
                    content TEXT NOT NULL, PRIMARY KEY (fund_return, computed_at))\(dialect.strict)
                """,
                """
                CREATE TABLE return_number (
                    organ TEXT NOT NULL, year BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (organ, year))\(dialect.strict)
                """,
                """
                CREATE TABLE return_outcome (
                    fund_return TEXT NOT NULL REFERENCES fund_return (id), incident TEXT NOT NULL REFERENCES incident (id),
                    account TEXT NOT NULL REFERENCES account (id), decided BIGINT NOT NULL CHECK (decided >= 0),
                    held BIGINT NOT NULL, at_large BIGINT NOT NULL, exited BIGINT NOT NULL, PRIMARY KEY (fund_return, incident))\(dialect.strict)
                """,
                "CREATE INDEX return_outcome_incident ON return_outcome (incident, fund_return)",
            ]
        },
        Migration("recovery-returns-2") { _ in
            [
                "ALTER TABLE fund_return ADD COLUMN rest BIGINT NOT NULL DEFAULT 0 CHECK (rest >= 0)",
                "ALTER TABLE return_outcome ADD COLUMN cut_decided BIGINT CHECK (cut_decided >= 0)",
                "ALTER TABLE return_outcome ADD COLUMN cut_held BIGINT",
                "ALTER TABLE return_outcome ADD COLUMN cut_at_large BIGINT",
                "ALTER TABLE return_outcome ADD COLUMN cut_exited BIGINT",
            ]
        },
    ]

    // MARK: returns

    package func insert(_ fundReturn: FundReturn) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO fund_return (id, measure, account, incident, opened_by, opened_at, state)
            VALUES (\(fundReturn.id), \(fundReturn.freeze), \(fundReturn.account), \(fundReturn.incident),
                \(fundReturn.openedBy), \(fundReturn.openedAt), \(fundReturn.state))
            """)
    }

    package func update(_ fundReturn: FundReturn, from old: FundReturn.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE fund_return SET state = \(fundReturn.state), needs_notice = \(fundReturn.needsNotice),
                noticed_at = \(fundReturn.noticedAt), notice_until = \(fundReturn.noticeUntil),
                decision_number = \(fundReturn.decisionNumber), decided_by = \(fundReturn.decidedBy),
                decided_at = \(fundReturn.decidedAt), ended_at = \(fundReturn.endedAt), rest = \(fundReturn.rest)
            WHERE id = \(fundReturn.id) AND state = \(old)
            """)
    }

    package func find(_ id: FundReturnID) throws(StorageError) -> FundReturn? {
        try returns("WHERE id = \(id)").first
    }

    package func require(_ id: FundReturnID) throws(StorageError) -> FundReturn {
        guard let fundReturn = try find(id) else { throw .other("no return \(id)") }
        return fundReturn
    }

    /// All returns of an account, oldest first.
    package func history(of account: AccountID) throws(StorageError) -> [FundReturn] {
        try returns("WHERE account = \(account) ORDER BY id")
    }

    /// The returns in which an incident's victims have a part, oldest first.
    package func about(_ incident: IncidentID) throws(StorageError) -> [FundReturn] {
        try returns("WHERE id IN (SELECT fund_return FROM return_claim WHERE incident = \(incident)) ORDER BY id")
    }

    /// Those on public notice at `now`, the first to end first.
    package func noticed(at now: Timestamp, limit: Int) throws(StorageError) -> [FundReturn] {
        try returns("WHERE state = 'noticed' AND notice_until >= \(now) ORDER BY notice_until, id LIMIT \(limit)")
    }

    /// Open ones of `unit` and under it, oldest first.
    package func open(under unit: UnitCode, limit: Int) throws(StorageError) -> [FundReturn] {
        try returns(
            """
            WHERE state IN ('collecting', 'computed', 'noticed', 'asked', 'decided')
                AND \(IncidentTable.isReached("fund_return.incident", by: unit)) ORDER BY id LIMIT \(limit)
            """)
    }

    /// Those of `unit` and under it, decided or not, the newest first.
    package func newest(under unit: UnitCode, limit: Int) throws(StorageError) -> [FundReturn] {
        let reached = IncidentTable.isReached("fund_return.incident", by: unit)
        return try returns("WHERE \(reached) ORDER BY id DESC LIMIT \(limit)")
    }

    package func all(after: FundReturnID?, limit: Int) throws(StorageError) -> [FundReturn] {
        try returns("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    private func returns(_ rest: SQL) throws(StorageError) -> [FundReturn] {
        let rows = try tx.query(
            """
            SELECT id, measure, account, incident, opened_by, opened_at, state, needs_notice, noticed_at, notice_until,
                decision_number, decided_by, decided_at, ended_at, rest FROM fund_return \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            FundReturn(
                id: try row["id"], freeze: try row["measure"], account: try row["account"],
                incident: try row["incident"], openedBy: try row["opened_by"], openedAt: try row["opened_at"],
                state: try row["state"], needsNotice: try row["needs_notice"], noticedAt: try row["noticed_at"],
                noticeUntil: try row["notice_until"], decisionNumber: try row["decision_number"],
                decidedBy: try row["decided_by"], decidedAt: try row["decided_at"], endedAt: try row["ended_at"],
                rest: try row["rest"])
        }
    }

    /// The next running number of an organ's decisions in a year, from 1.
    package func nextNumber(of organ: String, in year: Int) throws(StorageError) -> Int64 {
        try tx.count(
            """
            INSERT INTO return_number (organ, year, last) VALUES (\(organ), \(year), 1)
            ON CONFLICT (organ, year) DO UPDATE SET last = return_number.last + 1 RETURNING last
            """)
    }

    // MARK: claims

    /// Makes or renews a victim's part.
    package func put(_ claim: ReturnClaim) throws {
        let share = claim.share
        try tx.execute(
            """
            INSERT INTO return_claim (fund_return, victim, incident, applied_at, payee, agent, papers, loss, least, most, direct, pool)
            VALUES (\(claim.fundReturn), \(claim.victim), \(claim.incident), \(claim.appliedAt),
                \(try claim.payee.map { try CanonicalJSON.text($0) }), \(claim.agent),
                \(claim.papers.map(\.rawValue).sorted().joined(separator: " ")), \(share?.loss), \(share?.least),
                \(share?.most), \(share?.direct), \(share?.pool))
            ON CONFLICT (fund_return, victim) DO UPDATE SET applied_at = excluded.applied_at, payee = excluded.payee,
                agent = excluded.agent, papers = excluded.papers, loss = excluded.loss, least = excluded.least,
                most = excluded.most, direct = excluded.direct, pool = excluded.pool
            """)
    }

    package func claims(in fundReturn: FundReturnID) throws(StorageError) -> [ReturnClaim] {
        let rows = try tx.query(
            """
            SELECT fund_return, victim, incident, applied_at, payee, agent, papers, loss, least, most, direct, pool
            FROM return_claim WHERE fund_return = \(fundReturn) ORDER BY victim
            """)
        return try rows.map { row throws(StorageError) in
            let papers: String = try row["papers"]
            return ReturnClaim(
                fundReturn: try row["fund_return"], victim: try row["victim"], incident: try row["incident"],
                appliedAt: try row["applied_at"], payee: try payee(row), agent: try row["agent"],
                papers: Set(papers.split(separator: " ").compactMap { ReturnPaper(rawValue: String($0)) }),
                share: try share(row))
        }
    }

    /// What is decided to be each of these incidents' victims' and not paid yet, while a freeze holds the money for him, or its
    /// payment is ordered or doubted: the bank may have made that before the freeze ended.
    func promised(to incidents: [IncidentID]) throws(StorageError) -> [VictimID: Money] {
        let rows = try tx.query(
            """
            SELECT c.victim AS victim, CAST(SUM(c.direct + c.pool) AS BIGINT) AS promised FROM return_claim c
                JOIN fund_return r ON r.id = c.fund_return JOIN account_freeze f ON f.id = r.measure
            WHERE c.incident IN (\(list: incidents)) AND r.state = 'decided' AND c.direct IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM repayment p
                    WHERE p.fund_return = c.fund_return AND p.victim = c.victim AND p.state = 'paid')
                AND (f.state IN ('frozen', 'releasing') OR EXISTS (SELECT 1 FROM repayment p
                    WHERE p.fund_return = c.fund_return AND p.victim = c.victim AND (p.state = 'ordered'
                        OR EXISTS (SELECT 1 FROM bank_act a WHERE a.measure = p.id AND a.contradictions > 0))))
            GROUP BY c.victim ORDER BY c.victim
            """)
        let pairs = try rows.map { row throws(StorageError) in
            (try row["victim"] as VictimID, try row["promised"] as Money)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func share(_ row: Row) throws(StorageError) -> ReturnClaim.Share? {
        guard let loss: Money = try row["loss"] else { return nil }
        return ReturnClaim.Share(
            loss: loss, least: try row["least"], most: try row["most"], direct: try row["direct"],
            pool: try row["pool"])
    }

    private func payee(_ row: Row) throws(StorageError) -> ReturnAccount? {
        guard let text: String = try row["payee"] else { return nil }
        do {
            return try CanonicalJSON.decode(from: text)
        } catch {
            throw .malformed(column: "payee", found: .text(text))
        }
    }

    // MARK: computations

    package func insert(_ computation: ReturnComputation, of id: FundReturnID, at now: Timestamp) throws {
        let content = try CanonicalJSON.text(computation)
        try tx.execute(
            """
            INSERT INTO return_computation (fund_return, computed_at, rule, content)
            VALUES (\(id), \(now), \(computation.rule), \(content))
            ON CONFLICT (fund_return, computed_at) DO UPDATE SET rule = excluded.rule, content = excluded.content
            """)
    }

    /// The one by which the shares stand.
    package func computation(of id: FundReturnID) throws -> ReturnComputation? {
        let row = try tx.first(
            "SELECT content FROM return_computation WHERE fund_return = \(id) ORDER BY computed_at DESC LIMIT 1")
        return try row.map { row in try CanonicalJSON.decode(from: row["content"]) }
    }

    // MARK: outcomes

    package func insert(_ outcome: ReturnOutcome, of id: FundReturnID) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO return_outcome (fund_return, incident, account, decided, held, at_large, exited)
            VALUES (\(id), \(outcome.incident), \(outcome.account), \(outcome.decided), \(outcome.held),
                \(outcome.atLarge), \(outcome.exited))
            """)
    }

    /// What stays of a decision where not all of it is paid.
    func cut(_ outcome: ReturnOutcome, of id: FundReturnID) throws(StorageError) {
        try tx.execute(
            """
            UPDATE return_outcome SET cut_decided = \(outcome.decided), cut_held = \(outcome.held),
                cut_at_large = \(outcome.atLarge), cut_exited = \(outcome.exited)
            WHERE fund_return = \(id) AND incident = \(outcome.incident)
            """)
    }

    /// All of it is paid after all.
    func uncut(_ id: FundReturnID) throws(StorageError) {
        try tx.execute(
            """
            UPDATE return_outcome SET cut_decided = NULL, cut_held = NULL, cut_at_large = NULL, cut_exited = NULL
            WHERE fund_return = \(id)
            """)
    }

    /// What a decision made of all incidents' money, whether or not all of it is paid.
    func outcomes(of id: FundReturnID) throws(StorageError) -> [ReturnOutcome] {
        let rows = try tx.query(
            """
            SELECT incident, account, decided, held, at_large, exited FROM return_outcome
            WHERE fund_return = \(id) ORDER BY incident
            """)
        return try rows.map { row throws(StorageError) in
            ReturnOutcome(
                incident: try row["incident"], account: try row["account"], decided: try row["decided"],
                held: try row["held"], atLarge: try row["at_large"], exited: try row["exited"])
        }
    }

    /// What decisions made of an incident's money, oldest first.
    func askOutcomes(of incident: IncidentID) throws(StorageError) -> Pending<[ReturnOutcome]> {
        try tx.ask(
            """
            SELECT o.incident AS incident, o.account AS account, COALESCE(o.cut_decided, o.decided) AS decided,
                COALESCE(o.cut_held, o.held) AS held, COALESCE(o.cut_at_large, o.at_large) AS at_large,
                COALESCE(o.cut_exited, o.exited) AS exited, r.decided_at AS decided_at, o.cut_decided AS cut_decided
            FROM return_outcome o JOIN fund_return r ON r.id = o.fund_return
            WHERE o.incident = \(incident) ORDER BY o.fund_return
            """
        ) { row throws(StorageError) in
            ReturnOutcome(
                incident: try row["incident"], account: try row["account"], decided: try row["decided"],
                held: try row["held"], atLarge: try row["at_large"], exited: try row["exited"],
                decidedAt: try row["decided_at"], isCut: (try row["cut_decided"] as Money?) != nil)
        }
    }
}
