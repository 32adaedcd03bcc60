package import Primitives

/// An incident's money in one transfer, all of it come by the same chain of transfers.
package struct Piece: Hashable, Sendable {
    package let incident: IncidentKey
    package let transfer: TransferKey
    package let from: AccountKey?
    package let to: Destination
    package let amount: Money
    /// Its index in `Trace.pieces` of the piece that had brought the money to the payer; `nil` for a victim's payment.
    package let parent: Int?
    /// Which transfer after the victim's it is; the victim's own is 1.
    package let tier: Int
    package let left: TransferOrder
    package let arrived: TransferOrder
}

/// Where some of a piece's money ended.
package enum Fate: Hashable, Sendable {
    /// It is still on the account.
    case held
    /// It reached a hub, through which it is not followed.
    case hub
    case exit(ExitKind)
    /// It left to somewhere that no entry tells, at the moment of the entry or of the stated balance that shows it.
    case unexplained(at: TransferOrder)
    /// It left in a transfer that is a later victim's loss and is counted there.
    case superseded(by: TransferKey)
    /// A limit stopped following at this transfer; the money is shown where it was before.
    case notFollowed(Limit, TransferKey)
}

/// Some of a piece's money and where it ended; the ends of all pieces together are all money of all seeds.
package struct End: Hashable, Sendable {
    /// The piece's index in `Trace.pieces`.
    package let piece: Int
    package let amount: Money
    package let fate: Fate
}

/// An incident's money on one account.
package struct Holder: Hashable, Sendable {
    package let account: AccountKey
    package let incident: IncidentKey
    /// What is still there, with what a limit stopped following there.
    package let amount: Money
    /// Of the amount, what has left by the entries and was not followed.
    package let notFollowed: Money
    /// The whole balance of the account as the entries explain it.
    package let balance: Money
    /// The least number of transfers between the victim and this account.
    package let tier: Int
    package let firstArrival: TransferOrder
    package let lastArrival: TransferOrder
    /// A measure is in force now.
    package let isHeld: Bool
    /// No statement at hand covers the time of the last arrival, so the money may have moved on.
    package let awaitsStatement: Bool

    /// A part of it: what a measure holds, or what is above that.
    func with(amount: Money, notFollowed: Money, isHeld: Bool) -> Holder {
        Holder(
            account: account, incident: incident, amount: amount, notFollowed: notFollowed, balance: balance,
            tier: tier,
            firstArrival: firstArrival, lastArrival: lastArrival, isHeld: isHeld, awaitsStatement: awaitsStatement)
    }
}

/// An incident's money that left the accounts that can be followed.
package struct Exit: Hashable, Sendable {
    package let kind: ExitKind
    package let incident: IncidentKey
    /// The account it left; `nil` when the victim paid from outside the known world.
    package let account: AccountKey?
    package let transfer: TransferKey
    package let amount: Money
    package let tier: Int
    package let at: TransferOrder
}

/// An incident's money that left an account without an entry that tells where to.
package struct Unexplained: Hashable, Sendable {
    package let incident: IncidentKey
    /// The account whose bank's statement is awaited; `nil` when the victim's own payment does not tell its payee.
    package let account: AccountKey?
    /// The entry that does not tell its payee; `nil` where a stated balance shows that the money is gone.
    package let transfer: TransferKey?
    package let at: TransferOrder
    package let amount: Money
    package let tier: Int
}

/// An incident's money that left in a later victim's payment and is counted as that victim's loss.
package struct Superseded: Hashable, Sendable {
    package let incident: IncidentKey
    package let account: AccountKey
    package let transfer: TransferKey
    package let amount: Money
}

/// What a limit cut off at one account.
package struct Frontier: Hashable, Sendable {
    package let limit: Limit
    package let incident: IncidentKey
    package let account: AccountKey
    /// How many transfers were not followed.
    package let transfers: Int
    package let amount: Money
}

/// A place that poison touched.
package struct Touched: Hashable, Sendable {
    package let place: Destination
    package let incident: IncidentKey
    /// No rule puts more of the incident's money there; not to be added up over places.
    package let atMost: Money
    package let tier: Int
    package let firstArrival: TransferOrder
    package let lastArrival: TransferOrder
}

