package import Primitives

/// What pages tell of an incident's money in the whole ledger, as plain values in the reader's language.
package struct LedgerModel: Sendable, Equatable {
    package struct Sum: Sendable, Equatable {
        package var words: String
        package var amount: Money
        package var tone: Tone
    }

    /// One account that the money reached.
    package struct Account: Sendable, Equatable {
        package var tier: Int
        package var holder: String
        package var number: String
        package var reveal: String?
        package var bank: String
        /// Nil where the incident does not know the account.
        package var address: String?
        package var arrived: Timestamp
        package var received: Money
        package var present: Money
        package var state: HTML
    }

    /// The accounts of one bank in one tier.
    package struct Group: Sendable, Equatable {
        package var bank: String
        package var address: String
        package var accounts: Int
        package var received: Money
        package var free: Money
        /// What lies there under a measure, in a hub or with a victim.
        package var other: Money
    }

    package struct Tier: Sendable, Equatable {
        package var title: String
        package var groups: [Group]
        package var more: IncidentModel.Link?
    }

    /// A reported payment, and whether the ledger has it.
    package struct Start: Sendable, Equatable {
        package var payment: String
        package var finding: String
        package var isFound: Bool
    }

    package struct Cut: Sendable, Equatable {
        package var account: String
        package var limit: String
        package var amount: Money
        package var at: Timestamp
    }

    package var address: String
    /// Why nothing is told; then all lists are empty.
    package var fault: String?
    package var facts: [String] = []
    package var traced = Money.zero
    package var sums: [Sum] = []
    /// The largest accounts under no measure.
    package var free: [Account] = []
    package var moreFree: IncidentModel.Link?
    package var tiers: [Tier] = []
    package var starts: [Start] = []
    package var moreStarts: String?
    package var cuts: [Cut] = []
    package var moreCuts: String?
    package var now: Timestamp

    package init(address: String, fault: String? = nil, now: Timestamp) {
        (self.address, self.fault, self.now) = (address, fault, now)
    }
}

/// One page of accounts, or of one tier's banks, that somebody opened.
package struct LedgerListModel: Sendable, Equatable {
    package enum Rows: Sendable, Equatable {
        case accounts([LedgerModel.Account])
        case banks([LedgerModel.Group])
    }

    package var title: String
    package var count: Int
    package var rows: Rows
    package var first: String?
    package var next: String?
    package var now: Timestamp
}
