// The board of running incidents.
extension Text {
    package static let takeReport = Text("接警", "Take a report")
    package static let byUrgency = Text("按紧急程度排", "By urgency")
    package static let sortAgain = Text("重排", "Sort again")
    package static let orderChanged = Text("{0} 起警情的先后有变，按 R 重排", "Out of order now: {0}; R sorts again")
    package static let keyDecide = Text("审批", "Decide")
    package static let scopeOfList = Text("范围", "Scope")
    package static func allOfUnit(_ count: Int) -> Text { Text("全部 \(count)", "All \(count)") }
    package static let everyIncident = Text("全部", "All")
    package static func mine(_ count: Int) -> Text { Text("我办的 \(count)", "Mine \(count)") }
    package static let whereMoneyIs = Text("资金去向", "Where the money is")
    package static let sinceReportColumn = Text("报警至今", "Since report")
    package static let incidentColumn = Text("警情", "Incident")
    package static let lostYuan = Text("被骗（元）", "Lost (yuan)")
    package static let waitsFor = Text("在等", "Waits for")
    package static let new = Text("新", "new")
    package static let noIncidents = Text("本班没有运行警情。按 N 接警。", "No running incidents. Press N to take a report.")
    package static func incidents(_ count: Int) -> Text {
        Text("\(count) 起", count == 1 ? "1 incident" : "\(count) incidents")
    }
    package static func foldedIncidents(_ count: Int, _ sum: String) -> Text {
        Text("另 \(count) 起折叠，合计 \(sum) 元", "\(count) more folded, \(sum) yuan in all")
    }

    package static func stage(_ stage: BoardModel.Stage) -> Text {
        switch stage {
        case .golden: Text("黄金 30 分内", "Within the golden 30 min")
        case .chased: Text("30 分后，仍在追", "Later, still chased")
        case .settled: Text("资金已定，等下一步", "Money settled, next step due")
        }
    }

    // MARK: figures

    package static let firstHoldFigure = Text("报警到首次控住", "Report to first hold")
    package static let bankAnswerFigure = Text("银行应答", "Bank's answer")
    package static let enteredFigure = Text("30 分内录入", "Entered in 30 min")
    package static func medianOf(_ count: Int) -> Text { Text("中位，\(count) 起", "median of \(count)") }
    package static func slowest(_ bank: String) -> Text { Text("中位，最慢\(bank)", "median; slowest \(bank)") }
    package static let allInTime = Text("全部按时", "all in time")
    package static func lateEntries(_ count: Int) -> Text { Text("\(count) 起超时", "\(count) late") }
    package static let noFigureYet = Text("还没有", "none yet")
    package static func minutesAndSeconds(_ seconds: Int64) -> Text {
        switch seconds {
        case ..<1: Text("不到 1 秒", "under 1 s")
        case ..<60: Text("\(seconds) 秒", "\(seconds) s")
        default: Text("\(seconds / 60) 分 \(seconds % 60) 秒", "\(seconds / 60) min \(seconds % 60) s")
        }
    }

    // MARK: waiting

    package static func bankOwes(_ bank: String, _ count: Int) -> Text {
        Text("\(bank) \(count) 项未答", "\(bank): \(count) unanswered")
    }
    package static func oldestLate(_ clock: String) -> Text { Text("最久 \(clock)，已升级", "oldest \(clock), escalated") }
    package static func oldestWait(_ clock: String) -> Text { Text("最久 \(clock)", "oldest \(clock)") }
    package static func awaitsApproval(_ count: Int) -> Text {
        Text("等复核签发 \(count) 项", "\(count) await the second person")
    }
    package static func askedBefore(_ clock: String) -> Text { Text("\(clock) 前提交", "asked \(clock) ago") }
    package static func payeesMissing(_ count: Int) -> Text {
        Text("还缺收款账号 \(count) 个", "\(count) payee accounts missing")
    }
    package static let callBack = Text("回拨受害人", "call the victim back")
    package static func undeliveredCount(_ count: Int) -> Text { Text("未达 \(count) 条", "\(count) undelivered") }
    package static func waitsForStatement(_ bank: String) -> Text {
        Text("等\(bank)对账单", "awaiting \(bank)'s statement")
    }
    package static func waitsForAnswer(_ bank: String, _ count: Int) -> Text {
        Text("等\(bank)应答 \(count) 项", "awaiting \(bank): \(count)")
    }
    package static let allExited = Text("资金全部流出", "all money gone")
    package static let toLeads = Text("转线索核查", "to the leads desk")
    package static let allHeld = Text("资金已控，待立案冻结", "held; freezing is next")
    package static let beforeEnd = Text("须在到期前交接", "hand over before the end")
    package static let endsSoon = Text("止付将到期", "stop ends soon")
    package static let nothingLeft = Text("资金已定", "settled")
    package static let noOpenOrder = Text("没有在办指令", "no order under way")
    package static let traceRuns = Text("正在追踪", "tracing")

    // MARK: rail

    package static let forYou = Text("要您处理", "For you")
    package static let forYouAndBanks = Text("要您处理和银行应答", "For you, and banks")
    package static let nothingForYou = Text("现在没有要您处理的事。", "Nothing waits for you now.")
    package static func endsIn(_ term: String) -> Text { Text("止付 \(term)后到期", "A stop ends in \(term)") }
    package static func reviewsDue(_ count: Int) -> Text { Text("授权事后复核 \(count) 项", "\(count) reviews due") }
    package static func complaintsDue(_ count: Int) -> Text {
        Text("申诉待答复 \(count) 件", "\(count) complaints to answer")
    }
    package static func firstDue(_ moment: String) -> Text { Text("最早 \(moment) 到期", "first due \(moment)") }
    package static func submittedBy(_ who: String, _ clock: String) -> Text {
        Text("\(who)提交 \(clock) 前", "asked by \(who) \(clock) ago")
    }
    package static let bankAnswers = Text("银行应答", "Banks' answers")
    package static let minutesSeconds = Text("近 12 小时，分:秒", "last 12 h, min:s")
    package static let openOrders = Text("在办", "Open")
    package static let oldest = Text("最久", "Oldest")
    package static let medianColumn = Text("中位", "Median")
    package static let noAnswersYet = Text("本班还没有指令发给银行。", "No orders to banks this shift.")
    package static let justNow = Text("刚刚发生", "Just now")
}
