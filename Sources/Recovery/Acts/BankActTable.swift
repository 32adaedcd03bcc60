internal import Access
package import Jurisdiction
package import Primitives
package import Storage
package import Wire

/// An act that no bank has answered, without the message itself, for lists.
package struct UnansweredAct: Sendable, Equatable {
    package let id: ActID
    package let kind: BankOrder.Kind
    package let bank: String
    package let account: AccountID
    package let incident: IncidentID
    package let createdAt: Timestamp
    package let answerDue: Timestamp
    /// It could not be delivered: a person decides.
    package let isDead: Bool
    package let lastError: String?
}

/// How one act stands, without what was asked and answered, for lists.
package struct ActStanding: Sendable, Equatable {
    package let id: ActID
    package let kind: BankOrder.Kind
    package let bank: String
    package let state: BankAct.State
    package let createdAt: Timestamp
    package let answerDue: Timestamp
    package let answeredAt: Timestamp?
    package let tries: Int
}

/// All SQL on what is asked of banks, and on every answer that came.
package struct BankActTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-acts-1") { dialect in
            [
                """
                CREATE TABLE bank_act (
                    id TEXT PRIMARY KEY, kind TEXT NOT NULL, bank TEXT NOT NULL REFERENCES bank (code),
                    account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id), measure TEXT NOT NULL,
                    bank_order TEXT NOT NULL, created_at BIGINT NOT NULL, answer_due BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dead', 'dropped')), first_sent_at BIGINT, answered_at BIGINT,
                    tries BIGINT NOT NULL, last_error TEXT, answer TEXT, contradictions BIGINT NOT NULL,
                    CHECK ((state = 'answered') = (answer IS NOT NULL)))\(dialect.strict)
                """,
                "CREATE INDEX bank_act_bank ON bank_act (bank, state, created_at, id)",
                "CREATE INDEX bank_act_state ON bank_act (state, created_at, id)",
                "CREATE INDEX bank_act_measure ON bank_act (measure, id)",
                "CREATE INDEX bank_act_incident ON bank_act (incident, id)",
                "CREATE INDEX bank_act_answered ON bank_act (answered_at, id) WHERE state = 'answered'",
                "CREATE INDEX bank_act_day ON bank_act (bank, answered_at, id) WHERE state = 'answered'",
                "CREATE INDEX bank_act_contradicted ON bank_act (id) WHERE contradictions > 0",
                """
                CREATE TABLE bank_answer (
                    act TEXT NOT NULL REFERENCES bank_act (id), content TEXT NOT NULL, received_at BIGINT NOT NULL, actor TEXT NOT NULL,
                    agrees BIGINT NOT NULL CHECK (agrees IN (0, 1)), UNIQUE (act, content))\(dialect.strict)
                """,
            ]
        },
        // An index of PostgreSQL holds no long text, as a statement with many rows is: there the text's SHA-256 is unique.
        Migration("recovery-acts-2") { dialect in
            switch dialect {
            case .sqlite: []
            case .postgres:
                [
                    "ALTER TABLE bank_answer DROP CONSTRAINT bank_answer_act_content_key",
                    #"CREATE UNIQUE INDEX bank_answer_once ON bank_answer (act, sha256(replace(content, '\', '\\')::BYTEA))"#,
                ]
            }
        },
        // What boards read of many acts stands in an index, so that no act with its long order is read for it. An index of PostgreSQL
        // holds no long text, as a last error may be.
        Migration("recovery-acts-3") { dialect in
            [
                "DROP INDEX bank_act_answered",
                "CREATE INDEX bank_act_times ON bank_act (answered_at, id, bank, kind, first_sent_at) WHERE state = 'answered'",
                "DROP INDEX bank_act_day",
                "CREATE INDEX bank_act_week ON bank_act (bank, answered_at, id, kind, first_sent_at) WHERE state = 'answered'",
                """
                CREATE INDEX bank_act_unanswered ON bank_act (incident, created_at, id, kind, bank, account, answer_due,
                    state\(dialect == .sqlite ? ", last_error" : "")) WHERE state IN ('open', 'dead')
                """,
            ]
        },
    ]

    package func insert(_ act: BankAct) throws {
        try tx.send(
            """
            INSERT INTO bank_act (id, kind, bank, account, incident, measure, bank_order, created_at, answer_due, state, tries,
                contradictions)
            VALUES (\(act.id), \(act.kind), \(act.bank), \(act.account), \(act.incident), \(act.measure),
                \(try CanonicalJSON.text(act.order)), \(act.createdAt), \(act.answerDue), \(act.state), \(act.tries),
                \(act.contradictions))
            """)
    }

    package func update(_ act: BankAct, from old: BankAct.State) throws {
        try tx.change(
            """
            UPDATE bank_act SET state = \(act.state), first_sent_at = \(act.firstSentAt), answered_at = \(act.answeredAt),
                tries = \(act.tries), last_error = \(act.lastError), answer = \(try act.answer.map { try CanonicalJSON.text($0) }),
                contradictions = \(act.contradictions)
            WHERE id = \(act.id) AND state = \(old)
            """)
    }

    /// Keeps an answer word by word; returns false when the very same one came before.
    package func keep(_ answer: BankAnswer, agrees: Bool, by actor: String, at now: Timestamp, to act: ActID) throws
        -> Bool
    {
        try tx.execute(
            """
            INSERT INTO bank_answer (act, content, received_at, actor, agrees)
            VALUES (\(act), \(try CanonicalJSON.text(answer)), \(now), \(actor), \(agrees)) ON CONFLICT DO NOTHING
            """) == 1
    }

    package func answers(to act: ActID) throws(StorageError) -> [(
        answer: BankAnswer, receivedAt: Timestamp, agrees: Bool
    )] {
        let rows = try tx.query(
            "SELECT content, received_at, agrees FROM bank_answer WHERE act = \(act) ORDER BY received_at, content LIMIT 100"
        )
        return try rows.map { row throws(StorageError) in
            (try decoded("content", row), try row["received_at"], try row["agrees"])
        }
    }

    package func find(_ id: ActID) throws(StorageError) -> BankAct? { try acts("WHERE id = \(id)").first }

    package func require(_ id: ActID) throws(StorageError) -> BankAct {
        guard let act = try find(id) else { throw .other("no act \(id)") }
        return act
    }

    /// Nil where there is no such act.
    package func state(of id: ActID) throws(StorageError) -> BankAct.State? {
        guard let row = try tx.first("SELECT state FROM bank_act WHERE id = \(id)") else { return nil }
        return try row["state"]
    }

    package func acts(for measure: some CustomStringConvertible) throws(StorageError) -> [BankAct] {
        try acts("WHERE measure = \(measure.description) ORDER BY id")
    }

    /// The order under which a measure stands at its bank.
    package func inForce(_ measure: some CustomStringConvertible, _ rules: Rules) throws(StorageError) -> BankAct? {
        try askInForce(measure, rules).answer()
    }

    func askInForce(_ measure: some CustomStringConvertible, _ rules: Rules) throws(StorageError) -> Pending<BankAct?> {
        try askActs("WHERE measure = \(measure.description) ORDER BY id").map { $0.inForce(rules) }
    }

    /// What a bank has not answered yet and may still be asked for, oldest first.
    func open(at bank: String) throws(StorageError) -> [ActID] {
        try tx.query(
            "SELECT id FROM bank_act WHERE bank = \(bank) AND state = \(BankAct.State.open) ORDER BY created_at, id"
        ).map { row throws(StorageError) in try row["id"] }
    }

    /// What was asked for these measures, whichever incident asked.
    package func acts(serving measures: [String]) throws(StorageError) -> [BankAct] {
        try acts("WHERE measure IN (\(list: measures)) ORDER BY measure, id")
    }

    /// Whether a bank has said two different things about what was asked for one of these measures.
    package func isDoubted(_ measures: [String]) throws(StorageError) -> Bool {
        try acts(serving: measures).contains { $0.contradictions > 0 }
    }

    package func acts(of incident: IncidentID) throws(StorageError) -> [BankAct] {
        try acts("WHERE incident = \(incident) ORDER BY id")
    }

    package func standings(of incident: IncidentID) throws(StorageError) -> [ActStanding] {
        let rows = try tx.query(
            """
            SELECT id, kind, bank, state, created_at, answer_due, answered_at, tries FROM bank_act
            WHERE incident = \(incident) ORDER BY id
            """)
        return try rows.map { row throws(StorageError) in
            ActStanding(
                id: try row["id"], kind: try row["kind"], bank: try row["bank"], state: try row["state"],
                createdAt: try row["created_at"], answerDue: try row["answer_due"], answeredAt: try row["answered_at"],
                tries: try row["tries"])
        }
    }

    /// What one bank has in a state, oldest first.
    package func acts(at bank: String, in state: BankAct.State, limit: Int) throws(StorageError) -> [BankAct] {
        try acts("WHERE bank = \(bank) AND state = \(state) ORDER BY created_at, id LIMIT \(limit)")
    }

    /// What one bank owes, the nearest clock first.
    package func owed(by bank: String, limit: Int) throws(StorageError) -> [BankAct] {
        try acts("WHERE bank = \(bank) AND state IN ('open', 'dead') ORDER BY answer_due, id LIMIT \(limit)")
    }

    /// What one bank is still asked about an account for an incident, the nearest clock first.
    package func openInquiry(at bank: String, into account: AccountID, for incident: IncidentID) throws(StorageError)
        -> BankAct?
    {
        try acts(
            """
            WHERE incident = \(incident) AND account = \(account) AND bank = \(bank) AND kind = \(BankOrder.Kind.inquiry)
                AND state IN ('open', 'dead') ORDER BY answer_due, id LIMIT 1
            """
        ).first
    }

    /// What one bank answered from a moment on, the newest answer first.
    package func answers(of bank: String, since: Timestamp, limit: Int) throws(StorageError) -> [BankAct] {
        try acts(
            """
            WHERE bank = \(bank) AND state = 'answered' AND answered_at >= \(since)
            ORDER BY answered_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// How many one bank answered from a moment on.
    package func countAnswers(of bank: String, since: Timestamp) throws(StorageError) -> Int64 {
        try tx.count(
            "SELECT COUNT(*) FROM bank_act WHERE bank = \(bank) AND state = 'answered' AND answered_at >= \(since)")
    }

    package func acts(in state: BankAct.State, limit: Int) throws(StorageError) -> [BankAct] {
        try acts("WHERE state = \(state) ORDER BY created_at, id LIMIT \(limit)")
    }

    /// What could not be delivered for incidents of `unit` and under it, oldest first.
    package func dead(under unit: UnitCode, limit: Int) throws(StorageError) -> [BankAct] {
        let reached = IncidentTable.isReached("bank_act.incident", by: unit)
        return try acts("WHERE state = 'dead' AND \(reached) ORDER BY created_at, id LIMIT \(limit)")
    }

    package func countDead(under unit: UnitCode) throws(StorageError) -> Int64 {
        let reached = IncidentTable.isReached("bank_act.incident", by: unit)
        return try tx.count("SELECT COUNT(*) FROM bank_act WHERE state = 'dead' AND \(reached)")
    }

    /// What banks contradicted themselves or our record about, for incidents of `unit` and under it.
    package func contradicted(under unit: UnitCode, limit: Int) throws(StorageError) -> [BankAct] {
        let reached = IncidentTable.isReached("bank_act.incident", by: unit)
        return try acts("WHERE contradictions > 0 AND \(reached) ORDER BY id LIMIT \(limit)")
    }

    package func countContradicted(under unit: UnitCode) throws(StorageError) -> Int64 {
        let reached = IncidentTable.isReached("bank_act.incident", by: unit)
        return try tx.count("SELECT COUNT(*) FROM bank_act WHERE contradictions > 0 AND \(reached)")
    }

    package func all(after: ActID?, limit: Int) throws(StorageError) -> [BankAct] {
        try acts("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    package func count(in state: BankAct.State) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM bank_act WHERE state = \(state)")
    }

    /// How long each answer since `since` took, from the first sending, by bank; for medians and percentiles.
    package func answerTimes(since: Timestamp, limit: Int) throws(StorageError) -> [(
        bank: String, kind: BankOrder.Kind, took: Duration, at: Timestamp
    )] {
        let rows = try tx.query(
            """
            SELECT bank, kind, answered_at - first_sent_at AS took, answered_at FROM bank_act \(tx.dialect.indexed(by: "bank_act_times"))
            WHERE state = 'answered' AND answered_at >= \(since) AND first_sent_at IS NOT NULL
            ORDER BY answered_at DESC, id DESC LIMIT \(limit)
            """)
        return try rows.map { row throws(StorageError) in
            (try row["bank"], try row["kind"], .microseconds(try row["took"] as Int64), try row["answered_at"])
        }
    }

    /// What these incidents wait for at banks, or could not be delivered, the oldest first; of very many those of some incidents.
    package func unanswered(of incidents: [IncidentID]) throws(StorageError) -> [UnansweredAct] {
        let rows = try tx.query(
            """
            SELECT id, kind, bank, account, incident, created_at, answer_due, state, last_error
            FROM bank_act \(tx.dialect.indexed(by: "bank_act_unanswered"))
            WHERE state IN ('open', 'dead') AND incident IN (\(list: incidents)) ORDER BY incident, created_at, id LIMIT 5000
            """)
        return try rows.map { row throws(StorageError) in
            UnansweredAct(
                id: try row["id"], kind: try row["kind"], bank: try row["bank"], account: try row["account"],
                incident: try row["incident"], createdAt: try row["created_at"], answerDue: try row["answer_due"],
                isDead: try row["state"] == BankAct.State.dead, lastError: try row["last_error"])
        }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// One bank's standing at a moment.
    package struct Standing: Sendable, Equatable {
        package let bank: String
        package let open: Int64
        package let oldest: Timestamp
        /// Open acts whose time to answer is over.
        package let overdue: Int64
        package let undelivered: Int64
    }

    /// What each bank owes at `now`; banks that owe nothing are not there.
    package func standings(at now: Timestamp) throws(StorageError) -> [Standing] {
        let rows = try tx.query(
            """
            SELECT bank, COUNT(*) AS acts, MIN(created_at) AS oldest,
                CAST(SUM(CASE WHEN answer_due <= \(now) THEN 1 ELSE 0 END) AS BIGINT) AS overdue,
                CAST(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END) AS BIGINT) AS undelivered
            FROM bank_act WHERE state IN ('open', 'dead') GROUP BY bank ORDER BY bank LIMIT 10000
            """)
        return try rows.map { row throws(StorageError) in
            Standing(
                bank: try row["bank"], open: try row["acts"], oldest: try row["oldest"], overdue: try row["overdue"],
                undelivered: try row["undelivered"])
        }
    }

    /// The same for one bank, the newest answer first.
    package func answerTimes(of bank: String, since: Timestamp, limit: Int) throws(StorageError) -> [(
        kind: BankOrder.Kind, took: Duration, at: Timestamp
    )] {
        let rows = try tx.query(
            """
            SELECT kind, answered_at - first_sent_at AS took, answered_at FROM bank_act
            WHERE bank = \(bank) AND state = 'answered' AND answered_at >= \(since) AND first_sent_at IS NOT NULL
            ORDER BY answered_at DESC, id DESC LIMIT \(limit)
            """)
        return try rows.map { row throws(StorageError) in
            (try row["kind"], .microseconds(try row["took"] as Int64), try row["answered_at"])
        }
    }

    private func acts(_ rest: SQL) throws(StorageError) -> [BankAct] { try askActs(rest).answer() }

    private func askActs(_ rest: SQL) throws(StorageError) -> Pending<[BankAct]> {
        try tx.ask(
            """
            SELECT id, kind, bank, account, incident, measure, bank_order, created_at, answer_due, state, first_sent_at,
                answered_at, tries, last_error, answer, contradictions FROM bank_act \(rest)
            """
        ) { row throws(StorageError) in
            let answer: String? = try row["answer"]
            return BankAct(
                id: try row["id"], kind: try row["kind"], bank: try row["bank"], account: try row["account"],
                incident: try row["incident"], measure: try row["measure"], order: try decoded("bank_order", row),
                createdAt: try row["created_at"], answerDue: try row["answer_due"], state: try row["state"],
                firstSentAt: try row["first_sent_at"], answeredAt: try row["answered_at"], tries: try row["tries"],
                lastError: try row["last_error"], answer: answer == nil ? nil : try decoded("answer", row),
                contradictions: try row["contradictions"])
        }
    }

    private func decoded<T: Decodable>(_ column: String, _ row: Row) throws(StorageError) -> T {
        let text: String = try row[column]
        do { return try CanonicalJSON.decode(from: text) } catch {
            throw .malformed(column: column, found: .text(text))
        }
    }
}
