internal import Prevention

/// The words of the figures on dissuasion and of what looks made up for them.
extension Text {
    static let dissuasionFigures = Text("劝阻统计", "Figures")
    static let fundWarnings = Text("资金预警", "Fund warnings")
    static let informationWarnings = Text("信息预警", "Information warnings")
    static let tasksCounted = Text("任务", "Tasks")
    static let onTimeRate = Text("按时率", "On time")
    static let contactsCounted = Text("劝阻人次", "Times reached")
    static let faceToFaceRate = Text("见面劝阻率", "Met in person")
    static let accuracyRate = Text("预警准确率", "Warnings right")
    static let preventedCases = Text("防止案件", "Prevented")
    static let cheatedAfterWarning = Text("预警后被骗", "Cheated after warning")
    static let escalatedCount = Text("升级", "told upwards")
    static let nothingCounted = Text("没有预警。", "No warnings.")
    static let closeList = Text("收起", "Close")
    static let guardTitle = Text("需要核实", "To be looked at")
    static let guardHint = Text(
        "只提示异常，不作结论：由上级核实。", "These only look odd; nobody is accused. The unit above looks into them.")
    static let nothingDoubtful = Text("没有异常。", "Nothing odd.")
    static let otherWarning = Text("另一条预警", "the other warning")
    static let closedInBulk = Text("突击办结", "Closed in bulk before midnight")
    static func joinedCount(_ count: Int) -> Text { Text("另并入 \(count) 次", "\(count) more reports joined") }
    static func peopleCount(_ count: Int) -> Text { Text("\(count) 人", "\(count) people") }
    static func closedLate(_ late: Int, of all: Int) -> Text {
        Text("当日办结 \(all) 条，23 时后 \(late) 条", "\(late) of that day's \(all) after 23:00")
    }
    static func doubtKind(_ kind: DissuasionDoubt.Kind) -> Text {
        switch kind {
        case .visitsTooClose: Text("两次上门间隔过短", "Two visits too close")
        case .samePhoto: Text("同一照片用于两条预警", "One photograph under two warnings")
        case .enteredLate: Text("上门记录补录过晚", "A visit entered long after")
        }
    }
    static func dissuasionCounted(_ counted: DissuasionFigures.Counted) -> Text {
        switch counted {
        case .issued: Text("收到的预警", "Warnings received")
        case .joined: Text("有并入的预警", "Warnings with joined reports")
        case .escalated: Text("超时升级的预警", "Warnings told upwards")
        case .reached: Text("已联系上的人", "People reached")
        case .visitsDue: Text("应见面", "To be met")
        case .visitsValid: Text("已有效见面", "Met")
        case .visitsMissing: Text("未有效见面", "Not met")
        case .judged: Text("经核实办结", "Closed after a check")
        case .real: Text("预警属实", "Right")
        case .prevented: Text("防止的案件", "Prevented cases")
        case .held: Text("有止付金额", "With money held")
        case .cheatedAfterWarning: Text("预警后被骗", "Cheated after warning")
        }
    }
}
