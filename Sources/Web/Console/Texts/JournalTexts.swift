// The journal and the verdict on its chain.
extension Text {
    static let journal = Text("日志", "Journal")
    static let chainHolds = Text("链完整", "The chain holds")
    static let chainBroken = Text("链已断", "The chain is broken")
    static let checkChain = Text("核对全链", "Check the whole chain")
    static let chainExplained = Text("每条记录的散列含前一条：改动任何一条都会被发现。", "Each entry's hash holds the one before: no entry can be changed unseen.")
    static func chainLength(_ entries: Int64, _ tail: Int64) -> Text {
        Text("已入链 \(entries) 条，待编号 \(tail) 条", "\(entries) entries chained, \(tail) to be numbered")
    }
    static let entryNumber = Text("序号", "No.")
    static let entryTime = Text("时间", "Time")
    static let entryActor = Text("谁", "Who")
    static let entryAct = Text("做了什么", "What")
    static let entrySubject = Text("对象", "On what")
    static let entryReason = Text("依据与理由", "Basis and reason")
    static let notYetChained = Text("待编号", "to come")
    static let incidentFilter = Text("警情编号", "Incident number")
    static let noEntries = Text("没有这样的记录。", "No such entries.")
    static let systemActor = Text("系统", "System")
}
