/// Lays transfers in time order on the lines of their accounts, one partition after the other.
struct Laying: ~Copyable {
    /// Each account's so far.
    private(set) var totals: Kept<Totals>
    let accounts: Int

    /// `totals` are those at the end of what is there already.
    init(accounts: Int, after totals: Column<Totals>) {
        self.accounts = accounts
        self.totals = Kept(count: accounts)
        self.totals.column.copy(from: totals)
    }

    /// The partition of the rows of an ordered batch.
    mutating func partition(of batch: borrowing Batch, _ rows: Range<Int>, base: Int) throws(LedgerError) -> Partition {
        let (times, payers) = (kept(batch.times.column, rows), kept(batch.payers.column, rows))
        let (payees, amounts) = (kept(batch.payees.column, rows), kept(batch.amounts.column, rows))
        let sides = sides(payers.column, payees.column, amounts.column)
        let end = Kept<Totals>(count: accounts)
        end.column.copy(from: totals.column)
        var regions = [times.region, payers.region, payees.region, amounts.region, end.region]
        regions += sides.regions
        func keep<Element>(_ column: Column<Element>, _ isThere: Bool) -> Column<Element> {
            guard isThere else { return .none }
            let copy = kept(column, rows)
            regions.append(copy.region)
            return copy.column
        }
        let payerBalances = keep(batch.payerBalances.column, batch.said.payerBalances)
        let payeeBalances = keep(batch.payeeBalances.column, batch.said.payeeBalances)
        let serials = batch.serials.map { Self.texts($0, rows, &regions) }
        return Partition(
            base: base, rows: rows.count, accounts: accounts, times: times.column, payers: payers.column,
            payees: payees.column, amounts: amounts.column, serials: serials, payerBalances: payerBalances,
            payeeBalances: payeeBalances,
            withdrawals: sides.out, deposits: sides.into,
            totals: end.column, ids: try Self.ids(batch, rows, &regions), file: nil, kept: regions)
    }

    /// The lines of transfers that come next, by account.
    mutating func sides(_ payers: Column<UInt32>, _ payees: Column<UInt32>, _ amounts: Column<Int64>) -> (
        out: Side, into: Side, regions: [Region]
    ) {
        let out = Shelf(payers, accounts: accounts)
        let into = Shelf(payees, accounts: accounts)
        lay(payers, payees, amounts, out, into)
        let (left, right) = (out.side { $1.start - $0.start }, into.side { _, _ in 0 })
        return (left.side, right.side, left.regions + right.regions)
    }

    /// The one pass over the transfers: each finds where it leaves its payer's line and where it joins its payee's.
    private mutating func lay(
        _ payers: Column<UInt32>, _ payees: Column<UInt32>, _ amounts: Column<Int64>, _ out: borrowing Shelf,
        _ into: borrowing Shelf
    ) {
        let totals = totals.column
        let (outNext, outEntries) = (out.next.column, out.entries.column)
        let (inNext, inEntries) = (into.next.column, into.entries.column)
        for row in 0..<payers.count {
            let (payer, payee, amount) = (Int(payers[row]), Int(payees[row]), amounts[row])
            var from = totals[payer]
            let start = from.went
            let balance = from.came - start
            from.went += amount
            from.lowest = min(from.lowest, balance - amount)
            totals[payer] = from
            var to = totals[payee]
            let place = Int(outNext[payer])
            outNext[payer] += 1
            outEntries[place] = Entry(
                start: start, far: to.came, balance: balance, other: UInt32(payee), row: UInt32(row))
            let farPlace = Int(inNext[payee])
            inNext[payee] += 1
            inEntries[farPlace] = Entry(
                start: to.came, far: start, balance: to.came - to.went, other: UInt32(payer), row: UInt32(row))
            to.came += amount
            totals[payee] = to
        }
        out.mark { Entry.end(start: totals[$0].went, balance: totals[$0].came - totals[$0].went) }
        into.mark { Entry.end(start: totals[$0].came, balance: totals[$0].came - totals[$0].went) }
    }

