/// A bank's CNAPS number (联行号): twelve digits; three for the bank's class, four for the place, the rest for the branch.
package struct BankCode: TextValue {
    package enum Invalid: Error, Equatable {
        case form(String)
    }

    package let text: String

    package init(_ raw: String) throws(Invalid) {
        let text = raw.foldedToHalfWidth
        guard text.count == 12, text.isAllDigits else { throw .form(text) }
        self.text = text
    }

    /// The first three digits: 102 is ICBC, 103 ABC, 104 BOC, 105 CCB.
    package var bankClass: String { String(text.prefix(3)) }
}
