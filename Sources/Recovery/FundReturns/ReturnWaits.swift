package import Primitives

/// How long victims waited for their money, over some returns.
package struct ReturnWaits: Sendable, Equatable {
    /// The stretches of the way, each counted for those who have come so far.
    package enum Stretch: String, Sendable, CaseIterable {
        /// From the report to the opening of the return; and on to the city organ's decision; and on to the payment.
        case toOpening, toDecision, toPayment
        /// From the report to the payment.
        case whole
    }

    package struct Span: Sendable, Equatable {
        package let count: Int
        /// The middle one, the earlier where two are in the middle.
        package let median: Duration
        package let longest: Duration
    }

    /// One victim's way; nil for what has not come yet.
    package struct Way: Sendable, Equatable {
        package let reportedAt: Timestamp
        package let openedAt: Timestamp
        package let decidedAt: Timestamp?
        package let paidAt: Timestamp?

        package init(reportedAt: Timestamp, openedAt: Timestamp, decidedAt: Timestamp?, paidAt: Timestamp?) {
            self.reportedAt = reportedAt
            self.openedAt = openedAt
            self.decidedAt = decidedAt
            self.paidAt = paidAt
        }

        fileprivate func wait(_ stretch: Stretch) -> Duration? {
            switch stretch {
            case .toOpening: openedAt - reportedAt
            case .toDecision: decidedAt.map { $0 - openedAt }
            case .toPayment: paidAt.flatMap { paid in decidedAt.map { paid - $0 } }
            case .whole: paidAt.map { $0 - reportedAt }
            }
        }
    }

    package let spans: [Stretch: Span]

    package init(_ ways: [Way]) {
        var spans: [Stretch: Span] = [:]
        for stretch in Stretch.allCases {
            let waits = ways.compactMap { $0.wait(stretch) }.sorted()
            guard let longest = waits.last else { continue }
            spans[stretch] = Span(count: waits.count, median: waits[(waits.count - 1) / 2], longest: longest)
        }
        self.spans = spans
    }
}
