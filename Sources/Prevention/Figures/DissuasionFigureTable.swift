internal import Access
internal import Jurisdiction
package import Primitives
package import Storage

/// All SQL of the figures on dissuasion.
package struct DissuasionFigureTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package func figures(
        under unit: UnitCode, from start: Timestamp, to end: Timestamp
    ) throws(StorageError) -> DissuasionFigures {
        let (first, last) = unit.reach
        let chosen: SQL = """
            warning.unit >= \(first) AND warning.unit <= \(last) AND warning.received_at >= \(start)
                AND warning.received_at < \(end)
            """
        var figures = DissuasionFigures()
        try count(issued: chosen, &figures)
        try count(tasks: chosen, &figures)
        try count(attempts: chosen, &figures)
        try count(outcomes: chosen, &figures)
        return figures
    }

    private func count(issued chosen: SQL, _ figures: inout DissuasionFigures) throws(StorageError) {
        let rows = try tx.query(
            "SELECT family, highest, COUNT(*) AS warnings FROM warning WHERE \(chosen) GROUP BY family, highest")
        for row in rows { figures.warnings[try row["family"], default: [:]][try row["highest"]] = try row["warnings"] }
        let issued = figures.warnings.values.flatMap(\.values).reduce(0, +)
        let seen = try tx.count(
            "SELECT COUNT(*) FROM sighting JOIN warning ON warning.id = sighting.warning WHERE \(chosen)")
        figures.joined = Int(seen) - issued
    }

    private func count(tasks chosen: SQL, _ figures: inout DissuasionFigures) throws(StorageError) {
        let row = try tx.first(
            """
            SELECT COUNT(*) AS tasks, COALESCE(SUM(late), 0) AS late, COALESCE(SUM(in_time), 0) AS in_time FROM (
                SELECT MAX(CASE WHEN task_clock.rings >= 2 THEN 1 ELSE 0 END) AS late,
                    CASE WHEN dissuasion_task.state = 'done'
                        AND MAX(CASE WHEN task_clock.met_at IS NULL OR task_clock.met_at > task_clock.due THEN 1 ELSE 0 END) = 0
                        THEN 1 ELSE 0 END AS in_time
                FROM dissuasion_task JOIN warning ON warning.id = dissuasion_task.warning
                    JOIN task_clock ON task_clock.task = dissuasion_task.id
                WHERE \(chosen) AND dissuasion_task.state <> 'planned'
                    AND (dissuasion_task.state <> 'cancelled' OR dissuasion_task.starts_at < dissuasion_task.ended_at)
                GROUP BY dissuasion_task.id, dissuasion_task.state) AS each_task
            """)
        guard let row else { return }
        (figures.tasks, figures.escalated, figures.onTime) = (try row["tasks"], try row["late"], try row["in_time"])
    }

    private func count(attempts chosen: SQL, _ figures: inout DissuasionFigures) throws(StorageError) {
        let row = try tx.first(
            """
            SELECT COUNT(*) AS attempts, COALESCE(SUM(reached), 0) AS contacts,
                COUNT(DISTINCT CASE WHEN reached = 1 THEN COALESCE(warning.merged_into, warning.id) END) AS people
            FROM dissuasion_attempt JOIN warning ON warning.id = dissuasion_attempt.warning WHERE \(chosen)
            """)
        guard let row else { return }
        (figures.attempts, figures.contacts, figures.people) =
            (try row["attempts"], try row["contacts"], try row["people"])
    }

    private func count(outcomes chosen: SQL, _ figures: inout DissuasionFigures) throws(StorageError) {
        func sum(_ counted: DissuasionFigures.Counted) -> SQL {
            "CAST(COALESCE(SUM(CASE WHEN \(counted.condition) THEN 1 ELSE 0 END), 0) AS BIGINT)"
        }
        let row = try tx.first(
            """
            SELECT \(sum(.visitsDue)) AS due, \(sum(.visitsValid)) AS valid, \(sum(.judged)) AS judged,
                \(sum(.real)) AS was_real, \(sum(.prevented)) AS prevented, \(sum(.cheatedAfterWarning)) AS again,
                CAST(COALESCE(SUM(CASE WHEN \(DissuasionFigures.Counted.prevented.condition) THEN \(Self.most("avoided")) ELSE 0 END), 0)
                    AS BIGINT) AS avoided,
                CAST(COALESCE(SUM(CASE WHEN warning.state <> 'merged' THEN \(Self.most("held")) ELSE 0 END), 0) AS BIGINT) AS held
            FROM warning WHERE \(chosen)
            """)
        guard let row else { return }
        (figures.visitsDue, figures.visitsValid) = (try row["due"], try row["valid"])
        (figures.judged, figures.real, figures.prevented) = (
            try row["judged"], try row["was_real"], try row["prevented"]
        )
        (figures.avoided, figures.held) = (try row["avoided"], try row["held"])
        figures.cheatedAfterWarning = try row["again"]
    }

    /// Of several attempts that name the same sum, a warning counts its largest once.
    private static func most(_ column: String) -> SQL {
        """
        COALESCE((SELECT MAX(a.\(raw: column)) FROM dissuasion_attempt AS a WHERE a.warning IN \(DissuasionFigures.Counted.thread)), 0)
        """
    }

    /// The warnings that a figure counts, the newest first: what stands behind it.
    package func warnings(
        _ counted: DissuasionFigures.Counted, under unit: UnitCode, from start: Timestamp, to end: Timestamp, limit: Int
    ) throws -> [Warning] {
        let (first, last) = unit.reach
        return try WarningTable(tx).chosen(
            """
            warning.unit >= \(first) AND warning.unit <= \(last) AND warning.received_at >= \(start)
                AND warning.received_at < \(end) AND \(counted.condition)
            ORDER BY warning.received_at DESC, warning.id DESC LIMIT \(limit)
            """)
    }
}

