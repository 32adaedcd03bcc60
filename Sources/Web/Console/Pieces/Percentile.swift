extension Collection<Duration> {
    /// The value at the nearest rank: the least of the values that at least `percent` of all do not exceed; nil of nothing.
    package func percentile(_ percent: Int) -> Duration? {
        precondition((1...100).contains(percent), "a percentile lies between 1 and 100")
        guard !isEmpty else { return nil }
        let sorted = self.sorted()
        return sorted[(count * percent + 99) / 100 - 1]
    }

    /// The middle value, the lower one of two.
    package var median: Duration? { percentile(50) }
}
