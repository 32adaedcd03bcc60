internal import Primitives

/// A number below ten thousand, in digits or as it is spoken: `09`, `lO`, `二十三`, `4拾5`, `二零二六`.
struct SpokenNumber {
    let value: Int
    let end: Int
    /// How many digits it was written with; 2 for a spoken number.
    let digits: Int

    init?(_ text: ReadableText, at start: Int, most: Int) {
        var (place, value, count) = (start, 0, 0)
        while count < 5, text[place] != "|", count == 0 || text[place].isHan == text[start].isHan,
            let digit = Digits.value(text[place]) ?? (text[place] == "两" ? 2 : nil)
        {
            (value, count, place) = (value * 10 + digit, count + 1, place + 1)
        }
        if text[place] == "十" || text[place] == "拾", count <= 1 {
            value = count == 0 ? 10 : value * 10
            place += 1
            if let digit = Digits.value(text[place]), !text[place].isLetter {
                (value, place) = (value + digit, place + 1)
            }
            count = 2
        }
        guard count > 0, count < 5, value <= most else { return nil }
        // Letters that look like digits need a digit beside them, or a mark before.
        let hasDigit = (start..<place).contains { text[$0].isDigit || text[$0].isHan }
        guard hasDigit || ":-".unicodeScalars.contains(text[start - 1]) || text[place] == ":", !text[place].isLetter
        else { return nil }
        (self.value, end, digits) = (value, place, count)
    }
}

/// The part of the day and the hour, minute and second: `下午两点三刻`, `14:05:07`, `8时50分`.
struct SpokenClock {
    private(set) var end: Int
    private(set) var part: PartOfDay?
    private(set) var hour: Int?
    private(set) var minute: Int?
    private(set) var second: Int?
    /// With a colon, so that it counts from midnight.
    private(set) var isWritten = false
    var hasMinute: Bool { minute != nil }

    private let text: ReadableText

    init?(_ text: ReadableText, at start: Int, after said: PartOfDay?) {
        (self.text, end) = (text, start)
        if let match = Self.parts.match(text, at: start) {
            part = match.meaning
            end = match.range.upperBound
        }
        var place = end
        while text[place].isSpace, place - end < 2 { place += 1 }
        readHour(at: place)
        guard end > start, (hour ?? 0) <= 24, (minute ?? 0) < 60, (second ?? 0) < 60 else { return nil }
        if hour == nil, part == nil { return nil }
    }

    private static let parts = Lexicon<PartOfDay>(
        PartOfDay.allCases.flatMap { part in part.words.map { (word: $0, meaning: part) } } + [
            (word: "一早", meaning: .morning), (word: "早起", meaning: .morning), (word: "夜晚", meaning: .night),
            (word: "一大早", meaning: .morning), (word: "当晚", meaning: .night), (word: "北京时间上午", meaning: .morning),
            (word: "北京时间下午", meaning: .afternoon), (word: "午后", meaning: .afternoon), (word: "午间", meaning: .noon),
            (word: "下半天", meaning: .afternoon), (word: "下昼", meaning: .afternoon), (word: "后晌", meaning: .afternoon),
            (word: "上半天", meaning: .morning), (word: "上昼", meaning: .morning), (word: "夜里向", meaning: .night),
            (word: "夜头", meaning: .night),
        ])

    private mutating func readHour(at place: Int) {
        guard let number = SpokenNumber(text, at: place, most: 24), number.digits <= 2 else { return }
        let mark = text[number.end]
        if mark == ":" { return readWritten(number) }
        guard mark == "点" || (mark == "时" && text[number.end + 1] != "间") else { return }
        if mark == "点", text[number.end + 1] == "儿" { return }
        if mark == "时", text[place] == "一", !text[number.end + 1].isDigit { return }
        (hour, end) = (number.value, number.end + 1)
        if mark == "点", text[end] == "钟" { end += 1 }
        readMinute()
    }

    /// `14:05`, `14:05:07`.
    private mutating func readWritten(_ number: SpokenNumber) {
        guard let minutes = pair(at: number.end + 1) else { return }
        (hour, minute, end, isWritten) = (number.value, minutes, number.end + 3, true)
        if text[end] == ":", let seconds = pair(at: end + 1) { (second, end) = (seconds, end + 3) }
        // On the hour it is said no more exactly than with 点.
        if minute == 0, second == nil { minute = nil }
        if text[end] == "许" || text[end] == "多" { end += 1 }
    }

    /// Two digits, below sixty.
    private func pair(at place: Int) -> Int? {
        guard !text[place].isHan, !text[place + 1].isHan, let tens = Digits.value(text[place]),
            let ones = Digits.value(text[place + 1])
        else { return nil }
        return tens < 6 ? tens * 10 + ones : nil
    }

    private mutating func readMinute() {
        for (word, value) in [("半", 30), ("一刻", 15), ("三刻", 45)] where text.has(word, at: end) {
            (minute, end) = (value, end + word.unicodeScalars.count)
            return
        }
        for (word, length) in [("整", 1), ("零几分", 3), ("来钟", 2), ("多", 1), ("许", 1), ("过", 1), ("几", 1), ("左右", 0)]
        where text.has(word, at: end) {
            end += length
            if word != "过" || text[end + 1] != "分" && text[end + 2] != "分" { return }
        }
        let start = text[end] == "零" && text[end + 1].isDigit ? end + 1 : end
        guard let number = SpokenNumber(text, at: start, most: 59), number.digits <= 2 else { return }
        let isMinute = text[number.end] == "分"
        guard isMinute || !"个天元块万千百人次笔单点月".unicodeScalars.contains(text[number.end]) else { return }
        (minute, end) = (number.value, number.end + (isMinute ? 1 : 0))
        if isMinute, let seconds = SpokenNumber(text, at: end, most: 59), text[seconds.end] == "秒" {
            (second, end) = (seconds.value, seconds.end + 1)
        }
        for word in ["多", "许"] where text.has(word, at: end) { end += 1 }
    }

