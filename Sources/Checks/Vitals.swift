package import Jobs
internal import Journal
package import Primitives
internal import Recovery
package import Storage

/// How an installation stands at a moment, in counts alone: for readiness, the metrics and the doctor.
package struct Vitals: Sendable, Equatable {
    package var queues: [JobTable.Queue] = []
    /// Jobs that no further try helps.
    package var deadJobs: Int64 = 0
    /// Orders at banks whose time to answer is over.
    package var answersOverdue: Int64 = 0
    /// Orders that could not be delivered, which wait for a person.
    package var undelivered: Int64 = 0
    package var openIncidents: Int64 = 0
    /// Entries of the journal in the chain, and those that wait for their place.
    package var entries: Int64 = 0
    package var tail: Int64 = 0
    package var tailSince: Timestamp?
    package var newestEntry: Timestamp?
    package var databaseBytes: Int64 = 0
    package var workerSeen: Timestamp?

    package init() {}

    /// Reads them; each is one statement over an index.
    package init(_ database: any Database, at now: Timestamp) throws {
        self = try database.read { tx in
            var vitals = Vitals()
            let (jobs, entries) = (JobTable(tx), EntryTable(tx))
            vitals.queues = try jobs.queues(at: now)
            vitals.deadJobs = try jobs.deadCount()
            for standing in try BankActTable(tx).standings(at: now) {
                vitals.answersOverdue += standing.overdue
                vitals.undelivered += standing.undelivered
            }
            vitals.openIncidents = try tx.count("SELECT COUNT(*) FROM incident WHERE state = 'open'")
            vitals.entries = try entries.head().number
            vitals.tail = try entries.tailCount()
            vitals.tailSince = try entries.tailSince()
            vitals.newestEntry = try entries.newest(before: nil, limit: 1).first?.at
            vitals.databaseBytes = try Self.bytes(tx)
            vitals.workerSeen = try WorkerTable(tx).lastReport()
            return vitals
        }
    }

    private static func bytes(_ tx: any Transaction) throws(StorageError) -> Int64 {
        switch tx.dialect {
        case .sqlite: try tx.count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        case .postgres: try tx.count("SELECT pg_database_size(current_database())")
        }
    }

    /// The work that has been due for longest, and since when.
    package var longestDue: (kind: String, since: Timestamp)? {
        queues.compactMap { queue in queue.dueSince.map { (queue.kind, $0) } }.min { $0.1 < $1.1 }
    }
}
