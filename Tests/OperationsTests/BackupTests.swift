import Checks
import Foundation
import Journal
import Jurisdiction
import Operations
import Primitives
import Simulation
import Storage
import StoragePostgres
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Workflow

@Suite("A backup of a running system") struct BackupTests {
    @Test("taken while orders go out and answers come in, it is whole wherever it falls")
    func runningFile() throws {
        try withFolder { folder in
            let file = folder.appending(path: "shouwang.sqlite")
            let city = try RunningCity(on: SQLiteDatabase(path: file.path), incidents: 6)
            var entries: [Int64] = []
            while entries.count < 3 || (!city.isOver && entries.count < 40) {
                let number = entries.count
                let backup = folder.appending(path: "backup-\(number)")
                let taken = try Backup.take(of: .file(file), to: backup)
                let place = folder.appending(path: "restored-\(number)/shouwang.sqlite")
                #expect(try Backup(backup).restore(to: .file(place)) == taken)
                try expectSound(.file(place))
                entries.append((taken.entries ?? 0) + (taken.tail ?? 0))
            }
            let last = try city.wait()
            #expect(entries == entries.sorted())
            #expect(entries.contains { $0 > 0 && $0 < last }, "no backup fell into the run: \(entries) of \(last)")
        }
    }

    @Test("PostgreSQL goes by a dump into a new database", .enabled(if: PostgresServer.isInstalled))
    func runningServer() throws {
        try withFolder { folder in
            let (source, target) = (try newDatabase("backup_source"), try newDatabase("backup_target"))
            let city = try RunningCity(on: PostgresDatabase(source), incidents: 2)
            let backup = folder.appending(path: "backup.dump")
            try city.waitForEntries(100)
            let taken = try Backup.take(of: .server(source), to: backup)
            #expect(taken.entries == nil && taken.bytes > 1000)
            let restored = try Backup(backup).restore(to: .server(target))
            try expectSound(.server(target))
            let last = try city.wait()
            let entries = (restored.entries ?? 0) + (restored.tail ?? 0)
            #expect(entries >= 100 && entries < last)
            let refusal = #expect(throws: BackupRefusal.self) { try Backup(backup).restore(to: .server(target)) }
            #expect(refusal.map { "\($0)".contains("new, empty database") } == true)
            #expect(throws: BackupRefusal.ofOtherDatabase(backup.path)) {
                try Backup(backup).restore(to: .file(folder.appending(path: "new/shouwang.sqlite")))
            }
        }
    }

    @Test("the file is its owner's alone, and nothing unfinished is left")
    func permissions() throws {
        try withFolder { folder in
            let installation = try Installation(in: folder.appending(path: "data"))
            let backup = folder.appending(path: "backup")
            _ = try Backup.take(of: .file(installation.file), to: backup)
            let mode = try FileManager.default.attributesOfItem(atPath: backup.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["backup", "data"])
        }
    }

    @Test("nothing is written over: neither a backup nor a place that holds something")
    func nothingOver() throws {
        try withFolder { folder in
            let installation = try Installation(in: folder.appending(path: "data"))
            let backup = folder.appending(path: "backup")
            _ = try Backup.take(of: .file(installation.file), to: backup)
            let before = try Data(contentsOf: backup)
            #expect(throws: BackupRefusal.fileExists(backup.path)) {
                try Backup.take(of: .file(installation.file), to: backup)
            }
            #expect(try Data(contentsOf: backup) == before)
            #expect(throws: BackupRefusal.folderNotEmpty(installation.folder.path, holds: "shouwang.sqlite")) {
                try Backup(backup).restore(to: .file(installation.file))
            }
            // The key is kept apart from backups, so it may be back before the records are.
            let empty = folder.appending(path: "new")
            try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
            try Data().write(to: empty.appending(path: "centre.key"))
            _ = try Backup(backup).restore(to: .file(empty.appending(path: "shouwang.sqlite")))
        }
    }

    @Test("what is no backup, is damaged, changed or of another version is refused, and the place stays empty")
    func refused() throws {
        try withFolder { folder in
            let installation = try Installation(in: folder.appending(path: "data"))
            try installation.chain()
            let place = RecordPlace.file(folder.appending(path: "new/shouwang.sqlite"))
            func refusal(_ name: String, _ spoil: (URL) throws -> Void) throws -> String {
                let file = folder.appending(path: name)
                _ = try Backup.take(of: .file(installation.file), to: file)
                try spoil(file)
                let error = #expect(throws: BackupRefusal.self, "\(name)") { try Backup(file).restore(to: place) }
                return error.map { "\($0)" } ?? ""
            }
            #expect(try refusal("text") { try Data("hello".utf8).write(to: $0) }.contains("is no backup"))
            #expect(
                try refusal("cut") { file in
                    let whole = try Data(contentsOf: file)
                    try whole.prefix(whole.count / 2).write(to: file)
                } != "")
            #expect(
                try refusal("changed") { file in
                    try SQLiteDatabase(path: file.path).write { tx in
                        try tx.change("UPDATE journal_entry SET reason = 'another' WHERE number = 1")
                    }
                }.contains("entry 1"))
            #expect(
                try refusal("newer") { file in
                    try SQLiteDatabase(path: file.path).write { tx in
                        try tx.change(
                            "INSERT INTO schema_migration (name, content, applied_at) VALUES ('later-1', '', 0)")
                    }
                }.contains("later-1"))
            #expect(throws: BackupRefusal.noDatabase(folder.path + "/none")) {
                try Backup.take(of: .file(folder.appending(path: "none")), to: folder.appending(path: "b"))
            }
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/new/shouwang.sqlite"))
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/b"))
        }
    }

    /// All of the checks, at the moment of the newest entry.
    private func expectSound(_ place: RecordPlace) throws {
        let database = try place.open()
        let newest = try database.read { try EntryTable($0).newest(before: nil, limit: 1).first?.at } ?? .t0
        #expect(try Checks(database, .builtIn).run(at: newest).findings == [])
    }

    private func newDatabase(_ name: String) throws -> String {
        let server = try PostgresServer.running().conninfo
        try PostgresPrograms.run("createdb", ["--maintenance-db=\(server)", name])
        return server.replacing("dbname=postgres", with: "dbname=\(name)")
    }
}

/// A city that is played on a thread of its own while the test looks on.
private final class RunningCity: Sendable {
    private let database: any Database
    private let ending = Mutex<Result<Int64, any Error>?>(nil)

    init(on database: any Database, incidents: Int) throws {
        self.database = database
        Thread.detachNewThread { [self] in
            let result = Result {
                var setting = VirtualCity.Setting()
                setting.database = database
                var city = try VirtualCity(VirtualCity.Plan(seed: 5, incidents: incidents), in: setting)
                try city.run()
                return try entries()
            }
            ending.withLock { $0 = result }
        }
        try waitForEntries(1)
    }

    var isOver: Bool { ending.withLock { $0 != nil } }

    func waitForEntries(_ count: Int64) throws {
        while !isOver {
            // No table stands before the city's first step.
            if let found = try? entries(), found >= count { return }
            sched_yield()
        }
    }

    /// How many entries there are when all is over.
    func wait() throws -> Int64 {
        while !isOver { sched_yield() }
        return try ending.withLock { try $0?.get() } ?? 0
    }

    private func entries() throws -> Int64 {
        try database.read { tx in
            let table = EntryTable(tx)
            return try table.head().number + table.tailCount()
        }
    }
}
