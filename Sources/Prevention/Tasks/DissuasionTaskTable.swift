package import Access
internal import Jurisdiction
package import Primitives
package import Storage

/// All SQL on tasks and their clocks.
package struct DissuasionTaskTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-tasks-1") { dialect in
            [
                """
                CREATE TABLE dissuasion_task (
                    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id),
                    kind TEXT NOT NULL CHECK (kind IN ('dissuade', 'followUp')), starts_at BIGINT NOT NULL, unit TEXT NOT NULL,
                    officer TEXT, state TEXT NOT NULL
                        CHECK (state IN ('planned', 'waiting', 'assigned', 'signed', 'done', 'cancelled')),
                    grade TEXT NOT NULL, next_due BIGINT, paused_until BIGINT, pause_reason TEXT, escalated_to TEXT,
                    ended_at BIGINT,
                    CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL)),
                    CHECK (state NOT IN ('assigned', 'signed') OR officer IS NOT NULL))\(dialect.strict)
                """,
                // One task at a time about a warning that is open.
                """
                CREATE UNIQUE INDEX dissuasion_task_open ON dissuasion_task (warning)
                WHERE kind = 'dissuade' AND state IN ('waiting', 'assigned', 'signed')
                """,
                """
                CREATE INDEX dissuasion_task_unit ON dissuasion_task (unit, next_due, id)
                WHERE state IN ('waiting', 'assigned', 'signed')
                """,
                """
                CREATE INDEX dissuasion_task_due ON dissuasion_task (next_due, id)
                WHERE state IN ('waiting', 'assigned', 'signed')
                """,
                """
                CREATE INDEX dissuasion_task_officer ON dissuasion_task (officer, next_due, id)
                WHERE state IN ('waiting', 'assigned', 'signed') AND officer IS NOT NULL
                """,
                "CREATE INDEX dissuasion_task_warning ON dissuasion_task (warning, id)",
                "CREATE INDEX dissuasion_task_ended ON dissuasion_task (ended_at) WHERE ended_at IS NOT NULL",
                """
                CREATE TABLE task_clock (
                    task TEXT NOT NULL REFERENCES dissuasion_task (id),
                    kind TEXT NOT NULL CHECK (kind IN ('sign', 'call', 'meet', 'report')), start BIGINT NOT NULL,
                    due BIGINT NOT NULL, met_at BIGINT, rings BIGINT NOT NULL, PRIMARY KEY (task, kind),
                    CHECK (due >= start))\(dialect.strict)
                """,
            ]
        }
    ]

    // MARK: one

    func insert(_ task: DissuasionTask) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO dissuasion_task (id, warning, kind, starts_at, unit, officer, state, grade, next_due)
            VALUES (\(task.id), \(task.warning), \(task.kind), \(task.startsAt), \(task.unit), \(task.officer),
                \(task.state), \(task.grade.rawValue), \(task.clocks.nextDue))
            """)
        try put(task.clocks, of: task.id)
    }

    func update(_ task: DissuasionTask, from old: DissuasionTask) throws(StorageError) {
        try tx.change(
            """
            UPDATE dissuasion_task SET unit = \(task.unit), officer = \(task.officer), state = \(task.state),
                grade = \(task.grade.rawValue), next_due = \(task.clocks.nextDue), paused_until = \(task.pausedUntil),
                pause_reason = \(task.pauseReason), escalated_to = \(task.escalatedTo), ended_at = \(task.endedAt)
            WHERE id = \(task.id) AND state = \(old.state)
            """)
        if task.clocks != old.clocks { try put(task.clocks, of: task.id) }
    }

    private func put(_ clocks: TaskClocks, of task: DissuasionTaskID) throws(StorageError) {
        for clock in clocks.all {
            try tx.send(
                """
                INSERT INTO task_clock (task, kind, start, due, met_at, rings)
                VALUES (\(task), \(clock.kind.rawValue), \(clock.start), \(clock.due), \(clock.metAt), \(clock.rings))
                ON CONFLICT (task, kind) DO UPDATE SET start = excluded.start, due = excluded.due,
                    met_at = excluded.met_at, rings = excluded.rings
                """)
        }
    }

    package func find(_ id: DissuasionTaskID) throws(StorageError) -> DissuasionTask? {
        try tasks("WHERE id = \(id)").first
    }

    package func require(_ id: DissuasionTaskID) throws(StorageError) -> DissuasionTask {
        guard let task = try find(id) else { throw .other("no task \(id)") }
        return task
    }

    /// The task about a warning that somebody has to do now; nil where there is none.
    package func open(_ warning: WarningID) throws(StorageError) -> DissuasionTask? {
        try tasks(
            """
            WHERE warning = \(warning) AND state IN ('waiting', 'assigned', 'signed') ORDER BY kind, id LIMIT 1
            """
        ).first
    }

    /// The same for each of several warnings that has one.
    package func open(of warnings: [WarningID]) throws(StorageError) -> [WarningID: DissuasionTask] {
        let found = try tasks(
            """
            WHERE warning IN (\(list: warnings)) AND state IN ('waiting', 'assigned', 'signed') ORDER BY kind DESC, id DESC
            """)
        // Of several the last written stays: the first by kind and id.
        return found.reduce(into: [:]) { $0[$1.warning] = $1 }
    }

    package func of(_ warning: WarningID) throws(StorageError) -> [DissuasionTask] {
        try tasks("WHERE warning = \(warning) ORDER BY id LIMIT 200")
    }

    // MARK: lists

    /// What is to be done in `unit` and under it, the nearest end first, after the one given. A centre's is found among what ends next
    /// anywhere, in that order.
    package func open(under unit: UnitCode, after: DissuasionTask?, limit: Int) throws(StorageError) -> [DissuasionTask]
    {
        try tasks(
            """
            \(open(under: unit))
                AND (next_due, id) > (\(after?.clocks.nextDue?.microseconds ?? 0), \(after?.id.description ?? ""))
            ORDER BY next_due, id LIMIT \(limit)
            """)
    }

    /// How much is to be done in `unit` and under it; each number is counted up to one above `DissuasionTaskLoad.most`.
    package func load(under unit: UnitCode, at now: Timestamp) throws(StorageError) -> DissuasionTaskLoad {
        func number(_ condition: SQL) throws(StorageError) -> Int {
            Int(
                try tx.count(
                    """
                    SELECT COUNT(*) FROM (SELECT 1 AS one FROM dissuasion_task \(open(under: unit)) \(condition)
                        LIMIT \(DissuasionTaskLoad.most + 1)) AS picked
                    """))
        }
        return DissuasionTaskLoad(
            late: try number("AND next_due <= \(now)"),
            withinHour: try number("AND next_due > \(now) AND next_due <= \(now + .hours(1))"),
            open: try number(""))
    }

    /// What is open in a unit and under it: a station's by its own index, a centre's by the one of all.
    private func open(under unit: UnitCode) -> SQL {
        let (first, last) = unit.reach
        let isStation = unit.level == .station
        let place: SQL = isStation ? "unit = \(unit)" : "unit >= \(first) AND unit <= \(last)"
        return """
            \(isStation ? "" : tx.dialect.indexed(by: "dissuasion_task_due")) WHERE state IN ('waiting', 'assigned', 'signed') AND \(place)
            """
    }

    /// What one officer has to do, the nearest end first.
    package func open(officer: UserID, limit: Int) throws(StorageError) -> [DissuasionTask] {
        try tasks(
            """
            WHERE state IN ('waiting', 'assigned', 'signed') AND officer = \(officer) ORDER BY next_due, id LIMIT \(limit)
            """)
    }

    /// What of a unit nobody is on, the nearest end first.
    package func waiting(in unit: UnitCode, limit: Int) throws(StorageError) -> [DissuasionTask] {
        try tasks(
            """
            WHERE state IN ('waiting', 'assigned', 'signed') AND state = 'waiting' AND unit = \(unit)
            ORDER BY next_due, id LIMIT \(limit)
            """)
    }

    /// How many open tasks each of these officers has.
    func loads(of officers: [UserID]) throws(StorageError) -> [UserID: Int] {
        let rows = try tx.query(
            """
            SELECT officer, COUNT(*) AS tasks FROM dissuasion_task
            WHERE state IN ('waiting', 'assigned', 'signed') AND officer IN (\(list: officers)) GROUP BY officer
            """)
        var loads: [UserID: Int] = [:]
        for row in rows { loads[try row["officer"]] = try row["tasks"] }
        return loads
    }

    private func tasks(_ rest: SQL) throws(StorageError) -> [DissuasionTask] {
        let rows = try tx.query(
            """
            SELECT id, warning, kind, starts_at, unit, officer, state, grade, paused_until, pause_reason, escalated_to, ended_at
            FROM dissuasion_task \(rest)
            """)
        let ids: [DissuasionTaskID] = try rows.map { row throws(StorageError) in try row["id"] }
        let clocks = try clocks(of: ids)
        return try zip(ids, rows).map { pair throws(StorageError) in
            let (id, row) = pair
            return DissuasionTask(
                id: id, warning: try row["warning"], kind: try row["kind"], startsAt: try row["starts_at"],
                unit: try row["unit"], officer: try row["officer"], state: try row["state"], grade: try row["grade"],
                clocks: TaskClocks(clocks[id] ?? []), pausedUntil: try row["paused_until"],
                pauseReason: try row["pause_reason"], escalatedTo: try row["escalated_to"],
                endedAt: try row["ended_at"])
        }
    }

    private func clocks(of tasks: [DissuasionTaskID]) throws(StorageError) -> [DissuasionTaskID: [TaskClocks.Clock]] {
        guard !tasks.isEmpty else { return [:] }
        let rows = try tx.query(
            "SELECT task, kind, start, due, met_at, rings FROM task_clock WHERE task IN (\(list: tasks)) ORDER BY task, due, kind"
        )
        var clocks: [DissuasionTaskID: [TaskClocks.Clock]] = [:]
        for row in rows {
            clocks[try row["task"], default: []].append(
                TaskClocks.Clock(
                    kind: try row["kind"], start: try row["start"], due: try row["due"], metAt: try row["met_at"],
                    rings: try row["rings"]))
        }
        return clocks
    }
}

/// How many open tasks a unit has: with an end that passed, with one in the next hour, and in all.
package struct DissuasionTaskLoad: Sendable, Equatable {
    package let late, withinHour, open: Int
    /// More than these are not counted further.
    package static let most = 999

    package init(late: Int, withinHour: Int, open: Int) {
        (self.late, self.withinHour, self.open) = (late, withinHour, open)
    }
}
