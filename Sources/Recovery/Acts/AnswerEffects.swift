internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Carries out what a bank's first answer to an act means.
struct AnswerEffects {
    let step: Step
    let rules: Rules
    let act: BankAct

    func carryOut(_ answer: BankAnswer) throws {
        let isDone = rules.isDone(answer)
        switch act.kind {
        case .stop, .extend, .release: try stop(answer, isDone: isDone)
        case .inquiry: try inquiry(answer, isDone: isDone)
        case .protectiveHold, .protectiveRelease: try hold(answer, isDone: isDone)
        case .freeze, .renewFreeze, .unfreeze: try freeze(answer, isDone: isDone)
        case .returnFunds: try repayment(answer, isDone: isDone)
        }
    }

    /// The act will not be sent any more; its measure must not wait for an answer.
    func carryOutDropping() throws {
        try carryOut(BankAnswer(act: act.id.description, result: "dropped", answeredAt: WireTime(step.now)))
    }

    /// The bank did what no measure on record shows, unless a release has ended that since: a person asks it.
    func doubtWhatWasDone() throws {
        let acts = try BankActTable(step.transaction).acts(for: act.measure)
        let order = act.kind == .extend || act.kind == .renewFreeze ? act.order.original : act.id.description
        guard act.answer.map(rules.isDone) ?? false,
            !acts.contains(where: { $0.hasReleased(order, begunAt: act.doneAt(rules), rules) })
        else { return }
        try doubt()
    }

    /// A person asks the bank how the account stands.
    func doubt() throws {
        guard act.state == .answered else { return }
        var act = act
        _ = try act.apply(.doubt)
        try BankActTable(step.transaction).update(act, from: .answered)
    }

    // MARK: stop-payments

    private func stop(_ answer: BankAnswer, isDone: Bool) throws {
        guard let id = StopPaymentID(act.measure) else {
            throw StorageError.other("act \(act.id) serves no stop-payment")
        }
        let table = StopPaymentTable(step.transaction)
        var stop = try table.require(id)
        guard let event = try event(for: stop, answer, isDone: isDone) else {
            try recordRefusedEnding(answer, of: stop)
            return
        }
        let old = stop.state
        let effects = try stop.apply(event)
        try table.update(stop, from: old)
        try step.record(
            "stopPayment.\(stop.state.rawValue)", on: stop.id, topic: act.incident, basis: act.order.basis,
            reason: answer.result,
            detail: .object([
                "before": .string(old.rawValue), "after": .string(stop.state.rawValue),
                "held": .number(stop.heldBalance?.fen ?? 0), "act": .string(act.id.description),
            ]))
        try StopPaymentEffects(step: step, rules: rules).carryOut(effects, of: stop)
        if act.kind != .release, effects.contains(.reportContradiction) { try doubtWhatWasDone() }
        if act.kind != .release, stop.state == .executed, !old.isInForce { try endWhatWasObjected(stop) }
    }

    /// A complaint upheld or a review that objected while the order was at the bank takes effect once the bank has executed.
    private func endWhatWasObjected(_ stop: StopPayment) throws {
        let tx = step.transaction
        let desk = OrderDesk(step: step, rules: rules)
        let complaints = try ComplaintTable(tx).askComplaints(about: stop.id)
        let review = try AuthorityTable(tx).askReview(of: stop.id)
        let upheld = try complaints.answer().first(where: \.endsMeasure)
        if let upheld, let second = upheld.decidedBy.flatMap({ UserID($0) }) {
            let incident = try IncidentTable(tx).require(stop.incident)
            try desk.release(stop, second: second, incident: incident, reason: upheld.id.description)
        } else if let review = try review.answer(), review.state == .objected,
            try ApprovalTable(tx).waiting(.approveRelease, on: stop.id) == nil
        {
            let incident = try IncidentTable(tx).require(review.incident)
            let reviewer = review.reviewer.map { Actor(.user, $0) }
            try desk.requestRelease(of: stop, for: incident, reason: review.reason ?? "", maker: reviewer)
        }
    }

