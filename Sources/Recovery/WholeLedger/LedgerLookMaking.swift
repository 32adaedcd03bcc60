internal import Jurisdiction
internal import Ledger
internal import Primitives

/// Puts a trace through a ledger together with what is on record of its accounts.
struct LedgerLookMaking {
    let ledger: TransferLedger
    let trace: LedgerTrace
    let limits: Rules
    let reach: LedgerReach

    /// What came to an account.
    private struct Arrival {
        var tier: Int
        var received: Int64 = 0
        var first: Int64
    }

    func look(_ starts: [LedgerLook.Start]) throws -> LedgerLook {
        let arrivals = try arrivals()
        let cuts = try cuts()
        let kept = Dictionary(cuts.map { ($0.account, $0.amount) }, uniquingKeysWith: +)
        let standings = try reach.standings(of: arrivals.keys.sorted())
        let held = Dictionary(uniqueKeysWithValues: trace.holders.map { ($0.account, Money(fen: $0.held)) })
        let places = arrivals.map { account, arrival in
            let notFollowed = kept[account] ?? .zero
            return LedgerLook.Place(
                account: account, number: reach.number(of: account), record: reach.record(of: account),
                bank: reach.bank(of: account), tier: arrival.tier, received: Money(fen: arrival.received),
                present: (held[account] ?? .zero) - notFollowed, notFollowed: notFollowed,
                firstArrival: Timestamp(microseconds: arrival.first),
                standing: standing(of: account, standings[account]))
        }
        let traced = try trace.question.seeds.reduce(Int64(0)) { $0 + (try ledger.transfer($1).amount) }
        return LedgerLook(
            starts: starts, traced: Money(fen: traced),
            places: inOrder(places),
            outside: held[Self.outside] ?? .zero, superseded: Money(fen: trace.superseded), cuts: cuts,
            transfers: ledger.rows, firstTransfer: try moment(0), lastTransfer: try moment(ledger.rows - 1),
            depthMax: limits.traceDepthMax, breadthMax: limits.traceBreadthMax, least: limits.traceLeastAmount)
    }

    /// What is under no measure first, then what else is there, then what came; each the largest first.
    private func inOrder(_ places: [LedgerLook.Place]) -> [LedgerLook.Place] {
        // Numbers are moved about in place of thousands of large values.
        let keys = places.enumerated().map { index, place in
            (place.free.fen, place.present.fen, place.received.fen, -place.account, index)
        }
        return keys.sorted(by: >).map { places[$0.4] }
    }

    private static let outside = 0

    private func standing(of account: Int, _ onRecord: LedgerLook.Standing?) -> LedgerLook.Standing {
        if reach.isVictim(account) { return .victim }
        return reach.isHub(account) ? .hub : onRecord ?? .free(after: nil)
    }

    private func moment(_ row: Int) throws -> Timestamp {
        Timestamp(microseconds: row >= 0 && row < ledger.rows ? try ledger.transfer(row).time : 0)
    }

    private func arrivals() throws -> [Int: Arrival] {
        var arrivals: [Int: Arrival] = [:]
        for transfer in trace.transfers {
            let row = try ledger.transfer(transfer.row)
            guard row.payee != Self.outside else { continue }
            var arrival = arrivals[row.payee] ?? Arrival(tier: transfer.level, first: row.time)
            arrival.tier = min(arrival.tier, transfer.level)
            arrival.received += transfer.traced
            arrivals[row.payee] = arrival
        }
        return arrivals
    }

    /// A hub's hold is no limit: what came there is there.
    private func cuts() throws -> [LedgerLook.Cut] {
        try trace.frontier.compactMap { cut -> LedgerLook.Cut? in
            let limit: LedgerLook.Limit
            switch cut.limit {
            case .hops: limit = .depth
            case .breadth: limit = .breadth
            case .least: limit = .least
            case .until, .freeze: return nil
            }
            return LedgerLook.Cut(
                account: cut.account, limit: limit, amount: Money(fen: cut.held), at: try moment(cut.next))
        }
    }
}
