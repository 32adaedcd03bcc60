/// A sum of money as it is written, read from a place in a text: `1.5万`, `二十三万五`, `7仟零5拾`, `18块八`, `¥12,480`.
struct SumOfMoney {
    /// In fen.
    private(set) var fen: Int64 = 0
    private(set) var end: Int
    /// Said to be money by a sign or by 元, 块, 角.
    private(set) var hasCurrency = false
    /// A unit such as 万, 千 or k was said.
    private(set) var hasUnit = false
    private(set) var isGrouped = false
    /// A unit without a number: 千元 is a sum, 千万 alone mostly is not.
    private(set) var isBare = false
    /// How many digits stand there if it is digits alone.
    private(set) var digitCount = 0

    private let text: ReadableText
    /// Yuan in hundredths, without the section that is being read.
    private var total: Int64 = 0
    private var section: Int64 = 0
    private var pending: Number?
    private var lastUnit: Int64 = 1
    private var afterNought = false

    private struct Number {
        let fen: Int64
        let isOneDigit: Bool
    }

    private static let most: Int64 = 1_000_000_000_000_00
    private static let units: [Unicode.Scalar: Int64] = [
        "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "K": 1000, "万": 10_000, "萬": 10_000,
        "w": 10_000, "W": 10_000, "亿": 100_000_000,
    ]

    init?(_ text: ReadableText, at start: Int) {
        self.text = text
        end = start
        readSign()
        let first = end
        while end - start < 40, readNumber() || readUnit() {}
        guard end > first else { return nil }
        let isAbout = "多余几来".unicodeScalars.contains(text[end]) && !text[end + 1].isDigit
        if isAbout, hasUnit || Self.units[text[end + 1]] != nil { readAbout() }
        addPending()
        readYuan()
        if fen == 0 { fen = total + section }
        guard fen > 0, fen < Self.most else { return nil }
    }

    /// `¥`, `RMB`.
    private mutating func readSign() {
        if text[end] == "¥" {
            end += 1
            hasCurrency = true
        } else if text[end].lowered == "r", text[end + 1].lowered == "m", text[end + 2].lowered == "b" {
            end += 3
            hasCurrency = true
        }
        if hasCurrency, text[end].isSpace { end += 1 }
    }

    /// 十几万, 三十多万, 两万来块: about so much.
    private mutating func readAbout() {
        end += 1
        addPending()
        _ = readUnit()
    }

    private mutating func readNumber() -> Bool {
        guard pending == nil else { return false }
        if text[end] == "零" || text[end] == "〇", hasUnit {
            end += 1
            afterNought = true
            return true
        }
        guard let value = SpokenDigit.value(text[end]) else { return readDigits() }
        guard text[end + 1] == "·" || text[end + 1] == "点", let tenth = SpokenDigit.value(text[end + 2]),
            Self.units[text[end + 3]] != nil
        else {
            // 九千八一次: each time so much.
            let isEach = text[end + 1] == "一" && "次笔单回".unicodeScalars.contains(text[end + 2])
            guard SpokenDigit.value(text[end + 1]) == nil || isEach else { return false }
            pending = Number(fen: Int64(value) * 100, isOneDigit: !afterNought)
            (afterNought, end) = (false, end + 1)
            return true
        }
        pending = Number(fen: Int64(value * 100 + tenth * 10), isOneDigit: false)
        end += 3
        return true
    }

    /// ASCII digits with commas, a decimal point and noughts written as letters.
    private mutating func readDigits() -> Bool {
        guard let number = WrittenNumber(text, at: end) else { return false }
        if text[end - 1].isLetter, !hasUnit { return false }
        pending = Number(fen: number.hundredths, isOneDigit: number.digits == 1 && !number.hasDecimals && !afterNought)
        (digitCount, isGrouped, afterNought) = (number.digits, number.isGrouped, false)
        end = number.end
        return true
    }

    private mutating func readUnit() -> Bool {
        if pending != nil, digitCount > 0, text[end].isSpace, text[end + 1] == "万" { end += 1 }
        guard let unit = Self.units[text[end]] else { return false }
        // 千 and 百 alone stand for one of them in `千元`; 万 alone is a name.
        let bare: Int64 = unit <= 1000 && total + section == 0 ? 100 : 0
        if text[end].isLetter, pending == nil || (text[end + 1].isLetter) { return false }
        let value = pending?.fen ?? bare
        if pending == nil, !hasUnit { isBare = unit != 10 }
        pending = nil
        if unit >= 10_000 {
            guard value + section > 0, value + section < Self.most / unit else { return false }
            total += (section + value) * unit
            section = 0
        } else {
            guard value > 0, value < Self.most / unit else { return false }
            section += value * unit
        }
        (lastUnit, hasUnit) = (unit, true)
        end += 1
        if unit == 1000, text[end] == "万" || text[end] == "萬" { return readUnit() }
        return true
    }

    /// A last digit alone counts tenths of the unit before it: the 五 of 二十三万五.
    private mutating func addPending() {
        guard let number = pending else { return }
        section += number.isOneDigit && hasUnit && lastUnit >= 100 ? number.fen * (lastUnit / 10) : number.fen
        pending = nil
    }

