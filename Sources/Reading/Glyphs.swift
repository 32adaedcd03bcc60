/// What a written character stands for: look-alikes, widths, ornaments and traditional forms.
enum Glyphs {
    /// The plain form; nil for what is not seen, such as a space of no width.
    static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.value < 0x80 { return scalar == "\r" || scalar == "\t" ? " " : scalar }
        guard scalar.value < 0x10000 else { return mathematical(scalar) }
        let unit = units[Int(scalar.value)]
        return unit == dropped ? nil : Unicode.Scalar(unit)
    }

    /// The digits in a scalar that holds several, or one with a full stop: `⑩`, `⒎`.
    static func digits(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard (0x2460...0x32BF).contains(scalar.value) else { return nil }
        for (first, count) in numberRows where scalar.value >= first && scalar.value < first + count {
            return digits(Int(scalar.value - first) + 1)
        }
        if (0x2488...0x249B).contains(scalar.value) { return digits(Int(scalar.value - 0x2488) + 1) + ["."] }
        return nil
    }

    /// Rows of ornamented numbers that count up from one, with their lengths: in circles, in brackets, black, of hanzi.
    private static let numberRows: [(UInt32, UInt32)] = [
        (0x2460, 20), (0x2474, 20), (0x24F5, 10), (0x2776, 10), (0x2780, 10), (0x278A, 10), (0x3220, 10), (0x3280, 10),
    ]

    private static func digits(_ number: Int) -> [Unicode.Scalar] { Array(String(number).unicodeScalars) }

    /// Letters and digits of formulas, in thirteen alphabets and five rows of digits.
    private static func mathematical(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x1D400..<0x1D6A4:
            let letter = (scalar.value - 0x1D400) % 52
            return Unicode.Scalar(letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
        case 0x1D7CE..<0x1D800: return Unicode.Scalar(0x30 + (scalar.value - 0x1D7CE) % 10)
        case 0xE0000..<0xE0200: return nil
        default: return scalar
        }
    }

    /// A mark upon the character before it: a key cap, a variation.
    static func isOrnament(_ scalar: Unicode.Scalar) -> Bool {
        (0x20D0...0x20FF).contains(scalar.value) || (0xFE00...0xFE0F).contains(scalar.value)
    }

    private static let dropped: UInt16 = 0

    /// One entry for each scalar of the basic plane.
    static let units: [UInt16] = {
        var units = (0..<0x10000).map { UInt16($0) }
        for width in 0xFF01...0xFF5E { units[width] = UInt16(width - 0xFEE0) }
        for group in hidden { for value in group { units[value] = dropped } }
        let simplified = Array(String(decoding: PackageResources.simplified_txt, as: UTF8.self).utf16)
        for index in stride(from: 0, to: simplified.count - 1, by: 2) {
            units[Int(simplified[index])] = simplified[index + 1]
        }
        for (plain, others) in lookalikes {
            guard let unit = plain.utf16.first else { continue }
            for other in others.utf16 { units[Int(other)] = unit }
        }
        // No half of a pair is a scalar.
        for value in 0xD800..<0xE000 { units[value] = 0x20 }
        return units
    }()

    /// Spaces of no width, marks of direction, variation and combination, the key cap, fillers.
    private static let hidden: [ClosedRange<Int>] = [
        0xAD...0xAD, 0x300...0x36F, 0x61C...0x61C, 0x180B...0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
        0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF...0xFEFF, 0xFFFC...0xFFFC,
    ]

    /// Each plain character with what is written in its place.
    private static let lookalikes: [(String, String)] = [
        (
            " ",
            "\u{3000}\u{A0}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{202F}"
        ),
        ("-", "‐‑‒–—―−﹣─━"), ("·", "・•∙⋅‧･●"), (":", "∶꞉︰﹕"), (".", "．﹒․"), (",", "，﹐"), ("、", "､"), ("。", "｡"),
        ("/", "⁄∕⟋"),
        ("¥", "￥"), ("$", "＄﹩"), ("+", "➕﹢"), ("❤", "♥♡❣"), ("\"", "“”「」『』〝〞＂"), ("(", "【〔［《〈"), (")", "】〕］》〉"),
        ("元", "圓圆"), ("块", "塊"), ("一", "ㄧ"), ("二", "ニ"), ("三", "ミ"), ("口", "ㄇ"), ("面", "⾯"), ("的", "旳"), ("告", "吿"),
        ("是", "昰"), ("个", "個箇亇"), ("音", "咅"), ("高", "髙"), ("为", "爲為"), ("户", "戶戸"), ("没", "沒"), ("卡", "咔"),
        ("账", "帳帐賬"), ("于", "於"), ("你", "妳"), ("说", "説說"), ("钱", "錢銭"), ("会", "會㑹"),
    ]
}

extension Unicode.Scalar {
    var isDigit: Bool { value >= 0x30 && value <= 0x39 }
    var isLetter: Bool { (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A }
    var isHan: Bool { (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) || value == 0x3007 }
    var isSpace: Bool { self == " " }
    var isLowerLetter: Bool { value >= 0x61 && value <= 0x7A }
    /// Small letters for capital ones of ASCII.
    var lowered: Unicode.Scalar { value >= 0x41 && value <= 0x5A ? Unicode.Scalar(UInt8(value | 0x20)) : self }
}
