internal import Jobs
internal import Journal
internal import Primitives
internal import Storage

/// The work that follows what happens in this slice, by the kind of job; what each does stands in `Workflow/Reactions.swift`.
package enum PreventionWork: String, CaseIterable, Storable {
    /// Subject: a task. It begins, its pause is over, or a clock of it rings.
    case taskMoment
    /// Subject: a warning. The watch over the person ends.
    case watchEnd
    /// Subject: a warning that is left to a message. Whatever became of that, somebody has to call now.
    case callDue
    /// Subject: a hand-over. The other unit's time to answer is over.
    case handoverDue
    /// Subject: a suspended line. The operator's time to answer is over, or the term.
    case lineMoment
}

extension Step {
    /// Asks for the work that follows; it is done by a worker after the commit.
    func follow(_ work: PreventionWork, _ subject: some CustomStringConvertible, due: Timestamp) throws {
        try JobTable(transaction).enqueue(work.rawValue, subject, due: due, id: newID())
    }

    /// Takes back a deadline that has become pointless.
    func forget(_ work: PreventionWork, _ subject: some CustomStringConvertible) throws {
        try JobTable(transaction).cancel(work.rawValue, subject)
    }

    /// Puts a task's next moment where it is now.
    func schedule(_ task: DissuasionTask) throws {
        try forget(.taskMoment, task.id)
        if let next = task.nextMoment { try follow(.taskMoment, task.id, due: max(next, now)) }
    }
}
