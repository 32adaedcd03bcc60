internal import Access
package import Primitives
package import Storage

/// All SQL on stop-payments and the claims on them.
package struct StopPaymentTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-stops-1") { dialect in
            [
                """
                CREATE TABLE stop_payment (
                    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
                    transfer_amount BIGINT NOT NULL CHECK (transfer_amount > 0), transfer_time BIGINT NOT NULL, tier BIGINT NOT NULL,
                    requested_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'overdue', 'executed',
                        'releasing', 'refused', 'expired', 'released', 'withdrawn')),
                    uses BIGINT NOT NULL CHECK (uses BETWEEN 0 AND 2), executed_at BIGINT, ends_at BIGINT,
                    held_balance BIGINT CHECK (held_balance >= 0), refusal_code TEXT, ended_at BIGINT,
                    CHECK (state NOT IN ('executed', 'releasing', 'expired', 'released')
                        OR (executed_at IS NOT NULL AND ends_at > executed_at AND held_balance IS NOT NULL)))\(dialect.strict)
                """,
                // One measure at a time on an account, whoever asks.
                """
                CREATE UNIQUE INDEX stop_payment_live ON stop_payment (account)
                WHERE state IN ('draft', 'ordered', 'overdue', 'executed', 'releasing')
                """,
                "CREATE INDEX stop_payment_account ON stop_payment (account, requested_at)",
                "CREATE INDEX stop_payment_state ON stop_payment (state, ends_at, id)",
                "CREATE INDEX stop_payment_newest ON stop_payment (requested_at, id)",
                """
                CREATE TABLE claim (
                    stop TEXT NOT NULL REFERENCES stop_payment (id), incident TEXT NOT NULL REFERENCES incident (id),
                    traced BIGINT NOT NULL CHECK (traced >= 0), live BIGINT NOT NULL CHECK (live IN (0, 1)),
                    PRIMARY KEY (stop, incident))\(dialect.strict)
                """,
                "CREATE INDEX claim_incident ON claim (incident, stop)",
            ]
        },
        Migration("recovery-stops-2") { _ in
            [
                "CREATE INDEX stop_payment_executed ON stop_payment (executed_at, held_balance) WHERE executed_at IS NOT NULL"
            ]
        },
        // The unit of its incident, which never changes: what ends soon at a station is found without asking each incident.
        Migration("recovery-stops-3") { _ in
            [
                "ALTER TABLE stop_payment ADD COLUMN unit TEXT",
                "UPDATE stop_payment SET unit = (SELECT incident.unit FROM incident WHERE incident.id = stop_payment.incident)",
                """
                CREATE INDEX stop_payment_running ON stop_payment (ends_at, id, unit, account)
                WHERE state IN ('executed', 'releasing')
                """,
                """
                CREATE INDEX stop_payment_in_force ON stop_payment (id, ends_at, account)
                WHERE state IN ('executed', 'releasing')
                """,
            ]
        },
    ]

    package func insert(_ stop: StopPayment) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO stop_payment (id, account, incident, unit, transfer_amount, transfer_time, tier, requested_at, state, uses)
            VALUES (\(stop.id), \(stop.account), \(stop.incident), \(IncidentTable.unit(of: stop.incident)), \(stop.transferAmount),
                \(stop.transferTime), \(stop.tier), \(stop.requestedAt), \(stop.state), \(stop.uses))
            """)
    }

    package func update(_ stop: StopPayment, from old: StopPayment.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE stop_payment SET state = \(stop.state), uses = \(stop.uses), executed_at = \(stop.executedAt),
                ends_at = \(stop.endsAt), held_balance = \(stop.heldBalance), refusal_code = \(stop.refusalCode),
                ended_at = \(stop.endedAt)
            WHERE id = \(stop.id) AND state = \(old)
            """)
    }

    package func require(_ id: StopPaymentID) throws(StorageError) -> StopPayment {
        guard let stop = try stops("WHERE id = \(id)").first else { throw .other("no stop-payment \(id)") }
        return stop
    }

    package func find(_ id: StopPaymentID) throws(StorageError) -> StopPayment? { try stops("WHERE id = \(id)").first }

    /// All stop-payments of these accounts, over all incidents, oldest first.
    package func history(of accounts: [AccountID]) throws(StorageError) -> [StopPayment] {
        try askHistory(of: accounts).answer()
    }

    func askHistory(of accounts: [AccountID]) throws(StorageError) -> Pending<[StopPayment]> {
        try askStops("WHERE account IN (\(list: accounts)) ORDER BY account, requested_at, id")
    }

    /// Measures on which this incident has a claim, dead or alive.
    package func claimed(by incident: IncidentID) throws(StorageError) -> [StopPayment] {
        try askClaimed(by: incident).answer()
    }

    func askClaimed(by incident: IncidentID) throws(StorageError) -> Pending<[StopPayment]> {
        try askStops("WHERE id IN (SELECT stop FROM claim WHERE incident = \(incident)) ORDER BY requested_at, id")
    }

    /// When the first measure in force that each of these incidents claims ends, and no freeze follows it.
    package func firstEnds(of incidents: [IncidentID]) throws(StorageError) -> [IncidentID: Timestamp] {
        let rows = try tx.query(
            """
            SELECT claim.incident AS claimant, MIN(ends_at) AS first_end FROM claim
                JOIN stop_payment \(tx.dialect.indexed(by: "stop_payment_in_force")) ON stop_payment.id = claim.stop
            WHERE claim.incident IN (\(list: incidents)) AND live = 1 AND state IN ('executed', 'releasing') AND NOT \(FreezeTable.isFrozen("stop_payment.account"))
            GROUP BY claim.incident
            """)
        var ends: [IncidentID: Timestamp] = [:]
        for row in rows { ends[try row["claimant"]] = try row["first_end"] as Timestamp }
        return ends
    }

    /// Measures in force of `unit` and under it that end before `moment` and that no freeze follows, the first to end first.
    package func ending(before moment: Timestamp, under unit: UnitCode, limit: Int) throws(StorageError)
        -> [StopPayment]
    {
        let (first, last) = unit.reach
        return try stops(
            """
            \(tx.dialect.indexed(by: "stop_payment_running"))
            WHERE state IN ('executed', 'releasing') AND ends_at < \(moment) AND unit >= \(first) AND unit <= \(last)
                AND NOT \(FreezeTable.isFrozen("stop_payment.account"))
            ORDER BY ends_at, id LIMIT \(limit)
            """)
    }

    package func newest(before: Timestamp?, state: StopPayment.State?, limit: Int) throws(StorageError) -> [StopPayment]
    {
        let end = before ?? Timestamp(microseconds: .max)
        if let state {
            return try stops(
                "WHERE state = \(state) AND requested_at < \(end) ORDER BY requested_at DESC, id DESC LIMIT \(limit)")
        }
        return try stops("WHERE requested_at < \(end) ORDER BY requested_at DESC, id DESC LIMIT \(limit)")
    }

    package func all(after: StopPaymentID?, limit: Int) throws(StorageError) -> [StopPayment] {
        try stops("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    /// 止付金额: the balances held at execution, each stop counted once, executed from `from` on and before `to`.
    package func balanceHeld(from: Timestamp, to: Timestamp) throws(StorageError) -> Money {
        Money(
            fen: try tx.count(
                """
                SELECT CAST(COALESCE(SUM(held_balance), 0) AS BIGINT) FROM stop_payment
                WHERE executed_at >= \(from) AND executed_at < \(to)
                """))
    }

    private func stops(_ rest: SQL) throws(StorageError) -> [StopPayment] { try askStops(rest).answer() }

    private func askStops(_ rest: SQL) throws(StorageError) -> Pending<[StopPayment]> {
        try tx.ask(
            """
            SELECT id, account, incident, transfer_amount, transfer_time, tier, requested_at, state, uses, executed_at, ends_at,
                held_balance, refusal_code, ended_at FROM stop_payment \(rest)
            """
        ) { row throws(StorageError) in
            StopPayment(
                id: try row["id"], account: try row["account"], incident: try row["incident"],
                transferAmount: try row["transfer_amount"], transferTime: try row["transfer_time"],
                tier: try row["tier"],
                requestedAt: try row["requested_at"], state: try row["state"], uses: try row["uses"],
                executedAt: try row["executed_at"], endsAt: try row["ends_at"], heldBalance: try row["held_balance"],
                refusalCode: try row["refusal_code"], endedAt: try row["ended_at"])
        }
    }

    // MARK: claims

    /// Makes or renews an incident's claim.
    package func put(_ claim: Claim) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO claim (stop, incident, traced, live) VALUES (\(claim.stop), \(claim.incident), \(claim.traced), \(claim.isLive))
            ON CONFLICT (stop, incident) DO UPDATE SET traced = excluded.traced, live = excluded.live
            """)
    }

    package func claims(on stop: StopPaymentID) throws(StorageError) -> [Claim] {
        try claims("WHERE stop = \(stop) ORDER BY incident")
    }

    package func claims(on stops: [StopPaymentID]) throws(StorageError) -> [Claim] {
        try claims("WHERE stop IN (\(list: stops)) ORDER BY stop, incident")
    }

    package func claims(of incident: IncidentID) throws(StorageError) -> [Claim] {
        try askClaims(of: incident).answer()
    }

    func askClaims(of incident: IncidentID) throws(StorageError) -> Pending<[Claim]> {
        try askClaims("WHERE incident = \(incident) ORDER BY stop")
    }

    package func endClaims(on stop: StopPaymentID) throws(StorageError) {
        try tx.send("UPDATE claim SET live = 0 WHERE stop = \(stop)")
    }

    private func claims(_ rest: SQL) throws(StorageError) -> [Claim] { try askClaims(rest).answer() }

    private func askClaims(_ rest: SQL) throws(StorageError) -> Pending<[Claim]> {
        try tx.ask("SELECT stop, incident, traced, live FROM claim \(rest)") { row throws(StorageError) in
            Claim(
                stop: try row["stop"], incident: try row["incident"], traced: try row["traced"], isLive: try row["live"]
            )
        }
    }
}
