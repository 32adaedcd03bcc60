package import Primitives

/// A way by which money leaves the accounts that can be followed.
package enum ExitKind: String, Sendable, CaseIterable {
    case cash, pointOfSale, thirdPartyPayment, crypto, abroad, other
}

/// Where a transfer goes: an account, out of reach, or to somewhere that the entry does not tell.
package enum Destination: Hashable, Sendable {
    case account(AccountKey)
    case exit(ExitKind)
    case unexplained
}

/// One movement of money, merged from all statements that tell of it.
package struct Transfer: Hashable, Sendable {
    package let key: TransferKey
    /// `nil` when the money comes from outside the known world.
    package let payer: AccountKey?
    package let payee: Destination
    package let amount: Money
    /// Its place among the payer's entries, by the payer's bank.
    package let payerOrder: TransferOrder
    /// Its place among the payee's entries, by the payee's bank.
    package let payeeOrder: TransferOrder

    /// Without an order of the payee's bank the payer's holds for both.
    package init(
        key: TransferKey, payer: AccountKey?, payee: Destination, amount: Money, payerOrder: TransferOrder,
        payeeOrder: TransferOrder? = nil
    ) {
        self.key = key
        self.payer = payer
        self.payee = payee
        self.amount = amount
        self.payerOrder = payerOrder
        self.payeeOrder = payeeOrder ?? payerOrder
    }
}

/// The balance that a bank stated after all entries up to a moment, for example when it executed a stop.
package struct StatedBalance: Hashable, Sendable {
    package let at: TransferOrder
    package let balance: Money

    package init(at: TransferOrder, balance: Money) {
        self.at = at
        self.balance = balance
    }
}

/// The time in which a measure (stop or freeze) holds an account: from its execution until before its end.
package struct HoldPeriod: Hashable, Sendable {
    package let from: Timestamp
    /// `nil` while no end is known.
    package let until: Timestamp?
    /// The most of the traced money that it holds; `nil` where it holds the whole account.
    package let most: Money?

    package init(from: Timestamp, until: Timestamp?, most: Money? = nil) {
        self.from = from
        self.until = until
        self.most = most
    }

    package func isInForce(at now: Timestamp) -> Bool { from <= now && until.map { now < $0 } ?? true }
}

/// What is known of one account beside its transfers; an account that is not listed is one of which nothing is known.
package struct LedgerAccount: Hashable, Sendable {
    package let key: AccountKey
    /// The balance before the first entry; `nil` stands for the least one that explains the entries.
    package let openingBalance: Money?
    package let statedBalances: [StatedBalance]
    /// The statement at hand covers the account's entries up to here; `nil` when there is no statement.
    package let knownUntil: Timestamp?
    /// Money that reaches a payment institution, merchant or exchange is not followed through it.
    package let isHub: Bool
    package let holds: [HoldPeriod]

    package init(
        key: AccountKey, openingBalance: Money? = nil, statedBalances: [StatedBalance] = [],
        knownUntil: Timestamp? = nil,
        isHub: Bool = false, holds: [HoldPeriod] = []
    ) {
        self.key = key
        self.openingBalance = openingBalance
        self.statedBalances = statedBalances
        self.knownUntil = knownUntil
        self.isHub = isHub
        self.holds = holds
    }
}

/// All transfers and accounts known so far, in any order.
package struct Ledger: Sendable {
    package var transfers: [Transfer]
    package var accounts: [LedgerAccount]

    package init(transfers: [Transfer], accounts: [LedgerAccount] = []) {
        self.transfers = transfers
        self.accounts = accounts
    }
}

/// Why a ledger cannot be traced.
package enum LedgerFault: Error, Equatable {
    case transferTwice(TransferKey)
    case accountTwice(AccountKey)
    case amountNotPositive(TransferKey)
    case balanceNegative(AccountKey)
    /// The amounts together do not fit into 64 bits.
    case amountsTooLarge
}
