import Storage
import StoragePostgres
import TestSupport
import Testing

@Suite("What is sent without waiting for its answer") struct SendingTests {
    private struct Refusal: Error, Equatable {}

    private static func insert(_ id: Int64, words: String? = nil) -> SQL {
        "INSERT INTO sample (id, words) VALUES (\(id), \(words))"
    }

    @Test("it is seen by what follows in order, and kept with the rest", arguments: Engine.everyForm)
    func order(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                for id in Int64(1)...200 { try tx.send(Self.insert(id)) }
                #expect(try tx.samples() == 200)
                try tx.send("UPDATE sample SET number = id WHERE id <= 10")
                try tx.send("DELETE FROM sample WHERE number > 5")
                try tx.change("UPDATE sample SET number = 50 WHERE number = 5")
                let deleted = try tx.execute("DELETE FROM sample WHERE number = 50")
                #expect(deleted == 1)
                try tx.send(Self.insert(201))
            }
            try expect(195, in: database)
        }
    }

    @Test("its failure comes out with the next statement, and nothing is kept", arguments: Engine.available)
    func failureWithTheNext(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let error = #expect(throws: StorageError.self) {
                try database.write { tx in
                    try tx.send(Self.insert(1, words: "one"))
                    try tx.send(Self.insert(2, words: "one"))
                    try tx.send(Self.insert(3))
                    _ = try tx.samples()
                    Issue.record("a statement ran behind one that failed")
                }
            }
            guard case .unique = error else { return #expect(Bool(false), "\(String(describing: error))") }
            try expect(0, in: database)
            try database.write { tx in try tx.send(Self.insert(2, words: "one")) }
            try expect(1, in: database)
        }
    }

    @Test("its failure comes out with the commit, and nothing is kept", arguments: Engine.everyForm)
    func failureWithTheCommit(engine: Engine) throws {
        let forbidden: [(SQL, Bool)] = [
            ("INSERT INTO part (id, sample) VALUES (1, 99)", false), (Self.insert(1), true),
            (Self.insert(5, words: "a\0b"), false),
        ]
        try withDatabase(engine, sampleSchema) { database in
            for (statement, isUnique) in forbidden {
                let error = #expect(throws: StorageError.self) {
                    try database.write { tx in
                        try tx.send(Self.insert(1))
                        try tx.send(statement)
                        try tx.send(Self.insert(2))
                    }
                }
                switch error {
                case .unique where isUnique, .constraint where !isUnique: break
                default: Issue.record("\(statement.text): \(String(describing: error))")
                }
                try expect(0, in: database)
            }
        }
    }

    @Test("a change that met no row, or two, is a conflict at the commit; nothing is kept", arguments: Engine.everyForm)
    func conflictWithTheCommit(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in for id in Int64(1)...2 { try tx.send(Self.insert(id)) } }
            for condition: SQL in ["id = 7", "id <= 2"] {
                #expect(throws: StorageError.conflict) {
                    try database.write { tx in
                        try tx.send(Self.insert(3))
                        try tx.change("UPDATE sample SET number = 5 WHERE \(condition)")
                        try tx.send(Self.insert(4))
                    }
                }
                try expect(2, in: database)
            }
            let changed = try database.read { try $0.count("SELECT COUNT(*) FROM sample WHERE number = 5") }
            #expect(changed == 0)
        }
    }

    @Test("a conflict that the body swallows still fails the transaction", arguments: Engine.everyForm)
    func swallowedConflict(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: StorageError.conflict) {
                try database.write { tx in
                    try tx.send(Self.insert(1))
                    try? tx.change("UPDATE sample SET number = 5 WHERE id = 7")
                    _ = try? tx.samples()
                }
            }
            try expect(0, in: database)
        }
    }

    @Test("a body that throws takes back what it sent, also what had not gone out", arguments: Engine.everyForm)
    func refusal(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            for asks in [true, false] {
                #expect(throws: Refusal()) {
                    try database.write { tx in
                        try tx.send(Self.insert(1))
                        if asks { _ = try tx.samples() }
                        try tx.send(Self.insert(2))
                        throw Refusal()
                    }
                }
            }
            try expect(0, in: database)
        }
    }

    @Test("a read cannot send a change", arguments: Engine.everyForm)
    func readOnly(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: StorageError.self) { try database.read { tx in try tx.send(Self.insert(1)) } }
            #expect(throws: StorageError.self) {
                try database.read { tx in
                    try tx.send(Self.insert(1))
                    return try tx.samples()
                }
            }
            try expect(0, in: database)
        }
    }

    @Test("eight writers that send what they count lose nothing", arguments: Engine.everyForm)
    func concurrent(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try inThreads(8) { _ in
                for _ in 0..<20 {
                    try database.write { tx in try tx.send(Self.insert(try tx.samples())) }
                }
            }
            try expect(160, in: database)
        }
    }
}