    private mutating func readYuan() {
        var place = end
        while text[place].isSpace, place - end < 2 { place += 1 }
        switch text[place] {
        case "元", "块", "蚊":
            guard text[place] != "块" || place == end else { return }
            hasCurrency = true
            end = place + 1
            fen = total + section
            readCoins()
        case "毛" where text[end + 2] != "样", "角" where text[end + 1] != "色":
            guard !hasUnit else { return }
            fen = section / 10
            (end, hasCurrency) = (place + 1, true)
            if let fenDigit = SpokenDigit.anyValue(text[end]) {
                fen += Int64(fenDigit)
                end += 1
            }
        default:
            if "整正".unicodeScalars.contains(text[end]), hasUnit { (end, hasCurrency) = (end + 1, true) }
            if text[end] == "¥" { (end, hasCurrency) = (end + 1, true) }
            if text[end] == ".", text[end + 1] == "-" { (end, hasCurrency) = (end + 2, true) }
        }
    }

    /// `六`, `5角`, `整`, `多` behind 元.
    private mutating func readCoins() {
        if let digit = SpokenDigit.anyValue(text[end]), SpokenDigit.anyValue(text[end + 1]) == nil {
            let next = text[end + 1]
            if next == "毛" || next == "角" {
                fen += Int64(digit) * 10
                end += 2
            } else if !next.isHan || "的包钱到给".unicodeScalars.contains(next) {
                fen += Int64(digit) * 10
                end += 1
            }
        }
        if "整多".unicodeScalars.contains(text[end]) { end += 1 }
    }
}

/// The digits of everyday speech; those of ASCII only where that is asked for.
enum SpokenDigit {
    static func value(_ scalar: Unicode.Scalar) -> Int? {
        scalar == "两" || scalar == "俩" ? 2 : scalar.isHan && scalar != "零" && scalar != "〇" ? Digits.value(scalar) : nil
    }

    static func anyValue(_ scalar: Unicode.Scalar) -> Int? {
        scalar.isDigit ? Int(scalar.value) - 0x30 : value(scalar)
    }
}

/// A number in ASCII digits: `12,480`, `1.5`, `5ooo`, `6 8 8 8`; hundredths of it as an integer.
struct WrittenNumber {
    let hundredths: Int64
    let digits: Int
    let hasDecimals: Bool
    let isGrouped: Bool
    let end: Int

    private static let digitsMax = 13

    init?(_ text: ReadableText, at start: Int) {
        guard text[start].isDigit || (Digits.value(text[start]) != nil && !text[start].isHan && text[start + 1].isDigit)
        else {
            return nil
        }
        var (place, value, count, grouped) = (start, Int64(0), 0, false)
        while count <= Self.digitsMax {
            if !text[place].isHan, text[place] != "|", let digit = Digits.value(text[place]) {
                (value, count, place) = (value * 10 + Int64(digit), count + 1, place + 1)
            } else if let next = Self.nextGroup(text, place, count) {
                (place, grouped) = (next, true)
            } else {
                break
            }
        }
        guard count <= Self.digitsMax else { return nil }
        var (decimals, decimalCount) = (Int64(0), 0)
        if text[place] == ".", "万千百wk".unicodeScalars.contains(text[place + 1]) { place += 1 }
        if text[place] == "." || text[place] == "·"
            || (text[place] == "点" && text[place + 1].isDigit && text[place + 2] == "万")
        {
            var next = place + 1
            while decimalCount < 3, text[next].isDigit {
                (decimals, decimalCount, next) = (
                    decimals * 10 + Int64(text[next].value - 0x30), decimalCount + 1, next + 1
                )
            }
            if decimalCount == 3, !text[next].isDigit, count <= 3, !grouped {
                (value, count, grouped, decimals) = (value * 1000 + decimals, count + 3, true, 0)
                (decimalCount, place) = (0, next)
            } else if (1...2).contains(decimalCount) {
                place = next
            } else {
                (decimals, decimalCount) = (0, 0)
            }
        }
        hundredths = value * 100 + (decimalCount == 1 ? decimals * 10 : decimals)
        (digits, hasDecimals, isGrouped, end) = (count, decimalCount > 0, grouped, place)
    }

    /// A comma before three or four digits, or a space between single digits.
    private static func nextGroup(_ text: ReadableText, _ place: Int, _ count: Int) -> Int? {
        var next = place
        while text[next].isSpace, next - place < 1 { next += 1 }
        if text[next] == "," {
            next += 1
            while text[next].isSpace { next += 1 }
            let size = (0..<5).prefix { Digits.value(text[next + $0]) != nil && !text[next + $0].isHan }.count
            return size == 3 && count <= 9 ? next : nil
        }
        let isSpaced =
            next > place && count >= 1 && text[next].isDigit && !text[next + 1].isDigit
            && text[place - 1].isDigit && !text[place - 2].isDigit
        return isSpaced ? next : nil
    }
}
