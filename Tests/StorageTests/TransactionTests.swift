import Primitives
import Storage
import TestSupport
import Testing

@Suite("Transactions hold on both databases") struct TransactionTests {
    private struct Refusal: Error, Equatable {}

    @Test("a second row with a unique key is .unique", arguments: Engine.available)
    func uniqueKeys(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in try tx.insert(1, words: "one") }
            for (id, words) in [(Int64(1), "other"), (2, "one")] {
                let error = #expect(throws: StorageError.self) {
                    try database.write { tx in try tx.insert(id, words: words) }
                }
                guard case .unique(let message) = error else {
                    return #expect(Bool(false), "\(String(describing: error))")
                }
                #expect(
                    !message.contains("other") && !message.contains("(one)"), "the values in question are not shown")
            }
        }
    }

    @Test("checks and references that forbid a change are .constraint", arguments: Engine.available)
    func constraints(engine: Engine) throws {
        let forbidden: [SQL] = [
            "INSERT INTO sample (id, number) VALUES (2, 13)",
            "INSERT INTO part (id, sample) VALUES (1, 99)",
            "INSERT INTO part (id, sample) VALUES (1, NULL)",
            "DELETE FROM sample WHERE id = 1",
        ]
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                try tx.insert(1)
                try tx.execute("INSERT INTO part (id, sample) VALUES (5, 1)")
            }
            for statement in forbidden {
                let error = #expect(throws: StorageError.self) {
                    try database.write { tx in try tx.execute(statement) }
                }
                guard case .constraint = error else {
                    return #expect(Bool(false), "\(statement.text): \(String(describing: error))")
                }
            }
        }
    }

    @Test("text in a whole-number column is refused", arguments: Engine.available)
    func strictColumns(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: StorageError.self) {
                try database.write { tx in try tx.execute("INSERT INTO sample (id, number) VALUES (1, \("many"))") }
            }
        }
    }

    @Test("a body that throws leaves nothing, and its own error comes out", arguments: Engine.everyForm)
    func rollback(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: Refusal()) {
                try database.write { tx in
                    try tx.insert(1)
                    throw Refusal()
                }
            }
            #expect(try database.read { try $0.samples() } == 0)
            try database.write { tx in try tx.insert(1) }
            #expect(try database.read { try $0.samples() } == 1)
        }
    }

    @Test("a body may give a failure a name of its own", arguments: Engine.available)
    func translated(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in try tx.insert(1) }
            #expect(throws: Refusal()) {
                try database.write { tx in
                    do { try tx.insert(1) } catch { throw Refusal() }
                }
            }
        }
    }

    @Test("a failure that the body swallows still fails the transaction", arguments: Engine.everyForm)
    func swallowed(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in try tx.insert(1) }
            let error = #expect(throws: StorageError.self) {
                try database.write { tx in
                    try tx.insert(2)
                    try? tx.insert(1)
                    try? tx.insert(3)
                }
            }
            guard case .unique = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(try database.read { try $0.samples() } == 1)
        }
    }

    @Test("a change that meets no row is a conflict, and so is one that meets two", arguments: Engine.available)
    func conflict(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                try tx.insert(1, number: 1)
                try tx.insert(2, number: 1)
            }
            for number in [Int64(1), 2] {
                #expect(throws: StorageError.conflict) {
                    try database.write { tx in try tx.change("UPDATE sample SET number = 5 WHERE number = \(number)") }
                }
            }
            #expect(try database.read { try $0.count("SELECT COUNT(*) FROM sample WHERE number = 1") } == 2)
        }
    }

    @Test("a read cannot write", arguments: Engine.everyForm)
    func readOnly(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: StorageError.self) { try database.read { tx in try tx.insert(1) } }
            let kept = try database.read { try $0.samples() }
            #expect(kept == 0)
        }
    }

    @Test("a read sees one moment, whatever is written meanwhile", arguments: Engine.everyForm.filter { $0 != .sqlite })
    func snapshot(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let counts = try database.read { tx in
                let before = try tx.samples()
                try inThreads(1) { _ in try database.write { tx in try tx.insert(1) } }
                return [before, try tx.samples()]
            }
            #expect(counts == [0, 0])
            #expect(try database.read { try $0.samples() } == 1)
        }
    }

    @Test("no update is lost between eight writers", arguments: Engine.everyForm)
    func concurrentWriters(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in try tx.insert(1, number: 100) }
            try inThreads(8) { _ in
                for _ in 0..<20 {
                    try database.write { tx in
                        let number = try tx.count("SELECT number FROM sample WHERE id = 1")
                        try tx.change("UPDATE sample SET number = \(number + 1) WHERE id = 1")
                    }
                }
            }
            #expect(try database.read { try $0.count("SELECT number FROM sample WHERE id = 1") } == 260)
        }
    }

    @Test("eight writers that each take the next number leave no gap and no pair", arguments: Engine.everyForm)
    func concurrentNumbering(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try inThreads(8) { _ in
                for _ in 0..<10 {
                    try database.write { tx in
                        let last = try tx.count("SELECT COALESCE(MAX(id), 0) FROM sample")
                        try tx.insert(last + 1, words: "number \(last + 1)")
                    }
                }
            }
            #expect(try database.read { try $0.count("SELECT MAX(id) FROM sample") } == 80)
            #expect(try database.read { try $0.samples() } == 80)
        }
    }

    @Test("two that each check the other's row first cannot both pass", arguments: Engine.everyForm)
    func writeSkew(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try inThreads(8) { index in
                try database.write { tx in
                    if try tx.samples() == 0 { try tx.insert(Int64(index)) }
                }
            }
            #expect(try database.read { try $0.samples() } == 1)
        }
    }
}
