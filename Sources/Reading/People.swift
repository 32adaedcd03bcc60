/// Finds the names of people: behind the words that introduce one, hidden ones and foreign ones too.
struct People {
    private let text: ReadableText

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        var place = 0
        while place < text.count {
            guard let match = Self.introductions.match(text, at: place) else {
                place += 1
                continue
            }
            place = match.range.upperBound
            var start = place
            while start < text.count, start - place < 3, " :\"(是为".unicodeScalars.contains(text[start]) { start += 1 }
            guard let (range, value) = name(at: start) ?? anyName(at: start, after: match.range),
                findings.isFree(range),
                !Self.notNames.begins(text, at: start),
                match.meaning.isCertain || Self.isEnd(text[range.upperBound]), !isCompany(range.upperBound)
            else { continue }
            findings.add(Entity(.person, range, value, role: match.meaning.role))
            place = range.upperBound
        }
        findMasked(&findings)
        findBesideAccounts(&findings)
        findAlone(&findings)
        findBeforeWords(&findings)
        findCommon(&findings)
    }

    /// `收款方显示*晓雯`: what programs show of who is paid.
    private func findMasked(_ findings: inout Findings) {
        for place in text.scalars.indices where text[place] == "*" && findings.isFree(place) {
            guard !text[place - 1].isHan || Self.beforeMasked.ends(text, at: place), text[place - 1] != "*",
                let (range, value) = maskedName(at: place), findings.isFree(range), !text[range.upperBound].isHan,
                text[range.upperBound] != "*"
            else { continue }
            findings.add(Entity(.person, range, value, role: .payee))
        }
    }

    private static let beforeMasked = Lexicon(words: "显示 写着 写的 是 叫 给 名字 收款 收款人 收款方 名 到 向 都是")

    /// `两笔都到瞿小芬名下`: no word introduces it, but its characters are those of names.
    private func findCommon(_ findings: inout Findings) {
        let names = GivenNames(text)
        for place in text.scalars.indices where findings.isFree(place) {
            guard let surname = Self.surnames.match(text, at: place)?.range,
                let range = names.name(at: place, surnameLength: surname.count), findings.isFree(range),
                !Self.notNames.begins(text, at: place), !isCompany(range.upperBound),
                !Self.wordsBefore.ends(text, at: place + 1),
                !Self.titles.begins(text, at: range.upperBound - 2)
            else { continue }
            findings.add(Entity(.person, range, text.text(range)))
        }
    }

    /// Words whose last character is a surname too.
    private static let wordsBefore = Lexicon(
        words:
            "机关 有关 相关 攸关 难关 把关 无关 海关 公安 治安 平安 保安 不安 方向 面向 转向 动向 流向 导向 授权 维权 特权 版权 股权 设计 共计 统计 合计 预计 累计 会计 牵连 接连 形成 组成 完成 达成 促成 建成 地方 对方 各方 警方 双方 官方 提高 最高"
    )

    /// A name alone behind an account: `6217…1234 张三`, `6217…1234（张三）`.
    private func findBesideAccounts(_ findings: inout Findings) {
        for entity in findings.entities where [.card, .account, .bank, .identityNumber, .mobile].contains(entity.kind) {
            var start = entity.range.upperBound
            while start < text.count, start - entity.range.upperBound < 3, " (,、".unicodeScalars.contains(text[start]) {
                start += 1
            }
            guard start > entity.range.upperBound, let (range, value) = name(at: start), findings.isFree(range),
                Self.isEnd(text[range.upperBound]), !Self.notNames.begins(text, at: start)
            else { continue }
            findings.add(Entity(.person, range, value, role: entity.role))
        }
    }

    /// Three characters alone between marks, the first a surname and none a word of grammar: `，付玉珍，`.
    private func findAlone(_ findings: inout Findings) {
        for place in 0..<text.count where findings.isFree(place) && !text[place - 1].isHan && text[place].isHan {
            guard let (range, value) = name(at: place), range.count == 3, !text[range.upperBound].isHan,
                range.allSatisfy({ text[$0].isHan && !Self.stops.contains(text[$0]) }), findings.isFree(range),
                !Self.titles.begins(text, at: range.upperBound - 2),
                !Self.notNames.begins(text, at: place), !Self.ordinary.isIn(text, range)
            else { continue }
            findings.add(Entity(.person, range, value))
        }
    }

    /// What people are called by behind their surname, and words that end like a name.
    private static let titles = Lexicon(
        words: "经理 主任 干事 警官 学生 姐姐 哥哥 弟弟 妹妹 老师 师傅 队长 科长 处长 局长 所长 总监 会计 晚安 晚会 家长 专员 助理 医生 律师 教授 导师 客服 秘书 书记 同学 同志")

    /// Characters that words have and names do not.
    private static let ordinary = Lexicon(
        words:
            "费 款 钱 元 块 卡 号 费 话 电 机 网 店 院 局 所 群 单 车 房 书 费 人 们 时 天 月 日 上 下 里 外 前 后 一 二 三 四 五 六 七 八 九 十 第 多 少 几 半 很 太 好 不 无 再 可 以 如 该 此 能 会 要 想 做 出 入 返 付 查 看 问 答 说 谢 请 吗 了 站 点 法 级 员 师 部 处 费 期 表 类 型 间 位 份 件 品 物 药 酒 肉 菜 家 城 市 县 区 镇 村 路 街 省 州 港 国 司 行 社 校 版 码 额 价 税 贷 息 利 险 证 信 照 片 图 视 频 游 戏 装 备"
    )

    /// `沈桂枝女士`, `樊建业警官`.
    private func findBeforeWords(_ findings: inout Findings) {
        for place in 0..<max(text.count - 1, 0) where findings.isFree(place) && Self.surnames.begins(text, at: place) {
            guard !text[place - 1].isHan || Self.beforeNames.ends(text, at: place) else { continue }
            for length in [3, 2, 4] {
                let range = place..<(place + length)
                guard range.upperBound < text.count, let role = roleByTail(range.upperBound), findings.isFree(range),
                    range.allSatisfy({ text[$0].isHan }), let (found, value) = name(at: place), found == range
                else { continue }
                findings.add(Entity(.person, range, value, role: role))
                break
            }
        }
    }

    /// What the words behind a name make of its bearer: `女士`, `警官`, `，男`, `，77岁`; nil where they do not show a name.
    private func roleByTail(_ place: Int) -> Entity.Role? {
        if let match = Self.afterNames.match(text, at: place) { return match.meaning }
        var next = place
        while next - place < 2, " ,(".unicodeScalars.contains(text[next]) { next += 1 }
        if next > place, text[next] == "男" || text[next] == "女" { return .victim }
        let age = next
        while next - age < 2, text[next].isDigit { next += 1 }
        return next > age && text[next] == "岁" ? .victim : nil
    }

    /// A firm's name may begin like a person's.
    private func isCompany(_ place: Int) -> Bool {
        (place..<(place + 5)).contains { text.has("公司", at: $0) || text.has("商行", at: $0) || text.has("中心", at: $0) }
    }

    private func name(at start: Int) -> (Range<Int>, String)? {
        if text[start].isLetter { return foreignName(at: start) }
        if text[start] == "*" { return maskedName(at: start) }
        guard let surname = Self.surnames.match(text, at: start) else { return nil }
        let given = spacedGivenName(after: surname.range.upperBound) ?? givenName(after: surname.range.upperBound)
        guard let last = given.last else { return nil }
        let places = Array(surname.range) + given.filter { text[$0] != "*" }
        return (start..<(last + 1), String(String.UnicodeScalarView(places.map { text[$0] })))
    }

    /// The places of one or two characters behind a surname.
    private func givenName(after start: Int) -> [Int] {
        var places: [Int] = []
        while places.count < 2 {
            let next = start + places.count
            let scalar = text[next]
            if scalar == "*" || scalar == "某" {
                places.append(next)
                continue
            }
            guard scalar.isHan else { break }
            if places.isEmpty
                ? Self.notGiven.contains(scalar) : Self.stops.contains(scalar) || Self.words.begins(text, at: next)
            {
                break
            }
            places.append(next)
        }
        return places
    }

    /// `滕 海 波`, `岑 建`: a space before each character, and no more of them than a name has.
    private func spacedGivenName(after start: Int) -> [Int]? {
        var (places, place): ([Int], Int) = ([], start)
        while places.count < 3 {
            var next = place
            while text[next].isSpace, next - place < 2 { next += 1 }
            guard next > place, text[next].isHan, !text[next + 1].isHan else { break }
            places.append(next)
            place = next + 1
        }
        return (1...2).contains(places.count) ? places : nil
    }

    /// `报警人阿依古丽,`: whatever stands up to the next mark, behind words that nothing but a name follows.
    private func anyName(at start: Int, after words: Range<Int>) -> (Range<Int>, String)? {
        guard Self.beforeAnyName.match(text, at: words.lowerBound)?.range == words else { return nil }
        var end = start
        while end - start < 5, text[end].isHan, !Self.stops.contains(text[end]) { end += 1 }
        let range = start..<end
        guard (2...4).contains(range.count), !text[end].isHan || text[end] == "在" || text[end] == "称",
            !Self.ordinary.isIn(text, range), !Self.notAnyNames.isIn(text, range),
            !Self.titles.begins(text, at: end - 2)
        else { return nil }
        return (range, text.text(range))
    }

    /// What else is said of those words: `收款人异常`, `户名写着`.
    private static let notAnyNames = Lexicon(
        words:
            "什么 写着 冒充 异常 觉得 不详 未知 未显 显示 表示 反映 来电 情况 陈述 自述 拒绝 认为 发现 担心 没有 本人 不符 不一致 错误 正常 同上 相同 发来 提供 已经 正准备 准备 打算 随即 立即 按照 听信 误信 身份 分别 均 依次 保密 未填 空白"
    )

    private static let beforeAnyName = Lexicon(
        words: "报案人 报警人 来电人 受害人 被害人 被询问人 求助人 事主 当事人 我叫 姓名 户名 户主 户名叫 户名显示 收款人 收款人叫 开户人 名字叫 收款户名")

    private func maskedName(at start: Int) -> (Range<Int>, String)? {
        var end = start
        while text[end] == "*", end - start < 3 { end += 1 }
        let first = end
        while text[end].isHan, end - first < 2,
            !Self.stops.contains(text[end]) || !text[end + 1].isHan && text[end] == "男"
        { end += 1 }
        return end > first ? (start..<end, text.text(first..<end)) : nil
    }

    private func foreignName(at start: Int) -> (Range<Int>, String)? {
        var (end, wordStart) = (start, start)
        guard !text[start].isLowerLetter, text[start + 1].isLowerLetter else { return nil }
        while end < text.count, end - start < 24 {
            if text[end].isLetter {
                end += 1
            } else if text[end].isDigit, text[end - 1].isLowerLetter, text[end + 1].isLowerLetter {
                end += 1  // A 1 read for an l.
            } else if text[end].isSpace, end > wordStart, text[end + 1].isLetter, !text[end + 1].isLowerLetter,
                text[end + 2].isLowerLetter
            {
                end += 1
                wordStart = end
            } else {
                break
            }
        }
        return (start..<end, text.text(start..<end).replacing("1", with: "l"))
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isHan || "打发转的在是说称于自报向接先付".unicodeScalars.contains(scalar)
    }

    private struct Introduction: Sendable {
        let role: Entity.Role?
        let isCertain: Bool
    }

    private static let introductions = Lexicon<Introduction>(
        words(
            "户名 户主 开户人 收款人 收款方 收款人叫 收款人都叫 收款的是 收款的写着 收款 姓名栏写 名字显示 收款户名 户名显示 开户名 卡主 持卡人 户名却是 名字叫 名字是 账户名 收款人分别是 收款人是 户名叫",
            .payee)
            + words(
                "报案人 报警人 来电人 被询问人 复核人 受害人 我叫 本人 事主 当事人 受害者 求助人 被害人 客户 旅客 我是 我姓 我的名字叫 母亲叫 报案人叫 来所 记录 群众 对象 出纳 会计 店主 我爸 我妈 我姐姐 俺闺女 名字 女声 核查 资金预警─ 先生 线索 回访 督办 职员 预警对象 姓名 受害群众 尊敬的 未成年人 学生",
                .victim)
            + words("自称 他叫 她叫 对方叫 客服叫 首席分析师 警官 民警 经理 业务员 工程师 军官 结识 Mr. 自己叫 导游", .caller)
            + words(
                "一个叫 叫 人叫 给 姓 丈夫叫 是 向 转给 打给 汇给 卖家 爱人 儿子 女儿 嫌疑人 名叫 收货人 联系人 租客 上写着 教师 男子 亲属 家属 到 由 用我媳妇 室友 宿舍的 处的 转入 汇入 转给了 给了 改为 老婆 老公 男朋友 女朋友 妻 妻子 同学 均为",
                nil))

    private static func words(_ text: String, _ role: Entity.Role?) -> [(word: String, meaning: Introduction)] {
        text.split(separator: " ").map {
            (word: String($0), meaning: Introduction(role: role, isCertain: role == .payee))
        }
    }

    private static let beforeNames = Lexicon(words: "叫 是 的 给 问 接 对 称 我 民警 师傅 同学 同事 朋友 老师 邻居 室友 群众 您好")
    private static let afterNames = Lexicon<Entity.Role>(
        ["女士", "先生", "您好", "你好"].map { (word: $0, meaning: .victim) }
            + ["警官", "同志", "队长"].map { (word: $0, meaning: .caller) }
            + ["名下", "的账户"].map { (word: $0, meaning: .payee) })
    /// Words that begin like a name.
    private static let notNames = Lexicon(
        words:
            "夏季 万余 向党 向建党 陈述 钱袋子 全面 全社会 全体 关键 关切 安装 原创 高速 清查 明星 国家 武警 马来 海关 单位 余额 孙子 戴帽 都被 全职 游戏 海韵 连转 方便 关于 孩子 安全 平台 平安 金额 钱款 时间 全部 成功 常用 任何 党员 万元 车辆 房东 路人 "
            + "安排 何时 何地 成都 石家庄 温州 金华 连云港 沙漠 马上 高中 高铁 白条 包裹 应急 车位 房产 房屋 农村 农民 农业 师傅 方式 申请 申报 严重 莫名 时候 易购 明天 明年 支付 华夏 云南 海南 江苏 江西 湖南 黄金 石油 金融 "
            + "向日葵 查询 贾汪 甘肃 宁波 宁夏 关闭 关联 计划 项目 商家 商户 支行 祝您 祝贺 温馨 谢谢 曾经 包邮 都是 于是 和平 平时 平常 常州 雷同 施工 解冻 单子 单独 全家 全是 门店 门口 万一 强调 广告 乐器 水果 水电 花费 费用 毛病 国内 国外 国际 原因 原来 计算 后勤 贷款 钱包 董事长 海景 金管局 解压 宣传 国银"
    )
    private static let stops = ScalarSet(
        "的了在是和说打给我你他她您先后也这就,女男有于从用把被让要到转等及与为称收付因将已对并或以都还又只才不没来去手身年岁号卡账户公叫做账吧呢啊吗呀哦嘛名拿接加看")
    private static let notGiven = ScalarSet("的了在是说给我你他您也就某女男个行款人户卡们么这那什姓先过到不有方叫位额于价元款单总某")
    private static let words = Lexicon(words: "女士 先生 同志 警官 身份 名下 本人 老师 经理 一个 账号 微信 手机 电话 收款 付款 接警 自称 备注 您好")

    private static let surnames = Lexicon(
        words: """
            王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 罗 高 梁 郑 谢 宋 唐 许 邓 韩 冯 曹 彭 曾 肖 萧 田 董 潘 袁 蔡 蒋 余 于 杜 叶 程 魏 苏 吕 \
            丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 韦 贾 夏 付 傅 方 邹 熊 白 孟 秦 邱 侯 江 尹 薛 闫 阎 段 雷 龙 黎 史 陶 贺 毛 郝 顾 龚 邵 万 覃 武 钱 戴 严 莫 \
            孔 向 常 汤 康 易 乔 赖 文 洪 庞 施 牛 樊 葛 邢 安 齐 伍 庄 颜 申 聂 章 鲁 岳 翟 殷 詹 骆 欧 俞 柳 倪 焦 耿 关 温 芦 兰 柏 裴 祝 左 凌 霍 岑 尚 游 阳 \
            柯 卜 奚 佟 苗 宣 谷 车 郎 臧 蔺 包 沙 仲 阮 戚 解 敖 晏 盛 路 翁 芮 靳 甄 全 景 封 屈 都 栾 成 邝 占 皮 农 连 敬 简 缪 郦 幸 屠 符 荀 巩 师 苑 伊 党 别 季 \
            冷 虞 鲍 单 宁 麦 滕 喻 柴 蒙 闵 穆 娄 褚 窦 甘 卫 管 祁 米 欧阳 司马 上官 诸葛 申屠 闻人 夏侯 皇甫 尉迟 慕容 令狐 东方 公孙 宇文 长孙 司徒 南宫 \
            訾 郁 隋 辛 项 纪 舒 涂 桂 储 丛 权 应 鞠 艾 计 房 原 车 池 海 亢 毕 瞿 宫 占 边 扈 燕 冀 浦 尤 时 华 凤 花 乐 明 费 水 云 昌 柏 戎 厉 国 门 冉 楚 仇 蓝 苟 \
            薄 晋 惠 綦 昝 狄 靖 宿 习 刁 茅 杭 嵇 冼 危 荆 廉 饶 蒲 曲 那 邬 盖 仝 邰 逄 禹 谌 佘 逯 郜 鹿 粟 匡 卞 帅 糜 阙 桑 鄢 隗 尉 邸 揭 巫 鄂 谯 郗 阚 屠 冒 满
            """)
}
