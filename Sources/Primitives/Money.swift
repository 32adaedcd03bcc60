/// An amount of yuan, held in fen (分, one hundredth of a yuan); sums that overflow 64 bits stop the program.
package struct Money: Hashable, Comparable, Sendable, Codable {
    package let fen: Int64

    package static let zero = Money(fen: 0)

    package init(fen: Int64) { self.fen = fen }

    package init(from decoder: any Decoder) throws { fen = try decoder.singleValueContainer().decode(Int64.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fen)
    }

    package static func < (a: Money, b: Money) -> Bool { a.fen < b.fen }
    package static func + (a: Money, b: Money) -> Money { Money(fen: a.fen + b.fen) }
    package static func - (a: Money, b: Money) -> Money { Money(fen: a.fen - b.fen) }
    package static func += (a: inout Money, b: Money) { a = a + b }
    package static func -= (a: inout Money, b: Money) { a = a - b }

    package var isPositive: Bool { fen > 0 }

    /// Splits this amount over `weights` in fen; the rest goes to the largest remainders, ties to the earlier index.
    ///
    /// The parts sum to the amount exactly. Weights that are all zero get nothing and the amount must then be zero.
    package func shares(by weights: [Money]) -> [Money] {
        precondition(fen >= 0 && weights.allSatisfy { $0.fen >= 0 }, "shares need amounts that are not negative")
        let total = weights.reduce(Money.zero, +)
        guard total.isPositive else {
            precondition(fen == 0, "nothing to share by")
            return weights.map { _ in .zero }
        }
        var parts: [Int64] = []
        var rests: [(rest: UInt64, index: Int)] = []
        for (index, weight) in weights.enumerated() {
            let product = UInt64(fen).multipliedFullWidth(by: UInt64(weight.fen))
            let (quotient, rest) = UInt64(total.fen).dividingFullWidth(product)
            parts.append(Int64(quotient))
            rests.append((rest, index))
        }
        let left = Int(fen - parts.reduce(0, +))
        for item in rests.sorted(by: { ($1.rest, $0.index) < ($0.rest, $1.index) }).prefix(left) {
            parts[item.index] += 1
        }
        return parts.map(Money.init(fen:))
    }
}

extension Money: CustomStringConvertible {
    /// Yuan with two decimals and thousands commas: `486,000.00`.
    package var description: String {
        let digits = String(fen.magnitude / 100)
        var grouped = ""
        for (offset, digit) in digits.enumerated() {
            if offset > 0, (digits.utf8.count - offset) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        let cents = fen.magnitude % 100
        return (fen < 0 ? "-" : "") + grouped + (cents < 10 ? ".0" : ".") + String(cents)
    }

    /// Whole yuan with thousands commas, floored towards zero, for pictures and bars: `486,000`.
    package var wholeYuan: String { String(description.dropLast(3)) }
}
