internal import Foundation
internal import Synchronization

/// Runs `body` in `count` threads at once, 0 the first, waits for all, and throws the first error that one of them threw.
package func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let group = DispatchGroup()
    let gathered = Gathered()
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            defer { group.leave() }
            do { try body(index) } catch { gathered.errors.withLock { $0.append(error) } }
        }
    }
    group.wait()
    if let error = gathered.errors.withLock({ $0.first }) { throw error }
}

private final class Gathered: Sendable {
    let errors = Mutex<[any Error]>([])
}

/// A count that threads and repeated bodies add to.
package final class Tally: Sendable {
    private let number = Mutex(0)

    package init() {}

    package var count: Int { number.withLock { $0 } }

    @discardableResult
    package func add() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}
