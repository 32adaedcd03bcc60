package import Primitives
internal import Storage

/// How a report came in.
package enum ReportChannel: String, Sendable, CaseIterable, Storable, Codable {
    case emergency110 = "110"
    case hotline96110 = "96110"
    case counter, station, network
}

/// A report of a fraud: who was cheated, what was paid to whom, and where that money is as far as is known.
package struct Incident: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        case open
        /// The same event as another incident, which carries it on.
        case joined
        case closed
    }

    package let id: IncidentID
    /// The receipt number told to the caller: `YJ-20260314-0087`.
    package let number: String
    package let unit: UnitCode
    package let channel: ReportChannel
    package let reportedAt: Timestamp
    package let recordedAt: Timestamp
    /// The person who took the call, and under whose name its orders go out.
    package let taker: String
    package let fraudType: String?
    package let narrative: String
    package let clues: [String: String]
    package let state: State
    package let joinedTo: IncidentID?
    package let flow: FlowSums
    /// Not before the report.
    package let firstHeldAt: Timestamp?
}

extension Incident {
    /// The clue under which stands the warning for whose person it was opened before he paid.
    package static let warningClue = "预警"
}

/// Where an incident's money is: returned + held + at large + exited = defrauded, always.
package struct FlowSums: Sendable, Equatable, Codable {
    package var defrauded: Money
    /// In accounts under a measure in force.
    package var held: Money
    /// Not held and not known to be gone: in open accounts, at hubs, moved on and waiting for a statement, or not yet traceable.
    package var atLarge: Money
    package var exited: Money
    /// Paid back to the victims by decisions.
    package var returned: Money
    package var deepestTier: Int

    package init(
        defrauded: Money, held: Money, atLarge: Money, exited: Money, returned: Money, deepestTier: Int
    ) {
        self.defrauded = defrauded
        self.held = held
        self.atLarge = atLarge
        self.exited = exited
        self.returned = returned
        self.deepestTier = deepestTier
    }

    package static let zero = FlowSums(
        defrauded: .zero, held: .zero, atLarge: .zero, exited: .zero, returned: .zero, deepestTier: 0)

    /// Held, or paid back.
    package var secured: Money { held + returned }

    package static func + (a: FlowSums, b: FlowSums) -> FlowSums {
        FlowSums(
            defrauded: a.defrauded + b.defrauded, held: a.held + b.held, atLarge: a.atLarge + b.atLarge,
            exited: a.exited + b.exited, returned: a.returned + b.returned,
            deepestTier: max(a.deepestTier, b.deepestTier))
    }

    package var isConserved: Bool { returned + held + atLarge + exited == defrauded }
}

package struct Victim: Sendable, Equatable {
    package let id: VictimID
    package let incident: IncidentID
    package let name: String
    package let idNumber: String?
    package let phone: String?
    package let whereabouts: String?
}

/// One payment that a victim reports; what is not known yet is nil, and is asked for.
package struct ReportedTransfer: Sendable, Equatable {
    package let id: TransferID
    package let incident: IncidentID
    package let victim: VictimID
    package let payerAccount: AccountID?
    package let payeeAccount: AccountID?
    package let payeeName: String?
    /// The number as told, also where its bank is not known yet and there is no account.
    package let payeeNumber: String?
    package let amount: Money?
    package let at: Timestamp?
}
