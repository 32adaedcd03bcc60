internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// What came of banks that were wrong.
struct Corrections: Sendable {
    /// When people call; drawn apart from what else they do.
    var calls: SplitMix64
    /// Acts of which a person settled what the bank did.
    var settled: Set<String> = []
    /// Acts of which nobody could settle that, with the rule that said no last.
    var refused: [String: LaterWordRefusal] = [:]
}

/// What people do in a simulation about banks that take back their word: they call, enter what they hear, and settle what is true.
extension VirtualCity {
    /// Somebody calls within half a day each bank that has said what is not so, or two things.
    mutating func planCalls() {
        guard plan.faults.has(.correcting) else { return }
        for id in link.act({ $0.takeDoubtful() }).compactMap({ ActID($0) }) {
            let wait = Duration.minutes(Int64.random(in: 5...720, using: &corrections.calls))
            errands.append(Errand(due: clock.now() + wait, kind: .askAgain(id)))
        }
    }

    mutating func askAgain(_ id: ActID, _ errand: Errand) throws {
        let act = try platform.database.read { try BankActTable($0).require(id) }
        guard act.state == .answered else { return try putOff(errand) }
        try platform.acts.recordSpokenAnswer(
            truth(about: act), to: id, reason: "模拟：电话复核", by: city.principal("duty"), key: errandKey("call/\(id)"),
            at: clock.now())
        let wait = Duration.minutes(Int64.random(in: 0...120, using: &corrections.calls))
        errands.append(Errand(due: clock.now() + wait, kind: .settle(id)))
    }

    /// Throws `LaterWordRefusal` where it cannot be settled now.
    mutating func settle(_ id: ActID) throws {
        do {
            try trySettling(id)
        } catch let refusal as LaterWordRefusal {
            // What the bank says has changed since somebody called.
            guard refusal == .notSaid else {
                corrections.refused[id.description] = refusal
                throw refusal
            }
            errands.append(Errand(due: clock.now() + .minutes(30), kind: .askAgain(id)))
        }
    }

    /// Doubtful acts that were neither settled nor could not be.
    func unsettled(_ acts: [BankAct]) -> [String] {
        let doubtful = link.now.doubtful
        return acts.filter { act in
            let id = act.id.description
            guard act.contradictions > 0, corrections.refused[id] == nil else { return false }
            // Where nobody puts right what a bank says twice, that stays; what fits nothing on record is always asked about.
            return !doubtful.contains(id) || plan.faults.has(.correcting) && !corrections.settled.contains(id)
        }.map { "\($0.id): nobody has settled what its bank did" }
    }

    mutating func trySettling(_ id: ActID) throws {
        let act = try platform.database.read { try BankActTable($0).require(id) }
        let truth = truth(about: act)
        if act.contradictions > 0 {
            let key = errandKey("settle/\(id)")
            for _ in 0..<(corrections.calls.happens(plan.mishaps.echoes) ? 2 : 1) {
                try platform.acts.settle(
                    id, as: truth, reason: "模拟：银行书面更正", by: city.principal("duty2"), key: key, at: clock.now())
            }
        }
        corrections.settled.insert(id.description)
        corrections.refused[id.description] = nil
    }

    /// What the bank's book says, as it would say it now.
    func truth(about act: BankAct) -> BankAnswer {
        link.act { [now = clock.now()] in $0.receive(act.order, bank: act.bank, at: now) }
    }
}
