internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Makes, approves and ends measures inside one step. Every path to an order leads through here, so that none goes out
/// without a second person or a standing authority, a third time, or beside a running one.
struct OrderDesk {
    let step: Step
    let rules: Rules

    private var tx: any Transaction { step.transaction }

    // MARK: asking

    /// Makes the drafts that a trace asks for and sends each on its way: under an authority, or to a second person.
    func issue(_ orders: [NextOrder], for incident: Incident) throws {
        var stops: [StopPayment] = []
        var inquiries: [Inquiry] = []
        let told = try told(of: orders.filter(\.asksInquiry).map(\.account))
        for order in orders {
            if order.asksStop { stops.append(try draftStop(order, for: incident)) }
            if order.asksInquiry {
                inquiries.append(try draftInquiry(order, told: told[order.account] ?? [], for: incident))
            }
            if let refusal = order.refusal { try recordRefusal(refusal, of: order, for: incident) }
        }
        try sendOrAsk(stops, inquiries, for: incident, orders: orders)
    }

    private func draftStop(_ order: NextOrder, for incident: Incident) throws -> StopPayment {
        let stop = StopPayment(
            id: step.newID(), account: order.account, incident: incident.id, transferAmount: order.transferAmount,
            transferTime: order.transferTime, tier: order.tier, requestedAt: step.now, state: .draft)
        try StopPaymentTable(tx).insert(stop)
        try StopPaymentTable(tx).put(Claim(stop: stop.id, incident: incident.id, traced: order.traced, isLive: true))
        try step.record(
            "stopPayment.requested", on: stop.id, topic: incident.id, basis: rules[.stopPaymentTerm].basis,
            detail: .object([
                "account": .string(order.account.description), "tier": .number(Int64(order.tier)),
                "traced": .number(order.traced.fen),
            ]))
        return stop
    }

    private func told(of accounts: [AccountID]) throws -> [AccountID: [Inquiry]] {
        accounts.isEmpty
            ? [:] : Dictionary(grouping: try InquiryTable(tx).history(of: accounts), by: \.account)
    }

    private func draftInquiry(_ order: NextOrder, told: [Inquiry], for incident: Incident) throws -> Inquiry {
        let inquiry = Inquiry(
            id: step.newID(), account: order.account, incident: incident.id,
            from: inquiryStart(order, Coverage(told)),
            requestedAt: step.now, state: .draft)
        try InquiryTable(tx).insert(inquiry)
        try step.record(
            "inquiry.requested", on: inquiry.id, topic: incident.id, basis: rules[.approvalInquiry].basis,
            detail: .object(["account": .string(order.account.description), "tier": .number(Int64(order.tier))]))
        return inquiry
    }

    /// From when the money came in; where a statement is at hand that ends earlier, from there, so that no gap is left.
    private func inquiryStart(_ order: NextOrder, _ coverage: Coverage) -> Timestamp {
        let start = order.moneySince - rules.fourItemsTimeTolerance
        return min(start, coverage.end ?? start)
    }

    /// Says once for each incident and account why no stop goes out.
    private func recordRefusal(_ refusal: StopRefusal, of order: NextOrder, for incident: Incident) throws {
        guard refusal != .hub else { return }
        let said = try EntryTable(tx).about(subject: order.account.description, limit: 50)
        guard
            !said.contains(where: {
                $0.act == "stopPayment.notPossible" && $0.topic == incident.id.description && $0.reason == "\(refusal)"
            })
        else { return }
        try step.record(
            "stopPayment.notPossible", on: order.account, topic: incident.id, basis: rules[.stopPaymentTimesMax].basis,
            reason: "\(refusal)", detail: .object(["traced": .number(order.traced.fen)]))
    }

    // MARK: authority or second person

    private func sendOrAsk(_ stops: [StopPayment], _ inquiries: [Inquiry], for incident: Incident, orders: [NextOrder])
        throws
    {
        guard !stops.isEmpty || !inquiries.isEmpty else { return }
        let orders = Dictionary(orders.map { ($0.account, $0) }) { first, _ in first }
        let authorization = try Authorization(over: orders.keys.sorted(), of: incident, at: step.now, tx)
        var waiting: [Approval.Line] = []
        for stop in stops {
            let traced = orders[stop.account]?.traced ?? .zero
            if let authority = authorization.covering(.stop, stop.account, tier: stop.tier, amount: traced) {
                try approve(stop, by: try approver(of: authority), incident: incident, under: authority)
            } else {
                waiting.append(try line(stop.id.description, account: stop.account, sum: traced, tier: stop.tier))
            }
        }
        try ask(.approveStop, lines: waiting, for: incident, level: rules.approval(of: .stopPayment))
        waiting = []
        for inquiry in inquiries {
            let (tier, traced) = (orders[inquiry.account]?.tier ?? 1, orders[inquiry.account]?.traced ?? .zero)
            if let authority = authorization.covering(.inquiry, inquiry.account, tier: tier, amount: traced) {
                try approve(
                    inquiry, by: try approver(of: authority), number: authority.id.description, incident: incident,
                    under: authority)
            } else {
                waiting.append(try line(inquiry.id.description, account: inquiry.account, sum: nil, tier: tier))
            }
        }
        try ask(.approveInquiry, lines: waiting, for: incident, level: rules.approval(of: .inquiry))
    }

