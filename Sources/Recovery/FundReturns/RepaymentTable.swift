internal import Primitives
package import Storage

/// All SQL on payments to victims and on objections.
package struct RepaymentTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-repayments-1") { dialect in
            [
                """
                CREATE TABLE repayment (
                    id TEXT PRIMARY KEY, fund_return TEXT NOT NULL REFERENCES fund_return (id), victim TEXT NOT NULL REFERENCES victim (id),
                    incident TEXT NOT NULL REFERENCES incident (id), account TEXT NOT NULL REFERENCES account (id),
                    amount BIGINT NOT NULL CHECK (amount > 0), payee TEXT NOT NULL, ordered_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('ordered', 'paid', 'failed')), paid_at BIGINT, serial TEXT, failure TEXT,
                    CHECK ((state = 'paid') = (paid_at IS NOT NULL)))\(dialect.strict)
                """,
                // A share is paid once: while one payment runs or is done, no other is ordered.
                "CREATE UNIQUE INDEX repayment_once ON repayment (fund_return, victim) WHERE state IN ('ordered', 'paid')",
                "CREATE INDEX repayment_account ON repayment (account, id)",
                "CREATE INDEX repayment_incident ON repayment (incident, id)",
                "CREATE INDEX repayment_victim ON repayment (victim, id)",
                """
                CREATE TABLE return_objection (
                    id TEXT PRIMARY KEY, fund_return TEXT NOT NULL REFERENCES fund_return (id), objector TEXT NOT NULL,
                    contact TEXT NOT NULL, content TEXT NOT NULL, received_at BIGINT NOT NULL, entered_by TEXT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'upheld', 'rejected')), answered_by TEXT, answered_at BIGINT,
                    answer TEXT)\(dialect.strict)
                """,
                "CREATE INDEX return_objection_return ON return_objection (fund_return, id)",
            ]
        }
    ]

    // MARK: payments

    package func insert(_ repayment: Repayment) throws {
        try tx.execute(
            """
            INSERT INTO repayment (id, fund_return, victim, incident, account, amount, payee, ordered_at, state)
            VALUES (\(repayment.id), \(repayment.fundReturn), \(repayment.victim), \(repayment.incident),
                \(repayment.account), \(repayment.amount), \(try CanonicalJSON.text(repayment.payee)), \(repayment.orderedAt),
                \(repayment.state))
            """)
    }

    package func update(_ repayment: Repayment, from old: Repayment.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE repayment SET state = \(repayment.state), paid_at = \(repayment.paidAt), serial = \(repayment.serial),
                failure = \(repayment.failure)
            WHERE id = \(repayment.id) AND state = \(old)
            """)
    }

    package func require(_ id: RepaymentID) throws(StorageError) -> Repayment {
        guard let repayment = try repayments("WHERE id = \(id)").first else { throw .other("no repayment \(id)") }
        return repayment
    }

    package func repayments(in fundReturn: FundReturnID) throws(StorageError) -> [Repayment] {
        try repayments("WHERE fund_return = \(fundReturn) ORDER BY id")
    }

    func askRepayments(from accounts: [AccountID]) throws(StorageError) -> Pending<[Repayment]> {
        try askRepayments("WHERE account IN (\(list: accounts)) ORDER BY account, id")
    }

    package func all() throws(StorageError) -> [Repayment] { try repayments("ORDER BY id LIMIT 1000000") }

    func askRepayments(to incident: IncidentID) throws(StorageError) -> Pending<[Repayment]> {
        try askRepayments("WHERE incident = \(incident) ORDER BY id")
    }

    package func repayments(to victims: [VictimID]) throws(StorageError) -> [Repayment] {
        try repayments("WHERE victim IN (\(list: victims)) ORDER BY victim, id")
    }

    private func repayments(_ rest: SQL) throws(StorageError) -> [Repayment] { try askRepayments(rest).answer() }

    private func askRepayments(_ rest: SQL) throws(StorageError) -> Pending<[Repayment]> {
        try tx.ask(
            """
            SELECT id, fund_return, victim, incident, account, amount, payee, ordered_at, state, paid_at, serial, failure
            FROM repayment \(rest)
            """
        ) { row throws(StorageError) in
            Repayment(
                id: try row["id"], fundReturn: try row["fund_return"], victim: try row["victim"],
                incident: try row["incident"], account: try row["account"], amount: try row["amount"],
                payee: try payee(row), orderedAt: try row["ordered_at"], state: try row["state"],
                paidAt: try row["paid_at"], serial: try row["serial"], failure: try row["failure"])
        }
    }

    private func payee(_ row: Row) throws(StorageError) -> ReturnAccount {
        let text: String = try row["payee"]
        do {
            return try CanonicalJSON.decode(from: text)
        } catch {
            throw .malformed(column: "payee", found: .text(text))
        }
    }

    // MARK: objections

    package func insert(_ objection: Objection) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO return_objection (id, fund_return, objector, contact, content, received_at, entered_by, state)
            VALUES (\(objection.id), \(objection.fundReturn), \(objection.objector), \(objection.contact), \(objection.text),
                \(objection.receivedAt), \(objection.enteredBy), \(objection.state))
            """)
    }

    package func update(_ objection: Objection, from old: Objection.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE return_objection SET state = \(objection.state), answered_by = \(objection.answeredBy),
                answered_at = \(objection.answeredAt), answer = \(objection.answer)
            WHERE id = \(objection.id) AND state = \(old)
            """)
    }

    package func findObjection(_ id: ObjectionID) throws(StorageError) -> Objection? {
        try objections("WHERE id = \(id)").first
    }

    package func objections(to fundReturn: FundReturnID) throws(StorageError) -> [Objection] {
        try objections("WHERE fund_return = \(fundReturn) ORDER BY id")
    }

    private func objections(_ rest: SQL) throws(StorageError) -> [Objection] {
        let rows = try tx.query(
            """
            SELECT id, fund_return, objector, contact, content, received_at, entered_by, state, answered_by, answered_at, answer
            FROM return_objection \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            Objection(
                id: try row["id"], fundReturn: try row["fund_return"], objector: try row["objector"],
                contact: try row["contact"], text: try row["content"], receivedAt: try row["received_at"],
                enteredBy: try row["entered_by"], state: try row["state"], answeredBy: try row["answered_by"],
                answeredAt: try row["answered_at"], answer: try row["answer"])
        }
    }
}
