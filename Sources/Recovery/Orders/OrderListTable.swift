internal import Access
package import Primitives
package import Storage
package import Wire

/// One line of the list of all that banks were asked.
package struct OrderLine: Sendable, Equatable {
    package let act: ActID
    package let kind: BankOrder.Kind
    package let state: BankAct.State
    package let measure: String
    package let bank: String
    package let bankName: String
    package let accountNumber: String
    package let accountName: String?
    package let incident: IncidentID
    package let incidentNumber: String
    package let createdAt: Timestamp
    package let answerDue: Timestamp
    package let answeredAt: Timestamp?
    package let contradictions: Int
    /// The stop-payment that it serves, where it serves one.
    package let stop: StopPayment.State?
    package let stopEndsAt: Timestamp?
    package let balanceHeld: Money?
}

/// What a person picks of the orders.
package struct OrderFilter: Sendable, Equatable {
    package enum Stage: String, Sendable, CaseIterable {
        /// At the bank, in time; at the bank, too late; with an answer; given up; a stop-payment in force; one that ends soon.
        case open, overdue, answered, dead, inForce, endsSoon
    }

    package var bank: String?
    package var stage: Stage?

    package init(bank: String? = nil, stage: Stage? = nil) {
        self.bank = bank
        self.stage = stage
    }
}

/// The SQL of the list of orders, which reads acts with their accounts, incidents and stop-payments.
package struct OrderListTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-order-lists-1") { _ in
            [
                "CREATE INDEX bank_act_newest ON bank_act (bank, id)",
                "CREATE INDEX incident_unit ON incident (unit, id)",
            ]
        }
    ]

    /// Units with more incidents than this have their newest orders among the newest of all.
    package static let fewIncidents = 2000

    /// Orders of the incidents in `unit`'s reach, the newest first, before the one given. Up to `few` incidents are gone
    /// through one by one.
    package func newest(
        under unit: UnitCode, _ filter: OrderFilter, before: ActID?, limit: Int, at now: Timestamp,
        few: Int = Self.fewIncidents
    ) throws(StorageError) -> [OrderLine] {
        let found = try tx.query(
            """
            SELECT a.id AS id FROM \(try path(to: unit, filter, few))
                AND i.id = a.incident AND a.id < \(before?.description ?? "b") AND \(reached(unit)) \(words(filter, at: now))
            ORDER BY a.id DESC LIMIT \(limit)
            """)
        let ids = try found.map { row throws(StorageError) in try row["id"] as ActID }
        return try lines("WHERE a.id IN (\(list: ids)) ORDER BY a.id DESC")
    }

    /// Which table is gone through first, for the database does not know the shortest way: CROSS JOIN keeps SQLite to the order.
    private func path(to unit: UnitCode, _ filter: OrderFilter, _ few: Int) throws(StorageError) -> SQL {
        switch filter.stage {
        case .inForce, .endsSoon:
            let tables: SQL = "stop_payment s CROSS JOIN bank_act a CROSS JOIN incident i"
            return "\(tables) WHERE a.measure = s.id \(isOf(bank: filter.bank, byIndex: false))"
        case .answered, nil:
            guard try isLarge(unit, few) else {
                return "incident i CROSS JOIN bank_act a WHERE TRUE \(isOf(bank: filter.bank, byIndex: false))"
            }
            return "bank_act a CROSS JOIN incident i WHERE TRUE \(isOf(bank: filter.bank, byIndex: true))"
        case .open, .overdue, .dead:
            return "bank_act a CROSS JOIN incident i WHERE TRUE \(isOf(bank: filter.bank, byIndex: false))"
        }
    }

    /// An expression in place of the column keeps SQLite from an index that serves another path.
    private func isOf(bank: String?, byIndex: Bool) -> SQL {
        guard let bank else { return "" }
        return byIndex ? "AND a.bank = \(bank)" : "AND COALESCE(a.bank, '') = \(bank)"
    }

    private func isLarge(_ unit: UnitCode, _ few: Int) throws(StorageError) -> Bool {
        try tx.first(
            "SELECT i.id AS id FROM incident i WHERE \(reached(unit)) ORDER BY i.unit, i.id LIMIT 1 OFFSET \(few)")
            != nil
    }

    private func reached(_ unit: UnitCode) -> SQL {
        let (first, last) = unit.reach
        return "i.unit >= \(first) AND i.unit <= \(last)"
    }

    private func words(_ filter: OrderFilter, at now: Timestamp) -> SQL {
        switch filter.stage {
        case nil: ""
        case .open: "AND a.state = 'open' AND a.answer_due > \(now)"
        case .overdue: "AND a.state = 'open' AND a.answer_due <= \(now)"
        // Nearly all are answered: what an index on the state finds would only be sorted.
        case .answered: "AND COALESCE(a.state, '') = 'answered'"
        case .dead: "AND a.state = 'dead'"
        case .inForce: "AND a.kind = 'stop' AND s.state = 'executed'"
        case .endsSoon: "AND a.kind = 'stop' AND s.state = 'executed' AND s.ends_at <= \(now + .hours(12))"
        }
    }

    private func lines(_ rest: SQL) throws(StorageError) -> [OrderLine] {
        let rows = try tx.query(
            """
            SELECT a.id, a.kind, a.state, a.measure, a.bank, b.name AS bank_name, c.number, c.name, a.incident,
                i.number AS incident_number, a.created_at, a.answer_due, a.answered_at, a.contradictions,
                s.state AS stop_state, s.ends_at, s.held_balance
            FROM bank_act a JOIN bank b ON b.code = a.bank JOIN account c ON c.id = a.account
                JOIN incident i ON i.id = a.incident LEFT JOIN stop_payment s ON s.id = a.measure \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            OrderLine(
                act: try row["id"], kind: try row["kind"], state: try row["state"], measure: try row["measure"],
                bank: try row["bank"], bankName: try row["bank_name"], accountNumber: try row["number"],
                accountName: try row["name"], incident: try row["incident"],
                incidentNumber: try row["incident_number"], createdAt: try row["created_at"],
                answerDue: try row["answer_due"], answeredAt: try row["answered_at"],
                contradictions: try row["contradictions"], stop: try row["stop_state"],
                stopEndsAt: try row["ends_at"], balanceHeld: try row["held_balance"])
        }
    }
}
