/// Finds names in letters and digits: WeChat and Alipay ids, orders and flights.
struct Handles {
    private let text: ReadableText

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        var place = 0
        while place < text.count {
            guard Self.isOfToken(text[place]), text[place] != "_", text[place] != "-" else {
                place += 1
                continue
            }
            var end = place
            while end < text.count, end - place < 64, Self.isOfToken(text[end]) || isInnerDot(end) { end += 1 }
            while end > place, "-_.".unicodeScalars.contains(text[end - 1]) { end -= 1 }
            let range = place..<max(end, place + 1)
            if let flight = spacedFlight(range), findings.isFree(flight.range) {
                findings.add(flight)
                place = flight.range.upperBound
                continue
            }
            if findings.isFree(range),
                let entity = mail(range) ?? flight(range) ?? order(range) ?? labelledOrder(range) ?? handle(range)
            {
                findings.add(entity)
            }
            place = range.upperBound
        }
    }

    private static func isOfToken(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isLetter || scalar.isDigit || scalar == "_" || scalar == "-" || scalar == "@"
    }

    private func isInnerDot(_ place: Int) -> Bool { text[place] == "." && text[place + 1].isLetter }

    /// A mail address is a name at Alipay where that is said.
    private func mail(_ range: Range<Int>) -> Entity? {
        guard range.count >= 6, let (mail, length) = WebAddress.mail(Array(text.scalars[range])) else { return nil }
        let places = range.lowerBound..<(range.lowerBound + length)
        let near = max(0, places.lowerBound - 40)..<min(text.count, places.upperBound + 8)
        return NumberLabels.alipay.isIn(text, near) ? Entity(.alipay, places, mail) : nil
    }

    /// Two signs of an airline and its number, near a word about flying.
    private func flight(_ range: Range<Int>) -> Entity? {
        let token = Array(text.scalars[range].map(\.lowered))
        guard (5...6).contains(token.count), token[0].isLetter || token[1].isLetter, token[2...].allSatisfy(\.isDigit),
            Self.flying.isIn(text, max(0, range.lowerBound - 60)..<min(text.count, range.upperBound + 60))
        else { return nil }
        return Entity(.flight, range, text.text(range).uppercased())
    }

    /// `MU 5137`, `CA-1234`: with a space or a stroke between.
    private func spacedFlight(_ range: Range<Int>) -> Entity? {
        let sign = range.lowerBound..<(range.lowerBound + 2)
        let gap = sign.upperBound
        guard text[sign.lowerBound].isLetter, text[gap - 1].isLetter, text[gap].isSpace || text[gap] == "-" else {
            return nil
        }
        var end = gap + 1
        while end - gap < 6, text[end].isDigit { end += 1 }
        guard (4...5).contains(end - gap), !text[end].isLetter, text[end] != "-",
            Self.flying.isIn(text, max(0, gap - 60)..<min(text.count, end + 60))
        else { return nil }
        let number = text.text(sign) + text.text((gap + 1)..<end)
        return Entity(.flight, sign.lowerBound..<end, number.uppercased())
    }

    private static let flying = Lexicon(words: "航班 机票 航空 起飞 改签 川航 南航 东航 国航 登机 机场 订票 航服 客票 延误 旅客 退票 机场")

    /// `SF3018842276905`: letters of a carrier or a shop, then at least nine digits.
    private func order(_ range: Range<Int>) -> Entity? {
        let token = text.scalars[range]
        let letters = token.prefix(while: \.isLetter).count
        let labels: Set = ["qq", "vx", "wx", "v", "q", "tel"]
        guard (1...4).contains(letters), !labels.contains(text.text(range).prefix(letters).lowercased()),
            (9...20).contains(token.count - letters), token.dropFirst(letters).allSatisfy(\.isDigit)
        else { return nil }
        return Entity(.order, range, text.text(range).uppercased())
    }

    /// `订单号260210-113947205518`, `单号A7X20938116`: letters, digits and strokes behind the word, most of them digits.
    private func labelledOrder(_ range: Range<Int>) -> Entity? {
        let digits = range.count { text[$0].isDigit }
        guard (9...26).contains(range.count), digits < range.count, digits >= 6, 2 * digits > range.count,
            !range.contains(where: { "@.".unicodeScalars.contains(text[$0]) }),
            NumberLabels.label(before: range, text) == .order
        else { return nil }
        return Entity(.order, range, text.text(range).uppercased())
    }

    private func handle(_ range: Range<Int>) -> Entity? {
        if let qq = numberBehindQQ(range) { return qq }
        guard (5...24).contains(range.count), text[range.lowerBound].isLetter, isWeChatNear(range) else { return nil }
        let token = text.text(range)
        guard token.contains(where: { $0.isNumber || $0 == "_" || $0 == "-" }) || Self.isBehindSign(range, text) else {
            return nil
        }
        return Entity(.wechat, range, Self.withDigits(token))
    }

    /// `加我QQ3608815527`
    private func numberBehindQQ(_ range: Range<Int>) -> Entity? {
        let number = (range.lowerBound + 2)..<max(range.lowerBound + 2, range.upperBound)
        guard (5...11).contains(number.count), number.allSatisfy({ text[$0].isDigit }),
            text.text(range).lowercased().hasPrefix("qq")
        else { return nil }
        return Entity(.qq, number, text.text(number))
    }

    private func isWeChatNear(_ range: Range<Int>) -> Bool {
        if NumberLabels.label(before: range, text) == .wechat { return true }
        let before = max(0, range.lowerBound - 24)..<range.lowerBound
        return NumberLabels.label(before: range, text) == nil && Self.weChat.isIn(text, before)
    }

    private static let weChat = Lexicon(words: "微信 薇信 威信 加V 加我 他的号")

    private static func isBehindSign(_ range: Range<Int>, _ text: ReadableText) -> Bool {
        text[range.lowerBound - 1] == ":" || text[range.lowerBound - 1] == "号" || text[range.lowerBound - 1].isSpace
            || text[range.lowerBound - 1] == "信"
    }

    /// An O between digits is a nought.
    private static func withDigits(_ token: String) -> String {
        var scalars = Array(token.unicodeScalars)
        for index in scalars.indices.dropFirst().dropLast() where scalars[index] == "O" {
            if scalars[index - 1].isDigit, scalars[index + 1].isDigit { scalars[index] = "0" }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
