package import Primitives

/// What the holder of an account is told about a measure: effect, basis, term, remedy and papers (反诈法 32).
package struct Notice: Sendable, Hashable {
    /// What the form leaves open: `{account}` in the text.
    package enum Blank: String, Sendable, CaseIterable {
        case account, bank, amount, reason, basis, term, start, end, unit, phone, complaintTerm
    }

    package let measure: Measure
    package let title: Wording
    /// With blanks in braces.
    package let body: Wording
    package let basis: String
    package let mark: Mark
    package let validFrom: CivilDay
    package let validUntil: CivilDay?

    /// The body with its blanks filled; one without a value stays a line to write on.
    package func filled(_ values: [Blank: Wording]) -> Wording {
        Wording(zh: Self.fill(body.zh) { values[$0]?.zh }, en: Self.fill(body.en) { values[$0]?.en })
    }

    package func holds(on day: CivilDay) -> Bool { validFrom <= day && day <= (validUntil ?? day) }

    /// The words in braces, in order.
    static func blanks(in text: String) -> [String] {
        text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1).map { String($0.prefix { $0 != "}" }) }
    }

    private static func fill(_ text: String, _ value: (Blank) -> String?) -> String {
        Blank.allCases.reduce(text) { text, blank in
            text.split(separator: "{\(blank.rawValue)}", omittingEmptySubsequences: false).joined(
                separator: value(blank) ?? "＿＿＿＿")
        }
    }
}
