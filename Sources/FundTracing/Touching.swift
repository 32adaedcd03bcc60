internal import Primitives

/// The poison rule: all that leaves an account after an incident's money reached it is touched.
///
/// A transfer is touched with at most what had reached its payer by then, so that each amount is an upper bound under
/// every other rule; the amounts do not add up to what the victim paid, because the same fen may be on many accounts.
struct Touching {
    private struct Touch {
        /// What has reached the account, at most what the victims paid, in fen.
        var arrived: Int64
        /// The piece that came by the fewest transfers.
        var root: Int
    }

    private let book: Book
    private let incident: Int
    private let starts: [Int: Int64]
    private let paid: Int64
    private var gate: Gate
    private var flow: Flow
    private var touches: [Int: Touch] = [:]
    private var cursors: [Int: Int] = [:]
    private var underway: [Int: Int64] = [:]
    private var roots: [Int: Int] = [:]
    private var queue = EventQueue()

    /// Each incident is followed by itself; its pieces come after one another.
    static func run(_ book: Book, limits: Limits, starts: [Flow.Start]) -> Flow {
        var flow = Flow()
        for (incident, starts) in Dictionary(grouping: starts, by: \.incident).sorted(by: { $0.key < $1.key }) {
            var touching = Touching(book, incident: incident, limits: limits, starts: starts, flow: consume flow)
            touching.run()
            flow = touching.flow
        }
        return flow
    }

    private init(_ book: Book, incident: Int, limits: Limits, starts: [Flow.Start], flow: Flow) {
        self.book = book
        self.incident = incident
        self.starts = Dictionary(starts.map { ($0.transfer, $0.amount) }, uniquingKeysWith: +)
        self.flow = flow
        paid = starts.reduce(0) { $0 + $1.amount }
        gate = Gate(limits)
    }

    private mutating func run() {
        for transfer in starts.keys { send(0, by: transfer) }
        while let number = queue.next() {
            let event = book.events[number]
            switch event.kind {
            case .arrives: arrive(event.subject)
            case .leaves, .stated: if let account = event.account { leave(account, at: number) }
            }
        }
    }

    private mutating func send(_ amount: Int64, by transfer: Int) {
        if underway[transfer] == nil { queue.add(book.landings[transfer].event) }
        underway[transfer, default: 0] += amount
    }

    private mutating func arrive(_ transfer: Int) {
        guard let carried = underway.removeValue(forKey: transfer) else { return }
        let seed = starts[transfer]
        let amount = min(book.transfers[transfer].amount.fen, paid, carried + (seed ?? 0))
        let number = flow.pieces.count
        if seed == nil, let root = roots[transfer] {
            flow.pieces.append(flow.child(of: root, transfer: transfer, amount: amount))
        } else {
            flow.pieces.append(
                Flow.Piece(incident: incident, transfer: transfer, amount: amount, parent: nil, tier: 1))
        }
        if let payee = book.payees[transfer], book.isFollowed(payeeOf: transfer) { touch(payee, by: number) }
    }

    private mutating func touch(_ account: Int, by number: Int) {
        let piece = flow.pieces[number]
        guard var touch = touches[account] else {
            touches[account] = Touch(arrived: piece.amount, root: number)
            watch(account, from: book.lines[account].firstWithdrawal(after: book.landings[piece.transfer].event))
            return
        }
        touch.arrived = min(paid, touch.arrived + piece.amount)
        if piece.tier < flow.pieces[touch.root].tier { touch.root = number }
        touches[account] = touch
    }

    private mutating func watch(_ account: Int, from index: Int) {
        cursors[account] = index
        let withdrawals = book.lines[account].withdrawals
        if index < withdrawals.count { queue.add(withdrawals[index].event) }
    }

    private mutating func leave(_ account: Int, at event: Int) {
        guard let touch = touches[account], let index = cursors[account] else { return }
        let withdrawal = book.lines[account].withdrawals[index]
        let amount = min(withdrawal.amount, touch.arrived)
        if let transfer = withdrawal.transfer {
            leave(by: transfer, amount: amount, root: touch.root)
        } else {
            flow.ends.append(Flow.End(piece: touch.root, amount: amount, kind: .vanished(event: event)))
        }
        watch(account, from: index + 1)
    }

    private mutating func leave(by transfer: Int, amount: Int64, root: Int) {
        if let limit = limit(on: amount, by: transfer, root: root) {
            flow.ends.append(Flow.End(piece: root, amount: amount, kind: .notFollowed(limit, transfer: transfer)))
        } else {
            roots[transfer] = root
            send(amount, by: transfer)
        }
    }

    private mutating func limit(on amount: Int64, by transfer: Int, root: Int) -> Limit? {
        guard book.isFollowed(payeeOf: transfer), let payer = book.payers[transfer], let payee = book.payees[transfer]
        else { return nil }
        if flow.pieces[root].tier >= gate.limits.depth { return .depth }
        return gate.stop(amount, of: incident, from: payer, to: payee)
    }
}
