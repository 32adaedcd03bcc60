internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Lets part of a freeze go without a moment in which the rest is free: the set of 2016 knows no partial release, so that a lower
/// freeze waits behind the higher one (程序规定 art. 242) before that one is released.
struct FreezeNarrowing {
    let desk: OrderDesk

    private var step: Step { desk.step }
    private var tx: any Transaction { desk.step.transaction }

    /// Sends the lower freeze. It runs no longer than the higher one would.
    func order(_ freeze: Freeze, for incident: Incident, second: UserID, reason: String) throws {
        let claimed = try claimed(of: freeze)
        guard let term = term(of: freeze), try isPossible(freeze, to: claimed, reason: reason) else {
            return try step.record("freeze.partNotSent", on: freeze.id, topic: incident.id, reason: reason)
        }
        var lower = freeze
        lower.limit = claimed + freeze.repaid
        let act = try desk.send(
            .freeze, lower, for: incident, second: second, basis: .approvalFreeze,
            limit: desk.rules.bankAnswerLimitFreeze, term: term, reason: reason)
        try change(freeze, .narrow(Freeze.Narrowing(limit: claimed, act: act)))
        try step.record(
            "freeze.partOrdered", on: freeze.id, topic: incident.id, basis: desk.rules[.releaseUnrelated].basis,
            reason: reason, detail: .object(["stays": .number(claimed.fen), "act": .string(act.description)]))
    }

    /// What nobody claims of a freeze, by the trace; throws `FreezeRefusal` where it cannot be let go now.
    func freePart(of freeze: Freeze, reason: String) throws -> Money {
        if let undone = try ReturnDesk(step: step, rules: desk.rules).undone(of: freeze) {
            throw FreezeRefusal.returnDecided(undone.id)
        }
        let free = try FreezeRules.freePart(
            of: freeze, keeping: try FreezeTable(tx).kept(under: freeze), besides: try claimed(of: freeze),
            isAsked: try desk.isRenewalOpen(of: freeze) || isLowerOpen(of: freeze), reason: reason, at: step.now)
        guard term(of: freeze) != nil else { throw FreezeRefusal.endsTooSoon(at: freeze.endsAt ?? step.now) }
        return free
    }

    private func isPossible(_ freeze: Freeze, to claimed: Money, reason: String) throws -> Bool {
        guard try ReturnDesk(step: step, rules: desk.rules).undone(of: freeze) == nil else { return false }
        let (kept, isAsked) = (try FreezeTable(tx).kept(under: freeze), try isLowerOpen(of: freeze))
        do {
            try FreezeRules.permitNarrowing(
                of: freeze, keeping: kept, to: claimed, isAsked: isAsked, reason: reason, at: step.now)
            return true
        } catch {
            return false
        }
    }

    /// Whether an earlier lower freeze may still be at the bank: at its turn it would begin in place of the one that is asked for.
    private func isLowerOpen(of freeze: Freeze) throws -> Bool {
        let acts = try BankActTable(tx).acts(for: freeze.id)
        return acts.maybeStanding(desk.rules).count > 1 || acts.contains(where: \.isOpenRelease)
    }

    /// What stays: what the trace finds of all that claim it, or what the shares of a return that is not decided yet give of it, where
    /// that is more.
    func claimed(of freeze: Freeze) throws -> Money {
        let claims = try FreezeTable(tx).claims(on: [freeze.id]).filter(\.isLive)
        let table = FundReturnTable(tx)
        let open = try table.history(of: freeze.account).first { $0.freeze == freeze.id && $0.state.isOpen }
        let shares = try open.map { try table.claims(in: $0.id).compactMap(\.share?.total) } ?? []
        return max(claims.reduce(.zero) { $0 + $1.traced }, shares.reduce(.zero, +))
    }

    /// The most days that end no later than the freeze does, though the banks take all their time for the lower freeze and for
    /// the release of the higher one: the lower one's days run from then. `nil` where there are none.
    private func term(of freeze: Freeze) -> Term? {
        guard let ends = freeze.endsAt else { return nil }
        let begins = step.now + desk.rules.bankAnswerLimitFreeze + desk.rules.bankAnswerLimitRelease
        var days = Int((ends - begins).wholeSeconds / 86_400) + 1
        while days > 0, desk.rules.deadlines.end(of: Term(days, .days), from: begins) > ends { days -= 1 }
        return days > 0 ? Term(days, .days) : nil
    }