/// An opening balance that no bank gave: the least one that explains the entries.
package struct InferredOpening: Hashable, Sendable {
    package let account: AccountKey
    package let balance: Money
}

/// Where the seeds' money is, and why; every list has a stable order, the same for any order of the input.
package struct Trace: Hashable, Sendable {
    package let rule: Rule
    package let limits: Limits
    package let now: Timestamp
    /// Seeds of one incident in the same transfer are one seed here.
    package let seeds: [Seed]
    /// In the order in which the money moved; a parent comes before its children.
    package internal(set) var pieces: [Piece]
    /// Empty under poison.
    package internal(set) var ends: [End]
    /// The largest first; empty under poison.
    package let holders: [Holder]
    /// Money that reached hubs, the largest first; empty under poison.
    package let hubs: [Holder]
    package let exits: [Exit]
    package let unexplained: [Unexplained]
    package let superseded: [Superseded]
    package let frontier: [Frontier]
    /// Only under poison.
    package let touched: [Touched]
    /// Of the accounts that the money reached; an inferred balance of zero is not listed.
    package let inferredOpenings: [InferredOpening]
    /// Of the accounts that the money reached.
    package let adjustments: [Adjustment]
}

/// Sums over a trace; `seeded` is the sum of the five others unless the rule is poison.
package struct TraceTotals: Hashable, Sendable {
    package var seeded = Money.zero
    /// On accounts, under a measure now or not.
    package var onAccounts = Money.zero
    package var inHubs = Money.zero
    package var exited = Money.zero
    package var unexplained = Money.zero
    package var superseded = Money.zero
    /// Of `onAccounts`, what is still there on accounts under a measure now.
    package var held = Money.zero
}

/// All incidents' money on one account.
package struct AccountTotal: Hashable, Sendable {
    package let account: AccountKey
    package let amount: Money
    package let incidents: [IncidentKey]
}

/// What one transfer carried.
package struct Carried: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package let incident: IncidentKey
        package let amount: Money
    }

    package let transfer: TransferKey
    package let from: AccountKey?
    package let to: Destination
    package let left: TransferOrder
    package let parts: [Part]
}

extension Trace {
    /// The sums of one incident, or of all.
    package func totals(of incident: IncidentKey? = nil) -> TraceTotals {
        func sum<Row>(_ rows: [Row], _ key: KeyPath<Row, IncidentKey>, _ amount: (Row) -> Money) -> Money {
            rows.reduce(.zero) { incident == nil || $1[keyPath: key] == incident ? $0 + amount($1) : $0 }
        }
        return TraceTotals(
            seeded: sum(seeds, \.incident, \.amount), onAccounts: sum(holders, \.incident, \.amount),
            inHubs: sum(hubs, \.incident, \.amount), exited: sum(exits, \.incident, \.amount),
            unexplained: sum(unexplained, \.incident, \.amount), superseded: sum(superseded, \.incident, \.amount),
            held: sum(holders, \.incident) { $0.isHeld ? $0.amount - $0.notFollowed : .zero })
    }

    /// What each account holds of all incidents together, the largest first.
    package var accountTotals: [AccountTotal] {
        Dictionary(grouping: holders, by: \.account)
            .map { account, rows in
                let incidents = rows.map(\.incident).sorted()
                return AccountTotal(
                    account: account, amount: rows.reduce(.zero) { $0 + $1.amount }, incidents: incidents)
            }
            .sorted { ($1.amount, $0.account) < ($0.amount, $1.account) }
    }

    /// What each transfer carried of each incident, in the order in which the money moved.
    package var carried: [Carried] {
        var order: [TransferKey] = []
        var pieces: [TransferKey: [Piece]] = [:]
        for piece in self.pieces {
            if pieces[piece.transfer] == nil { order.append(piece.transfer) }
            pieces[piece.transfer, default: []].append(piece)
        }
        return order.compactMap { transfer in
            guard let rows = pieces[transfer], let first = rows.first else { return nil }
            let sums = Dictionary(rows.map { ($0.incident, $0.amount) }, uniquingKeysWith: +)
            let parts = sums.sorted { $0.key < $1.key }.map { Carried.Part(incident: $0.key, amount: $0.value) }
            return Carried(transfer: transfer, from: first.from, to: first.to, left: first.left, parts: parts)
        }
    }
}
