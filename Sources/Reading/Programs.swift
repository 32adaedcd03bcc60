/// Finds the programs that people were led to: well-known ones by name, others by the words that introduce a name.
struct Programs {
    private let text: ReadableText
    private static let nameMax = 12

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        findIntroduced(&findings)
        let handles = findings.entities.filter { [.qq, .wechat, .alipay, .mobile].contains($0.kind) }.map(\.range)
        let (starts, ends) = (Set(handles.map(\.lowerBound)), Set(handles.map(\.upperBound)))
        var place = 0
        while place < text.count {
            guard findings.isFree(place), let match = Self.known.match(text, at: place), findings.isFree(match.range),
                isWholeWord(match.range), !isLabel(match, starts, ends),
                !Self.trades.begins(text, at: match.range.upperBound)
            else {
                place += 1
                continue
            }
            findings.add(Entity(.app, match.range, match.meaning))
            place = match.range.upperBound
        }
    }

    private func isWholeWord(_ range: Range<Int>) -> Bool {
        guard text[range.lowerBound].isLetter else { return true }
        let before = text[range.lowerBound - 1]
        return !before.isLetter && before != "@" && !text[range.upperBound].isLetter
    }

    /// 微信 before an account's name only says what the name is.
    private func isLabel(_ match: Lexicon<String>.Match, _ starts: Set<Int>, _ ends: Set<Int>) -> Bool {
        guard ["微信", "QQ", "支付宝"].contains(match.meaning) else { return false }
        let next = match.range.upperBound
        if text[next] == "号" || text[next] == "群" || text.has("同号", at: next) { return true }
        if let start = (next...next + 7).first(where: starts.contains) {
            return !(next..<start).contains { "转付".unicodeScalars.contains(text[$0]) }
        }
        return (0...2).contains { ends.contains(match.range.lowerBound - $0) }
    }

    private func findIntroduced(_ findings: inout Findings) {
        var place = 0
        while place < text.count {
            guard let match = Self.introductions.match(text, at: place) else {
                place += 1
                continue
            }
            let isCertain = match.meaning || isHead(match.range)
            if let range = name(after: match.range.upperBound, isCertain: isCertain), findings.isFree(range),
                isProgram(range), !isWordEnd(match)
            {
                let name = text.text(range).filter { !$0.isWhitespace && !"*/".contains($0) }
                findings.add(Entity(.app, range, name))
            }
            place = match.range.upperBound
        }
    }

    /// `,平台金象易贷,`: a word that heads a clause, as in notes.
    private func isHead(_ range: Range<Int>) -> Bool {
        Self.heads.match(text, at: range.lowerBound)?.range == range
            && (range.lowerBound == 0 || text[range.lowerBound - 1].isSpace
                || PayingWords.clauseEnds.contains(text[range.lowerBound - 1]))
    }

    private static let heads = Lexicon(words: "软件 平台 APP")

    /// 线下, 当下 and 一下 bring no program.
    private func isWordEnd(_ match: Lexicon<Bool>.Match) -> Bool {
        text[match.range.lowerBound] == "下" && Self.beforeDown.contains(text[match.range.lowerBound - 1])
    }

    private static let beforeDown = ScalarSet("线网天之以如旗名乡私当手脚楼地台上导况境攻拿余剩一时")

    private func isProgram(_ range: Range<Int>) -> Bool {
        guard Self.known.match(text, at: range.lowerBound) == nil, range.count >= 2 else { return false }
        return range.contains { text[$0].isHan || text[$0].isLetter }
            && !Self.notNames.begins(text, at: range.lowerBound)
    }

    /// A name in quotes, or, behind the words that always bring one, up to the next mark.
    private func name(after place: Int, isCertain: Bool) -> Range<Int>? {
        var start = place
        while text[start].isSpace || text[start] == ":", start - place < 3, start < text.count { start += 1 }
        let isQuoted = text[start] == "\""
        if isQuoted { start += 1 }
        guard isQuoted || isCertain else { return nil }
        var end = start
        while end < text.count, end - start < Self.nameMax, isOfName(end, isQuoted) { end += 1 }
        if isQuoted { return text[end] == "\"" ? start..<end : nil }
        let isWhole = !text[end].isHan || Self.afterNames.begins(text, at: end)
        guard isWhole else { return nil }
        while end > start, !text[end - 1].isHan, !text[end - 1].isLetter, !text[end - 1].isDigit { end -= 1 }
        return end > start ? start..<end : nil
    }

    private func isOfName(_ place: Int, _ isQuoted: Bool) -> Bool {
        let scalar = text[place]
        if isQuoted { return !"\"\n,、".unicodeScalars.contains(scalar) }
        if scalar == "*" || scalar == "/" { return text[place + 1].isHan }
        guard scalar.isHan || scalar.isLetter || scalar.isDigit else { return false }
        return !Self.afterNames.begins(text, at: place)
    }

    private static let introductions = Lexicon<Bool>(
        words(
            "软件叫 APP叫 app叫 平台叫 平台名叫 平台名字是 叫做 平台是 软件是 软件名叫 装上叫 下的app叫 下载的是 下载一个叫 下载了一个叫 下一个叫 装了一个叫 下载 下载了 下了个 装了个 装了 下了 下 安装了 聊天软件 推荐的 平台为 软件为 软件名为 下个 下载下来叫 装上 注册了 让我下 安装",
            true)
            + words("装 下一个 软件 APP 平台 程序 走 登录 打开 用 转进 游戏 导到", false))

    private static func words(_ text: String, _ isCertain: Bool) -> [(word: String, meaning: Bool)] {
        text.split(separator: " ").map { (word: String($0), meaning: isCertain) }
    }

    private static let afterNames = Lexicon(
        words:
            "的 软件 App 平台 上面 上 里 群 申请 进行 先后 先 并 会议号 房号 房间号 输 批 提现 入金 充值 使用 两 转 审核 用 是 在 和 我 他 注册 登录 开 填 ， 做 看 卸 然后 以后 之后 可以 说 来 能 接 聊天 抢"
    )
    private static let notNames = Lexicon(
        words:
            "降 发 半 列 一 了 面 午 个 单 车 家 来 去 班 班前 周 月 次 海 级 地址 载 到 好 APP 软件 平台 手机 链接 我 他 你 这个 那个 什么 客服 老师 国家 会员 银行 群 情况 不 关 哪"
    )

    /// Behind a shop's name these make it the name of those who call, or of a loan.
    private static let trades = Lexicon(words: "客服 金条 白条 金融 平台审核 官方 公司 快递 频")
    private static let known = Lexicon(
        lines: """
            微信 薇信 微性 薇❤ v信 微❤ 企微 绿泡泡
            微信支付
            企业微信
            支付宝 支付葆 支府宝
            QQ 扣扣 企鹅
            钉钉 丁丁
            抖音
            快手
            淘宝
            天猫
            京东
            拼多多 拼夕夕
            闲鱼 咸鱼
            转转
            小红书 小红薯
            微博
            陌陌
            探探
            Soul
            Skype
            Telegram 电报
            纸飞机
            蝙蝠
            WhatsApp
            Facebook 脸书
            Instagram
            Tinder
            Line
            Zalo
            Signal
            Teams
            Zoom
            Webex
            腾讯会议
            全时云会议
            飞书
            瞩目
            云会通
            云视讯
            小鱼易连
            好视通
            向日葵
            ToDesk
            AnyDesk
            TeamViewer
            百合网
            珍爱网
            世纪佳缘
            贴吧
            知乎
            豆瓣
            58同城
            赶集网
            BOSS直聘
            大众点评
            美团
            饿了么
            滴滴
            携程
            去哪儿
            飞猪
            12306
            虎牙
            斗鱼
            哔哩哔哩 B站
            今日头条
            西瓜视频
            微视
            交易猫
            螃蟹网 螃嘢网
            5173
            美柚
            拍拍贷
            云闪付
            米兔助手
            得物
            唯品会
            番茄小说
            喜马拉雅
            QQ音乐
            腾讯视频
            爱奇艺
            王者荣耀
            和平精英
            原神
            他趣
            伊对
            全时云
            百度
            TikTok
            币安
            欧易
            千牛
            马蜂窝
            同程
            途牛
            智联招聘
            前程无忧
            优酷
            酷狗
            剪映
            高德地图
            网易云音乐
            猫眼
            """)
}
