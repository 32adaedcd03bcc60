/// How well a model does on examples that it has not seen.
package struct Evaluation: Sendable, Codable {
    package struct PerLabel: Sendable, Codable {
        package var precision: Double
        package var recall: Double
        package var f1: Double
        package var examples: Int
    }

    /// What the model does where one of two labels is sought, at its own threshold.
    package struct Rates: Sendable, Codable {
        package let positive: String
        /// From this confidence on an example is said to be positive.
        package let threshold: Double
        package let auc: Double
        package let recall: Double
        package let precision: Double
        package let falsePositiveRate: Double
        /// Of the positive examples, those above the score that one negative in a hundred reaches.
        package let recallAtOnePercent: Double

        enum CodingKeys: String, CodingKey {
            case positive, threshold, auc, recall, precision
            case falsePositiveRate = "false_positive_rate"
            case recallAtOnePercent = "recall_at_1_percent"
        }
    }

    /// Answers of about the same confidence: how many, how sure they were, and how many were right.
    package struct Bin: Sendable, Codable {
        package let from: Double
        package let examples: Int
        package let confidence: Double
        package let accuracy: Double
    }

    package let examples: Int
    package let accuracy: Double
    package let macroF1: Double
    package let weightedF1: Double
    package let perClass: [String: PerLabel]
    package let rates: Rates?
    package let reliability: [Bin]
    /// The mean gap between confidence and accuracy over all answers.
    package let calibrationError: Double
    /// The share of answers that say they are unsure, and how many of the others are right.
    package let unsure: Double
    package let accuracyWhereSure: Double
    /// The share of examples that are of the kind that the model learnt from; where it is low, its threshold need not hold.
    package let familiar: Double

    enum CodingKeys: String, CodingKey {
        case examples, accuracy, rates, reliability, unsure, familiar
        case macroF1 = "macro_f1"
        case weightedF1 = "weighted_f1"
        case perClass = "per_class"
        case calibrationError = "calibration_error"
        case accuracyWhereSure = "accuracy_where_sure"
    }

    /// `answers` belong to `truths`, one by one; `positive` names the label that is sought, if one is.
    package init(_ answers: [LabelModel.Answer], truths: [String], positive: String? = nil) {
        let right = zip(answers, truths).filter { $0.label == $1 }.count
        examples = truths.count
        accuracy = Self.share(right, truths.count)
        let perClass = Self.perClass(answers, truths)
        self.perClass = perClass
        macroF1 = perClass.isEmpty ? 0 : perClass.values.reduce(0) { $0 + $1.f1 } / Double(perClass.count)
        weightedF1 = perClass.values.reduce(0) { $0 + $1.f1 * Double($1.examples) } / Double(max(truths.count, 1))
        rates = positive.map { Self.rates(answers, truths, $0) }
        reliability = Self.bins(answers, truths)
        calibrationError = reliability.reduce(0) {
            $0 + abs($1.confidence - $1.accuracy) * Self.share($1.examples, truths.count)
        }
        let sure = zip(answers, truths).filter { $0.0.isSure }
        unsure = 1 - Self.share(sure.count, truths.count)
        familiar = Self.share(answers.count { $0.isFamiliar }, truths.count)
        accuracyWhereSure = Self.share(sure.filter { $0.label == $1 }.count, sure.count)
    }

    private static func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    /// For the labels that the examples have.
    private static func perClass(_ answers: [LabelModel.Answer], _ truths: [String]) -> [String: PerLabel] {
        var (said, had, both): ([String: Int], [String: Int], [String: Int]) = ([:], [:], [:])
        for (answer, truth) in zip(answers, truths) {
            said[answer.label, default: 0] += 1
            had[truth, default: 0] += 1
            if answer.label == truth { both[truth, default: 0] += 1 }
        }
        return Dictionary(
            uniqueKeysWithValues: had.map { label, count in
                let right = both[label] ?? 0
                let (precision, recall) = (share(right, said[label] ?? 0), share(right, count))
                let f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
                return (label, PerLabel(precision: precision, recall: recall, f1: f1, examples: count))
            })
    }

    private static func rates(_ answers: [LabelModel.Answer], _ truths: [String], _ positive: String) -> Rates {
        let scores = answers.map { answer in answer.ranking.first { $0.label == positive }?.confidence ?? 0 }
        let isPositive = truths.map { $0 == positive }
        let said = answers.map { $0.label == positive }
        let both = zip(said, isPositive).filter { $0 && $1 }.count
        let positives = isPositive.count { $0 }
        let negatives = isPositive.count - positives
        let falseAlarms = said.count { $0 } - both
        let negativeScores = zip(scores, isPositive).filter { !$1 }.map(\.0).sorted(by: >)
        let bound =
            negativeScores.isEmpty ? 0 : negativeScores[min(negativeScores.count - 1, negativeScores.count / 100)]
        let above = zip(scores, isPositive).filter { $1 && $0 > bound }.count
        return Rates(
            positive: positive, threshold: 0.5, auc: auc(scores, isPositive), recall: share(both, positives),
            precision: share(both, both + falseAlarms), falsePositiveRate: share(falseAlarms, negatives),
            recallAtOnePercent: share(above, positives))
    }

    /// The chance that a positive example scores above a negative one; equal scores count half.
    package static func auc(_ scores: [Double], _ isPositive: [Bool]) -> Double {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var (rankSum, place) = (0.0, 0)
        while place < order.count {
            var end = place
            while end < order.count, scores[order[end]] == scores[order[place]] { end += 1 }
            let rank = Double(place + end + 1) / 2
            rankSum += rank * Double(order[place..<end].count { isPositive[$0] })
            place = end
        }
        let positives = Double(isPositive.count { $0 })
        let negatives = Double(isPositive.count) - positives
        guard positives > 0, negatives > 0 else { return 0.5 }
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }

    private static func bins(_ answers: [LabelModel.Answer], _ truths: [String]) -> [Bin] {
        var bins: [Int: [(Double, Bool)]] = [:]
        for (answer, truth) in zip(answers, truths) {
            bins[min(9, Int(answer.confidence * 10)), default: []].append((answer.confidence, answer.label == truth))
        }
        return bins.sorted { $0.key < $1.key }.map { number, members in
            Bin(
                from: Double(number) / 10, examples: members.count,
                confidence: members.reduce(0) { $0 + $1.0 } / Double(members.count),
                accuracy: share(members.count { $0.1 }, members.count))
        }
    }
}
