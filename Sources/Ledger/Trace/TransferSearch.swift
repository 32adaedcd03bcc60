extension TransferLedger {
    /// Rows of transfers of this amount (fen) into an account within these times, in time order: those that a person may mean
    /// who was told of one. With a payer only his, and those whose payer the ledger does not know.
    ///
    /// What no file tells of is none of them. The times are microseconds since 1970, or the ledger's steps.
    package func rows(into payee: Int, from payer: Int?, amount: Int64, times: ClosedRange<Int64>) throws(LedgerError)
        -> [Int]
    {
        let first = firstRow(notBefore: times.lowerBound)
        let end = times.upperBound == .max ? rows : firstRow(notBefore: times.upperBound + 1)
        let reader = LineReader(self, TraceQuestion(seeds: [], direction: .backward))
        var found: [Int] = []
        for (part, partition) in partitions.enumerated() where partition.base < end {
            let (places, view) = (reader.places(part, payee), reader.views[part])
            var place = reader.firstPlace(places, view, after: first - 1)
            while place < places.upperBound {
                let entry = view.side.entries[place]
                let row = view.base + Int(entry.row)
                if row >= end { break }
                let isPayer = payer == nil || Int(entry.other) == payer || Int(entry.other) == Accounts.outside
                place += 1
                guard isPayer, view.side.entries[place].start - entry.start == amount else { continue }
                if try !id(of: row).isEmpty { found.append(row) }
            }
        }
        try throwIfDamaged()
        return found
    }

    /// Whether its times are moments, and not steps that only count.
    package var hasMoments: Bool { TimePattern(manifest.time) != .step }
}
