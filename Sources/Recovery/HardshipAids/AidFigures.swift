package import Primitives

/// How many victims asked for aid, how it came out, and how long they waited; none of it counts as money returned.
package struct AidFigures: Sendable, Equatable {
    package let applied: Int
    package let waiting: Int
    package let granted: Int
    package let refused: Int
    /// Of those granted, whose payment was noted.
    package let paid: Int
    /// What others were asked to pay.
    package let sum: Money
    /// From application to decision, of those decided: the middle one, the earlier where two are in the middle, and the longest.
    package let median: Duration?
    package let longest: Duration?

    package init(_ aids: [HardshipAid]) {
        func count(_ state: HardshipAid.State) -> Int { aids.count { $0.state == state } }
        (applied, waiting, granted, refused) = (aids.count, count(.waiting), count(.granted), count(.refused))
        paid = aids.count { $0.paidOn != nil }
        sum = aids.reduce(.zero) { $0 + ($1.amount ?? .zero) }
        let waits = aids.compactMap { aid in aid.decidedAt.map { $0 - aid.appliedAt } }.sorted()
        median = waits.isEmpty ? nil : waits[(waits.count - 1) / 2]
        longest = waits.last
    }
}
