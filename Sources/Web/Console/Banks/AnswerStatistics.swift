internal import Primitives

/// Median and 95th percentile of answer times, by the nearest rank: always a time that was really taken.
struct AnswerStatistics: Sendable, Equatable {
    let median: Duration
    let percentile95: Duration

    /// Nil where nothing was answered.
    init?(_ times: [Duration]) {
        guard let median = times.median, let percentile95 = times.percentile(95) else { return nil }
        (self.median, self.percentile95) = (median, percentile95)
    }

    /// The last `count` days up to today; days without an answer are left out.
    static func days(
        _ answers: [(took: Duration, at: Timestamp)], count: Int, now: Timestamp, _ language: Language
    ) -> [AnswerTimes.Day] {
        let today = CivilTime(now).day
        let byDay = Dictionary(grouping: answers) { CivilTime($0.at).day }
        return (0..<count).reversed().compactMap { back in
            let day = today.adding(days: -back)
            guard let figures = AnswerStatistics((byDay[day] ?? []).map(\.took)) else { return nil }
            let (_, month, number) = day.components
            let name = back == 0 ? language(.today) : "\(month)-\(number)"
            return AnswerTimes.Day(name: name, median: figures.median, percentile95: figures.percentile95)
        }
    }
}