    func sendOrAsk(_ hold: ProtectiveHold, for incident: Incident) throws {
        let authorization = try Authorization(over: [hold.account], of: incident, at: step.now, tx)
        if let authority = authorization.covering(.protectiveHold, hold.account, tier: 0, amount: .zero) {
            try approve(hold, by: try approver(of: authority), incident: incident, under: authority)
        } else {
            let line = try line(hold.id.description, account: hold.account, sum: nil, tier: 0)
            try ask(.approveProtectiveHold, lines: [line], for: incident, level: rules.approval(of: .protectiveHold))
        }
    }

    private func line(_ id: String, account: AccountID, sum: Money?, tier: Int) throws -> Approval.Line {
        Approval.Line(
            id: id, sum: sum, detail: .object(["account": .string(account.description), "tier": .number(Int64(tier))]))
    }

    func ask(_ act: Act, lines: [Approval.Line], for incident: Incident, level: ApprovalLevel, maker: Actor? = nil)
        throws
    {
        guard let first = lines.first else { return }
        // Who decides something does not ask for what follows in another's name: it is the other who asks.
        let isForAnother = step.actor.kind == .user && maker != step.actor
        try Approvals.request(
            in: step,
            ApprovalRequest(
                act, on: first.id, topic: incident.id, lines: lines, waitingFor: .unit(incident.unit),
                lowestLevel: level.unitLevel,
                maker: maker ?? Actor(UserID(incident.taker) == nil ? .client : .user, incident.taker),
                askedBy: try maker == nil ? whoCorrected(incident) : isForAnother ? maker : nil))
    }

    /// Who added to the incident's facts last: what the trace asks for follows from them, and he does not approve it.
    private func whoCorrected(_ incident: Incident) throws -> Actor? {
        guard step.actor.kind == .system else { return nil }
        return try EntryTable(tx).about(subject: incident.id.description, limit: 200)
            .first { $0.act == Incidents.factsAdded }?.actor
    }

    private func approver(of authority: StandingAuthority) throws -> UserID {
        guard let approver = authority.approver.flatMap({ UserID($0) }) else {
            throw StorageError.other("standing authority \(authority.id) has no approver")
        }
        return approver
    }

    // MARK: going out

    /// Sends an approved stop-payment on its way. A second person's approval and an authority meet here.
    func approve(_ stop: StopPayment, by second: UserID, incident: Incident, under authority: StandingAuthority? = nil)
        throws
    {
        var stop = stop
        let old = stop.state
        _ = try stop.apply(.approve)
        try StopPaymentTable(tx).update(stop, from: old)
        try send(
            .stop, measure: stop.id.description, account: stop.account, incident: incident, amount: stop.transferAmount,
            time: stop.transferTime, second: second, approval: stop.id.description,
            basis: rules[.stopPaymentTerm].basis,
            limit: rules.bankAnswerLimitStopPayment, urgency: stop.tier == 1 ? .urgent : .usual)
        try step.record(
            "stopPayment.ordered", on: stop.id, topic: incident.id, basis: rules[.stopPaymentTerm].basis,
            reason: authority.map { "\($0.id)" }, detail: .object(["second": .string(second.description)]))
        if let authority { try review(stop.id.description, incident: incident, under: authority) }
    }

    func approve(
        _ inquiry: Inquiry, by second: UserID, number: String, incident: Incident,
        under authority: StandingAuthority? = nil
    ) throws {
        var inquiry = inquiry
        let old = inquiry.state
        _ = try inquiry.apply(.approve(number: number))
        try InquiryTable(tx).update(inquiry, from: old)
        try send(
            .inquiry, measure: inquiry.id.description, account: inquiry.account, incident: incident, amount: .zero,
            time: inquiry.from,
            second: second, approval: number, basis: rules[.approvalInquiry].basis, limit: rules.bankAnswerLimitInquiry,
            from: inquiry.from)
        try step.record(
            "inquiry.ordered", on: inquiry.id, topic: incident.id, basis: rules[.approvalInquiry].basis,
            reason: authority.map { "\($0.id)" }, detail: .object(["approval": .string(number)]))
        if let authority { try review(inquiry.id.description, incident: incident, under: authority) }
    }

