internal import Access
package import Primitives
package import Storage
internal import Wire

/// All SQL on freezes and the claims on them.
package struct FreezeTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-freezes-1") { dialect in
            [
                """
                CREATE TABLE account_freeze (
                    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
                    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'major')), amount_limit BIGINT CHECK (amount_limit > 0),
                    interest BIGINT NOT NULL CHECK (interest IN (0, 1)), reason TEXT NOT NULL, maker TEXT NOT NULL,
                    requested_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'overdue', 'queued',
                        'frozen', 'releasing', 'refused', 'lapsed', 'released', 'withdrawn')),
                    started_at BIGINT, ends_at BIGINT, balance BIGINT CHECK (balance >= 0), prior TEXT, renewals BIGINT NOT NULL,
                    refusal_code TEXT, ended_at BIGINT, unrelated_at BIGINT,
                    CHECK (state NOT IN ('frozen', 'lapsed')
                        OR (started_at IS NOT NULL AND ends_at > started_at AND balance IS NOT NULL)))\(dialect.strict)
                """,
                // No double freeze (程序规定 art. 242).
                """
                CREATE UNIQUE INDEX freeze_live ON account_freeze (account)
                WHERE state IN ('draft', 'ordered', 'overdue', 'queued', 'frozen', 'releasing')
                """,
                "CREATE INDEX freeze_account ON account_freeze (account, requested_at)",
                "CREATE INDEX freeze_end ON account_freeze (ends_at, id) WHERE state IN ('frozen', 'releasing')",
                """
                CREATE TABLE freeze_claim (
                    measure TEXT NOT NULL REFERENCES account_freeze (id), incident TEXT NOT NULL REFERENCES incident (id),
                    traced BIGINT NOT NULL CHECK (traced >= 0), live BIGINT NOT NULL CHECK (live IN (0, 1)),
                    PRIMARY KEY (measure, incident))\(dialect.strict)
                """,
                "CREATE INDEX freeze_claim_incident ON freeze_claim (incident, measure)",
            ]
        },
        Migration("recovery-freezes-2") { _ in
            [
                "CREATE INDEX freeze_incident ON account_freeze (incident, ends_at) WHERE state IN ('frozen', 'releasing')"
            ]
        },
        Migration("recovery-freezes-3") { _ in ["ALTER TABLE account_freeze ADD COLUMN narrowing TEXT"] },
        // For `isFrozen`.
        Migration("recovery-freezes-4") { _ in
            ["CREATE INDEX freeze_holding ON account_freeze (account) WHERE state IN ('frozen', 'releasing')"]
        },
    ]

    /// Whether the account in this column is frozen: then the end of a stop does not let its money go.
    static func isFrozen(_ column: String) -> SQL {
        """
        EXISTS (SELECT 1 FROM account_freeze
            WHERE account_freeze.account = \(raw: column) AND account_freeze.state IN ('frozen', 'releasing'))
        """
    }

    package func insert(_ freeze: Freeze) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO account_freeze (id, account, incident, kind, amount_limit, interest, reason, maker, requested_at, state, renewals)
            VALUES (\(freeze.id), \(freeze.account), \(freeze.incident), \(freeze.kind), \(freeze.limit),
                \(freeze.includesInterest), \(freeze.reason), \(freeze.maker), \(freeze.requestedAt), \(freeze.state),
                \(freeze.renewals))
            """)
    }

    package func update(_ freeze: Freeze, from old: Freeze.State) throws {
        try tx.change(
            """
            UPDATE account_freeze SET state = \(freeze.state), started_at = \(freeze.startedAt), ends_at = \(freeze.endsAt),
                balance = \(freeze.balance), prior = \(try freeze.prior.map { try CanonicalJSON.text($0) }),
                renewals = \(freeze.renewals), refusal_code = \(freeze.refusalCode), ended_at = \(freeze.endedAt),
                unrelated_at = \(freeze.unrelatedAt), amount_limit = \(freeze.limit),
                narrowing = \(try freeze.narrowing.map { try CanonicalJSON.text($0) })
            WHERE id = \(freeze.id) AND state = \(old)
            """)
    }

    package func find(_ id: FreezeID) throws(StorageError) -> Freeze? { try freezes("WHERE id = \(id)").first }

    package func require(_ id: FreezeID) throws(StorageError) -> Freeze {
        guard let freeze = try find(id) else { throw .other("no freeze \(id)") }
        return freeze
    }

    /// All freezes of these accounts, oldest first.
    package func history(of accounts: [AccountID]) throws(StorageError) -> [Freeze] {
        try askHistory(of: accounts).answer()
    }

    func askHistory(of accounts: [AccountID]) throws(StorageError) -> Pending<[Freeze]> {
        try askFreezes("WHERE account IN (\(list: accounts)) ORDER BY account, requested_at, id")
    }

    /// Freezes on which this incident has a claim, dead or alive.
    package func claimed(by incident: IncidentID) throws(StorageError) -> [Freeze] {
        try askClaimed(by: incident).answer()
    }

    func askClaimed(by incident: IncidentID) throws(StorageError) -> Pending<[Freeze]> {
        try askFreezes(
            "WHERE id IN (SELECT measure FROM freeze_claim WHERE incident = \(incident)) ORDER BY requested_at, id")
    }

    /// Units with more incidents than this have their next ends among the next of all.
    package static let fewIncidents = 2000

    /// Freezes in force that an incident of `unit` or under it asked for or claims, and that end after `after` and before `before`, the first to end first. Up to
    /// `few` incidents are gone through one by one.
    package func ending(
        after: (ends: Timestamp, id: String)?, before: Timestamp, under unit: UnitCode, limit: Int,
        few: Int = Self.fewIncidents
    ) throws(StorageError) -> [Freeze] {
        let start = after ?? (Timestamp(microseconds: .min), "")
        let found = try tx.query(
            """
            SELECT f.id AS id FROM \(try freezes(under: unit, few))
                AND f.state IN ('frozen', 'releasing') AND (f.ends_at, f.id) > (\(start.ends), \(start.id))
                AND f.ends_at < \(before)
            ORDER BY f.ends_at, f.id LIMIT \(limit)
            """)
        let ids = try found.map { row throws(StorageError) in try row["id"] as FreezeID }
        return try freezes("WHERE id IN (\(list: ids)) ORDER BY ends_at, id")
    }

    /// Those of a unit by its incidents, told one by one, where these are few; else all in their order, with each the incidents that have
    /// to do with it. A join with few incidents PostgreSQL would begin with all freezes.
    private func freezes(under unit: UnitCode, _ few: Int) throws(StorageError) -> SQL {
        let (first, last) = unit.reach
        let rows = try tx.query(
            """
            SELECT i.id AS id FROM incident i WHERE i.unit >= \(first) AND i.unit <= \(last)
            ORDER BY i.unit, i.id LIMIT \(few + 1)
            """)
        guard rows.count <= few else {
            return """
                account_freeze f WHERE EXISTS (SELECT 1 FROM freeze_claim c JOIN incident i ON i.id = c.incident
                    WHERE c.measure = f.id AND (c.live = 1 OR c.incident = f.incident)
                        AND i.unit >= \(first) AND i.unit <= \(last))
                """
        }
        let ids = try rows.map { row throws(StorageError) in try row["id"] as IncidentID }
        return """
            account_freeze f WHERE f.id IN (
                SELECT id FROM account_freeze WHERE incident IN (\(list: ids)) AND state IN ('frozen', 'releasing')
                UNION SELECT measure FROM freeze_claim WHERE incident IN (\(list: ids)) AND live = 1)
            """
    }

    /// What a freeze keeps by now: a whole one also what has come in since, as far as statements tell; nil before the bank has said
    /// what lay there.
    package func kept(under freeze: Freeze) throws(StorageError) -> Money? {
        guard freeze.limit == nil, let start = freeze.startedAt, let kept = freeze.kept else { return freeze.kept }
        let entries = try AccountEntryTable(tx).entries(of: [freeze.account])
        return entries.reduce(kept) { $1.direction == .in && $1.at > start ? $0 + $1.amount : $0 }
    }

    package func all(after: FreezeID?, limit: Int) throws(StorageError) -> [Freeze] {
        try freezes("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    private func freezes(_ rest: SQL) throws(StorageError) -> [Freeze] { try askFreezes(rest).answer() }

    private func askFreezes(_ rest: SQL) throws(StorageError) -> Pending<[Freeze]> {
        try tx.ask(
            """
            SELECT id, account, incident, kind, amount_limit, interest, reason, maker, requested_at, state, started_at, ends_at,
                balance, prior, renewals, refusal_code, ended_at, unrelated_at, narrowing,
                (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM repayment p JOIN fund_return r ON r.id = p.fund_return
                    WHERE p.account = account_freeze.account AND p.state = 'paid' AND r.measure = account_freeze.id) AS repaid
            FROM account_freeze \(rest)
            """
        ) { row throws(StorageError) in
            var freeze = Freeze(
                id: try row["id"], account: try row["account"], incident: try row["incident"], kind: try row["kind"],
                limit: try row["amount_limit"], includesInterest: try row["interest"], reason: try row["reason"],
                maker: try row["maker"], requestedAt: try row["requested_at"], state: try row["state"],
                startedAt: try row["started_at"], endsAt: try row["ends_at"], balance: try row["balance"],
                prior: try read("prior", row), renewals: try row["renewals"], refusalCode: try row["refusal_code"],
                endedAt: try row["ended_at"], unrelatedAt: try row["unrelated_at"],
                narrowing: try read("narrowing", row))
            freeze.repaid = try row["repaid"]
            return freeze
        }
    }

    private func read<T: Decodable>(_ column: String, _ row: Row) throws(StorageError) -> T? {
        guard let text: String = try row[column] else { return nil }
        do {
            return try CanonicalJSON.decode(from: text)
        } catch {
            throw .malformed(column: column, found: .text(text))
        }
    }

    // MARK: claims

    /// Makes or renews an incident's claim.
    package func put(_ claim: FreezeClaim) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO freeze_claim (measure, incident, traced, live)
            VALUES (\(claim.freeze), \(claim.incident), \(claim.traced), \(claim.isLive))
            ON CONFLICT (measure, incident) DO UPDATE SET traced = excluded.traced, live = excluded.live
            """)
    }

    package func claims(on freezes: [FreezeID]) throws(StorageError) -> [FreezeClaim] {
        try askClaims(on: freezes).answer()
    }

    func askClaims(on freezes: [FreezeID]) throws(StorageError) -> Pending<[FreezeClaim]> {
        try askClaims("WHERE measure IN (\(list: freezes)) ORDER BY measure, incident")
    }

    package func claims(of incident: IncidentID) throws(StorageError) -> [FreezeClaim] {
        try askClaims(of: incident).answer()
    }

    func askClaims(of incident: IncidentID) throws(StorageError) -> Pending<[FreezeClaim]> {
        try askClaims("WHERE incident = \(incident) ORDER BY measure")
    }

    package func endClaims(on freeze: FreezeID) throws(StorageError) {
        try tx.execute("UPDATE freeze_claim SET live = 0 WHERE measure = \(freeze)")
    }

    private func askClaims(_ rest: SQL) throws(StorageError) -> Pending<[FreezeClaim]> {
        try tx.ask("SELECT measure, incident, traced, live FROM freeze_claim \(rest)") { row throws(StorageError) in
            FreezeClaim(
                freeze: try row["measure"], incident: try row["incident"], traced: try row["traced"],
                isLive: try row["live"])
        }
    }
}
