internal import Hummingbird
internal import Primitives
internal import Synchronization

/// What this process has answered since it started, by route and status: never by path, which names people's records.
final class Traffic: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let method: String
        let route: String
        let status: Int

        static func < (a: Key, b: Key) -> Bool {
            (a.route, a.method, a.status) < (b.route, b.method, b.status)
        }
    }

    /// Answer times of one route, counted by how long they took.
    struct Histogram: Sendable {
        /// The upper bound of each bucket in milliseconds.
        static let bounds: [Int64] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]

        private(set) var counts = Array(repeating: Int64(0), count: bounds.count)
        private(set) var count: Int64 = 0
        private(set) var sum = Duration.zero

        mutating func add(_ took: Duration) {
            count += 1
            sum += took
            guard let bucket = Self.bounds.firstIndex(where: { took <= .milliseconds($0) }) else { return }
            counts[bucket] += 1
        }
    }

    struct State: Sendable {
        var answers: [Key: Int64] = [:]
        var times: [String: Histogram] = [:]
    }

    private let state = Mutex(State())
    /// A stranger may send any word as a method; only these become labels.
    private static let methods: Set = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    static func label(of method: HTTPRequest.Method) -> String {
        methods.contains(method.rawValue) ? method.rawValue : "other"
    }

    func add(_ key: Key, took: Duration) {
        state.withLock { state in
            state.answers[key, default: 0] += 1
            state.times[key.route, default: Histogram()].add(took)
        }
    }

    var now: State { state.withLock { $0 } }
}