    /// The bank says that the lower freeze waits, or has carried it out beside the higher one: that one is let go now, and the freeze
    /// goes on under the lower one from then; or the lower one is taken back, where more is claimed by now.
    func makeRoom(for act: BankAct, in freeze: Freeze) throws {
        guard freeze.narrowing?.act == act.id, freeze.state == .frozen else { return }
        let acts = try BankActTable(tx).acts(for: freeze.id)
        guard let higher = acts.standing(desk.rules).first(where: { $0.id < act.id }) else {
            return try replace(freeze, by: act)
        }
        guard !acts.isReleasing(higher) else { return }
        let undone = try ReturnDesk(step: step, rules: desk.rules).undone(of: freeze)
        guard let lower = freeze.narrowing, undone == nil, try claimed(of: freeze) <= lower.limit else {
            return try takeBack(freeze, because: "claimed")
        }
        try sendRelease(of: higher.id, freeze, reason: "narrowing")
        try step.record(
            "freeze.partReleasing", on: freeze.id, topic: act.incident, basis: desk.rules[.approvalRelease].basis,
            detail: .object(["stays": .number(lower.limit.fen)]))
    }

    /// The higher freeze is gone, and the bank holds by the lower one.
    func replace(_ freeze: Freeze, by act: BankAct) throws {
        guard let at = act.doneAt(desk.rules), let term = act.order.freeze.flatMap({ Term($0.term) }) else { return }
        try change(freeze, .narrowed(ends: desk.rules.deadlines.end(of: term, from: at)))
        try step.record(
            "freeze.narrowed", on: freeze.id, topic: act.incident, basis: act.order.basis, reason: act.answer?.result,
            detail: .object(["act": .string(act.id.description)]))
    }

    /// The higher freeze is found to be gone after all, and one that was lower is what is left.
    func adopt(_ act: BankAct, for freeze: Freeze) throws {
        guard freeze.narrowing == nil, let amount = act.order.freeze?.amount?.money,
            amount < freeze.remains ?? amount + Money(fen: 1)
        else { return }
        try change(freeze, .narrow(Freeze.Narrowing(limit: amount, act: act.id)))
        try replace(try FreezeTable(tx).require(freeze.id), by: act)
    }

    /// A lower freeze that was taken back has begun all the same: it is let go again, unless that is on its way.
    func letGoAgain(_ act: BankAct, of freeze: Freeze) throws {
        let acts = try BankActTable(tx).acts(for: freeze.id)
        guard acts.standing(desk.rules).contains(where: { $0.id == act.id }), !acts.isReleasing(act) else { return }
        try sendRelease(of: act.id, freeze, reason: "takenBack")
    }

    /// When a freeze that is in force on record ended at its bank, since no order of it stands there or will; nil where one may.
    func endedAtBank(_ freeze: Freeze) throws -> Timestamp? {
        let acts = try BankActTable(tx).acts(for: freeze.id)
        guard freeze.isInForce, acts.maybeStanding(desk.rules).isEmpty else { return nil }
        let release = acts.last { $0.kind == .unfreeze && $0.answer.map(desk.rules.isDone) ?? false }
        return release.map { $0.doneAt(desk.rules) ?? $0.answeredAt ?? step.now }
    }

    /// The whole is let go: a lower freeze that waits is taken back; one that has begun is what is let go now.
    func giveUp(_ freeze: Freeze, because reason: String) throws {
        guard let lower = freeze.narrowing, try BankActTable(tx).inForce(freeze.id, desk.rules)?.id == lower.act else {
            return try takeBack(freeze, because: reason)
        }
        try change(freeze, .narrowingEnded)
        _ = try step.drop(try BankActTable(tx).require(lower.act))
    }

    /// Takes a lower freeze back that is on its way or waits; nothing happens where there is none.
    func takeBack(_ freeze: Freeze, because reason: String) throws {
        guard let lower = freeze.narrowing else { return }
        try change(freeze, .narrowingEnded)
        _ = try step.drop(try BankActTable(tx).require(lower.act))
        try sendRelease(of: lower.act, freeze, reason: reason)
        try step.record("freeze.partTakenBack", on: freeze.id, topic: freeze.incident, reason: reason)
    }

    private func sendRelease(of act: ActID, _ freeze: Freeze, reason: String) throws {
        guard let second = try second(for: freeze) else {
            throw StorageError.other("nobody approved a partial release of \(freeze.id)")
        }
        try desk.send(
            .unfreeze, freeze, for: try IncidentTable(tx).require(freeze.incident), second: second,
            basis: .approvalRelease, limit: desk.rules.bankAnswerLimitRelease, term: nil, reason: reason, original: act)
    }

