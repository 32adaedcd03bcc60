internal import Primitives
internal import Wire

extension BankWorld {
    /// What is wrong in the world's books; empty when all is right.
    ///
    /// No fen appears or vanishes; balances follow from entries; each reference has its two sides; nothing leaves a held
    /// account; no account is stopped more often than the law lets it.
    package func violations() -> [String] {
        var found = accounts.flatMap(violations)
        let total = accounts.reduce(outside + clearing) { $0 + $1.balance }
        if total != .zero { found.append("\(total) appeared from nowhere") }
        found += transferViolations() + holdViolations()
        return found
    }

    private func violations(of account: BankAccount) -> [String] {
        var balance = account.opening.balance
        var last: LedgerEntry?
        var found: [String] = []
        for entry in account.entries.lazy.map({ ledger[$0] }) {
            balance += entry.direction == .in ? entry.amount : .zero - entry.amount
            if entry.balance != balance || balance < .zero {
                found.append("\(entry.serialText): balance \(entry.balance)")
            }
            if let last, last.serial >= entry.serial || last.time > entry.time {
                found.append("\(entry.serialText): order")
            }
            last = entry
        }
        if account.balance != balance { found.append("\(account.address.number): balance \(account.balance)") }
        if account.stopCount > Self.stopsPerAccountMax {
            found.append("\(account.address.number): \(account.stopCount) stops")
        }
        return found
    }

    /// Each transfer left one account and reached one other, the same amount, not before and at most three seconds later.
    private func transferViolations() -> [String] {
        var sent: [String: LedgerEntry] = [:]
        var found: [String] = []
        for entry in ledger where entry.counterpart != nil {
            if entry.direction == .out {
                if sent.updateValue(entry, forKey: entry.reference) != nil {
                    found.append("\(entry.reference): left twice")
                }
            } else if let out = sent.removeValue(forKey: entry.reference) {
                let delay = entry.time - out.time
                let isSame =
                    out.amount == entry.amount && out.counterpart == entry.account && entry.counterpart == out.account
                if !isSame || delay > .seconds(Self.clearingSecondsMax) || delay < .zero {
                    found.append("\(entry.reference): sides differ")
                }
            } else {
                found.append("\(entry.reference): arrived without leaving")
            }
        }
        let underway = sent.values.reduce(Money.zero) { $0 + $1.amount }
        if underway != clearing { found.append("in clearing \(clearing), underway \(underway)") }
        return found
    }

    private func holdViolations() -> [String] {
        holds.sorted { ($0.key.bank, $0.key.act) < ($1.key.bank, $1.key.act) }.flatMap { key, hold in
            accounts[hold.account].entries.dropFirst(hold.entriesBefore).map { ledger[$0] }
                .filter { entry in
                    entry.direction == .out && entry.time < hold.endsAt && !paidBack.contains(entry.reference)
                        && (hold.limit.map { entry.balance < $0 } ?? true)
                }
                .map { "\($0.serialText): left \($0.account.number) under \(key.act)" }
        }
    }
}
