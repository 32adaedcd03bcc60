import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite("SQLite's own promises") struct SQLiteTests {
    private struct Refusal: Error {}

    @Test("each commit is synced to disk: synchronous reads back FULL on the writer")
    func durable() throws {
        try withDatabase(.sqliteFile) { database in
            let row = try database.write { tx in try tx.query("PRAGMA synchronous").map(\.values) }
            #expect(row == [[.integer(2)]])
            #expect(try database.write { tx in try tx.query("PRAGMA journal_mode").map(\.values) } == [[.text("wal")]])
        }
    }

    @Test("a file that is opened again has what was committed")
    func reopened() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/kept.sqlite"
            for opening in Int64(1)...3 {
                let database = try SQLiteDatabase(path: path)
                try sampleSchema.migrate(database, at: .t0)
                try database.write { tx in try tx.insert(opening) }
                #expect(try database.read { try $0.samples() } == opening)
            }
        }
    }

    @Test(
        "of writers that share a commit, one that fails undoes itself alone", arguments: [Engine.sqlite, .sqliteFile])
    func groupCommit(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let refused = Tally()
            try inThreads(8) { index in
                for round in 0..<30 {
                    let id = Int64(index * 30 + round)
                    do {
                        try database.write { tx in
                            try tx.insert(id)
                            if id % 3 == 0 { throw Refusal() }
                        }
                    } catch is Refusal {
                        refused.add()
                    }
                }
            }
            let kept = try database.read { tx in
                try tx.query("SELECT id FROM sample ORDER BY id").map { try $0["id"] as Int64 }
            }
            #expect(kept == (0..<240).filter { $0 % 3 != 0 })
            #expect(refused.count == 80)
        }
    }

    @Test("a folder that is not there is .connection")
    func noFolder() throws {
        #expect(throws: (any Error).self) { try SQLiteDatabase(path: "/nowhere/at/all.sqlite") }
    }
}
