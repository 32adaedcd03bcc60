/// Finds who paid what to which account and when.
///
/// A sum was paid where the nearest verb of paying says that it was done, and was not only asked for, promised or given back.
struct Payments {
    private let text: ReadableText
    private let entities: [Entity]
    private static let reachBefore = 40
    private static let reachAfter = 14

    init(_ text: ReadableText, _ entities: [Entity]) { (self.text, self.entities) = (text, entities) }

    func find() -> [Payment] {
        let payers = entities.indices.filter { isAccount($0) && entities[$0].role == .payer }
        let paid = entities.indices.filter { entities[$0].kind == .amount && isPaid($0) }
        return paid.enumerated().map { order, index in
            let payee = payee(of: index)
            return Payment(
                amount: index, payer: payers.last { $0 < index } ?? payers.first, payee: payee,
                time: time(of: index, after: order > 0 ? paid[order - 1] : -1),
                isPayeeBeside: payee.map { isBeside($0, index) } ?? false)
        }
    }

    private func isBeside(_ payee: Int, _ sum: Int) -> Bool {
        let (first, last) = (min(payee, sum), max(payee, sum))
        return isInOneSentence(entities[first].range.upperBound, entities[last].range.lowerBound)
            && !entities[(first + 1)..<last].contains { $0.kind == .amount }
    }

    private func isAccount(_ index: Int) -> Bool {
        [.card, .account, .alipay, .wallet, .wechat].contains(entities[index].kind)
    }

    private static let sentenceEnds = Set("。!?\n".unicodeScalars)

    private func isPaid(_ index: Int) -> Bool {
        let sum = entities[index].range
        let last = index > 0 ? entities[..<index].last { $0.kind == .amount }?.range.upperBound ?? 0 : 0
        var start = sum.lowerBound
        while start > last, sum.lowerBound - start < Self.reachBefore, !Self.sentenceEnds.contains(text[start - 1]) {
            start -= 1
        }
        var end = sum.upperBound
        while end < text.count, end - sum.upperBound < Self.reachAfter, !",。!?;\n".unicodeScalars.contains(text[end]) {
            end += 1
        }
        let before = Self.verbs.matches(text, in: start..<sum.lowerBound).last
        let after = Self.verbs.matches(text, in: sum.upperBound..<end).first
        if let after,
            before == nil || after.range.lowerBound - sum.upperBound < sum.lowerBound - (before?.range.upperBound ?? 0)
        {
            return isDone(after)
        }
        return before.map(isDone) ?? false
    }

    private func isDone(_ verb: Lexicon<Verb>.Match) -> Bool {
        switch verb.meaning {
        case .done: return true
        case .other: return false
        case .pay:
            if Self.completions.begins(text, at: verb.range.upperBound) { return true }
            let before = max(0, verb.range.lowerBound - 7)..<verb.range.lowerBound
            return !Self.modals.isIn(text, before)
        }
    }

    private enum Verb: Sendable {
        /// Paying, done unless a word before says otherwise.
        case pay
        case done
        /// Asking, promising, receiving, counting up.
        case other
    }

    private static let verbs = Lexicon<Verb>(
        words("转 付 打 汇 存 充 充值 入金 垫付 垫 投 扫码 扫 转账 刷 转入 汇款 支付 入 缴 押 捐 交 买入 买", .pay)
            + words(
                "转了 付了 打了 汇了 充了 存了 投了 交了 垫了 被转 被扣 被刷 扣走 划走 转走 转出 付出 汇出 已付 已转 付: 付好 转过去 打过去 转至 没有了 走了 入了 捐了 刷了 扫了 给了 汇去 付到 扣掉 刷走 付款 先入",
                .done)
            + words(
                "返 提现 到账 工资 余额 佣金 未转 没转 额度 合计 共计 累计 总共 损失 赚 挣 收入 奖励 退还 退回 退 价格 每月 批了 贷 借 借出 可得 报价 收费 保障 年费 提到 提出 返利 赔付 赔 冻结 卖 标价 收到 月薪 日入 日结 送 红包 一单 一共 欠 备用金 提了",
                .other))

    private static func words(_ text: String, _ verb: Verb) -> [(word: String, meaning: Verb)] {
        text.split(separator: " ").map { (word: String($0), meaning: verb) }
    }

    private static let completions = Lexicon(words: "了 好 出 走 完 掉 过 去")
    private static let modals = Lexicon(words: "要 让 叫 再 需 须 应 请 催 能 可 准备 才 如果 想 没 未 不 别 必须 只要 每 满 逼 求 劝 说")

    private func payee(of index: Int) -> Int? {
        let sum = entities[index].range
        let payees = entities.indices.filter { isAccount($0) && entities[$0].role == .payee }
        if let next = payees.first(where: { $0 > index }),
            isInOneSentence(sum.upperBound, entities[next].range.lowerBound)
        {
            return next
        }
        let people = entities.indices.filter { entities[$0].kind == .person && entities[$0].role == .payee }
        return payees.last { $0 < index } ?? payees.first ?? people.first { $0 > index } ?? people.last { $0 < index }
    }

    private func isInOneSentence(_ start: Int, _ end: Int) -> Bool {
        start <= end && !(start..<end).contains { Self.sentenceEnds.contains(text[$0]) }
    }

    /// The time said before the sum in its sentence, and not for the payment before it; else the one right behind.
    private func time(of index: Int, after last: Int) -> Int? {
        let sum = entities[index].range
        let times = entities.indices.filter { entities[$0].kind == .time }
        if let before = times.last(where: { $0 < index && $0 > last }),
            isInOneSentence(entities[before].range.upperBound, sum.lowerBound)
        {
            return before
        }
        guard let next = times.first(where: { $0 > index }),
            isInOneSentence(sum.upperBound, entities[next].range.lowerBound),
            entities[index..<next].count(where: { $0.kind == .amount }) == 1,
            entities[next].range.lowerBound - sum.upperBound < 30
        else { return nil }
        return last == -1 ? next : nil
    }
}
