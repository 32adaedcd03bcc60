internal import Primitives

/// Lays transfers in time order on the lines of their accounts, one partition after the other.
struct Laying: ~Copyable, Sendable {
    /// Each account's so far.
    let totals: Kept<Totals>
    let accounts: Int

    /// `totals` are those at the end of what is there already.
    init(accounts: Int, after totals: Column<Totals>) {
        self.accounts = accounts
        self.totals = Kept(count: accounts)
        self.totals.column.copy(from: totals)
    }

    /// The partition of some rows of a sheet, in whose memory their columns stay.
    func partition(of sheet: Sheet, _ rows: Range<Int>, base: Int) throws(LedgerError) -> Partition {
        let (payers, payees) = (sheet.payers.slice(rows), sheet.payees.slice(rows))
        let amounts = sheet.amounts.slice(rows)
        let (sides, ids) = try atOnce(
            { self.sides(payers, payees, amounts) }, { () throws(LedgerError) in try Self.ids(sheet, rows) })
        let end = Kept<Totals>(count: accounts)
        end.column.copy(from: totals.column)
        var regions = sheet.regions + sides.regions + ids.regions + [end.region]
        let serials = sheet.serials.map { Self.texts($0, rows, &regions) }
        let said = sheet.said
        return Partition(
            base: base, rows: rows.count, accounts: accounts, times: sheet.times.slice(rows), payers: payers,
            payees: payees, amounts: amounts, serials: serials,
            payerBalances: said.payerBalances ? sheet.payerBalances.slice(rows) : .none,
            payeeBalances: said.payeeBalances ? sheet.payeeBalances.slice(rows) : .none,
            withdrawals: sides.out, deposits: sides.into,
            totals: end.column, ids: ids.names, file: nil, kept: regions)
    }

    /// The lines of transfers that come next, by account.
    func sides(_ payers: Column<UInt32>, _ payees: Column<UInt32>, _ amounts: Column<Int64>) -> (
        out: Side, into: Side, regions: [Region]
    ) {
        let accounts = accounts
        let shelves = inParallel(2) { Shelf([payers, payees][$0], accounts: accounts) }
        touch(shelves.map(\.entries.column.bytes))
        lay(payers, payees, amounts, shelves[0], shelves[1])
        let sides = inParallel(2) { side in
            side == 0 ? shelves[0].side { $1.start - $0.start } : shelves[1].side { _, _ in 0 }
        }
        return (sides[0].side, sides[1].side, sides.flatMap(\.regions))
    }

    /// The one pass over the transfers: each finds where it leaves its payer's line and where it joins its payee's.
    private func lay(
        _ payers: Column<UInt32>, _ payees: Column<UInt32>, _ amounts: Column<Int64>, _ out: Shelf, _ into: Shelf
    ) {
        let kept = Kept<Place>(count: accounts)
        defer { kept.stay() }
        let (totals, places) = (totals.column, kept.column)
        for account in 0..<accounts {
            places[account] = Place(totals[account], out.heads.column[account], into.heads.column[account])
        }
        let (outEntries, inEntries) = (out.entries.column, into.entries.column)
        let ahead = Ahead(payers, payees, places, outEntries, inEntries)
        for row in 0..<payers.count {
            if row.isMultiple(of: Ahead.together) { ahead.read(row) }
            let (payer, payee, amount) = (Int(payers[row]), Int(payees[row]), amounts[row])
            var from = places[payer]
            let (start, balance, outPlace) = (from.totals.went, from.totals.came - from.totals.went, Int(from.out))
            from.out += 1
            from.totals.went += amount
            from.totals.lowest = min(from.totals.lowest, balance - amount)
            places[payer] = from
            var to = places[payee]
            let (end, found, inPlace) = (to.totals.came, to.totals.came - to.totals.went, Int(to.into))
            to.into += 1
            to.totals.came += amount
            places[payee] = to
            outEntries[outPlace] = Entry(
                start: start, far: end, balance: balance, other: UInt32(payee), row: UInt32(row))
            inEntries[inPlace] = Entry(start: end, far: start, balance: found, other: UInt32(payer), row: UInt32(row))
        }
        for account in 0..<accounts {
            let place = places[account]
            totals[account] = place.totals
            let balance = place.totals.came - place.totals.went
            out.mark(account, Int(place.out), Entry.end(start: place.totals.went, balance: balance))
            into.mark(account, Int(place.into), Entry.end(start: place.totals.came, balance: balance))
        }
    }

    /// The texts of some rows: those of all as they are, or else a copy.
    private static func texts(_ texts: Texts, _ rows: Range<Int>, _ regions: inout [Region]) -> Texts {
        if rows == 0..<texts.ends.count { return texts }
        let first = rows.isEmpty ? 0 : texts.range(rows.lowerBound).lowerBound
        let ends = Kept<UInt32>(count: rows.count)
        for row in rows { ends.column[row - rows.lowerBound] = texts.ends[row] - UInt32(first) }
        let bytes = Kept<UInt8>(count: rows.isEmpty ? 0 : Int(texts.ends[rows.upperBound - 1]) - first)
        bytes.column.copy(from: texts.bytes.slice(first..<first + bytes.column.count))
        regions += [ends.region, bytes.region]
        return Texts(ends: ends.column, bytes: bytes.column)
    }

