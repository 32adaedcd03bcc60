internal import Primitives

/// The pieces of the seeds' money that moved, and where they ended; all by the book's numbers.
struct Flow {
    /// A seed.
    struct Start {
        let incident: Int
        let transfer: Int
        /// In fen.
        let amount: Int64
    }

    /// An incident's money in one transfer.
    struct Piece {
        let incident: Int
        let transfer: Int
        /// In fen.
        let amount: Int64
        /// The piece that had brought it to the payer; `nil` for a victim's payment.
        let parent: Int?
        /// Which transfer after the victim's it is; the victim's own is 1.
        let tier: Int
    }

    /// Where some of a piece's money ended.
    struct End {
        enum Kind {
            /// Where its transfer brought it.
            case arrived
            /// A stated balance shows that it left the account.
            case vanished(event: Int)
            /// It left in a transfer that is a later victim's loss.
            case superseded(transfer: Int)
            /// It left in a transfer that a limit did not let follow.
            case notFollowed(Limit, transfer: Int)
        }

        let piece: Int
        /// In fen.
        let amount: Int64
        let kind: Kind
    }

    var pieces: [Piece] = []
    var ends: [End] = []

    func child(of parent: Int, transfer: Int, amount: Int64) -> Piece {
        let (incident, tier) = (pieces[parent].incident, pieces[parent].tier)
        return Piece(incident: incident, transfer: transfer, amount: amount, parent: parent, tier: tier + 1)
    }
}

/// Where the limits are kept.
struct Gate {
    private struct Branching: Hashable {
        let account: Int
        let incident: Int
    }

    let limits: Limits
    private var branches: [Branching: Set<Int>] = [:]

    init(_ limits: Limits) { self.limits = limits }

    /// What stops an incident's money, in fen, on its way to another account; `nil` lets it pass and counts the branch.
    mutating func stop(_ amount: Int64, of incident: Int, from payer: Int, to payee: Int) -> Limit? {
        if amount < limits.least.fen { return .least }
        let branching = Branching(account: payer, incident: incident)
        let known = branches[branching] ?? []
        if known.contains(payee) { return nil }
        if known.count >= limits.breadth { return .breadth }
        branches[branching, default: []].insert(payee)
        return nil
    }
}
