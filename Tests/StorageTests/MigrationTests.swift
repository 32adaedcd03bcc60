import Primitives
import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite("The schema grows by steps") struct MigrationTests {
    static let first = Migration("thing-1") { dialect in
        [
            "CREATE TABLE thing (id BIGINT PRIMARY KEY, words TEXT NOT NULL)\(dialect.strict)",
            "INSERT INTO thing (id, words) VALUES (1, 'old')",
        ]
    }
    static let second = Migration("thing-2") { _ in ["ALTER TABLE thing ADD COLUMN number BIGINT NOT NULL DEFAULT 7"] }

    @Test("each step runs once and in order", arguments: Engine.everyForm)
    func once(engine: Engine) throws {
        try withDatabase(engine) { database in
            let schema = Schema([Self.first, Self.second])
            #expect(try schema.migrate(database, at: .t0) == ["thing-1", "thing-2"])
            #expect(try schema.migrate(database, at: .t0 + .days(1)) == [])
            let dates = try database.read { tx in
                try tx.query("SELECT applied_at FROM schema_migration").map { try $0["applied_at"] as Timestamp }
            }
            #expect(dates == [.t0, .t0])
        }
    }

    @Test("an older level goes forward and keeps its rows", arguments: Engine.available)
    func forward(engine: Engine) throws {
        try withDatabase(engine, Schema([Self.first])) { database in
            #expect(try Schema([Self.first, Self.second]).migrate(database, at: .t0) == ["thing-2"])
            let row = try database.read { tx in try tx.first("SELECT id, words, number FROM thing") }
            #expect(row?.values == [.integer(1), .text("old"), .integer(7)])
        }
    }

    @Test(
        "a step that was edited after it ran is refused by name, and nothing after it runs", arguments: Engine.available
    )
    func edited(engine: Engine) throws {
        try withDatabase(engine, Schema([Self.first])) { database in
            let edited = Migration("thing-1") { _ in ["CREATE TABLE thing (id BIGINT)"] }
            let error = #expect(throws: Schema.Edited.self) {
                try Schema([edited, Self.second]).migrate(database, at: .t0)
            }
            #expect(error?.migration == "thing-1")
            #expect(throws: StorageError.self) { try database.read { tx in try tx.query("SELECT number FROM thing") } }
        }
    }

    @Test("a database that a newer program has changed is left alone", arguments: Engine.available)
    func newer(engine: Engine) throws {
        try withDatabase(engine, Schema([Self.first, Self.second])) { database in
            let error = #expect(throws: Schema.Newer.self) { try Schema([Self.first]).migrate(database, at: .t0) }
            #expect(error?.migration == "thing-2")
        }
    }

    @Test("how a database stands to the program is told", arguments: Engine.everyForm)
    func standing(engine: Engine) throws {
        try withDatabase(engine, Schema([Self.first, Self.second])) { database in
            let third = Migration("thing-3") { _ in [] }
            let edited = Migration("thing-1") { _ in ["CREATE TABLE thing (id BIGINT)"] }
            let found = try [
                Schema([Self.first, Self.second]), Schema([Self.first]), Schema([Self.first, Self.second, third]),
                Schema([edited, Self.second]),
            ].map { try $0.standing(of: database) }
            #expect(found == [.current, .newer(["thing-2"]), .older(["thing-3"]), .edited("thing-1")])
        }
        let empty = try SQLiteDatabase()
        #expect(try Schema([Self.first]).standing(of: empty) == .none)
    }

    @Test("a step that fails leaves nothing of any step", arguments: Engine.everyForm)
    func failing(engine: Engine) throws {
        try withDatabase(engine) { database in
            let broken = Migration("broken") { _ in ["CREATE TABLE other (id BIGINT)", "CREATE TABLE nonsense ("] }
            #expect(throws: StorageError.self) { try Schema([Self.first, broken]).migrate(database, at: .t0) }
            let run = try Schema([Self.first]).migrate(database, at: .t0)
            #expect(run == ["thing-1"])
        }
    }

    @Test("eight processes that start at once migrate once", arguments: Engine.everyForm)
    func atOnce(engine: Engine) throws {
        try withDatabase(engine) { database in
            let schema = Schema([Self.first, Self.second])
            try inThreads(8) { _ in try schema.migrate(database, at: .t0) }
            #expect(try database.read { tx in try tx.count("SELECT COUNT(*) FROM thing") } == 1)
        }
    }
}
