/// What a model looks at in an example: the characters of a text, or those and the build of a host or link.
package enum Features: String, Sendable, Codable {
    case text
    /// Named otherwise in a file since it reads otherwise: a model of the earlier reading is refused, not misread.
    case host = "address"

    /// Calls `body` with each bucket of the example; a bucket may come several times.
    @inline(__always)
    func read(_ example: String, _ body: (_ bucket: Int) -> Void) {
        var example = example
        example.withUTF8 { bytes in
            switch self {
            case .text: Grams.read(bytes) { bucket, _ in body(bucket) }
            case .host: HostFeatures.read(bytes, body)
            }
        }
    }

    /// How much a bucket counts that is so rare among the examples: rare runs say much of a host, less of a text.
    func weight(rarity: Float) -> Float {
        switch self {
        case .text: rarity.squareRoot()
        case .host: rarity * rarity.squareRoot() / 4
        }
    }

    /// No example of its length has more buckets.
    func bucketsMost(_ example: String) -> Int {
        switch self {
        case .text: Grams.longest * example.utf8.count
        case .host: HostFeatures.bucketsMost(example.utf8.count)
        }
    }
}

/// Collects the buckets of examples, in memory that it keeps.
struct BucketReader: Sendable {
    /// One bit for each bucket that the example was seen to have.
    private var seen = [UInt64](repeating: 0, count: Grams.buckets / 64)
    private var found: [Int32] = []

    /// Calls `body` with the buckets of `text`, each once.
    ///
    /// A bucket is always written down and stays only if it is new: a branch for each would be guessed wrong too often.
    mutating func read<Result>(
        _ text: String, _ features: Features, _ body: (UnsafeBufferPointer<Int32>) -> Result
    ) -> Result {
        let most = min(features.bucketsMost(text), Grams.buckets) + 1
        if found.count < most { found = Array(repeating: 0, count: most) }
        return seen.withUnsafeMutableBufferPointer { seen in
            found.withUnsafeMutableBufferPointer { found in
                var count = 0
                features.read(text) { bucket in
                    let (word, bit) = (bucket >> 6, UInt64(1) << UInt64(truncatingIfNeeded: bucket & 63))
                    found[count] = Int32(truncatingIfNeeded: bucket)
                    count &+= seen[word] & bit == 0 ? 1 : 0
                    seen[word] |= bit
                }
                let buckets = UnsafeBufferPointer(rebasing: found[..<count])
                defer { for bucket in buckets { seen[Int(bucket) >> 6] = 0 } }
                return body(buckets)
            }
        }
    }

    mutating func buckets(_ text: String, _ features: Features) -> [Int32] { read(text, features) { Array($0) } }
}
