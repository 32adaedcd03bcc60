internal import Primitives

/// Puts keys back in place of the book's numbers and adds up a flow into a trace.
struct TraceReport {
    private let book: Book
    private let incidents: [IncidentKey]
    private let request: TraceRequest
    private let pieces: [Piece]
    private let ends: [End]
    private let sums: [EndSum]

    init(book: Book, incidents: [IncidentKey], request: TraceRequest, flow: Flow) {
        self.book = book
        self.incidents = incidents
        self.request = request
        let pieces = flow.pieces.map { book.piece($0, incidents) }
        let ends = flow.ends.map { book.end($0, pieces) }
        self.pieces = pieces
        self.ends = ends
        sums = EndSum.sums(of: ends, pieces)
    }

    func trace(seeds: [Seed]) -> Trace {
        let conserves = request.rule.conserves
        let kept = conserves ? sums : []
        let holders = holders(kept)
        let reached = Set(pieces.compactMap(\.to.account)).sorted().compactMap { book.accountNumbers[$0] }
        return Trace(
            rule: request.rule, limits: request.limits, now: request.now, seeds: seeds, pieces: pieces,
            ends: conserves ? ends : [], holders: holders.filter { !book.isHub($0.account) },
            hubs: holders.filter { book.isHub($0.account) }, exits: kept.compactMap(\.exit),
            unexplained: kept.compactMap(\.unexplained), superseded: kept.compactMap(\.superseded),
            frontier: frontier(),
            touched: conserves ? [] : touched(seeds), inferredOpenings: reached.compactMap(book.inferredOpening),
            adjustments: reached.flatMap { book.lines[$0].adjustments })
    }

    private func holders(_ sums: [EndSum]) -> [Holder] {
        let arrivals = Arrivals.atPlaces(pieces)
        return Dictionary(grouping: sums.filter(\.fate.isOnAccount), by: \.place)
            .flatMap { place, sums -> [Holder] in
                guard let place, let arrivals = arrivals[place], let holder = holder(place, sums, arrivals) else {
                    return []
                }
                return parted(holder)
            }
            .sorted {
                ($1.amount, $0.account, $0.incident, $1.isHeld ? 1 : 0) < (
                    $0.amount, $1.account, $1.incident, $0.isHeld ? 1 : 0
                )
            }
    }

    /// What a measure up to an amount holds and what lies above it, where there is more than it holds.
    private func parted(_ holder: Holder) -> [Holder] {
        guard holder.isHeld, let number = book.accountNumbers[holder.account] else { return [holder] }
        let holds = book.accounts[number].holds.filter { $0.isInForce(at: request.now) }
        guard !holds.contains(where: { $0.most == nil }) else { return [holder] }
        let most = holds.compactMap(\.most).reduce(Money.zero, +)
        let followed = holder.amount - holder.notFollowed
        guard most < followed else { return [holder] }
        let rest = holder.with(amount: holder.amount - most, notFollowed: holder.notFollowed, isHeld: false)
        return most == .zero ? [rest] : [holder.with(amount: most, notFollowed: .zero, isHeld: true), rest]
    }

    private func holder(_ place: Place, _ sums: [EndSum], _ arrivals: Arrivals) -> Holder? {
        guard let account = place.destination.account, let number = book.accountNumbers[account] else { return nil }
        let known = book.accounts[number]
        let notFollowed = sums.filter { $0.limit != nil }
        return Holder(
            account: account, incident: place.incident, amount: sums.reduce(.zero) { $0 + $1.amount },
            notFollowed: notFollowed.reduce(.zero) { $0 + $1.amount }, balance: Money(fen: book.lines[number].balance),
            tier: arrivals.tier, firstArrival: arrivals.first, lastArrival: arrivals.last,
            isHeld: known.holds.contains { $0.isInForce(at: request.now) },
            awaitsStatement: known.knownUntil.map { $0 < arrivals.last.at } ?? true)
    }

