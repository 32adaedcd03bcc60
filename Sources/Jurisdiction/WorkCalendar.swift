package import Primitives

/// Which days are worked: weekdays, but for the days that the State Council announced, each year those of the next.
///
/// Past the last year announced, days count by weekday and by the holidays whose date is fixed; what hangs on them is provisional.
package struct WorkCalendar: Sendable {
    private let daysOff: Set<CivilDay>
    private let daysWorked: Set<CivilDay>
    /// The last day of the last year of which the days off are known.
    package let knownUntil: CivilDay

    /// `daysOff` and `daysWorked` come on top of what is announced and win over it.
    package init(announced: Holidays = .announced, daysOff: Set<CivilDay> = [], daysWorked: Set<CivilDay> = []) {
        self.daysOff = announced.daysOff.subtracting(daysWorked).union(daysOff)
        self.daysWorked = announced.daysWorked.subtracting(daysOff).union(daysWorked)
        let last = self.daysOff.max()?.components.year ?? 1970
        knownUntil = CivilDay(year: last, month: 12, day: 31) ?? CivilDay(daysSince1970: 0)
    }

    package func isWorkingDay(_ day: CivilDay) -> Bool {
        daysWorked.contains(day) || (day.weekday <= 5 && !daysOff.contains(day) && !isFixedHoliday(day))
    }

    /// New Year, two days of May and three of October (全国年节及纪念日放假办法 art. 2) are off in any year; the others follow the moon
    /// or are moved, and are known once they are announced.
    private func isFixedHoliday(_ day: CivilDay) -> Bool {
        guard day > knownUntil else { return false }
        let (_, month, number) = day.components
        return Self.fixed.contains { $0 == (month, number) }
    }

    private static let fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]

    /// `day` itself if it is worked, else the next that is.
    package func workingDay(onOrAfter day: CivilDay) -> CivilDay {
        var day = day
        while !isWorkingDay(day) { day = day.adding(days: 1) }
        return day
    }

    /// The last of so many working days, counted from the day after `day`.
    package func adding(workingDays: Int, to day: CivilDay) -> CivilDay {
        var day = day
        for _ in 0..<workingDays { day = workingDay(onOrAfter: day.adding(days: 1)) }
        return day
    }
}
