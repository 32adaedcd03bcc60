/// One thing that is wrong with what was entered: where, what, and what would be right.
package struct FieldProblem: Error, Sendable, Equatable, Codable {
    package enum Rule: String, Sendable, CaseIterable, Codable {
        case required, unknownChannel, unknownUnit, unknownFraudType, unknownBank, unknownIncident, noSuchVictim
        case amountUnreadable, amountNotPositive, amountTooExact, amountTooLarge
        case timeUnreadable, timeInFuture, timeTooLongAgo
        case accountUnreadable, idNumberInvalid, phoneUnreadable, textTooLong, tooMany
        case kindNotAllowed, tooLarge, empty, duplicateColumn, unknownColumn, malformed, alreadyRegistered, numberTaken
        case unknownSign, unknownOutcome, unknownPerson, unknownGrade, unknownSource, unknownCarrier
        /// A text holds a sign that cannot be shown, or that makes it read other than it is.
        case unprintable
        /// A value read from the statement is doubtful, and no person has said that it is right.
        case unconfirmed
    }

    /// `transfers.0.amount`
    package let field: String
    package let rule: Rule
    package let found: String

    package init(_ field: String, _ rule: Rule, found: String = "") {
        self.field = field
        self.rule = rule
        self.found = String(found.prefix(80))
    }
}

/// Everything that is wrong with one entry, at once.
package struct Problems: Error, Sendable, Equatable {
    package let all: [FieldProblem]
    package init(_ all: [FieldProblem]) { self.all = all }
}

extension AmountText.Invalid {
    package var rule: FieldProblem.Rule {
        switch self {
        case .empty, .unreadable, .ambiguous: .amountUnreadable
        case .tooManyDecimals: .amountTooExact
        case .negative, .zero: .amountNotPositive
        case .tooLarge: .amountTooLarge
        }
    }
}
