internal import Access
internal import Journal
internal import Jurisdiction
package import Primitives
internal import Storage

/// The code by which a person who is warned knows a true call from a fraudster's (核验码).
enum CallCode {
    static let digits = 8

    /// Eight digits of chance.
    static func new(_ secrets: Secrets) -> String {
        let number = secrets.token().mixed("call").prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let text = "\(number % 100_000_000)"
        return String(repeating: "0", count: digits - text.count) + text
    }
}

/// Whose call it was, and of which day the warning is; nothing else is told.
package struct GenuineCall: Sendable, Equatable {
    package let unit: String
    package let day: CivilDay
}

extension Warnings {
    /// Who called, where the code is that of a warning about whoever's telephone or ID number ends so; nil otherwise.
    ///
    /// A fraudster who has a code of his own cannot use it on another. Throws `TooManyTries`.
    package func genuine(
        code: String, ending tail: String, from address: String, at now: Timestamp
    ) throws -> GenuineCall? {
        let code = code.foldedToHalfWidth.filter { $0.isNumber }
        let tail = tail.foldedToHalfWidth.uppercased().filter { !$0.isWhitespace }
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.write { tx in
            try OpenTries(rules).attempt(number: "call \(code)", address: address, at: now, tx) {
                let found = try WarningTable(tx).find(code: code).first { warning in
                    warning.state != .ended && warning.person.ends(in: tail)
                }
                return try found.map { warning in
                    GenuineCall(
                        unit: try UnitTable(tx).find(warning.unit)?.name ?? warning.unit.text,
                        day: CivilTime(warning.receivedAt).day)
                }
            }
        }
    }
}

extension WarnedPerson {
    /// Whether his telephone, or his ID number, ends in these four characters.
    fileprivate func ends(in tail: String) -> Bool {
        guard tail.count == 4 else { return false }
        return [phone?.text, identityNumber?.text].contains { $0?.hasSuffix(tail) ?? false }
    }
}

extension OpenTries {
    /// The limits for people without an account, as the jurisdiction pack gives them.
    init(_ rules: Rules) {
        self.init(
            numberMost: rules.openTriesMaxNumber, addressMost: rules.openTriesMaxAddress, term: rules.signInLockTerm)
    }
}
