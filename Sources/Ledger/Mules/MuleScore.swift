internal import Foundation

/// An account that may be a mule's, and why.
package struct Suspect: Sendable, Equatable {
    package let account: String
    /// Higher is more suspect; between 0 and 1 where labels were learned from.
    package let score: Double
    package let reasons: [String]
}

/// How well scores put the known mules first.
package struct MuleReport: Sendable, Equatable {
    package struct Typology: Sendable, Equatable {
        package let accounts: Int
        /// How many of them are among as many accounts as there are mules.
        package let found: Int
    }

    package let accounts: Int
    package let positives: Int
    package let averagePrecision: Double
    package let auc: Double
    /// The part of mules among as many first accounts as there are mules.
    package let precisionAtPositives: Double
    package let byTypology: [String: Typology]
}

/// Who of a ledger's accounts may be mules.
package struct MuleSearch: Sendable {
    /// Features that speak for a mule the higher they are, and how much each counts. They are rough judgements, made
    /// after looking at two generated sets with their labels: who meets strangers that meet strangers, in a burst, and passes money on.
    static let weights: [(feature: AccountFeature, weight: Double)] = [
        (.strangersShare, 1), (.strangeShare, 1), (.strangersSharesMost, 0.5), (.strangersMost, 0.3), (.burst, 0.5),
        (.fanIn, 0.2), (.fanOut, 0.2), (.passedFit, 0.4), (.relayed, 0.3), (.circles, 0.5),
    ]

    private let ledger: TransferLedger
    private let table: FeatureTable
    private let names: [String]

    package init(_ ledger: TransferLedger) throws(LedgerError) {
        self.ledger = ledger
        table = try FeatureCounter(ledger).table()
        var names: [String] = []
        for account in table.accounts { names.append(try ledger.name(of: account)) }
        self.names = names
    }

    /// The most suspect accounts without any label.
    package func suspects(_ count: Int) -> [Suspect] {
        let surprises = surprises()
        let scores = surprises.map { $0.reduce(0, +) }
        let order = names.indices.sorted { (scores[$1], names[$0]) < (scores[$0], names[$1]) }
        return order.prefix(count).map { place in
            let parts = surprises[place].enumerated().sorted { $0.element > $1.element }
            let features = parts.prefix(4).filter { $0.element > 1 }.map { Self.weights[$0.offset].feature }
            return Suspect(
                account: names[place], score: (scores[place] * 1000).rounded() / 1000, reasons: Self.reasons(features))
        }
    }

    private static func reasons(_ features: [AccountFeature]) -> [String] {
        var reasons: [String] = []
        for feature in features where !reasons.contains(feature.reason) { reasons.append(feature.reason) }
        return reasons
    }

    /// For each account and feature of `weights` minus the logarithm of the part of accounts that have as much.
    private func surprises() -> [[Double]] {
        var parts = Array(repeating: Array(repeating: 0.0, count: Self.weights.count), count: names.count)
        for (index, (feature, weight)) in Self.weights.enumerated() {
            let values = table.rows.map { $0[feature.rawValue] }
            let sorted = values.sorted()
            for place in names.indices {
                var (low, high) = (0, sorted.count)
                while low < high {
                    let middle = (low + high) / 2
                    if sorted[middle] < values[place] { low = middle + 1 } else { high = middle }
                }
                parts[place][index] = -weight * log(Double(sorted.count - low) / Double(sorted.count))
            }
        }
        return parts
    }

    /// How well the accounts are told apart: without the labels (`folds` nil), or learned from the other folds of them.
    package func report(_ labels: MuleLabels, folds: Int?) -> MuleReport {
        let places = names.indices.filter { labels.isMule[names[$0]] != nil }
        let truth = places.map { labels.isMule[names[$0]] ?? false }
        let scores: [Double]
        if let folds {
            scores = learned(places, truth, folds: max(2, folds))
        } else {
            let surprises = surprises()
            scores = places.map { surprises[$0].reduce(0, +) }
        }
        return MuleReport(
            scores: scores, truth: truth, names: places.map { names[$0] }, typologies: labels.typologies)
    }

    /// The chances of accounts, each learned from the folds that it is not in.
    private func learned(_ places: [Int], _ truth: [Bool], folds: Int) -> [Double] {
        let parts = Self.folds(places.map { names[$0] }, truth, count: folds)
        var scores = [Double](repeating: 0, count: places.count)
        for fold in 0..<folds {
            var known = [Bool?](repeating: nil, count: names.count)
            for (index, place) in places.enumerated() where parts[index] != fold { known[place] = truth[index] }
            let training = places.indices.filter { parts[$0] != fold }
            let model = GradientBoosting(
                training.map { row(places[$0], known) }, training.map { truth[$0] })
            for index in places.indices where parts[index] == fold {
                scores[index] = model.chance(row(places[index], known))
            }
        }
        return scores
    }

    /// An account's features with what is known of its neighbours; what is known of itself is not among them.
    private func row(_ place: Int, _ known: [Bool?]) -> [Double] {
        var row = table.rows[place]
        let labels = table.strangers[place].compactMap { known[$0] }
        let mules = Double(labels.count { $0 })
        row[AccountFeature.knownMules.rawValue] = mules
        row[AccountFeature.knownMulesShare.rawValue] = labels.isEmpty ? -1 : mules / Double(labels.count)
        return row
    }

    /// Each account's fold: mules and others dealt out in turn, in an order that their names give.
    private static func folds(_ names: [String], _ truth: [Bool], count: Int) -> [Int] {
        var parts = [Int](repeating: 0, count: names.count)
        let keys = names.map { Checksum.of($0.utf8) }
        for label in [true, false] {
            let members = names.indices.filter { truth[$0] == label }.sorted {
                (keys[$0], names[$0]) < (keys[$1], names[$1])
            }
            for (turn, index) in members.enumerated() { parts[index] = turn % count }
        }
        return parts
    }
}

extension MuleReport {
    /// From the scores of accounts and whether each is a mule's.
    package init(scores: [Double], truth: [Bool], names: [String], typologies: [String: Set<String>]) {
        let order = scores.indices.sorted { (scores[$1], names[$0]) < (scores[$0], names[$1]) }
        let positives = truth.count { $0 }
        accounts = truth.count
        self.positives = positives
        var (found, precision, pairs, index) = (0, 0.0, 0.0, 0)
        // Equal scores count as one step, so that their order plays no part.
        while index < order.count {
            var (end, mules) = (index, 0)
            while end < order.count, scores[order[end]] == scores[order[index]] {
                if truth[order[end]] { mules += 1 }
                end += 1
            }
            let others = Double(end - index - mules)
            pairs += others * (Double(found) + Double(mules) / 2)
            found += mules
            precision += Double(mules) * Double(found) / Double(end)
            index = end
        }
        averagePrecision = precision / Double(max(positives, 1))
        auc = pairs / Double(max(positives * (truth.count - positives), 1))
        let first = Set(order.prefix(positives).map { names[$0] })
        let mules = Set(truth.indices.filter { truth[$0] }.map { names[$0] })
        precisionAtPositives = Double(first.intersection(mules).count) / Double(max(positives, 1))
        byTypology = typologies.mapValues { members in
            let members = members.intersection(mules)
            return Typology(accounts: members.count, found: members.intersection(first).count)
        }
    }
}
