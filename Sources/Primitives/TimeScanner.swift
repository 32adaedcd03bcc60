/// Reads the parts of a time from left to right.
struct TimeScanner {
    struct Clock {
        var hour: Int
        var minute = 0
        var second = 0
        var microsecond: Int64 = 0
    }

    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }
    var remaining: String { String(rest) }

    mutating func skipSpace() { rest = rest.drop { $0.isWhitespace || $0 == "," } }

    /// `2026-03-14T21:05:37+08:00` (RFC 3339; without a zone it is local) or the fourteen digits of the bank messages.
    mutating func exactMoment() throws(TimeText.Invalid) -> CivilTime? {
        let text = rest
        if text.count == 14, text.isAllDigits { return try Self.compact(text) }
        let mark = text.dropFirst(10).first
        guard mark == "T" || mark == "t", text.prefix(4).isAllDigits else { return nil }
        guard let day = CivilDay(text.prefix(10)) else { throw .noSuchTime(String(text)) }
        rest = text.dropFirst(11)
        let clock = try numericClock()
        let local = try Self.moment(day, clock, in: text)
        guard let zone = try zoneOffset() else { return local }
        guard isAtEnd else { throw .unreadable(remaining) }
        let isLocal = zone == .hours(8)
        return isLocal ? local : CivilTime(local.timestamp + .hours(8) - zone)
    }

    /// `昨`, `前天`, `3-14`, `2026年3月14日`, `14号`; nothing if no day is said.
    mutating func spokenDay() -> SpokenDay {
        defer { skipSpace() }
        let words = [("大前天", 3), ("前天", 2), ("昨天", 1), ("昨日", 1), ("昨", 1), ("今天", 0), ("今日", 0), ("今", 0)]
        for (word, days) in words where take(word) { return .daysAgo(days) }
        let start = rest
        if let date = numericDate() ?? writtenDate(from: start) { return date }
        rest = start
        return .unsaid
    }

    mutating func partOfDay() -> PartOfDay {
        defer { skipSpace() }
        return PartOfDay.allCases.first { part in part.words.contains { take($0) } } ?? .unsaid
    }

    /// `21:05`, `21:05:37`, `九点`, `9点半`, `九点零五分`, `21时05分37秒`.
    mutating func clock() throws(TimeText.Invalid) -> Clock {
        let start = rest
        guard let hour = number() else { throw .unreadable(String(start)) }
        if ["点", "點", "时"].contains(where: { take($0) }) { return try spokenClock(hour: hour) }
        rest = start
        return try numericClock()
    }

    private mutating func spokenClock(hour: Int) throws(TimeText.Invalid) -> Clock {
        var clock = Clock(hour: hour)
        for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45), ("钟", 0), ("整", 0)] where take(word) {
            clock.minute = minute
            return clock
        }
        if isAtEnd { return clock }
        let start = rest
        guard let minute = number() else { throw .unreadable(String(start)) }
        let width = start.count - rest.count
        clock.minute = minute
        // 九点五 may be five past or half past nine, so a lone digit needs its 分.
        guard take("分") || width >= 2 || minute == 10 else { throw .unreadable(String(start)) }
        if let second = number() {
            guard take("秒") else { throw .unreadable(String(start)) }
            clock.second = second
        }
        return clock
    }

    private mutating func numericClock() throws(TimeText.Invalid) -> Clock {
        let start = rest
        guard let hour = digits(1...2), take(":"), let minute = digits(2...2) else { throw .unreadable(String(start)) }
        var clock = Clock(hour: hour, minute: minute)
        guard take(":") else { return clock }
        guard let second = digits(2...2) else { throw .unreadable(String(start)) }
        clock.second = second
        if take(".") {
            let fraction = rest.prefix(while: \.isASCIIDigit)
            guard !fraction.isEmpty else { throw .unreadable(String(start)) }
            rest = rest.dropFirst(fraction.count)
            clock.microsecond = Int64((fraction + "000000").prefix(6)) ?? 0
        }
        return clock
    }

    /// Nil at the end of the text; `Z` or `+08:00` otherwise.
    private mutating func zoneOffset() throws(TimeText.Invalid) -> Duration? {
        if isAtEnd { return nil }
        if take("Z") || take("z") { return .zero }
        let start = rest
        let isWest = rest.first == "-"
        guard isWest || rest.first == "+" else { throw .unreadable(String(start)) }
        rest = rest.dropFirst()
        guard let hours = digits(2...2), take(":"), let minutes = digits(2...2), hours < 24, minutes < 60 else {
            throw .unreadable(String(start))
        }
        let offset = Duration.minutes(Int64(hours * 60 + minutes))
        return isWest ? .zero - offset : offset
    }

    /// `2026-03-14`, `2026/3/14`, `3-14`.
    private mutating func numericDate() -> SpokenDay? {
        guard let first = digits(1...4), let mark = rest.first, "-/.".contains(mark) else { return nil }
        rest = rest.dropFirst()
        guard let second = digits(1...2) else { return nil }
        guard rest.first == mark else { return .date(year: nil, month: first, day: second) }
        rest = rest.dropFirst()
        guard let third = digits(1...2) else { return nil }
        return .date(year: first, month: second, day: third)
    }

    /// `2026年3月14日`, `三月十四日`, `14号`.
    private mutating func writtenDate(from start: Substring) -> SpokenDay? {
        rest = start
        var year: Int?
        var month: Int?
        guard var last = number() else { return nil }
        if take("年") {
            guard let next = number() else { return nil }
            (year, last) = (last, next)
        }
        if take("月") {
            guard let next = number() else { return nil }
            (month, last) = (last, next)
        }
        guard take("日") || take("号") else { return nil }
        if let month { return .date(year: year, month: month, day: last) }
        return year == nil ? .dayOfMonth(last) : nil
    }

    private mutating func take(_ word: String) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }

    private mutating func digits(_ width: ClosedRange<Int>) -> Int? {
        let found = rest.prefix(while: \.isASCIIDigit)
        guard width.contains(found.count) else { return nil }
        rest = rest.dropFirst(found.count)
        return Int(found)
    }

    /// A number in digits (`05`, `2026`) or in Chinese (`零五`, `十四`, `二〇二六`).
    private mutating func number() -> Int? {
        let found = rest.prefix { $0.isASCIIDigit || "〇零○一二两三四五六七八九十".contains($0) }
        let plain = ChineseNumeral.withASCIIDigits(String(found))
        let value = plain.isAllDigits && plain.count <= 4 ? Int(plain) : ChineseNumeral.belowHundred(plain)
        guard !found.isEmpty, let value else { return nil }
        rest = rest.dropFirst(found.count)
        return value
    }

    private static func compact(_ digits: Substring) throws(TimeText.Invalid) -> CivilTime {
        let parts = [0, 4, 6, 8, 10, 12].map { Int(digits.dropFirst($0).prefix($0 == 0 ? 4 : 2)) ?? 0 }
        guard let day = CivilDay(year: parts[0], month: parts[1], day: parts[2]) else {
            throw .noSuchTime(String(digits))
        }
        return try moment(day, Clock(hour: parts[3], minute: parts[4], second: parts[5]), in: digits)
    }

    private static func moment(_ day: CivilDay, _ clock: Clock, in text: Substring) throws(TimeText.Invalid)
        -> CivilTime
    {
        guard clock.hour < 24, clock.minute < 60, clock.second < 60 else { throw .noSuchTime(String(text)) }
        return CivilTime(
            day: day, hour: clock.hour, minute: clock.minute, second: clock.second, microsecond: clock.microsecond)
    }
}
