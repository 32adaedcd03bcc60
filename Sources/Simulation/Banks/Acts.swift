package import Primitives
package import Wire

/// What a bank answered to an act, kept so that the same act is answered the same again.
struct AnsweredAct: Sendable {
    let order: BankOrder
    var answer: BankAnswer
}

extension BankWorld {
    /// Forty-eight hours from execution (银发〔2016〕86号 二(一)2).
    package static let stopTerm = Duration.hours(48)
    /// Over the life of an account, extensions counted (银发〔2016〕86号 二(一)2).
    package static let stopsPerAccountMax = 2
    /// A hold on the victim's own account ends by itself after this long.
    package static let protectiveTerm = Duration.hours(24)
    /// How far the time named in an order may lie from the credit's.
    package static let timeTolerance = Duration.minutes(5)

    /// Does what is asked, once: the same act again gets the first answer, an altered one the technical code 200003.
    package mutating func receive(_ order: BankOrder, bank: String, at moment: Timestamp) -> BankAnswer {
        advance(to: moment)
        let key = ActKey(bank: bank, act: order.act)
        if let first = answered[key] {
            if first.order == order { return first.answer }
            return note(answer(order, .alreadyHandled, .duplicate), to: order, bank: bank, effect: .refused)
        }
        let (given, effect) = carryOut(order, key)
        answered[key] = AnsweredAct(order: order, answer: given)
        return note(given, to: order, bank: bank, effect: effect)
    }

    typealias Outcome = (BankAnswer, ActRow.Effect)

    private mutating func carryOut(_ order: BankOrder, _ key: ActKey) -> Outcome {
        if order.messageNumber != order.kind.messageNumber { return (answer(order, .unreadable, .format), .refused) }
        if order.lacksRequiredField { return refusal(order, .fieldMissing) }
        switch order.kind {
        case .stop: return stop(order, key)
        case .extend: return extend(order, key)
        case .release, .protectiveRelease: return release(order, key)
        case .inquiry: return inquire(order, key)
        case .protectiveHold: return protect(order, key)
        case .freeze: return freeze(order, key)
        case .renewFreeze: return renewFreeze(order, key)
        case .unfreeze: return unfreeze(order, key)
        case .returnFunds: return returnFunds(order, key)
        }
    }

    // MARK: Stops

    private mutating func stop(_ order: BankOrder, _ key: ActKey) -> Outcome {
        let index: Int
        switch matched(order, key.bank) {
        case .failure(let mismatch): return refusal(order, mismatch.result)
        case .success(let found): index = found
        }
        if accounts[index].opening.isWhiteListed { return refusal(order, .whiteListed) }
        if let mismatch = creditMismatch(order, index) { return refusal(order, mismatch) }
        if let running = accounts[index].stop, holds[running]?.blocks(at: now) ?? false {
            return refusal(order, .alreadyStopped)
        }
        if accounts[index].stopCount >= Self.stopsPerAccountMax { return refusal(order, .stopCountExceeded) }
        accounts[index].stopCount += 1
        accounts[index].stop = key
        execute(key, on: index, until: now + Self.stopTerm, .stop)
        let result: BankResult = accounts[index].balance < order.amount.money ? .balanceTooSmall : .done
        return (holdAnswer(order, result, key), .executed)
    }

    private mutating func protect(_ order: BankOrder, _ key: ActKey) -> Outcome {
        let index: Int
        switch matched(order, key.bank) {
        case .failure(let mismatch): return refusal(order, mismatch.result)
        case .success(let found): index = found
        }
        if accounts[index].opening.isWhiteListed { return refusal(order, .whiteListed) }
        if let running = accounts[index].protection, holds[running]?.blocks(at: now) ?? false {
            return refusal(order, .alreadyStopped)
        }
        accounts[index].protection = key
        execute(
            key, on: index, until: now + (order.termMinutes.map { .minutes(Int64($0)) } ?? Self.protectiveTerm),
            .protective)
        return (holdAnswer(order, .done, key), .executed)
    }

    mutating func execute(
        _ key: ActKey, on index: Int, until end: Timestamp, _ kind: Hold.Kind, limit: Money? = nil
    ) {
        holds[key] = Hold(
            account: index, kind: kind, limit: limit, executedAt: now, endsAt: end,
            entriesBefore: accounts[index].entries.count)
        agenda.add(.holdEnds(key), at: end)
    }

    private mutating func extend(_ order: BankOrder, _ key: ActKey) -> Outcome {
        guard let (original, hold) = originalHold(order, key.bank), hold.kind == .stop else {
            return refusal(order, .originalUnknown)
        }
        guard hold.blocks(at: now) else { return refusal(order, .extensionAfterExpiry) }
        guard accounts[hold.account].stopCount < Self.stopsPerAccountMax else {
            return refusal(order, .stopCountExceeded)
        }
        accounts[hold.account].stopCount += 1
        extended[key] = original
        let end = hold.endsAt + Self.stopTerm
        holds[original]?.endsAt = end
        agenda.add(.holdEnds(original), at: end)
        return (holdAnswer(order, .done, original), .extended)
    }

    private mutating func release(_ order: BankOrder, _ key: ActKey) -> Outcome {
        let kind: Hold.Kind = order.kind == .protectiveRelease ? .protective : .stop
        guard let (original, hold) = originalHold(order, key.bank), hold.kind == kind else {
            return refusal(order, .originalUnknown)
        }
        if hold.isReleased { return refusal(order, .alreadyHandled) }
        guard hold.blocks(at: now) else { return refusal(order, .releaseAfterExpiry) }
        holds[original]?.isReleased = true
        holds[original]?.endsAt = now
        resumeWaiting(at: hold.account)
        return (holdAnswer(order, .done, original), .released)
    }

