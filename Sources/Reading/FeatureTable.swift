/// Examples as rows of one table of weights: what each holds of which row, side by side in memory.
///
/// Rows are numbered by how many examples hold them, so that what is asked of most lies together; buckets that count nothing have none.
struct FeatureTable: Sendable {
    /// What an example holds of a row.
    struct Cell: Sendable {
        let row: Int32
        let value: Float
    }

    let cells: [Cell]
    /// Where the cells of each example begin, and the end of the last.
    private let starts: [Int]
    /// The bucket of each row.
    let buckets: [Int32]

    /// From the buckets of examples, each once, and how much they count; squares of an example's values sum to one.
    init(_ examples: [[Int32]], _ counts: FeatureCounts) {
        let buckets = counts.bucketsByFrequency
        var rows = [Int32](repeating: -1, count: Grams.buckets)
        for (row, bucket) in buckets.enumerated() { rows[Int(bucket)] = Int32(truncatingIfNeeded: row) }
        var (cells, starts): ([Cell], [Int]) = ([], [0])
        cells.reserveCapacity(examples.reduce(0) { $0 + $1.count })
        for example in examples {
            let known = example.filter { rows[Int($0)] >= 0 }
            let length = known.reduce(Float(0)) { $0 + counts[$1] * counts[$1] }.squareRoot()
            for bucket in known { cells.append(Cell(row: rows[Int(bucket)], value: counts[bucket] / length)) }
            starts.append(cells.count)
        }
        (self.cells, self.starts, self.buckets) = (cells, starts, buckets)
    }

    var examples: Range<Int> { 0..<(starts.count - 1) }

    /// Where the cells of an example lie.
    func cells(of example: Int) -> Range<Int> { starts[example]..<starts[example + 1] }
}

/// How many examples hold each bucket: what is in nearly all says little, what is in one says nothing.
struct FeatureCounts: Sendable {
    private let weights: [Float]
    private let examples: [Int32]
    /// Of each example's buckets those known from other examples, ascending.
    private let shares: [Double]
    private static let leastExamples: Int32 = 2

    init(_ examples: [[Int32]], _ features: Features) {
        var counts = [Int32](repeating: 0, count: Grams.buckets)
        for buckets in examples { for bucket in buckets { counts[Int(bucket)] += 1 } }
        let least = examples.count < 50 ? 1 : Self.leastExamples
        let total = Float(examples.count + 1)
        weights = counts.map { $0 >= least ? features.weight(rarity: 1 + Logarithm.of(total / Float($0 + 1))) : 0 }
        shares = examples.map { buckets in
            // As the example would be read by a model that did not learn it.
            Double(buckets.count { counts[Int($0)] > least }) / Double(max(buckets.count, 1))
        }.sorted()
        self.examples = counts
    }

    /// So many of the examples' buckets are known from other examples, in all but one example of twenty.
    var familiarFrom: Double { shares.isEmpty ? 0 : shares[shares.count / 20] }

    /// The weight of a bucket; zero for what is too rare to count.
    subscript(_ bucket: Int32) -> Float { weights[Int(bucket)] }

    /// The buckets that count, those that most examples hold first.
    fileprivate var bucketsByFrequency: [Int32] {
        let known = weights.indices.filter { weights[$0] > 0 }.map { Int32(truncatingIfNeeded: $0) }
        return known.sorted { (examples[Int($1)], $0) < (examples[Int($0)], $1) }
    }
}
