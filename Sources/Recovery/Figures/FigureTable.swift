internal import Access
package import Primitives
package import Storage

/// Sums over the incidents of a unit and all under it that were reported in a time.
package struct Figures: Sendable, Equatable {
    /// Joined reports are counted with the incident that carries them on.
    package let incidents: Int64
    /// Its deepest tier is that of the deepest incident.
    package let flow: FlowSums
    /// 止付金额: the balances held at execution, each stop-payment counted once.
    package let balanceHeld: Money
    /// Stop-payments that banks executed.
    package let stops: Int64
}

/// The queries behind figures, and lists of one unit's records by their ids.
package struct FigureTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    /// Reports from `from` on and before `to`; stop-payments by the moment of their execution in the same time.
    package func figures(under unit: UnitCode, from: Timestamp, to: Timestamp) throws(StorageError) -> Figures {
        let (first, last) = unit.reach
        let row = try tx.first(
            """
            SELECT COUNT(*) AS incidents, CAST(COALESCE(SUM(defrauded), 0) AS BIGINT) AS defrauded,
                CAST(COALESCE(SUM(secured - returned), 0) AS BIGINT) AS held,
                CAST(COALESCE(SUM(returned), 0) AS BIGINT) AS returned, CAST(COALESCE(SUM(at_large), 0) AS BIGINT) AS at_large,
                CAST(COALESCE(SUM(exited), 0) AS BIGINT) AS exited, COALESCE(MAX(deepest_tier), 0) AS deepest_tier
            FROM incident WHERE state <> 'joined' AND unit >= \(first) AND unit <= \(last)
                AND reported_at >= \(from) AND reported_at < \(to)
            """)
        let stops = try tx.first(
            """
            SELECT COUNT(*) AS stops, CAST(COALESCE(SUM(stop_payment.held_balance), 0) AS BIGINT) AS balance
            FROM stop_payment JOIN incident ON incident.id = stop_payment.incident
            WHERE executed_at >= \(from) AND executed_at < \(to) AND incident.unit >= \(first) AND incident.unit <= \(last)
            """)
        guard let row, let stops else { throw .other("a sum has no row") }
        return Figures(
            incidents: try row["incidents"],
            flow: FlowSums(
                defrauded: try row["defrauded"], held: try row["held"], atLarge: try row["at_large"],
                exited: try row["exited"], returned: try row["returned"], deepestTier: try row["deepest_tier"]),
            balanceHeld: try stops["balance"], stops: try stops["stops"])
    }

    /// The ids of a unit's incidents and of those under it, in the order in which they were entered.
    package func incidents(under unit: UnitCode, after: IncidentID?, limit: Int) throws(StorageError) -> [IncidentID] {
        let (first, last) = unit.reach
        return try tx.query(
            """
            SELECT id FROM incident WHERE id > \(after?.description ?? "") AND unit >= \(first) AND unit <= \(last)
            ORDER BY id LIMIT \(limit)
            """
        ).map { row throws(StorageError) in try row["id"] }
    }

    /// The ids of the stop-payments that incidents of this reach asked for first.
    package func stops(under unit: UnitCode, after: StopPaymentID?, limit: Int) throws(StorageError) -> [StopPaymentID]
    {
        let (first, last) = unit.reach
        return try tx.query(
            """
            SELECT stop_payment.id AS id FROM stop_payment JOIN incident ON incident.id = stop_payment.incident
            WHERE stop_payment.id > \(after?.description ?? "") AND incident.unit >= \(first) AND incident.unit <= \(last)
            ORDER BY stop_payment.id LIMIT \(limit)
            """
        ).map { row throws(StorageError) in try row["id"] }
    }
}