    private func liftWhatWasObjected(_ hold: ProtectiveHold) throws {
        let tx = step.transaction
        let desk = OrderDesk(step: step, rules: rules)
        let incident = try IncidentTable(tx).require(hold.incident)
        let upheld = try ComplaintTable(tx).complaints(about: hold.id).first(where: \.endsMeasure)
        if let upheld, let second = upheld.decidedBy.flatMap({ UserID($0) }) {
            try desk.lift(hold, by: second, incident, upheld.id.description)
        } else if let review = try AuthorityTable(tx).review(of: hold.id), review.state == .objected,
            let reviewer = review.reviewer.flatMap({ UserID($0) })
        {
            try desk.lift(hold, by: reviewer, incident, review.reason ?? "")
        }
    }

    private func event(for stop: StopPayment, _ answer: BankAnswer, isDone: Bool) throws -> StopPayment.Event? {
        switch act.kind {
        case .stop:
            guard isDone, let at = answer.executedAt?.timestamp, let held = answer.heldBalance?.money else {
                return .refused(code: answer.result)
            }
            return .executed(at: at, ends: at + rules.stopPaymentTerm, held: held)
        case .extend:
            guard isDone, let ends = stop.endsAt else { return nil }
            let extended = ends + rules.stopPaymentTerm
            return try isHeardLate(answer, stop, extended) ? .revived(ends: extended) : .extended(ends: extended)
        case .release: return isDone ? .released(at: answer.executedAt?.timestamp ?? step.now) : nil
        case .inquiry, .protectiveHold, .protectiveRelease, .freeze, .renewFreeze, .unfreeze, .returnFunds: return nil
        }
    }

    /// Whether it was extended in time, up to `ends`, and only heard of after its end: the bank holds on, and so does the measure,
    /// unless another runs or was counted since.
    private func isHeardLate(_ answer: BankAnswer, _ stop: StopPayment, _ ends: Timestamp) throws -> Bool {
        guard stop.state == .expired, step.now < ends, let began = stop.executedAt, let ended = stop.endsAt,
            ended <= began + rules.stopPaymentTerm, answer.executedAt.map({ $0.timestamp <= ended }) ?? true
        else { return false }
        return try StopPaymentTable(step.transaction).history(of: [stop.account]).allSatisfy {
            !$0.state.isLive && ($0.id <= stop.id || $0.uses == 0)
        }
    }

    /// A word that fitted nothing is true: now that no other measure runs, it may fit.
    func goOn() throws {
        guard act.kind == .extend, let answer = act.answer, let id = StopPaymentID(act.measure) else { return }
        let stop = try StopPaymentTable(step.transaction).require(id)
        guard case .revived? = try event(for: stop, answer, isDone: rules.isDone(answer)) else { return }
        try carryOut(answer)
    }

    /// A bank that did not extend or release: the measure runs on as it did, and a person is told.
    private func recordRefusedEnding(_ answer: BankAnswer, of stop: StopPayment) throws {
        if act.kind == .release, try !isAskedAgain() {
            var stop = stop
            let old = stop.state
            _ = try stop.apply(.releaseRefused)
            try StopPaymentTable(step.transaction).update(stop, from: old)
        }
        try step.record(
            "stopPayment.\(act.kind.rawValue)Refused", on: stop.id, topic: act.incident, reason: answer.result,
            detail: .object(["act": .string(act.id.description)]))
    }

    /// Whether another order of this kind about the same order is on its way.
    func isAskedAgain() throws -> Bool {
        try BankActTable(step.transaction).acts(for: act.measure).contains {
            $0.id != act.id && $0.isReleasing(act.order.original)
        }
    }

    // MARK: inquiries

