internal import FundTracing
package import Primitives

/// What a decision made of one incident's money in one account, and where the trace had it otherwise.
///
/// The trace says whose money left; the decision says whose stayed. What it gives to one and takes from another is exchanged
/// between them in what left, so that the sums of all incidents stay what they were.
package struct ReturnOutcome: Sendable, Equatable {
    package let incident: IncidentID
    package let account: AccountID
    /// What is the incident's victims' in the account.
    package let decided: Money
    /// By how much the incident's other sums change.
    package let held: Money
    package let atLarge: Money
    package let exited: Money
    /// Nil for one that is being made.
    package var decidedAt: Timestamp?
    /// Whether the return was closed before all was paid: then `decided` is what was paid, and what is there besides is by the trace.
    package var isCut = false

    /// What the trace had in the account of what the decision was about.
    var before: Money { decided + given }
    /// What the incident gave up there; less than nothing where it took over.
    fileprivate var given: Money { held + atLarge + exited }

    /// What it took over for what it got.
    fileprivate var takenOver: FlowSums {
        var sums = FlowSums.zero
        sums.held = max(.zero, .zero - held)
        sums.atLarge = max(.zero, .zero - atLarge)
        sums.exited = max(.zero, .zero - exited)
        return sums
    }
}

/// Where an incident's money is, by the decisions in force instead of the trace where there are any.
struct DecidedMoney {
    /// What lies in a decided account.
    struct Standing: Sendable, Equatable {
        /// The incident's money there by the trace, as far as a measure holds it and as far as none does.
        var held: Money
        var free: Money
        /// Whether a measure holds the account.
        var isHeld: Bool
    }

    let decided: [AccountID: Money]
    let paid: [AccountID: Money]
    private let outcomes: [AccountID: [ReturnOutcome]]
    /// What came there after the last decision, or was given up of it, and is still there by the trace, and as much of that as no measure
    /// holds: no decision is about it.
    private let later: [AccountID: (all: Money, free: Money)]

    init(_ outcomes: [ReturnOutcome], paid: [Repayment], in trace: Trace) {
        let outcomes = Dictionary(grouping: outcomes, by: \.account)
        self.outcomes = outcomes
        decided = outcomes.mapValues { $0.reduce(.zero) { $0 + $1.decided } }
        self.paid = Dictionary(grouping: paid.filter { $0.state == .paid }, by: \.account)
            .mapValues { $0.reduce(.zero) { $0 + $1.amount } }
        var later: [AccountID: (all: Money, free: Money)] = [:]
        for (account, outcomes) in outcomes {
            guard let decidedAt = outcomes.compactMap(\.decidedAt).max() else { continue }
            let came = trace.pieces.filter { $0.to == .account(AccountKey(account)) && $0.arrived.at > decidedAt }
                .reduce(Money.zero) { $0 + $1.amount }
            // What the trace had there when it was decided lies there for it still, also what was paid.
            let before = outcomes.reduce(Money.zero) { $0 + $1.before }
            let there = trace.there(account)
            let besides = max(.zero, there.all - before)
            let all = outcomes.contains(where: \.isCut) ? besides : min(came, besides)
            later[account] = (all, min(all, max(.zero, there.free - (self.paid[account] ?? .zero))))
        }
        self.later = later
    }

    /// What is still there of what was decided; nil where nothing was.
    func unpaid(_ account: AccountID) -> Money? {
        decided[account].map { max(.zero, $0 - (paid[account] ?? .zero)) }
    }

    /// What is there of the incident's money, decided or come since; nil where nothing was decided.
    func remaining(_ account: AccountID) -> Money? { unpaid(account).map { $0 + (later[account]?.all ?? .zero) } }

    /// How much of that no measure holds; nil where nothing was decided.
    func remainingFree(_ account: AccountID, isHeld: Bool) -> Money? {
        remaining(account).map { isHeld ? later[account]?.free ?? .zero : $0 }
    }

    /// What the incident took over of what had left, or gave up of it, for what was decided in the account.
    func exchangedExits(_ account: AccountID) -> Money {
        (outcomes[account] ?? []).reduce(.zero) { $0 + $1.exited }
    }

    /// The trace's sums with the decided accounts as decided.
    func applied(to traced: FlowSums, _ standing: (AccountID) -> Standing) -> FlowSums {
        var sums = traced
        for account in decided.keys.sorted() {
            let there = standing(account)
            sums.held -= there.held
            sums.atLarge -= there.free
            let (unpaid, remaining) = (unpaid(account) ?? .zero, remaining(account) ?? .zero)
            let free = remainingFree(account, isHeld: there.isHeld) ?? .zero
            let was = there.held + there.free - (remaining - unpaid)
            sums.shift(by: outcomes[account] ?? [], need: was - (decided[account] ?? .zero))
            sums.returned += (decided[account] ?? .zero) - unpaid
            sums.held += remaining - free
            sums.atLarge += free
        }
        return sums
    }
}

