/// Tells which lines of a text are of the page that it was copied from: menus, rights and registrations, and spam put behind it.
struct PageLines {
    private let text: ReadableText
    private let lines: [Range<Int>]

    init(_ text: ReadableText) {
        self.text = text
        var lines: [Range<Int>] = []
        var start = 0
        for place in 0...text.count where place == text.count || text[place] == "\n" {
            if place > start { lines.append(start..<place) }
            start = place + 1
        }
        self.lines = lines
    }

    // MARK: spam

    /// Different words of spam that a line holds, and which part of its characters they are.
    private static let spamWordsLeast = 4
    private static let spamShareLeast = 0.4
    /// Characters of a text that spam can be put behind; less is a message of its own, which is read.
    private static let storyLeast = 40

    /// Where the lines of spam at the end of the text begin; nil where it has none.
    func spamStart() -> Int? {
        var start: Int?
        for line in lines.reversed() where line.contains(where: { text[$0].isHan }) {
            guard isSpam(line) else { break }
            start = line.lowerBound
        }
        guard let start, (0..<start).count(where: { text[$0].isHan }) >= Self.storyLeast else { return nil }
        return start
    }

    private func isSpam(_ line: Range<Int>) -> Bool {
        let found = Self.spam.matches(text, in: line)
        guard Set(found.map(\.meaning)).count >= Self.spamWordsLeast else { return false }
        let covered = found.reduce(0) { $0 + $1.range.count }
        return Double(covered) >= Double(line.count { text[$0].isHan }) * Self.spamShareLeast
    }

    /// Words that stand on pages which sell pictures and bets.
    private static let spam = Lexicon(
        lines: [
            "无码", "有码", "中文字幕", "国产", "精品", "在线观看", "在线", "高清", "亚洲", "欧美", "欧洲", "日韩", "久久", "免费观看", "免费", "福利", "成人",
            "一区",
            "二区", "三区", "一二三区", "人人", "天天", "夜夜", "狠狠", "不卡", "视频", "自拍", "伦理", "色情", "激情", "开奖", "博彩", "彩票", "棋牌",
            "真人", "百家乐",
        ].joined(separator: "\n"))

    // MARK: what a page puts around its text

    /// Characters of the longest line that is one.
    private static let furnitureMax = 160

    /// The lines that belong to the page, in order: one word that only pages have, or two of their menus.
    func furniture() -> [Range<Int>] {
        guard lines.count > 1 else { return [] }
        var found: [Range<Int>] = []
        var isList = false
        for line in lines where line.count <= Self.furnitureMax {
            let isEntry = isList && text[line.lowerBound] == "-"
            let isHead = Self.lists.begins(text, at: line.lowerBound)
            isList = isHead || isEntry
            if isEntry || isHead || isOfPage(line) { found.append(line) }
        }
        return found
    }

    private func isOfPage(_ line: Range<Int>) -> Bool {
        Self.rights.isIn(text, line) || Self.menus.matches(text, in: line).prefix(2).count == 2
    }

    /// What stands above a list of other texts.
    private static let lists = Lexicon(words: "相关阅读 相关新闻 延伸阅读 推荐阅读 热点排行 为您推荐")
    private static let rights = Lexicon(
        words: "版权所有 版权声明 Copyright 备案号: ICP备 公网安备 网安备 责任编辑: 责编: 当前位置: 现在的位置: 浏览量: 发布时间: 文章来源:")
    private static let menus = Lexicon(words: "首页 设为首页 加入收藏 网站声明 网站地图 投稿邮箱 联系我们 返回首页 关于我们 返回 上一篇 下一篇 打印本页 分享到 部门动态")
}
