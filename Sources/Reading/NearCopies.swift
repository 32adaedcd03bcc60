internal import Primitives

/// What is left of a text for finding others that follow the same script: the least hashes of its runs of characters
/// (MinHash, Broder 1997). Names, numbers and sums change from victim to victim; the script stays.
package struct ScriptPrint: Sendable, Equatable {
    package static let size = 64
    let least: [UInt32]

    package init(_ text: String) {
        var least = [UInt32](repeating: .max, count: Self.size)
        var text = text
        text.withUTF8 { bytes in
            var calls = 0
            Grams.read(bytes) { bucket, _ in
                calls += 1
                // Only the runs of three: shorter ones are in every text.
                guard calls % Grams.longest == 3 else { return }
                // One permutation for all places (Li, Owen and Zhang 2012): the low bits choose the place.
                let mixed = UInt64(bucket) &* 0xD6E8_FEB8_6659_FD93
                let place = Int(truncatingIfNeeded: mixed >> 32) & (Self.size - 1)
                least[place] = min(least[place], UInt32(truncatingIfNeeded: mixed >> 38))
            }
        }
        self.least = least
    }

    /// About the share of runs that two texts have in common: 0 to 1. Two texts too short to compare have nothing in common.
    package func likeness(_ other: ScriptPrint) -> Double {
        var (same, filled) = (0, 0)
        for (a, b) in zip(least, other.least) where a != .max || b != .max {
            filled += 1
            if a == b { same += 1 }
        }
        return filled < 8 ? 0 : Double(same) / Double(filled)
    }
}

/// Finds near copies among many texts without comparing all pairs.
package struct ScriptIndex: Sendable {
    /// Texts that agree in one band of two places are compared.
    private static let bandWidth = 2
    private static let bucketMax = 2_000

    private var prints: [ScriptPrint] = []
    private var bands: [UInt64: [Int]] = [:]

    package init() {}

    /// Adds a text; its number counts from zero.
    package mutating func add(_ print: ScriptPrint) {
        for key in Self.keys(print) where bands[key, default: []].count < Self.bucketMax {
            bands[key, default: []].append(prints.count)
        }
        prints.append(print)
    }

    /// The numbers of the texts that are at least `share` alike, the most alike first.
    package func copies(of print: ScriptPrint, share: Double) -> [(number: Int, likeness: Double)] {
        let candidates = Set(Self.keys(print).flatMap { bands[$0] ?? [] })
        return candidates.map { (number: $0, likeness: prints[$0].likeness(print)) }.filter { $0.likeness >= share }
            .sorted { ($1.likeness, $0.number) < ($0.likeness, $1.number) }
    }

    private static func keys(_ print: ScriptPrint) -> [UInt64] {
        stride(from: 0, to: ScriptPrint.size, by: bandWidth).compactMap { start in
            let (a, b) = (print.least[start], print.least[start + 1])
            // Short texts fill few places, and hardly ever two side by side: half a band tells them, too.
            guard a != .max || b != .max else { return nil }
            return (UInt64(a) << 26 ^ UInt64(b)) &* 64 + UInt64(start)
        }
    }
}
