internal import Foundation
internal import Primitives

extension LedgerWriter {
    /// Adds transfers from the binary form: a folder of columns, little-endian, in time order.
    ///
    /// `ts.i64` times, `from.u32` and `to.u32` accounts by number, `amt.i64` fen; `open.i64` opening balances in fen by the
    /// account's number, if there. The accounts' names are their numbers, the transfers' ids count up from 0. Such a ledger
    /// is made at once: a folder of columns cannot be added to one that has transfers.
    consuming func addColumns(_ path: String, _ options: ImportOptions) throws(LedgerError) -> ImportReport {
        guard rows == 0 else { throw .tooLarge("a folder of columns is read into an empty ledger only") }
        let factor: Int64 = if case .unix(let perSecond)? = options.time { 1_000_000 / perSecond } else { 1 }
        let folder = try ColumnFolder(path, factor: factor)
        var accounts = try folder.read()
        var batch = folder.batch()
        var given: [(account: Int, balance: Int64)] = []
        if FileManager.default.fileExists(atPath: path + "/open.i64") {
            let openings = try ColumnFolder.column(Int64.self, path, "open.i64")
            defer { openings.stay() }
            accounts = max(accounts, openings.column.count)
            given.reserveCapacity(openings.column.count)
            for account in 0..<openings.column.count { given.append((account + 1, openings.column[account])) }
        }
        guard batch.isOrdered else { throw .damaged(file: path, offset: 0, what: "it is not in time order") }
        batch.idsCountFrom = 0
        let time = options.time ?? .unix(perSecond: 1_000_000)
        let report = ImportReport(rows: batch.count, accounts: accounts, time: time.text)
        try add(Addition(batch: batch, naming: .counted(accounts + 1), given: given, time: time))
        return report
    }
}

/// The columns of a folder, the amounts where they are mapped, the others as the ledger has them.
private struct ColumnFolder: Sendable {
    private let path: String
    private let said: (times: Kept<Int64>, from: Kept<UInt32>, to: Kept<UInt32>)
    private let amounts: Kept<Int64>
    private let times: Kept<Int64>
    private let payers: Kept<UInt32>
    private let payees: Kept<UInt32>
    /// Microseconds, or steps, in a unit of the folder's times.
    private let factor: Int64

    /// How many transfers are read at a time.
    private static let piece = 1 << 20

    init(_ path: String, factor: Int64) throws(LedgerError) {
        let times = try Self.column(Int64.self, path, "ts.i64")
        let (from, to) = (try Self.column(UInt32.self, path, "from.u32"), try Self.column(UInt32.self, path, "to.u32"))
        amounts = try Self.column(Int64.self, path, "amt.i64")
        let count = times.column.count
        guard [from.column.count, to.column.count, amounts.column.count].allSatisfy({ $0 == count }) else {
            throw .damaged(file: path, offset: 0, what: "its columns are of different lengths")
        }
        (self.path, self.factor, said) = (path, factor, (times, from, to))
        self.times = factor == 1 ? times : Kept(count: count)
        (payers, payees) = (Kept(count: count), Kept(count: count))
    }

    static func column<Element>(_ type: Element.Type, _ folder: String, _ name: String) throws(LedgerError)
        -> Kept<Element>
    {
        let region = try Region(mapping: folder + "/" + name)
        return Kept(region: region)
    }

    /// Reads all transfers; the number of accounts, the outside left out.
    func read() throws(LedgerError) -> Int {
        let pieces = (0..<amounts.column.count).cut(atMultiplesOf: Self.piece)
        let counts = try inParallel(pieces.count) { index throws(LedgerError) in try read(pieces[index]) }
        return counts.max() ?? 0
    }

    private func read(_ rows: Range<Int>) throws(LedgerError) -> Int {
        let (from, to, amounts) = (said.from.column, said.to.column, amounts.column)
        let (payers, payees) = (payers.column, payees.column)
        var last: UInt32 = 0
        for row in rows {
            let (payer, payee) = (from[row], to[row])
            last = max(last, payer, payee)
            guard amounts[row] > 0, last < .max - 1 else {
                throw .damaged(file: path, offset: row * 8, what: "transfer \(row) has no amount above 0")
            }
            (payers[row], payees[row]) = (payer + 1, payee + 1)
        }
        if factor != 1 { for row in rows { times.column[row] = said.times.column[row] * factor } }
        return Int(last) + 1
    }

    func batch() -> Batch {
        var batch = Batch(Said())
        batch.times = Pile(times)
        batch.payers = Pile(payers)
        batch.payees = Pile(payees)
        batch.amounts = Pile(amounts)
        return batch
    }
}
