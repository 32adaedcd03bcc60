import Primitives
import Testing

struct MoneyTests {
    @Test(
        "Shares by weight, in fen: the vectors of the return of funds",
        arguments: [
            // amount, losses, shares
            (60_00, [100_00], [60_00]),
            (50_00, [0, 50_00], [0, 50_00]),
            (50_00, [100_00, 100_00], [25_00, 25_00]),
            (100_00, [100_00, 200_00, 1], [33_33, 66_67, 0]),
            (50_00, [30_00, 20_00], [30_00, 20_00]),
            (1, [1, 1, 1], [1, 0, 0]),
            (2, [1, 1, 1], [1, 1, 0]),
            (0, [0, 0], [0, 0]),
            (0, [5, 0], [0, 0]),
        ] as [(Int64, [Int64], [Int64])])
    func vectors(amount: Int64, weights: [Int64], shares: [Int64]) {
        #expect(Money(fen: amount).shares(by: weights.map(Money.init)) == shares.map(Money.init))
    }

    @Test("Shares sum to the amount, none is a fen off its exact part, and equal weights differ by a fen at most")
    func laws() {
        forAll(seeds: 1...500) { seed, generator in
            let amount = Money(fen: Int64.random(in: 0...1_000_000_000_000_000, using: &generator))
            let weights = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Money(
                    fen: Int64.random(
                        in: 0...[3, 1000, 1_000_000_000_000].randomElement(using: &generator)!, using: &generator))
            }
            let total = weights.reduce(.zero, +)
            guard total.isPositive else { return }
            let shares = amount.shares(by: weights)
            #expect(shares.reduce(.zero, +) == amount, "seed \(seed)")
            for (share, weight) in zip(shares, weights) {
                let exact = Int128(amount.fen) * Int128(weight.fen)
                let distance = Int128(share.fen) * Int128(total.fen) - exact
                #expect(distance.magnitude < Int128(total.fen).magnitude, "seed \(seed)")
                if weight == .zero { #expect(share == .zero, "seed \(seed)") }
            }
            for (a, b) in zip(zip(shares, weights), zip(shares, weights).dropFirst()) where a.1 == b.1 {
                #expect((0...1).contains(a.0.fen - b.0.fen), "ties go to the earlier; seed \(seed)")
            }
        }
    }

    @Test(
        "Money prints with two decimals and commas",
        arguments: [
            (0, "0.00"), (5, "0.05"), (100, "1.00"), (48_600_000, "486,000.00"), (100_000_000, "1,000,000.00"),
            (-123_456, "-1,234.56"),
        ] as [(Int64, String)])
    func printed(fen: Int64, text: String) {
        #expect("\(Money(fen: fen))" == text)
    }

    @Test(
        "The capital form under an amount shows one zero too many",
        arguments: [
            ("120000", "拾贰万元整"),
            ("1200000", "壹佰贰拾万元整"),
            ("38500", "叁万捌仟伍佰元整"),
            ("38500.50", "叁万捌仟伍佰元伍角整"),
            ("38500.05", "叁万捌仟伍佰元零伍分"),
            ("210000", "贰拾壹万元整"),
            ("10", "拾元整"),
            ("115", "壹佰壹拾伍元整"),
            ("1001", "壹仟零壹元整"),
            ("10010", "壹万零壹拾元整"),
            ("100500", "拾万零伍佰元整"),
            ("100000000", "壹亿元整"),
            ("100000001", "壹亿零壹元整"),
            ("110000000", "壹亿壹仟万元整"),
            ("0.5", "伍角整"),
            ("0.05", "伍分"),
            ("0.55", "伍角伍分"),
        ] as [(String, String)])
    func capitals(amount: String, text: String) throws {
        #expect(try AmountText.parse(amount).capitalForm == text)
    }

    @Test("Nothing and less than nothing have a capital form too")
    func zeroCapitals() {
        #expect(Money.zero.capitalForm == "零元整")
        #expect(Money(fen: -1_00).capitalForm == "负壹元整")
    }

    @Test("The capital form of any amount is read back as that amount")
    func capitalsReadBack() throws {
        try forAll(seeds: 1...500) { seed, generator in
            let money = Money(
                fen: Int64.random(
                    in: 1...[1000, 10_000_000, 99_999_999_999_999].randomElement(using: &generator)!, using: &generator)
            )
            let read = try AmountText.parse(money.capitalForm)
            #expect(read == money, "seed \(seed): \(money.capitalForm)")
        }
    }
}
