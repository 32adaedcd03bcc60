internal import Primitives

/// Trains one linear machine for each label against all others.
///
/// Support vectors with squared hinge loss, by dual coordinate descent (Hsieh, Chang, Lin, Keerthi and Sundararajan 2008),
/// sixteen labels at a time.
struct LinearTraining {
    /// What weighs a bucket for sixteen labels.
    typealias Row = SIMD16<Float>

    private let vectors: [FeatureVector]
    /// The number of each example's label.
    private let labels: [Int]
    private let labelCount: Int
    /// How much an error costs, for each label's own examples and for the others.
    private let cost: Float = 1
    private static let rounds = 12

    /// Weights of the labels of one block, by bucket, and what each label starts from.
    struct Block {
        var rows: [Row]
        var bias: Row
    }

    init(_ vectors: [FeatureVector], labels: [Int], labelCount: Int) {
        (self.vectors, self.labels, self.labelCount) = (vectors, labels, labelCount)
    }

    /// Trains on the examples of `indices`, in an order drawn from `random`.
    func train(on indices: [Int], using random: inout SplitMix64) -> [Block] {
        (0..<(labelCount + 15) / 16).map { train(block: $0, on: indices, using: &random) }
    }

    private func train(block: Int, on indices: [Int], using random: inout SplitMix64) -> Block {
        var result = Block(rows: Array(repeating: .zero, count: Grams.buckets), bias: .zero)
        var alphas = [Row](repeating: .zero, count: indices.count)
        var order = Array(indices.indices)
        let diagonals = diagonals(of: block, indices)
        result.rows.withUnsafeMutableBufferPointer { rows in
            for _ in 0..<Self.rounds {
                order.shuffle(using: &random)
                for place in order {
                    let vector = vectors[indices[place]]
                    let sign = signs(of: indices[place], in: block)
                    let margin = sign * (Self.product(vector, rows) + result.bias)
                    // The vector has length one, the bias adds one.
                    let diagonal = Self.chosen(sign, diagonals)
                    let gradient = margin - 1 + diagonal * alphas[place]
                    let alpha = Self.notNegative(alphas[place] - gradient / (2 + diagonal))
                    let step = (alpha - alphas[place]) * sign
                    if step == .zero { continue }
                    alphas[place] = alpha
                    Self.add(step, vector, rows)
                    result.bias += step
                }
            }
        }
        return result
    }

    /// Half the reciprocal cost of an error, for a label's own examples and for others; rare labels cost more.
    private func diagonals(of block: Int, _ indices: [Int]) -> (own: Row, other: Float) {
        var counts = [Float](repeating: 0, count: labelCount)
        for index in indices { counts[labels[index]] += 1 }
        var own = Row.zero
        let mean = Float(indices.count) / Float(max(labelCount, 1))
        for lane in 0..<16 where block * 16 + lane < labelCount {
            let weight = min(8, max(0.2, mean / max(counts[block * 16 + lane], 1))).squareRoot()
            own[lane] = 1 / (2 * cost * weight)
        }
        return (own, 1 / (2 * cost))
    }

    private static func chosen(_ sign: Row, _ diagonals: (own: Row, other: Float)) -> Row {
        diagonals.own.replacing(with: Row(repeating: diagonals.other), where: sign .< 0)
    }

    private static func notNegative(_ row: Row) -> Row { row.replacing(with: Row.zero, where: row .< 0) }

    private func signs(of index: Int, in block: Int) -> Row {
        var signs = Row(repeating: -1)
        let lane = labels[index] - block * 16
        if (0..<16).contains(lane) { signs[lane] = 1 }
        return signs
    }

    @inline(__always)
    static func product(_ vector: FeatureVector, _ rows: UnsafeMutableBufferPointer<Row>) -> Row {
        var sum = Row.zero
        for index in vector.buckets.indices { sum += rows[Int(vector.buckets[index])] * vector.values[index] }
        return sum
    }

    @inline(__always)
    private static func add(_ step: Row, _ vector: FeatureVector, _ rows: UnsafeMutableBufferPointer<Row>) {
        for index in vector.buckets.indices { rows[Int(vector.buckets[index])] += step * vector.values[index] }
    }
}
