package import Primitives
package import Storage

/// All SQL on the queue of work.
package struct JobTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("jobs-1") { dialect in
            [
                """
                CREATE TABLE job (
                    id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, due BIGINT NOT NULL, revision BIGINT NOT NULL,
                    attempts BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'dead')), last_error TEXT,
                    lease_owner TEXT, lease_until BIGINT, asked_again BIGINT, UNIQUE (kind, subject),
                    CHECK (state = 'waiting' OR lease_until IS NULL))\(dialect.strict)
                """,
                "CREATE INDEX job_due ON job (due, id) WHERE state = 'waiting'",
                "CREATE INDEX job_lease ON job (lease_until) WHERE lease_until IS NOT NULL",
                "CREATE INDEX job_dead ON job (id) WHERE state = 'dead'",
            ]
        },
        Migration("jobs-2") { _ in
            [
                "ALTER TABLE job ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1))",
                "CREATE INDEX job_urgent ON job (due, id) WHERE state = 'waiting' AND urgent = 1",
            ]
        },
    ]

    /// Asks for work at `due`. Work of the same kind and subject that waits already keeps the earlier moment, and is as urgent as
    /// the more urgent asking for it.
    ///
    /// What a worker holds runs to its end and then anew: the moment asked for is kept apart, so that neither is lost.
    package func enqueue(
        _ kind: String, _ subject: some CustomStringConvertible, due: Timestamp, urgency: Urgency = .usual, id: JobID
    ) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO job (id, kind, subject, due, revision, attempts, state, urgent)
            VALUES (\(id), \(kind), \(subject.description), \(due), 1, 0, 'waiting', \(urgency == .urgent))
            ON CONFLICT (kind, subject) DO UPDATE SET
                due = CASE WHEN job.lease_owner IS NOT NULL OR (job.due < excluded.due AND job.state = 'waiting')
                    THEN job.due ELSE excluded.due END,
                asked_again = CASE WHEN job.lease_owner IS NULL THEN NULL WHEN job.asked_again < excluded.due
                    THEN job.asked_again ELSE excluded.due END,
                urgent = CASE WHEN job.urgent = 1 AND job.state = 'waiting'
                    AND (job.lease_owner IS NULL OR job.asked_again IS NOT NULL) THEN 1 ELSE excluded.urgent END,
                revision = job.revision + 1, attempts = 0, state = 'waiting'
            """)
    }

    /// Takes a deadline away; nothing happens where none waits.
    package func cancel(_ kind: String, _ subject: some CustomStringConvertible) throws(StorageError) {
        try tx.send("DELETE FROM job WHERE kind = \(kind) AND subject = \(subject.description)")
    }

    /// Leases up to `limit` jobs that are due to `owner` until `until`, urgent ones first; nobody else gets them before. Of those that
    /// are not urgent it takes at most `usual`.
    package func claim(limit: Int, usual: Int, owner: String, now: Timestamp, until: Timestamp) throws(StorageError)
        -> [Job]
    {
        // With what is urgent taken, whatever else is due may follow.
        let urgent = try claim(" AND urgent = 1", limit: limit, owner: owner, now: now, until: until)
        let room = min(usual, limit - urgent.count)
        return room > 0 ? urgent + (try claim("", limit: room, owner: owner, now: now, until: until)) : urgent
    }

    private func claim(_ which: String, limit: Int, owner: String, now: Timestamp, until: Timestamp)
        throws(StorageError) -> [Job]
    {
        // Materialized: a plan that ran the inner query more than once would claim more than the limit.
        let rows = try tx.query(
            """
            WITH picked AS MATERIALIZED (
                SELECT id FROM job WHERE state = 'waiting'\(raw: which) AND due <= \(now)
                    AND (lease_until IS NULL OR lease_until <= \(now))
                ORDER BY due, id LIMIT \(limit)\(raw: tx.dialect.skipLocked))
            UPDATE job SET lease_owner = \(owner), lease_until = \(until), attempts = attempts + 1
            WHERE id IN (SELECT id FROM picked)
            RETURNING id, kind, subject, due, urgent, revision, attempts, state, last_error
            """)
        return try rows.map(job).sorted { ($0.due, $0.id) < ($1.due, $1.id) }
    }

    /// Keeps others from changing a job until this transaction ends, so that what it reads of it stays so.
    package func lock(_ id: JobID) throws(StorageError) {
        try tx.send("SELECT id FROM job WHERE id = \(id)\(raw: tx.dialect.forUpdate)")
    }

    /// Ends a job that was done; work that was asked for again meanwhile, or that another worker holds now, stays.
    package func finish(_ job: Job, owner: String) throws(StorageError) {
        let ended = try tx.execute(
            "DELETE FROM job WHERE id = \(job.id) AND lease_owner = \(owner) AND asked_again IS NULL")
        if ended == 0 { try renew(job, owner: owner) }
    }

    /// Puts a job off to `due`, without counting the attempt as failed. It is not urgent any more. What is due then is a run of
    /// its own.
    package func postpone(_ job: Job, owner: String, to due: Timestamp) throws(StorageError) {
        if try renew(job, owner: owner, dueBy: due) { return }
        try tx.send(
            """
            UPDATE job SET due = \(due), revision = revision + 1, lease_owner = NULL, lease_until = NULL, attempts = 0, urgent = 0
            WHERE id = \(job.id) AND lease_owner = \(owner)
            """)
    }

    /// Gives back a job of which nothing was done.
    package func giveBack(_ job: Job, owner: String) throws(StorageError) {
        if try renew(job, owner: owner, dueBy: job.due) { return }
        try tx.send(
            """
            UPDATE job SET lease_owner = NULL, lease_until = NULL, attempts = attempts - 1
            WHERE id = \(job.id) AND lease_owner = \(owner)
            """)
    }

    /// Gives a failed job back: to be tried again at `retry`, or dead and listed for a person when there is none. It is not urgent
    /// any more: where one bank is silent, the first tries at the others go before.
    ///
    /// Returns whether it is dead now; work that was asked for again meanwhile is not.
    package func fail(_ job: Job, owner: String, error: String, retry: Timestamp?) throws(StorageError) -> Bool {
        if try renew(job, owner: owner, dueBy: retry ?? Self.never) { return false }
        let state: Job.State = retry == nil ? .dead : .waiting
        let changed = try tx.execute(
            """
            UPDATE job SET state = \(state), due = \(retry ?? job.due), last_error = \(error), lease_owner = NULL, lease_until = NULL,
                urgent = 0
            WHERE id = \(job.id) AND lease_owner = \(owner)
            """)
        return changed == 1 && state == .dead
    }

    private static let never = Timestamp(microseconds: .max)

    /// Puts the run that was asked for while this one ran in its place, when there is one due by `moment`.
    @discardableResult
    private func renew(_ job: Job, owner: String, dueBy moment: Timestamp = never) throws(StorageError) -> Bool {
        try tx.execute(
            """
            UPDATE job SET due = asked_again, asked_again = NULL, revision = revision + 1, attempts = 0,
                lease_owner = NULL, lease_until = NULL
            WHERE id = \(job.id) AND lease_owner = \(owner) AND asked_again <= \(moment)
            """) == 1
    }

    /// The moment at which the next job is due or a lease runs out; nil when none waits.
    package func nextDue() throws(StorageError) -> Timestamp? {
        // The bound on `due` leaves out nothing; it makes SQLite walk the index instead of sorting the table.
        let row = try tx.first(
            """
            SELECT (SELECT due FROM job WHERE state = 'waiting' AND due >= 0 AND lease_until IS NULL ORDER BY due, id LIMIT 1) AS free,
                (SELECT lease_until FROM job WHERE lease_until IS NOT NULL ORDER BY lease_until LIMIT 1) AS held
            """)
        let moments: [Timestamp?] = [try row?["free"], try row?["held"]]
        return moments.compactMap(\.self).min()
    }

    /// The work of one kind that waits at a moment.
    package struct Queue: Sendable, Equatable {
        package let kind: String
        package let waiting: Int64
        /// What of it is due.
        package let due: Int64
        /// Since when the first of it has been due; nil when none is.
        package let dueSince: Timestamp?

        package init(kind: String, waiting: Int64, due: Int64, dueSince: Timestamp?) {
            self.kind = kind
            self.waiting = waiting
            self.due = due
            self.dueSince = dueSince
        }
    }

    package func queues(at now: Timestamp) throws(StorageError) -> [Queue] {
        let rows = try tx.query(
            """
            SELECT kind, COUNT(*) AS waiting, CAST(SUM(CASE WHEN due <= \(now) THEN 1 ELSE 0 END) AS BIGINT) AS late,
                MIN(CASE WHEN due <= \(now) THEN due END) AS since
            FROM job WHERE state = 'waiting' AND due >= 0 GROUP BY kind ORDER BY kind LIMIT 1000
            """)
        return try rows.map { row throws(StorageError) in
            Queue(kind: try row["kind"], waiting: try row["waiting"], due: try row["late"], dueSince: try row["since"])
        }
    }

    package func deadCount() throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM job WHERE state = 'dead'")
    }

    package func dead(limit: Int) throws(StorageError) -> [Job] {
        try tx.query(
            """
            SELECT id, kind, subject, due, urgent, revision, attempts, state, last_error FROM job
            WHERE state = 'dead' ORDER BY id LIMIT \(limit)
            """
        ).map(job)
    }

    package func find(_ id: JobID) throws(StorageError) -> Job? {
        try tx.first(
            "SELECT id, kind, subject, due, urgent, revision, attempts, state, last_error FROM job WHERE id = \(id)"
        ).map(job)
    }

    package func waits(_ kind: String, _ subject: some CustomStringConvertible) throws(StorageError) -> Bool {
        try tx.first("SELECT id FROM job WHERE kind = \(kind) AND subject = \(subject.description)") != nil
    }

    private func job(_ row: Row) throws(StorageError) -> Job {
        let isUrgent: Bool = try row["urgent"]
        return Job(
            id: try row["id"], kind: try row["kind"], subject: try row["subject"], due: try row["due"],
            urgency: isUrgent ? .urgent : .usual, revision: try row["revision"], attempts: try row["attempts"],
            state: try row["state"],
            lastError: try row["last_error"])
    }
}
