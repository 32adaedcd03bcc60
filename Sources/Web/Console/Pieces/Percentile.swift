internal import Primitives

extension Collection<Duration> {
    /// The value at the nearest rank, in whole microseconds: the least of the values that at least `percent` of all do not exceed;
    /// nil of nothing.
    package func percentile(_ percent: Int) -> Duration? {
        precondition((1...100).contains(percent), "a percentile lies between 1 and 100")
        guard !isEmpty else { return nil }
        // Thousands are put in order at each look at the board, and durations of 128 bits are slow to compare.
        let sorted = map(\.microseconds).sorted()
        return .microseconds(sorted[(count * percent + 99) / 100 - 1])
    }

    /// The middle value, the lower one of two.
    package var median: Duration? { percentile(50) }
}
