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
    package let asksStop: Bool
    package let asksInquiry: Bool
    /// A running measure that this incident is to have a claim on.
    package let joins: StopPaymentID?
    package let refusal: StopRefusal?
    /// What of it can be expected to be still there, by its age: the larger goes first.
    package let expected: Money
}

/// Which orders follow from a trace; a pure decision.
package enum NextOrders {
    package static func decide(_ money: MoneyTrace, rules: Rules, now: Timestamp) -> [NextOrder] {
        var orders: [NextOrder] = []
        for holder in money.trace.holders {
            if let order = order(for: holder, isHub: false, money, rules, now) { orders.append(order) }
        }
        for hub in money.trace.hubs {
            if let order = order(for: hub, isHub: true, money, rules, now) { orders.append(order) }
        }
        for (account, gaps) in Dictionary(grouping: money.trace.unexplained, by: \.account) {
            guard let id = account?.id, !orders.contains(where: { $0.account == id }) else { continue }
            guard let order = inquiry(about: id, gaps: gaps, money, rules) else { continue }
            orders.append(order)
        }
        return orders.sorted { ($1.expected, $0.account) < ($0.expected, $1.account) }
    }

    private static func order(
        for holder: Holder, isHub: Bool, _ money: MoneyTrace, _ rules: Rules, _ now: Timestamp
    ) -> NextOrder? {
        guard let id = holder.account.id, let brought = largest(into: holder.account, money) else { return nil }
        let traced = holder.amount - holder.notFollowed
        let stops = money.stops[id] ?? []
        let live = stops.last { $0.state.isLive }
        let isNews = isHub ? (money.inquiries[id] ?? []).isEmpty : holder.awaitsStatement
        let asksInquiry = mayInquire(id, money, rules) && isNews
        var refusal: StopRefusal?
        var asksStop = false
        if live == nil, traced >= rules.traceLeastAmount, traced.isPositive, !wasRefused(stops, by: money.incident) {
            refusal = whyNot(id, isHub: isHub, brought: brought, money, rules)
            asksStop = refusal == nil
        }
        guard asksStop || asksInquiry || live != nil || refusal != nil else { return nil }
        return NextOrder(
            account: id, tier: holder.tier, traced: traced, transferAmount: brought.amount, transferTime: brought.at,
            asksStop: asksStop, asksInquiry: asksInquiry && (asksStop || live == nil || needsNews(id, live, money)),
            joins: live?.id,
            refusal: refusal, expected: expected(traced, since: holder.lastArrival.at, rules, now))
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

    /// Money that a stated balance shows to be gone while no statement tells where to: ask again.
    private static func inquiry(about id: AccountID, gaps: [Unexplained], _ money: MoneyTrace, _ rules: Rules)
        -> NextOrder?
    {
        guard mayInquire(id, money, rules), let brought = largest(into: AccountKey(id), money) else { return nil }
        guard needsNews(id, (money.stops[id] ?? []).last { $0.state.isLive }, money) else { return nil }
        let traced = gaps.reduce(Money.zero) { $0 + $1.amount }
        return NextOrder(
            account: id, tier: gaps[0].tier, traced: traced, transferAmount: brought.amount, transferTime: brought.at,
            asksStop: false, asksInquiry: true, joins: nil, refusal: nil, expected: .zero)
    }

    private static func mayInquire(_ id: AccountID, _ money: MoneyTrace, _ rules: Rules) -> Bool {
        let inquiries = money.inquiries[id] ?? []
        let waits = inquiries.contains { $0.state == .draft || $0.state == .ordered }
        return !waits && inquiries.filter { $0.state != .withdrawn }.count < rules.inquiryTimesMax
    }

    /// Whether the statements at hand end before the bank executed its stop.
    private static func needsNews(_ id: AccountID, _ live: StopPayment?, _ money: MoneyTrace) -> Bool {
        guard let covered = (money.inquiries[id] ?? []).compactMap(\.coveredUntil).max() else { return true }
        return live?.executedAt.map { covered < $0 } ?? false
    }

    /// A bank's refusal stands until a person corrects the facts or the account moves on.
    private static func wasRefused(_ stops: [StopPayment], by incident: IncidentID) -> Bool {
        stops.last.map {
            $0.state == .refused && $0.incident == incident || $0.state == .withdrawn && $0.incident == incident
        }
            ?? false
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
