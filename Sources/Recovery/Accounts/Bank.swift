internal import Primitives
internal import Storage

/// A bank, a payment institution, or another place that keeps accounts, and how orders reach it.
package struct Bank: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable, Storable {
        case bank, payment, acquirer, exchange
        /// 运营商: keeps telephone lines and no accounts; its people report who is being called by fraudsters.
        case carrier = "operator"

        /// Whether its accounts gather the money of many people, so that a branch of the trace ends there.
        package var isHub: Bool { self != .bank && self != .carrier }
    }

    package enum Link: String, Sendable, CaseIterable, Storable {
        /// Sealed JSON over HTTP.
        case wire
        /// The bank's people sign in here and answer by form.
        case hand
    }

    /// 12 digits (CNAPS).
    package let code: String
    package let name: String
    package let kind: Kind
    package let link: Link
    /// Where its acts are posted, for a bank by wire.
    package let address: String?
    /// Whom to call, day and night.
    package let contact: String?
    /// The first digits of its cards, where they are its own and not in the common table.
    package let cardPrefixes: [String]

    package init(
        code: String, name: String, kind: Kind, link: Link, address: String?, contact: String?,
        cardPrefixes: [String] = []
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.link = link
        self.address = address
        self.contact = contact
        self.cardPrefixes = cardPrefixes
    }
}

/// An account that some incident has to do with.
package struct Account: Sendable, Equatable {
    package let id: AccountID
    package let bank: String
    package let bankName: String
    package let number: String
    /// The holder's name as first told; nil until somebody says it.
    package let name: String?
    package let isHub: Bool
}
