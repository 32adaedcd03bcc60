/// Reads an amount paid as people say and write it: `12万`, `十二万`, `120000`, `12,0000`, `1.5万`, `二十三万五`, `三块五`.
package enum AmountText {
    package enum Invalid: Error, Equatable {
        case empty
        /// The text is no amount; the part that was not understood.
        case unreadable(String)
        /// Two readings are possible: `十二万三元`.
        case ambiguous(String)
        /// A part of a fen, or more than two decimals of a yuan; never rounded.
        case tooManyDecimals
        case negative
        case zero
        /// A million million yuan or more.
        case tooLarge
    }

    /// The amount in fen, above zero.
    package static func parse(_ raw: String) throws(Invalid) -> Money {
        var text = raw.foldedToHalfWidth
        guard !text.isEmpty else { throw .empty }
        for sign in ["人民币", "RMB", "CNY", "¥", "￥"] where text.uppercased().hasPrefix(sign) {
            text.removeFirst(sign.count)
            break
        }
        if text.hasPrefix("-") || text.hasPrefix("负") { throw .negative }
        var reading = AmountReading(try withoutCommas(ChineseNumeral.withASCIIDigits(text)))
        let money = try reading.money()
        if money == .zero { throw .zero }
        return money
    }

    /// Commas may part groups of three (`120,000`) or of four (`12,0000`), all alike; a stray comma is a slip of the key.
    private static func withoutCommas(_ text: String) throws(Invalid) -> String {
        let commas: Set<Character> = [",", "，", "、"]
        guard text.contains(where: { commas.contains($0) }) else { return text }
        let whole = text.prefix { $0.isASCIIDigit || commas.contains($0) }
        let groups = whole.split(omittingEmptySubsequences: false) { commas.contains($0) }
        let rest = text.dropFirst(whole.count)
        let size = groups.last?.count ?? 0
        let isRegular = (3...4).contains(size) && groups.dropFirst().allSatisfy { $0.count == size }
        guard isRegular, (1...size).contains(groups[0].count), !rest.contains(where: { commas.contains($0) }) else {
            throw .unreadable(text)
        }
        return groups.joined() + rest
    }
}

/// One pass over an amount whose digits are ASCII already: numbers and units in turn, from large units to small.
private struct AmountReading {
    /// Yuan times ten to the tenth, exactly.
    typealias Scaled = Int128

    private let text: String
    private var rest: Substring
    /// What stands before the last 万 or 亿.
    private var total: Scaled = 0
    /// What has been read since.
    private var section: Scaled = 0
    private var pending: Number?
    private var lastUnit: Int64 = 1
    private var lastLarge = Int64.max
    private var lastSmall = Int64.max

    private struct Number {
        let value: Scaled
        let digits: Substring
        let decimals: Int
        /// A single digit that stands for tenths of the unit before it: the `五` of `二十三万五`.
        var isShorthand: Bool { digits.count == 1 && digits != "0" && decimals == 0 }
    }

    private static let one: Scaled = 10_000_000_000
    private static let fen: Scaled = one / 100
    private static let small: [Character: Int64] = ["十": 10, "百": 100, "千": 1000]
    private static let large: [Character: Int64] = ["万": 10_000, "w": 10_000, "W": 10_000, "亿": 100_000_000]
    private static let yuan: Set<Character> = ["元", "块", "圆"]

    init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    mutating func money() throws(AmountText.Invalid) -> Money {
        let whole = try wholePart()
        let sum = whole + (try coins(hasYuan: whole > 0))
        guard rest.isEmpty else { throw .unreadable(String(rest)) }
        guard sum % Self.fen == 0 else { throw .tooManyDecimals }
        return Money(fen: Int64(sum / Self.fen))
    }

    /// Everything up to 元 or to the end.
    private mutating func wholePart() throws(AmountText.Invalid) -> Scaled {
        while let next = rest.first {
            if next.isASCIIDigit {
                try readNumber()
            } else if let unit = Self.small[next] {
                try multiply(small: unit)
            } else if let unit = Self.large[next] {
                try multiply(large: unit)
            } else {
                break
            }
        }
        if isCoins { return 0 }
        guard pending != nil || total + section > 0 else { throw .unreadable(text) }
        return try addedUp()
    }

