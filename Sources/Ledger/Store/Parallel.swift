internal import Primitives

/// Does two things, on two threads.
func atOnce<First: Sendable, Second: Sendable, Failure: Error>(
    _ first: @Sendable () -> First, _ second: @Sendable () throws(Failure) -> Second
) throws(Failure) -> (First, Second) {
    let done = try inParallel(2) { part throws(Failure) -> (First?, Second?) in
        part == 0 ? (first(), nil) : (nil, try second())
    }
    guard let one = done[0].0, let other = done[1].1 else { preconditionFailure("both were done") }
    return (one, other)
}

extension Range<Int> {
    /// Its parts between the multiples of `size`.
    func cut(atMultiplesOf size: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = lowerBound
        while start < upperBound {
            let end = Swift.min(upperBound, (start / size + 1) * size)
            parts.append(start..<end)
            start = end
        }
        return parts
    }
}
