// Calling back whoever reported somebody in danger, and asking another unit to take over.
extension Text {
    static let notVerified = Text("未核实，先回拨", "Not verified: call back first")
    static let callBackTitle = Text("回拨核实", "Call back")
    static let showNumber = Text("显示号码，去回拨", "Show the number and call back")
    static let numberSeenIsRecorded = Text("谁、何时看了号码，记入日志。", "Who sees the number, and when, goes into the journal.")
    static let callBackTo = Text("回拨给反映的人，属实才按原等级处置。", "Call whoever reported it; it counts in full once it is true.")
    static let isTrueAct = Text("属实", "It is true")
    static let isNotTrueAct = Text("不属实", "It is not true")
    static let handoversWaiting = Text("外单位请本单位接手", "Other units ask this one to take over")
    static let handoverTo = Text("移交给", "Hand over to")
    static let handoverAct = Text("请其接手", "Ask it to take over")
    static func handoverFrom(_ unit: String) -> Text { Text("\(unit) 移交", "from \(unit)") }
    static func handoverRefused(_ unit: String, _ answer: String) -> Text {
        Text("\(unit) 不接：\(answer)", "\(unit) will not take it: \(answer)")
    }
    static func handoverAsked(_ unit: String) -> Text { Text("已请 \(unit) 接手，等答复。", "\(unit) was asked to take over.") }
}
