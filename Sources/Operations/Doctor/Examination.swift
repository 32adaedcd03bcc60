internal import Access
internal import Checks
package import Foundation
internal import Gateways
internal import Jurisdiction
package import Primitives
internal import Recovery
internal import Storage
internal import StoragePostgres
internal import Wire
internal import Workflow

/// Looks at an installation and changes nothing.
package struct Examination: Sendable {
    private let folder: URL
    private let place: RecordPlace
    private let pack: String?

    /// `pack` is the file of a pack in place of the built-in one.
    package init(folder: URL, place: RecordPlace, pack: String?) {
        self.folder = folder
        self.place = place
        self.pack = pack
    }

    package func facts(at now: Timestamp) -> InstallationFacts {
        var facts = InstallationFacts(folderPath: folder.path)
        facts.folder = folderState()
        readPack(into: &facts)
        if facts.folder == .fine || facts.folder == .notWritable {
            facts.key = CentreKey(in: folder).state()
            facts.disk = disk()
        }
        do {
            try read(into: &facts, at: now)
        } catch let error as StorageError where error == PostgresDatabase.encodingFault {
            facts.server = InstallationFacts.Server(isUTF8: false, isOrderedByBytes: true)
        } catch {
            facts.records = .unreadable("\(error)")
        }
        return facts
    }

    private func folderState() -> InstallationFacts.Folder {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return .missing }
        guard isFolder.boolValue else { return .noFolder }
        return FileManager.default.isWritableFile(atPath: folder.path) ? .fine : .notWritable
    }

    private func readPack(into facts: inout InstallationFacts) {
        guard let pack else {
            facts.calendarEnds = Pack.builtIn.calendar.knownUntil
            return
        }
        do {
            facts.calendarEnds = try Pack.load(pack).calendar.knownUntil
        } catch {
            facts.packProblems = error.problems.map(\.description)
        }
    }

    private func disk() -> InstallationFacts.Disk? {
        guard let found = try? FileManager.default.attributesOfFileSystem(forPath: folder.path),
            let free = (found[.systemFreeSize] as? NSNumber)?.int64Value,
            let all = (found[.systemSize] as? NSNumber)?.int64Value
        else { return nil }
        return InstallationFacts.Disk(freeBytes: free, allBytes: all)
    }

    private func read(into facts: inout InstallationFacts, at now: Timestamp) throws {
        if case .file(let file) = place, !FileManager.default.fileExists(atPath: file.path) {
            facts.records = .missing
            return
        }
        let database = try place.open()
        if let server = database as? PostgresDatabase {
            facts.server = InstallationFacts.Server(
                isUTF8: true, isOrderedByBytes: try server.isOrderedByBytes())
        }
        let standing = try Platform.schema.standing(of: database)
        facts.records = .open(standing)
        guard standing == .current else { return }
        facts.vitals = try Vitals(database, at: now)
        let (active, faults) = try database.read { tx in (try UserTable(tx).active(), try Self.faults(tx, at: now)) }
        facts.people = InstallationFacts.People(users: active.users, administrators: active.administrators)
        facts.banks = faults
    }

    private static func faults(_ tx: any Transaction, at now: Timestamp) throws -> [String: InstallationFacts.BankFault]
    {
        let keys = Dictionary(grouping: try KeyTable(tx).all().filter { $0.holds(at: now) }, by: \.owner)
        var faults: [String: InstallationFacts.BankFault] = [:]
        for bank in try AccountTable(tx).banks() where bank.link == .wire {
            if bank.address?.hasPrefix("http") != true {
                faults[bank.code] = .noAddress
            } else if keys[bank.code] == nil {
                faults[bank.code] = .noValidKey
            }
        }
        return faults
    }
}

extension TrustedKey {
    fileprivate func holds(at now: Timestamp) -> Bool {
        validFrom <= now && validUntil.map { now < $0 } ?? true && revokedAt.map { now < $0 } ?? true
    }
}
