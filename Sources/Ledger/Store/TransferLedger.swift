internal import Foundation

/// A ledger of transfers that lies in a folder, opened to be asked. It does not see what is added later.
package struct TransferLedger: Sendable {
    package let folder: String
    let manifest: Manifest
    let growth: Growth
    /// What the tail holds that is in the partitions too by now, in memory.
    let tail: Tail.Content?
    /// Transfers of the tail that were there already and are counted once.
    package let repeated: Int

    var accounts: Accounts { growth.accounts }
    var partitions: [Partition] { growth.partitions }

    /// How many transfers there are, those that the ledger found missing included.
    package var rows: Int { partitions.last.map { $0.base + $0.rows } ?? 0 }
    /// How many accounts have a name.
    package var accountCount: Int { max(accounts.count - 1, 0) }

    /// Files are checked block by block as they are read; what is damaged is named and never answered from.
    package init(folder: String) throws(LedgerError) {
        guard let manifest = try Manifest.read(folder) else { throw .notALedger(path: folder) }
        self.folder = folder
        self.manifest = manifest
        let sealed = try Self.sealed(manifest, folder)
        guard let name = manifest.tail, FileManager.default.fileExists(atPath: folder + "/" + name) else {
            (growth, tail, repeated) = (sealed, nil, 0)
            return
        }
        let content = try Tail.read(folder + "/" + name, name: name)
        tail = content
        guard content.rows > 0 else {
            (growth, repeated) = (sealed, 0)
            return
        }
        let addition = try content.addition(behind: sealed)
        repeated = addition.repeated
        growth = try Growth(addition, to: sealed, laying: .least) { $0 }
    }

    /// A ledger in memory; `openings` are in fen, and `partitionRows` the most transfers of one partition.
    package init(
        _ transfers: [AppendedTransfer], openings: [String: Int64] = [:], partitionRows: Int = 1 << 25
    ) throws(LedgerError) {
        var accounts = NameTable.withOutside()
        var batch = Batch(Said(serials: true))
        for transfer in transfers {
            batch.add(
                time: transfer.time, payer: UInt32(accounts.account(transfer.payer)),
                payee: UInt32(accounts.account(transfer.payee)), amount: transfer.amount, line: 0)
            batch.addID(transfer.id)
            batch.addSerial(transfer.serial)
        }
        var given: [(account: Int, balance: Int64)] = []
        for (name, balance) in openings { given.append((accounts.account(name), balance)) }
        let addition = Addition(batch: batch, naming: .texts(accounts), given: given)
        growth = try Growth(addition, to: nil, laying: .least, mostRows: partitionRows) { $0 }
        (folder, manifest, tail, repeated) = ("", Manifest(), nil, 0)
    }

    /// What the sealed files hold.
    static func sealed(_ manifest: Manifest, _ folder: String) throws(LedgerError) -> Growth {
        guard let file = manifest.accounts else {
            let table = NameTable.withOutside()
            return Growth(accounts: Naming.texts(table).accounts(Kept(count: 1)), partitions: [])
        }
        let accounts = try Accounts(path: folder + "/" + file, name: file)
        var partitions: [Partition] = []
        for name in manifest.partitions {
            let base = partitions.last.map { $0.base + $0.rows } ?? 0
            partitions.append(try Partition(path: folder + "/" + name, name: name, base: base))
        }
        return Growth(accounts: accounts, partitions: partitions)
    }

    /// Throws if anything was read from a damaged block; whoever has read calls it before he answers.
    func throwIfDamaged() throws(LedgerError) {
        try accounts.file?.throwIfDamaged()
        for partition in partitions { try partition.file?.throwIfDamaged() }
    }

    /// The partition that holds a row.
    @inline(__always) func part(of row: Int) -> Int {
        var part = partitions.count - 1
        while part > 0, partitions[part].base > row { part -= 1 }
        return part
    }

    package func transfer(_ row: Int) throws(LedgerError) -> LedgerRow {
        let partition = partitions[part(of: row)]
        let transfer = partition.transfer(row - partition.base)
        try partition.file?.throwIfDamaged()
        return transfer
    }

    /// The transfer's row: its place in time among all.
    package func row(of id: String) throws(LedgerError) -> Int {
        for partition in partitions {
            if let row = try partition.ids.number(of: id) { return partition.base + row }
        }
        throw .unknownTransfer(id)
    }

    /// The transfer's id; empty for one that the ledger found missing.
    package func id(of row: Int) throws(LedgerError) -> String {
        let partition = partitions[part(of: row)]
        return try partition.ids.text(row - partition.base)
    }

    package func account(named name: String) throws(LedgerError) -> Int {
        guard let number = try accounts.names.number(of: name), number != Accounts.outside else {
            throw .unknownAccount(name)
        }
        return number
    }

    /// The account's name; empty for the outside.
    package func name(of account: Int) throws(LedgerError) -> String {
        account == Accounts.outside ? "" : try accounts.names.text(account)
    }

    /// What lay on the account before its first transfer, in fen, and whether that is only the least that explains the rest.
    package func opening(of account: Int) throws(LedgerError) -> (fen: Int64, isInferred: Bool) {
        let fen = accounts.opening(account)
        try accounts.file?.throwIfDamaged()
        return (fen, accounts.openings[account].source == .inferred)
    }

    /// The first row whose time is `time` or later.
    package func firstRow(notBefore time: Int64) -> Int {
        for partition in partitions {
            let row = partition.firstRow(notBefore: time)
            if row < partition.rows { return partition.base + row }
        }
        return rows
    }
}
