internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// What a bank's word on a freeze, its renewal or its release means.
extension AnswerEffects {
    func freeze(_ answer: BankAnswer, isDone: Bool) throws {
        let freeze = try requireFreeze()
        guard try !narrow(freeze, answer, isDone: isDone) else { return }
        guard let event = try event(for: freeze, answer, isDone: isDone) else {
            return try recordRefusedChange(answer, of: freeze)
        }
        try apply(event, to: freeze, answer)
    }

    /// The freeze waits behind another; the act stays open, and the bank is asked again when that one ends.
    func queue(_ answer: BankAnswer) throws {
        guard let prior = answer.prior else { return }
        let freeze = try requireFreeze()
        guard try BankActTable(step.transaction).acts(for: freeze.id).first?.id == act.id else {
            return try FreezeNarrowing(desk: OrderDesk(step: step, rules: rules)).makeRoom(for: act, in: freeze)
        }
        let ends = prior.endsAt.timestamp
        try apply(.queued(Freeze.Prior(organ: prior.organ, ends: ends)), to: try requireFreeze(), answer)
    }

    private func requireFreeze() throws -> Freeze {
        guard let id = FreezeID(act.measure) else { throw StorageError.other("act \(act.id) serves no freeze") }
        return try FreezeTable(step.transaction).require(id)
    }

    func apply(_ event: Freeze.Event, to freeze: Freeze, _ answer: BankAnswer) throws {
        var freeze = freeze
        let old = freeze.state
        let effects = try freeze.apply(event)
        try FreezeTable(step.transaction).update(freeze, from: old)
        try step.record(
            "freeze.\(act.kind == .renewFreeze ? "renewed" : freeze.state.rawValue)", on: freeze.id,
            topic: act.incident, basis: act.order.basis, reason: answer.result,
            detail: .object([
                "before": .string(old.rawValue), "after": .string(freeze.state.rawValue),
                "ends": .number(freeze.endsAt?.microseconds ?? 0), "act": .string(act.id.description),
            ]))
        try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
        if act.kind != .unfreeze, effects.contains(.reportContradiction) { try doubtWhatWasDone() }
        if act.kind != .unfreeze, freeze.state == .frozen, old != .frozen, old != .releasing {
            try endWhatWasObjected(freeze)
        }
        if act.kind == .unfreeze, freeze.state == .released, freeze.startedAt == nil { try dropOrder(of: freeze) }
    }

    /// A freeze that was let go while it waited behind another never begins: its bank is not asked about it any more.
    private func dropOrder(of freeze: Freeze) throws {
        for order in try BankActTable(step.transaction).acts(for: freeze.id) where order.kind == .freeze {
            guard try step.drop(order) else { continue }
            try step.record("act.dropped", on: order.id, topic: order.incident, reason: freeze.id.description)
        }
    }

    /// A complaint upheld while the order was at the bank takes effect once the bank has frozen.
    private func endWhatWasObjected(_ freeze: Freeze) throws {
        let tx = step.transaction
        let upheld = try ComplaintTable(tx).complaints(about: freeze.id).first(where: \.endsMeasure)
        guard let upheld, let second = upheld.decidedBy.flatMap({ UserID($0) }) else { return }
        try OrderDesk(step: step, rules: rules).release(
            freeze, second: second, incident: try IncidentTable(tx).require(freeze.incident),
            reason: upheld.id.description)
    }

    private func event(for freeze: Freeze, _ answer: BankAnswer, isDone: Bool) throws -> Freeze.Event? {
        let term = act.order.freeze.flatMap { Term($0.term) }
        switch act.kind {
        case .freeze:
            guard isDone, let at = answer.executedAt?.timestamp, let balance = answer.balanceBefore?.money, let term
            else {
                return .refused(code: answer.result)
            }
            return .executed(at: at, ends: rules.deadlines.end(of: term, from: at), balance: balance)
        case .renewFreeze:
            guard isDone, let ends = freeze.endsAt, let term else { return nil }
            let renewed = rules.deadlines.end(of: term, from: ends)
            let isAlone = try FreezeTable(step.transaction).history(of: [freeze.account]).allSatisfy {
                !$0.state.isLive
            }
            return freeze.state == .lapsed && isAlone ? .revived(ends: renewed) : .renewed(ends: renewed)
        case .unfreeze: return isDone ? .released(at: answer.executedAt?.timestamp ?? step.now) : nil
        case .stop, .extend, .release, .inquiry, .protectiveHold, .protectiveRelease, .returnFunds: return nil
        }
    }

    /// A bank that did not renew or release: the freeze runs on as it did, and a person is told.
    private func recordRefusedChange(_ answer: BankAnswer, of freeze: Freeze) throws {
        if act.kind == .unfreeze, try !isAskedAgain() { try keep(freeze) }
        try recordRefusal(answer, of: freeze)
    }

    /// What was to be let go stays, and can be let go anew.
    func keep(_ freeze: Freeze) throws {
        var freeze = freeze
        let old = freeze.state
        _ = try freeze.apply(.releaseRefused)
        try FreezeTable(step.transaction).update(freeze, from: old)
    }

    func recordRefusal(_ answer: BankAnswer, of freeze: Freeze) throws {
        try step.record(
            "freeze.\(act.kind.rawValue)Refused", on: freeze.id, topic: act.incident, reason: answer.result,
            detail: .object(["act": .string(act.id.description)]))
        if act.kind == .unfreeze { try doubtRefusal() }
    }

    /// A bank that does not let go of what it may hold for months: a person asks it, and it is asked about an order that was dropped.
    private func doubtRefusal() throws {
        let acts = try BankActTable(step.transaction).acts(for: act.measure)
        guard let order = acts.maybeStanding(rules).first(where: { $0.id.description == act.order.original }) else {
            return
        }
        try doubt()
        if order.state == .dropped { try step.askAgain(order, because: act.id.description) }
    }
}
