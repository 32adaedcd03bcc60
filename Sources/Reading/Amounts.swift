/// Finds sums of money in yuan.
struct Amounts {
    private let text: ReadableText

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        var place = 0
        var lastEnd = -9
        while place < text.count {
            guard findings.isFree(place), let sum = SumOfMoney(text, at: place), findings.isFree(place..<sum.end) else {
                place += 1
                continue
            }
            if isAmount(sum, place, lastEnd) {
                findings.add(Entity(.amount, place..<sum.end, String(sum.fen)))
                lastEnd = sum.end
            }
            place = max(place + 1, text[place].isDigit || sum.hasUnit ? sum.end : place + 1)
        }
    }

    private func isAmount(_ sum: SumOfMoney, _ start: Int, _ lastEnd: Int) -> Bool {
        let next = text[sum.end].isSpace || text[sum.end] == "个" ? sum.end + 1 : sum.end
        if Self.foreign.begins(text, at: next) { return false }
        if Self.otherNumbers.ends(text, at: start) { return false }
        if sum.hasCurrency {
            return
                !(text[start] == "一" && sum.end == start + 2 && text[sum.end].isHan
                && !Self.money.begins(text, at: sum.end))
        }
        if text[sum.end] == "%" || text[sum.end].isLetter || text[start - 1] == "第" || text[sum.end] == ":" {
            return false
        }
        if Self.counted.begins(text, at: sum.end), !Self.taxes.begins(text, at: sum.end) { return false }
        if sum.isBare || text[start] == "0" && text[start + 1].isDigit { return false }
        if sum.hasUnit {
            let isRound = sum.end - start == 1
            return !isRound && !(sum.fen < 10_000 && !Self.isSpoken(text[sum.end - 1]))
        }
        guard (2...8).contains(sum.digitCount), !text[start - 1].isLetter, text[start - 1] != ".",
            text[start - 1] != "/",
            text[start - 1] != "-" || !text[start - 2].isDigit
        else { return false }
        guard text[sum.end] != "-", text[sum.end] != "/", text[start - 1] != "#" else { return false }
        return sum.isGrouped || isNamedAsMoney(start, sum.end)
            || (start - lastEnd <= 2 && "、/,和 ".unicodeScalars.contains(text[start - 1]) && lastEnd > 0
                && text[lastEnd] == "、")
    }

    private static func isSpoken(_ last: Unicode.Scalar) -> Bool {
        "百佰千仟万萬".unicodeScalars.contains(last) || last.isLetter
    }

    /// Digits alone are money where the words next to them deal with it.
    private func isNamedAsMoney(_ start: Int, _ end: Int) -> Bool {
        var first = start
        while first > 0, start - first < 6, !Self.breaks.contains(text[first - 1]) { first -= 1 }
        if Self.money.isIn(text, first..<start) { return true }
        var last = end
        while last < text.count, last - end < 4, !Self.breaks.contains(text[last]) { last += 1 }
        return Self.moneyAfter.isIn(text, end..<last)
    }

    private static let breaks = ScalarSet("。!?;\n")

    private static let money = Lexicon(
        words: """
            转 付 打 汇 充 存 扣 刷 垫 借 返 冲 入金 入 投 提现 提 交 收 价 费 押 退 要 赔 赚 挣 给 花 亏 捐 买 卖 还 补 佣金 本金 余额 \
            金额 定金 押金 保证金 钱 损失 合计 共 支出 收入 补贴 红包 单笔 到账 额度 工资 奖 送 才 出 差 满 剩 接 联 货款 尾款 全款 每单 一单 款 只要 欠 缴 均 房费 一张 一根 一起 住宿 住店 房租 票 单价 满 条里是 转完 一笔 二笔 三笔 扫 批下来 回来 这笔 那笔
            """)
    private static let moneyAfter = Lexicon(words: "到 给 块 自 至 本金 佣金 解冻 押金 定金 保证金 的 一单 每单 返 会员费 手续费 转")
    private static let foreign = Lexicon(
        words: "美元 美金 美刀 港币 港元 欧元 英镑 日元 泰铢 U USDT 个U 刀 加元 澳元 韩元 比索 新币 USD 个币 积分 马币 澳币 加币 泰达")
    /// 15.2万个人所得税 counts nobody.
    private static let taxes = Lexicon(words: "个人所得税 个人税 个税")
    /// What other things are counted by.
    private static let counted = Lexicon(
        words: """
            人 名 次 天 个 单 份 件 条 位 岁 周岁 年 月 日 号 公里 里 米 斤 公斤 倍 粉 步 字 台 部 分 集 张 家 户 只 亿 小时 点 时 秒 \
            多人 多名 多个 度 级 层 楼 室 栋 组 起 余起 多起 余个 余次 余部 余张 余件 余家 余台 余条 余份 学生 家长 市民 群众 师生 居民 村民 用户 批 瓶 箱 袋 顶 套 辆 罐 股 开头 开头的 平 平方 期 篇 赞 路 余人 余名 克 吨 元/ 代 尾号 联 连单 折 口 手 \
            本 头 桶 双 把 根 块钱的 片 元店 ℃ 单元 房 班 号楼 床 床位 里路 群
            """)
    /// Words before a number that is no sum.
    private static let otherNumbers = Lexicon(
        words: "尾号 工号 编号 验证码 校验码 取件码 户号 第 单号 卡号 电话 号码 QQ 微信 会议号 房号 房间号 账号 密码 警号 案号 股票 代码 身份证 口令 座 房 车牌 抖音号")
}
