internal import Access
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
        let reached = try platform.database.read { try FlowTable($0).accounts(of: told.incident) }
        let shared = try reached.filter { try isShared($0.account) }
        guard let place = (shared.isEmpty ? reached : shared).randomElement(using: &generator) else { return }
        let traced = place.held + place.atLarge
        let limit = Bool.random(using: &generator) && traced.isPositive ? traced : nil
        _ = try platform.freezes.request(
            Freezes.Request(
                account: place.account, limit: limit, kind: generator.happens(200) ? .major : .ordinary, reason: "模拟：保全"
            ),
            for: told.incident, by: city.principal("duty2"), key: self.key("whim/\(whims)/freeze"), at: now)
    }

    /// Whether several incidents claim the stop-payment of an account.
    private func isShared(_ account: AccountID) throws -> Bool {
        try platform.database.read { tx in
            let stops = StopPaymentTable(tx)
            guard let live = try stops.history(of: [account]).last(where: { $0.state.isLive }) else { return false }
            return try stops.claims(on: live.id).filter(\.isLive).count > 1
        }
    }

    /// A freeze is renewed, found needless or unrelated, or complained of; oftener one that several incidents claim.
    mutating func actOnFreeze(_ key: IdempotencyKey) throws {
        let all = try liveFreezes().filter { $0.freeze.state != .releasing }
        let shared = all.filter { $0.claimants.count > 1 }
        let some = !shared.isEmpty && Bool.random(using: &generator) ? shared : all
        guard let (freeze, claimants) = some.randomElement(using: &generator) else { return }
        let claimant = claimants.randomElement(using: &generator) ?? freeze.incident
        let (now, officer) = (clock.now(), city.principal("duty"))
        switch Int.random(in: 0..<6, using: &generator) {
        case 5:
            try platform.freezes.requestPartialRelease(
                of: freeze.id, for: claimant, reason: "模拟：本人工资", by: officer, key: key, at: now)
        case 0:
            _ = try platform.complaints.enter(
                against: freeze.id, holder: "持有人", contact: "", text: "模拟：是本人工资", by: officer, key: key, at: now)
        case 1, 2:
            try platform.freezes.requestRelease(
                of: freeze.id, for: claimant, isUnrelated: Bool.random(using: &generator), reason: "模拟：已核清",
                by: officer, key: key, at: now)
        default:
            try platform.freezes.requestRenewal(
                of: freeze.id, kind: .ordinary, reason: "模拟：案件未结", by: officer, key: key, at: now)
        }
    }

    /// When the last hour begins of each freeze over which nobody has thought.
    func lastHours() throws -> [(at: Timestamp, freeze: FreezeID)] {
        guard plan.mishaps.freezes > 0 else { return [] }
        return try liveFreezes().compactMap { freeze, _ in
            guard freeze.state == .frozen, let ends = freeze.endsAt, !thoughtOver.contains(freeze.id) else {
                return nil
            }
            return (ends - .hours(1), freeze.id)
        }
    }

    /// Half of the freezes are asked to be renewed in their last hour.
    mutating func renewAtLast() throws {
        for (at, freeze) in try lastHours() where at <= clock.now() {
            thoughtOver.insert(freeze)
            guard Bool.random(using: &generator) else { continue }
            do {
                try platform.freezes.requestRenewal(
                    of: freeze, kind: .ordinary, reason: "模拟：案件未结", by: city.principal("duty"),
                    key: key("last/\(freeze)"),
                    at: clock.now())
            } catch  where Self.isRefusal(error) {
                log?("\(CivilTime(clock.now()).text) renewal refused: \(error)")
            }
        }
    }

    /// While a report is taken whose money may have come to the same accounts, their only claimants ask to let freezes go.
    mutating func doubtFreezes(key text: String) throws {
        for (freeze, claimants) in try liveFreezes() where generator.happens(plan.mishaps.doubts) {
            guard let claimant = claimants.first, claimants.count == 1 else { continue }
            do {
                try platform.freezes.requestRelease(
                    of: freeze.id, for: claimant, isUnrelated: false, reason: "模拟：与案件无关", by: city.principal("duty"),
                    key: key("\(text)/\(freeze.id)"), at: clock.now())
            } catch  where Self.isRefusal(error) {
                log?("\(CivilTime(clock.now()).text) doubt refused: \(error)")
            }
        }
    }

    /// Freezes that are asked for or in force, each with the incidents that claim it.
    private func liveFreezes() throws -> [(freeze: Freeze, claimants: [IncidentID])] {
        try platform.database.read { tx in
            try FreezeTable(tx).all(after: nil, limit: 200).filter { $0.state.isLive }.map { freeze in
                (freeze, try FreezeTable(tx).claims(on: [freeze.id]).filter(\.isLive).map(\.incident))
            }
        }
    }

    /// A court freezes an account that a victim paid into; who asks after it waits for his turn.
    mutating func freezeByAnother() throws {
        guard let told = told.randomElement(using: &generator) else { return }
        let accounts = try platform.database.read { tx in
            try AccountTable(tx).find(try IncidentTable(tx).transfers(of: [told.incident]).compactMap(\.payeeAccount))
        }
        guard let account = accounts.randomElement(using: &generator) else { return }
        let (now, length) = (clock.now(), Duration.minutes(Int64.random(in: 20...600, using: &generator)))
        link.act { world in
            world.advance(to: now)
            world.freezeByAnother(
                AccountAddress(bank: account.bank, number: account.number), organ: "模拟法院", until: now + length)
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
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: try beginReturn(key)
        case 6, 7: try askPaymentAgain(in: fundReturn, key)
        case 1: try platform.returns.compute(fundReturn.id, by: officer, key: key, at: now)
        case 2: try platform.returns.ask(fundReturn.id, by: officer, key: key, at: now)
        case 3 where generator.happens(100):
            try platform.returns.withdraw(fundReturn.id, reason: "模拟：撤回", by: officer, key: key, at: now)
        case 4 where Bool.random(using: &generator): try objectOnline(to: fundReturn, key: key)
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

    /// Somebody asks to pay a victim, who may be paid already or be paid right now.
    private mutating func askPaymentAgain(in fundReturn: FundReturn, _ key: IdempotencyKey) throws {
        let claims = try platform.database.read { try FundReturnTable($0).claims(in: fundReturn.id) }
        guard let claim = claims.randomElement(using: &generator),
            let application = try application(of: claim, mayErr: true)
        else { return }
        try platform.returns.askPayment(
            application, in: fundReturn.id, by: city.principal("duty2"), key: key, at: clock.now())
    }

    /// The head, who also works at the desk that night: what he asks for there he cannot decide.
    var headAtTheDesk: Principal {
        let head = city.principal("head")
        return Principal(
            identity: head.identity, roles: RoleSet(head.roles.all.union([.dutyOfficer])),
            affiliation: head.affiliation,
            mustChangePassword: false)
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
    /// Acts of which a person settled what is true.
    let settled: Set<String>

    func differences() -> [String] {
        let byMeasure = Dictionary(grouping: acts, by: \.measure)
        let doubtful = world.doubtful.subtracting(settled)
        return freezes.compactMap { freeze in
            let own = byMeasure[freeze.id.description] ?? []
            let isSettled = own.allSatisfy {
                ($0.state == .answered || $0.state == .dropped) && $0.contradictions == 0
                    && !doubtful.contains($0.id.description)
            }
            guard isSettled, let act = own.first(where: { $0.kind == .freeze }) else { return nil }
            let row = world.acts.first { $0.act == act.id.description && $0.effect == .executed }
            if let row, freeze.startedAt != nil, row.balance != freeze.balance {
                return "\(freeze.id): we have \(freeze.balance ?? .zero) there, the book \(row.balance ?? .zero)"
            }
            // A program whose clock is ahead ends it before the bank does.
            if let ends = freeze.endsAt, abs((ends - now).microseconds) <= AgainstTheBooks.skew.microseconds {
                return nil
            }
            let held = own.count { $0.kind == .freeze && world.isHeld(by: ActKey(bank: $0.bank, act: "\($0.id)")) }
            if freeze.isInForce, held == 0 { return "\(freeze.id) is in force, and the bank does not hold the account" }
            if held > 1 { return "\(freeze.id): the bank holds the account by \(held) orders" }
            if !freeze.isInForce, held > 0 { return "\(freeze.id) has ended, and the bank holds the account" }
            return nil
        }
    }
}
