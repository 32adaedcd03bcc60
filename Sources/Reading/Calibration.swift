/// Turns the margins of a model into probabilities that can be believed: softmax of slope × margin + shift.
///
/// Fitted on examples that were held back from training, so that it knows how sure the model may be of what it has not seen.
package struct Calibration: Sendable, Codable, Equatable {
    private(set) var slope: Double
    /// For each label; all zero where there are more than two.
    private(set) var shifts: [Double]

    /// Whether it belongs to that many labels.
    func fits(_ labels: Int) -> Bool {
        shifts.count == labels && slope.isFinite && slope > 0 && shifts.allSatisfy(\.isFinite)
    }

    func probabilities(_ margins: [Double]) -> [Double] {
        let scores = zip(margins, shifts).map { slope * $0 + $1 }
        let most = scores.max() ?? 0
        let powers = scores.map { Logarithm.power($0 - most) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// Fits by descent on the negative log likelihood of the held-back examples.
    init(margins: [[Double]], labels: [Int], labelCount: Int) {
        slope = 3
        shifts = Array(repeating: 0, count: labelCount)
        let step = 1 / Double(max(margins.count, 1))
        var rate = 4.0
        for _ in 0..<300 {
            var (slopeGradient, shiftGradients) = (0.0, [Double](repeating: 0, count: labelCount))
            for (margin, label) in zip(margins, labels) {
                let found = probabilities(margin)
                for index in found.indices {
                    let error = found[index] - (index == label ? 1 : 0)
                    slopeGradient += error * margin[index]
                    shiftGradients[index] += error
                }
            }
            slope = min(40, max(0.1, slope - rate * 4 * slopeGradient * step))
            if labelCount == 2 { for index in shifts.indices { shifts[index] -= rate * shiftGradients[index] * step } }
            rate *= 0.995
        }
    }
}
