internal import Dispatch
internal import Synchronization

/// Does `count` pieces of work on as many threads as there are processors; the answers in their order.
///
/// Where some fail, the first of them is thrown. One piece alone is done by the caller's thread.
package func inParallel<Answer: Sendable, Failure: Error>(
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
