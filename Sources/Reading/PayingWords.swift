/// What the words of paying beside a sum, or behind it, say of it.
struct PayingWords {
    /// What became of a sum.
    enum Fate: Sendable {
        /// Paid, by a word that says it is done, such as 转了.
        case told
        /// Paid, unless something else says otherwise.
        case paid
        /// Asked for, promised or meant.
        case asked
        /// What something costs, or what is still wanting.
        case wanted
        /// Borrowed or taken out, often to be paid on.
        case drawn
        /// Received, counted up, refused.
        case other
        case unsaid
    }

    let text: ReadableText

    static let sentenceEnds = ScalarSet("。!?\n")
    static let clauseEnds = ScalarSet(",。!?;\n")
    private static let reachOfModal = 7

    /// The verbs in `range`, from left to right.
    func verbs(in range: Range<Int>) -> [Lexicon<Verb>.Match] { Self.verbs.matches(text, in: range) }

    func fate(_ verb: Lexicon<Verb>.Match) -> Fate {
        switch verb.meaning {
        case .done: return .told
        case .price: return .wanted
        case .draw: return .drawn
        case .other: return .other
        case .pay:
            if Self.completions.begins(text, at: verb.range.upperBound) { return .told }
            var start = verb.range.lowerBound
            while start > 0, verb.range.lowerBound - start < Self.reachOfModal,
                !Self.clauseEnds.contains(text[start - 1])
            { start -= 1 }
            return Self.modals.isIn(text, start..<verb.range.lowerBound) ? .asked : .paid
        }
    }

    /// Where it is told in `range` that something was paid.
    func tellings(in range: Range<Int>) -> [Int] {
        let told = verbs(in: range).filter { fate($0) == .told }.map(\.range.lowerBound)
        return (told + answers(in: range)).sorted()
    }

    /// Where it is told in `range`, without the sum, that what was asked was done.
    func answers(in range: Range<Int>) -> [Int] {
        Self.answers.matches(text, in: range).filter { !$0.meaning || isLineStart($0.range.lowerBound) }
            .map(\.range.lowerBound)
    }

    private func isLineStart(_ place: Int) -> Bool {
        place == 0 || Self.clauseEnds.contains(text[place - 1]) || ": ".unicodeScalars.contains(text[place - 1])
    }

    /// Whether a word in `range`, the clause before a sum, says that it was only asked for or meant.
    func isMeant(in range: Range<Int>) -> Bool { Self.modals.isIn(text, range) }

    /// Where it is first said in `range` that nothing was paid.
    func refusal(in range: Range<Int>) -> Int? { Self.refusals.matches(text, in: range).first?.range.lowerBound }

    /// Whether a word says in `range` that several sums went the same way.
    func isShared(in range: Range<Int>) -> Bool { Self.shared.isIn(text, range) }

    enum Verb: Sendable {
        /// Paying, done unless a word before says otherwise.
        case pay
        case done
        case price
        case draw
        /// Asking, promising, receiving, counting up.
        case other
    }

    private static let verbs = Lexicon<Verb>(
        words("转 付 打 汇 充 存 充值 入金 垫付 垫 投 扫码 扫 转账 刷 转入 汇款 支付 入 缴 押 捐 交 买入 买 补 冲 投入", .pay)
            + words(
                "转了 付了 打了 汇了 充了 存了 投了 交了 垫了 被转 被扣 被刷 扣走 划走 转走 转出 付出 汇出 已付 已转 已投 付: 付好 转过去 打过去 转至 付至 打至 汇至 汇往 汇给 汇到 转到了 没有了 走了 入了 捐了 刷了 扫了 给了 汇去 付到 扣掉 刷走 付款 先入 扣了 发了 没得了 没了 过去了 发你了 挪到 金额: 补了 冲了 押了 存到 存入",
                .done)
            + words("差 欠 价格 报价 收费 标价 年费 每张 保障 出价 价", .price)
            + words("借 借出 贷 提到 取出 提出", .draw)
            + words(
                "返 提现 到账 入账 工资 余额 佣金 未转 没转 额度 合计 共计 累计 总共 损失 赚 挣 收入 奖励 退还 退回 退 每月 批了 可得 返利 赔付 赔 冻结 卖 收到 月薪 日结 送 红包 一单 一共 备用金 提了 好处费 最低 最高 每天 一小时 一个月 便宜 批下 批准 审批 获批 能批 可批 止付 返还 发还 追回 追缴 挽回 挽损 避免 涉案 劝阻 缴获 拦截 受损 查扣 给了我 给我 打给我 转给我 发给我 返我 多扣 多扣了 里有 现金 估价 剩 只剩 还剩 盈利 利润 显示 总 被骗 提过 试提 变成 赢 盈 账上 本金 总计 骗走 骗了 骗我 回来 得了 拿到 领了 领到 涨到 罚款",
                .other))

    private static func words(_ text: String, _ verb: Verb) -> [(word: String, meaning: Verb)] {
        text.split(separator: " ").map { (word: String($0), meaning: verb) }
    }

    private static let completions = Lexicon(words: "了 好 出 走 完 掉 过 去")
    private static let modals = Lexicon(words: "要 让 叫 需 须 应 请 催 能 可 准备 才 如果 想 欲 正要 没 未 不 别 必须 只要 每 满 逼 求 劝 说")
    private static let answerWords =
        "付了 交了 转了 扫了 充了 打了 捐了 存了 汇了 照做 照办 转过去 打过去 汇过去 扫码付 发你了 发了 我扫的 扣的 没得了 转完 付完 我转 我付 我就付 我就转 我充"
    /// Said anywhere behind it; those that mean true only where they begin a line or a clause.
    private static let answers = Lexicon<Bool>(
        (answerWords + " 已交 已付 已转 已汇 付好 转好 交好 打完 付的 汇的 转的 存的 充的").split(separator: " ").map { (String($0), false) }
            + [("好了", true)])
    private static let refusals = Lexicon(
        words:
            "未转 没转 未付 没付 没有转 没交 没存 未借 没借 拦下 拦停 拦住 劝阻 撤销 放弃 未出 没有交 没要 没给 没有给 没汇 没打 没充 没投 没买 没敢 未汇 未支付 不让 不愿 付不起 未成功 没成功 被退回 先别 卸载 未成 不要了"
    )
    private static let shared = Lexicon(words: "都 均 全 依次 分别 皆 一并 同一")
}
