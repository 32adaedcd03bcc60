/// Reads a moment as people say and write it: `21:05`, `九点零五分`, `昨晚9点`, `3-14 21:05`, `2026-03-14 21:05:37`, RFC 3339.
package enum TimeText {
    package enum Invalid: Error, Equatable {
        case empty
        /// The text is no time; the part that was not understood.
        case unreadable(String)
        /// A day or an hour that does not exist: `2-30`, `25:00`.
        case noSuchTime(String)
    }

    /// How far a time without a day may lie ahead before it is taken for the day before: clocks differ.
    package static let slack = Duration.minutes(5)

    /// The moment meant; where the day, month or year is not said, the last such moment that is not in the future.
    ///
    /// Hours without a word for the part of the day count from midnight: `九点` is 09:00, `晚上九点` 21:00.
    package static func parse(_ raw: String, relativeTo now: CivilTime) throws(Invalid) -> CivilTime {
        var scanner = TimeScanner(raw.inHalfWidth)
        scanner.skipSpace()
        guard !scanner.isAtEnd else { throw .empty }
        if let exact = try scanner.exactMoment() { return try written(exact, raw) }
        let day = scanner.spokenDay()
        let part = scanner.partOfDay()
        let clock = try scanner.clock()
        guard scanner.isAtEnd else { throw .unreadable(scanner.remaining) }
        guard let hour = part.hour(clock.hour), clock.minute < 60, clock.second < 60 else { throw .noSuchTime(raw) }
        let offset = Int64(hour * 3600 + clock.minute * 60 + clock.second) * 1_000_000 + clock.microsecond
        let latest = CivilTime(now.timestamp + slack)
        let candidates = day.candidates(latest.day, mayBeDayBefore: hour >= 24).lazy
        let moments = candidates.map { CivilTime(CivilTime(day: $0).timestamp + .microseconds(offset)) }
        // A moment that is said with its full day may lie ahead; the form shows what was understood.
        guard let moment = moments.first(where: { $0 <= latest }) ?? moments.first else { throw .noSuchTime(raw) }
        return try written(moment, raw)
    }

    /// A zone or a night may lead beyond the years that can be written with four digits.
    private static func written(_ moment: CivilTime, _ raw: String) throws(Invalid) -> CivilTime {
        guard (0...9999).contains(moment.day.components.year) else { throw .noSuchTime(raw) }
        return moment
    }
}

/// The day as it was said.
enum SpokenDay {
    case unsaid
    case daysAgo(Int)
    case date(year: Int?, month: Int, day: Int)
    case dayOfMonth(Int)

    /// The days it can be, likeliest first; those that do not exist are left out.
    func candidates(_ today: CivilDay, mayBeDayBefore: Bool) -> [CivilDay] {
        let (year, month, _) = today.components
        switch self {
        case .unsaid: return [today, today.adding(days: -1)]
        case .daysAgo(let days):
            let day = today.adding(days: -days)
            return mayBeDayBefore ? [day, day.adding(days: -1)] : [day]
        case .date(let said?, let month, let day):
            return [CivilDay(year: said, month: month, day: day)].compactMap(\.self)
        case .date(nil, let month, let day):
            return (0...8).compactMap { CivilDay(year: year - $0, month: month, day: day) }
        case .dayOfMonth(let day):
            return (0...2).compactMap { back in
                let months = year * 12 + month - 1 - back
                return CivilDay(year: months / 12, month: months % 12 + 1, day: day)
            }
        }
    }
}

/// The part of the day that a spoken hour belongs to.
package enum PartOfDay: Sendable, CaseIterable {
    case unsaid, smallHours, morning, noon, afternoon, night

    package var words: [String] {
        switch self {
        case .unsaid: []
        case .smallHours: ["凌晨"]
        case .morning: ["早上", "早晨", "清晨", "上午", "早", "晨"]
        case .noon: ["中午"]
        case .afternoon: ["下午", "傍晚"]
        case .night: ["晚上", "晚间", "夜里", "夜间", "半夜", "深夜", "午夜", "晚", "夜"]
        }
    }

    /// The hour counted from midnight of the day named; 24 and more fall on the next day (`昨晚一点`). Nil if there is none.
    package func hour(_ spoken: Int) -> Int? {
        guard (0...23).contains(spoken) else { return nil }
        switch self {
        case .unsaid: return spoken
        case .smallHours: return spoken == 12 ? 0 : spoken < 12 ? spoken : nil
        case .morning: return spoken <= 12 ? spoken : nil
        case .noon: return (1...3).contains(spoken) ? spoken + 12 : (10...15).contains(spoken) ? spoken : nil
        case .afternoon: return (1...11).contains(spoken) ? spoken + 12 : spoken >= 12 ? spoken : nil
        case .night:
            return spoken >= 13 ? spoken : (5...11).contains(spoken) ? spoken + 12 : spoken == 12 ? 24 : spoken + 24
        }
    }
}
