internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// How the desk of a story carries on after a stop: the case is filed, the money frozen, and given back to its victims.
package struct RecoveryRoutine: Sendable {
    /// From the report to the freeze, before the stop's 48 hours are over.
    package var freezeAfter = Duration.hours(12)
    /// From the freeze to the victims' applications.
    package var returnAfter = Duration.days(3)
    /// How many of a thousand applications name an account that the bank will refuse.
    package var wrongAccounts = 0
    /// On how many of a thousand days of a notice somebody objects on the public page.
    package var objections = 0

    package init() {}
}

/// Something that an officer has to see to at a time.
struct Errand: Sendable {
    enum Kind: Sendable {
        case freeze(IncidentID)
        case giveBack(FreezeID)
        case finish(FundReturnID)
        case askAgain(ActID)
        case settle(ActID)
    }

    let due: Timestamp
    let kind: Kind
    var tries = 0
}

extension VirtualCity {
    mutating func planRecovery(of incident: IncidentID) {
        guard let routine = plan.recovery else { return }
        errands.append(Errand(due: clock.now() + routine.freezeAfter, kind: .freeze(incident)))
    }

    /// Sees to what is due. What the rules refuse is tried again later, as people do.
    mutating func runErrands() throws {
        planCalls()
        while let index = errands.indices.filter({ errands[$0].due <= clock.now() }).min(by: {
            errands[$0].due < errands[$1].due
        }) {
            let errand = errands.remove(at: index)
            runs += 1
            do {
                try run(errand)
            } catch  where Self.isRefusal(error) {
                log?("\(CivilTime(clock.now()).text) errand \(errand.kind) refused: \(error)")
                try putOff(errand)
            }
        }
    }

    mutating func putOff(_ errand: Errand, by wait: Duration = .hours(1)) throws {
        guard errand.tries < 40 else { return }
        errands.append(Errand(due: clock.now() + wait, kind: errand.kind, tries: errand.tries + 1))
    }

    private mutating func run(_ errand: Errand) throws {
        switch errand.kind {
        case .freeze(let incident): try freezeAll(of: incident)
        case .giveBack(let freeze): try giveBack(freeze)
        case .finish(let fundReturn): try finish(fundReturn, errand)
        case .askAgain(let act): try askAgain(act, errand)
        case .settle(let act): try settle(act)
        }
    }

    func errandKey(_ what: String) -> IdempotencyKey { key("errand/\(runs)/\(what)") }

    /// Files the case and freezes every account that still holds some of its money.
    private mutating func freezeAll(of id: IncidentID) throws {
        let (incident, places, isFiled) = try platform.database.read { tx in
            (
                try IncidentTable(tx).require(id), try FlowTable(tx).accounts(of: id).filter(\.held.isPositive),
                try CaseFilingTable(tx).find(id) != nil
            )
        }
        guard incident.state == .open, !places.isEmpty else { return }
        let now = clock.now()
        if !isFiled {
            try platform.filings.file(
                id, number: "云公立字〔2026〕\(runs)号", day: CivilTime(now).day, by: city.principal("duty"),
                key: errandKey("file"), at: now)
        }
        for place in places {
            do {
                let freeze = try platform.freezes.request(
                    Freezes.Request(account: place.account, limit: nil, reason: "保全被骗资金"), for: id,
                    by: city.principal("duty"), key: errandKey("freeze/\(place.account)"), at: now)
                errands.append(
                    Errand(due: now + (plan.recovery?.returnAfter ?? .zero), kind: .giveBack(freeze)))
            } catch  where Self.isRefusal(error) {
                log?("\(CivilTime(now).text) freeze refused: \(error)")
            }
        }
    }

    private mutating func giveBack(_ id: FreezeID) throws {
        let freeze = try platform.database.read { try FreezeTable($0).require(id) }
        guard freeze.state.isLive else { return }
        let fundReturn = try platform.returns.open(
            id, for: freeze.incident, by: city.principal("duty"), key: errandKey("open"), at: clock.now())
        let claims = try platform.database.read { try FundReturnTable($0).claims(in: fundReturn) }
        for claim in claims {
            guard let application = try application(of: claim, mayErr: true) else { continue }
            try platform.returns.enter(
                application, in: fundReturn, by: city.principal("duty2"), key: errandKey("apply/\(claim.victim)"),
                at: clock.now())
        }
        errands.append(Errand(due: clock.now() + .minutes(10), kind: .finish(fundReturn)))
    }

    /// Now and then somebody objects on the public page while the notice runs; an officer answers within days.
    private mutating func hearObjectors(to fundReturn: FundReturn) throws {
        if generator.happens(plan.recovery?.objections ?? 0) {
            do {
                try objectOnline(to: fundReturn, key: errandKey("object"))
            } catch  where Self.isRefusal(error) {
                log?("\(CivilTime(clock.now()).text) objection refused: \(error)")
            }
        }
        try answerObjectors(to: fundReturn)
    }

    func objectOnline(to fundReturn: FundReturn, key: IdempotencyKey) throws {
        let paper = try platform.database.read {
            try PrintedDocumentTable($0).last(.returnNotice, about: "\(fundReturn.id)")
        }
        guard let paper else { return }
        let words = Objection.Words(objector: "异议人", contact: "139", text: "模拟：系本人货款")
        _ = try platform.notices.object(
            to: paper.serial.text, words, from: "192.0.2.\(runs % 200)", key: key, at: clock.now())
    }

