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
    private let vectors: [FeatureVector]
    private let counts: FeatureCounts

    package init(_ examples: [LabelledExample], features: Features) throws(Invalid) {
        names = Set(examples.map(\.label)).sorted()
        guard (2...LabelModel.labelsMost).contains(names.count) else { throw .labels(names.count) }
        let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        labels = examples.map { numbers[$0.label] ?? 0 }
        var reader = BucketReader()
        let read = examples.map { reader.buckets($0.text, features) }
        let counts = FeatureCounts(read, features)
        vectors = read.map(counts.vector)
        self.counts = counts
        self.features = features
    }

    /// The same seed gives the same model, byte for byte.
    package func model(seed: UInt64) -> LabelModel {
        var random = SplitMix64(seed: seed)
        let training = LinearTraining(vectors, labels: labels, labelCount: names.count)
        let calibration = calibration(training, using: &random)
        let blocks = training.train(on: Array(vectors.indices), using: &random)
        return model(blocks, calibration)
    }

    private func calibration(_ training: LinearTraining, using random: inout SplitMix64) -> Calibration {
        let order = vectors.indices.shuffled(using: &random)
        var (margins, truths): ([[Double]], [Int]) = ([], [])
        for fold in 0..<Self.folds {
            let kept = order.enumerated().filter { $0.offset % Self.folds != fold }.map(\.element)
            let held = order.enumerated().filter { $0.offset % Self.folds == fold }.map(\.element)
            var blocks = training.train(on: kept, using: &random)
            for index in held {
                margins.append(Self.margins(vectors[index], &blocks, names.count))
                truths.append(labels[index])
            }
        }
        return Calibration(margins: margins, labels: truths, labelCount: names.count)
    }

    private static func margins(_ vector: FeatureVector, _ blocks: inout [LinearTraining.Block], _ count: Int)
        -> [Double]
    {
        var margins: [Double] = []
        for index in blocks.indices {
            let bias = blocks[index].bias
            let row = blocks[index].rows.withUnsafeMutableBufferPointer { LinearTraining.product(vector, $0) } + bias
            for lane in 0..<16 where margins.count < count { margins.append(Double(row[lane])) }
        }
        return margins
    }

    /// Weights in eight bits: each bucket's own weight is multiplied in, so that reading only adds.
    private func model(_ blocks: [LinearTraining.Block], _ calibration: Calibration) -> LabelModel {
        var most: Float = 0
        for block in blocks {
            for bucket in block.rows.indices {
                most = max(most, (block.rows[bucket] * counts[Int32(bucket)]).magnitudeMax)
            }
        }
        let scale = max(most, 1e-9) / 127
        var weights = WeightTable(labelCount: names.count)
        for bucket in 0..<Grams.buckets where counts[Int32(bucket)] > 0 {
            let count = counts[Int32(bucket)]
            weights[countOf: bucket] = UInt8(min(255, (count / LabelModel.weightUnit).rounded()))
            for label in names.indices {
                let weight = blocks[label / 16].rows[bucket][label % 16] * count / scale
                weights[bucket, label] = Int8(weight.rounded(.toNearestOrAwayFromZero))
            }
        }
        return LabelModel(
            features: features, labels: names, calibration: calibration, weights: weights,
            biases: names.indices.map { blocks[$0 / 16].bias[$0 % 16] }, scale: scale,
            familiarFrom: counts.familiarFrom)
    }
}

extension SIMD16<Float> {
    fileprivate var magnitudeMax: Float { Swift.max(self.max(), -self.min()) }
}