    private func frontier() -> [Frontier] {
        Dictionary(grouping: sums.filter { $0.limit != nil }) {
            [$0.limit?.rawValue, $0.incident.text, $0.account?.text]
        }
        .values.compactMap { rows in
            guard let first = rows.first, let limit = first.limit, let account = first.account else { return nil }
            let amount = rows.reduce(Money.zero) { $0 + $1.amount }
            return Frontier(
                limit: limit, incident: first.incident, account: account, transfers: rows.count, amount: amount)
        }
        .sorted {
            ($1.amount, $0.account, $0.incident, $0.limit.rawValue) < (
                $0.amount, $1.account, $1.incident, $1.limit.rawValue
            )
        }
    }

    /// Each place's upper bound: what arrived, and never more than the victims paid or than the account's balance.
    private func touched(_ seeds: [Seed]) -> [Touched] {
        let paid = Dictionary(seeds.map { ($0.incident, $0.amount) }, uniquingKeysWith: +)
        return Arrivals.atPlaces(pieces)
            .map { place, arrivals in
                let number = place.destination.account.flatMap { book.isHub($0) ? nil : book.accountNumbers[$0] }
                let bounds = [paid[place.incident], number.map { Money(fen: book.lines[$0].balance) }].compactMap(
                    \.self)
                return Touched(
                    place: place.destination, incident: place.incident, atMost: bounds.reduce(arrivals.amount, min),
                    tier: arrivals.tier, firstArrival: arrivals.first, lastArrival: arrivals.last)
            }
            .sorted {
                ($1.atMost, $0.firstArrival, $0.incident, $0.place.text) < (
                    $0.atMost, $1.firstArrival, $1.incident, $1.place.text
                )
            }
    }
}

/// One incident's money at one place.
private struct Place: Hashable {
    let destination: Destination
    let incident: IncidentKey
}

/// When and on what way an incident's money came to a place.
private struct Arrivals {
    var tier: Int
    var first: TransferOrder
    var last: TransferOrder
    var amount = Money.zero

    static func atPlaces(_ pieces: [Piece]) -> [Place: Arrivals] {
        var result: [Place: Arrivals] = [:]
        for piece in pieces {
            let new = Arrivals(tier: piece.tier, first: piece.arrived, last: piece.arrived)
            result[Place(destination: piece.to, incident: piece.incident), default: new].add(piece)
        }
        return result
    }

    private mutating func add(_ piece: Piece) {
        tier = min(tier, piece.tier)
        first = min(first, piece.arrived)
        last = max(last, piece.arrived)
        amount += piece.amount
    }
}

/// All ends of one incident with one fate at one account and by one transfer.
private struct EndSum {
    struct Key: Hashable {
        let incident: IncidentKey
        let fate: Fate
        let account: AccountKey?
        let transfer: TransferKey?
    }

    let key: Key
    let at: TransferOrder
    var tier: Int
    var amount: Money

    var incident: IncidentKey { key.incident }
    var fate: Fate { key.fate }
    /// The last account that the money is known to have been on.
    var account: AccountKey? { key.account }

    var place: Place? { account.map { Place(destination: .account($0), incident: incident) } }
    var limit: Limit? { if case .notFollowed(let limit, _) = fate { limit } else { nil } }

    var exit: Exit? {
        guard case .exit(let kind) = fate, let transfer = key.transfer else { return nil }
        return Exit(
            kind: kind, incident: incident, account: account, transfer: transfer, amount: amount, tier: tier, at: at)
    }

    var unexplained: Unexplained? {
        guard case .unexplained(let at) = fate else { return nil }
        return Unexplained(
            incident: incident, account: account, transfer: key.transfer, at: at, amount: amount, tier: tier)
    }

    var superseded: Superseded? {
        guard case .superseded(let transfer) = fate, let account else { return nil }
        return Superseded(incident: incident, account: account, transfer: transfer, amount: amount)
    }