@Suite("Sending to PostgreSQL", .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresSendingTests {
    @Test("a body that asks for nothing does not reach the server")
    func nothing() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let schema: String = try database.read { tx in
                try #require(try tx.first("SELECT current_schema() AS name"))["name"]
            }
            let other = try PostgresDatabase(
                try PostgresServer.running().conninfo + " options='-c search_path=\(schema)'")
            // The writer outside holds the lock; one that took it would wait for ever.
            try database.write { tx in
                try tx.insert(1)
                try other.write { _ in }
            }
        }
    }

    @Test("what was written is on the disk when the writer returns, although its lock was given back before")
    func synced() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let schema: String = try database.read { tx in
                try #require(try tx.first("SELECT current_schema() AS name"))["name"]
            }
            // The tests' server itself does not wait for the disk.
            let words = " options='-c search_path=\(schema) -c synchronous_commit=on'"
            let careful = try PostgresDatabase(try PostgresServer.running().conninfo + words)
            for id in Int64(0)..<50 {
                let place = try careful.write { tx in
                    try tx.insert(id)
                    return try tx.first("SELECT pg_current_wal_insert_lsn()::TEXT AS place")?["place"] as String?
                }
                let behind = try database.read { tx in
                    try tx.count(
                        "SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), \(place)::pg_lsn)::BIGINT AS bytes")
                }
                #expect(behind > 0, "the commit lies behind this place")
            }
        }
    }

    @Test("a failure of the commit itself leaves nothing, and the connection serves on")
    func deferred() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            try database.write { tx in
                let key = "FOREIGN KEY (sample) REFERENCES sample (id) DEFERRABLE INITIALLY DEFERRED"
                try tx.execute(SQL(raw: "ALTER TABLE part ADD CONSTRAINT late \(key)"))
                try tx.execute("ALTER TABLE part DROP CONSTRAINT part_sample_fkey")
            }
            for _ in 0..<10 {
                let error = #expect(throws: StorageError.self) {
                    try database.write { tx in
                        try tx.send("INSERT INTO sample (id) VALUES (1)")
                        try tx.send("INSERT INTO part (id, sample) VALUES (1, 99)")
                    }
                }
                guard case .constraint = error else { return #expect(Bool(false), "\(String(describing: error))") }
            }
            try expect(0, in: database)
        }
    }

    @Test("statements that were passed over behind a failure are prepared when they come again")
    func preparedAgain() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            for round in Int64(0)..<5 {
                for number in Int64(0)..<300 {
                    let comment = "/* \(number) */"
                    let error = #expect(throws: StorageError.self) {
                        try database.write { tx in
                            try tx.send("INSERT INTO sample (id, number) VALUES (1, 13)")
                            try tx.send("INSERT INTO sample (id) VALUES (\(number)) \(raw: comment)")
                        }
                    }
                    guard case .constraint = error else { return #expect(Bool(false), "\(String(describing: error))") }
                    guard round == 4 else { break }
                    try database.write { tx in
                        try tx.send("INSERT INTO sample (id) VALUES (\(number)) \(raw: comment)")
                    }
                }
            }
            try expect(300, in: database)
        }
    }

    @Test("a change whose line broke before its commit runs again, once")
    func brokenBefore() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let runs = Tally()
            try database.write { tx in
                try tx.send("INSERT INTO sample (id) VALUES (1)")
                if runs.add() == 1 {
                    _ = try? tx.query("SELECT 1 AS one FROM (SELECT pg_terminate_backend(pg_backend_pid())) AS gone")
                }
                try tx.send("INSERT INTO sample (id) VALUES (2)")
            }
            #expect(runs.count == 2)
            try expect(2, in: database)
        }
    }
}

private func expect(_ samples: Int64, in database: any Database) throws {
    let found = try database.read { try $0.samples() }
    #expect(found == samples)
}
