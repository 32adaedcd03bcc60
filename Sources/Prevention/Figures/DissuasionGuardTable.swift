internal import Access
package import Jurisdiction
package import Primitives
package import Storage

/// All SQL of the guard over the figures.
package struct DissuasionGuardTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    /// Of attempts in a unit's warnings in one time, the newest first.
    package func doubts(
        under unit: UnitCode, from start: Timestamp, to end: Timestamp, _ rules: WarningRules, limit: Int
    ) throws(StorageError) -> [DissuasionDoubt] {
        var found: [DissuasionDoubt] = []
        for kind in DissuasionDoubt.Kind.allCases {
            let rows = try tx.query(
                """
                SELECT a.id AS id, a.warning AS warning, a.made_by AS made_by, a.at AS at, b.id AS other,
                    b.warning AS other_warning, b.at AS other_at
                FROM dissuasion_attempt AS a JOIN warning ON warning.id = a.warning
                    JOIN dissuasion_attempt AS b ON \(Self.pair(kind, rules))
                WHERE a.at >= \(start) AND a.at < \(end) AND \(Self.within(unit))
                ORDER BY a.at DESC, a.id DESC LIMIT \(limit)
                """)
            found += try rows.map { row throws(StorageError) in
                DissuasionDoubt(
                    kind: kind, attempt: try row["id"], warning: try row["warning"], by: try row["made_by"],
                    at: try row["at"], other: try row["other"], otherWarning: try row["other_warning"],
                    otherAt: try row["other_at"])
            }
        }
        return found
    }

    /// Which earlier attempt `b` an attempt `a` is held against.
    private static func pair(_ kind: DissuasionDoubt.Kind, _ rules: WarningRules) -> SQL {
        switch kind {
        case .visitsTooClose:
            """
            b.made_by = a.made_by AND b.valid_visit = 1 AND a.valid_visit = 1 AND b.warning <> a.warning
                AND b.at <= a.at AND b.at > a.at - \(rules.guardVisitGap.microseconds) AND (b.at < a.at OR b.id < a.id)
            """
        case .samePhoto: "a.photo <> '' AND b.photo = a.photo AND b.warning <> a.warning AND b.id < a.id"
        case .enteredLate:
            "b.id = a.id AND a.channel = 'visit' AND a.entered_at - a.at > \(rules.guardEntryLimit.microseconds)"
        }
    }

    /// Days on which most of what a unit closed was closed in the last hour.
    package func bulkClosings(
        under unit: UnitCode, from start: Timestamp, to end: Timestamp, _ rules: WarningRules
    ) throws(StorageError) -> [BulkClosing] {
        let (day, hour) = (Int64(86_400_000_000), Int64(3_600_000_000))
        let rows = try tx.query(
            """
            SELECT unit, day, COUNT(*) AS in_day, SUM(late) AS in_last_hour FROM (
                SELECT warning.unit AS unit, (warning.closed_at + \(8 * hour)) / \(day) AS day,
                    CASE WHEN (warning.closed_at + \(8 * hour)) % \(day) >= \(23 * hour) THEN 1 ELSE 0 END AS late
                FROM warning
                WHERE warning.closed_at >= \(start) AND warning.closed_at < \(end) AND \(Self.within(unit))
                    AND warning.outcome IS NOT NULL AND warning.outcome <> \(Outcome.informed)) AS closings
            GROUP BY unit, day HAVING SUM(late) >= \(rules.guardClosings) AND SUM(late) * 2 > COUNT(*)
            ORDER BY day DESC, unit LIMIT 100
            """)
        return try rows.map { row throws(StorageError) in
            BulkClosing(
                unit: try row["unit"], day: CivilDay(daysSince1970: try row["day"]),
                inLastHour: try row["in_last_hour"],
                inDay: try row["in_day"])
        }
    }

    private static func within(_ unit: UnitCode) -> SQL {
        let (first, last) = unit.reach
        return "warning.unit >= \(first) AND warning.unit <= \(last)"
    }
}