    /// True where the number just read counts 角 or 分: `5毛`.
    private var isCoins: Bool {
        guard let next = rest.first else { return false }
        return pending != nil && total + section == 0 && ["角", "毛", "分"].contains(next)
    }

    private mutating func readNumber() throws(AmountText.Invalid) {
        guard pending == nil else { throw .unreadable(text) }
        let digits = rest.prefix(while: \.isASCIIDigit)
        rest = rest.dropFirst(digits.count)
        var decimals: Substring = ""
        if rest.first == "." || rest.first == "点" {
            decimals = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard !decimals.isEmpty else { throw .unreadable(text) }
            rest = rest.dropFirst(1 + decimals.count)
        }
        guard digits.count <= 16 else { throw .tooLarge }
        guard decimals.count <= 10 else { throw .tooManyDecimals }
        let padded = digits + decimals + String(repeating: "0", count: 10 - decimals.count)
        pending = Number(value: Scaled(padded) ?? 0, digits: digits, decimals: decimals.count)
    }

    private mutating func multiply(small unit: Int64) throws(AmountText.Invalid) {
        let isBareTen = unit == 10 && pending == nil && section == 0
        guard let value = pending?.value ?? (isBareTen ? Self.one : nil), unit < lastSmall else {
            throw .unreadable(text)
        }
        section += value * Scaled(unit)
        (lastSmall, lastUnit) = (unit, unit)
        (pending, rest) = (nil, rest.dropFirst())
    }

    private mutating func multiply(large unit: Int64) throws(AmountText.Invalid) {
        section += pending?.value ?? 0
        guard section > 0, unit < lastLarge else { throw .unreadable(text) }
        total += section * Scaled(unit)
        (lastLarge, lastUnit, lastSmall) = (unit, unit, Int64.max)
        (section, pending, rest) = (0, nil, rest.dropFirst())
        guard total < Self.one * 1_000_000_000_000 else { throw .tooLarge }
    }

    private mutating func addedUp() throws(AmountText.Invalid) -> Scaled {
        var sum = total + section
        if let last = pending {
            if last.isShorthand, lastUnit >= 100 {
                if let next = rest.first, Self.yuan.contains(next) { throw .ambiguous(text) }
                sum += last.value * Scaled(lastUnit / 10)
            } else {
                guard lastUnit == 1 || last.value < Self.one * Scaled(lastUnit) else { throw .unreadable(text) }
                if lastUnit > 1, last.decimals > 0, last.digits.count == 1 { throw .ambiguous(text) }
                if last.decimals > 2 { throw .tooManyDecimals }
                sum += last.value
            }
        }
        guard sum < Self.one * 1_000_000_000_000 else { throw .tooLarge }
        pending = nil
        return sum
    }

    /// 角 and 分 behind 元, with 整 or 正 at the end; a lone digit behind 元 counts 角.
    private mutating func coins(hasYuan: Bool) throws(AmountText.Invalid) -> Scaled {
        if let next = rest.first, Self.yuan.contains(next) {
            rest = rest.dropFirst()
            if rest.first?.isASCIIDigit == true { try readNumber() }
        }
        var sum: Scaled = 0
        while let number = pending {
            guard number.decimals == 0, number.digits.count <= 2 else { throw .unreadable(text) }
            let unit = rest.first
            rest = rest.dropFirst()
            pending = nil
            switch unit {
            case "角", "毛": sum += number.value / 10
            case "分": sum += number.value / 100
            case nil where hasYuan && number.isShorthand && sum == 0: sum += number.value / 10
            default: throw .unreadable(text)
            }
            if rest.first?.isASCIIDigit == true { try readNumber() }
        }
        if ["整", "正"].contains(rest) { rest = "" }
        return sum
    }
}