    /// Who let the part go last: by approving it, or by finding a complaint right for it.
    private func second(for freeze: Freeze) throws -> UserID? {
        let approvals = try ApprovalTable(tx).about(subject: freeze.id, limit: 50)
        let asked = approvals.filter { $0.state == .approved && $0.lines.contains { $0.detail["narrow"] != nil } }
        let complained = try ComplaintTable(tx).complaints(about: freeze.id).filter { $0.freed != nil }
        let all =
            asked.map { (at: $0.endedAt, by: $0.decidedBy) }
            + complained.map { (at: $0.decidedAt, by: $0.decidedBy.flatMap { UserID($0) }) }
        let decided = all.compactMap { one in one.at.flatMap { at in one.by.map { (at: at, by: $0) } } }
        return decided.max { $0.at < $1.at }?.by
    }

    func change(_ freeze: Freeze, _ event: Freeze.Event) throws {
        var changed = freeze
        let effects = try changed.apply(event)
        try FreezeTable(tx).update(changed, from: freeze.state)
        try FreezeEffects(step: step, rules: desk.rules).carryOut(effects, of: changed)
    }
}

/// What a bank's words mean for a lower freeze and for the release of the higher one.
extension AnswerEffects {
    /// True where the answer is about a partial release, and is dealt with.
    func narrow(_ freeze: Freeze, _ answer: BankAnswer, isDone: Bool) throws -> Bool {
        let table = BankActTable(step.transaction)
        switch act.kind {
        case .freeze:
            guard try table.acts(for: freeze.id).first?.id != act.id else { return false }
            try settle(freeze, answer, isDone: isDone)
            return true
        case .unfreeze:
            let acts = try table.acts(for: freeze.id).filter { $0.id != act.id }
            let standing = acts.standing(rules)
            if let lower = freeze.narrowing, freeze.state == .frozen,
                act.order.original == standing.first(where: { $0.id < lower.act })?.id.description
            {
                try followRelease(freeze, acts.first { $0.id == lower.act }, answer, isDone: isDone)
                return true
            }
            let others = standing.filter { $0.id.description != act.order.original }
            // What names another order than the one in force takes a lower freeze back; and while the bank freezes by another one,
            // too, the freeze has not ended.
            if others.isEmpty, act.order.original == acts.inForce(rules)?.id.description { return false }
            if !isDone { try recordRefusal(answer, of: freeze) }
            if isDone, freeze.state == .frozen, others.count == 1, !acts.isReleasing(others[0]) {
                try FreezeNarrowing(desk: OrderDesk(step: step, rules: rules)).adopt(others[0], for: freeze)
            }
            if freeze.state == .releasing, !acts.contains(where: \.isOpenRelease) { try keep(freeze) }
            return true
        case .stop, .extend, .release, .inquiry, .protectiveHold, .protectiveRelease, .renewFreeze, .returnFunds:
            return false
        }
    }

    private func settle(_ freeze: Freeze, _ answer: BankAnswer, isDone: Bool) throws {
        let narrowing = FreezeNarrowing(desk: OrderDesk(step: step, rules: rules))
        let isAwaited = freeze.narrowing?.act == act.id
        if isDone {
            return isAwaited ? try narrowing.makeRoom(for: act, in: freeze) : try narrowing.letGoAgain(act, of: freeze)
        }
        if isAwaited { try narrowing.change(freeze, .narrowingEnded) }
        try step.record(
            "freeze.partRefused", on: freeze.id, topic: act.incident, basis: act.order.basis, reason: answer.result,
            detail: .object(["act": .string(act.id.description)]))
        let freeze = try FreezeTable(step.transaction).require(freeze.id)
        if let ended = try narrowing.endedAtBank(freeze) { try apply(.released(at: ended), to: freeze, answer) }
    }

    /// A release of the higher freeze was answered. It is gone: the lower one has begun, or its bank is asked for its word on that at
    /// once. It stays: the lower one is taken back.
    private func followRelease(_ freeze: Freeze, _ lower: BankAct?, _ answer: BankAnswer, isDone: Bool) throws {
        let narrowing = FreezeNarrowing(desk: OrderDesk(step: step, rules: rules))
        if !isDone {
            try recordRefusal(answer, of: freeze)
            return try narrowing.takeBack(freeze, because: answer.result)
        }
        guard let lower else { return }
        if lower.doneAt(rules) != nil { return try narrowing.replace(freeze, by: lower) }
        try step.follow(.transmit, lower.id)
    }
}
