/// What a bank told of transfers beside the least.
struct Said: Sendable, Equatable {
    var serials = false
    var payerBalances = false
    var payeeBalances = false

    var balances: Bool { payerBalances || payeeBalances }

    func union(_ other: Said) -> Said {
        Said(
            serials: serials || other.serials, payerBalances: payerBalances || other.payerBalances,
            payeeBalances: payeeBalances || other.payeeBalances)
    }
}

/// The order of transfers: by time, by the bank's serial where both have one, by place.
struct RowOrder: Sendable {
    let times: Column<Int64>
    let serials: Texts?

    func isBefore(_ a: Int, _ b: Int) -> Bool {
        if times[a] != times[b] { return times[a] < times[b] }
        if let serials, !serials.range(a).isEmpty, !serials.range(b).isEmpty {
            let order = Self.compare(serials, a, b)
            if order != 0 { return order < 0 }
        }
        return a < b
    }

    /// A shorter serial is the smaller one, so that serials that count up keep their order.
    private static func compare(_ serials: Texts, _ a: Int, _ b: Int) -> Int {
        let (first, second) = (serials.range(a), serials.range(b))
        if first.count != second.count { return first.count - second.count }
        for (x, y) in zip(first, second) where serials.bytes[x] != serials.bytes[y] {
            return Int(serials.bytes[x]) - Int(serials.bytes[y])
        }
        return 0
    }
}

/// Transfers on their way into the ledger, in the order of their file or, after `ordered`, in that of time.
struct Batch: ~Copyable, Sendable {
    let said: Said
    var times = Pile<Int64>()
    var payers = Pile<UInt32>()
    var payees = Pile<UInt32>()
    /// In fen.
    var amounts = Pile<Int64>()
    /// Where the ids are the numbers that count up from here, they are not kept.
    var idsCountFrom: Int?
    /// Empty for what the ledger found itself.
    var idEnds = Pile<UInt32>()
    var idBytes = Pile<UInt8>()
    var serialEnds = Pile<UInt32>()
    var serialBytes = Pile<UInt8>()
    var payerBalances = Pile<Int64>()
    var payeeBalances = Pile<Int64>()
    /// The lines of the file; empty where they are not known.
    var lines = Pile<UInt32>()

    init(_ said: Said) { self.said = said }

    var count: Int { times.count }
    var ids: Texts { Texts(ends: idEnds.column, bytes: idBytes.column) }
    var serials: Texts? { said.serials ? Texts(ends: serialEnds.column, bytes: serialBytes.column) : nil }
    var order: RowOrder { RowOrder(times: times.column, serials: serials) }

    var isOrdered: Bool {
        let order = order
        for row in stride(from: 1, to: count, by: 1) where !order.isBefore(row - 1, row) { return false }
        return true
    }

    /// The transfers in their order.
    consuming func ordered() -> Batch {
        if isOrdered { return self }
        let order = order
        let rows = Array(0..<count).sorted { order.isBefore($0, $1) }
        var batch = Batch(said)
        for row in rows { batch.take(row, of: self) }
        return batch
    }

    /// The line of the file; 0 where it is not known.
    func line(_ row: Int) -> UInt32 { row < lines.count ? lines[row] : 0 }

    /// Adds a transfer without what else the bank said.
    mutating func add(time: Int64, payer: UInt32, payee: UInt32, amount: Int64, line: UInt32) {
        times.push(time)
        payers.push(payer)
        payees.push(payee)
        amounts.push(amount)
        lines.push(line)
    }

    /// Adds a payer, or the payee of the last one.
    @inline(__always) mutating func addEnd(_ account: UInt32) {
        if payers.count == payees.count { payers.push(account) } else { payees.push(account) }
    }

    /// Adds a transfer of another batch.
    mutating func take(_ row: Int, of other: borrowing Batch) {
        add(
            time: other.times[row], payer: other.payers[row], payee: other.payees[row], amount: other.amounts[row],
            line: other.line(row))
        if idsCountFrom == nil {
            if let first = other.idsCountFrom { addID(String(first + row)) } else { addID(other.ids, row) }
        }
        if said.serials { addSerial(other.serials, row) }
        if said.payerBalances {
            payerBalances.push(other.said.payerBalances ? other.payerBalances[row] : Partition.unsaid)
        }
        if said.payeeBalances {
            payeeBalances.push(other.said.payeeBalances ? other.payeeBalances[row] : Partition.unsaid)
        }
    }

