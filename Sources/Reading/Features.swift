/// What a model looks at in an example: the characters of a text, or those and the build of a host or link.
package enum Features: String, Sendable, Codable {
    case text, host

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
}

/// The buckets of an example that count, without repetition, and how much each counts; squares sum to one.
struct FeatureVector: Sendable {
    let buckets: [Int32]
    let values: [Float]
}

/// How many examples hold each bucket: what is in nearly all says little, what is in one says nothing.
struct FeatureCounts: Sendable {
    private let weights: [Float]
    private static let leastExamples: Int32 = 2

    init(_ examples: [[Int32]]) {
        var counts = [Int32](repeating: 0, count: Grams.buckets)
        for buckets in examples { for bucket in buckets { counts[Int(bucket)] += 1 } }
        let least = examples.count < 50 ? 1 : Self.leastExamples
        let total = Float(examples.count + 1)
        weights = counts.map { $0 >= least ? 1 + Logarithm.of(total / Float($0 + 1)) : 0 }
    }

    /// The weight of a bucket; zero for what is too rare to count.
    subscript(_ bucket: Int32) -> Float { weights[Int(bucket)] }

    func vector(_ buckets: [Int32]) -> FeatureVector {
        let known = buckets.filter { weights[Int($0)] > 0 }
        let values = known.map { weights[Int($0)] }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return FeatureVector(buckets: known, values: length > 0 ? values.map { $0 / length } : values)
    }
}

/// Collects the buckets of examples, in memory that it keeps.
struct BucketReader: Sendable {
    private var seenIn = [UInt16](repeating: 0, count: Grams.buckets)
    private var example: UInt16 = 0

    /// Calls `body` with each bucket that `isWanted`, once.
    @inline(__always)
    mutating func read(_ text: String, _ features: Features, _ isWanted: (Int) -> Bool, _ body: (Int) -> Void) {
        if example == .max {
            for index in seenIn.indices { seenIn[index] = 0 }
            example = 0
        }
        example += 1
        let now = example
        seenIn.withUnsafeMutableBufferPointer { seenIn in
            features.read(text) { bucket in
                guard isWanted(bucket), seenIn[bucket] != now else { return }
                seenIn[bucket] = now
                body(bucket)
            }
        }
    }

    mutating func buckets(_ text: String, _ features: Features) -> [Int32] {
        var buckets: [Int32] = []
        read(text, features) { _ in
            true
        } _: {
            buckets.append(Int32(truncatingIfNeeded: $0))
        }
        return buckets
    }
}
