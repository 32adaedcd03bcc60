/// A date and time of day in China Standard Time (UTC+8, no summer time), the only zone of the product.
package struct CivilTime: Hashable, Comparable, Sendable {
    package var day: CivilDay
    /// Microseconds since midnight.
    package var microsecondOfDay: Int64

    package init(day: CivilDay, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int64 = 0) {
        self.day = day
        microsecondOfDay = Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + microsecond
    }

    package init(_ moment: Timestamp) {
        let local = moment.microseconds + Self.offset
        let days = local.floorDivided(by: Self.dayLength)
        day = CivilDay(daysSince1970: Int(days))
        microsecondOfDay = local - days * Self.dayLength
    }

    package var timestamp: Timestamp {
        Timestamp(microseconds: Int64(day.daysSince1970) * Self.dayLength + microsecondOfDay - Self.offset)
    }

    package var hour: Int { Int(microsecondOfDay / 3_600_000_000) }
    package var minute: Int { Int(microsecondOfDay / 60_000_000) % 60 }
    package var second: Int { Int(microsecondOfDay / 1_000_000) % 60 }

    /// `22:47:08`
    package var clock: String { "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))" }
    /// `2026-03-14 22:47:08`
    package var text: String { "\(day) \(clock)" }
    /// `20260314224708`, the form of the bank message set (domain 1.7).
    package var compact: String {
        "\(day)".filter { $0 != "-" } + "\(twoDigits(hour))\(twoDigits(minute))\(twoDigits(second))"
    }
    /// `2026-03-14T22:47:08+08:00`, RFC 3339 to the second; microseconds follow where there are any.
    package var rfc3339: String {
        let fraction = microsecondOfDay % 1_000_000
        let digits = fraction == 0 ? "" : "." + String(String(1_000_000 + fraction).dropFirst())
        return "\(day)T\(clock)\(digits)+08:00"
    }

    package static func < (a: CivilTime, b: CivilTime) -> Bool {
        (a.day.daysSince1970, a.microsecondOfDay) < (b.day.daysSince1970, b.microsecondOfDay)
    }

    private static let dayLength: Int64 = 86_400_000_000
    private static let offset: Int64 = 8 * 3_600_000_000
}

/// A calendar day of the Gregorian calendar.
package struct CivilDay: Hashable, Comparable, Sendable {
    package let daysSince1970: Int

    package init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// Nil unless the three numbers name a day that exists.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else { return nil }
        // Howard Hinnant's days_from_civil.
        let y = month <= 2 ? year - 1 : year
        let era = y.floorDivided(by: 400)
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        daysSince1970 = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Parses `2026-03-14`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy(\.isAllDigits), parts[0].utf8.count == 4,
            parts[1].utf8.count == 2, parts[2].utf8.count == 2, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var components: (year: Int, month: Int, day: Int) {
        let z = daysSince1970 + 719_468
        let era = z.floorDivided(by: 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// 1 is Monday, 7 is Sunday.
    package var weekday: Int { (daysSince1970 + 3).floorRemainder(by: 7) + 1 }

    package func adding(days: Int) -> CivilDay { CivilDay(daysSince1970: daysSince1970 + days) }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    package static func < (a: CivilDay, b: CivilDay) -> Bool { a.daysSince1970 < b.daysSince1970 }
}

extension CivilDay: CustomStringConvertible {
    package var description: String {
        let (year, month, day) = components
        let padded = String(10_000 + year).dropFirst()
        return "\(padded)-\(twoDigits(month))-\(twoDigits(day))"
    }
}

package func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension BinaryInteger {
    fileprivate func floorDivided(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func floorRemainder(by divisor: Self) -> Self {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
