internal import Access
package import FundTracing
package import Journal
package import Jurisdiction
package import Primitives
package import Storage

/// The commands on the trace of an incident's money.
package struct Traces: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// Traces an incident anew, keeps the sums, renews its claims and orders what follows.
    @discardableResult
    package func renew(_ id: IncidentID, key: IdempotencyKey, at now: Timestamp, urgency: Urgency = .usual) throws
        -> FlowSums
    {
        let rules = pack.rules(on: CivilTime(now).day)
        let input = ["trace", id.description]
        // What it orders goes out after a command of its own.
        return try journal.perform(
            key, by: .system("tracer"), at: now, input: input, urgency: urgency, durability: .repeatable
        ) { step in
            let incident = try IncidentTable(step.transaction).require(id)
            guard incident.state == .open else { return incident.flow }
            let money = try MoneyTracer(step.transaction, rules: rules).trace(id, at: now)
            try keep(money, of: incident, in: step)
            let orders = NextOrders.decide(money, rules: rules, now: now)
            let desk = OrderDesk(step: step, rules: rules)
            let claims = try (
                StopPaymentTable(step.transaction).askClaims(of: id), FreezeTable(step.transaction).askClaims(of: id)
            )
            let (stopClaims, freezeClaims) = (try claims.0.answer(), try claims.1.answer())
            try renew(stopClaims, money, orders, in: step)
            try renew(freezeClaims, money, orders, in: step)
            try desk.issue(orders, for: incident)
            // What was claimed just now is where the money is.
            if !stopClaims.isEmpty {
                try desk.proposeReleases(of: incident, unreached: unreached(money, in: step))
            }
            if !freezeClaims.isEmpty {
                try desk.proposeReleases(of: incident, unreached: unreachedFreezes(money, in: step))
            }
            return money.sums
        }
    }

    /// The trace as it stands, for a page; nothing is written. Any rule may be asked for.
    package func look(at id: IncidentID, rule: FundTracing.Rule = .fifo, at now: Timestamp) throws -> MoneyTrace {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in try MoneyTracer(tx, rules: rules, rule: rule).trace(id, at: now) }
    }

    /// Where the money of these incidents, followed together by a rule, does not add up; nothing is written.
    package func breaches(of ids: [IncidentID], rule: FundTracing.Rule, at now: Timestamp) throws -> [Breach] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            try MoneyTracer(tx, rules: rules, rule: rule).breaches(of: ids, at: now)
        }
    }

    private func keep(_ money: MoneyTrace, of incident: Incident, in step: Step) throws {
        try FlowTable(step.transaction).replace(money.flowAccounts, of: incident.id)
        // What was held before the report, for others, is held for this incident from its report on.
        let heldSince = money.sums.held.isPositive ? money.firstHold.map { max($0, incident.reportedAt) } : nil
        guard money.sums != incident.flow || heldSince != incident.firstHeldAt else { return }
        try IncidentTable(step.transaction).update(incident.id, flow: money.sums, heldSince: heldSince)
        guard money.sums != incident.flow else { return }
        try step.record(
            "incident.traced", on: incident.id, topic: incident.id,
            detail: .object(["before": incident.flow.json, "after": money.sums.json]))
    }

    /// A claim's amount is what the trace finds in the account now.
    private func renew(_ own: [Claim], _ money: MoneyTrace, _ orders: [NextOrder], in step: Step) throws {
        let table = StopPaymentTable(step.transaction)
        let present = money.present
        for claim in own where claim.isLive {
            let stop = try table.require(claim.stop)
            let traced = present[stop.account] ?? .zero
            if traced != claim.traced {
                try table.put(Claim(stop: claim.stop, incident: claim.incident, traced: traced, isLive: true))
            }
        }
        for order in orders {
            guard let stop = order.joins else { continue }
            let own = try table.claims(on: stop).first { $0.incident == money.incident }
            guard try own.map({ try !$0.isLive && mayClaimAgain(stop, money.incident, in: step) }) ?? true else {
                continue
            }
            try table.put(Claim(stop: stop, incident: money.incident, traced: order.traced, isLive: true))
            try step.record(
                OrderDesk.claimJoined, on: stop, topic: money.incident,
                detail: .object(["traced": .number(order.traced.fen)]))
        }
    }

    private func renew(_ own: [FreezeClaim], _ money: MoneyTrace, _ orders: [NextOrder], in step: Step) throws {
        let table = FreezeTable(step.transaction)
        let present = money.present
        for claim in own where claim.isLive {
            let freeze = try table.require(claim.freeze)
            let traced = present[freeze.account] ?? .zero
            if traced != claim.traced {
                try step.put(
                    FreezeClaim(freeze: freeze.id, incident: claim.incident, traced: traced, isLive: true), on: freeze)
            }
        }
        for order in orders {
            guard let freeze = order.joinsFreeze else { continue }
            let own = try table.claims(on: [freeze]).first { $0.incident == money.incident }
            guard try own.map({ try !$0.isLive && mayClaimAgain(freeze, money.incident, in: step) }) ?? true else {
                continue
            }
            try step.put(
                FreezeClaim(freeze: freeze, incident: money.incident, traced: order.traced, isLive: true),
                on: try table.require(freeze))
            try step.record(
                OrderDesk.claimJoined, on: freeze, topic: money.incident,
                detail: .object(["traced": .number(order.traced.fen)]))
        }
    }

    /// Whether the incident's claim on a measure was ended by a trace alone, which the money's return undoes. One that a person
    /// ended stays so.
    private func mayClaimAgain(_ measure: some CustomStringConvertible, _ incident: IncidentID, in step: Step) throws
        -> Bool
    {
        let last = try step.lastChange(of: incident, on: measure)
        return last?.act == OrderDesk.claimEnded && last?.reason == OrderDesk.movedOn
    }

    private func unreachedFreezes(_ money: MoneyTrace, in step: Step) throws -> [Freeze] {
        let reached = Set(money.flowAccounts.map(\.account))
        return try FreezeTable(step.transaction).claimed(by: money.incident).filter {
            $0.state.isLive && !reached.contains($0.account)
        }
    }

    /// Measures that this incident claims although none of its money ever came to the account.
    private func unreached(_ money: MoneyTrace, in step: Step) throws -> [StopPayment] {
        let reached = Set(money.flowAccounts.map(\.account))
        return try StopPaymentTable(step.transaction).claimed(by: money.incident).filter {
            $0.state.isLive && !reached.contains($0.account)
        }
    }
}

