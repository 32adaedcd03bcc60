internal import Synchronization

/// A small, fast, repeatable generator (Steele, Lea and Flood 2014), for simulations and tests.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    package var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Ids that count up from one; for tests and simulations.
package final class CountingIDs: IDSource {
    private let last = Mutex<UInt64>(0)

    package init() {}

    package func next(at now: Timestamp) -> UInt64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

/// A clock that stands still until it is turned; for tests and simulations.
package final class HandClock: WallClock {
    private let moment: Mutex<Timestamp>

    package init(_ start: Timestamp) { moment = Mutex(start) }

    package func now() -> Timestamp { moment.withLock { $0 } }

    package func set(_ now: Timestamp) { moment.withLock { $0 = now } }

    package func advance(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}
