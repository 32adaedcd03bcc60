internal import Access
package import Primitives
package import Storage

/// All SQL on incidents, victims and reported transfers.
package struct IncidentTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-incidents-1") { dialect in
            [
                """
                CREATE TABLE incident (
                    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, unit TEXT NOT NULL, channel TEXT NOT NULL,
                    reported_at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, taker TEXT NOT NULL, fraud_type TEXT, narrative TEXT NOT NULL,
                    clues TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'joined', 'closed')),
                    joined_to TEXT REFERENCES incident (id), first_held_at BIGINT,
                    defrauded BIGINT NOT NULL, held BIGINT NOT NULL, at_large BIGINT NOT NULL, exited BIGINT NOT NULL,
                    deepest_tier BIGINT NOT NULL, CHECK (held + at_large + exited = defrauded),
                    CHECK ((state = 'joined') = (joined_to IS NOT NULL)))\(dialect.strict)
                """,
                "CREATE INDEX incident_newest ON incident (state, reported_at, id)",
                "CREATE INDEX incident_tail ON incident (SUBSTR(number, LENGTH(number) - 3), id)",
                """
                CREATE TABLE incident_day (day TEXT PRIMARY KEY, last BIGINT NOT NULL)\(dialect.strict)
                """,
                """
                CREATE TABLE victim (
                    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incident (id), name TEXT NOT NULL, id_number TEXT,
                    phone TEXT, whereabouts TEXT)\(dialect.strict)
                """,
                "CREATE INDEX victim_incident ON victim (incident, id)",
                "CREATE INDEX victim_name ON victim (name, incident)",
                """
                CREATE TABLE reported_transfer (
                    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incident (id), victim TEXT NOT NULL REFERENCES victim (id),
                    payer_account TEXT REFERENCES account (id), payee_account TEXT REFERENCES account (id), payee_name TEXT,
                    payee_number TEXT, amount BIGINT CHECK (amount > 0), at BIGINT)\(dialect.strict)
                """,
                "CREATE INDEX reported_transfer_incident ON reported_transfer (incident, id)",
                "CREATE INDEX reported_transfer_payee ON reported_transfer (payee_account, id)",
                "CREATE INDEX reported_transfer_number ON reported_transfer (payee_number, id)",
                "CREATE INDEX reported_transfer_payer ON reported_transfer (payer_account, id)",
            ]
        },
        // What was held is now what is secured: held, or paid back to the victims.
        Migration("recovery-incidents-2") { _ in
            [
                "ALTER TABLE incident RENAME COLUMN held TO secured",
                "ALTER TABLE incident ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned >= 0)",
            ]
        },
    ]

    // MARK: incidents

    /// The next running number of a day, from 1.
    package func nextNumber(on day: CivilDay) throws(StorageError) -> Int64 {
        try tx.count(
            """
            INSERT INTO incident_day (day, last) VALUES (\(day.description), 1)
            ON CONFLICT (day) DO UPDATE SET last = incident_day.last + 1 RETURNING last
            """)
    }

    package func insert(_ incident: Incident, clues: String) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO incident (id, number, unit, channel, reported_at, recorded_at, taker, fraud_type, narrative, clues, state,
                joined_to, defrauded, secured, at_large, exited, deepest_tier)
            VALUES (\(incident.id), \(incident.number), \(incident.unit), \(incident.channel), \(incident.reportedAt),
                \(incident.recordedAt), \(incident.taker), \(incident.fraudType), \(incident.narrative), \(clues), \(incident.state),
                \(incident.joinedTo), \(incident.flow.defrauded), \(incident.flow.secured), \(incident.flow.atLarge),
                \(incident.flow.exited), \(incident.flow.deepestTier))
            """)
    }

    package func update(_ id: IncidentID, flow: FlowSums, heldSince: Timestamp?) throws(StorageError) {
        try tx.change(
            """
            UPDATE incident SET defrauded = \(flow.defrauded), secured = \(flow.secured), returned = \(flow.returned),
                at_large = \(flow.atLarge), exited = \(flow.exited), deepest_tier = \(flow.deepestTier),
                first_held_at = COALESCE(first_held_at, \(heldSince))
            WHERE id = \(id)
            """)
    }

    package func close(_ id: IncidentID) throws(StorageError) {
        try tx.change("UPDATE incident SET state = 'closed' WHERE id = \(id) AND state = 'open'")
    }

    package func find(_ id: IncidentID) throws(StorageError) -> Incident? { try incidents("WHERE id = \(id)").first }

    package func require(_ id: IncidentID) throws(StorageError) -> Incident {
        guard let incident = try find(id) else { throw .other("no incident \(id)") }
        return incident
    }

    package func find(number: String) throws(StorageError) -> Incident? {
        try incidents("WHERE number = \(number)").first
    }

    /// Open incidents, newest report first.
    package func open(before: Timestamp?, limit: Int) throws(StorageError) -> [Incident] {
        let end = before ?? Timestamp(microseconds: .max)
        return try incidents(
            "WHERE state = 'open' AND reported_at < \(end) ORDER BY reported_at DESC, id DESC LIMIT \(limit)")
    }

    /// Open incidents of `unit` and the units under it, newest report first.
    package func open(under unit: UnitCode, limit: Int) throws(StorageError) -> [Incident] {
        let (first, last) = unit.reach
        return try incidents(
            """
            WHERE state = 'open' AND unit >= \(first) AND unit <= \(last) ORDER BY reported_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// How many incidents are open in `unit` and under it; counted up to `most`.
    package func openCount(under unit: UnitCode, most: Int) throws(StorageError) -> Int64 {
        let (first, last) = unit.reach
        return try tx.count(
            """
            SELECT COUNT(*) FROM (SELECT 1 AS one FROM incident WHERE state = 'open' AND unit >= \(first) AND unit <= \(last)
                LIMIT \(most)) AS picked
            """)
    }

    /// How many incidents are open in `unit` and under it, and where their money is.
    package func openSums(under unit: UnitCode) throws(StorageError) -> (count: Int64, flow: FlowSums) {
        let (first, last) = unit.reach
        guard
            let row = try tx.first(
                """
                SELECT COUNT(*) AS number, CAST(COALESCE(SUM(defrauded), 0) AS BIGINT) AS defrauded,
                    CAST(COALESCE(SUM(secured), 0) AS BIGINT) AS secured,
                    CAST(COALESCE(SUM(returned), 0) AS BIGINT) AS returned, CAST(COALESCE(SUM(at_large), 0) AS BIGINT) AS at_large,
                    CAST(COALESCE(SUM(exited), 0) AS BIGINT) AS exited, COALESCE(MAX(deepest_tier), 0) AS deepest_tier
                FROM incident WHERE state = 'open' AND unit >= \(first) AND unit <= \(last)
                """)
        else { return (0, .zero) }
        return (try row["number"], try flow(row))
    }

    package func find(_ ids: [IncidentID]) throws(StorageError) -> [Incident] {
        try incidents("WHERE id IN (\(list: ids)) ORDER BY reported_at DESC, id DESC")
    }

    /// Incidents whose number ends in these four digits, the newest first.
    package func find(numberEnding tail: String, limit: Int) throws(StorageError) -> [Incident] {
        try incidents("WHERE SUBSTR(number, LENGTH(number) - 3) = \(tail) ORDER BY id DESC LIMIT \(limit)")
    }

    /// Incidents with a victim whose name begins with `name`, the newest first.
    package func find(victimNamed name: String, limit: Int) throws(StorageError) -> [Incident] {
        try incidents(
            """
            WHERE id IN (SELECT incident FROM victim WHERE name >= \(name) AND name < \(name + "\u{10FFFF}"))
            ORDER BY id DESC LIMIT \(limit)
            """)
    }

    /// Incidents in which one of these accounts paid, was paid, or was reached by the money; the newest first.
    package func find(touching accounts: [AccountID], limit: Int) throws(StorageError) -> [Incident] {
        try incidents(
            """
            WHERE id IN (SELECT incident FROM reported_transfer WHERE payee_account IN (\(list: accounts))
                UNION SELECT incident FROM reported_transfer WHERE payer_account IN (\(list: accounts))
                UNION SELECT incident FROM flow_account WHERE account IN (\(list: accounts)))
            ORDER BY id DESC LIMIT \(limit)
            """)
    }

    /// Whose each of these incidents is.
    package func units(of ids: [IncidentID]) throws(StorageError) -> [IncidentID: UnitCode] {
        var units: [IncidentID: UnitCode] = [:]
        for start in stride(from: 0, to: ids.count, by: 500) {
            let some = Array(ids[start..<min(start + 500, ids.count)])
            for row in try tx.query("SELECT id, unit FROM incident WHERE id IN (\(list: some))") {
                units[try row["id"]] = try row["unit"] as UnitCode
            }
        }
        return units
    }

    /// The words for "of an incident of `unit` or under it", where `column` names the incident.
    static func isReached(_ column: String, by unit: UnitCode) -> SQL {
        let (first, last) = unit.reach
        return """
            EXISTS (SELECT 1 FROM incident WHERE incident.id = \(raw: column) AND incident.unit >= \(first)
                AND incident.unit <= \(last))
            """
    }

    /// The words for the unit of an incident, which never changes: rows that are listed by unit keep it.
    static func unit(of incident: IncidentID) -> SQL {
        "(SELECT incident.unit FROM incident WHERE incident.id = \(incident))"
    }

    package func all(after: IncidentID?, limit: Int) throws(StorageError) -> [Incident] {
        try incidents("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    private func incidents(_ rest: SQL) throws(StorageError) -> [Incident] {
        try tx.query(
            """
            SELECT id, number, unit, channel, reported_at, recorded_at, taker, fraud_type, narrative, clues, state, joined_to,
                first_held_at, defrauded, secured, returned, at_large, exited, deepest_tier FROM incident \(rest)
            """
        ).map(incident)
    }

    private func incident(_ row: Row) throws(StorageError) -> Incident {
        return Incident(
            id: try row["id"], number: try row["number"], unit: try row["unit"], channel: try row["channel"],
            reportedAt: try row["reported_at"], recordedAt: try row["recorded_at"], taker: try row["taker"],
            fraudType: try row["fraud_type"], narrative: try row["narrative"], clues: try clues(row["clues"]),
            state: try row["state"], joinedTo: try row["joined_to"], flow: try flow(row),
            firstHeldAt: try row["first_held_at"])
    }

    private func flow(_ row: Row) throws(StorageError) -> FlowSums {
        FlowSums(
            defrauded: try row["defrauded"], held: try row["secured"] - row["returned"], atLarge: try row["at_large"],
            exited: try row["exited"], returned: try row["returned"], deepestTier: try row["deepest_tier"])
    }

    private func clues(_ text: String) throws(StorageError) -> [String: String] {
        if text == "{}" { return [:] }
        do { return try CanonicalJSON.decode(from: text) } catch {
            throw .malformed(column: "clues", found: .text(text))
        }
    }

    // MARK: victims

    package func insert(_ victim: Victim) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO victim (id, incident, name, id_number, phone, whereabouts)
            VALUES (\(victim.id), \(victim.incident), \(victim.name), \(victim.idNumber), \(victim.phone), \(victim.whereabouts))
            """)
    }

    package func update(_ victim: Victim) throws(StorageError) {
        try tx.change(
            """
            UPDATE victim SET name = \(victim.name), id_number = \(victim.idNumber), phone = \(victim.phone),
                whereabouts = \(victim.whereabouts) WHERE id = \(victim.id) AND incident = \(victim.incident)
            """)
    }

    package func victims(of incidents: [IncidentID]) throws(StorageError) -> [Victim] {
        let rows = try tx.query(
            """
            SELECT id, incident, name, id_number, phone, whereabouts FROM victim
            WHERE incident IN (\(list: incidents)) ORDER BY incident, id
            """)
        return try rows.map { row throws(StorageError) in
            Victim(
                id: try row["id"], incident: try row["incident"], name: try row["name"], idNumber: try row["id_number"],
                phone: try row["phone"], whereabouts: try row["whereabouts"])
        }
    }

    // MARK: transfers

    package func insert(_ transfer: ReportedTransfer) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO reported_transfer (id, incident, victim, payer_account, payee_account, payee_name, payee_number, amount, at)
            VALUES (\(transfer.id), \(transfer.incident), \(transfer.victim), \(transfer.payerAccount), \(transfer.payeeAccount),
                \(transfer.payeeName), \(transfer.payeeNumber), \(transfer.amount), \(transfer.at))
            """)
    }

    package func update(_ transfer: ReportedTransfer) throws(StorageError) {
        try tx.change(
            """
            UPDATE reported_transfer SET payer_account = \(transfer.payerAccount), payee_account = \(transfer.payeeAccount),
                payee_name = \(transfer.payeeName), payee_number = \(transfer.payeeNumber), amount = \(transfer.amount),
                at = \(transfer.at) WHERE id = \(transfer.id) AND incident = \(transfer.incident)
            """)
    }

    package func transfers(of incidents: [IncidentID]) throws(StorageError) -> [ReportedTransfer] {
        try askTransfers(of: incidents).answer()
    }

    func askTransfers(of incidents: [IncidentID]) throws(StorageError) -> Pending<[ReportedTransfer]> {
        try askTransfers("WHERE incident IN (\(list: incidents)) ORDER BY incident, id")
    }

    /// How many transfers of each incident lack what they would be traced by; an incident without any lacks one.
    package func missingFacts(of incidents: [IncidentID]) throws(StorageError) -> [IncidentID: Int] {
        let rows = try tx.query(
            """
            SELECT incident, CAST(SUM(CASE WHEN payee_account IS NULL OR amount IS NULL OR at IS NULL THEN 1 ELSE 0 END)
                AS BIGINT) AS missing
            FROM reported_transfer WHERE incident IN (\(list: incidents)) GROUP BY incident
            """)
        var missing = Dictionary(uniqueKeysWithValues: Set(incidents).map { ($0, 1) })
        for row in rows { missing[try row["incident"]] = try row["missing"] as Int }
        return missing
    }

    /// What victims of running incidents report to have paid into one of these accounts.
    func askTransfers(into accounts: [AccountID]) throws(StorageError) -> Pending<[ReportedTransfer]> {
        try askTransfers(
            """
            WHERE payee_account IN (\(list: accounts)) AND EXISTS (
                SELECT 1 FROM incident WHERE incident.id = reported_transfer.incident AND state <> 'joined') ORDER BY id
            """)
    }

    /// Reports of payments to the same number at about the same time: what may be the same event.
    package func transfers(toNumber number: String, from: Timestamp, to: Timestamp) throws(StorageError)
        -> [ReportedTransfer]
    {
        try askTransfers("WHERE payee_number = \(number) AND at >= \(from) AND at <= \(to) ORDER BY id LIMIT 20")
            .answer()
    }

    private func askTransfers(_ rest: SQL) throws(StorageError) -> Pending<[ReportedTransfer]> {
        try tx.ask(
            """
            SELECT id, incident, victim, payer_account, payee_account, payee_name, payee_number, amount, at
            FROM reported_transfer \(rest)
            """
        ) { row throws(StorageError) in
            ReportedTransfer(
                id: try row["id"], incident: try row["incident"], victim: try row["victim"],
                payerAccount: try row["payer_account"], payeeAccount: try row["payee_account"],
                payeeName: try row["payee_name"],
                payeeNumber: try row["payee_number"], amount: try row["amount"], at: try row["at"])
        }
    }
}