    /// `2026-03-14T09`, with minutes and seconds where they were said.
    func value(on day: CivilDay, part: PartOfDay?) -> String? {
        guard let hour else { return day.description }
        let counted = isWritten && hour > 12 ? hour : (part ?? .unsaid).hour(hour) ?? hour
        let date = day.adding(days: counted / 24)
        var value = "\(date)T\(twoDigits(counted % 24))"
        if let minute { value += ":\(twoDigits(minute))" }
        if let second { value += ":\(twoDigits(second))" }
        return value
    }
}

/// Words that name a day, a month or a year without a number.
enum DayWords {
    enum Meaning: Sendable {
        case daysFromToday(Int, PartOfDay?)
        case daysFromNamed(Int, PartOfDay?)
        case weekday(weeks: Int)
        case month(Int)
        case year(Int)
        case feast(String)
    }

    static let lexicon = Lexicon<Meaning>(
        days(0, "今天 今日 今儿 今曰 今天儿") + days(-1, "昨天 昨日 昨儿 昨曰 琴日 噚日 寻日") + days(-2, "前天 前日 前儿") + days(-3, "大前天")
            + days(1, "明天 明日 明曰 明儿") + days(2, "后天 后日") + parts
            + words("当天 当日 当曰 同日 同一天", .daysFromNamed(0, nil))
            + words("次日 次曰 第二天 翌日 隔天 隔日 转天 第二日", .daysFromNamed(1, nil)) + words("第三天", .daysFromNamed(2, nil))
            + words("当晚 当夜", .daysFromNamed(0, .night))
            + words("上周 上星期 上礼拜 上个星期 上个礼拜 上个周", .weekday(weeks: -1)) + words("下周 下星期 下礼拜", .weekday(weeks: 1))
            + words("本周 这周 这个星期 这个礼拜 这礼拜 这星期 周 星期 礼拜", .weekday(weeks: 0))
            + words("上个月 上月", .month(-1)) + words("下个月 下月", .month(1)) + words("本月 这个月", .month(0))
            + words("去年", .year(-1)) + words("前年", .year(-2)) + words("明年", .year(1)) + words("今年", .year(0))
            + feasts.map { (word: $0.name, meaning: Meaning.feast($0.name)) })

    private static func words(_ text: String, _ meaning: Meaning) -> [(word: String, meaning: Meaning)] {
        text.split(separator: " ").map { (word: String($0), meaning: meaning) }
    }

    private static func days(_ count: Int, _ text: String) -> [(word: String, meaning: Meaning)] {
        words(text, .daysFromToday(count, nil))
    }

    private static let parts: [(word: String, meaning: Meaning)] =
        words("今早 今晨", .daysFromToday(0, .morning)) + words("今晚 今夜", .daysFromToday(0, .night))
        + words("昨晚 昨夜", .daysFromToday(-1, .night)) + words("昨早", .daysFromToday(-1, .morning))
        + words("前晚", .daysFromToday(-2, .night)) + words("次晚", .daysFromNamed(1, .night))
        + words("次晨", .daysFromNamed(1, .morning)) + words("明早", .daysFromToday(1, .morning))
        + words("明晚", .daysFromToday(1, .night))

    /// Feasts by the sun, and those by the moon with their days of 2024 to 2027.
    private static let feasts: [(name: String, days: [String])] = [
        ("元旦", ["01-01"]), ("国庆", ["10-01"]), ("劳动节", ["05-01"]), ("五一", ["05-01"]), ("妇女节", ["03-08"]),
        ("儿童节", ["06-01"]), ("情人节", ["02-14"]), ("圣诞", ["12-25"]), ("教师节", ["09-10"]), ("双十一", ["11-11"]),
        ("双11", ["11-11"]), ("双十二", ["12-12"]),
        ("中秋", ["2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15"]),
        ("端午", ["2024-06-10", "2025-05-31", "2026-06-19", "2027-06-09"]),
        ("除夕", ["2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05"]),
        ("大年三十", ["2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05"]),
        ("大年初一", ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"]),
        ("元宵", ["2024-02-24", "2025-02-12", "2026-03-03", "2027-02-20"]),
        ("清明", ["2024-04-04", "2025-04-04", "2026-04-05", "2027-04-05"]),
        ("母亲节", ["2024-05-12", "2025-05-11", "2026-05-10", "2027-05-09"]),
        ("父亲节", ["2024-06-16", "2025-06-15", "2026-06-21", "2027-06-20"]),
    ]

    /// The feast nearest to `day`.
    static func feast(_ name: String, near day: CivilDay) -> CivilDay? {
        guard let feast = feasts.first(where: { $0.name == name }) else { return nil }
        let year = day.components.year
        let days = feast.days.flatMap { text -> [CivilDay?] in
            text.utf8.count == 5 ? [year - 1, year, year + 1].map { CivilDay("\($0)-\(text)") } : [CivilDay(text)]
        }
        return days.compactMap(\.self).min {
            abs($0.daysSince1970 - day.daysSince1970) < abs($1.daysSince1970 - day.daysSince1970)
        }
    }
}