    private func inquiry(_ answer: BankAnswer, isDone: Bool) throws {
        guard let id = InquiryID(act.measure) else { throw StorageError.other("act \(act.id) serves no inquiry") }
        var inquiry = try InquiryTable(step.transaction).require(id)
        let old = inquiry.state
        var touched = [inquiry.account]
        if isDone, let until = answer.coveredUntil?.timestamp {
            _ = try inquiry.apply(.answered(coveredUntil: until))
            touched += try keep(answer.rows ?? [])
            try doubtPaymentsShown(in: act.account)
        } else {
            _ = try inquiry.apply(.refused(code: answer.result))
        }
        try InquiryTable(step.transaction).update(inquiry, from: old)
        try step.record(
            "inquiry.\(inquiry.state.rawValue)", on: inquiry.id, topic: act.incident, reason: answer.result,
            detail: .object(["rows": .number(Int64(answer.rows?.count ?? 0)), "act": .string(act.id.description)]))
        try step.retrace(reaching: touched, and: [inquiry.incident])
    }

    /// A statement that shows a payment of which the bank had said that it failed: a person asks the bank, before it is made again.
    func doubtPaymentsShown(in account: AccountID) throws {
        let tx = step.transaction
        let payments = try RepaymentTable(tx).askRepayments(from: [account]).answer()
        guard payments.contains(where: { $0.state == .failed }) else { return }
        let entries = try AccountEntryTable(tx).askEntries(of: [account]).answer()
        for payment in Repayments(payments, among: entries).shown where payment.state == .failed {
            guard let order = try BankActTable(tx).acts(for: payment.id).last, order.contradictions == 0 else {
                continue
            }
            // What a person has asked about is not asked about again by each statement.
            let told = try EntryTable(tx).about(subject: order.id.description, limit: 50)
            if told.contains(where: { $0.act == "bank.settled" }) { continue }
            try AnswerEffects(step: step, rules: rules, act: order).doubt()
        }
    }

    /// Keeps the entries that are new and returns the accounts they name; a serial that is known with other content is a
    /// contradiction and stays as first told.
    private func keep(_ rows: [StatementRow]) throws -> [AccountID] {
        let table = AccountEntryTable(step.transaction)
        let counterparts = try counterparts(of: rows)
        let entries = zip(rows, counterparts).map(entry)
        var named: [AccountID] = []
        let kept = try entries.map { try table.insert($0, act: act.id) }
        for (entry, isNew) in zip(entries, kept) {
            if try isNew.answer() {
                if let counterpart = entry.counterpart { named.append(counterpart) }
                continue
            }
            guard let known = try table.find(account: act.account, serial: entry.serial) else { continue }
            if (known.amount, known.direction, known.at) != (entry.amount, entry.direction, entry.at) {
                try step.record(
                    "entry.contradicted", on: act.account, topic: act.incident, reason: entry.serial,
                    detail: .object(["first": .number(known.amount.fen), "now": .number(entry.amount.fen)]))
            }
        }
        return named
    }

    private func entry(_ row: StatementRow, _ counterpart: AccountID?) -> AccountEntry {
        AccountEntry(
            arrival: 0, account: act.account, serial: row.serial, direction: row.direction, channel: row.channel,
            amount: row.amount.money, at: row.time.timestamp, balance: row.balance?.money,
            counterpart: counterpart, counterpartNumber: row.counterpart?.accountNumber,
            counterpartName: row.counterpart?.accountName, reference: row.reference)
    }

