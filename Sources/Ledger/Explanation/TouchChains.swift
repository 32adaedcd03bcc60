/// The chains of touch: for each account that has something the first way of least level by which it was touched.
struct TouchChains {
    private struct Key: Hashable {
        let account: Int
        let level: Int
    }

    private struct Arrival {
        let row: Int
        let from: Int
    }

    /// The first arrival on an account at a level.
    private var arrivals: [Key: Arrival] = [:]

    static func chains(_ trace: LedgerTrace, _ ledger: TransferLedger) throws(LedgerError) -> [Chain] {
        var chains = TouchChains()
        let question = trace.question
        for transfer in question.isBackward ? trace.transfers.reversed() : trace.transfers {
            let (from, to) = try ledger.ends(transfer.row, question)
            let key = Key(account: to, level: transfer.level)
            if chains.arrivals[key] == nil { chains.arrivals[key] = Arrival(row: transfer.row, from: from) }
        }
        return trace.holders.compactMap(chains.chain)
    }

    private func chain(_ holder: LedgerTrace.Holder) -> Chain? {
        var (rows, account): ([Int], Int) = ([], holder.account)
        for level in stride(from: holder.level, to: 0, by: -1) {
            guard let arrival = arrivals[Key(account: account, level: level)] else { return nil }
            rows.append(arrival.row)
            account = arrival.from
        }
        guard let seed = rows.last else { return nil }
        return Chain(
            seed: seed, offset: 0, amount: holder.held, transfers: rows.reversed(), account: holder.account,
            mergedInto: nil)
    }
}