extension DissuasionFigures {
    /// What is counted of warnings, each by one condition, for the sum and for the list behind it.
    package enum Counted: String, Sendable, CaseIterable {
        case issued, joined, escalated, reached, visitsDue, visitsValid, visitsMissing, judged, real, prevented, held,
            cheatedAfterWarning
    }
}

extension DissuasionFigures.Counted {
    /// On a row of `warning`.
    var condition: SQL {
        switch self {
        case .issued: "1 = 1"
        case .joined: "(SELECT COUNT(*) FROM sighting AS s WHERE s.warning = warning.id) > 1"
        case .escalated:
            """
            EXISTS (SELECT 1 FROM dissuasion_task AS t JOIN task_clock AS c ON c.task = t.id
                WHERE t.warning = warning.id AND t.state <> 'planned' AND c.rings >= 2)
            """
        case .reached: "\(Self.goesOn) AND \(Self.hasAttempt("a.reached = 1"))"
        case .visitsDue: Self.needsVisit
        case .visitsValid: "\(Self.needsVisit) AND \(Self.hasAttempt("a.valid_visit = 1"))"
        case .visitsMissing: "\(Self.needsVisit) AND NOT \(Self.hasAttempt("a.valid_visit = 1"))"
        case .judged: "\(Self.goesOn) AND warning.outcome <> \(Outcome.informed)"
        case .real: "\(Self.goesOn) AND warning.outcome IN (\(list: Outcome.allCases.filter(\.isReal)))"
        case .prevented: "\(Self.goesOn) AND warning.outcome IN (\(list: Outcome.allCases.filter(\.isPrevented)))"
        case .held: "\(Self.goesOn) AND \(Self.hasAttempt("a.held > 0"))"
        case .cheatedAfterWarning:
            """
            \(Self.goesOn) AND EXISTS (SELECT 1 FROM dissuasion_attempt AS late, dissuasion_attempt AS early
                WHERE late.warning IN \(Self.thread) AND early.warning IN \(Self.thread) AND late.result = 'cheated'
                    AND early.reached = 1 AND early.at < late.at AND COALESCE(early.result, '') <> 'cheated')
            """
        }
    }

    private static func hasAttempt(_ what: SQL) -> SQL {
        "EXISTS (SELECT 1 FROM dissuasion_attempt AS a WHERE a.warning IN \(thread) AND \(what))"
    }

    /// The warning and what was put under it: of one person one thread counts, with all that was tried in it.
    static let thread: SQL = """
        (SELECT warning.id UNION ALL SELECT below.id FROM warning AS below WHERE below.merged_into = warning.id)
        """
    private static let goesOn: SQL = "warning.state <> 'merged'"

    /// What `Warning.needsVisit` says, for those about whom there was anybody to visit.
    private static let needsVisit: SQL = """
        ((warning.highest IN ('HIGH', 'EXTREME') OR (warning.family = 'fund' AND warning.highest = 'MEDIUM'))
            AND \(goesOn) AND COALESCE(warning.outcome, '') NOT IN (\(list: Outcome.allCases.filter(\.isWithoutPerson))))
        """
}