    /// The account on the other side of each row, where its bank is one we know.
    private func counterparts(of rows: [StatementRow]) throws -> [AccountID?] {
        let table = AccountTable(step.transaction)
        var banks: [String: Bank?] = [:]
        func bank(_ key: String, _ find: () throws -> Bank?) throws -> Bank? {
            if let known = banks[key] { return known }
            let found = try find()
            banks[key] = .some(found)
            return found
        }
        let asked = try rows.map { row -> Pending<Account>? in
            guard let party = row.counterpart, let number = party.accountNumber, !number.isEmpty else { return nil }
            let coded = try party.bankCode.flatMap { code in try bank("code \(code)") { try table.bank(code) } }
            let named = {
                try party.bankName.flatMap { name in try bank("name \(name)") { try table.bank(named: name) } }
            }
            guard let bank = try coded ?? named() else { return nil }
            return try table.askEnsured(bank: bank.code, number: number, name: party.accountName, id: step.newID())
        }
        return try asked.map { try $0?.answer().id }
    }

    // MARK: protective holds

    private func hold(_ answer: BankAnswer, isDone: Bool) throws {
        guard let id = ProtectiveHoldID(act.measure) else { throw StorageError.other("act \(act.id) serves no hold") }
        var hold = try ProtectiveHoldTable(step.transaction).require(id)
        let old = hold.state
        var effects: [ProtectiveHold.Effect] = []
        if act.kind == .protectiveRelease {
            effects = try hold.apply(isDone ? .lifted(at: step.now) : .liftRefused)
        } else if isDone, let at = answer.executedAt?.timestamp {
            effects = try hold.apply(.executed(at: at, ends: at + rules.protectiveHoldTerm))
        } else {
            effects = try hold.apply(.refused(code: answer.result))
        }
        try ProtectiveHoldTable(step.transaction).update(hold, from: old)
        if act.kind == .protectiveHold, hold.state == .executed, old != .executed { try liftWhatWasObjected(hold) }
        for case .startTerm(let ends) in effects { try step.follow(.holdEnd, hold.id, due: max(ends, step.now)) }
        if effects.contains(.reportContradiction) {
            try step.record("bank.contradicted", on: hold.id, topic: act.incident, reason: hold.state.rawValue)
            if act.kind == .protectiveHold { try doubtWhatWasDone() }
        }
        try step.record(
            "protectiveHold.\(hold.state.rawValue)", on: hold.id, topic: act.incident, reason: answer.result)
    }
}

/// Carries out what a stop-payment's change asks for.
struct StopPaymentEffects {
    let step: Step
    let rules: Rules

    func carryOut(_ effects: [StopPayment.Effect], of stop: StopPayment) throws {
        let claimants = try StopPaymentTable(step.transaction).claims(on: stop.id).map(\.incident)
        for effect in effects {
            switch effect {
            case .startTerm(let ends): try startTerm(of: stop, ends: ends)
            case .endClaims: try StopPaymentTable(step.transaction).endClaims(on: stop.id)
            case .reviveClaims: try reviveClaims(on: stop)
            case .traceClaimants: try step.retrace(reaching: [stop.account], and: claimants + [stop.incident])
            case .reportContradiction:
                try step.record("bank.contradicted", on: stop.id, topic: stop.incident, reason: stop.state.rawValue)
            case .transmit, .escalate, .sendRelease:
                // The command that applied the event sends or records in the same step.
                break
            }
        }
    }

    /// What had ended with the measure alone goes on with it.
    private func reviveClaims(on stop: StopPayment) throws {
        let table = StopPaymentTable(step.transaction)
        for claim in try table.claims(on: stop.id) where try !step.isClaimEnded(of: claim.incident, on: stop.id) {
            try table.put(Claim(stop: stop.id, incident: claim.incident, traced: claim.traced, isLive: true))
        }
    }

    private func startTerm(of stop: StopPayment, ends: Timestamp) throws {
        try step.follow(.termEnd, stop.id, due: max(ends, step.now))
        if let first = rules.nextWarning(before: ends, after: step.now) {
            try step.follow(.termWarning, stop.id, due: first)
        }
    }
}

extension Rules {
    /// When to warn next that a term ends at `ends`.
    func nextWarning(before ends: Timestamp, after now: Timestamp) -> Timestamp? {
        stopPaymentWarnBefore.map { ends - $0 }.filter { $0 > now }.min()
    }
}
