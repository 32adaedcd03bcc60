internal import Primitives

/// Trains one linear machine for each label against all others.
///
/// Support vectors with squared hinge loss, by dual coordinate descent (Hsieh, Chang, Lin, Keerthi and Sundararajan 2008), as many
/// labels at a time as `Lanes` has: sixteen, or two where there are no more.
struct LinearTraining<Lanes: SIMD & Sendable>: Sendable where Lanes.Scalar == Float {
    private let table: FeatureTable
    /// The number of each example's label.
    private let labels: [Int]
    private let labelCount: Int
    /// How much an error costs, for each label's own examples and for the others.
    private let cost: Float = 1
    static var rounds: Int { 12 }

    /// Weights of the labels of one block, by row of the table, and what each label starts from.
    struct Block: Sendable {
        var rows: [Lanes]
        var bias: Lanes
    }

    /// What one block learns from, and the generator that draws the order.
    struct Course: Sendable {
        let block: Int
        let examples: [Int]
        let random: SplitMix64
    }

    init(_ table: FeatureTable, labels: [Int], labelCount: Int) {
        (self.table, self.labels, self.labelCount) = (table, labels, labelCount)
    }

    /// The courses of all blocks on the same examples, as if one were taken after the other with one generator: so they may be taken in
    /// any order, and at once.
    func courses(on examples: [Int], using random: inout SplitMix64) -> [Course] {
        let blocks = (labelCount + Lanes.scalarCount - 1) / Lanes.scalarCount
        var order = examples
        return (0..<blocks).map { block in
            let course = Course(block: block, examples: examples, random: random)
            for _ in 0..<Self.rounds { order.shuffle(using: &random) }
            return course
        }
    }

    func train(_ course: Course) -> Block {
        var random = course.random
        var result = Block(rows: Array(repeating: .zero, count: table.buckets.count), bias: .zero)
        var alphas = [Lanes](repeating: .zero, count: course.examples.count)
        var order = Array(course.examples.indices)
        let diagonals = diagonals(of: course)
        result.rows.withUnsafeMutableBufferPointer { rows in
            for _ in 0..<Self.rounds {
                order.shuffle(using: &random)
                for place in order {
                    let example = course.examples[place]
                    let sign = signs(of: example, in: course.block)
                    let margin = sign * (product(example, UnsafeBufferPointer(rows)) + result.bias)
                    // The vector has length one, the bias adds one.
                    let diagonal = Self.chosen(sign, diagonals)
                    let gradient = margin - 1 + diagonal * alphas[place]
                    let alpha = Self.notNegative(alphas[place] - gradient / (2 + diagonal))
                    let step = (alpha - alphas[place]) * sign
                    if step == .zero { continue }
                    alphas[place] = alpha
                    add(step, example, rows)
                    result.bias += step
                }
            }
        }
        return result
    }

    /// What the machines of a block say of examples.
    func margins(_ block: Block, of examples: [Int]) -> [Lanes] {
        block.rows.withUnsafeBufferPointer { rows in examples.map { product($0, rows) + block.bias } }
    }

    /// Half the reciprocal cost of an error, for a label's own examples and for others; rare labels cost more.
    private func diagonals(of course: Course) -> (own: Lanes, other: Float) {
        var counts = [Float](repeating: 0, count: labelCount)
        for index in course.examples { counts[labels[index]] += 1 }
        var own = Lanes.zero
        let mean = Float(course.examples.count) / Float(max(labelCount, 1))
        let first = course.block * Lanes.scalarCount
        for lane in 0..<min(Lanes.scalarCount, labelCount - first) {
            let weight = min(8, max(0.2, mean / max(counts[first + lane], 1))).squareRoot()
            own[lane] = 1 / (2 * cost * weight)
        }
        return (own, 1 / (2 * cost))
    }

    @inline(__always)
    private static func chosen(_ sign: Lanes, _ diagonals: (own: Lanes, other: Float)) -> Lanes {
        diagonals.own.replacing(with: diagonals.other, where: sign .< 0)
    }

    @inline(__always)
    private static func notNegative(_ lanes: Lanes) -> Lanes { lanes.replacing(with: 0, where: lanes .< 0) }

    @inline(__always)
    private func signs(of example: Int, in block: Int) -> Lanes {
        var signs = Lanes(repeating: -1)
        let lane = labels[example] - block * Lanes.scalarCount
        if (0..<Lanes.scalarCount).contains(lane) { signs[lane] = 1 }
        return signs
    }

    @inline(__always)
    private func product(_ example: Int, _ rows: UnsafeBufferPointer<Lanes>) -> Lanes {
        table.cells.withUnsafeBufferPointer { cells in
            var sum = Lanes.zero
            for place in table.cells(of: example) { sum += rows[Int(cells[place].row)] * cells[place].value }
            return sum
        }
    }

    @inline(__always)
    private func add(_ step: Lanes, _ example: Int, _ rows: UnsafeMutableBufferPointer<Lanes>) {
        table.cells.withUnsafeBufferPointer { cells in
            for place in table.cells(of: example) { rows[Int(cells[place].row)] += step * cells[place].value }
        }
    }
}