    /// The largest first.
    static func sums(of ends: [End], _ pieces: [Piece]) -> [EndSum] {
        var sums: [Key: EndSum] = [:]
        for end in ends {
            let piece = pieces[end.piece]
            let key = key(of: end.fate, piece)
            sums[key, default: EndSum(key: key, at: piece.left, tier: piece.tier, amount: .zero)].add(end, piece)
        }
        return sums.values.sorted(by: isBefore)
    }

    /// The larger first; no two sums are alike in all that settles ties.
    private static func isBefore(_ a: EndSum, _ b: EndSum) -> Bool {
        if a.amount != b.amount { return a.amount > b.amount }
        let texts = { (sum: EndSum) in (sum.account?.text ?? "", sum.key.transfer?.text ?? "", sum.incident.text) }
        if texts(a) != texts(b) { return texts(a) < texts(b) }
        if case .unexplained(let atA) = a.fate, case .unexplained(let atB) = b.fate { return atA < atB }
        return a.fate.rank < b.fate.rank
    }

    private static func key(of fate: Fate, _ piece: Piece) -> Key {
        let isBeyond = piece.to.account == nil
        return Key(
            incident: piece.incident, fate: fate, account: isBeyond ? piece.from : piece.to.account,
            transfer: isBeyond ? piece.transfer : fate.transfer)
    }

    private mutating func add(_ end: End, _ piece: Piece) {
        amount += end.amount
        tier = min(tier, piece.tier)
    }
}

extension Fate {
    fileprivate var transfer: TransferKey? {
        switch self {
        case .superseded(let transfer), .notFollowed(_, let transfer): transfer
        case .held, .hub, .exit, .unexplained: nil
        }
    }

    fileprivate var rank: Int {
        switch self {
        case .held: 0
        case .hub: 1
        case .exit: 2
        case .unexplained: 3
        case .superseded: 4
        case .notFollowed(.depth, _): 5
        case .notFollowed(.breadth, _): 6
        case .notFollowed(.least, _): 7
        }
    }
}

extension Destination {
    fileprivate var text: String {
        switch self {
        case .account(let key): "account " + key.text
        case .exit(let kind): "exit " + kind.rawValue
        case .unexplained: "unexplained"
        }
    }
}

extension Book {
    func isHub(_ key: AccountKey) -> Bool { accountNumbers[key].map { accounts[$0].isHub } ?? false }

    fileprivate func piece(_ piece: Flow.Piece, _ incidents: [IncidentKey]) -> Piece {
        let transfer = transfers[piece.transfer]
        return Piece(
            incident: incidents[piece.incident], transfer: transfer.key, from: transfer.payer, to: transfer.payee,
            amount: Money(fen: piece.amount), parent: piece.parent, tier: piece.tier, left: transfer.payerOrder,
            arrived: transfer.payee.account == nil ? transfer.payerOrder : transfer.payeeOrder)
    }

    fileprivate func end(_ end: Flow.End, _ pieces: [Piece]) -> End {
        End(piece: end.piece, amount: Money(fen: end.amount), fate: fate(end.kind, pieces[end.piece]))
    }

    private func fate(_ kind: Flow.End.Kind, _ piece: Piece) -> Fate {
        switch (kind, piece.to) {
        case (.vanished(let event), _): .unexplained(at: events[event].order)
        case (.superseded(let transfer), _): .superseded(by: transfers[transfer].key)
        case (.notFollowed(let limit, let transfer), _): .notFollowed(limit, transfers[transfer].key)
        case (.arrived, .account(let account)): isHub(account) ? .hub : .held
        case (.arrived, .exit(let kind)): .exit(kind)
        case (.arrived, .unexplained): .unexplained(at: piece.left)
        }
    }

    fileprivate func inferredOpening(of account: Int) -> InferredOpening? {
        let line = lines[account]
        guard line.isOpeningInferred, line.opening > 0 else { return nil }
        return InferredOpening(account: accounts[account].key, balance: Money(fen: line.opening))
    }
}