    func approve(
        _ hold: ProtectiveHold, by second: UserID, incident: Incident, under authority: StandingAuthority? = nil
    ) throws {
        var hold = hold
        let old = hold.state
        _ = try hold.apply(.approve)
        try ProtectiveHoldTable(tx).update(hold, from: old)
        try send(
            .protectiveHold, measure: hold.id.description, account: hold.account, incident: incident, amount: .zero,
            time: hold.requestedAt, second: second, approval: hold.id.description,
            basis: rules[.protectiveHoldTerm].basis,
            limit: rules.bankAnswerLimitProtectiveHold, urgency: .urgent)
        try step.record(
            "protectiveHold.ordered", on: hold.id, topic: incident.id, basis: rules[.protectiveHoldTerm].basis)
        if let authority { try review(hold.id.description, incident: incident, under: authority) }
    }

    /// Sends what ends or lengthens a measure that the bank has executed.
    func send(_ kind: BankOrder.Kind, ending stop: StopPayment, second: UserID, incident: Incident, reason: String)
        throws
    {
        let rule: RuleID = kind == .extend ? .stopPaymentTerm : .approvalRelease
        try send(
            kind, measure: stop.id.description, account: stop.account, incident: incident, amount: stop.transferAmount,
            time: stop.transferTime, second: second, approval: stop.id.description, basis: rules[rule].basis,
            limit: kind == .extend ? rules.bankAnswerLimitStopPayment : rules.bankAnswerLimitRelease, reason: reason)
    }

    func send(lifting hold: ProtectiveHold, second: UserID, incident: Incident, reason: String) throws {
        try send(
            .protectiveRelease, measure: hold.id.description, account: hold.account, incident: incident, amount: .zero,
            time: hold.requestedAt, second: second, approval: hold.id.description,
            basis: rules[.protectiveHoldTerm].basis,
            limit: rules.bankAnswerLimitRelease, reason: reason)
    }

    @discardableResult
    func send(
        _ kind: BankOrder.Kind, measure: String, account: AccountID, incident: Incident, amount: Money, time: Timestamp,
        second: UserID, approval: String, basis: String, limit: Duration, from: Timestamp? = nil,
        freeze: BankOrder.FreezeTerms? = nil, payee: BankOrder.Party? = nil, reason: String? = nil,
        officer: String? = nil, serving: String? = nil, original: ActID? = nil, urgency: Urgency = .usual
    ) throws -> ActID {
        let id: ActID = step.newID()
        let askedTarget = try AccountTable(tx).ask([account])
        let askedOriginal = try original == nil ? BankActTable(tx).askInForce(serving ?? measure, rules) : nil
        let writer = try OrderWriter(
            for: incident, officer: officer ?? incident.taker, second: second, at: step.now, tx)
        guard let target = try askedTarget.answer().first else { throw StorageError.other("no account \(account)") }
        let order = try writer.order(
            id, kind, to: target, amount: amount, time: time, approval: approval, basis: basis, limit: limit,
            term: term(of: kind), from: from, freeze: freeze, payee: payee, reason: reason,
            original: try original ?? askedOriginal?.answer()?.id)
        let act = BankAct(
            id: id, kind: kind, bank: target.bank, account: account, incident: incident.id, measure: measure,
            order: order,
            createdAt: step.now, answerDue: step.now + limit)
        try BankActTable(tx).insert(act)
        try step.follow(.transmit, id, urgency: urgency)
        try step.follow(.answerDue, id, due: act.answerDue)
        return id
    }

    private func term(of kind: BankOrder.Kind) -> Duration? {
        switch kind {
        case .stop, .extend: rules.stopPaymentTerm
        case .protectiveHold: rules.protectiveHoldTerm
        case .release, .protectiveRelease, .inquiry, .freeze, .renewFreeze, .unfreeze, .returnFunds: nil
        }
    }

    private func review(_ measure: String, incident: Incident, under authority: StandingAuthority) throws {
        let review = AuthorityReview(
            id: step.newID(), authority: authority.id, measure: measure, incident: incident.id, officer: incident.taker,
            due: step.now + authority.reviewWithin, state: .waiting)
        try AuthorityTable(tx).insert(review)
        try step.follow(.reviewDue, review.id, due: review.due)
    }
}

extension ApprovalLevel {
    /// The lowest organ whose people may approve; nil where the leader on duty of any will do.
    var unitLevel: UnitCode.Level? {
        switch self {
        case .dutyLeader: nil
        case .countyHead: .county
        case .cityHead: .city
        case .provinceHead: .province
        }
    }
}
