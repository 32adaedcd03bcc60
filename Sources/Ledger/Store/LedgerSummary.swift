internal import Foundation

/// What a ledger holds.
package struct LedgerSummary: Sendable, Equatable {
    package var transfers = 0
    package var accounts = 0
    package var partitions = 0
    package var bytes = 0
    /// As people read them; nil where there is no transfer.
    package var firstTime: String?
    package var lastTime: String?
    package var tailTransfers = 0
    /// Bytes behind the tail's last whole group: written when the power went, never acknowledged.
    package var tornBytes = 0
    /// Appended a second time under the same id, and counted once.
    package var repeated = 0
    /// Accounts whose opening balance is the least that explains their transfers, and is not 0; and the sum in fen.
    package var inferredOpenings = 0
    package var inferredFen: Int64 = 0
    /// Transfers that balances show and no file tells of.
    package var unexplained = 0
    package var unexplainedFen: Int64 = 0
}

extension TransferLedger {
    package func summary() throws(LedgerError) -> LedgerSummary {
        var summary = LedgerSummary()
        (summary.transfers, summary.accounts) = (rows, accountCount)
        summary.partitions = partitions.count
        summary.bytes = try bytes()
        if rows > 0 {
            let pattern = TimePattern(manifest.time) ?? .iso
            summary.firstTime = pattern.written(try transfer(0).time)
            summary.lastTime = pattern.written(try transfer(rows - 1).time)
        }
        (summary.tailTransfers, summary.tornBytes) = (tail?.rows ?? 0, tail?.torn ?? 0)
        summary.repeated = repeated
        for account in 1..<max(accounts.count, 1) {
            let opening = try opening(of: account)
            guard opening.isInferred, opening.fen > 0 else { continue }
            summary.inferredOpenings += 1
            summary.inferredFen += opening.fen
        }
        for partition in partitions where partition.idsCountFrom == nil {
            for row in 0..<partition.rows where try partition.ids.text(row).isEmpty {
                summary.unexplained += 1
                summary.unexplainedFen += partition.transfer(row).amount
            }
        }
        try throwIfDamaged()
        return summary
    }

    private func bytes() throws(LedgerError) -> Int {
        let names = manifest.partitions + [manifest.accounts, manifest.tail].compactMap { $0 }
        do {
            return try names.reduce(0) { sum, name in
                let path = folder + "/" + name
                guard FileManager.default.fileExists(atPath: path) else { return sum }
                return sum + (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0)
            }
        } catch {
            throw .system(path: folder, reason: "\(error)")
        }
    }

    /// A moment of the ledger's time, written as in its files.
    package func time(_ text: String) -> Int64? {
        TimePattern(manifest.time)?.time(text) ?? TimePattern.iso.time(text)
    }
}
