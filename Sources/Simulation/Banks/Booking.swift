package import Primitives
internal import Wire

extension BankWorld {
    func check(_ onward: Onward) throws(MoveRefusal) {
        guard onward.isPossible else { throw .impossiblePlan }
        for part in onward.parts {
            if case .account(let address) = part.to, places[address] == nil { throw .noSuchAccount(address) }
            if let next = part.onward { try check(next) }
        }
    }

    func check(_ move: Move) throws(MoveRefusal) {
        guard move.amount.isPositive else { throw .amountNotPositive }
        for case .account(let address) in [move.from, move.to] where places[address] == nil {
            throw .noSuchAccount(address)
        }
        switch (move.from, move.to) {
        case (.outside, .outside): throw .nowhere
        case (.account(let payer), .account(let payee)) where payer == payee: throw .nowhere
        case (.outside, .account), (.account, .outside), (.account, .account): break
        }
        if let onward = move.onward { try check(onward) }
    }

    /// Refused when money is short or a hold blocks the payer; money still comes in then (只进不出).
    @discardableResult
    mutating func book(_ move: Move, at time: Timestamp) throws(MoveRefusal) -> String {
        try check(move)
        if case .account(let payer) = move.from { try requirePayable(move.amount, from: place(payer)) }
        let reference = nextReference()
        switch (move.from, move.to) {
        case (.outside, .account(let payee)):
            enter(place(payee), .in, move, nil, reference, at: time)
            outside -= move.amount
        case (.account(let payer), .outside):
            enter(place(payer), .out, move, nil, reference, at: time)
            outside += move.amount
        case (.account(let payer), .account(let payee)):
            enter(place(payer), .out, move, payee, reference, at: time)
            send(Arrival(payee: place(payee), payer: payer, move: move, reference: reference), at: time)
        case (.outside, .outside): throw .nowhere
        }
        return reference
    }

    /// Pays money back that a freeze keeps from everybody else.
    mutating func payBack(_ amount: Money, from payer: Int, to payee: AccountAddress, by key: ActKey) {
        let from = accounts[payer].address
        let move = Move(from: .account(from), to: .account(payee), amount: amount, summary: "返还 \(key.act)")
        let reference = nextReference()
        enter(payer, .out, move, payee, reference, at: now)
        paidBack.insert(reference)
        send(Arrival(payee: place(payee), payer: from, move: move, reference: reference), at: now)
    }

    private mutating func nextReference() -> String {
        references += 1
        return "R" + String(100_000_000_000 + references).dropFirst()
    }

    /// Books a movement of the past under its own time on both sides; refused when an account has later entries.
    package mutating func record(_ move: Move, at time: Timestamp) throws(MoveRefusal) {
        for case .account(let address) in [move.from, move.to] {
            guard let index = places[address] else { throw .noSuchAccount(address) }
            let last = accounts[index].entries.last.map { ledger[$0].time }
            guard time <= now, last.map({ $0 <= time }) ?? true else { throw .tooLate }
        }
        try book(move, at: time)
    }

    private func requirePayable(_ amount: Money, from index: Int) throws(MoveRefusal) {
        if let act = blocker(index, amount) { throw .stopped(act: act) }
        if accounts[index].balance < amount { throw .shortBalance(accounts[index].balance) }
    }

    /// Within one bank or in the past at once, between banks after the clearing's seconds.
    private mutating func send(_ arrival: Arrival, at time: Timestamp) {
        clearing += arrival.move.amount
        let isAtOnce = time < now || accounts[arrival.payee].address.bank == arrival.payer.bank
        let seconds = isAtOnce ? 0 : Int64.random(in: 0...Self.clearingSecondsMax, using: &generator)
        if seconds == 0 { book(arrival, at: time) } else { agenda.add(.arrival(arrival), at: time + .seconds(seconds)) }
    }

    mutating func book(_ arrival: Arrival, at time: Timestamp) {
        clearing -= arrival.move.amount
        enter(arrival.payee, .in, arrival.move, arrival.payer, arrival.reference, at: time)
        guard let onward = arrival.move.onward ?? accounts[arrival.payee].standingPlan else { return }
        for (delay, move) in onward.moves(of: arrival.move.amount, from: accounts[arrival.payee].address) {
            agenda.add(.move(move), at: time + .seconds(delay))
        }
    }

    /// Writes one entry and changes the balance by it.
    mutating func enter(
        _ index: Int, _ direction: StatementRow.Direction, _ move: Move, _ counterpart: AccountAddress?,
        _ reference: String, at time: Timestamp
    ) {
        accounts[index].balance += direction == .in ? move.amount : .zero - move.amount
        accounts[index].entries.append(ledger.count)
        ledger.append(
            LedgerEntry(
                line: nextLine(), account: accounts[index].address, serial: ledger.count + 1, direction: direction,
                channel: move.channel, amount: move.amount, balance: accounts[index].balance, time: time,
                counterpart: counterpart, reference: reference, summary: move.summary ?? move.channel.summary))
    }

    mutating func nextLine() -> Int {
        lines += 1
        return lines
    }

    /// Only for addresses that `check` has found.
    func place(_ address: AccountAddress) -> Int {
        guard let index = places[address] else { preconditionFailure("no account \(address)") }
        return index
    }

    /// The act whose hold keeps this amount in the account now; without an amount, any that holds some of it.
    func blocker(_ index: Int, _ amount: Money? = nil) -> String? {
        let keys =
            [accounts[index].stop, accounts[index].protection].compactMap { $0 } + accounts[index].freezes.map(\.key)
        return keys.first { key in
            guard let hold = holds[key] else { return false }
            return amount.map { hold.blocks($0, of: accounts[index].balance, at: now) } ?? hold.blocks(at: now)
        }?.act
    }
}

extension StatementRow.Channel {
    /// What a statement says of it.
    fileprivate var summary: String {
        switch self {
        case .transfer: "转账"
        case .cash: "现金"
        case .pos: "消费"
        case .thirdParty: "第三方支付"
        case .crypto: "数字资产"
        case .abroad: "境外汇款"
        case .interest: "结息"
        case .fee: "手续费"
        }
    }
}
