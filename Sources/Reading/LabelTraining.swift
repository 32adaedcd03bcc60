internal import Primitives

/// An example and what it is.
package struct LabelledExample: Sendable {
    package let text: String
    package let label: String

    package init(_ text: String, _ label: String) { (self.text, self.label) = (text, label) }
}

/// Trains a `LabelModel` on examples, and calibrates it on parts of them held back in turn.
package struct LabelTraining {
    package enum Invalid: Error, Equatable {
        /// Fewer than two labels, so that there is nothing to tell apart, or more than a thousand.
        case labels(Int)
    }

    private static let folds = 4

    private let features: Features
    private let names: [String]
    private let labels: [Int]
    private let table: FeatureTable
    private let counts: FeatureCounts

    package init(_ examples: [LabelledExample], features: Features) throws(Invalid) {
        names = Set(examples.map(\.label)).sorted()
        guard (2...LabelModel.labelsMost).contains(names.count) else { throw .labels(names.count) }
        let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        labels = examples.map { numbers[$0.label] ?? 0 }
        var reader = BucketReader()
        let read = examples.map { reader.buckets($0.text, features) }
        counts = FeatureCounts(read, features)
        table = FeatureTable(read, counts)
        self.features = features
    }

    /// The same seed gives the same model, byte for byte, on however many processors.
    package func model(seed: UInt64) -> LabelModel {
        names.count > 2 ? model(SIMD16<Float>.self, seed) : model(SIMD2<Float>.self, seed)
    }

    private func model<Lanes: SIMD & Sendable>(_: Lanes.Type, _ seed: UInt64) -> LabelModel
    where Lanes.Scalar == Float {
        var random = SplitMix64(seed: seed)
        let training = LinearTraining<Lanes>(table, labels: labels, labelCount: names.count)
        let order = Array(table.examples).shuffled(using: &random)
        let held = (0..<Self.folds).map { fold in stride(from: fold, to: order.count, by: Self.folds).map { order[$0] }
        }
        let tried = (0..<Self.folds).map { fold in
            training.courses(
                on: order.indices.filter { $0 % Self.folds != fold }.map { order[$0] }, using: &random)
        }
        // The longest first, so that no processor waits for it at the end.
        let courses = training.courses(on: Array(table.examples), using: &random) + tried.joined()
        let blocks = courses.count / (Self.folds + 1)
        let learnt = inParallel(courses.count) { number in
            let block = training.train(courses[number])
            let fold = number / blocks - 1
            return fold < 0 ? Learnt(block: block) : Learnt(margins: training.margins(block, of: held[fold]))
        }
        let calibration = Calibration(
            margins: margins(learnt.dropFirst(blocks).map(\.margins), blocks), labels: held.joined().map { labels[$0] },
            labelCount: names.count)
        return model(learnt.compactMap(\.block), calibration)
    }

    /// What comes of one course: the machines, or what they say of the examples that were held back from them.
    private struct Learnt<Lanes: SIMD & Sendable>: Sendable where Lanes.Scalar == Float {
        var block: LinearTraining<Lanes>.Block?
        var margins: [Lanes] = []
    }

    /// The margins of all labels of each example, side by side, from those of the blocks of each fold.
    private func margins<Lanes: SIMD & Sendable>(_ courses: [[Lanes]], _ blocks: Int) -> [Double]
    where Lanes.Scalar == Float {
        var margins: [Double] = []
        for first in stride(from: 0, to: courses.count, by: blocks) {
            for example in courses[first].indices {
                for label in names.indices {
                    let lanes = courses[first + label / Lanes.scalarCount][example]
                    margins.append(Double(lanes[label % Lanes.scalarCount]))
                }
            }
        }
        return margins
    }

    /// Weights in eight bits: each bucket's own weight is multiplied in, so that reading only adds.
    private func model<Lanes: SIMD & Sendable>(_ blocks: [LinearTraining<Lanes>.Block], _ calibration: Calibration)
        -> LabelModel where Lanes.Scalar == Float
    {
        func weight(_ row: Int, _ label: Int) -> Float {
            blocks[label / Lanes.scalarCount].rows[row][label % Lanes.scalarCount] * counts[table.buckets[row]]
        }
        var most: Float = 0
        for row in table.buckets.indices { for label in names.indices { most = max(most, abs(weight(row, label))) } }
        let scale = max(most, 1e-9) / 127
        var weights = WeightTable(labelCount: names.count)
        for (row, bucket) in table.buckets.enumerated() {
            weights[countOf: Int(bucket)] = UInt8(min(255, (counts[bucket] / LabelModel.weightUnit).rounded()))
            for label in names.indices {
                weights[Int(bucket), label] = Int8((weight(row, label) / scale).rounded(.toNearestOrAwayFromZero))
            }
        }
        return LabelModel(
            features: features, labels: names, calibration: calibration, weights: weights,
            biases: names.indices.map { blocks[$0 / Lanes.scalarCount].bias[$0 % Lanes.scalarCount] }, scale: scale,
            familiarFrom: counts.familiarFrom)
    }
}
