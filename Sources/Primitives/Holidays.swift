/// Days off and weekend days worked in their stead, as the State Council announced them each year.
package struct Holidays: Sendable {
    package private(set) var daysOff: Set<CivilDay> = []
    package private(set) var daysWorked: Set<CivilDay> = []

    /// 2004 to 2026.
    package static let announced = Holidays(table: String(decoding: PackageResources.holidays_csv, as: UTF8.self))

    /// The last year of the table; later days count by weekday alone.
    package var lastYear: Int { daysOff.max()?.components.year ?? 0 }

    private init(table: String) {
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count == 3, let year = Int(parts[0]) else { preconditionFailure("holiday table: \(line)") }
            daysOff.formUnion(Self.days(parts[1], year: year))
            daysWorked.formUnion(Self.days(parts[2], year: year))
        }
    }

    private static func days(_ text: Substring, year: Int) -> [CivilDay] {
        text.split(separator: " ").map { word in
            guard let month = Int(word.prefix(2)), let day = Int(word.suffix(2)),
                let found = CivilDay(year: year, month: month, day: day)
            else { preconditionFailure("holiday table: \(word)") }
            return found
        }
    }
}
