/// A trained model that says which label an example has, how sure it is, and why.
package struct LabelModel: Sendable {
    package struct Answer: Sendable {
        package let label: String
        /// The share of such answers that are right, by the examples held back from training.
        package let confidence: Double
        /// The labels by confidence, the best first.
        package let ranking: [(label: String, confidence: Double)]
        /// False where the best label is less than even.
        package var isSure: Bool { confidence >= 0.5 }
    }

    package let features: Features
    package let labels: [String]
    package let calibration: Calibration
    /// Weights of sixteen labels a row, in units of `scale`; one table for each sixteen labels.
    let tables: [[SIMD16<Int8>]]
    /// What each label starts from, and what one unit of its weights is worth.
    let biases: [Float]
    let scale: Float
    /// How much each bucket counts, in units of `weightUnit`; zero for those that the training did not meet.
    let weights: [UInt8]

    /// A file that names more would take the memory of the machine.
    static let labelsMost = 1_000

    static let weightUnit: Float = 1.0 / 16

    /// The label of `example` with its confidence.
    package func answer(_ example: String) -> Answer {
        var reader = LabelReader(self)
        return reader.answer(example)
    }

    func answer(margins: [Double]) -> Answer {
        let ranking = zip(labels, calibration.probabilities(margins)).sorted { $0.1 > $1.1 }
        return Answer(
            label: ranking.first?.0 ?? "", confidence: ranking.first?.1 ?? 0,
            ranking: ranking.map { (label: $0.0, confidence: $0.1) })
    }
}

/// Reads many examples with one model, in memory that it keeps.
package struct LabelReader: Sendable {
    private let model: LabelModel
    private var reader = BucketReader()

    package init(_ model: LabelModel) { self.model = model }

    package mutating func answer(_ example: String) -> LabelModel.Answer { model.answer(margins: margins(example)) }

    /// The margin of each label: above zero on its side.
    package mutating func margins(_ text: String) -> [Double] {
        let (sums, squares) = model.tables.count == 1 ? oneSum(text) : manySums(text)
        let length = Double(max(squares, 1)).squareRoot() * Double(LabelModel.weightUnit)
        return model.labels.indices.map { index in
            Double(model.biases[index]) + Double(sums[index / 16][index % 16]) * Double(model.scale) / length
        }
    }

    /// Up to sixteen labels: the sum stays in registers.
    private mutating func oneSum(_ text: String) -> ([SIMD16<Int32>], Int64) {
        var (sum, squares) = (SIMD16<Int32>.zero, Int64(0))
        model.weights.withUnsafeBufferPointer { weights in
            model.tables[0].withUnsafeBufferPointer { table in
                reader.read(text, model.features) {
                    weights[$0] != 0
                } _: { bucket in
                    sum &+= SIMD16<Int32>(truncatingIfNeeded: table[bucket])
                    squares += Int64(weights[bucket]) * Int64(weights[bucket])
                }
            }
        }
        return ([sum], squares)
    }

    private mutating func manySums(_ text: String) -> ([SIMD16<Int32>], Int64) {
        var (sums, squares) = (Array(repeating: SIMD16<Int32>.zero, count: model.tables.count), Int64(0))
        model.weights.withUnsafeBufferPointer { weights in
            reader.read(text, model.features) {
                weights[$0] != 0
            } _: { bucket in
                for index in sums.indices {
                    sums[index] &+= SIMD16<Int32>(truncatingIfNeeded: model.tables[index][bucket])
                }
                squares += Int64(weights[bucket]) * Int64(weights[bucket])
            }
        }
        return (sums, squares)
    }
}
