internal import Foundation

extension LedgerWriter {
    /// Adds transfers from the binary form: a folder of columns, little-endian, in time order.
    ///
    /// `ts.i64` times, `from.u32` and `to.u32` accounts by number, `amt.i64` fen; `open.i64` opening balances in fen by the
    /// account's number, if there. The accounts' names are their numbers, the transfers' ids count up from 0. Such a ledger
    /// is made at once: a folder of columns cannot be added to one that has transfers.
    consuming func addColumns(_ path: String, _ options: ImportOptions) throws(LedgerError) -> ImportReport {
        guard rows == 0 else { throw .tooLarge("a folder of columns is read into an empty ledger only") }
        let times = try Self.column(Int64.self, path, "ts.i64")
        let (from, to) = (try Self.column(UInt32.self, path, "from.u32"), try Self.column(UInt32.self, path, "to.u32"))
        let amounts = try Self.column(Int64.self, path, "amt.i64")
        defer {
            for region in [times.region, from.region, to.region, amounts.region] { withExtendedLifetime(region) {} }
        }
        let count = times.column.count
        guard [from.column.count, to.column.count, amounts.column.count].allSatisfy({ $0 == count }) else {
            throw .damaged(file: path, offset: 0, what: "its columns are of different lengths")
        }
        let factor: Int64 = if case .unix(let perSecond)? = options.time { 1_000_000 / perSecond } else { 1 }
        var batch = Batch(Said())
        var accounts = 0
        for row in 0..<count {
            let (payer, payee) = (from.column[row], to.column[row])
            guard amounts.column[row] > 0, max(payer, payee) < .max - 1 else {
                throw .damaged(file: path, offset: row * 8, what: "transfer \(row) has no amount above 0")
            }
            accounts = max(accounts, Int(max(payer, payee)) + 1)
            batch.add(
                time: times.column[row] * factor, payer: payer + 1, payee: payee + 1, amount: amounts.column[row],
                line: 0)
        }
        batch.idsCountFrom = 0
        var given: [Int: Int64] = [:]
        if FileManager.default.fileExists(atPath: path + "/open.i64") {
            let openings = try Self.column(Int64.self, path, "open.i64")
            defer { openings.stay() }
            accounts = max(accounts, openings.column.count)
            given.reserveCapacity(openings.column.count)
            for account in 0..<openings.column.count { given[account + 1] = openings.column[account] }
        }
        guard batch.isOrdered else { throw .damaged(file: path, offset: 0, what: "it is not in time order") }
        let time = options.time ?? .unix(perSecond: 1_000_000)
        let report = ImportReport(rows: count, accounts: accounts, time: time.text)
        try add(Addition(batch: batch, naming: .counted(accounts + 1), given: given, time: time))
        return report
    }

    private static func column<Element>(_ type: Element.Type, _ folder: String, _ name: String) throws(LedgerError)
        -> Kept<Element>
    {
        let region = try Region(mapping: folder + "/" + name)
        return Kept(region: region)
    }
}
