internal import Foundation

extension LedgerWriter {
    /// Adds the transfers of a file, of a folder of columns or of standard input (`-`); all or nothing.
    package consuming func add(
        _ path: String, _ options: ImportOptions, opening: String? = nil,
        progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) throws(LedgerError) -> ImportReport {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            return try addColumns(path, options)
        }
        let firstRow = rows
        let file = try TransferFile(path, options, accounts: try names(), folder: folder)
        var addition = try file.read(firstRow: firstRow, opening: opening, progress: progress)
        var report = ImportReport(
            rows: addition.batch.count, accounts: addition.naming.count - 1, empty: addition.empty,
            time: addition.time?.text ?? "")
        report.overdrawn = addition.overdrawn
        if addition.batch.said.balances {
            let moment = options.balances ?? Self.named(options) ?? StatedBalances.likelier(addition.batch)
            if moment == .before { StatedBalances.moveBehind(&addition.batch) }
            report.balances = moment
        }
        do {
            try add(addition)
        } catch .text(let fault) where fault.file.isEmpty {
            throw .text(
                TextFault(
                    file: TransferFile.name(path), line: fault.line,
                    column: options.columns[.id] ?? fault.column, found: fault.found, expected: fault.expected))
        }
        return report
    }

    /// What the columns' names say of their balances.
    private static func named(_ options: ImportOptions) -> ImportOptions.Moment? {
        let names = [options.columns[.payerBalance], options.columns[.payeeBalance]].compactMap { $0?.lowercased() }
        return ImportOptions.Moment.allCases.first { moment in names.contains { $0.contains(moment.rawValue) } }
    }
}

/// The balances that banks stated beside transfers.
enum StatedBalances {
    /// Whether more of the stated balances of a batch follow from each other as those before or as those after.
    static func likelier(_ batch: borrowing Batch) -> ImportOptions.Moment {
        var last: [UInt32: (balance: Int64, change: Int64)] = [:]
        var fits = (before: 0, after: 0)
        for row in 0..<batch.count {
            func look(_ account: UInt32, _ balance: Int64, _ change: Int64) {
                let said = last[account]
                if balance != Partition.unsaid, let said {
                    if said.balance + said.change == balance { fits.before += 1 }
                    if said.balance + change == balance { fits.after += 1 }
                }
                last[account] = balance == Partition.unsaid ? nil : (balance, change)
            }
            let amount = batch.amounts[row]
            look(batch.payers[row], batch.said.payerBalances ? batch.payerBalances[row] : Partition.unsaid, -amount)
            look(batch.payees[row], batch.said.payeeBalances ? batch.payeeBalances[row] : Partition.unsaid, amount)
        }
        return fits.before > fits.after ? .before : .after
    }

    /// Makes balances before the transfers those after them.
    static func moveBehind(_ batch: inout Batch) {
        for row in 0..<batch.count {
            let amount = batch.amounts[row]
            if batch.said.payerBalances, batch.payerBalances[row] != Partition.unsaid {
                batch.payerBalances[row] -= amount
            }
            if batch.said.payeeBalances, batch.payeeBalances[row] != Partition.unsaid {
                batch.payeeBalances[row] += amount
            }
        }
    }
}