    /// Adds the transfers of a partition, but for those that the ledger had found itself.
    mutating func take(_ partition: Partition) throws(LedgerError) {
        for row in 0..<partition.rows {
            let id = idsCountFrom == nil ? try partition.ids.text(row) : ""
            if idsCountFrom == nil, id.isEmpty { continue }
            let transfer = partition.transfer(row)
            add(
                time: transfer.time, payer: UInt32(transfer.payer), payee: UInt32(transfer.payee),
                amount: transfer.amount, line: 0)
            if idsCountFrom == nil { addID(id) }
            if said.serials { addSerial(partition.serials, row) }
            if said.payerBalances { payerBalances.push(Self.balance(partition.payerBalances, row)) }
            if said.payeeBalances { payeeBalances.push(Self.balance(partition.payeeBalances, row)) }
        }
        try partition.file?.throwIfDamaged()
    }

    private static func balance(_ column: Column<Int64>, _ row: Int) -> Int64 {
        column.count > 0 ? column[row] : Partition.unsaid
    }

    /// Adds an id as it stands in a file.
    mutating func addID(_ bytes: Column<UInt8>) throws(LedgerError) {
        idBytes.push(bytes)
        guard idBytes.count <= Int(UInt32.max) else { throw .tooLarge("ids of more than 4 GiB in one file") }
        idEnds.push(UInt32(idBytes.count))
    }

    /// Keeps as texts the ids of the first `count` transfers, which count up.
    mutating func spellIDs(_ count: Int) throws(LedgerError) {
        guard let first = idsCountFrom else { return }
        idsCountFrom = nil
        for row in 0..<count {
            try String(first + row).withColumn { bytes, _ throws(LedgerError) in try addID(bytes) }
        }
    }

    /// Adds the transfers of a batch of the same file, which is empty then; its accounts have these numbers here, and its lines lie
    /// behind so many others.
    mutating func join(_ next: inout Batch, numbers: Column<UInt32>, lines before: Int) throws(LedgerError) {
        try joinIDs(&next)
        let start = UInt32(truncatingIfNeeded: serialBytes.count)
        guard serialBytes.count + next.serialBytes.count <= Int(UInt32.max) else {
            throw .tooLarge("serials of more than 4 GiB in one file")
        }
        for row in 0..<next.serialEnds.count { serialEnds.push(start + next.serialEnds[row]) }
        for row in 0..<next.count {
            payers.push(numbers[Int(next.payers[row])])
            payees.push(numbers[Int(next.payees[row])])
            lines.push(next.lines[row] &+ UInt32(truncatingIfNeeded: before))
        }
        times.take(&next.times)
        amounts.take(&next.amounts)
        serialBytes.take(&next.serialBytes)
        payerBalances.take(&next.payerBalances)
        payeeBalances.take(&next.payeeBalances)
    }

    private mutating func joinIDs(_ next: inout Batch) throws(LedgerError) {
        let (mine, others) = (count, next.count)
        if mine == 0 { idsCountFrom = next.idsCountFrom }
        if others == 0 || next.idsCountFrom == idsCountFrom.map({ $0 + mine }), idsCountFrom != nil { return }
        try spellIDs(mine)
        try next.spellIDs(others)
        let start = idBytes.count
        guard start + next.idBytes.count <= Int(UInt32.max) else {
            throw .tooLarge("ids of more than 4 GiB in one file")
        }
        idBytes.take(&next.idBytes)
        for row in 0..<next.idEnds.count { idEnds.push(UInt32(start) + next.idEnds[row]) }
    }

    mutating func addID(_ texts: Texts, _ row: Int) {
        idBytes.push(texts.bytes.slice(texts.range(row)))
        idEnds.push(UInt32(idBytes.count))
    }

    mutating func addID(_ text: String) {
        for byte in text.utf8 { idBytes.push(byte) }
        idEnds.push(UInt32(idBytes.count))
    }

    mutating func addSerial(_ texts: Texts?, _ row: Int) {
        if let texts { serialBytes.push(texts.bytes.slice(texts.range(row))) }
        serialEnds.push(UInt32(serialBytes.count))
    }

    mutating func addSerial(_ text: String) {
        for byte in text.utf8 { serialBytes.push(byte) }
        serialEnds.push(UInt32(serialBytes.count))
    }
}
