/// A trained model that says which label an example has, how sure it is, and why.
package struct LabelModel: Sendable {
    package struct Answer: Sendable {
        package let label: String
        /// The share of such answers that are right, by the examples held back from training.
        package let confidence: Double
        /// The labels by confidence, the best first.
        package let ranking: [(label: String, confidence: Double)]
        /// False where less of the example is known to the model than of nineteen in twenty that it learnt from.
        package let isFamiliar: Bool
        /// False where the best label is less than even, or the example is of another kind than those that the model learnt from.
        package var isSure: Bool { isFamiliar && confidence >= 0.5 }

        /// How sure the model is of one label; nothing for one that it does not know.
        package func confidence(of label: String) -> Double { ranking.first { $0.label == label }?.confidence ?? 0 }
    }

    package let features: Features
    package let labels: [String]
    package let calibration: Calibration
    /// In units of `scale`.
    let weights: WeightTable
    /// What each label starts from, and what one unit of its weights is worth.
    let biases: [Float]
    let scale: Float
    /// From this share of known buckets on an example is familiar, 0 to 1.
    let familiarFrom: Double

    /// A file that names more would take the memory of the machine.
    static let labelsMost = 1_000

    static let weightUnit: Float = 1.0 / 16

    /// The label of `example` with its confidence.
    package func answer(_ example: String) -> Answer {
        var reader = LabelReader(self)
        return reader.answer(example)
    }

    fileprivate func answer(_ margins: [Double], known: Double) -> Answer {
        let ranking = zip(labels, calibration.probabilities(margins)).sorted { $0.1 > $1.1 }
        return Answer(
            label: ranking.first?.0 ?? "", confidence: ranking.first?.1 ?? 0,
            ranking: ranking.map { (label: $0.0, confidence: $0.1) }, isFamiliar: known >= familiarFrom)
    }
}

/// Reads many examples with one model, in memory that it keeps.
package struct LabelReader: Sendable {
    private let model: LabelModel
    private var reader = BucketReader()

    package init(_ model: LabelModel) { self.model = model }

    package mutating func answer(_ example: String) -> LabelModel.Answer {
        let (margins, known) = read(example)
        return model.answer(margins, known: known)
    }

    /// The margin of each label: above zero on its side.
    package mutating func margins(_ example: String) -> [Double] { read(example).margins }

    /// The margins, and the share of the example's buckets that the training met.
    private mutating func read(_ example: String) -> (margins: [Double], known: Double) {
        reader.read(example, model.features) { buckets in
            let sums = model.weights.sums(of: buckets, labelCount: model.labels.count)
            let length = Double(max(sums.squares, 1)).squareRoot() * Double(LabelModel.weightUnit)
            let margins = zip(model.biases, sums.labels).map { Double($0) + Double($1) * Double(model.scale) / length }
            return (margins, Double(sums.known) / Double(max(buckets.count, 1)))
        }
    }
}
