package import FundTracing
package import Primitives

/// Everything an incident's page says, as plain values in the reader's language.
package struct IncidentModel: Sendable, Equatable {
    /// Words that lead somewhere; `key` is pressed on the keyboard.
    package struct Link: Sendable, Equatable {
        package var words: String
        package var address: String
        package var key: String?

        package init(_ words: String, _ address: String, key: String? = nil) {
            self.words = words
            self.address = address
            self.key = key
        }
    }

    /// One part of the line of facts under the title.
    package struct Fact: Sendable, Equatable {
        package var label: String
        package var value: String
        package var isIdentifier: Bool
        package var reveal: String?

        package init(_ label: String, _ value: String, isIdentifier: Bool = false, reveal: String? = nil) {
            self.label = label
            self.value = value
            self.isIdentifier = isIdentifier
            self.reveal = reveal
        }
    }

    /// A measure, or the lack of one, on one account.
    package struct Order: Sendable, Equatable {
        package var account: String
        package var address: String
        package var tier: Int
        package var holder: String
        package var bank: String
        package var number: String
        package var reveal: String?
        package var state: HTML
        /// When it was sent and executed, or why not.
        package var detail: String
        package var traced: Money
        package var held: Money
        package var ends: Timestamp?
        package var uses: String?
        package var otherClaims: Int
        package var isOpen: Bool

        package init(
            account: String, address: String, tier: Int, holder: String, bank: String, number: String,
            reveal: String? = nil, state: HTML, detail: String, traced: Money, held: Money, ends: Timestamp? = nil,
            uses: String? = nil, otherClaims: Int = 0, isOpen: Bool = true
        ) {
            self.account = account
            self.address = address
            self.tier = tier
            self.holder = holder
            self.bank = bank
            self.number = number
            self.reveal = reveal
            self.state = state
            self.detail = detail
            self.traced = traced
            self.held = held
            self.ends = ends
            self.uses = uses
            self.otherClaims = otherClaims
            self.isOpen = isOpen
        }
    }

    /// An inquiry or a protective hold: who, how it stands, what can be done.
    package struct Row: Sendable, Equatable {
        package var name: String
        package var state: HTML
        package var detail: String
        package var acts: [Link]

        package init(name: String, state: HTML, detail: String, acts: [Link] = []) {
            self.name = name
            self.state = state
            self.detail = detail
            self.acts = acts
        }
    }

    /// A file that proves something.
    package struct File: Sendable, Equatable {
        package var name: String
        package var address: String
        package var detail: String
        /// SHA-256, shortened for reading; the whole stands in its title.
        package var hash: String

        package init(name: String, address: String, detail: String, hash: String) {
            self.name = name
            self.address = address
            self.detail = detail
            self.hash = hash
        }
    }

    /// What poison touched at most; such bounds are never added up.
    package struct Touched: Sendable, Equatable {
        package var tier: Int
        package var name: String
        package var atMost: Money
        package var first: Timestamp

        package init(tier: Int, name: String, atMost: Money, first: Timestamp) {
            self.tier = tier
            self.name = name
            self.atMost = atMost
            self.first = first
        }
    }

    package var id: String
    package var number: String
    package var victim: String
    package var lost: Money
    package var type: String
    package var state: String?
    package var golden: GoldenClock
    package var facts: [Fact]
    package var next: Link?
    package var acts: [Link]
    /// Nil under poison, which shows bounds and no picture.
    package var picture: FundFlowPicture?
    /// Where the money went by the whole ledger; nil where none is configured.
    package var ledger: LedgerModel?
    package var showsTable: Bool
    package var tableAddress: String
    package var pictureAddress: String
    package var rules: [Link]
    package var rule: Rule
    package var touched: [Touched]
    package var orders: [Order]
    package var inquiries: [Row]
    package var holds: [Row]
    package var timeline: [IncidentHistory.Line]
    package var missing: [String]
    package var factsAddress: String?
    package var evidence: [File]
    package var uploadAddress: String?
    /// The victims' applications for hardship aid, and where one is entered; nil where this reader may not.
    package var aids: [Row]
    package var aidAddress: String?
    package var formFields: HTML
    package var now: Timestamp

    package init(
        id: String, number: String, victim: String, lost: Money, type: String, state: String? = nil,
        golden: GoldenClock, facts: [Fact], next: Link? = nil, acts: [Link] = [], picture: FundFlowPicture?,
        showsTable: Bool = false, tableAddress: String, pictureAddress: String, rules: [Link] = [], rule: Rule = .fifo,
        touched: [Touched] = [], orders: [Order], inquiries: [Row] = [], holds: [Row] = [],
        timeline: [IncidentHistory.Line], missing: [String] = [], factsAddress: String? = nil, evidence: [File] = [],
        uploadAddress: String? = nil, aids: [Row] = [], aidAddress: String? = nil, formFields: HTML = HTML(),
        now: Timestamp
    ) {
        self.id = id
        self.number = number
        self.victim = victim
        self.lost = lost
        self.type = type
        self.state = state
        self.golden = golden
        self.facts = facts
        self.next = next
        self.acts = acts
        self.picture = picture
        self.showsTable = showsTable
        self.tableAddress = tableAddress
        self.pictureAddress = pictureAddress
        self.rules = rules
        self.rule = rule
        self.touched = touched
        self.orders = orders
        self.inquiries = inquiries
        self.holds = holds
        self.timeline = timeline
        self.missing = missing
        self.factsAddress = factsAddress
        self.evidence = evidence
        self.uploadAddress = uploadAddress
        self.aids = aids
        self.aidAddress = aidAddress
        self.formFields = formFields
        self.now = now
    }
}
