internal import Crypto
internal import Foundation

/// What a program read out of the statement of a report, and which doubtful values a person has said to be right.
package struct ReadStatement: Sendable, Equatable, Codable {
    /// Fields by their places in the report.
    package var values: [ReadValue]
    package var confirmed: Set<String>

    /// Tells the statement that was read from others.
    package var statementMark: String

    package init(values: [ReadValue], confirmed: Set<String> = [], statementMark: String) {
        self.values = values
        self.confirmed = confirmed
        self.statementMark = statementMark
    }

    /// 16 hexadecimal digits that another statement would not have.
    package static func mark(of statement: String) -> String {
        let hash = SHA256.hash(data: Data(statement.utf8)).prefix(8)
        let digits = Array("0123456789abcdef")
        return String(hash.flatMap { [$0 >> 4, $0 & 15] }.map { digits[Int($0)] })
    }

    /// Doubtful values that stand in the report as they were read, and that nobody has looked at.
    package func unconfirmed(in intake: Intake) -> [ReadValue] {
        values.filter { value in
            !value.isSure && !value.text.isEmpty && !confirmed.contains(value.field)
                && intake.text(of: value.field) == value.text
        }
    }

    /// What became of each value in the report as it was taken.
    func outcomes(in intake: Intake) -> [ReadOutcome] {
        values.map { value in
            ReadOutcome(field: value.field, read: value.text, told: intake.text(of: value.field) ?? "")
        }
    }
}

/// One value that was read, and what the taker of the report left there; equal where he took it as it was.
package struct ReadOutcome: Sendable, Equatable, Codable {
    package let field: String
    package let read: String
    package let told: String

    package var isChanged: Bool { read != told }
}
