/// Says which sums were paid, and were not only asked for, promised, earned or given back.
///
/// The nearest verb decides. Where it only asks, the sum was paid all the same if an account of the other side follows, or if the
/// teller says so before he names another sum. Sums of one list share one fate.
struct PaidSums {
    private let text: ReadableText
    private let entities: [Entity]
    private let sums: [Int]

    private static let reachBefore = 40
    private static let reachAfter = 14
    private static let reachOfAccount = 40
    private static let reachOfAnswer = 36
    private static let listGap = 6

    init(_ text: ReadableText, _ entities: [Entity]) {
        (self.text, self.entities) = (text, entities)
        sums = entities.indices.filter { entities[$0].kind == .amount }
    }

    /// Sums that were paid by their places in the list of entities, and whether a verb beside each says so itself.
    func find() -> [(sum: Int, isTold: Bool)] {
        var states = sums.indices.map(state)
        for order in states.indices.dropFirst() where isListed(order) {
            if states[order - 1].isPaid, states[order] == .unsaid { states[order] = .paid }
        }
        for order in states.indices.dropLast().reversed() where isListed(order + 1) {
            if states[order + 1].isPaid, states[order] == .unsaid { states[order] = .paid }
        }
        return sums.indices.filter { states[$0].isPaid }.map { (sums[$0], states[$0] == .told) }
    }

    private enum State {
        /// Paid by a word that says it is done, such as 转了.
        case told
        case paid, asked, other, unsaid

        var isPaid: Bool { self == .told || self == .paid }
    }

    private func state(_ order: Int) -> State {
        let said = verb(order)
        if said == .paid || said == .told { return said }
        return said != .other && (isAnswered(order) || isBeforeAccount(order)) ? .paid : said
    }

    /// What the verb nearest to a sum says of it.
    private func verb(_ order: Int) -> State {
        let sum = entities[sums[order]].range
        let last = order > 0 ? entities[sums[order - 1]].range.upperBound : 0
        var start = sum.lowerBound
        while start > last, sum.lowerBound - start < Self.reachBefore, !Self.sentenceEnds.contains(text[start - 1]) {
            start -= 1
        }
        var end = sum.upperBound
        while end < text.count, end - sum.upperBound < Self.reachAfter, !Self.clauseEnds.contains(text[end]) {
            end += 1
        }
        let before = Self.verbs.matches(text, in: start..<sum.lowerBound).last
        let after = Self.verbs.matches(text, in: sum.upperBound..<end).first
        guard let after else { return before.map(meaning) ?? .unsaid }
        let isNearer =
            before == nil || after.range.lowerBound - sum.upperBound < sum.lowerBound - (before?.range.upperBound ?? 0)
        return isNearer ? meaning(after) : before.map(meaning) ?? .unsaid
    }

    private func meaning(_ verb: Lexicon<Verb>.Match) -> State {
        switch verb.meaning {
        case .done: return .told
        case .other: return .other
        case .pay:
            if Self.completions.begins(text, at: verb.range.upperBound) { return .told }
            let before = max(0, verb.range.lowerBound - 7)..<verb.range.lowerBound
            return Self.modals.isIn(text, before) ? .asked : .paid
        }
    }

    /// Whether an account of the other side stands behind a sum, in its sentence and before another sum.
    private func isBeforeAccount(_ order: Int) -> Bool {
        let index = sums[order]
        let end = entities[index].range.upperBound
        for next in entities.indices.dropFirst(index + 1) {
            let entity = entities[next]
            guard entity.kind != .amount, entity.range.lowerBound - end < Self.reachOfAccount else { return false }
            guard !(end..<entity.range.lowerBound).contains(where: { Self.sentenceEnds.contains(text[$0]) }) else {
                return false
            }
            if entity.isAccount, entity.role == .payee { return true }
        }
        return false
    }

    /// Whether the teller says that he did as he was asked, before he names another sum.
    private func isAnswered(_ order: Int) -> Bool {
        let start = entities[sums[order]].range.upperBound
        let next = order + 1 < sums.count ? entities[sums[order + 1]].range.lowerBound : text.count
        let end = min(next, start + Self.reachOfAnswer)
        return start < end && Self.answers.isIn(text, start..<end)
    }

    /// Whether nothing but marks, times and words of counting stands between a sum and the one before it.
    private func isListed(_ order: Int) -> Bool {
        var place = entities[sums[order - 1]].range.upperBound
        for entity in entities[(sums[order - 1] + 1)...sums[order]] {
            guard entity.range.lowerBound - place <= Self.listGap,
                (place..<entity.range.lowerBound).allSatisfy({ Self.listMarks.contains(text[$0]) }),
                entity.kind == .time || entity.kind == .amount
            else { return false }
            place = entity.range.upperBound
        }
        return true
    }

    private static let sentenceEnds = Set("。!?\n".unicodeScalars)
    private static let clauseEnds = Set(",。!?;\n".unicodeScalars)
    private static let listMarks = Set("、,;/和及与又再后 第一二三四次笔转付打汇充投\".".unicodeScalars)

    private enum Verb: Sendable {
        /// Paying, done unless a word before says otherwise.
        case pay
        case done
        /// Asking, promising, receiving, counting up.
        case other
    }

    private static let verbs = Lexicon<Verb>(
        words("转 付 打 汇 充 存 充值 入金 垫付 垫 投 扫码 扫 转账 刷 转入 汇款 支付 入 缴 押 捐 交 买入 买", .pay)
            + words(
                "转了 付了 打了 汇了 充了 存了 投了 交了 垫了 被转 被扣 被刷 扣走 划走 转走 转出 付出 汇出 已付 已转 付: 付好 转过去 打过去 转至 没有了 走了 入了 捐了 刷了 扫了 给了 汇去 付到 扣掉 刷走 付款 先入 扣了 发了 没得了 没了 过去了 发你了 挪到",
                .done)
            + words(
                "返 提现 到账 工资 余额 佣金 未转 没转 额度 合计 共计 累计 总共 损失 赚 挣 收入 奖励 退还 退回 退 价格 每月 批了 贷 借 借出 可得 报价 收费 保障 年费 提到 提出 返利 赔付 赔 冻结 卖 标价 收到 月薪 日入 日结 送 红包 一单 一共 欠 备用金 提了 好处费 最低 最高 每张 每天 一小时 一个月 便宜 差 出价 批 止付 返还 发还 追回 追缴 挽回 挽损 避免 涉案 劝阻 缴获 拦截 受损 查扣",
                .other))

    private static func words(_ text: String, _ verb: Verb) -> [(word: String, meaning: Verb)] {
        text.split(separator: " ").map { (word: String($0), meaning: verb) }
    }

    private static let completions = Lexicon(words: "了 好 出 走 完 掉 过 去")
    private static let modals = Lexicon(words: "要 让 叫 需 须 应 请 催 能 可 准备 才 如果 想 没 未 不 别 必须 只要 每 满 逼 求 劝 说")
    private static let answers = Lexicon(
        words: "付了 交了 转了 扫了 充了 打了 捐了 存了 汇了 照做 照办 转过去 打过去 汇过去 扫码付 发你了 发了 我扫的 扣的 没得了 转完 付完 我转 我付 我就付 我就转 我充")
}

extension Entity {
    /// Whether money can lie there.
    var isAccount: Bool { [.card, .account, .alipay, .wallet, .wechat].contains(kind) }
}
