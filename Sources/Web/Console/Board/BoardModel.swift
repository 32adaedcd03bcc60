package import Primitives

/// The board of running incidents: which money can still be saved, and who must act.
package struct BoardModel: Sendable, Equatable {
    /// The three groups, in their order.
    package enum Stage: String, Sendable, CaseIterable {
        /// Within the half hour after the report.
        case golden
        /// Later, and money is at large.
        case chased
        /// All money is held or gone; the next step of the law is due.
        case settled
    }

    /// Who waits for what, since when.
    package struct Wait: Sendable, Equatable {
        package var icon: Icon
        package var tone: Tone
        package var words: String
        package var detail: String
        /// A person must act now.
        package var needsPerson: Bool

        package init(_ icon: Icon, _ tone: Tone, _ words: String, detail: String, needsPerson: Bool = false) {
            self.icon = icon
            self.tone = tone
            self.words = words
            self.detail = detail
            self.needsPerson = needsPerson
        }
    }

    package struct Row: Sendable, Equatable {
        package var id: String
        package var address: String
        package var golden: GoldenClock
        package var victim: String
        package var type: String
        /// Number and where it came in.
        package var origin: String
        package var isNew: Bool
        package var lost: Money
        package var bands: Bands
        package var wait: Wait
        package var ends: Timestamp?
        package var owner: String
        package var stage: Stage

        package init(
            id: String, address: String, golden: GoldenClock, victim: String, type: String, origin: String,
            isNew: Bool = false, lost: Money, bands: Bands, wait: Wait, ends: Timestamp? = nil, owner: String,
            stage: Stage
        ) {
            self.id = id
            self.address = address
            self.golden = golden
            self.victim = victim
            self.type = type
            self.origin = origin
            self.isNew = isNew
            self.lost = lost
            self.bands = bands
            self.wait = wait
            self.ends = ends
            self.owner = owner
            self.stage = stage
        }
    }

    /// A process figure: a median or a share, with what it is of.
    package struct Figure: Sendable, Equatable {
        package var title: String
        package var value: String
        package var note: String

        package init(_ title: String, _ value: String, note: String) {
            self.title = title
            self.value = value
            self.note = note
        }
    }

    /// Something that waits for this person.
    package struct Task: Sendable, Equatable {
        package var icon: Icon
        package var tone: Tone
        package var words: String
        package var address: String
        package var detail: String
        package var key: String

        package init(_ icon: Icon, _ tone: Tone, _ words: String, to address: String, detail: String, key: String = "")
        {
            self.icon = icon
            self.tone = tone
            self.words = words
            self.address = address
            self.detail = detail
            self.key = key
        }
    }

    /// How one bank answers.
    package struct BankLine: Sendable, Equatable {
        package var name: String
        package var open: Int
        package var oldest: Timestamp?
        package var isLate: Bool
        package var median: Duration?
        package var percentile95: Duration?

        package init(
            name: String, open: Int, oldest: Timestamp?, isLate: Bool, median: Duration?, percentile95: Duration?
        ) {
            self.name = name
            self.open = open
            self.oldest = oldest
            self.isLate = isLate
            self.median = median
            self.percentile95 = percentile95
        }
    }

    /// What happened just now, with the incident it belongs to.
    package struct Event: Sendable, Equatable {
        package var at: Timestamp
        package var words: String
        package var number: String
        package var address: String

        package init(at: Timestamp, words: String, number: String, address: String) {
            self.at = at
            self.words = words
            self.number = number
            self.address = address
        }
    }

    /// Whose incidents the list shows.
    package struct Scope: Sendable, Equatable {
        package var words: String
        package var address: String
        package var isCurrent: Bool

        package init(_ words: String, _ address: String, isCurrent: Bool) {
            self.words = words
            self.address = address
            self.isCurrent = isCurrent
        }
    }

    package var scopes: [Scope]
    package var intakeAddress: String?
    package var lost: Money
    package var bands: Bands
    package var figures: [Figure]
    package var rows: [Row]
    /// Rows beyond the page's limit, by stage: how many and their sum.
    package var folded: [Stage: Folded]
    package var tasks: [Task]
    package var banks: [BankLine]
    package var events: [Event]
    package var now: Timestamp

    package struct Folded: Sendable, Equatable {
        package var count: Int
        package var sum: Money

        package init(count: Int, sum: Money) {
            self.count = count
            self.sum = sum
        }
    }

    package init(
        scopes: [Scope] = [], intakeAddress: String? = nil, lost: Money, bands: Bands, figures: [Figure], rows: [Row],
        folded: [Stage: Folded] = [:], tasks: [Task], banks: [BankLine], events: [Event], now: Timestamp
    ) {
        self.scopes = scopes
        self.intakeAddress = intakeAddress
        self.lost = lost
        self.bands = bands
        self.figures = figures
        self.rows = rows
        self.folded = folded
        self.tasks = tasks
        self.banks = banks
        self.events = events
        self.now = now
    }

    /// One table of at most so many rows; the rest is folded.
    package static let rowsMost = 50

    /// The rows in the order of the guide: by stage, then who needs a person, then the larger sum at large, then the older.
    package static func sorted(_ rows: [Row]) -> [Row] {
        let places = Dictionary(uniqueKeysWithValues: Stage.allCases.enumerated().map { ($1, $0) })
        let keys = rows.map { row in
            (
                places[row.stage] ?? 0, row.wait.needsPerson ? 0 : 1, -row.bands.atLarge.fen, row.golden.reported,
                row.id
            )
        }
        return rows.indices.sorted { keys[$0] < keys[$1] }.map { rows[$0] }
    }

    /// Splits sorted rows into those that are shown and what is folded of each stage.
    package static func fold(_ rows: [Row]) -> (shown: [Row], folded: [Stage: Folded]) {
        let rest = Dictionary(grouping: rows.dropFirst(rowsMost), by: \.stage)
        let folded = rest.mapValues { Folded(count: $0.count, sum: $0.map(\.lost).reduce(.zero, +)) }
        return (Array(rows.prefix(rowsMost)), folded)
    }
}
