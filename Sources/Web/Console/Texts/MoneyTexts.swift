package import Primitives

// Money and where it is.
extension Text {
    package static let yuan = Text("元", "yuan")
    package static let lost = Text("被骗", "Lost")
    package static let lostTotal = Text("被骗合计（元）", "Total lost (yuan)")
    package static let held = Text("已控", "Held")
    package static let atLarge = Text("未控", "At large")
    package static let exited = Text("流出", "Exited")
    package static let returned = Text("已返", "Returned")
    package static let passedOn = Text("已转出", "Passed on")
    package static let total = Text("合计", "Total")
    package static let amountInYuan = Text("金额（元）", "Amount (yuan)")
    package static let notKnown = Text("未知", "not known")

    /// `已控 321,000.00 元`
    package static func amount(of fate: Text, _ amount: Money) -> Text {
        Text("\(fate.zh) \(amount) 元", "\(fate.en) \(amount) yuan")
    }
}

// Time and clocks.
extension Text {
    package static let termOver = Text("已到期", "ended")
    package static let goldenHalfHour = Text("黄金 30 分，", "Golden 30 min, ")
    package static let pastGolden = Text("过 30 分", "past 30 min")
    package static let escalated = Text("已升级", "escalated")
    package static let yesterday = Text("昨日", "yesterday")

    package static func hours(_ hours: Int64) -> Text { Text("\(hours) 时", "\(hours) h") }
    package static func hoursMinutes(_ hours: Int64, _ minutes: Int64) -> Text {
        Text("\(hours) 时 \(padded(minutes)) 分", "\(hours) h \(padded(minutes)) min")
    }
    package static func minutes(_ minutes: Int64) -> Text { Text("\(minutes) 分", "\(minutes) min") }
    package static func remaining(_ clock: String) -> Text { Text("余 \(clock)", "\(clock) left") }
    package static func firstHold(_ clock: String) -> Text { Text("首控 \(clock)", "first hold \(clock)") }
    package static func sinceReport(_ clock: String) -> Text { Text("报警至今 \(clock)", "\(clock) since the report") }
    package static func limit(_ clock: String) -> Text { Text("时限 \(clock)", "limit \(clock)") }
    package static func ends(_ moment: String) -> Text { Text("\(moment) 到期", "ends \(moment)") }
    package static func hoursLeftShort(_ hours: Int64) -> Text { Text("余\(hours)时", "\(hours) h left") }
    package static func median(_ day: String, _ clock: String) -> Text {
        Text("\(day) 中位 \(clock)", "\(day) median \(clock)")
    }
    package static let answerTimesLegend = Text(
        "圆点为中位，横线为 P95，虚线为时限", "Dot: median; bar: P95; dashed: limit")

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
