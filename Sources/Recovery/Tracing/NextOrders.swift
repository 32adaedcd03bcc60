internal import FundTracing
package import Jurisdiction
package import Primitives

/// What the trace asks for next at one account.
package struct NextOrder: Sendable, Equatable {
    package let account: AccountID
    package let tier: Int
    /// The incident's money there that no measure holds.
    package let traced: Money
    /// The transfer that brought most of it: its whole amount and time are two of the four items.
    package let transferAmount: Money
    package let transferTime: Timestamp
    /// When the first of the incident's money came in.
    package let moneySince: Timestamp
    package let asksStop: Bool
    package let asksInquiry: Bool
    /// A running measure that this incident is to have a claim on.
    package let joins: StopPaymentID?
    /// A freeze that this incident is to have a claim on.
    package let joinsFreeze: FreezeID?
    package let refusal: StopRefusal?
    /// What of it can be expected to be still there, by its age: the larger goes first.
    package let expected: Money
}

/// Which orders follow from a trace; a pure decision.
package enum NextOrders {
    package static func decide(_ money: MoneyTrace, rules: Rules, now: Timestamp) -> [NextOrder] {
        var orders: [NextOrder] = []
        for rows in Dictionary(grouping: money.trace.holders, by: \.account).values {
            if let order = order(for: rows, isHub: false, money, rules, now) { orders.append(order) }
        }
        for hub in money.trace.hubs {
            if let order = order(for: [hub], isHub: true, money, rules, now) { orders.append(order) }
        }
        for id in money.reached where !orders.contains(where: { $0.account == id }) && money.accounts[id]?.isHub != true
        {
            if let order = inquiry(about: id, money, rules) { orders.append(order) }
        }
        return orders.sorted { ($1.expected, $0.account) < ($0.expected, $1.account) }
    }

    /// `rows` are of one account: what a measure holds there and what none does.
    private static func order(
        for rows: [Holder], isHub: Bool, _ money: MoneyTrace, _ rules: Rules, _ now: Timestamp
    ) -> NextOrder? {
        guard let holder = rows.first, let id = holder.account.id, let brought = largest(into: holder.account, money)
        else { return nil }
        // After a decision what it left there counts, whatever the trace says, and what has come since.
        let remaining = money.decided.remaining(id)
        if let remaining, !remaining.isPositive { return nil }
        let traced = remaining ?? rows.reduce(Money.zero) { $0 + $1.amount - $1.notFollowed }
        let free =
            money.decided.remainingFree(id, isHeld: money.isHeld(id))
            ?? rows.filter { !$0.isHeld }.reduce(Money.zero) { $0 + $1.amount - $1.notFollowed }
        let stops = money.stops[id] ?? []
        let live = stops.last { $0.state.isLive }
        let freeze = money.freezes[id]?.last { $0.state.isLive }
        let since = holder.firstArrival.at
        let isWorthwhile = traced >= rules.traceLeastAmount && traced.isPositive
        let isNews = isHub ? (money.inquiries[id] ?? []).isEmpty : holder.awaitsStatement
        var refusal: StopRefusal?
        var asksStop = false
        // Behind another organ's freeze nothing moves, and ours waits for its turn.
        if live == nil, freeze?.state != .queued, free >= rules.traceLeastAmount, free.isPositive,
            !isSettled(stops, money.freezes[id] ?? [], traced: traced, money)
        {
            refusal = whyNot(id, isHub: isHub, brought: brought, money, rules)
            asksStop = refusal == nil
        }
        // The stop goes with an inquiry, also where an older statement is at hand.
        let asksInquiry =
            isWorthwhile && mayInquire(id, money, rules)
            && (asksStop || isNews)
            || !isHub && isMissingNews(id, money, rules)
        guard asksStop || asksInquiry || live != nil || freeze != nil || refusal != nil else { return nil }
        return NextOrder(
            account: id, tier: holder.tier, traced: traced, transferAmount: brought.amount, transferTime: brought.at,
            moneySince: since, asksStop: asksStop, asksInquiry: asksInquiry, joins: live?.id,
            joinsFreeze: freeze?.id, refusal: refusal,
            expected: expected(traced, since: holder.lastArrival.at, rules, now))
    }

    private static func whyNot(
        _ id: AccountID, isHub: Bool, brought: (amount: Money, at: Timestamp), _ money: MoneyTrace, _ rules: Rules
    ) -> StopRefusal? {
        if isHub { return .hub }
        let account = money.accounts[id]
        let missing = StopRules.missingItems(
            name: account?.name, number: account?.number, amount: brought.amount, time: brought.at, bank: account?.bank)
        if !missing.isEmpty { return .itemsMissing(missing) }
        do {
            try StopRules.permitAnother(
                used: (money.stops[id] ?? []).reduce(0) { $0 + $1.uses }, most: rules.stopPaymentTimesMax, live: nil)
            return nil
        } catch {
            return error
        }
    }

    /// An account that all of the money has left.
    private static func inquiry(about id: AccountID, _ money: MoneyTrace, _ rules: Rules) -> NextOrder? {
        guard isMissingNews(id, money, rules), let brought = largest(into: AccountKey(id), money) else { return nil }
        let pieces = money.trace.pieces.filter { $0.to == .account(AccountKey(id)) }
        return NextOrder(
            account: id, tier: pieces.map(\.tier).min() ?? 1, traced: pieces.reduce(.zero) { $0 + $1.amount },
            transferAmount: brought.amount, transferTime: brought.at,
            moneySince: money.firstArrival(at: id) ?? brought.at, asksStop: false, asksInquiry: true,
            joins: nil, joinsFreeze: nil, refusal: nil, expected: .zero)
    }

    private static func mayInquire(_ id: AccountID, _ money: MoneyTrace, _ rules: Rules) -> Bool {
        let inquiries = money.inquiries[id] ?? []
        let waits = inquiries.contains { $0.state == .draft || $0.state == .ordered }
        return !waits && inquiries.filter { $0.state != .withdrawn }.count < rules.inquiryTimesMax
    }

    /// Whether a new statement would tell more: none goes back to when the money came in; or none is at
    /// hand at all; or money is gone to where none tells, and they end before the bank's last word on the balance.
    private static func isMissingNews(_ id: AccountID, _ money: MoneyTrace, _ rules: Rules) -> Bool {
        guard mayInquire(id, money, rules) else { return false }
        let coverage = Coverage(money.inquiries[id] ?? [])
        guard let start = coverage.start else { return money.received(at: id) >= rules.traceLeastAmount }
        if let since = money.firstArrival(at: id), since < start { return true }
        guard money.trace.unexplained.contains(where: { $0.account?.id == id }) else { return false }
        guard let covered = coverage.end else { return true }
        let told = (money.stops[id] ?? []).compactMap(\.executedAt) + (money.freezes[id] ?? []).compactMap(\.startedAt)
        return told.max().map { covered < $0 - Self.secondsUntold } ?? false
    }

    /// A statement ends with the second before its answer: one answered with the stop lacks no more than this.
    private static let secondsUntold = Duration.seconds(2)

    /// A bank's refusal, the second person's, or a release stands until the facts are corrected; a release also until more of
    /// the money is there than was let go, of a stop-payment or of a freeze. Each incident tries once: two that met on an account would else ask in turn for ever.
    private static func isSettled(
        _ stops: [StopPayment], _ freezes: [Freeze], traced: Money, _ money: MoneyTrace
    ) -> Bool {
        let fruitless = stops.reversed().prefix { $0.state == .refused || $0.state == .withdrawn }
        var settled = fruitless.filter { $0.incident == money.incident }.map(\.requestedAt)
        if let last = stops.last, last.state == .released, let ended = last.endedAt,
            money.claims[last.id].map({ traced <= $0 }) ?? false
        {
            settled.append(ended)
        }
        if let last = freezes.last, last.state == .released, let ended = last.endedAt,
            money.freezeClaims[last.id].map({ traced <= $0 }) ?? false
        {
            settled.append(ended)
        }
        guard let settledAt = settled.max() else { return false }
        return money.factsCorrectedAt.map { $0 <= settledAt } ?? true
    }

    private static func largest(into account: AccountKey, _ money: MoneyTrace) -> (amount: Money, at: Timestamp)? {
        money.trace.pieces.filter { $0.to == .account(account) }
            .max { ($0.amount, $1.arrived) < ($1.amount, $0.arrived) }
            .map { (money.amounts[$0.transfer] ?? $0.amount, $0.arrived.at) }
    }

    /// Halves with each half-life since the money came in.
    static func expected(_ amount: Money, since arrival: Timestamp, _ rules: Rules, _ now: Timestamp) -> Money {
        var rest = amount.fen
        var age = max(0, (now - arrival).microseconds)
        let halfLife = max(1, rules.nextOrderHalfLife.microseconds)
        while age >= halfLife, rest > 0 {
            rest /= 2
            age -= halfLife
        }
        return Money(fen: rest - rest / 2 * (age / 1000) / (halfLife / 1000 + 1))
    }
}

extension MoneyTrace {
    /// The accounts that the money reached.
    var reached: [AccountID] {
        Set(
            trace.pieces.compactMap { piece -> AccountID? in
                if case .account(let key) = piece.to { return key.id }
                return nil
            }
        ).sorted()
    }

    func received(at id: AccountID) -> Money {
        trace.pieces.filter { $0.to == .account(AccountKey(id)) }.reduce(.zero) { $0 + $1.amount }
    }

    func firstArrival(at id: AccountID) -> Timestamp? {
        trace.pieces.filter { $0.to == .account(AccountKey(id)) }.map(\.arrived.at).min()
    }
}