extension MoneyTracer {
    package init(_ tx: any Transaction, rules: Rules, rule: FundTracing.Rule = .fifo) {
        self.init(
            tx, tolerance: rules.fourItemsTimeTolerance,
            limits: Limits(depth: rules.traceDepthMax, breadth: rules.traceBreadthMax, least: rules.traceLeastAmount),
            rule: rule)
    }
}

/// An incident's money in an account as a decision has it.
package struct DecidedAccount: Sendable, Equatable {
    /// Decided and not paid yet, under a measure or under none.
    package let held: Money
    package let atLarge: Money
    package let returned: Money
    /// By how much the decision changed what of the incident's money has left all accounts.
    package let exitsExchanged: Money
}

extension MoneyTrace {
    /// When the first of the measures that hold some of this money was executed.
    var firstHold: Timestamp? {
        trace.holders.filter(\.isHeld).compactMap { holder in
            holder.account.id.flatMap { id in
                ((stops[id] ?? []).compactMap(\.executedAt) + (freezes[id] ?? []).compactMap(\.startedAt)).min()
            }
        }.min()
    }

    /// Whether a measure in force keeps money in the account.
    func isHeld(_ account: AccountID) -> Bool {
        stops[account]?.contains(where: \.state.isInForce) ?? false
            || freezes[account]?.contains(where: \.isInForce) ?? false
    }

    /// The incident's money that lies in each account, held or not.
    var present: [AccountID: Money] {
        let there = trace.holders.compactMap { holder in
            holder.account.id.map { ($0, holder.amount - holder.notFollowed) }
        }
        let traced = Dictionary(there, uniquingKeysWith: +)
        return traced.merging(decided.decided.keys.map { ($0, decided.remaining($0) ?? .zero) }) { $1 }
    }

    /// How a decision on a return has an account, instead of the trace; nil where there is none.
    package func decision(on account: AccountID) -> DecidedAccount? {
        guard let remaining = decided.remaining(account),
            let free = decided.remainingFree(account, isHeld: isHeld(account))
        else { return nil }
        return DecidedAccount(
            held: remaining - free, atLarge: free, returned: decided.paid[account] ?? .zero,
            exitsExchanged: decided.exchangedExits(account))
    }

    /// What each account received, holds and let go, as the trace shows it; a decided one as decided.
    package var flowAccounts: [FlowAccount] {
        let arrivals = Dictionary(grouping: trace.pieces) { piece -> AccountID? in
            if case .account(let key) = piece.to { return key.id }
            return nil
        }
        let present = Dictionary(grouping: trace.holders + trace.hubs, by: \.account.id)
        let gone = Dictionary(grouping: trace.unexplained) { $0.account?.id }
        return arrivals.compactMap { account, pieces in
            guard let account else { return nil }
            let holders = present[account] ?? []
            let held = holders.reduce(Money.zero) { $1.isHeld ? $0 + $1.amount - $1.notFollowed : $0 }
            let there = holders.reduce(Money.zero) { $0 + $1.amount }
            let unexplained = (gone[account] ?? []).reduce(Money.zero) { $0 + $1.amount }
            let remaining = decided.remaining(account)
            let free = decided.remainingFree(account, isHeld: isHeld(account)) ?? .zero
            return FlowAccount(
                account: account, tier: pieces.map(\.tier).min() ?? 1,
                received: pieces.reduce(.zero) { $0 + $1.amount },
                held: remaining.map { $0 - free } ?? held,
                atLarge: (remaining.map { _ in free } ?? there - held) + unexplained,
                returned: decided.paid[account] ?? .zero)
        }
        .sorted { ($0.tier, $1.received, $0.account) < ($1.tier, $0.received, $1.account) }
    }
}

extension FlowSums {
    var json: JSON {
        .object([
            "defrauded": .number(defrauded.fen), "held": .number(held.fen), "atLarge": .number(atLarge.fen),
            "exited": .number(exited.fen), "returned": .number(returned.fen),
            "deepestTier": .number(Int64(deepestTier)),
        ])
    }
}
