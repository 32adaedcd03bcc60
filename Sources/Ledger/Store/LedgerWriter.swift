internal import Foundation

/// Changes a ledger's folder: each change writes new files and then the manifest that names them.
package struct LedgerWriter: ~Copyable {
    private let lock: WriteLock
    let folder: String
    private let manifest: Manifest
    /// What the folder holds, the tail included; nil where it is new.
    private let old: TransferLedger?

    package init(folder: String) throws(LedgerError) {
        let held = try WriteLock(folder)
        let found = try Manifest.read(folder)
        let there = found == nil ? nil : try TransferLedger(folder: folder)
        (lock, self.folder, manifest, old) = (held, folder, found ?? Manifest(), there)
    }

    /// How many transfers are there already.
    var rows: Int { old?.rows ?? 0 }

    /// The names of the accounts that are there.
    func names() throws(LedgerError) -> NameTable {
        guard let old else { return .withOutside() }
        return try NameTable(old.accounts.names)
    }

    /// Adds transfers, and the tail's with them.
    consuming func add(_ addition: consuming Addition) throws(LedgerError) {
        if !addition.isNumbered { try check(addition.batch) }
        try write(addition, laying: .least)
    }

    /// Lays the whole ledger anew, in as few partitions as hold it.
    package consuming func merge() throws(LedgerError) {
        guard let old else { throw .notALedger(path: folder) }
        guard case .counted = old.accounts.names.kind else {
            let naming = Naming.texts(try NameTable(old.accounts.names))
            return try write(Addition(batch: Batch(Said()), naming: naming), laying: .whole)
        }
        try write(Addition(batch: Batch(Said()), naming: .counted(old.accounts.count)), laying: .whole)
    }

    /// No transfer may be there already.
    private func check(_ batch: borrowing Batch) throws(LedgerError) {
        for partition in old?.partitions ?? [] {
            guard let row = try Self.firstRow(of: batch, in: partition) else { continue }
            let id = batch.idsCountFrom.map { String($0 + row) } ?? batch.ids.bytes.text(batch.ids.range(row))
            throw .text(
                TextFault(
                    file: "", line: Int(batch.line(row)), column: "id", found: id,
                    expected: "an id that is not in the ledger yet"))
        }
    }

    /// The first transfer of a batch whose id a partition has.
    private static func firstRow(of batch: borrowing Batch, in partition: Partition) throws(LedgerError) -> Int? {
        guard let first = batch.idsCountFrom else {
            for row in 0..<batch.count
            where try partition.ids.number(of: batch.idBytes.column, batch.ids.range(row)) != nil { return row }
            return nil
        }
        if let there = partition.idsCountFrom {
            let row = max(there - first, 0)
            return row < batch.count && first + row < there + partition.rows ? row : nil
        }
        for row in 0..<batch.count where try partition.ids.number(of: String(first + row)) != nil { return row }
        return nil
    }

    private consuming func write(_ addition: consuming Addition, laying: Extent) throws(LedgerError) {
        var next = Manifest(generation: manifest.generation + 1)
        next.time = addition.time?.text ?? manifest.time
        var made: [String] = []
        let (folder, generation) = (folder, next.generation)
        let growth = try Growth(addition, to: old?.growth, laying: laying) {
            partition throws(LedgerError) in
            let name = "transfers-\(generation)-\(made.count)"
            try partition.seal(to: folder + "/" + name, memory: .isGivenBack)
            made.append(name)
            return try Partition(path: folder + "/" + name, name: name, base: partition.base)
        }
        // A partition of the old tail that stayed as it was is in memory alone so far.
        for (index, partition) in growth.partitions[..<growth.stayed].enumerated() {
            if let file = partition.file {
                next.partitions.append(file.name)
            } else {
                let name = "transfers-\(generation)-tail-\(index)"
                try partition.seal(to: folder + "/" + name)
                next.partitions.append(name)
            }
        }
        next.partitions += made
        next.accounts = "accounts-\(generation)"
        try growth.accounts.seal(to: folder + "/accounts-\(generation)")
        try syncFolder(folder)
        try next.write(folder)
        try removeUnnamed(next)
    }

    /// Removes the files that the manifest no longer names, those of a change that did not come to its end included.
    private func removeUnnamed(_ manifest: Manifest) throws(LedgerError) {
        let named = Set(
            manifest.partitions + [Manifest.name, "lock", manifest.accounts, manifest.tail].compactMap { $0 })
        do {
            for file in try FileManager.default.contentsOfDirectory(atPath: folder)
            where !named.contains(file)
                && ["transfers-", "accounts-", "tail-", "manifest"].contains(where: { file.hasPrefix($0) })
            {
                try FileManager.default.removeItem(atPath: folder + "/" + file)
            }
        } catch {
            throw .system(path: folder, reason: "\(error)")
        }
    }
}
