internal import Primitives
internal import Recovery

// Complaints as the desk sees them, how they were answered, and holders who are not told yet.
extension Text {
    static let showWaiting = Text("看待答复的", "Those that wait")
    static let writtenByHolder = Text("网上提交", "written online")
    static let enteredByOfficer = Text("民警录入", "entered by an officer")
    static func toldUpwards(_ unit: String) -> Text { Text("已报\(unit)", "\(unit) was told") }
    static let complaintFigures = Text("申诉办理情况", "How complaints were answered")
    static let noComplaintsInTime = Text("这段时间没有申诉。", "No complaint came in this time.")
    static let unitColumn = Text("单位", "Unit")
    static let measureColumn = Text("措施", "Measure")
    static let medianWait = Text("等待中位数", "Median wait")
    static let longestWait = Text("最长等待", "Longest wait")
    static func inLastDays(_ days: Int) -> Text { Text("近 \(days) 天", "last \(days) days") }
    static func complaintsCounted(_ counted: ComplaintFigures.Counted) -> Text {
        switch counted {
        case .received: Text("收到", "Received")
        case .waiting: Text("待答复", "Waiting")
        case .overdue: Text("逾期未答", "Overdue")
        case .answered: Text("已答复", "Answered")
        case .late: Text("迟答", "Late")
        case .upheld: Text("成立", "Upheld")
        }
    }
    /// Whole days, or hours and minutes of a shorter wait.
    static func waitInWords(_ wait: Duration) -> Text {
        wait >= .days(1)
            ? Text("\(wait.wholeSeconds / 86_400) 天", "\(wait.wholeSeconds / 86_400) d")
            : Text(max(wait, .seconds(1)).term(.zh), max(wait, .seconds(1)).term(.en))
    }

    // MARK: holders who are not told yet

    static let deferralsTitle = Text("延期告知", "Holders not told yet")
    static let deferralTitle = Text("延期告知", "Put off telling the holder")
    static let noDeferrals = Text("没有延期告知的措施。", "Every holder can be told.")
    static func deferredCount(_ count: Int) -> Text { Text("延期告知 \(count) 件", "\(count) not told yet") }
    static let putOffOn = Text("延期于", "Put off")
    static let putOffUntil = Text("延期至", "Put off until")
    static let lookAgainOn = Text("复查日期", "Look again on")
    static let lookAgainNow = Text("今日应复查", "Look again now")
    static let deferralEffect = Text(
        "告知书不能出具，公开页面查不到；复查日到时提醒",
        "No notice is given out and the public page shows nothing; you are reminded on the day")
    static let putOff = Text("延期", "Put it off")
    static let putOffAgain = Text("再延期", "Put it off again")
    static let endDeferral = Text("结束延期，可以告知", "End it: the holder may be told")
    static let whatToDo = Text("怎么办", "What to do")
    static func atTheLatest(_ day: String) -> Text { Text("最迟 \(day)", "\(day) at the latest") }
    static let submitDeferral = Text("记入", "Record it")
    static func notToldUntil(_ day: String) -> Text {
        Text("延期告知至 \(day)，此前不出具", "The holder is not told before \(day)")
    }
    static func deferralNotPossible(_ error: NoticeDeferrals.NotPossible) -> Text {
        switch error {
        case .reasonMissing: Text("请写明延期理由。", "Say why it is put off.")
        case .alreadyTold: Text("告知书已出具，不能延期。", "The notice was given out; it cannot be put off any more.")
        case .dayImpossible(let latest):
            Text("复查日期应在今天以后，最迟 \(latest)。", "Look again after today and by \(latest).")
        case .notStanding: Text("没有在延期的告知。", "Nothing is put off.")
        case .standing(let until):
            Text(
                "延期告知至 \(CivilTime(until).day)，此前不能出具。", "The holder is not told before \(CivilTime(until).day).")
        }
    }
}
