package import Jurisdiction
package import Primitives
internal import Storage

/// One thing that was seen of a person, as somebody reported it; many make one warning.
package struct Sighting: Sendable, Equatable {
    /// Who reports.
    package enum Source: String, Sendable, Codable, CaseIterable, Storable {
        /// 部、省平台下发
        case national, provincial
        /// 运营商
        case carrier = "operator"
        case bank
        /// 柜面
        case counter
        case family
        /// 其他地方、110、本地研判
        case other
    }

    /// What a call back to whoever reported it found; nil where nobody has to call back.
    package enum Verification: String, Sendable, CaseIterable, Storable {
        case waiting, confirmed, refuted
    }

    package let id: SightingID
    package internal(set) var warning: WarningID
    package let source: Source
    /// The number it has there; the same again is the same sighting.
    package let sourceNumber: String
    /// Codes of the list `warningSigns`.
    package let signs: [String]
    package let seenAt: Timestamp
    package let receivedAt: Timestamp
    /// What he may be about to pay; zero where nobody knows.
    package let stake: Money
    /// Where the money would go, as it was written.
    package let payee: String
    package let fraudType: String?
    package let note: String
    package let reportedBy: String
    /// The bank or operator whose people or program reported it; its numbers are its own.
    package var partner: String?
    package var verification: Verification?

    /// The number that it has at whoever reported it; empty where he gave none.
    package var ownNumber: String {
        if sourceNumber == id.description { return String() }
        guard let partner, sourceNumber.hasPrefix(partner + "/") else { return sourceNumber }
        return String(sourceNumber.dropFirst(partner.count + 1))
    }
}

/// What the signs say.
package enum Grading {
    /// The grade of the gravest sign; one higher with much money at stake, and one higher with many different signs, one at most.
    ///
    /// Signs that the day's list does not have count for nothing; no sign at all is the lowest grade.
    package static func grade(of signs: Set<String>, stake: Money, _ rules: Rules) -> Grade {
        let known = signs.compactMap { rules.code($0, in: .warningSigns) }
        let gravest = known.compactMap(\.grade).max() ?? .low
        let raises = known.count >= rules.warning.raiseSigns || stake >= rules.warning.raiseMoney
        return raises && !known.isEmpty ? gravest.raised : gravest
    }

    /// What several sightings say together: one that waits for a call back makes it the middle grade at most, a refuted one nothing.
    static func judge(_ sightings: [Sighting], _ rules: Rules) -> (grade: Grade, family: WarningFamily) {
        let sure = sightings.filter { $0.verification == nil || $0.verification == .confirmed }
        let all = sightings.filter { $0.verification != .refuted }
        let (firm, possible) = (grade(of: sure, rules), grade(of: all, rules))
        return (max(firm, min(possible, .medium)), family(of: Set(all.flatMap(\.signs)), rules))
    }

    private static func grade(of sightings: [Sighting], _ rules: Rules) -> Grade {
        grade(of: Set(sightings.flatMap(\.signs)), stake: sightings.map(\.stake).max() ?? .zero, rules)
    }

    /// Money that moves outweighs contact.
    package static func family(of signs: Set<String>, _ rules: Rules) -> WarningFamily {
        signs.contains { rules.code($0, in: .warningSigns)?.family == .fund } ? .fund : .information
    }
}
