package import Primitives

extension Money {
    /// The capital form of cheques and receipts, under an amount's field: `拾贰万元整`; empty for amounts below zero.
    package var capitalForm: String {
        guard fen >= 0 else { return "" }
        if fen == 0 { return "零元整" }
        let (yuan, rest) = fen.quotientAndRemainder(dividingBy: 100)
        let whole = yuan > 0 ? Self.capitals(yuan) + "元" : ""
        let (jiao, cents) = (Int(rest / 10), Int(rest % 10))
        if rest == 0 { return whole + "整" }
        let tenths = jiao > 0 ? Self.digits[jiao] + "角" : (yuan > 0 ? "零" : "")
        return whole + tenths + (cents > 0 ? Self.digits[cents] + "分" : "整")
    }

    private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

    /// Four digits a group, each group with its unit; a gap of zeros is read once.
    private static func capitals(_ number: Int64) -> String {
        var (rest, text, unit) = (number, "", 0)
        var lowerIsShort = false
        while rest > 0 {
            let group = Int(rest % 10_000)
            if group > 0 {
                let gap = lowerIsShort && !text.isEmpty ? "零" : ""
                text = capitals(group: group) + ["", "万", "亿", "万亿", "亿亿"][unit] + gap + text
            }
            lowerIsShort = group < 1000
            rest /= 10_000
            unit += 1
        }
        return text
    }

    private static func capitals(group: Int) -> String {
        var text = ""
        var hasGap = false
        for (size, unit) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
            let digit = group / size % 10
            if digit == 0 {
                hasGap = !text.isEmpty
            } else {
                text += (hasGap ? "零" : "") + digits[digit] + unit
                hasGap = false
            }
        }
        return text
    }
}
