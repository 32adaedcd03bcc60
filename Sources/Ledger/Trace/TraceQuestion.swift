/// By which rule mixed money is told apart.
package enum TraceRule: String, Sendable, CaseIterable {
    /// What came first leaves first.
    case fifo
    /// What came last leaves first.
    case lifo
    /// Every payment takes its share of the traced money on the account, floor(traced × amount ÷ balance); the rest stays.
    case proportional
    /// Traced money leaves before any other.
    case fraudFirst = "fraud-first"
    /// All that leaves a touched account is touched, whole; the amounts are no sum.
    case poison
}

/// How far money is followed. What a limit stops stays where it lies and is named in the frontier.
package struct TraceLimits: Sendable, Equatable {
    /// The most transfers behind a seed.
    package var hops = Int.max
    /// The last moment of a transfer that is followed (backwards: the first), in the ledger's time; nil for no end.
    package var until: Int64?
    /// The least traced amount in one transfer that is followed, in fen.
    package var least: Int64 = 1
    /// The most transfers out of one account (backwards: into it) that are followed, the first in time before the others.
    package var breadth = Int.max

    package init(hops: Int = .max, until: Int64? = nil, least: Int64 = 1, breadth: Int = .max) {
        self.hops = max(0, hops)
        self.until = until
        self.least = max(1, least)
        self.breadth = max(0, breadth)
    }
}

/// An account that is held from a moment on, as it was not in truth: every transfer out of it after that moment is refused.
package struct Freeze: Sendable, Equatable {
    package let account: Int
    /// In the ledger's time; what leaves at this very moment still leaves.
    package let moment: Int64

    package init(account: Int, moment: Int64) { (self.account, self.moment) = (account, moment) }
}

/// One of the limits, or a freeze, where it stopped something.
package enum TraceLimit: UInt8, Sendable, CaseIterable {
    case hops, until, least, breadth, freeze

    package var text: String {
        switch self {
        case .hops: "hops"
        case .until: "until"
        case .least: "least"
        case .breadth: "breadth"
        case .freeze: "freeze"
        }
    }
}

/// One question to a ledger: where did the money of these transfers go, or where had it come from?
package struct TraceQuestion: Sendable {
    package enum Direction: Sendable { case forward, backward }

    /// Rows of transfers whose whole amount is traced.
    package let seeds: [Int]
    package let rule: TraceRule
    package let limits: TraceLimits
    package let direction: Direction
    /// Accounts that are taken to be held; none where the question goes backward.
    package let freezes: [Freeze]

    package init(
        seeds: [Int], rule: TraceRule = .fifo, limits: TraceLimits = TraceLimits(), direction: Direction = .forward,
        freezes: [Freeze] = []
    ) {
        precondition(freezes.isEmpty || direction == .forward, "money that came cannot be held")
        (self.seeds, self.rule, self.limits, self.direction) = (Set(seeds).sorted(), rule, limits, direction)
        self.freezes = freezes
    }

    var isBackward: Bool { direction == .backward }
}
