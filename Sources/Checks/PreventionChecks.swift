internal import Jobs
internal import Messaging
internal import Prevention
package import Primitives
internal import Storage

/// What must hold of warnings and tasks at every moment.
extension Checks {
    /// An open warning that nobody has to see to, a task without its next moment, a clock slept through for longer than `slack`.
    package func warnings(at now: Timestamp, slack: Duration = .minutes(2)) throws -> [Finding] {
        try database.read { tx in try warnings(tx, at: now, slack: slack) }
    }

    func warnings(_ tx: any Transaction, at now: Timestamp, slack: Duration) throws -> [Finding] {
        try lines(
            tx,
            """
            SELECT id FROM warning WHERE state = 'open' AND NOT EXISTS (
                SELECT 1 FROM dissuasion_task WHERE dissuasion_task.warning = warning.id AND kind = 'dissuade'
                    AND dissuasion_task.state IN ('waiting', 'assigned', 'signed'))
                AND (highest <> 'LOW' OR NOT EXISTS (
                    SELECT 1 FROM message WHERE message.topic = warning.id AND (message.ended_at IS NULL OR EXISTS (
                        SELECT 1 FROM job WHERE job.kind = \(MessagingWork.ended) AND job.subject = message.id)))) LIMIT 20
            """, "open, and nobody has a task, nor is a message on its way")
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
            + lines(
                tx,
                """
                SELECT dissuasion_task.id AS id FROM dissuasion_task JOIN warning ON warning.id = dissuasion_task.warning
                WHERE dissuasion_task.state IN ('waiting', 'assigned', 'signed') AND dissuasion_task.unit <> warning.unit LIMIT 20
                """, "is with another unit than its warning")
            + lines(
                tx,
                """
                SELECT warning_key.warning AS id FROM warning_key JOIN warning ON warning.id = warning_key.warning
                WHERE warning.state IN ('ended', 'merged') LIMIT 20
                """, "is over, and what is seen of its person would still join it")
            + lines(
                tx,
                """
                SELECT id FROM handover WHERE state = 'waiting' AND due < \(now - slack) AND NOT EXISTS (
                    SELECT 1 FROM journal_entry WHERE journal_entry.subject = handover.id AND act = 'handover.overdue') LIMIT 20
                """, "was not answered, and nobody above was told")
            + leftToMessages(tx) + lines(suspended: tx, at: now, slack: slack)
    }

    /// Somebody who is left to a message, and whom nobody calls where that never ends.
    private func leftToMessages(_ tx: any Transaction) throws -> [Finding] {
        try lines(
            tx,
            """
            SELECT id FROM warning WHERE state = 'open' AND highest = 'LOW' AND NOT EXISTS (
                SELECT 1 FROM dissuasion_task WHERE dissuasion_task.warning = warning.id AND kind = 'dissuade'
                    AND dissuasion_task.state IN ('waiting', 'assigned', 'signed'))
                AND NOT EXISTS (
                    SELECT 1 FROM job WHERE job.kind = \(PreventionWork.callDue) AND job.subject = warning.id) LIMIT 20
            """, "is left to a message, and nobody will call where that does not arrive")
    }

    /// A line that is off by our record after its term, or for a person whose warning is closed; an answer that nobody misses; one
    /// without its next moment.
    private func lines(suspended tx: any Transaction, at now: Timestamp, slack: Duration) throws -> [Finding] {
        try lines(
            tx,
            """
            SELECT id FROM line_suspension WHERE (state IN ('suspended', 'restoring') AND ends_at < \(now - slack))
                OR (state = 'asked' AND asked_at + term < \(now - slack)) LIMIT 20
            """, "stands after its end")
            + lines(
                tx,
                """
                SELECT line_suspension.id AS id FROM line_suspension JOIN warning AS own ON own.id = line_suspension.warning
                    LEFT JOIN warning AS over ON over.id = own.merged_into
                WHERE line_suspension.state IN ('asked', 'suspended') AND COALESCE(over.state, own.state) <> 'open' LIMIT 20
                """, "is off or asked for, and its warning is not open")
            + lines(
                tx,
                """
                SELECT id FROM line_suspension WHERE state IN ('asked', 'restoring', 'ended') AND restored_at IS NULL
                    AND is_overdue = 0 AND due < \(now - slack) LIMIT 20
                """, "was not answered, and nobody above was told")
            + lines(
                tx,
                """
                SELECT id FROM line_suspension WHERE state IN ('asked', 'suspended', 'restoring') AND NOT EXISTS (
                    SELECT 1 FROM job WHERE job.kind = \(PreventionWork.lineMoment) AND job.subject = line_suspension.id) LIMIT 20
                """, "has no moment at which it ends")
    }

    private func lines(_ tx: any Transaction, _ sql: SQL, _ words: String) throws -> [Finding] {
        try findings(.warnings, tx, words, sql)
    }
}
