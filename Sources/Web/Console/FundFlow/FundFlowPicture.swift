package import Primitives

/// Where every fen of an incident's money went and lies now, as plain values; drawn as one SVG and told as one table.
package struct FundFlowPicture: Sendable, Equatable {
    /// An account the money reached, or the victim's own (tier 0).
    package struct Account: Sendable, Equatable {
        /// How the card's border tells the state: money held here, unknown and waiting, emptied.
        package enum Border: String, Sendable { case held, unknown, emptied }

        /// The clock at the card's right: counting up since, or down until.
        package enum Clock: Sendable, Equatable {
            case up(since: Timestamp)
            case down(until: Timestamp)
        }

        package var id: String
        package var tier: Int
        /// Masked where the page masks names.
        package var holder: String
        package var bank: String
        package var lastFour: String
        /// What came in of this incident's money; for the victim, what he paid.
        package var received: Money
        /// Where the received money is now, as far as this account has it or let it out of sight.
        package var bands: Bands
        package var passedOn: Money
        /// The state in words with its amount: `止付 61,200`.
        package var state: String
        package var border: Border
        package var clock: Clock?
        /// A payment institution, merchant or exchange, where a branch ends.
        package var isHub: Bool
        /// The victim's own account is held for his protection; never in the sums.
        package var isProtected: Bool
        /// The least opening balance that explains the ledger, where none was given.
        package var inferredOpening: Money?
        package var needsAct: Bool
        /// What Enter opens.
        package var address: String
        /// The table row that is selected together with the card.
        package var row: String?
        /// One more sentence of the strip under the picture: the duty clock, or the ground.
        package var note: String?
        /// How many accounts a folded card stands for; 1 for an account.
        package var accounts: Int

        package init(
            id: String, tier: Int, holder: String, bank: String, lastFour: String, received: Money,
            bands: Bands = .zero,
            passedOn: Money = .zero, state: String, border: Border, clock: Clock? = nil, isHub: Bool = false,
            isProtected: Bool = false, inferredOpening: Money? = nil, needsAct: Bool = false, address: String,
            row: String? = nil, note: String? = nil, accounts: Int = 1
        ) {
            self.id = id
            self.tier = tier
            self.holder = holder
            self.bank = bank
            self.lastFour = lastFour
            self.received = received
            self.bands = bands
            self.passedOn = passedOn
            self.state = state
            self.border = border
            self.clock = clock
            self.isHub = isHub
            self.isProtected = isProtected
            self.inferredOpening = inferredOpening
            self.needsAct = needsAct
            self.address = address
            self.row = row
            self.note = note
            self.accounts = accounts
        }

        package var isVictim: Bool { tier == 0 }
    }

    /// A transfer between two accounts, split by where that very money is now.
    package struct Ribbon: Sendable, Equatable {
        package var from: String
        package var to: String
        package var bands: Bands
        package var moment: Timestamp
        /// How many transfers it stands for, in a folded picture.
        package var transfers: Int

        package init(from: String, to: String, bands: Bands, moment: Timestamp, transfers: Int = 1) {
            self.from = from
            self.to = to
            self.bands = bands
            self.moment = moment
            self.transfers = transfers
        }

        package var amount: Money { bands.total }
    }

    /// Money that left all accounts: cash, a till, crypto, abroad.
    package struct Exit: Sendable, Equatable {
        package var from: String
        package var kind: String
        package var amount: Money
        package var moment: Timestamp
        package var times: Int

        package init(from: String, kind: String, amount: Money, moment: Timestamp, times: Int = 1) {
            self.from = from
            self.kind = kind
            self.amount = amount
            self.moment = moment
            self.times = times
        }
    }

    /// Accounts that a limit of depth, breadth or least amount kept out of the picture.
    package struct CutOff: Sendable, Equatable {
        package var from: String
        package var accounts: Int
        package var bands: Bands
        package var reason: String

        package init(from: String, accounts: Int, bands: Bands, reason: String) {
            self.from = from
            self.accounts = accounts
            self.bands = bands
            self.reason = reason
        }
    }

    package var accounts: [Account]
    package var ribbons: [Ribbon]
    package var exits: [Exit]
    package var cutOffs: [CutOff]
    /// What the victims lost, split; the equation over the picture.
    package var lost: Bands
    /// What counts since a decision on a return, while the ribbons stay as traced; nil where the trace counts.
    package var counted: Bands?
    /// The present moment, from which the clocks are drawn.
    package var now: Timestamp
    /// The order of the accounts as last drawn, so that an answer moves no card without need.
    package var earlierOrder: [String]

    package init(
        accounts: [Account], ribbons: [Ribbon], exits: [Exit] = [], cutOffs: [CutOff] = [], lost: Bands, now: Timestamp,
        earlierOrder: [String] = [], counted: Bands? = nil
    ) {
        self.accounts = accounts
        self.ribbons = ribbons
        self.exits = exits
        self.cutOffs = cutOffs
        self.lost = lost
        self.counted = counted
        self.now = now
        self.earlierOrder = earlierOrder
    }

    /// The picture in one sentence: `3 笔 486,000.00 元，已控 66%，未控 3 户，流出 2 处`.
    package func summary(_ language: Language) -> String {
        let victims = Set(accounts.filter(\.isVictim).map(\.id))
        let paid = ribbons.filter { victims.contains($0.from) }.map(\.transfers).reduce(0, +)
        let open = accounts.filter { $0.bands.atLarge.isPositive }.map(\.accounts).reduce(0, +)
        let percent = (counted ?? lost).held.percent(of: lost.total)
        return language(
            .fundFlowSummary(paid, lost.total.description, percent, open, exits.map(\.times).reduce(0, +)))
    }
}