    private func kept<Element>(_ column: Column<Element>, _ rows: Range<Int>) -> Kept<Element> {
        let copy = Kept<Element>(count: rows.count)
        copy.column.copy(from: column.slice(rows))
        return copy
    }

    private static func texts(_ texts: Texts, _ rows: Range<Int>, _ regions: inout [Region]) -> Texts {
        let first = rows.isEmpty ? 0 : texts.range(rows.lowerBound).lowerBound
        let ends = Kept<UInt32>(count: rows.count)
        for row in rows { ends.column[row - rows.lowerBound] = texts.ends[row] - UInt32(first) }
        let bytes = Kept<UInt8>(count: rows.isEmpty ? 0 : Int(texts.ends[rows.upperBound - 1]) - first)
        bytes.column.copy(from: texts.bytes.slice(first..<first + bytes.column.count))
        regions += [ends.region, bytes.region]
        return Texts(ends: ends.column, bytes: bytes.column)
    }

    /// The ids of the rows, and a table that finds them; none may be there twice.
    private static func ids(_ batch: borrowing Batch, _ rows: Range<Int>, _ regions: inout [Region]) throws(LedgerError)
        -> Names
    {
        if let first = batch.idsCountFrom {
            return Names(count: rows.count, kind: .counted(from: first + rows.lowerBound), file: nil)
        }
        let texts = texts(batch.ids, rows, &regions)
        let slots = Kept<UInt64>(count: Slots.size(for: rows.count))
        regions.append(slots.region)
        let table = Slots(places: slots.column)
        for row in 0..<rows.count where !texts.range(row).isEmpty {
            let (place, known) = table.find(texts.bytes, texts.range(row), in: texts)
            if known != nil {
                let line = Int(batch.lines[rows.lowerBound + row])
                throw .text(
                    TextFault(
                        file: "", line: line, column: "id", found: texts.bytes.text(texts.range(row)),
                        expected: "an id that no other transfer has"))
            }
            slots.column[place] = hash(texts.bytes, texts.range(row)) & ~0xFFFF_FFFF | UInt64(row + 1)
        }
        return Names(count: rows.count, kind: .texts(texts, table), file: nil)
    }
}

/// The entries of one side while they are laid: where each account's begin, and where its next one goes.
private struct Shelf: ~Copyable {
    let heads: Kept<UInt32>
    let next: Kept<UInt32>
    let entries: Kept<Entry>

    init(_ owners: Column<UInt32>, accounts: Int) {
        heads = Kept(count: accounts + 1)
        next = Kept(count: accounts)
        for row in 0..<owners.count { next.column[Int(owners[row])] += 1 }
        var place: UInt32 = 0
        for account in 0..<accounts {
            heads.column[account] = place
            // One more for the mark behind the last.
            if next.column[account] > 0 { place += next.column[account] + 1 }
            next.column[account] = heads.column[account]
        }
        heads.column[accounts] = place
        entries = Kept(count: Int(place))
    }

    /// The entries with what is known of each group of them; `drop` says what an entry takes from its balance.
    func side(_ drop: (Entry, Entry) -> Int64) -> (side: Side, regions: [Region]) {
        let entries = entries.column
        let groups = (entries.count + Side.group - 1) / Side.group
        let (floors, peaks) = (Kept<Int64>(count: groups), Kept<Int64>(count: groups))
        for group in 0..<groups {
            var (least, most) = (Int64.max, Int64(0))
            for index in group * Side.group..<min((group + 1) * Side.group, entries.count)
            where entries[index].row != .max {
                let (entry, next) = (entries[index], entries[index + 1])
                least = min(least, entry.balance - drop(entry, next))
                most = max(most, next.start - entry.start)
            }
            (floors.column[group], peaks.column[group]) = (least, most)
        }
        let side = Side(heads: heads.column, entries: entries, floors: floors.column, peaks: peaks.column)
        return (side, [heads.region, self.entries.region, floors.region, peaks.region])
    }

    /// Puts the mark behind the last entry of each account.
    func mark(_ entry: (Int) -> Entry) {
        for account in 0..<next.column.count where heads.column[account] < heads.column[account + 1] {
            entries.column[Int(next.column[account])] = entry(account)
        }
    }
}