    /// A third of those that wait are answered at a time; some are right.
    private mutating func answerObjectors(to fundReturn: FundReturn) throws {
        let all = try platform.database.read { try RepaymentTable($0).objections(to: fundReturn.id) }
        for objection in all where objection.state == .waiting && generator.happens(350) {
            try platform.returns.answer(
                objection.id, upheld: generator.happens(300), answer: "模拟：经核实", by: city.principal("head"),
                key: errandKey("answer/\(objection.id)"), at: clock.now())
        }
    }

    /// All papers, and the account that he paid from.
    mutating func application(of claim: ReturnClaim, mayErr: Bool) throws -> FundReturns.Application? {
        let paid = try platform.database.read { tx -> (String, Account)? in
            let transfers = try IncidentTable(tx).transfers(of: [claim.incident]).filter { $0.victim == claim.victim }
            guard
                let victim = try IncidentTable(tx).victims(of: [claim.incident]).first(where: { $0.id == claim.victim }
                ),
                let account = transfers.compactMap(\.payerAccount).first
            else { return nil }
            return (victim.name, try AccountTable(tx).require(account))
        }
        guard let (name, account) = paid else { return nil }
        let errs = mayErr && generator.happens(plan.recovery?.wrongAccounts ?? 0)
        return FundReturns.Application(
            victim: claim.victim,
            payee: ReturnAccount(bank: account.bank, number: errs ? "6200000000000000" : account.number, name: name),
            papers: Set(ReturnPaper.needed(byAgent: false)))
    }

    /// Brings a return to its end: computed, on notice, asked for, and paid to whom the bank refused at first.
    private mutating func finish(_ id: FundReturnID, _ errand: Errand) throws {
        let (fundReturn, claims, payments) = try platform.database.read { tx in
            (
                try FundReturnTable(tx).require(id), try FundReturnTable(tx).claims(in: id),
                try RepaymentTable(tx).repayments(in: id)
            )
        }
        let (now, officer) = (clock.now(), city.principal("duty"))
        switch fundReturn.state {
        case .collecting:
            try platform.returns.compute(id, by: officer, key: errandKey("compute"), at: now)
            try putOff(errand, by: .minutes(1))
        case .computed where fundReturn.needsNotice == true:
            try platform.returns.publish(id, by: officer, key: errandKey("publish"), at: now)
            try putOff(errand, by: .days(1))
        case .noticed where fundReturn.noticeUntil.map({ now <= $0 }) ?? false:
            try hearObjectors(to: fundReturn)
            try putOff(Errand(due: now, kind: errand.kind, tries: errand.tries - 1), by: .days(1))
        case .computed, .noticed:
            try answerObjectors(to: fundReturn)
            do {
                try platform.returns.ask(
                    id, by: generator.happens(60) ? headAtTheDesk : officer, key: errandKey("ask"), at: now)
            } catch ReturnRefusal.outdated {
                try platform.returns.compute(id, by: officer, key: errandKey("again"), at: now)
            }
            try putOff(errand)
        case .asked: try putOff(errand)
        case .decided:
            for claim in claims where claim.share?.total.isPositive ?? false {
                let own = payments.filter { $0.victim == claim.victim }
                guard own.allSatisfy({ $0.state == .failed }),
                    let application = try application(of: claim, mayErr: false)
                else { continue }
                do {
                    try platform.returns.askPayment(
                        application, in: id, by: officer, key: errandKey("pay/\(claim.victim)"), at: now)
                } catch  where Self.isRefusal(error) {
                    log?("\(CivilTime(now).text) payment refused: \(error)")
                }
            }
            try putOff(errand, by: .hours(12))
        case .closed, .withdrawn: break
        }
    }
}

/// What we say was paid back is in the banks' books, once, to the victim, and no more.
struct RepaymentsAgainstTheBooks {
    let world: BankWorld
    let repayments: [Repayment]
    let acts: [BankAct]
    /// Acts of which a person settled what is true.
    let settled: Set<String>

    func differences() -> [String] {
        let rows = Dictionary(grouping: world.acts.filter { $0.effect == .returned }, by: \.act)
        let byMeasure = Dictionary(grouping: acts, by: \.measure)
        let doubtful = world.doubtful.subtracting(settled)
        let told = Set(acts.filter { $0.kind == .returnFunds }.map { "\($0.id)" })
        let unordered = rows.keys.filter { !told.contains($0) }.sorted().map {
            "\($0): paid back, and nobody ordered it"
        }
        return unordered
            + repayments.compactMap { payment in
                guard let act = byMeasure["\(payment.id)"]?.first else { return "\(payment.id): no order" }
                let done = rows["\(act.id)"] ?? []
                if done.count > 1 { return "\(payment.id): paid \(done.count) times" }
                guard act.state == .answered, act.contradictions == 0, !doubtful.contains("\(act.id)") else {
                    return nil
                }
                if payment.state == .paid, done.first?.amount != payment.amount {
                    return "\(payment.id): we have \(payment.amount) paid, the book \(done.first?.amount ?? .zero)"
                }
                if payment.state == .failed, !done.isEmpty { return "\(payment.id): paid, and we say it failed" }
                return nil
            }
    }
}
