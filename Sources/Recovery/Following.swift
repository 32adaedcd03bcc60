internal import Jobs
internal import Journal
internal import Primitives
internal import Storage

extension Step {
    /// Asks for the work that follows; it is done by a worker after the commit.
    func follow(
        _ work: RecoveryWork, _ subject: some CustomStringConvertible, due: Timestamp? = nil,
        urgency: Urgency = .usual
    ) throws {
        try JobTable(transaction).enqueue(work.rawValue, subject, due: due ?? now, urgency: urgency, id: newID())
    }

    /// Asks for a new trace of every incident whose money reached one of these accounts, of which something new is known; that
    /// of `incidents` themselves may be urgent.
    func retrace(reaching accounts: [AccountID], and incidents: [IncidentID], urgency: Urgency = .usual) throws {
        var all = Set(incidents)
        let reached = Set(accounts).sorted()
        for start in stride(from: 0, to: reached.count, by: 500) {
            let some = Array(reached[start..<min(start + 500, reached.count)])
            all.formUnion(try FlowTable(transaction).incidents(reaching: some))
        }
        for incident in all.sorted() {
            try follow(.trace, incident, urgency: incidents.contains(incident) ? urgency : .usual)
        }
    }

    /// What was open at a bank goes by its new way; where it is another kind of institution, money that reached it ends there or
    /// goes on.
    package func followChange(from old: Bank, to new: Bank) throws {
        if old.link != .wire, new.link == .wire {
            for act in try BankActTable(transaction).open(at: new.code) { try follow(.transmit, act) }
        }
        guard old.kind.isHub != new.kind.isHub else { return }
        for incident in try FlowTable(transaction).incidents(reachingBank: new.code) { try follow(.trace, incident) }
    }

    /// Ends the asking for an answer that has become pointless; false where the bank has given it.
    func drop(_ act: BankAct) throws -> Bool {
        var dropped = act
        guard act.state == .open || act.state == .dead else { return false }
        _ = try dropped.apply(.drop)
        try BankActTable(transaction).update(dropped, from: act.state)
        try forget(.transmit, act.id)
        try forget(.answerDue, act.id)
        return true
    }

    /// An order that was dropped may be carried out all the same: its bank is asked for its word.
    func askAgain(_ order: BankAct, because reason: String) throws {
        var order = order
        _ = try order.apply(.reopen)
        try BankActTable(transaction).update(order, from: .dropped)
        try follow(.transmit, order.id)
        try record("bank.retried", on: order.id, topic: order.incident, reason: reason)
    }

    /// Takes back a deadline that has become pointless.
    func forget(_ work: RecoveryWork, _ subject: some CustomStringConvertible) throws {
        try JobTable(transaction).cancel(work.rawValue, subject)
    }
}
