package import Primitives

/// Where an incident's money went by the whole ledger: beside the trace from the banks' answers, never in its place.
package struct LedgerLook: Sendable {
    /// What a victim reported to have paid, and whether the ledger has it.
    package struct Start: Sendable, Equatable {
        package enum Finding: Sendable, Equatable {
            /// The transfer that carries it; its row in the ledger.
            case found(row: Int)
            /// Amount, time or payee's number are still to be asked for.
            case factsMissing
            /// No account of the payee's number has moved money.
            case payeeNotThere
            /// The ledger ends before it.
            case ledgerEnds
            case notThere
            /// Several transfers can be it, or several reports mean the same; none is guessed.
            case notOne(transfers: Int, reports: Int)
        }

        package let report: ReportedTransfer
        package let payeeNumber: String?
        package let finding: Finding
    }

    /// How matters stand with an account as to measures.
    package enum Standing: Sendable, Equatable {
        /// Nothing holds the money, and nothing that would is under way; how the last stop-payment ended, where there was one.
        case free(after: StopPayment.State?)
        case stop(StopPayment.State)
        case freeze(Freeze)
        /// Not followed through, and not stopped.
        case hub
        /// One of those that the incident's victims paid from.
        case victim
    }

    /// One account that the money reached.
    package struct Place: Sendable, Equatable {
        /// Its place among the ledger's accounts.
        package let account: Int
        /// Its name in the ledger, which is its number.
        package let number: String
        /// What is on record of it; nil where nothing is, or where banks have accounts of the same number.
        package let record: Account?
        package let bank: String?
        /// The least number of transfers between the victim and it.
        package let tier: Int
        package let received: Money
        /// What of it lies there at the ledger's end.
        package let present: Money
        /// What has left in transfers that a limit did not follow.
        package let notFollowed: Money
        package let firstArrival: Timestamp
        package let standing: Standing

        package var isFree: Bool {
            if case .free = standing { present.isPositive } else { false }
        }

        /// Money under no measure, in fen.
        package var free: Money { isFree ? present : .zero }
    }

    package enum Limit: Sendable, Equatable { case depth, breadth, least }

    /// What a limit kept from being followed out of one account.
    package struct Cut: Sendable, Equatable {
        package let account: Int
        package let limit: Limit
        package let amount: Money
        /// When the first transfer went that was not followed.
        package let at: Timestamp
    }

    package let starts: [Start]
    /// What the transfers that were found paid together.
    package let traced: Money
    /// What is under no measure first, then what else is there, then what came; each the largest first.
    package let places: [Place]
    /// What left to somewhere that the ledger does not know.
    package let outside: Money
    /// What left in a payment that the victims reported themselves, and counts there.
    package let superseded: Money
    /// The largest first.
    package let cuts: [Cut]
    package let transfers: Int
    package let firstTransfer: Timestamp
    package let lastTransfer: Timestamp
    /// The most transfers between the victim and an account that is reached.
    package let depthMax: Int
    /// The most payments out of one account that are followed.
    package let breadthMax: Int
    /// The least of the money in one payment that is followed.
    package let least: Money

    /// Held at the end by one kind of places.
    package func present(_ isCounted: (Place) -> Bool) -> Money {
        places.reduce(.zero) { isCounted($1) ? $0 + $1.present : $0 }
    }

    package var notFollowed: Money { places.reduce(.zero) { $0 + $1.notFollowed } }
}

/// What a page is told of the whole ledger.
package enum LedgerSight: Sendable {
    case seen(LedgerLook)
    /// Nothing is answered from it: `file` is damaged at byte `offset`.
    case damaged(file: String, offset: Int)
    /// Its times only count, so no reported payment can be found in it.
    case withoutMoments
    case unreadable
    /// What was found is not what the victims paid: a fault of the program, on which nobody is to act.
    case sumsDisagree
}
