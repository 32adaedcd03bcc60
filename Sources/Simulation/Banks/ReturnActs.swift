internal import Primitives
internal import Wire

/// Payments to victims from an account that is frozen for whoever orders them.
extension BankWorld {
    mutating func returnFunds(_ order: BankOrder, _ key: ActKey) -> Outcome {
        let index: Int
        switch matched(order, key.bank) {
        case .failure(let mismatch): return refusal(order, mismatch.result)
        case .success(let found): index = found
        }
        guard let (original, hold) = originalHold(order, key.bank), hold.kind == .freeze, hold.blocks(at: now) else {
            return refusal(order, .originalUnknown)
        }
        let amount = order.amount.money
        guard amount <= accounts[index].balance, hold.limit.map({ amount <= $0 }) ?? true else {
            return refusal(order, .balanceTooSmall)
        }
        guard let payee = order.payee, let bank = payee.bankCode, let number = payee.accountNumber,
            let place = places[AccountAddress(bank: bank, number: number)], place != index
        else { return refusal(order, .noSuchAccount) }
        guard payee.accountName?.foldedToHalfWidth == accounts[place].holder.foldedToHalfWidth else {
            return refusal(order, .nameMismatch)
        }
        payBack(amount, from: index, to: accounts[place].address, by: key)
        lowerFreeze(original, by: amount, on: index)
        var given = answer(order, .done)
        given.describe(accounts[index])
        given.executedAt = WireTime(now)
        given.rows = accounts[index].entries.last.map { [row(ledger[$0])] }
        return (given, .returned)
    }

    /// What is frozen shrinks with what is paid back from it.
    private mutating func lowerFreeze(_ key: ActKey, by amount: Money, on index: Int) {
        guard let limit = holds[key]?.limit else { return }
        holds[key]?.limit = limit - amount
        for place in accounts[index].freezes.indices where accounts[index].freezes[place].key == key {
            accounts[index].freezes[place].limit = limit - amount
        }
    }
}
