internal import Primitives

/// A bank's answer times day by day: the median as a dot, the 95th percentile as a bar, the limit as a dashed line.
package struct AnswerTimes: Sendable, Equatable {
    package struct Day: Sendable, Equatable {
        /// `3-14`, or the word for today.
        package var name: String
        package var median: Duration
        package var percentile95: Duration

        package init(name: String, median: Duration, percentile95: Duration) {
            self.name = name
            self.median = median
            self.percentile95 = percentile95
        }
    }

    package var days: [Day]
    package var limit: Duration

    package init(days: [Day], limit: Duration) {
        self.days = days
        self.limit = limit
    }

    private static let (left, right, top, bottom) = (34.0, 526.0, 12.0, 96.0)

    package func chart(_ language: Language) -> HTML {
        let words = days.map { language(.median($0.name, $0.median.stopwatch)) }.joined(
            separator: language == .zh ? "，" : ", ")
        let step = (Self.right - Self.left) / Double(max(days.count, 1))
        let marks = days.enumerated().map { index, day in mark(day, x: Self.left + step * (Double(index) + 0.5)) }
        return """
            <svg class="chart" viewBox="0 0 528 120" role="img" aria-label="\(words)">\(scale(language))\(marks)</svg>
            """
    }

    private func scale(_ language: Language) -> HTML {
        let half = limit / 2
        return """
            <path d="M34 \(height(limit))H526" stroke-dasharray="4 3" class="sd"/>\
            <text x="0" y="\(height(limit) + 4)">\(language(.minutes(limit.wholeSeconds / 60)))</text>\
            <path d="M34 \(height(half))H526" class="sl"/>\
            <text x="0" y="\(height(half) + 4)">\(language(.minutes(half.wholeSeconds / 60)))</text>\
            <path d="M34 96H526" class="se"/><text x="0" y="100">0</text>
            """
    }

    private func mark(_ day: Day, x: Double) -> HTML {
        let (dot, bar) = (height(day.median), height(day.percentile95))
        return """
            <path d="M\(x) \(dot)V\(bar)M\(x - 5) \(bar)h10" stroke-width="2" class="se"/><circle cx="\(x)" cy="\(dot)" r="4" class="ba"/>\
            <text x="\(x + 9)" y="\(dot + 4)" class="v">\(day.median.stopwatch)</text>\
            <text x="\(x)" y="113" text-anchor="middle">\(day.name)</text>
            """
    }

    /// The scale ends a little over the limit, where longer times are cut off.
    private func height(_ time: Duration) -> Double {
        let share = Double(time.microseconds) / Double(max(limit.microseconds, 1))
        return max(Self.bottom - share * (Self.bottom - Self.top), 3)
    }
}
