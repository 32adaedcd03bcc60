internal import Jobs
internal import Journal
internal import Primitives

extension Step {
    /// Asks for the work that follows; it is done by a worker after the commit.
    func follow(_ work: RecoveryWork, _ subject: some CustomStringConvertible, due: Timestamp? = nil) throws {
        try JobTable(transaction).enqueue(work.rawValue, subject, due: due ?? now, id: newID())
    }

    /// Takes back a deadline that has become pointless.
    func forget(_ work: RecoveryWork, _ subject: some CustomStringConvertible) throws {
        try JobTable(transaction).cancel(work.rawValue, subject)
    }
}
