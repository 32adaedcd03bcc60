package import Primitives

/// Which days are worked: weekdays, but for the days that the State Council announced.
package struct WorkCalendar: Sendable {
    private let daysOff: Set<CivilDay>
    private let daysWorked: Set<CivilDay>

    /// `daysOff` and `daysWorked` come on top of what is announced and win over it.
    package init(announced: Holidays = .announced, daysOff: Set<CivilDay> = [], daysWorked: Set<CivilDay> = []) {
        self.daysOff = announced.daysOff.subtracting(daysWorked).union(daysOff)
        self.daysWorked = announced.daysWorked.subtracting(daysOff).union(daysWorked)
    }

    package func isWorkingDay(_ day: CivilDay) -> Bool {
        daysWorked.contains(day) || (day.weekday <= 5 && !daysOff.contains(day))
    }

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
