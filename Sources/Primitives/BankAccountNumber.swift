/// The number of a bank card, passbook, company account or payment account: 5 to 34 letters and digits.
///
/// Its check digit is shown as a warning and never refused: company and payment accounts have none.
package struct BankAccountNumber: TextValue {
    package enum Invalid: Error, Equatable {
        case length(Int)
        case character(Character)
        case noDigit
    }

    package enum Warning: Hashable, Sendable {
        /// The check digit of a card number does not fit.
        case luhn
        /// Cards with this prefix have another length.
        case length(expected: Int)
    }

    package let text: String

    /// Spaces go, full-width characters become half-width ones, and hyphens between digits go.
    package init(_ raw: String) throws(Invalid) {
        let folded = raw.foldedToHalfWidth
        let text = folded.contains(where: \.isASCIILetter) ? folded : folded.filter { $0 != "-" }
        if let odd = text.first(where: { !$0.isASCIIDigit && !$0.isASCIILetter && $0 != "_" && $0 != "-" }) {
            throw .character(odd)
        }
        guard (5...34).contains(text.count) else { throw .length(text.count) }
        guard text.contains(where: \.isASCIIDigit) else { throw .noDigit }
        self.text = text
    }

    package var lastFour: String { String(text.suffix(4)) }

    /// `6200 **** **** 7741`; of a short number only the end, so that at least four characters stay hidden.
    package var masked: String {
        if text.count < 8 { return "**** " + text.suffix(1) }
        return text.count < 12 ? "**** " + text.suffix(4) : text.prefix(4) + " **** **** " + text.suffix(4)
    }

    /// `6200 0000 0000 0000 741`, to be read aloud.
    package var grouped: String { text.inGroups(of: 4) }

    package var description: String { masked }

    /// The bank that issued this card, and the kind of card; nil for an account that is no card or of an unknown prefix.
    package var issuer: CardPrefixes.Issuer? { CardPrefixes.bank(of: text) }

    /// True if it has a known card prefix and that prefix's length.
    package var isCard: Bool { issuer?.length == text.count }

    /// What a clerk should look at again; never a reason to refuse.
    package var warnings: [Warning] {
        guard text.isAllDigits, (15...19).contains(text.count) else { return [] }
        if let issuer, issuer.length != text.count { return [.length(expected: issuer.length)] }
        let looksLikeCard = isCard || text.hasPrefix("62")
        return looksLikeCard && !Luhn.isValid(text) ? [.luhn] : []
    }
}

extension String {
    fileprivate func inGroups(of size: Int) -> String {
        var grouped = ""
        for (offset, character) in enumerated() {
            if offset > 0, offset % size == 0 { grouped.append(" ") }
            grouped.append(character)
        }
        return grouped
    }
}
