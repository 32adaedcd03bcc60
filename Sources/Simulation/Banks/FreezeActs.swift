internal import Jurisdiction
package import Primitives
internal import Wire

/// Freezes at the bank: one after the other on an account, those that come later wait (轮候冻结).
extension BankWorld {
    /// Another organ's freeze, as a court's, on an account that nobody has frozen.
    package mutating func freezeByAnother(_ address: AccountAddress, organ: String, until end: Timestamp) {
        guard let index = places[address], accounts[index].freezes.isEmpty else { return }
        // Two such freezes at one bank must not share a key: the end of one would be taken for that of the other.
        let key = ActKey(bank: address.bank, act: "\(organ) \(address.number) \(now.microseconds)")
        accounts[index].freezes.append(
            QueuedFreeze(key: key, organ: organ, limit: nil, term: Term(6, .months), endsAt: end))
        execute(key, on: index, until: end, .freeze)
    }

    mutating func freeze(_ order: BankOrder, _ key: ActKey) -> Outcome {
        let index: Int
        switch matched(order, key.bank) {
        case .failure(let mismatch): return refusal(order, mismatch.result)
        case .success(let found): index = found
        }
        if accounts[index].opening.isWhiteListed { return refusal(order, .whiteListed) }
        guard let terms = order.freeze, let term = Term(terms.term), (terms.type == "02") == (terms.amount == nil)
        else {
            return refusal(order, .fieldMissing)
        }
        accounts[index].freezes.append(
            QueuedFreeze(key: key, organ: order.organisationName, limit: terms.amount?.money, term: term))
        if !freezesSideBySide, let first = accounts[index].freezes.first, first.key != key {
            return (waitingAnswer(order, behind: first, on: index), .queued)
        }
        beginFreeze(at: accounts[index].freezes.count - 1, on: index)
        return (freezeAnswer(order, key), .executed)
    }

    mutating func renewFreeze(_ order: BankOrder, _ key: ActKey) -> Outcome {
        guard let (original, hold) = originalHold(order, key.bank), hold.kind == .freeze else {
            return refusal(order, .originalUnknown)
        }
        guard hold.blocks(at: now) else { return refusal(order, .extensionAfterExpiry) }
        guard let term = order.freeze.flatMap({ Term($0.term) }) else { return refusal(order, .fieldMissing) }
        extended[key] = original
        let end = Deadlines(calendar: WorkCalendar()).end(of: term, from: hold.endsAt)
        holds[original]?.endsAt = end
        for place in accounts[hold.account].freezes.indices where accounts[hold.account].freezes[place].key == original
        {
            accounts[hold.account].freezes[place].endsAt = end
        }
        agenda.add(.holdEnds(original), at: end)
        return (holdAnswer(order, .done, original), .extended)
    }

    mutating func unfreeze(_ order: BankOrder, _ key: ActKey) -> Outcome {
        guard let act = order.original else { return refusal(order, .originalUnknown) }
        let named = ActKey(bank: key.bank, act: act)
        let original = extended[named] ?? named
        guard let index = places[AccountAddress(bank: key.bank, number: order.target.accountNumber ?? "")],
            accounts[index].freezes.contains(where: { $0.key == original })
        else { return refusal(order, holds[original] == nil ? .originalUnknown : .releaseAfterExpiry) }
        if holds[original] != nil {
            holds[original]?.isReleased = true
            holds[original]?.endsAt = now
        }
        endFreeze(original, on: index)
        resumeWaiting(at: index)
        var given = answer(order, .done)
        given.describe(accounts[index])
        given.executedAt = WireTime(now)
        return (given, .released)
    }

    /// Takes a freeze off the account; the next one's turn has come.
    mutating func endFreeze(_ key: ActKey, on index: Int) {
        let wasFirst = accounts[index].freezes.first?.key == key
        accounts[index].freezes.removeAll { $0.key == key }
        if wasFirst, !accounts[index].freezes.isEmpty { beginFreeze(at: 0, on: index) }
    }

    /// A freeze of the account begins, if it has not; its bank answers to the order from now on that it has.
    private mutating func beginFreeze(at place: Int, on index: Int) {
        let freeze = accounts[index].freezes[place]
        guard freeze.endsAt == nil else { return }
        let end = Deadlines(calendar: WorkCalendar()).end(of: freeze.term, from: now)
        accounts[index].freezes[place].endsAt = end
        execute(freeze.key, on: index, until: end, .freeze, limit: freeze.limit)
        guard let asked = answered[freeze.key] else { return }
        let given = freezeAnswer(asked.order, freeze.key)
        answered[freeze.key]?.answer = given
        _ = note(given, to: asked.order, bank: freeze.key.bank, effect: .executed)
    }

    private func freezeAnswer(_ order: BankOrder, _ key: ActKey) -> BankAnswer {
        var given = holdAnswer(order, .done, key)
        if let hold = holds[key], let limit = hold.limit, accounts[hold.account].balance < limit {
            given.result = BankResult.balanceTooSmall.rawValue
        }
        return given
    }

    private func waitingAnswer(_ order: BankOrder, behind first: QueuedFreeze, on index: Int) -> BankAnswer {
        var given = answer(order, .done)
        given.describe(accounts[index])
        given.prior = BankAnswer.PriorFreeze(
            organ: first.organ, amount: first.limit.map(WireAmount.init), endsAt: WireTime(first.endsAt ?? now))
        return given
    }
}
