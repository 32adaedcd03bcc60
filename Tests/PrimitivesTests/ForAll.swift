import Primitives

/// Runs `body` once for each seed; put the seed into the messages.
func forAll(seeds: ClosedRange<UInt64>, _ body: (UInt64, inout SplitMix64) throws -> Void) rethrows {
    for seed in seeds {
        var generator = SplitMix64(seed: seed)
        try body(seed, &generator)
    }
}

/// A moment in China, `2026-03-14 22:47:08` or `2026-03-14 22:47`.
func at(_ text: String) -> CivilTime {
    let words = text.split(separator: " ")
    let clock = words[1].split(separator: ":").map { Int($0) ?? -1 }
    let day = CivilDay(words[0]) ?? CivilDay(daysSince1970: 0)
    return CivilTime(day: day, hour: clock[0], minute: clock[1], second: clock.count > 2 ? clock[2] : 0)
}
