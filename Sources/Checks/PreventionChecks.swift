internal import Jobs
internal import Prevention
package import Primitives
package import Storage

/// What must hold of warnings and tasks at every moment.
package enum PreventionChecks {
    /// One finding a line: an open warning that nobody has to see to, a task without its next moment, a clock slept through.
    package static func findings(_ tx: any Transaction, at now: Timestamp) throws -> [String] {
        let slack = Duration.minutes(2)
        return try lines(
            tx,
            """
            SELECT id FROM warning WHERE state = 'open' AND grade <> 'LOW' AND NOT EXISTS (
                SELECT 1 FROM dissuasion_task WHERE dissuasion_task.warning = warning.id AND kind = 'dissuade'
                    AND dissuasion_task.state IN ('waiting', 'assigned', 'signed')) LIMIT 20
            """, "open, and nobody has a task")
            + lines(
                tx,
                """
                SELECT id FROM dissuasion_task WHERE state IN ('planned', 'waiting', 'assigned', 'signed')
                    AND EXISTS (SELECT 1 FROM task_clock WHERE task_clock.task = dissuasion_task.id AND met_at IS NULL AND rings < 8)
                    AND NOT EXISTS (
                        SELECT 1 FROM job WHERE job.kind = \(PreventionWork.taskMoment) AND job.subject = dissuasion_task.id) LIMIT 20
                """, "has a clock and no moment at which it rings")
            + lines(
                tx,
                """
                SELECT task_clock.task AS id FROM task_clock JOIN dissuasion_task ON dissuasion_task.id = task_clock.task
                WHERE dissuasion_task.state IN ('waiting', 'assigned', 'signed') AND dissuasion_task.paused_until IS NULL
                    AND task_clock.met_at IS NULL AND task_clock.rings < 2 AND task_clock.due < \(now - slack) LIMIT 20
                """, "its time is over and nobody above was told")
            + lines(
                tx,
                """
                SELECT id FROM dissuasion_task WHERE state IN ('waiting', 'assigned', 'signed') AND COALESCE(next_due, 0) <> COALESCE((
                    SELECT MIN(due) FROM task_clock WHERE task_clock.task = dissuasion_task.id AND met_at IS NULL), 0) LIMIT 20
                """, "is listed under another end than its clocks have")
            + lines(
                tx,
                """
                SELECT id FROM warning WHERE state = 'watched' AND NOT EXISTS (
                    SELECT 1 FROM job WHERE job.kind = \(PreventionWork.watchEnd) AND job.subject = warning.id) LIMIT 20
                """, "is watched without an end")
    }

    private static func lines(_ tx: any Transaction, _ sql: SQL, _ words: String) throws -> [String] {
        try tx.query(sql).map { row in
            let id: String = try row["id"]
            return "\(id) \(words)"
        }
    }
}
