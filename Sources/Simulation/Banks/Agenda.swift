internal import Primitives
internal import Wire

/// What the world has still to do, by time; of one moment holds end first, then money arrives, then people act.
struct Agenda: Sendable {
    enum Event: Sendable {
        case holdEnds(ActKey)
        case arrival(Arrival)
        case move(Move)
        /// A slow bank gets to work.
        case work(BankOrder, bank: String)

        fileprivate var rank: Int {
            switch self {
            case .holdEnds: 0
            case .arrival: 1
            case .move: 2
            case .work: 3
            }
        }
    }

    private var timeline = Timeline<Event>()

    /// When the next thing happens; nil when nothing is left.
    var next: Timestamp? { timeline.next }

    mutating func add(_ event: Event, at time: Timestamp) { timeline.add(event, at: time, rank: event.rank) }

    /// Takes out the first event that is due at `moment`.
    mutating func take(dueAt moment: Timestamp) -> (time: Timestamp, event: Event)? { timeline.take(dueAt: moment) }
}

/// A transfer on its way through the clearing.
struct Arrival: Sendable {
    let payee: Int
    let payer: AccountAddress
    let move: Move
    let reference: String
}
