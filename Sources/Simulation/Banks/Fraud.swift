package import Primitives

/// One fraud as its victim can tell it; amounts in fen, times in microseconds since 1970.
package struct Fraud: Codable, Hashable, Sendable {
    package struct Victim: Codable, Hashable, Sendable {
        package let name: String
        package let identityNumber: String
        package let phone: String
        package let account: AccountAddress
        package let bankName: String
    }

    /// What the victim paid, when, and to whom.
    package struct Transfer: Codable, Hashable, Sendable {
        package let amount: Money
        package let time: Timestamp
        package let payee: AccountAddress
        package let payeeName: String
        package let payeeBankName: String
    }

    package let number: Int
    /// The code of the class of fraud (domain 3.2).
    package let type: String
    package let victim: Victim
    package let transfers: [Transfer]
    package let reportedAt: Timestamp

    package var amount: Money { transfers.reduce(.zero) { $0 + $1.amount } }
}
