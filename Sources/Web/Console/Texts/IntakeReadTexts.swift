// What was read out of a statement.
extension Text {
    static let readStatement = Text("识别并填表", "Read and fill in")
    static let confirmValue = Text("核对无误", "Value is right")
    static let showPlace = Text("看原文处", "Show its place")
    static let checkValue = Text("核对无误", "Checked, it is right")
    static let readAgain = Text(
        "叙述改过了，可再识别一次；已填的不会改。", "The statement has changed; read it again, and what is filled in stays.")
    static let confidenceWord = Text("把握", "sure by")
    static let becauseWord = Text("依据", "By the words")
    static let telephoneOrigins = Text("号码归属", "Numbers given out in")
    static let nextLikely = Text("其次", "Then")
    static let typeUnsure = Text("类型不确定，请您选", "Unsure of the type: please choose")
    static let noFraudRead = Text("读不出是诈骗", "Does not read like a fraud")
    static let screenShared = Text(
        "受害人可能仍在共享屏幕。先请其挂断并关闭会议软件。",
        "The victim may still share the screen: first let them hang up and close the meeting.")
    static let saidOtherwise = Text("叙述中说法不同，表中的没有改", "The statement says otherwise; the form was not changed")

    static func placesRead(_ count: Int, doubtful: Int) -> Text {
        Text(
            "识别 \(count) 处，\(doubtful == 0 ? "填入的都确定" : "\(doubtful) 项请核对")",
            "\(count) places read, \(doubtful == 0 ? "all values filled in are sure" : "\(doubtful) to be checked")")
    }
    static func spamRefused(from beginning: String) -> Text {
        Text("“\(beginning)…”起像是垃圾内容，没有读", "From “\(beginning)…” on it looks like spam, and was not read")
    }
    static func differsFrom(_ field: String, _ said: String) -> Text { Text("\(field)：\(said)", "\(field): \(said)") }
}
