import Storage
import StoragePostgres
import StorageSQLite
import Synchronization
import TestSupport
import Testing

@Suite("What is asked ahead") struct AskingTests {
    private static func numbers(_ tx: any Transaction) throws -> Pending<[Int64]> {
        try tx.ask("SELECT id FROM sample ORDER BY id") { row throws(StorageError) in try row["id"] }
    }

    @Test("each answer is that of its own place, in whatever order they are read", arguments: Engine.everyForm)
    func places(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                let none = try Self.numbers(tx)
                try tx.send("INSERT INTO sample (id) VALUES (1)")
                let one = try Self.numbers(tx)
                try tx.send("INSERT INTO sample (id) VALUES (2)")
                let two = try Self.numbers(tx)
                let (last, count) = (try two.answer(), try tx.samples())
                #expect(last == [1, 2] && count == 2)
                let (before, between) = (try none.answer(), try one.answer())
                #expect(before == [] && between == [1])
                let mapped = try one.map { $0.count }.answer()
                #expect(mapped == 1)
                try tx.change("DELETE FROM sample WHERE id = 1")
                let again = try two.answer()
                #expect(again == [1, 2])
            }
            let left = try database.read { tx in try Self.numbers(tx).answer() }
            #expect(left == [2])
        }
    }

    @Test("an insertion tells what it made", arguments: Engine.everyForm)
    func insertions(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let made = try database.write { tx in
                let asked = try [Int64(1), 2, 1].map { id in
                    try tx.ask("INSERT INTO sample (id) VALUES (\(id)) ON CONFLICT DO NOTHING RETURNING id") {
                        row throws(StorageError) -> Int64 in try row["id"]
                    }
                }
                return try asked.map { try $0.answer() }
            }
            #expect(made == [[1], [2], []])
        }
    }

    @Test(
        "its failure comes out where an answer is read, or with the commit; nothing is kept",
        arguments: Engine.everyForm)
    func failure(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            for reads in [true, false] {
                let error = #expect(throws: StorageError.self) {
                    try database.write { tx in
                        try tx.send("INSERT INTO sample (id) VALUES (1)")
                        let before = try Self.numbers(tx)
                        _ = try tx.ask("INSERT INTO sample (id) VALUES (1) RETURNING id")
                        if reads { _ = try before.answer() }
                    }
                }
                guard case .unique = error else { return #expect(Bool(false), "\(String(describing: error))") }
                let left = try database.read { try $0.samples() }
                #expect(left == 0)
            }
        }
    }

    @Test("an answer that cannot be read fails the transaction", arguments: Engine.available)
    func malformed(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: StorageError.self) {
                try database.write { tx in
                    try tx.send("INSERT INTO sample (id) VALUES (1)")
                    let asked = try tx.ask("SELECT 1.5 AS number")
                    _ = try? asked.rows()
                }
            }
            let left = try database.read { try $0.samples() }
            #expect(left == 0)
        }
    }

    @Test("many long answers come home, although all were asked before one was read", arguments: Engine.everyForm)
    func long(engine: Engine) throws {
        let words = String(repeating: "长", count: 100_000)
        try withDatabase(engine, sampleSchema) { database in
            let lengths = try database.read { tx in
                let asked = try (0..<60).map { _ in
                    try tx.ask("SELECT CAST(\(words) AS TEXT) AS words") { row throws(StorageError) -> Int in
                        (try row["words"] as String).count
                    }
                }
                return try asked.map { try $0.answer() }
            }
            #expect(lengths == Array(repeating: [100_000], count: 60))
        }
    }
}

@Suite("Who writes first") struct UrgencyTests {
    @Test(
        "of those who wait, urgent writers go before usual ones, each in the order of coming",
        arguments: Engine.everyForm)
    func order(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let isIn = Tally()
            let wrote = Mutex<[Int]>([])
            try inThreads(7) { thread in
                // The first writes until all others wait, who come one after the other.
                while thread > 0, isIn.count == 0 || waiting(database) < thread - 1 {}
                try database.write(.serial(thread % 2 == 0 ? .urgent : .usual, .synced)) { tx in
                    if thread == 0 { isIn.add() }
                    while thread == 0, waiting(database) < 6 {}
                    wrote.withLock { $0.append(thread) }
                    try tx.insert(Int64(thread))
                }
            }
            #expect(wrote.withLock { $0 } == [0, 2, 4, 6, 1, 3, 5])
        }
    }

    @Test(
        "a usual writer has its turn when no urgent one waits, and one that fails gives the place on",
        arguments: Engine.everyForm)
    func turns(engine: Engine) throws {
        struct Refusal: Error {}
        try withDatabase(engine, sampleSchema) { database in
            try inThreads(8) { thread in
                for round in Int64(0)..<20 {
                    let id = Int64(thread) * 100 + round
                    try? database.write(.serial(thread % 2 == 0 ? .urgent : .usual, .synced)) { tx in
                        try tx.insert(id)
                        if round % 5 == 0 { throw Refusal() }
                    }
                }
            }
            let left = try database.read { try $0.samples() }
            #expect(left == 8 * 16)
        }
    }
}

private func waiting(_ database: any Database) -> Int {
    (database as? SQLiteDatabase)?.writersWaiting ?? (database as? PostgresDatabase)?.writersWaiting ?? 0
}
