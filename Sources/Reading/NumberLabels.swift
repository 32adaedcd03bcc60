internal import Primitives

/// The words that say what a number is, and the forms that numbers of each kind have.
enum NumberLabels {
    enum Label: Sendable {
        case qq, wechat, alipay, meeting, order, account, card, phone, identity, other
    }

    private static let words = Lexicon<Label>(
        words("QQ 扣扣 扣 企鹅 企鹅号 Q号 Q: 球球 秋秋 蔻蔻 群号 口口", .qq)
            + words("微信 薇信 威信 微❤ 薇❤信 薇❤ V❤ V信 VX WX 加V +V V亻言 徽信 微亻言 绿泡泡 卫星 weixin wechat 微信号 微号 V: 加微", .wechat)
            + words("支付宝 支付葆 支付寶 ZFB 吱付宝 芝付宝", .alipay)
            + words("会议号 会议码 会议ID 会议 腾讯会议 入会码 房间号 房号 入会号 会议室", .meeting)
            + words("单号 订单 订单号 运单 运单号 快递单号 流水号 交易号 包裹 取票号", .order)
            + words("账号 账户 公户 对公 基本户 厂户 专户 对公户 公司户 资管户", .account)
            + words("卡号 卡 银行卡 储蓄卡 借记卡 折", .card)
            + words("电话 来电 电: ☎ 致电 拨打 拨 号码 热线 手机 手机号 主叫 客服 专线 主叫号 联系 来电显示 TEL", .phone)
            + words("身份证 证件 身份证号 证号", .identity)
            + words(
                "扣了 被扣 扣款 扣走 扣掉 扣除 尾号 工号 验证码 校验码 取件码 户号 案号 编号 警号 学号 房产证 票号 代码 口令 密码 车牌 邀请码 代号 股票 备案号 ICP备 网安备 索引号 文号 邮编",
                .other))

    static let alipay = Lexicon(words: "支付宝 支付葆 支付寶")

    private static func words(_ text: String, _ label: Label) -> [(word: String, meaning: Label)] {
        text.split(separator: " ").map { (word: String($0), meaning: label) }
    }

    private static let reachBefore = 16
    private static let reachAfter = 5
    private static let breaks = ScalarSet("。!?;\n")

    /// The nearest label before the number in its sentence.
    static func label(before range: Range<Int>, _ text: ReadableText) -> Label? {
        var start = range.lowerBound
        while start > 0, range.lowerBound - start < reachBefore, !breaks.contains(text[start - 1]) { start -= 1 }
        return words.matches(text, in: start..<range.lowerBound).last?.meaning
    }

    static func label(after range: Range<Int>, _ text: ReadableText) -> Label? {
        var end = range.upperBound
        while end < text.count, end - range.upperBound < reachAfter, !breaks.contains(text[end]), text[end] != "," {
            end += 1
        }
        return words.matches(text, in: range.upperBound..<end).first?.meaning
    }

    /// What a number without a check digit is, if anything.
    static func entity(_ digits: String, _ places: Range<Int>, _ text: ReadableText) -> Entity? {
        let count = digits.utf8.count
        let label = label(before: places, text)
        switch label {
        case .qq? where (5...11).contains(count) && !text[places.upperBound].isHanUnit:
            return Entity(.qq, places, digits)
        case .meeting? where (8...11).contains(count): return Entity(.meeting, places, digits)
        case .order? where (8...22).contains(count): return Entity(.order, places, digits)
        case .alipay? where count == 11: return Entity(.alipay, places, digits)
        case .identity? where count == 18 || count == 15: return Entity(.identityNumber, places, digits)
        case .other?: return nil
        default: break
        }
        if let phone = phone(digits, places, text, label) { return phone }
        let isOneGroup = places.count == count
        guard (9...22).contains(count), label == .account || !places.contains(where: { text[$0] == "/" }),
            label == .account || count >= 12 && (isOneGroup || beforeAccounts.ends(text, at: places.lowerBound))
        else { return nil }
        return Entity(.account, places, digits)
    }

    private static let beforeAccounts = Lexicon(words: "到 至 给 往 户 号 付")

    /// Fixed lines, foreign numbers and those of organisations.
    private static func phone(_ digits: String, _ places: Range<Int>, _ text: ReadableText, _ label: Label?) -> Entity?
    {
        let isInternational = text[places.lowerBound - 1] == "+"
        let range = isInternational ? (places.lowerBound - 1)..<places.upperBound : places
        if digits.utf8.count <= 6 {
            let isKnown = services.contains(digits) || digits.utf8.count == 5 && digits.hasPrefix("95")
            return isKnown && !text[places.upperBound].isHanUnit ? Entity(.phone, range, digits) : nil
        }
        if digits.hasPrefix("106"), (10...16).contains(digits.utf8.count), label != .account, label != .card,
            label == .phone || digits.utf8.count >= 12
        {
            return Entity(.phone, range, digits)
        }
        let number: PhoneNumber
        do throws(PhoneNumber.Invalid) {
            number = try PhoneNumber((isInternational ? "+" : "") + trunk(digits))
        } catch {
            return nil
        }
        switch number.kind {
        case .fixed where digits.hasPrefix("0") || isInternational, .foreign: break
        case .service where digits.hasPrefix("400") || digits.hasPrefix("800") || label == .phone: break
        case .mobile, .internetOfThings: return Entity(.mobile, range, number.text)
        case .fixed where label == .phone: break
        case .fixed, .service: return nil
        }
        return Entity(.phone, range, number.text.filter(\.isASCIIDigit))
    }

    /// Numbers shown with noughts or 86 before an area code or a service number: `0021-6248…`, `86 010…`, `0864006…`.
    private static func trunk(_ digits: String) -> String {
        if digits.hasPrefix("0021"), digits.utf8.count == 12 { return String(digits.dropFirst()) }
        if digits.hasPrefix("0864"), digits.utf8.count == 13 { return String(digits.dropFirst(3)) }
        return digits
    }

    /// Police, hotlines, banks and carriers.
    private static let services: Set<String> = Set(
        """
        110 119 120 122 114 96110 12110 12381 12321 12377 12345 12333 12366 12306 12315 12378 12363 12368 12309 12389 12389
        95588 95533 95599 95566 95555 95559 95580 95568 95561 95558 95595 95577 95508 95511 95528 95527 95526 95516 95188 95017
        95598 95522 95519 95518 95500 95338 95311 95554 95546 95543 95530 95539 95583 95557 95105 10086 10010 10000 10099 11185
        95118 95187 95092 96669 96568
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}

extension Unicode.Scalar {
    /// What is counted after a number, so that the number names nothing.
    var isHanUnit: Bool { Self.units.contains(self) }

    private static let units = ScalarSet("元块万千百个人次天年月日号岁单米")
}
