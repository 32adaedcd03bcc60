extension TransferLedger {
    /// Reads every byte of a ledger's folder, lays all transfers anew and compares; what is wrong, file by file.
    package static func faults(in folder: String) -> [String] {
        do throws(LedgerError) {
            guard let manifest = try Manifest.read(folder) else { throw .notALedger(path: folder) }
            let blocks = try damagedBlocks(manifest, folder)
            if !blocks.isEmpty { return blocks }
            return try TransferLedger(folder: folder).wrongLines()
        } catch {
            return [error.description]
        }
    }

    private static func damagedBlocks(_ manifest: Manifest, _ folder: String) throws(LedgerError) -> [String] {
        var files: [SealedFile] = []
        if let name = manifest.accounts {
            files.append(try SealedFile(path: folder + "/" + name, name: name, kind: Accounts.kind))
        }
        for name in manifest.partitions {
            files.append(try SealedFile(path: folder + "/" + name, name: name, kind: Partition.kind))
        }
        return files.flatMap { file in
            file.damagedBlocks().map {
                LedgerError.damaged(file: file.name, offset: $0, what: "the block's checksum does not fit").description
            }
        }
    }

    /// What differs from the lines that the transfers give when they are laid anew.
    func wrongLines() throws(LedgerError) -> [String] {
        var faults: [String] = []
        let laying = Laying(accounts: accounts.count, after: .none)
        var last = Int64.min
        for partition in partitions {
            let name = partition.file?.name ?? "the tail"
            for row in 0..<partition.rows {
                let transfer = partition.transfer(row)
                guard max(transfer.payer, transfer.payee) < partition.accounts, transfer.amount > 0,
                    transfer.time >= last
                else { return faults + ["\(name): transfer \(partition.base + row) cannot be"] }
                last = transfer.time
            }
            try partition.file?.throwIfDamaged()
            let sides = laying.sides(partition.payers, partition.payees, partition.amounts)
            defer { for region in sides.regions { withExtendedLifetime(region) {} } }
            for (side, kept, what) in [
                (sides.out, partition.withdrawals, "withdrawals"), (sides.into, partition.deposits, "deposits"),
            ] where !Self.isEqual(side, kept, accounts: partition.accounts) {
                faults.append("\(name): its \(what) are not those of its transfers")
            }
        }
        for account in 1..<max(accounts.count, 1)
        where accounts.opening(account) + min(0, laying.totals.column[account].lowest) < 0 {
            faults.append("account \(try self.name(of: account)): its opening balance does not cover its payments")
        }
        return faults
    }

    private static func isEqual(_ side: Side, _ kept: Side, accounts: Int) -> Bool {
        side.entries.bytes.isEqual(0..<side.entries.bytes.count, to: kept.entries.bytes, 0..<kept.entries.bytes.count)
            && (0...accounts).allSatisfy { side.heads[$0] == kept.heads[$0] }
            && side.floors.bytes.isEqual(
                0..<side.floors.bytes.count, to: kept.floors.bytes, 0..<kept.floors.bytes.count)
            && side.peaks.bytes.isEqual(0..<side.peaks.bytes.count, to: kept.peaks.bytes, 0..<kept.peaks.bytes.count)
    }
}
