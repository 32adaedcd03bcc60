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
        var found = margins
        probabilities(margins[...], &found)
        return found
    }

    private func probabilities(_ margins: ArraySlice<Double>, _ found: inout [Double]) {
        var most = -Double.infinity
        for (index, margin) in margins.enumerated() {
            found[index] = slope * margin + shifts[index]
            most = max(most, found[index])
        }
        var sum = 0.0
        for index in found.indices {
            found[index] = Logarithm.power(found[index] - most)
            sum += found[index]
        }
        for index in found.indices { found[index] /= sum }
    }

    /// Fits by descent on the negative log likelihood of the held-back examples; `margins` are those of all labels of each.
    init(margins: [Double], labels: [Int], labelCount: Int) {
        slope = 3
        shifts = Array(repeating: 0, count: labelCount)
        let step = 1 / Double(max(labels.count, 1))
        var rate = 4.0
        // Written over for each example: a list for each would take longer than the sums.
        var found = [Double](repeating: 0, count: labelCount)
        for _ in 0..<300 {
            var (slopeGradient, shiftGradients) = (0.0, [Double](repeating: 0, count: labelCount))
            for (example, label) in labels.enumerated() {
                let margin = margins[(example * labelCount)..<((example + 1) * labelCount)]
                probabilities(margin, &found)
                for (index, margin) in margin.enumerated() {
                    let error = found[index] - (index == label ? 1 : 0)
                    slopeGradient += error * margin
                    shiftGradients[index] += error
                }
            }
            slope = min(40, max(0.1, slope - rate * 4 * slopeGradient * step))
            if labelCount == 2 { for index in shifts.indices { shifts[index] -= rate * shiftGradients[index] * step } }
            rate *= 0.995
        }
    }
}
