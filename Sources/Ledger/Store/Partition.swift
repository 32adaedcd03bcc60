/// Transfers that follow each other in time: as columns, and as the lines of their accounts.
struct Partition: Sendable {
    enum Section: UInt64 {
        case shape = 1, times, payers, payees, amounts, serialEnds, serialBytes, payerBalances, payeeBalances
        case outHeads, outEntries, outFloors, outPeaks, inHeads, inEntries, inFloors, inPeaks, totals
        case idEnds, idBytes, idSlots
    }

    static let kind: UInt64 = 1
    /// The most transfers of one partition.
    static let mostRows = 1 << 25

    /// How many transfers lie in the partitions before it.
    var base: Int
    let rows: Int
    let accounts: Int

    let times: Column<Int64>
    let payers: Column<UInt32>
    let payees: Column<UInt32>
    let amounts: Column<Int64>
    /// Empty where no transfer has a serial.
    let serials: Texts?
    /// What the bank said lay there, in fen; the least number where it said nothing. Empty where it never did.
    let payerBalances: Column<Int64>
    let payeeBalances: Column<Int64>

    let withdrawals: Side
    let deposits: Side
    /// Each account's at the partition's end.
    let totals: Column<Totals>
    let ids: Names

    let file: SealedFile?
    /// Memory that the columns lie in, where it is not the file's.
    let kept: [Region]

    /// What no bank said.
    static let unsaid = Int64.min

    @inline(__always) func side(_ isBackward: Bool) -> Side { isBackward ? deposits : withdrawals }

    /// The places of an account's entries, the end mark left out; nothing where a block is damaged.
    @inline(__always) func places(of account: Int, on side: Side) -> Places {
        guard account < accounts, file?.ensure(side.heads, account..<account + 2) ?? true else { return .none }
        let (first, end) = (Int(side.heads[account]), Int(side.heads[account + 1]))
        guard first < end, file?.ensure(side.entries, first..<end) ?? true else { return .none }
        return Places(lowerBound: first, upperBound: end - 1)
    }

    func ensure<Element>(_ column: Column<Element>, _ index: Int) -> Bool {
        file?.ensure(column, index..<index + 1) ?? true
    }

    func transfer(_ row: Int) -> LedgerRow {
        guard ensure(times, row), ensure(payers, row), ensure(payees, row), ensure(amounts, row) else {
            return LedgerRow(time: 0, payer: 0, payee: 0, amount: 0)
        }
        return LedgerRow(time: times[row], payer: Int(payers[row]), payee: Int(payees[row]), amount: amounts[row])
    }

    /// The first row whose time is `time` or later.
    func firstRow(notBefore time: Int64) -> Int {
        var (low, high) = (0, rows)
        while low < high {
            let middle = (low + high) / 2
            if ensure(times, middle), times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Partition {
    /// Opens a sealed partition; what it says of itself is checked against the size of its sections.
    init(path: String, name: String, base: Int) throws(LedgerError) {
        let file = try SealedFile(path: path, name: name, kind: Self.kind)
        func column<Element>(_ type: Element.Type, _ section: Section) throws(LedgerError) -> Column<Element> {
            try file.column(type, section.rawValue)
        }
        let shape = try column(Int64.self, .shape)
        guard shape.count == 3, file.ensure(shape, 0..<3) else {
            throw .damaged(file: name, offset: SealedFile.block, what: "its shape is unreadable")
        }
        self.base = base
        (rows, accounts) = (Int(shape[0]), Int(shape[1]))
        times = try column(Int64.self, .times)
        payers = try column(UInt32.self, .payers)
        payees = try column(UInt32.self, .payees)
        amounts = try column(Int64.self, .amounts)
        serials =
            file.has(Section.serialEnds.rawValue)
            ? Texts(ends: try column(UInt32.self, .serialEnds), bytes: try column(UInt8.self, .serialBytes)) : nil
        payerBalances = try column(Int64.self, .payerBalances)
        payeeBalances = try column(Int64.self, .payeeBalances)
        withdrawals = Side(
            heads: try column(UInt32.self, .outHeads), entries: try column(Entry.self, .outEntries),
            floors: try column(Int64.self, .outFloors), peaks: try column(Int64.self, .outPeaks))
        deposits = Side(
            heads: try column(UInt32.self, .inHeads), entries: try column(Entry.self, .inEntries),
            floors: try column(Int64.self, .inFloors), peaks: try column(Int64.self, .inPeaks))
        totals = try column(Totals.self, .totals)
        let slots = Slots(places: try column(UInt64.self, .idSlots))
        let texts = Texts(ends: try column(UInt32.self, .idEnds), bytes: try column(UInt8.self, .idBytes))
        ids = Names(
            count: rows, kind: shape[2] != Self.unsaid ? .counted(from: Int(shape[2])) : .texts(texts, slots),
            file: file)
        self.file = file
        kept = []
        let columns = [times.count, payers.count, payees.count, amounts.count]
        let lines = [withdrawals.heads.count, deposits.heads.count, totals.count + 1]
        guard columns.allSatisfy({ $0 == rows }), lines.allSatisfy({ $0 == accounts + 1 }) else {
            throw .damaged(file: name, offset: 0, what: "its sections do not fit each other")
        }
    }

    /// Writes it as a sealed file; where its memory is given back, it cannot be read any more.
    func seal(to path: String, memory: SealedFileWriter.Memory = .stays) throws(LedgerError) {
        var writer = try SealedFileWriter(path: path, kind: Self.kind, memory: memory)
        let shape = Kept<Int64>(count: 3)
        defer { shape.stay() }
        (shape.column[0], shape.column[1]) = (Int64(rows), Int64(accounts))
        shape.column[2] = idsCountFrom.map { Int64($0) } ?? Self.unsaid
        try writer.add(shape.column, as: Section.shape)
        try writer.add(times, as: Section.times)
        try writer.add(payers, as: Section.payers)
        try writer.add(payees, as: Section.payees)
        try writer.add(amounts, as: Section.amounts)
        if let serials {
            try writer.add(serials.ends, as: Section.serialEnds)
            try writer.add(serials.bytes, as: Section.serialBytes)
        }
        if payerBalances.count > 0 { try writer.add(payerBalances, as: Section.payerBalances) }
        if payeeBalances.count > 0 { try writer.add(payeeBalances, as: Section.payeeBalances) }
        try writer.add(withdrawals.heads, as: Section.outHeads)
        try writer.add(withdrawals.entries, as: Section.outEntries)
        try writer.add(withdrawals.floors, as: Section.outFloors)
        try writer.add(withdrawals.peaks, as: Section.outPeaks)
        try writer.add(deposits.heads, as: Section.inHeads)
        try writer.add(deposits.entries, as: Section.inEntries)
        try writer.add(deposits.floors, as: Section.inFloors)
        try writer.add(deposits.peaks, as: Section.inPeaks)
        try writer.add(totals, as: Section.totals)
        if case .texts(let texts, let slots) = ids.kind {
            try writer.add(texts.ends, as: Section.idEnds)
            try writer.add(texts.bytes, as: Section.idBytes)
            try writer.add(slots.places, as: Section.idSlots)
        }
        try writer.seal()
    }
}

extension Partition {
    /// What the bank told of its transfers beside the least.
    var said: Said {
        Said(serials: serials != nil, payerBalances: payerBalances.count > 0, payeeBalances: payeeBalances.count > 0)
    }

    /// The first of the counted ids; nil where they are texts.
    var idsCountFrom: Int? {
        if case .counted(let first) = ids.kind { first } else { nil }
    }
}
