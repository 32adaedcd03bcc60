internal import Access
package import Primitives
package import Storage

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
        }
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
                unrelated_at = \(freeze.unrelatedAt)
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
        try freezes("WHERE account IN (\(list: accounts)) ORDER BY account, requested_at, id")
    }

    /// Freezes on which this incident has a claim, dead or alive.
    package func claimed(by incident: IncidentID) throws(StorageError) -> [Freeze] {
        try freezes(
            "WHERE id IN (SELECT measure FROM freeze_claim WHERE incident = \(incident)) ORDER BY requested_at, id")
    }

    /// Freezes in force of `unit` and under it that end after `after` and before `before`, the first to end first.
    package func ending(
        after: (ends: Timestamp, id: String)?, before: Timestamp, under unit: UnitCode, limit: Int
    ) throws(StorageError) -> [Freeze] {
        let (first, last) = unit.reach
        let start = after ?? (Timestamp(microseconds: .min), "")
        return try freezes(
            """
            WHERE state IN ('frozen', 'releasing') AND (ends_at, id) > (\(start.ends), \(start.id)) AND ends_at < \(before)
                AND EXISTS (SELECT 1 FROM incident
                    WHERE incident.id = account_freeze.incident AND unit >= \(first) AND unit <= \(last))
            ORDER BY ends_at, id LIMIT \(limit)
            """)
    }

    package func all(after: FreezeID?, limit: Int) throws(StorageError) -> [Freeze] {
        try freezes("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    private func freezes(_ rest: SQL) throws(StorageError) -> [Freeze] {
        let rows = try tx.query(
            """
            SELECT id, account, incident, kind, amount_limit, interest, reason, maker, requested_at, state, started_at, ends_at,
                balance, prior, renewals, refusal_code, ended_at, unrelated_at FROM account_freeze \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            Freeze(
                id: try row["id"], account: try row["account"], incident: try row["incident"], kind: try row["kind"],
                limit: try row["amount_limit"], includesInterest: try row["interest"], reason: try row["reason"],
                maker: try row["maker"], requestedAt: try row["requested_at"], state: try row["state"],
                startedAt: try row["started_at"], endsAt: try row["ends_at"], balance: try row["balance"],
                prior: try prior(row), renewals: try row["renewals"], refusalCode: try row["refusal_code"],
                endedAt: try row["ended_at"], unrelatedAt: try row["unrelated_at"])
        }
    }

    private func prior(_ row: Row) throws(StorageError) -> Freeze.Prior? {
        guard let text: String = try row["prior"] else { return nil }
        do {
            return try CanonicalJSON.decode(from: text)
        } catch {
            throw .malformed(column: "prior", found: .text(text))
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
        try claims("WHERE measure IN (\(list: freezes)) ORDER BY measure, incident")
    }

    package func claims(of incident: IncidentID) throws(StorageError) -> [FreezeClaim] {
        try claims("WHERE incident = \(incident) ORDER BY measure")
    }

    package func endClaims(on freeze: FreezeID) throws(StorageError) {
        try tx.execute("UPDATE freeze_claim SET live = 0 WHERE measure = \(freeze)")
    }

    private func claims(_ rest: SQL) throws(StorageError) -> [FreezeClaim] {
        let rows = try tx.query("SELECT measure, incident, traced, live FROM freeze_claim \(rest)")
        return try rows.map { row throws(StorageError) in
            FreezeClaim(
                freeze: try row["measure"], incident: try row["incident"], traced: try row["traced"],
                isLive: try row["live"])
        }
    }
}
