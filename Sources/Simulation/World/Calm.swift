internal import Jobs
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// How a story ends: nothing goes wrong any more, and all work must come to its end.
extension VirtualCity {
    /// From now on every bank answers rightly and nothing goes wrong inside; what died is tried again by a person.
    package mutating func endFaults() throws {
        link.act { world in
            world.faults = .none
            world.faultsOfBank = [:]
            // A bank that has taken back its word says the first one again from now on.
            world.correspondence.contradictions = [:]
        }
        carrier.change { $0 = SimulatedCarrier.Faults() }
        plan.mishaps = .none
        workforce.calm()
        clock.advance(.minutes(10))
        for act in try deadLetters() {
            try platform.acts.retry(
                act.id, by: city.principal("leader"), key: key("retry/\(act.id)"), at: clock.now())
        }
    }

    /// What banks still do not answer to, an officer settles on the telephone.
    package mutating func settleByTelephone() throws {
        for act in try deadLetters() {
            let answer = link.act { [now = clock.now()] in $0.receive(act.order, bank: act.bank, at: now) }
            try platform.acts.recordSpokenAnswer(
                answer, to: act.id, reason: "模拟：电话核实", by: city.principal("leader"),
                key: key("telephone/\(act.id)"), at: clock.now())
        }
        try settleWhatFitsNothing()
    }

    /// What a bank said that no measure here fitted: an officer asks, and settles it by what he hears.
    private mutating func settleWhatFitsNothing() throws {
        let acts = try platform.database.read { try BankActTable($0).all(after: nil, limit: 1_000_000) }
        for act in acts where act.contradictions > 0 && !link.now.doubtful.contains(act.id.description) {
            try platform.acts.recordSpokenAnswer(
                truth(about: act), to: act.id, reason: "模拟：电话核实", by: city.principal("leader"),
                key: key("fits/\(act.id)"), at: clock.now())
            do { try trySettling(act.id) } catch let refusal as LaterWordRefusal {
                corrections.refused[act.id.description] = refusal
            }
        }
    }

    private func deadLetters() throws -> [BankAct] {
        try platform.database.read { tx in try BankActTable(tx).acts(in: .dead, limit: 10_000) }
    }

    /// Without faults everything must end: what is still open, dead, or waiting for work that is long due.
    package func unfinished() throws -> [String] {
        let unsettled = unsettled(try platform.database.read { try BankActTable($0).all(after: nil, limit: 1_000_000) })
        return try platform.database.read { [clock] tx in
            let open = try BankActTable(tx).acts(in: .open, limit: 100).map {
                "\($0.id) is still open: \($0.lastError ?? "no error")"
            }
            let dead = try BankActTable(tx).acts(in: .dead, limit: 100).map {
                "\($0.id) is dead: \($0.lastError ?? "")"
            }
            let due = try JobTable(tx).nextDue()
            let late = due.map { $0 < clock.now() - .minutes(10) } == true ? ["work is long due"] : []
            return open + dead + late + unsettled
        }
    }
}
