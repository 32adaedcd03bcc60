internal import Access
internal import Gateways
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// What people do in a simulation of their own accord, beside taking reports and deciding.
enum Whim: CaseIterable {
    case extend, release, complain, answerComplaint, protect, lift, review, correct, telephone, settleDeadLetter,
        renewAuthority, fileAndFreeze, actOnFreeze, freezeByAnother, tellHolder, putOffTelling, hearHolder

    /// What people do in most stories; those below come more often in some.
    static let usual = allCases.filter { ![.tellHolder, .putOffTelling, .hearHolder].contains($0) }
    static let freezing: [Whim] = [.fileAndFreeze, .fileAndFreeze, .actOnFreeze, .actOnFreeze, .freezeByAnother]
    static let holding: [Whim] = [.tellHolder, .tellHolder, .putOffTelling, .hearHolder, .hearHolder, .answerComplaint]
}

extension VirtualCity {
    /// Does something that a person might do now. The rules may refuse it; nothing else may go wrong.
    mutating func followWhim(of whims: [Whim]) throws {
        guard let whim = whims.randomElement(using: &generator) else { return }
        self.whims += 1
        do {
            try follow(whim, key: key("whim/\(self.whims)"))
            log?("\(CivilTime(clock.now()).text) whim \(whim)")
        } catch  where Self.isRefusal(error) {
            log?("\(CivilTime(clock.now()).text) whim \(whim) refused: \(error)")
        }
    }

    /// While a report is taken whose money may have come to the same accounts, others ask for measures to be let go.
    mutating func doubtMeasures(key text: String) throws {
        guard plan.mishaps.doubts > 0 else { return }
        for stop in try read({ try StopPaymentTable($0).newest(before: nil, state: .executed, limit: 40) })
        where generator.happens(plan.mishaps.doubts) {
            do {
                try platform.stopPayments.requestRelease(
                    of: stop.id, for: stop.incident, reason: "模拟：与案件无关", by: officer(), key: key("\(text)/\(stop.id)"),
                    at: clock.now())
            } catch  where Self.isRefusal(error) {
                log?("\(CivilTime(clock.now()).text) doubt refused: \(error)")
            }
        }
        try doubtFreezes(key: text)
    }

    /// Whether this is a rule that said no, as people meet it, and not a defect.
    static func isRefusal(_ error: any Error) -> Bool {
        switch error {
        case is Refusal, is NotFound, is StopPayments.NotPossible, is ProtectiveHolds.NotPossible,
            is Complaints.NotPossible, is Authorities.NotPossible, is BankActs.Implausible, is Problems,
            is AuthorityReview.Illegal, is Complaint.Illegal, is StandingAuthority.Illegal, is BankAct.Illegal,
            is FreezeRefusal, is ReturnRefusal, is FundReturn.Illegal, is CaseFilings.NotPossible,
            is NoticeDeferrals.NotPossible, is NoticeDeferral.Illegal, is TooManyTries, is LaterWordRefusal:
            true
        default: false
        }
    }

    private mutating func follow(_ whim: Whim, key: IdempotencyKey) throws {
        switch whim {
        case .extend, .release, .complain: try actOnStop(whim, key)
        case .answerComplaint: try answerComplaint(key)
        case .protect, .lift: try protect(whim == .protect, key)
        case .review: try review(key)
        case .correct: try correct(key)
        case .telephone: try telephone(key)
        case .settleDeadLetter: try settleDeadLetter(key)
        case .renewAuthority: try renewAuthority(key)
        case .fileAndFreeze: try fileAndFreeze(key)
        case .actOnFreeze where plan.recovery != nil && Bool.random(using: &generator): try actOnReturn(key)
        case .actOnFreeze: try actOnFreeze(key)
        case .freezeByAnother: try freezeByAnother()
        case .tellHolder: try tellHolder(key)
        case .putOffTelling: try putOffTelling(key)
        case .hearHolder: try hearHolder(key)
        }
    }

