import Foundation
import Storage
import StoragePostgres
import TestSupport
import Testing

@Suite("PostgreSQL's own promises", .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresTests {
    /// A second way into the schema of `database`, with settings of its own.
    private func beside(
        _ database: any Database, _ words: String = "", connections: Int = 8, statementTimeout: Duration = .seconds(30)
    ) throws -> PostgresDatabase {
        let schema: String = try database.read { tx in
            try #require(try tx.first("SELECT current_schema() AS name"))["name"]
        }
        let conninfo = try PostgresServer.running().conninfo + " \(words) options='-c search_path=\(schema)'"
        return try PostgresDatabase(conninfo, connections: connections, statementTimeout: statementTimeout)
    }

    private func killed(_ database: any Database, by other: any Database) throws {
        let pid = try database.read { tx in try tx.count("SELECT pg_backend_pid()") }
        try kill(pid, by: other)
    }

    private func kill(_ pid: Int64, by other: any Database) throws {
        let isTold = try other.read { tx in try tx.count("SELECT pg_terminate_backend(\(pid)::int)") }
        #expect(isTold == 1)
        while try other.read({ try $0.count("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = \(pid)") }) > 0 {}
    }

    @Test("reads are snapshots that cannot write")
    func snapshots() throws {
        try withDatabase(.postgres) { database in
            let level: SQL =
                "SELECT current_setting('transaction_isolation') AS level, current_setting('transaction_read_only') AS only"
            let reading = try database.read { try $0.first(level)?.values }
            #expect(reading == [.text("repeatable read"), .text("on")])
        }
    }

    @Test("a writer that waited for another sees all that it wrote, and none runs beside it")
    func oneAfterTheOther() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let other = try beside(database)
            let inside = Tally()
            try inThreads(8) { thread in
                let own = thread % 2 == 0 ? database : other
                for _ in 0..<10 {
                    try own.write { tx in
                        let rows = try tx.samples()
                        #expect(inside.add() == 2 * Int(rows) + 1)
                        try tx.insert(Int64(rows))
                        #expect(inside.add() == 2 * Int(rows) + 2)
                    }
                }
            }
            #expect(try database.read { try $0.samples() } == 80)
        }
    }

    @Test("the queue's and the chain's writes wait for no other writer")
    func byStatement() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            try database.write { tx in
                try tx.insert(1)
                try database.write(.statement(.synced)) { try $0.insert(2) }
            }
            #expect(try database.read { try $0.samples() } == 2)
        }
    }

    @Test("an idle connection that broke is replaced unseen")
    func reconnects() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let one = try beside(database, connections: 1)
            try killed(one, by: database)
            try one.write { tx in try tx.insert(1) }
            try killed(one, by: database)
            #expect(try one.read { try $0.samples() } == 1)
        }
    }

    @Test("a write whose connection broke before COMMIT runs again, once")
    func brokenBeforeCommit() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let one = try beside(database, connections: 1)
            let runs = Tally()
            try one.write { tx in
                try tx.insert(1)
                if runs.add() == 1 { try kill(try tx.count("SELECT pg_backend_pid()"), by: database) }
                try tx.insert(2)
            }
            #expect(runs.count == 2)
            #expect(try database.read { try $0.samples() } == 2)
        }
    }

    @Test("a write whose connection broke during COMMIT is not repeated: nobody knows whether it was kept")
    func brokenDuringCommit() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            try database.write { tx in
                try tx.execute(
                    """
                    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                    """)
                try tx.execute(
                    """
                    CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON sample DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION die()
                    """)
            }
            let runs = Tally()
            let error = #expect(throws: StorageError.self) {
                try database.write { tx in
                    runs.add()
                    try tx.insert(1)
                }
            }
            guard case .connection = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(runs.count == 1)
            #expect(try database.read { try $0.samples() } == 0)
        }
    }

    @Test("a server that is not there is .connection")
    func unreachable() {
        let error = #expect(throws: StorageError.self) { try PostgresDatabase("host=/nowhere dbname=none") }
        guard case .connection = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test("a body that met a deadlock runs again; one that always does is given up as .busy after 20 repetitions")
    func deadlocks() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            for (losses, runsExpected) in [(2, 3), (100, 21)] {
                let runs = Tally()
                let outcome = Result {
                    try database.write { tx in
                        guard runs.add() <= losses else { return }
                        try tx.execute("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40P01'; END $$")
                    }
                }
                #expect(runs.count == runsExpected)
                if runsExpected > 20 {
                    #expect(throws: StorageError.busy("met")) { try outcome.get() }
                } else {
                    try outcome.get()
                }
            }
        }
    }

    @Test("a statement is prepared anew when the schema has changed under it")
    func changedPlan() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let one = try beside(database, connections: 1)
            let all = SQL(raw: "SELECT * FROM sample")
            try one.write { tx in try tx.insert(1) }
            #expect(try one.read { try $0.first(all)?.values.count } == 4)
            try database.write { tx in try tx.execute("ALTER TABLE sample ADD COLUMN more TEXT") }
            #expect(try one.read { try $0.first(all)?.values.count } == 5)
        }
    }

    @Test("at most 256 statements stay prepared on a connection")
    func preparedBound() throws {
        try withDatabase(.postgres, sampleSchema) { database in
            let one = try beside(database, connections: 1)
            let prepared: SQL = "SELECT COUNT(*) FROM pg_prepared_statements"
            for number in 0..<600 {
                let answer = try one.read { try $0.count(SQL(raw: "SELECT \(number)")) }
                #expect(answer == Int64(number))
            }
            #expect(try one.read { try $0.count(prepared) } == 256)
            #expect(try one.read { try $0.count("SELECT 599") } == 599)
            #expect(try one.read { try $0.count("SELECT 0") } == 0)
        }
    }

    @Test("a statement that runs too long ends as .busy and is not repeated")
    func timeout() throws {
        try withDatabase(.postgres) { database in
            let hasty = try beside(database, statementTimeout: .milliseconds(50))
            let runs = Tally()
            let error = #expect(throws: StorageError.self) {
                try hasty.read { tx in
                    runs.add()
                    return try tx.count("SELECT 1 FROM pg_sleep(10)")
                }
            }
            guard case .busy = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(runs.count == 1)
        }
    }

    @Test("more callers than connections wait for one")
    func bounded() throws {
        try withDatabase(.postgres) { database in
            let narrow = try beside(database, "application_name=narrow", connections: 2)
            let done = Tally()
            try inThreads(8) { _ in
                let inUse = try narrow.read { tx in
                    try tx.count(
                        "SELECT COUNT(*) FROM pg_stat_activity, pg_sleep(0.01) WHERE application_name = 'narrow'")
                }
                #expect((1...2).contains(inUse))
                done.add()
            }
            #expect(done.count == 8)
        }
    }

    @Test("numbers of every width, truths and names are read; a type of none of the four kinds is named")
    func types() throws {
        try withDatabase(.postgres) { database in
            let row = try database.read { tx in
                try tx.first(
                    "SELECT 1::smallint, -2::int, 3::numeric, true, 'n'::name, 'v'::varchar(5), '\\x00ff'::bytea")
            }
            #expect(
                row?.values == [
                    .integer(1), .integer(-2), .integer(3), .integer(1), .text("n"), .text("v"), .bytes([0, 255]),
                ])
            let other = #expect(throws: StorageError.self) {
                try database.read { tx in try tx.query("SELECT 1.5::float8 AS share") }
            }
            guard case .other(let message) = other else { return #expect(Bool(false), "\(String(describing: other))") }
            #expect(message.contains("share"))
            #expect(throws: StorageError.malformed(column: "share", found: .text("1.50"))) {
                try database.read { tx in try tx.query("SELECT 1.50::numeric AS share") }
            }
        }
    }
}
