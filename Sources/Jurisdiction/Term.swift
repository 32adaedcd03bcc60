/// A term in calendar units; terms in hours are a `Duration` and run to the microsecond.
package struct Term: Sendable, Hashable {
    package enum Unit: String, Sendable, CaseIterable {
        case days = "d"
        case workingDays = "wd"
        case months = "mo"

        /// Nothing that the law sets runs longer than a hundred years.
        fileprivate var most: Int { self == .months ? 1200 : 36_525 }
    }

    /// What happens when the last day is no working day (刑诉法 105).
    package enum LastDay: String, Sendable, CaseIterable {
        /// It ends on that day all the same: restraints, and duties whose delay would burden a person.
        case stays
        /// It moves to the next working day: periods that a person has for acting.
        case moves
    }

    package let amount: Int
    package let unit: Unit
    package let lastDay: LastDay

    package init(_ amount: Int, _ unit: Unit, lastDay: LastDay = .stays) {
        self.amount = amount
        self.unit = unit
        self.lastDay = lastDay
    }

    /// Reads `30 d`, `3 wd`, `6 mo`.
    package init?(_ text: String, lastDay: LastDay = .stays) {
        guard let (amount, unit) = text.amountAndUnit, let unit = Unit(rawValue: unit),
            (1...unit.most).contains(amount)
        else { return nil }
        self.init(amount, unit, lastDay: lastDay)
    }

    /// `6 mo`, as it is read.
    package var text: String { "\(amount) \(unit.rawValue)" }

    /// `30日`, `30 days`.
    package var wording: Wording {
        let plural = amount == 1 ? "" : "s"
        return switch unit {
        case .days: Wording(zh: "\(amount)日", en: "\(amount) day\(plural)")
        case .workingDays: Wording(zh: "\(amount)个工作日", en: "\(amount) working day\(plural)")
        case .months: Wording(zh: "\(amount)个月", en: "\(amount) month\(plural)")
        }
    }
}

extension Duration {
    /// Reads `48 h`, `30 min`, `2 s`; nil unless above zero and a hundred years at most.
    init?(ruleText text: String) {
        let lengths = ["s": 1, "min": 60, "h": 3600, "d": 86_400]
        guard let (amount, unit) = text.amountAndUnit, let length = lengths[unit], amount > 0,
            amount <= 36_525 * 86_400 / length
        else {
            return nil
        }
        self = .seconds(amount * length)
    }

    /// `48小时`, `48 hours`; hours are never turned into days, for a term of hours is none of days.
    package var wording: Wording {
        let seconds = components.seconds
        let (amount, zh, en) =
            seconds % 3600 == 0
            ? (seconds / 3600, "小时", "hour")
            : seconds % 60 == 0 ? (seconds / 60, "分钟", "minute") : (seconds, "秒", "second")
        return Wording(zh: "\(amount)\(zh)", en: "\(amount) \(en)\(amount == 1 ? "" : "s")")
    }
}

extension String {
    /// `48 h` in its two parts.
    fileprivate var amountAndUnit: (Int, String)? {
        let words = split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let amount = Int(words[0]) else { return nil }
        return (amount, String(words[1]))
    }
}