    private func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try platform.database.read(body)
    }

    private mutating func actOnStop(_ whim: Whim, _ key: IdempotencyKey) throws {
        // What holds nothing can be asked to be let go, too, but seldom is.
        let state: StopPayment.State? = generator.happens(800) ? .executed : nil
        let stops = try read { try StopPaymentTable($0).newest(before: nil, state: state, limit: 40) }
        guard let stop = stops.randomElement(using: &generator) else { return }
        let claims = try read { try StopPaymentTable($0).claims(on: stop.id) }
        let claimant = claims.randomElement(using: &generator)?.incident ?? stop.incident
        let now = clock.now()
        switch whim {
        case .extend:
            try platform.stopPayments.requestExtension(
                of: stop.id, reason: "模拟：期满前未冻结", by: officer(), key: key, at: now)
        case .release:
            try platform.stopPayments.requestRelease(
                of: stop.id, for: claimant, reason: "模拟：与案件无关", by: officer(), key: key, at: now)
        default:
            _ = try platform.complaints.enter(
                against: stop.id, holder: "持有人", contact: "", text: "模拟：是本人工资", by: officer(), key: key, at: now)
        }
    }

    private mutating func answerComplaint(_ key: IdempotencyKey) throws {
        let waiting = try read { try ComplaintTable($0).complaints(in: .waiting, limit: 10) }
        guard let complaint = waiting.randomElement(using: &generator) else { return }
        let draw = Int.random(in: 0..<3, using: &generator)
        let decision: Complaints.Answer =
            draw == 0 ? .upheld : draw == 1 && complaint.kind == .freeze ? .partly : .rejected
        try platform.complaints.decide(
            complaint.id, decision, answer: "模拟：答复", by: city.principal("head"), key: key, at: clock.now())
    }

    private mutating func protect(_ isNew: Bool, _ key: IdempotencyKey) throws {
        guard let told = told.randomElement(using: &generator) else { return }
        let (transfers, holds) = try read { tx in
            (
                try IncidentTable(tx).transfers(of: [told.incident]),
                try ProtectiveHoldTable(tx).holds(of: told.incident)
            )
        }
        if isNew, let account = transfers.compactMap(\.payerAccount).randomElement(using: &generator) {
            _ = try platform.protectiveHolds.request(
                on: account, incident: told.incident, reason: "模拟：仍在转账", by: officer(), key: key, at: clock.now())
        } else if let hold = holds.randomElement(using: &generator) {
            try platform.protectiveHolds.lift(
                hold.id, reason: "模拟：已劝阻", by: officer(), key: key, at: clock.now())
        }
    }

    private mutating func review(_ key: IdempotencyKey) throws {
        let waiting = try read { try AuthorityTable($0).reviews(in: .waiting, limit: 20) }
        guard let review = waiting.randomElement(using: &generator) else { return }
        let objects = Int.random(in: 0..<4, using: &generator) == 0
        try platform.authorities.review(
            review.id, objection: objects ? "模拟：无关账户" : nil, by: city.principal("leader"), key: key, at: clock.now())
    }

    /// The victim has found the receipt: what was told wrong is put right.
    private mutating func correct(_ key: IdempotencyKey) throws {
        guard let told = told.randomElement(using: &generator) else { return }
        let transfers = try read { try IncidentTable($0).transfers(of: [told.incident]) }
        let facts = Array(zip(told.fraud.intake.transfers, transfers.map { Optional($0.id) }))
        try platform.incidents.addFacts(
            facts.map(\.0), completing: facts.map(\.1), to: told.incident, by: officer(), key: key, at: clock.now())
    }

    /// The bank's answer does not come, so an officer calls, and the bank acts and answers on the telephone.
    private mutating func telephone(_ key: IdempotencyKey) throws {
        let open = try read { try BankActTable($0).acts(in: .open, limit: 20) }
        guard let act = open.randomElement(using: &generator) else { return }
        let answer = link.act { [now = clock.now()] in $0.receive(act.order, bank: act.bank, at: now) }
        try platform.acts.recordSpokenAnswer(
            answer, to: act.id, reason: "模拟：电话核实", by: officer(), key: key, at: clock.now())
    }

    private mutating func settleDeadLetter(_ key: IdempotencyKey) throws {
        let dead = try read { try BankActTable($0).acts(in: .dead, limit: 20) }
        guard let act = dead.randomElement(using: &generator) else { return }
        if Bool.random(using: &generator) {
            try platform.acts.retry(act.id, by: officer(), key: key, at: clock.now())
        } else {
            try platform.acts.drop(act.id, by: officer(), key: key, at: clock.now())
        }
    }

    /// The authority is taken back; another, narrower one is proposed and waits for its second person.
    private mutating func renewAuthority(_ key: IdempotencyKey) throws {
        let now = clock.now()
        guard let old = try read({ try AuthorityTable($0).inForce(at: now) }).first else { return }
        try platform.authorities.revoke(old.id, reason: "模拟：调整范围", by: city.principal("head"), key: key, at: now)
        var scope = old.scope
        scope.tiersMost = Int.random(in: 1...6, using: &generator)
        _ = try platform.authorities.propose(
            scope, unit: old.unit, basis: old.basis, from: now, until: old.validUntil, by: city.principal("leader"),
            key: self.key("whim/\(whims)/authority"), at: now)
    }

    private mutating func officer() -> Principal {
        city.principal(["duty", "duty2", "leader"].randomElement(using: &generator) ?? "duty")
    }
}

extension Intake {
    /// The same report with one thing told wrong or left out, as it happens on the telephone at night.
    mutating func slip(using generator: inout some RandomNumberGenerator) {
        guard let index = transfers.indices.randomElement(using: &generator) else { return }
        let number = transfers[index].payeeNumber
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: transfers[index].payeeName = "某" + transfers[index].payeeName
        case 1: transfers[index].payeeName = ""
        case 2: transfers[index].payeeNumber = String(number.dropLast()) + (number.hasSuffix("1") ? "2" : "1")
        case 3: transfers[index].amount = "1" + transfers[index].amount
        case 4: transfers[index].time = ""
        default: transfers[index].amount = ""
        }
    }
}
