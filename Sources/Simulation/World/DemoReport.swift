internal import Checks
internal import Foundation
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// What one run of the virtual city came to; amounts in fen.
package struct DemoReport: Codable, Sendable, Equatable {
    package var seed: UInt64
    package var incidents: Int
    package var orders: Int
    package var inquiries: Int
    package var answers: Int
    package var defraudedFen: Int64
    /// Traced and held.
    package var heldFen: Int64
    /// 止付金额: the balances held at execution.
    package var balanceHeldFen: Int64
    package var exitedFen: Int64
    package var atLargeFen: Int64
    package var deepestTier: Int
    package var conserved: Bool
    package var doubledEffects: Int
    package var lostOrders: Int
    package var virtualHours: Int64
    package var findings: [String]

    package var isSound: Bool { conserved && doubledEffects == 0 && lostOrders == 0 && findings.isEmpty }

    enum CodingKeys: String, CodingKey {
        case seed, incidents, orders, inquiries, answers, conserved, findings
        case defraudedFen = "defrauded_fen"
        case heldFen = "held_fen"
        case balanceHeldFen = "balance_held_fen"
        case exitedFen = "exited_fen"
        case atLargeFen = "at_large_fen"
        case deepestTier = "deepest_tier"
        case doubledEffects = "doubled_effects"
        case lostOrders = "lost_orders"
        case virtualHours = "virtual_hours"
    }
}

extension VirtualCity {
    /// Counts from the platform's records, and holds them against the banks' own books.
    package func report() throws -> DemoReport {
        let now = clock.now()
        let world = link.now
        let checks = try Checks(platform.database, platform.pack).run(at: now)
        let (incidents, acts, stops) = try platform.database.read { tx in
            (
                try IncidentTable(tx).all(after: nil, limit: 100_000),
                try BankActTable(tx).all(after: nil, limit: 1_000_000),
                try StopPaymentTable(tx).all(after: nil, limit: 1_000_000)
            )
        }
        let flow = incidents.reduce(into: FlowSums.zero) { sums, incident in
            sums.defrauded += incident.flow.defrauded
            sums.held += incident.flow.held
            sums.atLarge += incident.flow.atLarge
            sums.exited += incident.flow.exited
            sums.deepestTier = max(sums.deepestTier, incident.flow.deepestTier)
        }
        let held = stops.reduce(Money.zero) { $0 + ($1.heldBalance ?? .zero) }
        return DemoReport(
            seed: plan.seed, incidents: incidents.count, orders: acts.filter { $0.kind == .stop }.count,
            inquiries: acts.filter { $0.kind == .inquiry }.count, answers: acts.filter { $0.state == .answered }.count,
            defraudedFen: flow.defrauded.fen, heldFen: flow.held.fen, balanceHeldFen: held.fen,
            exitedFen: flow.exited.fen,
            atLargeFen: flow.atLarge.fen, deepestTier: flow.deepestTier,
            conserved: flow.isConserved && !checks.findings.contains { $0.rule == .conservation },
            doubledEffects: doubled(world), lostOrders: checks.findings.filter { $0.rule == .acts }.count,
            virtualHours: (now - Self.start).wholeSeconds / 3600,
            findings: checks.findings.map { "\($0.rule.rawValue) \($0.row): \($0.what)" } + world.violations()
                + AgainstTheBooks(world: world, acts: acts, stops: stops, now: now).differences())
    }

    /// Acts that took effect at a bank more than once.
    private func doubled(_ world: BankWorld) -> Int {
        let effects = world.acts.filter { [.executed, .extended, .released].contains($0.effect) }
        return Dictionary(grouping: effects) { "\($0.bank)/\($0.act)/\($0.effect)" }.values.filter { $0.count > 1 }
            .count
    }
}

/// What we say a bank did is what that bank did.
struct AgainstTheBooks {
    let world: BankWorld
    let acts: [BankAct]
    let stops: [StopPayment]
    let now: Timestamp

    /// A program whose clock is ahead ends a measure before the bank does.
    private static let skew = Duration.minutes(3)

    func differences() -> [String] { answers() + holds() + mismatches() }

    /// What banks hold now is what we say they hold, wherever no answer is outstanding, doubted or given up.
    private func holds() -> [String] {
        let settled = Dictionary(grouping: acts, by: \.account).filter { _, acts in
            acts.allSatisfy { $0.state == .answered && $0.contradictions == 0 }
        }
        let held = Dictionary(grouping: stops.filter { $0.state.isInForce }, by: \.account)
        return settled.sorted { $0.key < $1.key }.compactMap { account, acts in
            guard let act = acts.first(where: { $0.kind == .stop }), let number = act.order.target.accountNumber,
                let hold = world.lastStop(of: AccountAddress(bank: act.bank, number: number))
            else { return nil }
            let ours = held[account]?.first
            guard abs((hold.endsAt - now).microseconds) > Self.skew.microseconds else { return nil }
            if hold.blocks(at: now), ours == nil { return "\(number): the bank holds it, and we do not know" }
            if !hold.blocks(at: now), let ours {
                return "\(number): \(ours.id) is in force, and the bank does not hold it"
            }
            return nil
        }
    }

    /// A bank stops only where an actual credit has the amount that the order names (银发〔2016〕86号).
    private func mismatches() -> [String] {
        let orders = Dictionary(uniqueKeysWithValues: acts.map { ($0.id.description, $0.order) })
        return world.acts.filter { $0.effect == .executed && $0.kind == .stop }.compactMap { row in
            guard let order = orders[row.act], let number = order.target.accountNumber else { return nil }
            let address = AccountAddress(bank: row.bank, number: number)
            let isNamed = world.account(address)?.holder == order.target.accountName
            let isCredited = world.entries(of: address).contains {
                $0.direction == .in && $0.amount == order.amount.money && $0.time <= row.time
            }
            return isNamed && isCredited ? nil : "\(row.act): stopped although the four items differ"
        }
    }

    private func answers() -> [String] {
        let rows = Dictionary(world.acts.filter { $0.effect != .expired }.map { ($0.act, $0) }) { first, _ in first }
        let kept = Dictionary(uniqueKeysWithValues: stops.map { ($0.id.description, $0) })
        return acts.compactMap { act in
            guard act.state == .answered, act.contradictions == 0 else { return nil }
            guard let row = rows[act.id.description] else {
                return "\(act.id): answered, and the bank's book has no such act"
            }
            if act.answer?.result != row.result {
                return "\(act.id): we have \(act.answer?.result ?? "-"), the book \(row.result ?? "-")"
            }
            guard act.kind == .stop, row.effect == .executed, let stop = kept[act.measure] else { return nil }
            return stop.heldBalance == row.balance
                ? nil : "\(act.id): we hold \(stop.heldBalance ?? .zero), the book \(row.balance ?? .zero)"
        }
    }
}
