internal import Primitives

/// A way in which a trace does not add up.
package enum Breach: Hashable, Sendable {
    /// The ends of an incident are not what its victims paid.
    case incident(IncidentKey)
    /// The seed pieces in a transfer are not the seeds.
    case seeds(IncidentKey, TransferKey)
    /// What went on and what ended of a piece is not what it brought.
    case piece(Int)
    /// The parent of a piece is of another incident, brought the money elsewhere, or is not one tier above.
    case chain(Int)
    /// A transfer carried more of the incidents' money than it moved.
    case transfer(TransferKey)
    /// At this moment more of the incidents' money was on the account than its balance, or more had left than had come.
    case account(AccountKey, TransferOrder)
}

extension Tracer {
    /// Adds up a trace anew from its pieces, its ends and the ledger.
    ///
    /// Empty when every fen is accounted for at each account and moment.
    /// A trace under poison is never checked: its amounts are bounds.
    package func breaches(in trace: Trace) -> [Breach] {
        guard trace.rule.conserves else { return [] }
        let audit = Audit(book: book, trace: trace)
        return audit.incidents() + audit.seeds() + audit.pieces() + audit.chains() + audit.transfers()
            + audit.accounts()
    }
}

/// Recomputes the sums of a trace without anything that following it had kept.
private struct Audit {
    let book: Book
    let trace: Trace

    func incidents() -> [Breach] {
        var balance = Dictionary(trace.seeds.map { ($0.incident, $0.amount) }, uniquingKeysWith: +)
        for end in trace.ends { balance[trace.pieces[end.piece].incident, default: .zero] -= end.amount }
        return balance.filter { $0.value != .zero }.keys.sorted().map(Breach.incident)
    }

    func seeds() -> [Breach] {
        var balance: [Seed: Money] = [:]
        func key(_ incident: IncidentKey, _ transfer: TransferKey) -> Seed {
            Seed(incident: incident, transfer: transfer, amount: .zero)
        }
        for seed in trace.seeds { balance[key(seed.incident, seed.transfer), default: .zero] += seed.amount }
        for piece in trace.pieces where piece.parent == nil {
            balance[key(piece.incident, piece.transfer), default: .zero] -= piece.amount
        }
        return balance.filter { $0.value != .zero }.keys.map { .seeds($0.incident, $0.transfer) }
    }

    func pieces() -> [Breach] {
        var balance = trace.pieces.map(\.amount)
        for piece in trace.pieces { if let parent = piece.parent { balance[parent] -= piece.amount } }
        for end in trace.ends { balance[end.piece] -= end.amount }
        let isPositive = trace.pieces.allSatisfy(\.amount.isPositive) && trace.ends.allSatisfy(\.amount.isPositive)
        return isPositive ? balance.indices.filter { balance[$0] != .zero }.map(Breach.piece) : [.piece(-1)]
    }

    func chains() -> [Breach] {
        trace.pieces.indices.filter { index in
            let piece = trace.pieces[index]
            guard let number = piece.parent else { return piece.tier != 1 }
            let parent = trace.pieces[number]
            return number >= index || parent.incident != piece.incident || parent.to.account != piece.from
                || piece.from == nil || parent.tier + 1 != piece.tier
        }
        .map(Breach.chain)
    }

    func transfers() -> [Breach] {
        let sums = Dictionary(trace.pieces.map { ($0.transfer, $0.amount) }, uniquingKeysWith: +)
        return sums.keys.sorted().filter { key in
            guard let number = book.transferNumbers[key], let sum = sums[key] else { return true }
            return sum > book.transfers[number].amount
        }
        .map(Breach.transfer)
    }

    /// Replays each account that the money reached, entry by entry.
    func accounts() -> [Breach] {
        let (came, went) = movements()
        var tainted: [Int: Money] = [:]
        var balances: [Int: Money] = [:]
        var breaches: [Breach] = []
        for (number, event) in book.events.enumerated() {
            guard let account = event.account, !book.accounts[account].isHub else { continue }
            let before = balances[account] ?? Money(fen: book.lines[account].opening)
            let balance = after(event, before)
            balances[account] = balance
            let there = (tainted[account] ?? .zero) + (came[number] ?? .zero) - (went[number] ?? .zero)
            tainted[account] = there
            if there > balance || there < .zero { breaches.append(.account(book.accounts[account].key, event.order)) }
        }
        return breaches
    }

    /// A withdrawal that the entries before it do not cover had been covered by an unexplained deposit.
    private func after(_ event: Event, _ balance: Money) -> Money {
        switch event.kind {
        case .arrives: balance + Money(fen: event.amount)
        case .leaves: max(.zero, balance - Money(fen: event.amount))
        case .stated: Money(fen: event.amount)
        }
    }

    /// What came to and left the accounts that are followed, by the event's number.
    private func movements() -> (came: [Int: Money], went: [Int: Money]) {
        var (came, went): ([Int: Money], [Int: Money]) = ([:], [:])
        let events = EventNumbers(book)
        for piece in trace.pieces {
            if let arrival = events.arrival(piece.transfer) { came[arrival, default: .zero] += piece.amount }
            if piece.parent != nil, let leaving = events.leaving(piece.transfer) {
                went[leaving, default: .zero] += piece.amount
            }
        }
        for end in trace.ends {
            if let number = events.leaving(end, trace.pieces[end.piece]) { went[number, default: .zero] += end.amount }
        }
        return (came, went)
    }
}

/// Finds events by what they are of.
private struct EventNumbers {
    private struct Statement: Hashable {
        let account: AccountKey
        let at: TransferOrder
    }

    private var arrivals: [TransferKey: Int] = [:]
    private var leavings: [TransferKey: Int] = [:]
    private var statements: [Statement: Int] = [:]

    init(_ book: Book) {
        for (number, event) in book.events.enumerated() {
            switch event.kind {
            case .arrives: arrivals[book.transfers[event.subject].key] = number
            case .leaves: leavings[book.transfers[event.subject].key] = number
            case .stated:
                guard let account = event.account else { continue }
                // A bank may say the same twice of one moment: what was missing had left by the first.
                let statement = Statement(account: book.accounts[account].key, at: event.order)
                statements[statement] = statements[statement] ?? number
            }
        }
    }

    func arrival(_ transfer: TransferKey) -> Int? { arrivals[transfer] }

    func leaving(_ transfer: TransferKey) -> Int? { leavings[transfer] }

    /// `nil` for money that stayed where its piece brought it.
    func leaving(_ end: End, _ piece: Piece) -> Int? {
        switch end.fate {
        case .held, .hub, .exit: nil
        case .superseded(let transfer), .notFollowed(_, let transfer): leavings[transfer]
        case .unexplained(let at): piece.to.account.flatMap { statements[Statement(account: $0, at: at)] }
        }
    }
}
