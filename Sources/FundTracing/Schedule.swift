/// One entry's moment: a transfer leaves its payer or arrives at its payee, or a bank states a balance.
struct Event: Sendable {
    enum Kind: Int, Sendable { case leaves, arrives, stated }

    let order: TransferOrder
    let kind: Kind
    /// The transfer's number; for a stated balance its index in the account's list.
    let subject: Int
    /// The number of the account on whose line the event lies; `nil` for money that goes out of reach.
    let account: Int?
    /// Settles ties, so that the order of the input never matters.
    let tie: String
    let amount: Int64

    static func isBefore(_ a: Event, _ b: Event) -> Bool {
        if a.order != b.order { return a.order < b.order }
        if (a.kind == .stated) != (b.kind == .stated) { return b.kind == .stated }
        if a.tie != b.tie { return a.tie < b.tie }
        return a.kind == b.kind ? a.amount < b.amount : a.kind.rawValue < b.kind.rawValue
    }
}

/// Puts all events in one order in which each account keeps its own bank's order and no money arrives before it left.
///
/// Banks' clocks differ: where the payee's bank dates an arrival before the payer's bank dates the payment, the payee's
/// later entries wait for it. Only where accounts would wait for each other does an arrival leave its account's order.
struct Schedule {
    /// The events of one account from the first that cannot take place yet.
    private struct Queue {
        var events: [Event]
        var taken = 0
        var first: Event? { taken < events.count ? events[taken] : nil }
    }

    private let payees: [Int?]
    private let sorted: [Event]
    private var result: [Event] = []
    private var hasLeft: [Bool]
    private var arrivalOutOfOrder: [Int: Event] = [:]
    private var waiting: [Int: Queue] = [:]

    /// `payees` holds each transfer's payee account, in the transfers' order.
    static func order(_ events: [Event], of transfers: [Transfer], payees: [Int?]) -> [Event] {
        let sorted = events.sorted(by: Event.isBefore)
        guard transfers.contains(where: { $0.payeeOrder < $0.payerOrder }) else { return sorted }
        var schedule = Schedule(payees: payees, sorted: sorted, hasLeft: transfers.map { $0.payer == nil })
        schedule.run()
        return schedule.result
    }

    private init(payees: [Int?], sorted: [Event], hasLeft: [Bool]) {
        self.payees = payees
        self.sorted = sorted
        self.hasLeft = hasLeft
    }

    private mutating func run() {
        for event in sorted {
            if let account = event.account, waiting[account] != nil || !isReady(event) {
                waiting[account, default: Queue(events: [])].events.append(event)
            } else if isReady(event) {
                add(event).map { release($0) }
            } else {
                // Out of reach there is no order to keep: it arrives when it leaves.
                arrivalOutOfOrder[event.subject] = event
            }
        }
        while let first = waiting.values.compactMap(\.first).min(by: Event.isBefore), let account = first.account {
            arrivalOutOfOrder[first.subject] = first
            drop(from: account)
            release(account)
        }
    }

    private func isReady(_ event: Event) -> Bool { event.kind != .arrives || hasLeft[event.subject] }

    private mutating func drop(from account: Int) {
        waiting[account]?.taken += 1
        if waiting[account]?.first == nil { waiting[account] = nil }
    }

    /// Adds an event and tells which account it may have set free.
    private mutating func add(_ event: Event) -> Int? {
        result.append(event)
        guard event.kind == .leaves else { return nil }
        hasLeft[event.subject] = true
        if let arrival = arrivalOutOfOrder.removeValue(forKey: event.subject) { result.append(arrival) }
        return payees[event.subject]
    }

    private mutating func release(_ account: Int) {
        var open = [account]
        while let account = open.popLast() {
            while let event = waiting[account]?.first, isReady(event) {
                drop(from: account)
                if let next = add(event) { open.append(next) }
            }
        }
    }
}