extension Trace {
    /// The money that lies in an account, and as much of it as nothing holds.
    fileprivate func there(_ account: AccountID) -> (all: Money, free: Money) {
        let rows = holders.filter { $0.account.id == account }
        func sum(_ rows: [Holder]) -> Money { rows.reduce(.zero) { $0 + $1.amount - $1.notFollowed } }
        return (sum(rows), sum(rows.filter { !$0.isHeld }))
    }
}

extension FlowSums {
    /// Adds `need` fen to the three sums, or takes them off, as was agreed when the decision was made; where the trace has
    /// changed since, what is taken off comes from the exits first.
    fileprivate mutating func shift(by outcomes: [ReturnOutcome], need: Money) {
        let agreed = outcomes.reduce((held: Money.zero, atLarge: Money.zero, exited: Money.zero)) {
            ($0.held + $1.held, $0.atLarge + $1.atLarge, $0.exited + $1.exited)
        }
        if agreed.held + agreed.atLarge + agreed.exited == need, held + agreed.held >= .zero,
            atLarge + agreed.atLarge >= .zero, exited + agreed.exited >= .zero
        {
            held += agreed.held
            atLarge += agreed.atLarge
            exited += agreed.exited
        } else if need < .zero {
            let taken = takeOff(.zero - need)
            held -= taken.held
            atLarge -= taken.atLarge
            exited -= taken.exited
        } else {
            atLarge += need
        }
    }

    /// Which of the sums so much comes from: exits first, then what is at large, then what is held.
    func takeOff(_ amount: Money) -> (held: Money, atLarge: Money, exited: Money) {
        let fromExits = min(amount, exited)
        let fromLarge = min(amount - fromExits, atLarge)
        return (min(amount - fromExits - fromLarge, held), fromLarge, fromExits)
    }
}

/// What each incident's decided part changes.
enum OutcomeRules {
    /// One incident before the decision.
    struct Part: Sendable {
        let incident: IncidentID
        /// Its sums, without what lies in the account.
        let elsewhere: FlowSums
        /// What is its in the account until now.
        let before: Money
        /// What the decision adds to, or leaves of, that.
        let decided: Money
        /// What earlier decisions gave it there; nil where none did.
        let earlier: Money?
    }

    /// What is left of a decision of which no more than `paid` is paid: who got more than the trace had keeps what he took over for
    /// that, those who had given up the most give it, and the rest is as if nothing had been decided.
    static func cut(_ outcomes: [ReturnOutcome], to paid: [IncidentID: Money]) -> [ReturnOutcome] {
        guard let account = outcomes.first?.account else { return [] }
        let order = outcomes.sorted { ($1.given, $0.incident) < ($0.given, $1.incident) }
        var taken = order.reduce(Money.zero) { $0 + max(.zero, (paid[$1.incident] ?? .zero) - $1.before) }
        let parts = order.map { one in
            let paid = paid[one.incident] ?? .zero
            let lost = min(taken, max(.zero, one.before - paid))
            taken -= lost
            return Part(
                incident: one.incident, elsewhere: one.takenOver, before: one.before,
                decided: max(paid, one.before - lost), earlier: nil)
        }
        return Self.outcomes(of: parts, in: account).map { one in
            ReturnOutcome(
                incident: one.incident, account: account, decided: paid[one.incident] ?? .zero, held: one.held,
                atLarge: one.atLarge, exited: one.exited)
        }
    }

    /// Who gets more than the trace had gives up as much of what left the account; who gets less takes it over.
    static func outcomes(of parts: [Part], in account: AccountID) -> [ReturnOutcome] {
        var pool = (held: Money.zero, atLarge: Money.zero, exited: Money.zero)
        var outcomes: [ReturnOutcome] = []
        let parts = parts.sorted { $0.incident < $1.incident }
        func gain(_ part: Part) -> Money { part.decided + (part.earlier ?? .zero) - part.before }
        for part in parts where gain(part) >= .zero {
            let taken = part.elsewhere.takeOff(gain(part))
            pool = (pool.held + taken.held, pool.atLarge + taken.atLarge, pool.exited + taken.exited)
            outcomes.append(
                ReturnOutcome(
                    incident: part.incident, account: account, decided: part.decided, held: .zero - taken.held,
                    atLarge: .zero - taken.atLarge, exited: .zero - taken.exited))
        }
        for part in parts where gain(part) < .zero {
            var need = .zero - gain(part)
            func take(_ from: inout Money) -> Money {
                let taken = min(need, from)
                (need, from) = (need - taken, from - taken)
                return taken
            }
            let (exited, atLarge, held) = (take(&pool.exited), take(&pool.atLarge), take(&pool.held))
            outcomes.append(
                ReturnOutcome(
                    incident: part.incident, account: account, decided: part.decided, held: held,
                    atLarge: atLarge + need, exited: exited))
        }
        return outcomes
    }
}
