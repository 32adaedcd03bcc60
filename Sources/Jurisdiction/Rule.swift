package import Primitives

/// How sure a rule is.
package enum Mark: String, Sendable, CaseIterable {
    /// Read in a primary text or in two independent sources.
    case verified = "V"
    /// One secondary source.
    case secondary = "S"
    /// Inferred from the material.
    case inferred = "I"
    /// General knowledge.
    case general = "G"
    /// The product's own choice; no rule of law.
    case proposed = "P"
}

/// One version of one rule: what holds, since when, and which article says so.
package struct Rule: Sendable, Hashable {
    package let id: RuleID
    package let value: RuleValue
    /// The article, as it is cited in Chinese documents.
    package let basis: String
    package let mark: Mark
    package let validFrom: CivilDay
    /// The last day on which it holds; nil while no end is known.
    package let validUntil: CivilDay?

    package func holds(on day: CivilDay) -> Bool { validFrom <= day && day <= (validUntil ?? day) }
}

/// What a rule says.
package enum RuleValue: Sendable, Hashable {
    case duration(Duration)
    case durations([Duration])
    case messages([MessageKind])
    case term(Term)
    case count(Int)
    case money(Money)
    case approval(ApprovalLevel)
}

/// Who must approve a measure; higher levels may always stand in for lower ones.
package enum ApprovalLevel: String, Sendable, Comparable, CaseIterable {
    /// The leader on duty of the centre or station.
    case dutyLeader
    /// The head of a police organ of a county or above.
    case countyHead
    /// The head of a police organ of a city with districts (设区的市) or above.
    case cityHead
    case provinceHead

    package static func < (a: ApprovalLevel, b: ApprovalLevel) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What is done to an account.
package enum Measure: String, Sendable, CaseIterable {
    case inquiry, protectiveHold, stopPayment, stopExtension, release, freeze, fundReturn
}

/// The same words in Chinese and in English.
package struct Wording: Sendable, Hashable {
    package let zh: String
    package let en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}
