internal import Primitives

/// What the taker of a report enters: the five facts, as texts; what is empty is still to be asked.
package struct Intake: Sendable, Equatable, Codable {
    package struct Victim: Sendable, Equatable, Codable {
        package var name: String
        package var idNumber: String
        package var phone: String
        package var whereabouts: String

        package init(name: String = "", idNumber: String = "", phone: String = "", whereabouts: String = "") {
            self.name = name
            self.idNumber = idNumber
            self.phone = phone
            self.whereabouts = whereabouts
        }
    }

    package struct Transfer: Sendable, Equatable, Codable {
        /// Which victim paid, from 0 on.
        package var victim: Int
        package var payerNumber: String
        package var payerBank: String
        package var amount: String
        package var time: String
        package var payeeNumber: String
        package var payeeName: String
        package var payeeBank: String

        package init(
            victim: Int = 0, payerNumber: String = "", payerBank: String = "", amount: String = "", time: String = "",
            payeeNumber: String = "", payeeName: String = "", payeeBank: String = ""
        ) {
            self.victim = victim
            self.payerNumber = payerNumber
            self.payerBank = payerBank
            self.amount = amount
            self.time = time
            self.payeeNumber = payeeNumber
            self.payeeName = payeeName
            self.payeeBank = payeeBank
        }

        package var isEmpty: Bool {
            [payerNumber, payerBank, amount, time, payeeNumber, payeeName, payeeBank].allSatisfy(\.isEmpty)
        }
    }

    package var channel: String
    /// The receiving unit's code; the taker's own when empty.
    package var unit: String
    /// When the call came in; now when empty.
    package var reportedAt: String
    package var fraudType: String
    package var narrative: String
    package var victims: [Victim]
    package var transfers: [Transfer]
    /// Clues to the other side: caller number, claimed identity, app or site, group or chat ids.
    package var clues: [String: String]
    /// Whether the victim's own account is to be put under a protective hold.
    package var protectVictim: Bool
    /// The incident that this report is the same event as; it is then joined, not entered twice.
    package var joins: String

    package init(
        channel: String = ReportChannel.hotline96110.rawValue, unit: String = "", reportedAt: String = "",
        fraudType: String = "",
        narrative: String = "", victims: [Victim] = [], transfers: [Transfer] = [], clues: [String: String] = [:],
        protectVictim: Bool = false, joins: String = ""
    ) {
        self.channel = channel
        self.unit = unit
        self.reportedAt = reportedAt
        self.fraudType = fraudType
        self.narrative = narrative
        self.victims = victims
        self.transfers = transfers
        self.clues = clues
        self.protectVictim = protectVictim
        self.joins = joins
    }
}

/// One thing that is wrong with what was entered: where, what, and what would be right.
package struct FieldProblem: Error, Sendable, Equatable, Codable {
    package enum Rule: String, Sendable, CaseIterable, Codable {
        case required, unknownChannel, unknownUnit, unknownFraudType, unknownBank, unknownIncident, noSuchVictim
        case amountUnreadable, amountNotPositive, amountTooExact, amountTooLarge
        case timeUnreadable, timeInFuture, timeTooLongAgo
        case accountUnreadable, idNumberInvalid, phoneUnreadable, textTooLong, tooMany
        case kindNotAllowed, tooLarge, empty, duplicateColumn, unknownColumn, malformed, alreadyRegistered
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
