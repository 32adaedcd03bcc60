package import FundTracing
package import Primitives

/// A trace as amounts at places and on the way, each split by where that very money is now.
///
/// The ends of the pieces are walked back over their parents, so every fen is counted once on each transfer it took.
package struct MoneyFlows: Sendable, Equatable {
    /// What one account received and what of it is there, or went from there out of sight.
    package struct Place: Sendable, Equatable {
        package var tier: Int
        package var received = Money.zero
        package var bands = Bands.zero
        package var firstArrival: Timestamp
        /// Left in a transfer that tells no payee, or found missing when the bank stated the balance.
        package var unexplained = Money.zero
        /// The bands are a decision's on a return, not the trace's.
        package var isDecided = false

        package var passedOn: Money { received - bands.total }
    }

    package struct Flow: Sendable, Equatable {
        package let from: String
        package let to: String
        package let moment: Timestamp
        package var bands: Bands
    }

    package struct Leak: Sendable, Equatable {
        package let from: String
        package let kind: ExitKind
        package let moment: Timestamp
        package var amount: Money
    }

    /// What was not followed out of a place, and why.
    package struct Stub: Sendable, Equatable {
        package enum Reason: Hashable, Sendable { case limit(Limit), superseded }

        package let from: String
        package let reason: Reason
        package var transfers: Set<TransferKey>
        package var amount: Money
    }

    /// By the account's key.
    package private(set) var places: [String: Place] = [:]
    /// What each payer lost and where it is; by the name that `payer` gave.
    package private(set) var paid: [String: Bands] = [:]
    package private(set) var flows: [Flow] = []
    package private(set) var leaks: [Leak] = []
    package private(set) var stubs: [Stub] = []

    private struct FlowKey: Hashable {
        let from: String
        let transfer: TransferKey
    }

    /// `payer` names who made the payment that a victim reported.
    package init(_ trace: Trace, payer: (TransferKey) -> String) {
        let held = Set(trace.holders.filter(\.isHeld).map(\.account))
        var bands = Array(repeating: Bands.zero, count: trace.pieces.count)
        for end in trace.ends {
            let fate = Self.bands(of: end, at: trace.pieces[end.piece].to, held: held)
            var next: Int? = end.piece
            while let index = next {
                bands[index] = bands[index] + fate
                next = trace.pieces[index].parent
            }
            settle(end, fate, trace.pieces[end.piece])
        }
        var known: [FlowKey: Int] = [:]
        for (piece, bands) in zip(trace.pieces, bands) {
            carry(piece, bands, from: piece.sourceAccount?.text ?? payer(piece.transfer), &known)
        }
    }

    package var total: Bands { paid.values.reduce(.zero, +) }

    private static func bands(of end: End, at place: Destination, held: Set<AccountKey>) -> Bands {
        switch (end.fate, place) {
        case (.held, .account(let key)) where held.contains(key): Bands(held: end.amount)
        case (.exit, _): Bands(exited: end.amount)
        case (.held, _), (.hub, _), (.unexplained, _), (.superseded, _), (.notFollowed, _): Bands(atLarge: end.amount)
        }
    }

    /// Counts an end where its money is, or where it was seen last.
    private mutating func settle(_ end: End, _ fate: Bands, _ piece: Piece) {
        guard let place = piece.to.key?.text ?? piece.sourceAccount?.text else { return }
        var found = places[place] ?? Place(tier: piece.tier, firstArrival: piece.arrived.at)
        found.bands = found.bands + fate
        if case .unexplained = end.fate { found.unexplained += end.amount }
        places[place] = found
        switch end.fate {
        case .notFollowed(let limit, let transfer): cut(place, .limit(limit), transfer, end.amount)
        case .superseded(let transfer): cut(place, .superseded, transfer, end.amount)
        case .held, .hub, .exit, .unexplained: break
        }
    }

    private mutating func cut(_ place: String, _ reason: Stub.Reason, _ transfer: TransferKey, _ amount: Money) {
        if let index = stubs.firstIndex(where: { $0.from == place && $0.reason == reason }) {
            stubs[index].transfers.insert(transfer)
            stubs[index].amount += amount
        } else {
            stubs.append(Stub(from: place, reason: reason, transfers: [transfer], amount: amount))
        }
    }

    private mutating func carry(_ piece: Piece, _ bands: Bands, from: String, _ known: inout [FlowKey: Int]) {
        if piece.parent == nil { paid[from] = (paid[from] ?? .zero) + bands }
        switch piece.to {
        case .account(let key):
            arrive(piece, at: key.text)
            add(bands, from: from, to: key.text, piece, &known)
        case .exit(let kind): leak(piece, from: from, kind)
        case .unexplained: break
        }
    }

    private mutating func arrive(_ piece: Piece, at place: String) {
        var found = places[place] ?? Place(tier: piece.tier, firstArrival: piece.arrived.at)
        found.tier = min(found.tier, piece.tier)
        found.received += piece.amount
        found.firstArrival = min(found.firstArrival, piece.arrived.at)
        places[place] = found
    }

    private mutating func add(
        _ bands: Bands, from: String, to: String, _ piece: Piece, _ known: inout [FlowKey: Int]
    ) {
        let key = FlowKey(from: from, transfer: piece.transfer)
        if let index = known[key] {
            flows[index].bands = flows[index].bands + bands
        } else {
            known[key] = flows.count
            flows.append(Flow(from: from, to: to, moment: piece.arrived.at, bands: bands))
        }
    }

    private mutating func leak(_ piece: Piece, from: String, _ kind: ExitKind) {
        let same = leaks.firstIndex { $0.from == from && $0.kind == kind && $0.moment == piece.left.at }
        if let same {
            leaks[same].amount += piece.amount
        } else {
            leaks.append(Leak(from: from, kind: kind, moment: piece.left.at, amount: piece.amount))
        }
    }
}

extension Piece {
    /// The account that passed the money on; nil for a victim's own payment.
    fileprivate var sourceAccount: AccountKey? { parent == nil ? nil : from }
}

extension Destination {
    fileprivate var key: AccountKey? {
        if case .account(let key) = self { return key }
        return nil
    }
}
