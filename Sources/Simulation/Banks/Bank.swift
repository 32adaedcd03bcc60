internal import Jurisdiction
package import Primitives

/// One institution that keeps accounts.
package struct Bank: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable { case bank, paymentInstitution, acquirer, exchange }

    /// Twelve digits.
    package let code: String
    package let name: String
    package let kind: Kind

    package init(code: String, name: String, kind: Kind) {
        self.code = code
        self.name = name
        self.kind = kind
    }
}

/// Where an account lies: the code of its bank and its number there.
package struct AccountAddress: Codable, Hashable, Comparable, Sendable {
    package let bank: String
    package let number: String

    package init(bank: String, number: String) {
        self.bank = bank
        self.number = number
    }

    package static func < (a: AccountAddress, b: AccountAddress) -> Bool { (a.bank, a.number) < (b.bank, b.number) }
}

/// What is said when an account is opened.
package struct AccountOpening: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable { case personal, corporate, payment, merchant }

    package var address: AccountAddress
    package var holder: String
    package var kind: Kind
    /// Money of many people passes here: an acquirer's, an exchange's or a payment institution's own account.
    package var isHub: Bool
    /// The bank refuses to stop it (0302).
    package var isWhiteListed: Bool
    package var balance: Money

    package init(
        address: AccountAddress, holder: String, kind: Kind = .personal, isHub: Bool = false,
        isWhiteListed: Bool = false,
        balance: Money = .zero
    ) {
        self.address = address
        self.holder = holder
        self.kind = kind
        self.isHub = isHub
        self.isWhiteListed = isWhiteListed
        self.balance = balance
    }
}

extension AccountOpening {
    /// Only address and holder must be said.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            address: try container.decode(AccountAddress.self, forKey: .address),
            holder: try container.decode(String.self, forKey: .holder),
            kind: try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .personal,
            isHub: try container.decodeIfPresent(Bool.self, forKey: .isHub) ?? false,
            isWhiteListed: try container.decodeIfPresent(Bool.self, forKey: .isWhiteListed) ?? false,
            balance: try container.decodeIfPresent(Money.self, forKey: .balance) ?? .zero)
    }
}

/// An account as it stands.
package struct BankAccount: Sendable {
    package let opening: AccountOpening
    package let openedAt: Timestamp
    package internal(set) var balance: Money
    /// Executed stops and extensions over the account's life.
    package internal(set) var stopCount = 0
    /// Where its entries stand in the world's ledger, in time order.
    var entries: [Int] = []
    /// The newest stop and the newest protective hold; either may have ended.
    var stop: ActKey?
    var protection: ActKey?
    /// Freezes that run or wait, in the order in which they came; one of another organ has its name.
    var freezes: [QueuedFreeze] = []
    /// What happens to each transfer that arrives without a plan of its own.
    var standingPlan: Onward?
    /// Moves that a hold refused and that are tried again when it ends.
    var waiting: [Move] = []

    package var address: AccountAddress { opening.address }
    package var holder: String { opening.holder }
}

/// An act as one bank knows it.
package struct ActKey: Hashable, Sendable {
    package let bank: String
    package let act: String
}

/// A freeze on an account, running or waiting for the one before it to end.
struct QueuedFreeze: Sendable {
    let key: ActKey
    let organ: String
    /// Nil freezes the whole account.
    var limit: Money?
    let term: Term
    /// Nil while it waits.
    var endsAt: Timestamp?
}

/// A block on money that leaves an account.
struct Hold: Sendable {
    enum Kind: Sendable { case stop, protective, freeze }

    let account: Int
    let kind: Kind
    /// What must stay in the account; nil where nothing may leave.
    var limit: Money?
    let executedAt: Timestamp
    var endsAt: Timestamp
    /// How many entries the account had at execution: later ones must not go out before the end.
    let entriesBefore: Int
    var isReleased = false

    func blocks(at moment: Timestamp) -> Bool { executedAt <= moment && moment < endsAt }

    /// Whether it keeps this amount from leaving a balance.
    func blocks(_ amount: Money, of balance: Money, at moment: Timestamp) -> Bool {
        blocks(at: moment) && (limit.map { balance - amount < $0 } ?? true)
    }
}
