/// Says who pays, who is paid and who called, from the words around each account and number.
struct Roles {
    private let text: ReadableText
    private static let reach = 18

    init(_ text: ReadableText) { self.text = text }

    func assign(_ findings: [Entity]) -> [Entity] {
        var entities = findings
        for index in entities.indices where entities[index].role == nil {
            entities[index].role = role(of: index, in: entities)
        }
        for index in entities.indices where entities[index].kind == .person && entities[index].role == nil {
            entities[index].role = roleOfOwner(index, in: entities)
        }
        return entities
    }

    private func role(of index: Int, in entities: [Entity]) -> Entity.Role? {
        let entity = entities[index]
        switch entity.kind {
        case .card, .account, .alipay, .wallet: return roleBesideAccount(index, entities) ?? roleOfAccount(entity)
        case .qq: return isOwn(entity) ? .victim : .caller
        case .wechat: return isOwn(entity) ? .victim : Self.giving.isIn(text, before(entity)) ? .payee : .caller
        case .meeting: return nil
        case .identityNumber: return Self.callers.isIn(text, before(entity)) ? .caller : .victim
        case .mobile:
            return isOwn(entity) || isBehindVictim(index, entities)
                ? .victim : Self.calls.isIn(text, around(entity)) ? .caller : nil
        case .phone: return entity.value.count <= 6 ? nil : .caller
        case .amount, .time, .link, .host, .app, .order, .flight, .bank, .person: return nil
        }
    }

    private func before(_ entity: Entity) -> Range<Int> {
        var start = entity.range.lowerBound
        while start > 0, entity.range.lowerBound - start < Self.reach,
            !Self.sentenceEnds.contains(text[start - 1])
        { start -= 1 }
        return start..<entity.range.lowerBound
    }

    private func around(_ entity: Entity) -> Range<Int> {
        let before = before(entity)
        return before.lowerBound..<min(text.count, entity.range.upperBound + 8)
    }

    private func isOwn(_ entity: Entity) -> Bool { Self.own.isIn(text, before(entity)) }

    /// A number right behind a victim's name or identity number is his.
    private func isBehindVictim(_ index: Int, _ entities: [Entity]) -> Bool {
        guard index > 0 else { return false }
        let previous = entities[index - 1]
        let gap = entities[index].range.lowerBound - previous.range.upperBound
        return gap <= 14 && (previous.role == .victim || previous.kind == .identityNumber)
            && !Self.others.isIn(
                text, previous.range.upperBound..<max(previous.range.upperBound, entities[index].range.lowerBound))
    }

    /// By the account before it: accounts of one list have one role, and `从6217…到6228…` says both.
    private func roleBesideAccount(_ index: Int, _ entities: [Entity]) -> Entity.Role? {
        guard index > 0, entities[index - 1].isAccount, let role = entities[index - 1].role else { return nil }
        let (start, end) = (entities[index - 1].range.upperBound, entities[index].range.lowerBound)
        guard start <= end, end - start <= Self.reachBetween else { return nil }
        let between = (start..<end).map { text[$0] }
        if between.allSatisfy(Self.listMarks.contains) { return role }
        let isTo =
            between.contains(where: Self.toMarks.contains) && !between.contains(where: Self.sentenceEnds.contains)
        return role == .payer && isTo ? .payee : nil
    }

    private static let reachBetween = 8
    private static let listMarks = ScalarSet("、, 和及与")
    private static let toMarks = ScalarSet("到至往→给")
    private static let sentenceEnds = ScalarSet("。!?\n;")

    /// By the last word before it that says a side; what comes behind decides where nothing stands before.
    private func roleOfAccount(_ entity: Entity) -> Entity.Role? {
        if let side = Self.sides.matches(text, in: before(entity)).compactMap(\.meaning).last { return side }
        let after = entity.range.upperBound..<min(text.count, entity.range.upperBound + 6)
        if let side = Self.sidesAfter.matches(text, in: after).first?.meaning { return side }
        return isAskedOfOwn(entity) ? .payer : .payee
    }

    /// `你用哪张卡转的?\n答:农行的,6228…`: the question before it asks for the teller's own account.
    private func isAskedOfOwn(_ entity: Entity) -> Bool {
        let end = entity.range.lowerBound
        return Self.questions.matches(text, in: max(0, end - Self.reachOfQuestion)..<end).last?.meaning ?? false
    }

