internal import Primitives

/// Finds banks by their names, short names and misspellings; the normal form is the usual full name.
struct Banks {
    private let text: ReadableText

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        var place = 0
        while place < text.count {
            guard findings.isFree(place), let (range, name) = bank(at: place), findings.isFree(range) else {
                place += 1
                continue
            }
            findings.add(Entity(.bank, range, name))
            place = range.upperBound
        }
    }

    private func bank(at place: Int) -> (Range<Int>, String)? {
        if let match = Self.names.match(text, at: place) {
            let next = text[match.range.upperBound]
            // 上海银行卡 is a bank's card, 银行卡 alone no bank.
            return Self.isOther(next, after: match) ? nil : (match.range, match.meaning)
        }
        guard let match = Self.shortNames.match(text, at: place), isBankBeside(match.range) else { return nil }
        return (match.range, match.meaning)
    }

    private static func isOther(_ next: Unicode.Scalar, after match: Lexicon<String>.Match) -> Bool {
        match.range.count <= 2 && "动政长".unicodeScalars.contains(next)
    }

    /// A short name such as 建 or 工商 names a bank only beside a card, a branch or an account.
    private func isBankBeside(_ range: Range<Int>) -> Bool {
        var next = range.upperBound
        while text[next].isSpace, next < text.count { next += 1 }
        if text[next] == "卡" || text[next] == "折" || text[next] == "行" || text[next] == "账" || text[next] == "户" {
            return true
        }
        if text[next] == "的", text[next + 1] == "卡" { return true }
        var last = range.lowerBound - 1
        while text[last].isSpace, last > 0 { last -= 1 }
        if text[last].isDigit && text[last - 3].isDigit && last < range.lowerBound - 1 && !text[next].isHan {
            return true
        }
        if Self.before.ends(text, at: range.lowerBound) { return true }
        guard range.count > 1 || text[range.lowerBound - 1].isSpace || text[range.lowerBound - 1] == "(" else {
            return false
        }
        return text[next].isDigit && text[next + 3].isDigit
            || Digits.value(text[next]) != nil && Digits.value(text[next + 2]) != nil
            || Self.besides.begins(text, at: next)
    }

    private static let before = Lexicon(words: "收款行 汇款行 开户行 付款行 收款银行")
    private static let besides = Lexicon(words: "网点 支行 分行 网银 手机银行 APP 储蓄 柜台 信用卡 ATM 账户 账号 尾号 取 柜员")

    private static let names: Lexicon<String> = {
        let listed = CardPrefixes.bankNames.values.sorted().flatMap(forms)
        let places = provinces.split(separator: " ").flatMap { place -> [(word: String, meaning: String)] in
            let (short, full) = (String(place.prefix { $0 != "/" }), String(place.drop { $0 != "/" }.dropFirst()))
            return [
                (word: short + "农信", meaning: full + "农村信用社"), (word: short + "省农信", meaning: full + "农村信用社"),
                (word: full + "农村信用社", meaning: full + "农村信用社"), (word: short + "农村信用社", meaning: full + "农村信用社"),
                (word: short + "信用社", meaning: full + "农村信用社"), (word: short + "农信社", meaning: full + "农村信用社"),
            ]
        }
        return Lexicon(listed + places + common)
    }()

    /// A bank of the card table under its own name and, for those of towns, with 农商 in short.
    private static func forms(of name: String) -> [(word: String, meaning: String)] {
        guard name.hasSuffix("银行"), name.count >= 4 else { return [] }
        var forms = [(word: name, meaning: name)]
        if name.hasSuffix("市商业银行") {
            // Nearly all of these have since dropped 市商业 from their names.
            let newName = name.dropLast(5) + "银行"
            return forms + [(word: String(newName), meaning: String(newName))]
        }
        for (full, short) in [("农村商业银行", "农商银行"), ("农村商业银行", "农商行"), ("农村商业银行", "农商")]
        where name.hasSuffix(full) && name.count > full.count {
            forms.append((word: String(name.dropLast(full.count)) + short, meaning: name))
        }
        return forms
    }

    private static let provinces = """
        北京/北京 天津/天津市 河北/河北省 山西/山西省 内蒙古/内蒙古 辽宁/辽宁省 吉林/吉林省 黑龙江/黑龙江省 上海/上海 江苏/江苏省 浙江/浙江省 安徽/安徽省 \
        福建/福建省 江西/江西省 山东/山东省 河南/河南省 湖北/湖北省 湖南/湖南省 广东/广东省 广西/广西 海南/海南省 重庆/重庆市 四川/四川省 贵州/贵州省 \
        云南/云南省 西藏/西藏 陕西/陕西省 甘肃/甘肃省 青海/青海省 宁夏/宁夏 新疆/新疆
        """

    private static let common: [(word: String, meaning: String)] = lines(
        """
        中国工商银行 工商银行 工行 宇宙行 爱存不存 エ行 工h
        中国农业银行 农业银行 农行 农h
        中国银行 中行
        中国建设银行 建设银行 建行 建h
        交通银行 交行
        中国邮政储蓄银行 邮政储蓄银行 邮政储蓄 邮储银行 邮储 储蓄银行 邮政银行
        招商银行 招行 招h
        上海浦东发展银行 浦东发展银行 浦发银行 浦发
        中国民生银行 民生银行
        中国光大银行 光大银行
        中信银行
        兴业银行
        平安银行
        华夏银行
        广发银行 广东发展银行
        恒丰银行
        浙商银行
        渤海银行
        徽商银行
        中国农业发展银行 农业发展银行 农发行
        国家开发银行
        微众银行 前海微众银行
        网商银行
        渣打银行 渣哒银行
        汇丰银行
        花旗银行
        东亚银行
        农村信用社 农信社 信用社 信合 农信 农村信用合作社
        农村商业银行 农商行 农商银行
        珠海华润银行 华润银行
        哈密市商业银行 哈密银行
        浙江民泰商业银行 民泰银行 民泰
        浙江泰隆商业银行 泰隆银行 泰隆
        浙江稠州商业银行 稠州银行
        上海农村商业银行 上海农商银行 上海农商行
        海南银行
        新网银行
        """)

    private static let shortNames = Lexicon(
        lines: """
            中国工商银行 工商 工
            中国农业银行 农业 农
            中国建设银行 建设 建
            中国邮政储蓄银行 邮政 储蓄
            招商银行 招商 招
            中国民生银行 民生
            中国光大银行 光大
            中信银行 中信
            兴业银行 兴业
            平安银行 平安
            华夏银行 华夏
            广发银行 广发
            交通银行 交通
            恒丰银行 恒丰
            徽商银行 徽商
            浙商银行 浙商
            """)

    private static func lines(_ text: String) -> [(word: String, meaning: String)] {
        text.split(separator: "\n").flatMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words.map { (word: $0, meaning: words[0]) }
        }
    }
}
