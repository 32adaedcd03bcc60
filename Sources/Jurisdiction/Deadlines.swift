package import Primitives

/// When terms end: the one place that counts days.
package struct Deadlines: Sendable {
    package let calendar: WorkCalendar

    package init(calendar: WorkCalendar) { self.calendar = calendar }

    /// The last microsecond of a term: the day it begins on is not counted, the last one is counted whole (刑诉法 105).
    package func end(of term: Term, from start: Timestamp) -> Timestamp {
        let last = lastDay(of: term, from: CivilTime(start).day)
        return CivilTime(day: last.adding(days: 1)).timestamp - .microseconds(1)
    }

    /// A term in hours or minutes ends to the microsecond, on whatever day that is.
    package func end(of duration: Duration, from start: Timestamp) -> Timestamp { start + duration }

    /// Whether days off that are not announced yet may still move the end of such a term.
    package func isProvisional(_ end: Timestamp, of term: Term) -> Bool {
        (term.unit == .workingDays || term.lastDay == .moves) && CivilTime(end).day > calendar.knownUntil
    }

    /// The last day of a term that begins on `day`.
    package func lastDay(of term: Term, from day: CivilDay) -> CivilDay {
        let last =
            switch term.unit {
            case .days: day.adding(days: term.amount)
            case .workingDays: calendar.adding(workingDays: term.amount, to: day)
            case .months: day.adding(months: term.amount)
            }
        return term.lastDay == .moves ? calendar.workingDay(onOrAfter: last) : last
    }

    /// The moments to warn at, earliest first; those before `start` are left out.
    package func warnings(before end: Timestamp, _ leads: [Duration], from start: Timestamp) -> [Timestamp] {
        leads.map { end - $0 }.filter { $0 > start }.sorted()
    }
}

extension CivilDay {
    /// The day of the same number so many months on, or that month's last day if it has no such day.
    package func adding(months: Int) -> CivilDay {
        let (year, month, day) = components
        let count = year * 12 + month - 1 + months
        let (newYear, newMonth) = (count / 12, count % 12 + 1)
        let newDay = min(day, CivilDay.length(ofMonth: newMonth, year: newYear))
        guard let moved = CivilDay(year: newYear, month: newMonth, day: newDay) else {
            preconditionFailure("months before year 0")
        }
        return moved
    }
}
