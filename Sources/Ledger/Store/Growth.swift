/// The names of a ledger's accounts while it grows: the outside first.
enum Naming: ~Copyable, Sendable {
    /// The numbers 0, 1, … as many less one.
    case counted(Int)
    case texts(NameTable)

    /// Keeps the names, and grows the opening balances to as many.
    consuming func accounts(_ openings: Kept<Opening>) -> Accounts {
        switch consume self {
        case .counted(let count):
            return Accounts(Names(count: count, kind: .counted(from: -1), file: nil), openings, regions: [])
        case .texts(let table):
            var table = table
            let (names, regions) = table.kept()
            return Accounts(names, openings, regions: regions)
        }
    }

    var count: Int {
        switch self {
        case .counted(let count): count
        case .texts(let table): table.count
        }
    }
}

/// What is to be added to a ledger.
struct Addition: ~Copyable, Sendable {
    var batch: Batch
    /// The accounts' names, those that are there already first.
    var naming: Naming
    /// Opening balances in fen, each account's once.
    var given: [(account: Int, balance: Int64)] = []
    /// Whether its ids are numbers that the import gave, since the file has none.
    var isNumbered = false
    /// How its times were written; nil where that is not new.
    var time: TimePattern?
    /// Transfers left out because their ids are there already.
    var repeated = 0
    /// Lines left out because no money moved.
    var empty = 0
    /// Balances left out because they are below 0.
    var overdrawn = 0
}

/// How much of a ledger is laid anew when transfers are added.
enum Extent { case least, whole }

/// A ledger's accounts and partitions, and how they change when transfers are added.
struct Growth: Sendable {
    let accounts: Accounts
    /// Those that stayed as they were come first.
    let partitions: [Partition]
    /// How many stayed.
    let stayed: Int

    /// Adds to `old`; each new partition goes through `put`, which may write it to the disk.
    ///
    /// Partitions that overlap with the new transfers in time are laid anew with them, and so are all after them.
    init(
        _ addition: consuming Addition, to old: Growth?, laying: Extent, mostRows: Int = Partition.mostRows,
        put: (Partition) throws(LedgerError) -> Partition
    ) throws(LedgerError) {
        let (there, given) = (old?.partitions ?? [], addition.given)
        let naming = addition.naming
        var rows = addition.batch.ordered()
        let stay = laying == .whole ? 0 : Self.untouched(there, by: rows, given: given)
        rows = try Self.gathered(rows, behind: Array(there[stay...]))
        let openings = Kept<Opening>(count: naming.count)
        if let old { openings.column.copy(from: old.accounts.openings) }
        if stay == 0 { Self.forget(openings.column) }
        for (account, balance) in given { openings.column[account] = Opening(balance, .given) }
        let before = stay > 0 ? there[stay - 1].totals : .none
        if rows.said.balances || !Reconciling.isCovered(rows, totals: before, openings: openings.column) {
            rows = Reconciling.run(rows, totals: before, openings: openings)
        }
        let sheet = rows.sheet()
        let lines = Laying(accounts: naming.count, after: before)
        var partitions = Array(there[..<stay])
        var base = partitions.last.map { $0.base + $0.rows } ?? 0
        for start in stride(from: 0, to: sheet.count, by: mostRows) {
            let part = start..<min(start + mostRows, sheet.count)
            partitions.append(try put(try lines.partition(of: sheet, part, base: base)))
            base += part.count
        }
        let end = lines.totals
        Self.infer(openings.column, end.column)
        end.stay()
        sheet.stay()
        self.partitions = partitions
        stayed = stay
        accounts = naming.accounts(openings)
    }

    init(accounts: Accounts, partitions: [Partition]) {
        (self.accounts, self.partitions, stayed) = (accounts, partitions, partitions.count)
    }

    /// How many partitions, from the first on, the new transfers leave as they are.
    private static func untouched(
        _ partitions: [Partition], by rows: borrowing Batch, given: [(account: Int, balance: Int64)]
    )
        -> Int
    {
        guard rows.count > 0 else { return given.isEmpty ? partitions.count : 0 }
        let first = rows.times[0]
        let known = partitions.last?.accounts ?? 0
        if given.contains(where: { $0.account < known }) { return 0 }
        let hasSerials = rows.said.serials && partitions.contains { $0.said.serials }
        let stay = partitions.prefix { partition in
            guard partition.rows > 0, partition.ensure(partition.times, partition.rows - 1) else { return true }
            let last = partition.times[partition.rows - 1]
            return last < first || (last == first && !hasSerials)
        }.count
        let hasBalances = rows.said.balances || partitions.contains { $0.said.balances }
        return stay < partitions.count && hasBalances ? 0 : stay
    }

    /// The transfers of some partitions and the new ones, in their order.
    private static func gathered(_ rows: consuming Batch, behind partitions: [Partition]) throws(LedgerError) -> Batch {
        guard let first = partitions.first else { return rows }
        var batch = Batch(partitions.reduce(rows.said) { $0.union($1.said) })
        if rows.count == 0, isCounted(partitions) { batch.idsCountFrom = first.idsCountFrom }
        for partition in partitions { try batch.take(partition) }
        for row in 0..<rows.count { batch.take(row, of: rows) }
        return batch.ordered()
    }

    /// Whether the ids of all count up without a gap.
    private static func isCounted(_ partitions: [Partition]) -> Bool {
        guard let first = partitions[0].idsCountFrom else { return false }
        return partitions.allSatisfy { $0.idsCountFrom == first + $0.base - partitions[0].base }
    }

    /// Leaves only the opening balances that were given.
    private static func forget(_ openings: Column<Opening>) {
        for account in 0..<openings.count where openings[account].source != .given {
            openings[account] = Opening(0, .inferred)
        }
    }

    /// Gives each account of which nothing is known the least that lets it pay.
    private static func infer(_ openings: Column<Opening>, _ totals: Column<Totals>) {
        for account in 1..<max(openings.count, 1) where openings[account].source == .inferred {
            openings[account] = Opening(max(0, -totals[account].lowest), .inferred)
        }
    }
}
