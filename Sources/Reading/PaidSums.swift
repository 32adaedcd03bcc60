/// Says which sums were paid, and were not only asked for, promised, earned or given back.
///
/// What is seen around a sum (`PaidSign`) weighs for or against it (`PaidWeights`); above `scoreLeast` it was paid.
struct PaidSums {
    struct Found {
        /// Its place in the list of entities.
        let sum: Int
        /// What the verb nearest to it says.
        let fate: PayingWords.Fate
        /// What speaks for its payment: the logarithm of the odds, in hundredths.
        let score: Int
        /// Sums that stand in one list have the same number.
        let list: Int

        /// Nine to one.
        var isSure: Bool { score > 220 }
    }

    /// Three to four: a payment that is missed costs more than one that a person strikes out.
    private static let scoreLeast = -30

    private let signs: PaidSigns

    init(_ text: ReadableText, _ entities: [Entity]) { signs = PaidSigns(text, entities) }

    /// The sums that were paid, in the order of the text; those of one list share the mean of what speaks for them.
    func find() -> [Found] {
        var found: [Found] = []
        var start = 0
        while start < signs.sums.count {
            let end = signs.isListed[(start + 1)...].firstIndex(of: false) ?? signs.sums.count
            let seen = (start..<end).map(signs.signs)
            let score = seen.reduce(0) { $0 + Self.score($1.signs) } / seen.count
            if score > Self.scoreLeast {
                found += zip(start..<end, seen).map { order, seen in
                    Found(sum: signs.sums[order], fate: seen.fate, score: score, list: start)
                }
            }
            start = end
        }
        return found
    }

    private static func score(_ signs: Set<PaidSign>) -> Int {
        signs.reduce(PaidWeights.start) { $0 + (PaidWeights.weights[$1] ?? 0) }
    }
}

extension Reading {
    /// The signs of each sum, in the order of the text: what `PaidWeights` are learnt from.
    package var signsOfSums: [(sum: Entity, signs: Set<PaidSign>)] {
        let signs = PaidSigns(text, entities)
        return signs.sums.indices.map { (entities[signs.sums[$0]], signs.signs($0).signs) }
    }
}

extension Entity {
    /// Whether money can lie there.
    var isAccount: Bool { [.card, .account, .alipay, .wallet, .wechat].contains(kind) }
}
