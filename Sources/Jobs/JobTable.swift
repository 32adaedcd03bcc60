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
                    lease_owner TEXT, lease_until BIGINT, UNIQUE (kind, subject))\(dialect.strict)
                """,
                "CREATE INDEX job_due ON job (due, id) WHERE state = 'waiting'",
                "CREATE INDEX job_dead ON job (id) WHERE state = 'dead'",
            ]
        }
    ]

    /// Asks for work at `due`. Work of the same kind and subject that waits already keeps the earlier moment and runs anew.
    package func enqueue(_ kind: String, _ subject: some CustomStringConvertible, due: Timestamp, id: JobID) throws(StorageError) {
        try tx.execute(
            """
            INSERT INTO job (id, kind, subject, due, revision, attempts, state)
            VALUES (\(id), \(kind), \(subject.description), \(due), 1, 0, 'waiting')
            ON CONFLICT (kind, subject) DO UPDATE SET
                due = CASE WHEN job.due < excluded.due AND job.state = 'waiting' THEN job.due ELSE excluded.due END,
                revision = job.revision + 1, attempts = 0, state = 'waiting'
            """)
    }

    /// Moves or takes away a deadline; nothing happens where none waits.
    package func cancel(_ kind: String, _ subject: some CustomStringConvertible) throws(StorageError) {
        try tx.execute("DELETE FROM job WHERE kind = \(kind) AND subject = \(subject.description)")
    }

    /// Leases up to `limit` jobs that are due to `owner` until `until`; nobody else gets them before.
    package func claim(limit: Int, owner: String, now: Timestamp, until: Timestamp) throws(StorageError) -> [Job] {
        let rows = try tx.query(
            """
            UPDATE job SET lease_owner = \(owner), lease_until = \(until), attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM job WHERE state = 'waiting' AND due <= \(now) AND (lease_until IS NULL OR lease_until <= \(now))
                ORDER BY due, id LIMIT \(limit)\(raw: tx.dialect.skipLocked))
            RETURNING id, kind, subject, due, revision, attempts, state, last_error
            """)
        return try rows.map(job).sorted { ($0.due, $0.id) < ($1.due, $1.id) }
    }

    /// Ends a job that was done; work that was asked for again meanwhile, or that another worker holds now, stays.
    package func finish(_ job: Job, owner: String) throws(StorageError) {
        let ended = try tx.execute(
            "DELETE FROM job WHERE id = \(job.id) AND revision = \(job.revision) AND lease_owner = \(owner)")
        if ended == 0 {
            try tx.execute(
                """
                UPDATE job SET lease_owner = NULL, lease_until = NULL, attempts = 0
                WHERE id = \(job.id) AND lease_owner = \(owner)
                """)
        }
    }

    /// Puts a job off to `due`, without counting the attempt as failed.
    package func postpone(_ job: Job, owner: String, to due: Timestamp) throws(StorageError) {
        try tx.execute(
            """
            UPDATE job SET due = CASE WHEN revision = \(job.revision) THEN \(due) ELSE due END,
                lease_owner = NULL, lease_until = NULL, attempts = 0
            WHERE id = \(job.id) AND lease_owner = \(owner)
            """)
    }

    /// Gives a failed job back: to be tried again at `retry`, or dead and listed for a person when there is none.
    package func fail(_ job: Job, owner: String, error: String, retry: Timestamp?) throws(StorageError) {
        let state: Job.State = retry == nil ? .dead : .waiting
        try tx.execute(
            """
            UPDATE job SET state = \(state), due = \(retry ?? job.due), last_error = \(error), lease_owner = NULL, lease_until = NULL
            WHERE id = \(job.id) AND lease_owner = \(owner)
            """)
    }

    /// The moment at which the next job is due; nil when none waits.
    package func nextDue() throws(StorageError) -> Timestamp? {
        let row = try tx.first(
            """
            SELECT CASE WHEN lease_until > due THEN lease_until ELSE due END AS due FROM job WHERE state = 'waiting'
            ORDER BY 1 LIMIT 1
            """)
        guard let row else { return nil }
        return try row["due"] as Timestamp
    }

    package func dead(limit: Int) throws(StorageError) -> [Job] {
        try tx.query(
            """
            SELECT id, kind, subject, due, revision, attempts, state, last_error FROM job
            WHERE state = 'dead' ORDER BY id LIMIT \(limit)
            """
        ).map(job)
    }

    package func find(_ id: JobID) throws(StorageError) -> Job? {
        try tx.first(
            "SELECT id, kind, subject, due, revision, attempts, state, last_error FROM job WHERE id = \(id)"
        ).map(job)
    }

    package func waits(_ kind: String, _ subject: some CustomStringConvertible) throws(StorageError) -> Bool {
        try tx.first("SELECT id FROM job WHERE kind = \(kind) AND subject = \(subject.description)") != nil
    }

    private func job(_ row: Row) throws(StorageError) -> Job {
        Job(
            id: try row["id"], kind: try row["kind"], subject: try row["subject"], due: try row["due"],
            revision: try row["revision"], attempts: try row["attempts"], state: try row["state"],
            lastError: try row["last_error"])
    }
}
