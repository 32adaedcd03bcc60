internal import Primitives

/// The time over which the statements at hand hold every entry of one account.
struct Coverage {
    private let spans: [ClosedRange<Timestamp>]

    init(_ inquiries: [Inquiry]) {
        spans = inquiries.compactMap { inquiry in
            inquiry.coveredUntil.flatMap { $0 >= inquiry.from ? inquiry.from...$0 : nil }
        }
    }

    /// The first and the last moment covered.
    var start: Timestamp? { spans.map(\.lowerBound).min() }
    var end: Timestamp? { spans.map(\.upperBound).max() }

    func contains(_ moment: Timestamp) -> Bool { spans.contains { $0.contains(moment) } }
}
