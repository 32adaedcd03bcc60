package import Primitives

/// A victim's money: the whole of a transfer, or the part of it that was the victim's.
package struct Seed: Hashable, Sendable {
    package let incident: IncidentKey
    package let transfer: TransferKey
    package let amount: Money

    package init(incident: IncidentKey, transfer: TransferKey, amount: Money) {
        self.incident = incident
        self.transfer = transfer
        self.amount = amount
    }
}

/// By which rule mixed money is told apart.
package enum Rule: String, Sendable, CaseIterable {
    /// What came first leaves first.
    case fifo
    /// Every payment takes its share of each incident's money.
    case proportional
    /// What came last leaves first.
    case lifo
    /// The victims' money leaves before any other, the earliest first.
    case fraudFirst
    /// All that leaves a touched account is touched: an upper bound for each account, not a sum that adds up.
    case poison

    /// Whether the amounts found add up to what the victims paid.
    package var conserves: Bool { self != .poison }
}

/// How far each incident's money is followed from account to account; exits and hubs are never hidden by a limit.
package struct Limits: Hashable, Sendable {
    /// The most transfers between the victim and an account; the victim's own payment is the first.
    package let depth: Int
    /// The most accounts that are followed out of one account.
    package let breadth: Int
    /// The least amount of an incident's money in one transfer that is followed.
    package let least: Money

    package init(depth: Int, breadth: Int, least: Money) {
        self.depth = depth
        self.breadth = breadth
        self.least = least
    }

    /// Follows everything.
    package static let none = Limits(depth: .max, breadth: .max, least: .zero)
}

/// One of the limits, where it cut something off.
package enum Limit: String, Sendable, CaseIterable {
    case depth, breadth, least
}

/// One question to the tracer.
package struct TraceRequest: Sendable {
    package let seeds: [Seed]
    package let rule: Rule
    package let limits: Limits
    /// The moment for which "held now" is answered.
    package let now: Timestamp

    package init(seeds: [Seed], rule: Rule = .fifo, limits: Limits = .none, now: Timestamp) {
        self.seeds = seeds
        self.rule = rule
        self.limits = limits
        self.now = now
    }
}

/// Why a request cannot be answered.
package enum TraceRefusal: Error, Equatable {
    case unknownTransfer(TransferKey)
    case seedNotPositive(Seed)
    /// The victims' parts of a transfer are more than the transfer.
    case seedsExceedTransfer(TransferKey)
    case limitNotPositive(Limit)
}