    /// Called when the term of a hold may be over; an extended or released one has another end.
    mutating func endByItself(_ key: ActKey) {
        guard let hold = holds[key], hold.endsAt == now, !hold.isReleased else { return }
        noteExpiry(of: key, hold)
        if hold.kind == .freeze { endFreeze(key, on: hold.account) }
        resumeWaiting(at: hold.account)
    }

    /// The hold that `order.original` made or extended, if it is on the account that the order names.
    func originalHold(_ order: BankOrder, _ bank: String) -> (ActKey, Hold)? {
        guard let act = order.original else { return nil }
        let named = ActKey(bank: bank, act: act)
        let key = extended[named] ?? named
        guard let hold = holds[key] else { return nil }
        let number = order.target.accountNumber
        return number == nil || number == accounts[hold.account].address.number ? (key, hold) : nil
    }

    // MARK: Inquiries

    private mutating func inquire(_ order: BankOrder, _ key: ActKey) -> Outcome {
        guard let index = targetAccount(order, key.bank) else { return refusal(order, .noSuchAccount) }
        var given = answer(order, .done)
        given.describe(accounts[index])
        given.rows = rows(of: index, from: order.from?.timestamp)
        // The running second may bring more entries.
        given.coveredUntil = WireTime(now - .seconds(1))
        return (given, .answered)
    }

    private func rows(of index: Int, from start: Timestamp?) -> [StatementRow] {
        let entries = accounts[index].entries
        let later = start.map { start in entries.drop { ledger[$0].time < start } } ?? entries[...]
        return later.map { row(ledger[$0]) }
    }

    func row(_ entry: LedgerEntry) -> StatementRow {
        var row = StatementRow(
            serial: entry.serialText, direction: entry.direction, channel: entry.channel,
            amount: WireAmount(entry.amount), time: WireTime(entry.time))
        row.balance = WireAmount(entry.balance)
        row.reference = entry.reference
        row.summary = entry.summary
        row.terminal = entry.terminal
        row.counterpart = entry.counterpart.map { address in
            BankOrder.Party(
                bankCode: address.bank, bankName: bank(address.bank)?.name, accountNumber: address.number,
                accountName: account(address)?.holder)
        }
        return row
    }

    // MARK: Matching

    struct Mismatch: Error { let result: BankResult }

    private func targetAccount(_ order: BankOrder, _ bank: String) -> Int? {
        guard order.target.bankCode == nil || order.target.bankCode == bank else { return nil }
        return places[AccountAddress(bank: bank, number: order.target.accountNumber ?? "")]
    }

    func matched(_ order: BankOrder, _ bank: String) -> Result<Int, Mismatch> {
        guard let index = targetAccount(order, bank) else { return .failure(Mismatch(result: .noSuchAccount)) }
        guard order.target.accountName?.foldedToHalfWidth == accounts[index].holder.foldedToHalfWidth else {
            return .failure(Mismatch(result: .nameMismatch))
        }
        return .success(index)
    }

    /// Amount and time must be those of one actual credit on the account (银发〔2016〕86号).
    private func creditMismatch(_ order: BankOrder, _ index: Int) -> BankResult? {
        let credits = accounts[index].entries.lazy.map { ledger[$0] }
            .filter { $0.direction == .in && $0.amount == order.amount.money }
        guard !credits.isEmpty else { return .wrongAmount }
        let asked = order.time.timestamp
        let isNear = credits.contains { credit in
            let distance = WireTime(credit.time).timestamp - asked
            return distance <= Self.timeTolerance && .zero - distance <= Self.timeTolerance
        }
        return isNear ? nil : .wrongTime
    }

    // MARK: Answers

    func refusal(_ order: BankOrder, _ result: BankResult) -> Outcome { (answer(order, result), .refused) }

    func answer(
        _ order: BankOrder, _ result: BankResult, _ technical: BankTechnical = .understood
    ) -> BankAnswer {
        var given = BankAnswer(
            act: order.act, technical: technical.rawValue, result: result.rawValue, answeredAt: WireTime(now))
        given.operatorName = "集中作业岗"
        return given
    }

    func holdAnswer(_ order: BankOrder, _ result: BankResult, _ key: ActKey) -> BankAnswer {
        var given = answer(order, result)
        guard let hold = holds[key] else { return given }
        given.describe(accounts[hold.account])
        given.heldBalance = hold.isReleased ? nil : given.balanceBefore
        given.executedAt = WireTime(now)
        given.endsAt = WireTime(hold.endsAt)
        return given
    }
}

extension BankAnswer {
    mutating func describe(_ account: BankAccount) {
        accountNumber = account.address.number
        accountName = account.holder
        balanceBefore = WireAmount(account.balance)
    }
}

extension BankOrder {
    /// Approval and both officers are demanded of every act; what it acts on, of each kind its own.
    fileprivate var lacksRequiredField: Bool {
        var fields: [String?] = [
            act, approvalNumber, officer.name, officer.number, secondOfficer.name, secondOfficer.number,
        ]
        switch kind {
        case .stop, .protectiveHold: fields += [target.accountNumber, target.accountName]
        case .inquiry: fields.append(target.accountNumber)
        case .extend, .release, .protectiveRelease, .renewFreeze, .unfreeze: fields.append(original)
        case .freeze: fields += [target.accountNumber, target.accountName, freeze?.term]
        case .returnFunds:
            fields += [original, target.accountNumber, target.accountName, payee?.accountNumber, payee?.accountName]
        }
        return fields.contains { $0?.foldedToHalfWidth.isEmpty ?? true }
    }
}
