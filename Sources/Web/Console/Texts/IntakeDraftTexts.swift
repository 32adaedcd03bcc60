// Drafts of the intake page.
extension Text {
    static let continueDraft = Text("继续", "Continue")
    static let discardDraft = Text("丢弃", "Discard")
    static let draftWithoutName = Text("还没有姓名", "no name yet")
    static let draftNotReached = Text("没存上，5 秒后再试", "Not saved; trying again in 5 s")
    static let draftRegistered = Text("这份已经受理，改动不再存。", "This report is registered; changes are not saved.")
    static let continueOrDiscard = Text("先继续或丢弃它", "continue or discard it first")

    static func draftWaits(_ clock: String) -> Text { Text("\(clock) 的草稿还没受理", "Draft from \(clock), not registered") }
    static func draftOf(_ who: String, _ transfers: Int) -> Text {
        Text(
            "\(who)，\(transfers) 笔转账", "\(who), \(transfers) transfer\(transfers == 1 ? String() : "s")")
    }
    static func draftSaved(_ clock: String) -> Text { Text("草稿已存 \(clock)", "Draft saved \(clock)") }
    static func draftOther(_ clock: String) -> Text {
        Text("没存：\(clock) 的草稿还在，", "Not saved: a draft from \(clock) is kept; ")
    }
    static func draftTooLarge(_ kilobytes: Int, most: Int) -> Text {
        Text(
            "没存：这份有 \(kilobytes) KB，草稿最多 \(most) KB。请缩短叙述，长材料作为凭证存入。",
            "Not saved: \(kilobytes) KB of at most \(most). Shorten the statement; add long papers as evidence.")
    }
}
