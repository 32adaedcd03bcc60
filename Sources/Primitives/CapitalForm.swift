extension Money {
    /// The form of cheques, in which one zero too many is seen: `拾贰万元整`, `叁万捌仟伍佰元伍角`.
    package var capitalForm: String {
        let amount = fen.magnitude
        let (yuan, jiao, fen) = (amount / 100, amount / 10 % 10, amount % 10)
        let whole = yuan == 0 ? "" : Self.capitalWhole(yuan) + "元"
        var coins = jiao == 0 ? "" : Self.capital(jiao) + "角"
        if fen > 0 { coins += (jiao == 0 && yuan > 0 ? "零" : "") + Self.capital(fen) + "分" }
        let sign = self.fen < 0 ? "负" : ""
        if coins.isEmpty { return sign + (whole.isEmpty ? "零元" : whole) + "整" }
        return sign + whole + coins + (fen == 0 ? "整" : "")
    }

    private static func capital(_ digit: UInt64) -> String { String(ChineseNumeral.capitals[Int(digit)]) }

    /// Whole yuan: groups of four digits with 万, 亿 and 万亿 behind, one 零 for each run of zeros inside.
    private static func capitalWhole(_ yuan: UInt64) -> String {
        let units = ["", "拾", "佰", "仟"]
        let groups = ["", "万", "亿", "万亿", "亿亿"]
        let digits = String(yuan).compactMap { $0.wholeNumberValue }.map(UInt64.init)
        var text = ""
        var owesZero = false
        var groupHasDigit = false
        for (index, digit) in digits.enumerated() {
            let place = digits.count - 1 - index
            if digit == 0 {
                owesZero = true
            } else {
                if owesZero { text += "零" }
                owesZero = false
                text += (text.isEmpty && digit == 1 && place % 4 == 1 ? "" : capital(digit)) + units[place % 4]
                groupHasDigit = true
            }
            if place % 4 == 0 {
                if groupHasDigit { text += groups[place / 4] }
                groupHasDigit = false
            }
        }
        return text
    }
}
