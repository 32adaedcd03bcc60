internal import Access
internal import FundTracing
package import Jobs
internal import Journal
package import Jurisdiction
package import Primitives
package import Recovery
package import Storage

/// One thing that is not as it must be, with the row where it shows.
package struct Finding: Sendable, Equatable, Codable {
    package enum Rule: String, Sendable, Codable, CaseIterable {
        case chain, conservation, figures, measures, returns, acts, approvals, messages, warnings, jobs
    }

    package let rule: Rule
    package let row: String
    package let what: String
}

/// The invariants of the platform, as functions over its database; the same at night, in tests and in simulations.
package struct Checks: Sendable {
    let database: any Database
    let pack: Pack

    package init(_ database: any Database, _ pack: Pack) {
        self.database = database
        self.pack = pack
    }

    package struct Report: Sendable, Codable {
        package let entries: Int64
        package let tail: Int64
        package let incidents: Int
        package let stops: Int
        package let acts: Int
        package let findings: [Finding]
    }

    /// How late a worker may be before something counts as slept through.
    private static let slack = Duration.minutes(2)

    /// Runs all checks at `now`; nothing is written.
    package func run(at now: Timestamp) throws -> Report {
        let verdict = try Chain.verify(database)
        var findings: [Finding] = []
        if let broken = verdict.broken { findings.append(Finding(rule: .chain, row: "journal_entry", what: broken)) }
        let rules = pack.rules(on: CivilTime(now).day)
        let counts = try database.read { tx -> (Int, Int, Int, [Finding]) in
            var found: [Finding] = []
            let incidents = try Pages.all {
                try IncidentTable(tx).all(after: $0, limit: 200)
            } id: {
                $0.id
            }
            for incident in incidents where incident.state == .open { found += try flow(of: incident, tx, rules, now) }
            let stops = try Pages.all {
                try StopPaymentTable(tx).all(after: $0, limit: 500)
            } id: {
                $0.id
            }
            found += try self.stops(tx, rules) + approvals(stops, tx) + clocks(stops, tx, now)
            found += try units(tx) + freezes(tx) + acts(tx) + returns(tx) + complaints(tx, now) + messages(tx)
            found += try warnings(tx, at: now, slack: Self.slack)
            let acts = Int(try tx.count("SELECT COUNT(*) FROM bank_act"))
            return (incidents.count, stops.count, acts, found)
        }
        return Report(
            entries: verdict.entries, tail: verdict.tail, incidents: counts.0, stops: counts.1, acts: counts.2,
            findings: findings + counts.3)
    }

    /// The kept sums are those of a fresh trace, they add up, and the trace conserves every victim's money.
    private func flow(of incident: Incident, _ tx: any Transaction, _ rules: Rules, _ now: Timestamp) throws
        -> [Finding]
    {
        var found: [Finding] = []
        let row = incident.id.description
        if !incident.flow.isConserved { found.append(Finding(rule: .conservation, row: row, what: "\(incident.flow)")) }
        guard try !JobTable(tx).waits(RecoveryWork.trace.rawValue, incident.id) else { return found }
        let money = try MoneyTracer(tx, rules: rules).trace(incident.id, at: now)
        let totals = money.trace.totals()
        let there = totals.onAccounts + totals.inHubs + totals.exited + totals.unexplained + totals.superseded
        if there != totals.seeded {
            found.append(Finding(rule: .conservation, row: row, what: "\(there) found of \(totals.seeded) paid"))
        }
        if money.sums != incident.flow {
            found.append(Finding(rule: .figures, row: row, what: "kept \(incident.flow), traced \(money.sums)"))
        }
        if try FlowTable(tx).accounts(of: incident.id) != money.flowAccounts {
            found.append(Finding(rule: .figures, row: row, what: "the kept accounts differ from the trace"))
        }
        return found
    }

    /// One measure at a time, two in an account's life; a live claim lies on a live measure only.
    private func stops(_ tx: any Transaction, _ rules: Rules) throws -> [Finding] {
        let live = StopPayment.State.allCases.filter(\.isLive)
        let claimed: SQL = "EXISTS (SELECT 1 FROM claim WHERE claim.stop = stop_payment.id AND live = 1)"
        let most = rules.stopPaymentTimesMax
        return try releases(ofStops: tx)
            + findings(
                .measures, tx, "stopped more than \(most) times",
                """
                SELECT account AS id FROM stop_payment GROUP BY account HAVING SUM(uses) > \(most) ORDER BY account LIMIT \(Self.most)
                """)
            + findings(
                .measures, tx, "two measures at once",
                """
                SELECT account AS id FROM stop_payment WHERE state IN (\(list: live))
                GROUP BY account HAVING COUNT(*) > 1 ORDER BY account LIMIT \(Self.most)
                """)
            + findings(
                .measures, tx, "claims outlive it",
                "SELECT id FROM stop_payment WHERE state NOT IN (\(list: live)) AND \(claimed) ORDER BY id LIMIT \(Self.most)"
            )
            + findings(
                .measures, tx, "held without a claim",
                """
                SELECT id FROM stop_payment WHERE state = \(StopPayment.State.executed) AND NOT \(claimed) ORDER BY id LIMIT \(Self.most)
                """)
    }

    /// What keeps its incident's unit, to be listed by it, keeps the right one.
    private func units(_ tx: any Transaction) throws -> [Finding] {
        try ["stop_payment", "authority_review"].flatMap { table in
            try findings(
                .measures, tx, "is listed under another unit than its incident's",
                """
                SELECT kept.id AS id FROM \(raw: table) AS kept JOIN incident ON incident.id = kept.incident
                WHERE COALESCE(kept.unit, '') <> incident.unit ORDER BY kept.id LIMIT \(Self.most)
                """)
        }
    }

    private func releases(ofStops tx: any Transaction) throws -> [Finding] {
        let shared = try tx.query(
            """
            SELECT id FROM stop_payment WHERE state = \(StopPayment.State.releasing) AND 1 < (
                SELECT COUNT(*) FROM claim WHERE claim.stop = stop_payment.id AND live = 1)
            """)
        return try shared.map { row throws(StorageError) -> StopPaymentID in try row["id"] }.filter { id in
            let claims = try StopPaymentTable(tx).claims(on: id).filter(\.isLive)
            return try claimsBeforeRelease(claims, on: id, tx) > 1 && !isUpheld(id, tx)
        }.map { Finding(rule: .measures, row: "\($0)", what: "let go while others claim it") }
    }

    /// How many of these claims were there when it was decided to let the measure go; one that joins later follows its end.
    ///
    /// What came first is told by ids: in a simulation they count, and in service they follow the programs' clocks.
    private func claimsBeforeRelease(_ claims: [Claim], on stop: StopPaymentID, _ tx: any Transaction) throws -> Int {
        let entries = try EntryTable(tx).about(subject: stop.description, limit: 200)
        guard let release = entries.filter({ $0.act == "stopPayment.releasing" }).map(\.id).max() else {
            return claims.count
        }
        let late = Set(entries.filter { $0.act == "claim.joined" && $0.id > release }.compactMap(\.topic))
        return claims.filter { !late.contains($0.incident.description) }.count
    }

    /// Whether a holder's complaint against it was found right: then it ends whoever claims it.
    private func isUpheld(_ stop: StopPaymentID, _ tx: any Transaction) throws -> Bool {
        try ComplaintTable(tx).complaints(about: stop).contains(where: \.endsMeasure)
    }

    /// The part of the checks that a moment can break and the next one hide.
    package func measures(at now: Timestamp) throws -> [Finding] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try database.read { tx in try stops(tx, rules) + freezes(tx) }
    }

    /// The part of the checks on one incident's figures, for a moment after it was traced.
    package func figures(of id: IncidentID, at now: Timestamp) throws -> [Finding] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try database.read { tx in
            let incident = try IncidentTable(tx).require(id)
            return incident.state == .open ? try flow(of: incident, tx, rules, now) : []
        }
    }

    /// The jobs that somebody holds at `now`: until their leases run out nobody else may take them.
    package func heldJobs(at now: Timestamp) throws -> Set<JobID> {
        try database.read { tx in
            let rows = try tx.query("SELECT id FROM job WHERE lease_until > \(now) ORDER BY id LIMIT 10000")
            return Set(try rows.map { row throws(StorageError) in try row["id"] })
        }
    }

    /// What is open waits for a job, for a bank's clerk, or is listed for a person: no order is lost.
    private func acts(_ tx: any Transaction) throws -> [Finding] {
        try findings(
            .acts, tx, "open, and nobody will send it",
            """
            SELECT bank_act.id AS id FROM bank_act JOIN bank ON bank.code = bank_act.bank
            WHERE bank_act.state = \(BankAct.State.open) AND bank.link = \(Bank.Link.wire) AND NOT EXISTS (
                SELECT 1 FROM job WHERE job.kind = \(RecoveryWork.transmit) AND job.subject = bank_act.id) ORDER BY id LIMIT \(Self.most)
            """)
    }

    /// So many rows are named for one rule.
    static let most = 100

    /// A finding for each row that a statement finds, the first `most` of them.
    func findings(_ rule: Finding.Rule, _ tx: any Transaction, _ what: String, _ sql: SQL) throws -> [Finding] {
        try tx.query(sql).map { row in Finding(rule: rule, row: try row["id"], what: what) }
    }
}

/// Reads a table page by page.
enum Pages {
    static func all<Row, ID>(_ page: (ID?) throws -> [Row], id: (Row) -> ID) rethrows -> [Row] {
        var rows: [Row] = []
        var last: ID?
        while true {
            let more = try page(last)
            rows += more
            guard let end = more.last else { return rows }
            last = id(end)
        }
    }
}
