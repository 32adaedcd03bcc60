import Synchronization

/// How many requests of each kind were sent and judged; printed at the end.
final class Counts: Sendable {
    static let shared = Counts()

    private let numbers = Mutex<[String: Int]>([:])

    func add(_ kind: String, _ count: Int = 1) { numbers.withLock { $0[kind, default: 0] += count } }

    var all: [(kind: String, count: Int)] {
        numbers.withLock { $0 }.map { (kind: $0.key, count: $0.value) }.sorted { $0.kind < $1.kind }
    }
}
