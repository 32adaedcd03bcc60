extension Reading {
    /// Whether a sum was not told to the yuan: `两千多`, `大概三万`, `五万左右`.
    package func isRough(_ sum: Entity) -> Bool {
        sum.range.contains { Self.roughSigns.contains(text[$0]) }
            || Self.roughBehind.begins(text, at: sum.range.upperBound)
            || Self.roughBefore.ends(text, at: sum.range.lowerBound)
    }

    /// Whether words right before a name say that a name follows: `我叫`, `户名：`.
    package func isIntroduced(_ name: Entity) -> Bool {
        var start = name.range.lowerBound
        while start > 0, name.range.lowerBound - start < 3, " :\"(是为".unicodeScalars.contains(text[start - 1]) {
            start -= 1
        }
        return Self.introductions.ends(text, at: start)
    }

    /// Whether the clause that begins with a time tells of a call or a message: `13:47接客服来电`.
    package func isOfContact(_ time: Entity) -> Bool {
        var end = time.range.upperBound
        while end < text.count, end - time.range.upperBound < 16, !PayingWords.clauseEnds.contains(text[end]) {
            end += 1
        }
        return Self.contacts.isIn(text, time.range.upperBound..<end)
    }

    private static let contacts = Lexicon(
        words: "接到 接听 接 来电 来了个电话 打来 致电 收到 看到 刷到 加了 加我 加好友 认识 联系 下载 注册 登录 发来 通知我 电话说")
    private static let roughSigns = ScalarSet("多几余")
    private static let roughBehind = Lexicon(words: "多 左右 上下 来块 出头 不到")
    private static let roughBefore = Lexicon(words: "大概 大约 约 差不多 好像 将近 近 估计 可能 应该")
    private static let introductions = Lexicon(
        words: "我叫 姓名 报案人 报警人 户名 户主 收款人 收款方 收款人叫 名叫 名字叫 名字 户名叫 我的名字叫 本人 收款户名 开户人 开户名 户名显示 户名写")
}
