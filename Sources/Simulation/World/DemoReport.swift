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
    /// Paid back to the victims.
    package var returnedFen: Int64
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
        case returnedFen = "returned_fen"
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
        let (incidents, acts, stops, freezes, repayments) = try platform.database.read { tx in
            (
                try IncidentTable(tx).all(after: nil, limit: 100_000),
                try BankActTable(tx).all(after: nil, limit: 1_000_000),
                try StopPaymentTable(tx).all(after: nil, limit: 1_000_000),
                try FreezeTable(tx).all(after: nil, limit: 1_000_000), try RepaymentTable(tx).all()
            )
        }
        let flow = incidents.map(\.flow).reduce(.zero, +)
        let held = stops.reduce(Money.zero) { $0 + ($1.heldBalance ?? .zero) }
        return DemoReport(
            seed: plan.seed, incidents: incidents.count, orders: acts.filter { $0.kind == .stop }.count,
            inquiries: acts.filter { $0.kind == .inquiry }.count, answers: acts.filter { $0.state == .answered }.count,
            defraudedFen: flow.defrauded.fen, heldFen: flow.held.fen, balanceHeldFen: held.fen,
            exitedFen: flow.exited.fen, returnedFen: flow.returned.fen,
            atLargeFen: flow.atLarge.fen, deepestTier: flow.deepestTier,
            conserved: flow.isConserved && !checks.findings.contains { $0.rule == .conservation },
            doubledEffects: doubled(world), lostOrders: checks.findings.filter { $0.rule == .acts }.count,
            virtualHours: (now - Self.start).wholeSeconds / 3600,
            findings: checks.findings.map { "\($0.rule.rawValue) \($0.row): \($0.what)" } + world.violations()
                + AgainstTheBooks(
                    world: world, acts: acts, stops: stops, now: now, isLossless: isLossless,
                    settled: corrections.settled
                )
                .differences()
                + FreezesAgainstTheBooks(
                    world: world, acts: acts, freezes: freezes, now: now, settled: corrections.settled
                )
                .differences()
                + RepaymentsAgainstTheBooks(
                    world: world, repayments: repayments, acts: acts, settled: corrections.settled
                )
                .differences())
    }

    /// Acts that took effect at a bank more than once.
    private func doubled(_ world: BankWorld) -> Int {
        let effects = world.acts.filter { [.executed, .extended, .released, .returned].contains($0.effect) }
        return Dictionary(grouping: effects) { "\($0.bank)/\($0.act)/\($0.effect)" }.values.filter { $0.count > 1 }
            .count
    }
}
