internal import Foundation

/// Gradient boosting of small decision trees for yes or no (Friedman 2001), on features cut into at most 64 steps.
///
/// Everything is in a fixed order and nothing is drawn by chance, so that the same rows give the same trees.
struct GradientBoosting {
    struct Settings {
        var trees = 160
        var depth = 4
        var rate = 0.06
        /// The least weight (Hessian) of a leaf, and what is added to it.
        var leastWeight = 1.0
        var ridge = 2.0
        /// Each tree is grown on one part of the rows in turn of so many left out.
        var parts = 4
    }

    private struct Node {
        var feature = -1
        var step = 0
        var left = 0
        var right = 0
        var value = 0.0
    }

    private static let steps = 64
    private let settings: Settings
    private let cuts: [[Double]]
    private var trees: [[Node]] = []
    private var start = 0.0

    /// How much each feature lowered the loss, in all.
    private(set) var gains: [Double]

    init(_ rows: [[Double]], _ labels: [Bool], settings: Settings = Settings()) {
        self.settings = settings
        let features = rows.first?.count ?? 0
        cuts = (0..<features).map { feature in Self.cuts(rows.map { $0[feature] }) }
        gains = [Double](repeating: 0, count: features)
        let positives = Double(labels.count { $0 })
        start = log((positives + 0.5) / (Double(labels.count) - positives + 0.5))
        let binned = rows.map { bins($0) }
        var margins = [Double](repeating: start, count: rows.count)
        for tree in 0..<settings.trees {
            let chances = margins.map { 1 / (1 + exp(-$0)) }
            let slopes = zip(chances, labels).map { $0 - ($1 ? 1 : 0) }
            let weights = chances.map { max($0 * (1 - $0), 1e-6) }
            // A row's part follows from its place mixed, so that neighbours fall apart.
            let chosen = rows.indices.filter { ($0 &* 2_654_435_761 >> 7 &+ tree) % settings.parts != 0 }
            var nodes: [Node] = []
            _ = grow(&nodes, chosen, binned, slopes, weights, depth: 0)
            trees.append(nodes)
            for row in rows.indices { margins[row] += Self.value(nodes, binned[row]) }
        }
    }

    /// Between 0 and 1.
    func chance(_ row: [Double]) -> Double {
        let row = bins(row)
        return 1 / (1 + exp(-trees.reduce(start) { $0 + Self.value($1, row) }))
    }

    private static func cuts(_ values: [Double]) -> [Double] {
        let sorted = Array(Set(values)).sorted()
        guard sorted.count > steps else { return Array(sorted.dropFirst()) }
        let all = values.sorted()
        return Array(Set((1..<steps).map { all[$0 * all.count / steps] })).sorted()
    }

    private func bins(_ row: [Double]) -> [UInt8] {
        zip(row, cuts).map { value, cuts in
            var (low, high) = (0, cuts.count)
            while low < high {
                let middle = (low + high) / 2
                if cuts[middle] <= value { low = middle + 1 } else { high = middle }
            }
            return UInt8(low)
        }
    }

    private static func value(_ nodes: [Node], _ row: [UInt8]) -> Double {
        var place = 0
        while nodes[place].feature >= 0 {
            place = Int(row[nodes[place].feature]) <= nodes[place].step ? nodes[place].left : nodes[place].right
        }
        return nodes[place].value
    }

    private mutating func grow(
        _ nodes: inout [Node], _ rows: [Int], _ binned: [[UInt8]], _ slopes: [Double], _ weights: [Double], depth: Int
    ) -> Int {
        let place = nodes.count
        nodes.append(Node())
        let (slope, weight) = rows.reduce((0.0, 0.0)) { ($0.0 + slopes[$1], $0.1 + weights[$1]) }
        nodes[place].value = -settings.rate * slope / (weight + settings.ridge)
        guard depth < settings.depth, let split = split(rows, binned, slopes, weights, slope, weight) else {
            return place
        }
        gains[split.feature] += split.gain
        let left = rows.filter { Int(binned[$0][split.feature]) <= split.step }
        let right = rows.filter { Int(binned[$0][split.feature]) > split.step }
        (nodes[place].feature, nodes[place].step) = (split.feature, split.step)
        nodes[place].left = grow(&nodes, left, binned, slopes, weights, depth: depth + 1)
        nodes[place].right = grow(&nodes, right, binned, slopes, weights, depth: depth + 1)
        return place
    }

    private func split(
        _ rows: [Int], _ binned: [[UInt8]], _ slopes: [Double], _ weights: [Double], _ slope: Double, _ weight: Double
    ) -> (feature: Int, step: Int, gain: Double)? {
        var best: (feature: Int, step: Int, gain: Double)?
        let whole = slope * slope / (weight + settings.ridge)
        for feature in cuts.indices where !cuts[feature].isEmpty {
            var sums = [(slope: Double, weight: Double)](repeating: (0, 0), count: Self.steps + 1)
            for row in rows {
                let bin = Int(binned[row][feature])
                sums[bin].slope += slopes[row]
                sums[bin].weight += weights[row]
            }
            var (left, leftWeight) = (0.0, 0.0)
            for step in 0..<cuts[feature].count {
                left += sums[step].slope
                leftWeight += sums[step].weight
                let rightWeight = weight - leftWeight
                guard leftWeight >= settings.leastWeight, rightWeight >= settings.leastWeight else { continue }
                let gain =
                    left * left / (leftWeight + settings.ridge)
                    + (slope - left) * (slope - left) / (rightWeight + settings.ridge) - whole
                if gain > best?.gain ?? 1e-9 { best = (feature, step, gain) }
            }
        }
        return best
    }
}
