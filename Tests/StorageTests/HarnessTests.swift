import Storage
import TestSupport
import Testing

@Suite("The harness") struct HarnessTests {
    @Test(
        "PostgreSQL takes part in the contract tests",
        .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
    func postgresTakesPart() throws {
        #expect(Engine.available == [.sqlite, .postgres])
        #expect(Engine.everyForm == [.sqlite, .sqliteFile, .postgres])
    }

    @Test("two databases of one engine see nothing of each other", arguments: Engine.everyForm)
    func databasesAreApart(engine: Engine) throws {
        try withDatabase(engine) { one in
            try withDatabase(engine) { other in
                for database in [one, other] {
                    try database.write { tx in try tx.execute("CREATE TABLE thing (id BIGINT PRIMARY KEY)") }
                }
                try one.write { tx in try tx.execute("INSERT INTO thing (id) VALUES (1)") }
                #expect(try other.read { tx in try tx.count("SELECT COUNT(*) FROM thing") } == 0)
            }
        }
    }
}
