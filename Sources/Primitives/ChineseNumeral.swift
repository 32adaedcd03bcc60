/// Chinese ways to write a number, everyday (`二十三`) and capital (`贰拾叁`).
package enum ChineseNumeral {
    /// Chinese digits become `0` to `9`, capital units everyday ones: `二三五` is `235`, `贰拾叁` is `2十3`.
    package static func withASCIIDigits(_ text: String) -> String { String(text.map { digits[$0] ?? $0 }) }

    /// A whole number below one hundred: `9`, `09`, `九`, `零五`, `十二`, `五十九`; nil for anything else.
    package static func belowHundred(_ text: some StringProtocol) -> Int? {
        let parts = withASCIIDigits(String(text)).split(separator: "十", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.isEmpty || $0.isAllDigits }) else { return nil }
        if parts.count == 1 { return parts[0].count <= 2 ? Int(parts[0]) : nil }
        guard parts.count == 2, parts[0].count <= 1, parts[1].count <= 1 else { return nil }
        return (Int(parts[0]) ?? 1) * 10 + (Int(parts[1]) ?? 0)
    }

    /// The capital digits of cheques and forms.
    package static let capitals: [Character] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

    private static let digits: [Character: Character] = [
        "〇": "0", "零": "0", "○": "0", "一": "1", "壹": "1", "幺": "1", "二": "2", "贰": "2", "两": "2", "俩": "2", "三": "3",
        "叁": "3", "四": "4", "肆": "4", "五": "5", "伍": "5", "六": "6", "陆": "6", "七": "7", "柒": "7", "八": "8", "捌": "8",
        "九": "9", "玖": "9", "拾": "十", "佰": "百", "仟": "千", "萬": "万", "億": "亿",
    ]
}
