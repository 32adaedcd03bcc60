import Journal
import Primitives
import Storage
import TestSupport
import Testing

@Suite("The journal's chain shows each change") struct ChainTests {
    /// Writes `count` entries, chains all but the last `tail`, and leaves the database to `body`.
    private func withChain(
        _ engine: Engine, _ count: Int = 5, tail: Int = 0, _ body: (any Database) throws -> Void
    ) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            for number in 1...count {
                if number == count - tail + 1 { try Sequencer(database).run() }
                try write(number, to: journal)
            }
            if tail == 0 { try Sequencer(database).run() }
            try body(database)
        }
    }

    private func write(_ number: Int, to journal: Journal) throws {
        let key = try #require(IdempotencyKey("write \(number)"))
        try journal.perform(key, by: Actor(.user, "usr-7"), at: .t0 + .seconds(Int64(number)), input: number) {
            step -> Int in
            try step.record(
                "stopPayment.issued", on: "ord-\(number)", topic: "inc-\(number)", basis: "AntiFraudLaw 20",
                reason: "因为",
                detail: .object(["amount": .number(Int64(number))]))
            return number
        }
    }

    private func expectHolds(_ database: any Database, entries: Int64, tail: Int64) throws {
        let verdict = try Chain.verify(database)
        #expect(verdict.broken == nil)
        #expect(verdict.entries == entries)
        #expect(verdict.tail == tail)
    }

    private func broken(_ database: any Database) throws -> String? { try Chain.verify(database).broken }

    @Test("a chain that nobody touched holds", arguments: Engine.available)
    func holds(engine: Engine) throws {
        try withChain(engine) { database in
            try expectHolds(database, entries: 5, tail: 0)
        }
        try withChain(engine, tail: 2) { database in
            try expectHolds(database, entries: 3, tail: 2)
        }
    }

    @Test("an empty journal holds", arguments: Engine.available)
    func empty(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let chained = try Sequencer(database).run()
            #expect(chained == 0)
            try expectHolds(database, entries: 0, tail: 0)
        }
    }

    static let columns = [
        "id", "at", "actor", "act", "subject", "topic", "basis", "reason", "detail", "number", "hash",
    ]

    @Test(
        "one changed character in any column of an entry is found and its number named", arguments: Engine.available,
        columns)
    func changedColumn(engine: Engine, column: String) throws {
        let changes: [SQL] =
            switch column {
            case "at": ["UPDATE journal_entry SET at = at + 1 WHERE number = 3"]
            case "number":
                [
                    "UPDATE journal_entry SET number = 30 WHERE number = 3",
                    "UPDATE journal_entry SET number = -3 WHERE number = 3",
                ]
            default:
                // The first character makes an id and an actor that cannot even be read; the last one makes another.
                [
                    SQL(raw: "UPDATE journal_entry SET \(column) = '~' || substr(\(column), 2) WHERE number = 3"),
                    SQL(
                        raw:
                            "UPDATE journal_entry SET \(column) = substr(\(column), 1, length(\(column)) - 1) || '9' WHERE number = 3"
                    ),
                ]
            }
        for change in changes {
            try withChain(engine) { database in
                try database.write { tx in try tx.change(change) }
                let found = try #require(try broken(database), "\(change.text)")
                #expect(found.contains("entry 3"), "\(found)")
            }
        }
    }

    @Test("an emptied or filled field is found", arguments: Engine.available, ["topic", "basis", "reason"])
    func emptied(engine: Engine, column: String) throws {
        for value in ["NULL", "''"] {
            try withChain(engine) { database in
                try database.write { tx in
                    try tx.change(SQL(raw: "UPDATE journal_entry SET \(column) = \(value) WHERE number = 2"))
                }
                let found = try #require(try broken(database))
                #expect(found.contains("entry 2"), "\(found)")
            }
        }
    }

    @Test("a deleted entry is found and named", arguments: Engine.available, 1...4)
    func deleted(engine: Engine, number: Int) throws {
        try withChain(engine) { database in
            try database.write { tx in try tx.change("DELETE FROM journal_entry WHERE number = \(number)") }
            let found = try #require(try broken(database))
            #expect(found.contains("entry \(number) is missing"), "\(found)")
        }
    }

    @Test("a truncated end is found", arguments: Engine.available)
    func truncated(engine: Engine) throws {
        try withChain(engine) { database in
            try database.write { tx in try tx.execute("DELETE FROM journal_entry WHERE number >= 4") }
            #expect(try broken(database) == "the chain ends at 3, its head says 5")
        }
    }

    @Test("two entries that changed places are found, with or without their hashes", arguments: Engine.available)
    func swapped(engine: Engine) throws {
        let swaps: [[SQL]] = [
            [
                "UPDATE journal_entry SET number = 100 WHERE number = 2",
                "UPDATE journal_entry SET number = 2 WHERE number = 3",
                "UPDATE journal_entry SET number = 3 WHERE number = 100",
            ],
            [
                """
                UPDATE journal_entry SET subject = CASE number WHEN 2 THEN 'ord-3' ELSE 'ord-2' END
                WHERE number IN (2, 3)
                """
            ],
        ]
        for swap in swaps {
            try withChain(engine) { database in
                try database.write { tx in
                    for statement in swap { try tx.execute(statement) }
                }
                let found = try #require(try broken(database))
                #expect(found.contains("entry 2"), "\(found)")
            }
        }
    }

    @Test("an entry slipped in behind the head is found", arguments: Engine.available)
    func added(engine: Engine) throws {
        try withChain(engine) { database in
            try database.write { tx in
                try tx.execute("UPDATE journal_head SET number = 4 WHERE name = 'chain'")
            }
            #expect(try broken(database) == "the chain ends at 5, its head says 4")
        }
    }

    @Test(
        "sequencers in eight threads give each entry one number, in one chain that holds", arguments: Engine.everyForm)
    func sequencers(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: SystemIDs())
            try inThreads(8) { index in
                for round in 0..<10 {
                    try write(1 + index * 10 + round, to: journal)
                    if index < 4 { try sequence(database) }
                }
            }
            try sequence(database)
            try expectHolds(database, entries: 80, tail: 0)
        }
    }

    /// A sequencer that meets another may find the head moved; the next run goes on.
    private func sequence(_ database: any Database) throws {
        do {
            while try Sequencer(database).run(limit: 7) > 0 {}
        } catch StorageError.conflict {
        }
    }
}
