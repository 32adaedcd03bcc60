package import Primitives

/// What looks as if it was made for the figures: nobody is accused, a leader looks (防止虚报).
package struct DissuasionDoubt: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// One officer, two visits that count, and less time between them than a way takes.
        case visitsTooClose
        /// The same photograph under two warnings.
        case samePhoto
        /// Entered long after it was.
        case enteredLate
    }

    package let kind: Kind
    package let attempt: AttemptID
    package let warning: WarningID
    package let by: String
    package let at: Timestamp
    /// The attempt it is held against; for a late entry itself.
    package let other: AttemptID
    package let otherWarning: WarningID
    package let otherAt: Timestamp
}

/// Warnings that a unit closed in the last hour of a day, when they are many and most of that day's (突击办结).
package struct BulkClosing: Sendable, Equatable {
    package let unit: UnitCode
    package let day: CivilDay
    package let inLastHour: Int
    package let inDay: Int
}