    /// The ids of the rows, and a table that finds them; none may be there twice.
    private static func ids(_ sheet: Sheet, _ rows: Range<Int>) throws(LedgerError) -> (
        names: Names, regions: [Region]
    ) {
        if let first = sheet.idsCountFrom {
            return (Names(count: rows.count, kind: .counted(from: first + rows.lowerBound), file: nil), [])
        }
        var regions: [Region] = []
        let texts = texts(sheet.ids, rows, &regions)
        let slots = Kept<UInt64>(count: Slots.size(for: rows.count))
        regions.append(slots.region)
        let table = Slots(places: slots.column)
        var reader = IDReader(texts, table)
        for row in 0..<rows.count where !texts.range(row).isEmpty {
            let sum = reader.hash(row)
            let (place, known) = table.find(sum, texts.bytes, texts.range(row), in: texts)
            if known != nil {
                throw .text(
                    TextFault(
                        file: "", line: Int(sheet.lines[rows.lowerBound + row]), column: "id",
                        found: texts.bytes.text(texts.range(row)), expected: "an id that no other transfer has"))
            }
            slots.column[place] = Slots.slot(sum, row)
        }
        return (Names(count: rows.count, kind: .texts(texts, table), file: nil), regions)
    }
}

/// The hashes of ids in turn, of many at once: the places where they will be put are read side by side, not one after the other.
private struct IDReader {
    private let (texts, table): (Texts, Slots)
    private let kept = Kept<UInt64>(count: 2 * Self.together)
    private var end = 0

    private static let together = 64

    init(_ texts: Texts, _ table: Slots) { (self.texts, self.table) = (texts, table) }

    /// The hash of a row's id; rows come in their order.
    @inline(__always) mutating func hash(_ row: Int) -> UInt64 {
        let sums = kept.column
        if row >= end {
            end = min(row / Self.together * Self.together + Self.together, texts.ends.count)
            for next in row..<end {
                let (sum, place) = (Ledger.hash(texts.bytes, texts.range(next)), next % Self.together)
                (sums[place], sums[Self.together + place]) = (sum, table.first(sum))
            }
        }
        return sums[row % Self.together]
    }
}

/// Where an account stands while its transfers are laid.
private struct Place: BitwiseCopyable, Sendable {
    var totals: Totals
    /// Where its next withdrawal goes among the entries, and its next deposit.
    var out: UInt32
    var into: UInt32

    init(_ totals: Totals, _ out: UInt32, _ into: UInt32) { (self.totals, self.out, self.into) = (totals, out, into) }
}

/// Reads where the next transfers go, side by side, since laying one after the other would wait for memory four times each.
private struct Ahead {
    private let ends: [Column<UInt32>]
    private let places: Column<Place>
    private let entries: [Column<Entry>]
    /// What was read, so that it is not left out.
    private let warmth = Kept<UInt64>(count: 2 * Self.together)

    /// So many transfers are read ahead.
    static let together = 32

    init(
        _ payers: Column<UInt32>, _ payees: Column<UInt32>, _ places: Column<Place>, _ out: Column<Entry>,
        _ into: Column<Entry>
    ) {
        (ends, self.places, entries) = ([payers, payees], places, [out, into])
    }

    /// Reads for the transfers from `row` on.
    func read(_ row: Int) {
        let (payers, payees, out, into, warmth) = (ends[0], ends[1], entries[0], entries[1], warmth.column)
        let count = min(Self.together, payers.count - row)
        for index in 0..<count {
            warmth[2 * index] = UInt64(places[Int(payers[row + index])].out)
            warmth[2 * index + 1] = UInt64(places[Int(payees[row + index])].into)
        }
        for index in 0..<count {
            warmth[2 * index] = UInt64(out[Int(warmth[2 * index])].row)
            warmth[2 * index + 1] = UInt64(into[Int(warmth[2 * index + 1])].row)
        }
    }
}

/// The entries of one side while they are laid, and where each account's begin.
private struct Shelf: Sendable {
    let heads: Kept<UInt32>
    let entries: Kept<Entry>

    init(_ owners: Column<UInt32>, accounts: Int) {
        heads = Kept(count: accounts + 1)
        let counts = heads.column
        for row in 0..<owners.count { counts[Int(owners[row])] += 1 }
        var place: UInt32 = 0
        for account in 0..<accounts {
            let count = counts[account]
            counts[account] = place
            // One more for the mark behind the last.
            if count > 0 { place += count + 1 }
        }
        counts[accounts] = place
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

    /// Puts the mark behind the last entry of an account that has some.
    func mark(_ account: Int, _ place: Int, _ entry: Entry) {
        if heads.column[account] < heads.column[account + 1] { entries.column[place] = entry }
    }
}
