internal import Primitives

/// Follows the seeds' money through the book in the order of events, visiting only accounts that it reached.
struct Following {
    private let book: Book
    private let rule: Rule
    private let starts: [Int: [Flow.Start]]
    private(set) var flow = Flow()
    private var holdings: [Int: Holdings] = [:]
    private var cursors: [Int: Int] = [:]
    private var underway: [Int: [Slice]] = [:]
    private var gate: Gate
    private var queue = EventQueue()

    /// `starts` are in the order of their incidents.
    init(_ book: Book, rule: Rule, limits: Limits, starts: [Flow.Start]) {
        self.book = book
        self.rule = rule
        gate = Gate(limits)
        self.starts = Dictionary(grouping: starts, by: \.transfer)
    }

    mutating func run() {
        for transfer in starts.keys { send([], by: transfer) }
        while let number = queue.next() {
            let event = book.events[number]
            switch event.kind {
            case .arrives: arrive(event.subject)
            case .leaves, .stated: if let account = event.account { leave(account, at: number) }
            }
        }
        for account in holdings.keys.sorted(by: { book.accounts[$0].key < book.accounts[$1].key }) { rest(on: account) }
    }

    private mutating func send(_ slices: [Slice], by transfer: Int) {
        if underway[transfer] == nil { queue.add(book.landings[transfer].event) }
        underway[transfer, default: []] += slices
    }

    private mutating func arrive(_ transfer: Int) {
        guard let slices = underway.removeValue(forKey: transfer) else { return }
        let seeds = starts[transfer] ?? []
        let layout = Layout(amount: book.transfers[transfer].amount.fen, carried: slices, seeds: seeds.map(\.amount))
        for slice in layout.displaced { end(slice, .superseded(transfer: transfer)) }
        for slice in layout.parts {
            switch slice.origin {
            case .carried(let parent): land(flow.child(of: parent, transfer: transfer, amount: slice.amount), slice)
            case .seed(let index):
                let incident = seeds[index].incident
                land(
                    Flow.Piece(incident: incident, transfer: transfer, amount: slice.amount, parent: nil, tier: 1),
                    slice)
            }
        }
        if let payee = book.payees[transfer], holdings[payee] != nil {
            watch(payee, from: book.lines[payee].firstWithdrawal(after: book.landings[transfer].event))
        }
    }

    private mutating func land(_ piece: Flow.Piece, _ part: Layout.Part) {
        let number = flow.pieces.count
        flow.pieces.append(piece)
        guard let payee = book.payees[piece.transfer], book.isFollowed(payeeOf: piece.transfer) else {
            flow.ends.append(Flow.End(piece: number, amount: piece.amount, kind: .arrived))
            return
        }
        let landing = book.landings[piece.transfer]
        let start = rule == .lifo ? landing.balance : landing.start
        let parcel = Parcel(piece: number, amount: piece.amount, position: start + part.offset)
        holdings[payee, default: Holdings(rule: rule)].put(parcel, incident: piece.incident)
    }

    /// Queues the account's next withdrawal that may take some of the money.
    private mutating func watch(_ account: Int, from index: Int) {
        cursors[account] = holdings[account]?.nextWithdrawal(on: book.lines[account], from: index)
        if let next = cursors[account] { queue.add(book.lines[account].withdrawals[next].event) }
    }

    private mutating func leave(_ account: Int, at event: Int) {
        // A later arrival may have brought another withdrawal forward; what was queued before it is then out of date.
        guard let index = cursors[account], book.lines[account].withdrawals[index].event == event else { return }
        let withdrawal = book.lines[account].withdrawals[index]
        let slices = holdings[account]?.take(withdrawal) ?? []
        if let transfer = withdrawal.transfer {
            let followed = book.isFollowed(payeeOf: transfer) ? limited(slices, by: transfer) : slices
            if !followed.isEmpty { send(followed, by: transfer) }
        } else {
            for slice in slices { end(slice, .vanished(event: event)) }
        }
        watch(account, from: index + 1)
    }

    private mutating func end(_ slice: Slice, _ kind: Flow.End.Kind) {
        flow.ends.append(Flow.End(piece: slice.piece, amount: slice.amount, kind: kind))
    }

    private mutating func rest(on account: Int) {
        for parcel in holdings[account]?.purses.flatMap(\.purse.remaining) ?? [] {
            flow.ends.append(Flow.End(piece: parcel.piece, amount: parcel.amount, kind: .arrived))
        }
    }

    /// The slices that no limit stops; the others stay, visibly, where they are.
    private mutating func limited(_ slices: [Slice], by transfer: Int) -> [Slice] {
        guard gate.limits != .none, let payer = book.payers[transfer], let payee = book.payees[transfer] else {
            return slices
        }
        var sums: [Int: Int64] = [:]
        for slice in slices where flow.pieces[slice.piece].tier < gate.limits.depth {
            sums[flow.pieces[slice.piece].incident, default: 0] += slice.amount
        }
        var stops: [Int: Limit] = [:]
        for (incident, sum) in sums { stops[incident] = gate.stop(sum, of: incident, from: payer, to: payee) }
        return slices.filter { slice in
            let piece = flow.pieces[slice.piece]
            let limit = piece.tier < gate.limits.depth ? stops[piece.incident] : .depth
            if let limit { end(slice, .notFollowed(limit, transfer: transfer)) }
            return limit == nil
        }
    }
}
