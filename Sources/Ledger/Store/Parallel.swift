internal import Dispatch
internal import Synchronization

/// Does `count` pieces of work on as many threads as there are processors; the answers in their order.
///
/// Where some fail, the first of them is thrown. One piece alone is done by the caller's thread.
func inParallel<Answer: Sendable, Failure: Error>(
    _ count: Int, _ work: @Sendable (Int) throws(Failure) -> Answer
) throws(Failure) -> [Answer] {
    if count == 1 { return [try work(0)] }
    let done = Mutex([Result<Answer, Failure>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result: Result<Answer, Failure>
        do throws(Failure) {
            result = .success(try work(index))
        } catch {
            result = .failure(error)
        }
        done.withLock { $0[index] = result }
    }
    var answers: [Answer] = []
    for case .some(let result) in done.withLock({ $0 }) { answers.append(try result.get()) }
    return answers
}

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
