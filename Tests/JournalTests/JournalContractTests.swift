import Jobs
import Journal
import Primitives
import Storage
import TestSupport
import Testing

/// The journal and the queue, and a table for bodies to write in.
let workSchema = Schema(
    EntryTable.migrations + JobTable.migrations + [
        Migration("deed-1") { dialect in
            ["CREATE TABLE deed (id TEXT PRIMARY KEY, count BIGINT NOT NULL)\(dialect.strict)"]
        }
    ])

extension Transaction {
    func deeds() throws -> Int64 { try count("SELECT COUNT(*) FROM deed") }
    func entries() throws -> Int64 { try count("SELECT COUNT(*) FROM journal_entry") }
}

@Suite("The journal does each request once") struct JournalContractTests {
    private struct Refusal: Error {}
    private static let officer = Actor(.user, "usr-1")

    private func key(_ text: String) throws -> IdempotencyKey { try #require(IdempotencyKey(text)) }

    /// Does a deed named `id` under `key` and answers with what the caller gives.
    @discardableResult
    private func perform(
        _ journal: Journal, _ key: IdempotencyKey, by actor: Actor = officer, id: String, input: String = "input",
        answer: String = "first"
    ) throws -> String {
        try journal.perform(key, by: actor, at: .t0, input: input) { step in
            try step.transaction.execute("INSERT INTO deed (id, count) VALUES (\(id), 1)")
            try step.record("deed.done", on: id)
            return answer
        }
    }

    @Test("the same key and input return the first answer, and the body ran once", arguments: Engine.everyForm)
    func sameRequest(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            let runs = Tally()
            for answer in ["first", "second"] {
                let kept: String = try journal.perform(key("k"), by: Self.officer, at: .t0, input: ["a": 1]) { step in
                    runs.add()
                    try step.record("deed.done", on: "d1")
                    return answer
                }
                #expect(kept == "first")
            }
            #expect(runs.count == 1)
            #expect(try database.read { try $0.entries() } == 1)
        }
    }

    @Test("eight threads with one key get one answer and one deed", arguments: Engine.everyForm)
    func sameRequestAtOnce(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: SystemIDs())
            let key = try key("at once")
            try inThreads(8) { index in
                try journal.perform(key, by: Self.officer, at: .t0, input: "same") { step -> Int in
                    try step.transaction.execute("INSERT INTO deed (id, count) VALUES (\("deed \(index)"), 1)")
                    try step.record("deed.done", on: "deed \(index)")
                    return index
                }
            }
            let answers = try (0..<8).map { _ in
                try journal.perform(key, by: Self.officer, at: .t0, input: "same") { _ in -1 }
            }
            #expect(Set(answers).count == 1)
            #expect(try database.read { try $0.deeds() } == 1)
            #expect(try database.read { try $0.entries() } == 1)
        }
    }

    @Test("the same key with other input is refused", arguments: Engine.available)
    func otherInput(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            try perform(journal, key("k"), id: "d1")
            let error = #expect(throws: Journal.KeyReused.self) {
                try perform(journal, key("k"), id: "d2", input: "other")
            }
            #expect(error?.key == "k")
            #expect(try database.read { try $0.deeds() } == 1)
        }
    }

    @Test("each actor has keys of their own", arguments: Engine.available)
    func keysOfActors(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            try perform(journal, key("k"), id: "d1")
            let answer = try perform(journal, key("k"), by: Actor(.bank, "ICBC"), id: "d2", answer: "the bank's")
            #expect(answer == "the bank's")
            #expect(try database.read { try $0.deeds() } == 2)
        }
    }

    @Test("a body that throws writes nothing, and its key is free again", arguments: Engine.everyForm)
    func throwingBody(engine: Engine) throws {
        try withDatabase(engine, workSchema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            #expect(throws: Refusal.self) {
                try journal.perform(key("k"), by: Self.officer, at: .t0, input: "input") { step -> String in
                    try step.transaction.execute("INSERT INTO deed (id, count) VALUES ('d1', 1)")
                    try step.record("deed.done", on: "d1")
                    throw Refusal()
                }
            }
            #expect(try database.read { try $0.deeds() + $0.entries() } == 0)
            let answer = try perform(journal, key("k"), id: "d1", answer: "second try")
            #expect(answer == "second try")
        }
    }

    @Test("a key is 1 to 200 bytes")
    func keyLengths() {
        #expect(IdempotencyKey("") == nil)
        #expect(IdempotencyKey(String(repeating: "k", count: 200)) != nil)
        #expect(IdempotencyKey(String(repeating: "k", count: 201)) == nil)
    }
}