    private static let reachOfQuestion = 24
    /// Whether the account that is asked for is the teller's own: `转到哪个账户?` asks for the other one.
    private static let questions = Lexicon<Bool>(
        words("你的卡 您的卡 你的账 您的账 你用 您用 付款账户 付款卡 从哪 哪张卡 哪个账户 什么卡 你的银行卡 您的银行卡 用什么付 怎么付", true)
            + words("到哪 到了哪 到什么 给哪 给了哪 给谁 进哪 往哪 到哪个账户 到了哪个账户 到哪张卡 到了哪张卡 给哪个账户 给哪张卡 对方的卡 对方账户 对方账号 收款", false))

    /// A name beside an account has the account's role.
    private func roleOfOwner(_ index: Int, in entities: [Entity]) -> Entity.Role? {
        let person = entities[index]
        for other in [index - 1, index + 1] where entities.indices.contains(other) {
            let gap =
                other < index
                ? person.range.lowerBound - entities[other].range.upperBound
                : entities[other].range.lowerBound - person.range.upperBound
            if gap <= 6, [.card, .account, .alipay, .wallet].contains(entities[other].kind) {
                return entities[other].role
            }
            if gap <= 4, [.identityNumber, .mobile].contains(entities[other].kind), entities[other].role == .victim {
                return .victim
            }
        }
        return Self.bearers.matches(text, in: before(person)).last?.meaning
    }

    /// Nil for words that say no side, though one stands in them.
    private static let sides = Lexicon<Entity.Role?>(
        words(
            "从 用 我的卡 我的 持 付款卡 付款 付: 由 汇款行 拿 自己的 自己 转出账户 转出卡 汇出卡 绑的 绑定的 存折 填银行卡 填的 自 经 我 存到 绑卡 出的 扣款 支出 本人卡 从我 走的 刷的 走 出款 我卡 妈妈的 爸的 给他的卡 喊我填 填了 付款账户 尾号 出卡 有张 我那张 个人卡 提到 刷了 输卡号 输入卡号 填卡号 信用卡",
            .payer)
            + words(
                "到 至 给 收款 收款卡 收: 打 转账到 对方 汇往 汇给 转入 →  存进 存入 打进 充进 进去 收 打去 转 汇 账户您记 认证账户 专户 户主 对手账户 厂户 监管账户 收款方 转账给 解约专户 卡号发 往 向 对手 他给的 客服给的 提供的 他的卡 她的卡 对方的卡 打我 转我 让我 叫我 要我 喊我 教我 求我 我念 我记 我截",
                .payee)
            + "我看 我找 我查 我翻 我说 我记得 信用 费用 使用 作用 经理 已经 曾经 经过 自称 自动 由于 理由 支持 坚持 走账 我: 我方 给他看"
            .split(separator: " ").map { (word: String($0), meaning: nil) })

    private static let sidesAfter = Lexicon<Entity.Role>(
        words("转 付 汇 被 → 出 扣 里 支出 上的 扫码", .payer) + words("收 户名 （户名 开户", .payee))

    private static func words<Meaning>(_ text: String, _ role: Meaning) -> [(word: String, meaning: Meaning)] {
        text.split(separator: " ").map { (word: String($0), meaning: role) }
    }

    private static let bearers = Lexicon<Entity.Role>(
        words("自称 教授 警官 民警 军官 资料 业务员 经理 导游 老师 首席 分局 消防 刑侦 基地 婚介 检察官 队长 工程师", .caller)
            + words("收款 卡 账户 转给 打给 户名 户主 汇给 卖家 给 到 向 姓名 名字", .payee)
            + words("妈 爸 姐 闺女 报案 报警 请问 您是 是 客户 受害 母亲 本人", .victim))
    private static let giving = Lexicon(words: "给 付 汇 打款 打到 转账 收款")
    private static let own = Lexicon(words: "我的电话 本人电话 我电话 我的手机 打我 我这个号 我的账号 我的号 发到我 我的微信")
    private static let calls = Lexicon(
        words: "来电 接到 自称 打给我 打来 致电 骗子 对方 号码是 拨 接 ☎ 联系 嫌疑 加我 联络 去问 换号 陌生 电话 号码 经理 卖家 厂 打进来 主叫 冒充 电话转")
    /// Words that a number of the other side stands behind, even right behind the victim's name.
    private static let others = Lexicon(words: "来电 接到 自称 打给我 打来 致电 骗子 对方 嫌疑 加我 联络 陌生 客服 冒充 主叫 打进来 电话转 接 拨")
    private static let callers = Lexicon(words: "给你看 他的 对方 骗子")
}
