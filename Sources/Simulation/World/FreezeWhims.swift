internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// What people do in a simulation about cases and freezes.
extension VirtualCity {
    /// The case of some report is filed, and the first of its accounts is asked to be frozen at once.
    mutating func fileAndFreeze(_ key: IdempotencyKey) throws {
        guard let told = told.randomElement(using: &generator) else { return }
        let now = clock.now()
        let isFiled = try platform.database.read { try CaseFilingTable($0).find(told.incident) != nil }
        if !isFiled {
            try platform.filings.file(
                told.incident, number: "模拟立字\(told.fraud.number)号", day: CivilTime(now).day, by: city.principal("duty"),
                key: key, at: now)
        }
        let held = try platform.database.read { try FlowTable($0).accounts(of: told.incident) }
        guard let place = held.randomElement(using: &generator) else { return }
        let traced = place.held + place.atLarge
        let limit = Bool.random(using: &generator) && traced.isPositive ? traced : nil
        _ = try platform.freezes.request(
            Freezes.Request(
                account: place.account, limit: limit, kind: generator.happens(200) ? .major : .ordinary, reason: "模拟：保全"
            ),
            for: told.incident, by: city.principal("duty2"), key: self.key("whim/\(whims)/freeze"), at: now)
    }

    /// A freeze is renewed, found needless or unrelated, or complained of.
    mutating func actOnFreeze(_ key: IdempotencyKey) throws {
        let all = try platform.database.read { try FreezeTable($0).all(after: nil, limit: 200) }
        guard let freeze = all.randomElement(using: &generator) else { return }
        let claims = try platform.database.read { try FreezeTable($0).claims(on: [freeze.id]) }
        let claimant = claims.randomElement(using: &generator)?.incident ?? freeze.incident
        let (now, officer) = (clock.now(), city.principal("duty"))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
            _ = try platform.complaints.enter(
                against: freeze.id, holder: "持有人", contact: "", text: "模拟：是本人工资", by: officer, key: key, at: now)
        case 1:
            try platform.freezes.requestRelease(
                of: freeze.id, for: claimant, isUnrelated: Bool.random(using: &generator), reason: "模拟：已核清",
                by: officer, key: key, at: now)
        default:
            try platform.freezes.requestRenewal(
                of: freeze.id, kind: .ordinary, reason: "模拟：案件未结", by: officer, key: key, at: now)
        }
    }
}

extension VirtualCity {
    /// Somebody objects to shares on notice, another answers, or a return is begun, computed or given up out of turn.
    mutating func actOnReturn(_ key: IdempotencyKey) throws {
        let all = try platform.database.read { try FundReturnTable($0).all(after: nil, limit: 200) }
        let (now, officer) = (clock.now(), city.principal("duty2"))
        guard let fundReturn = all.randomElement(using: &generator) else { return try beginReturn(key) }
        let objections = try platform.database.read { try RepaymentTable($0).objections(to: fundReturn.id) }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: try beginReturn(key)
        case 1: try platform.returns.compute(fundReturn.id, by: officer, key: key, at: now)
        case 2: try platform.returns.ask(fundReturn.id, by: officer, key: key, at: now)
        case 3 where generator.happens(100):
            try platform.returns.withdraw(fundReturn.id, reason: "模拟：撤回", by: officer, key: key, at: now)
        case 4:
            _ = try platform.returns.object(
                to: fundReturn.id, objector: "异议人", contact: "", text: "模拟：系本人款项", by: officer, key: key, at: now)
        default:
            guard let objection = objections.randomElement(using: &generator) else { return }
            try platform.returns.answer(
                objection.id, upheld: generator.happens(300), answer: "模拟：答复", by: city.principal("head"), key: key,
                at: now)
        }
    }

    private mutating func beginReturn(_ key: IdempotencyKey) throws {
        let freezes = try platform.database.read { try FreezeTable($0).all(after: nil, limit: 200) }
        guard let freeze = freezes.randomElement(using: &generator) else { return }
        let fundReturn = try platform.returns.open(
            freeze.id, for: freeze.incident, by: city.principal("duty2"), key: key, at: clock.now())
        errands.append(Errand(due: clock.now() + .minutes(30), kind: .finish(fundReturn)))
    }
}

/// What we say is frozen is frozen at its bank, and the other way round.
struct FreezesAgainstTheBooks {
    let world: BankWorld
    let acts: [BankAct]
    let freezes: [Freeze]
    let now: Timestamp

    func differences() -> [String] {
        let byMeasure = Dictionary(grouping: acts, by: \.measure)
        let saidTwice = Set(world.deliveries.filter { $0.fault == .contradicting }.compactMap(\.act))
        return freezes.compactMap { freeze in
            let own = byMeasure[freeze.id.description] ?? []
            let isSettled = own.allSatisfy {
                $0.state == .answered && $0.contradictions == 0 && !saidTwice.contains($0.id.description)
            }
            guard isSettled, let act = own.first(where: { $0.kind == .freeze }),
                act.answer?.executedAt != nil
            else { return nil }
            let isHeld = world.isHeld(by: ActKey(bank: act.bank, act: act.id.description))
            if freeze.isInForce, !isHeld { return "\(freeze.id) is in force, and the bank does not hold the account" }
            if !freeze.isInForce, isHeld { return "\(freeze.id) has ended, and the bank holds the account" }
            return nil
        }
    }
}
