import Foundation
import Primitives
import Storage
import TestSupport
import Workflow

/// The schema as the program of one time had it, built from what was written down then and not from the source of today.
struct Level: Sendable, CustomStringConvertible {
    /// What each later program added to the schema of the first; a new step goes into a new last line.
    static let added: [[String]] = [
        ["recovery-stops-2"], ["jobs-worker-1"], ["access-sessions-2", "journal-keys-2", "recovery-bank-drafts-2"],
        ["recovery-intake-drafts-1"], ["recovery-acts-2"], ["recovery-filings-1", "recovery-freezes-1"],
        [
            "recovery-incidents-2", "recovery-flow-2", "recovery-returns-1", "recovery-repayments-1",
            "recovery-documents-1",
            "recovery-complaints-2", "recovery-deferrals-1", "recovery-order-lists-1",
        ],
        [
            "prevention-warnings-1", "prevention-sightings-1", "prevention-tasks-1", "prevention-attempts-1",
            "prevention-handovers-1", "prevention-shifts-1", "access-units-2", "recovery-readings-1",
            "recovery-freezes-2", "recovery-freezes-3", "messaging-templates-1", "messaging-messages-1",
            "messaging-batches-1", "messaging-opt-outs-1",
        ],
        [
            "recovery-complaints-3", "recovery-aids-1", "recovery-accounts-2", "prevention-warnings-2",
            "prevention-sightings-2",
        ],
        ["recovery-aids-2", "messaging-messages-2", "prevention-lines-1", "prevention-warnings-3"],
        ["jobs-2"], ["recovery-acts-3", "recovery-authorities-2", "recovery-stops-3", "recovery-freezes-4"],
        ["recovery-returns-2"],
    ]
    static let all = (0...added.count).map { Level(number: $0) }
    /// How many steps the first program had.
    static let stepsOfFirst = 21

    let number: Int

    var description: String { "level \(number)" }

    private var later: Set<String> { Set(Self.added.dropFirst(number).joined()) }

    /// The steps that a program of this level had run, by name, with their statements.
    func steps(_ dialect: Dialect) throws -> [(name: String, content: String)] {
        let written = try Golden.text(of: Self.path(dialect)) ?? ""
        return written.components(separatedBy: Self.mark).dropFirst().compactMap { part in
            let name = part.prefix { $0 != "\n" }
            let content = part.dropFirst(name.count + 1).dropLast()
            return later.contains(String(name)) ? nil : (String(name), String(content))
        }
    }

    /// Lays out an empty database as that program did.
    func layOut(_ database: any Database) throws {
        let steps = try steps(database.dialect)
        try database.write { tx in
            try tx.execute(
                "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, content TEXT NOT NULL, applied_at BIGINT NOT NULL)"
            )
            for step in steps {
                for statement in step.content.components(separatedBy: ";\n") where !statement.isEmpty {
                    try tx.execute(SQL(raw: statement))
                }
                try tx.execute(
                    """
                    INSERT INTO schema_migration (name, content, applied_at)
                    VALUES (\(step.name), \(step.content), \(Timestamp.t0))
                    """)
            }
        }
    }

    static let mark = "-- step "
    static func path(_ dialect: Dialect) -> String { "levels/\(dialect == .sqlite ? "sqlite" : "postgres").sql" }

    /// The steps that a database has run, as they are written down.
    static func written(of database: any Database) throws -> String {
        let order = Platform.schema.migrations.map(\.name)
        let rows = try database.read { tx in
            try tx.query("SELECT name, content FROM schema_migration").map { row throws(StorageError) in
                (name: try row["name"] as String, content: try row["content"] as String)
            }
        }
        let sorted = rows.sorted { order.firstIndex(of: $0.name) ?? 0 < order.firstIndex(of: $1.name) ?? 0 }
        return sorted.map { "\(mark)\($0.name)\n\($0.content)\n" }.joined()
    }
}

/// All rows of a database as statements that either database takes once its tables are laid out.
struct Rows: Sendable {
    static let path = "levels/open-orders.sql"
    let statements: [String]

    /// Reads what was written down.
    init() throws {
        let written = try Golden.text(of: Self.path) ?? ""
        statements = written.components(separatedBy: ";\n").filter { !$0.isEmpty }
    }

    /// Takes all rows of a SQLite database, but not what the schema puts in by itself.
    init(of database: any Database) throws {
        statements = try database.read { tx in
            let tables = try tx.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
                .map { row throws(StorageError) in try row["name"] as String }
            // Kept answers are left out, as retention does in time.
            let left = ["schema_migration", "journal_key"]
            let own = tables.filter { !$0.hasPrefix("sqlite_") && !left.contains($0) }
            return try own.flatMap { table in
                try tx.query(SQL(raw: "SELECT * FROM \(table) ORDER BY rowid")).map { Self.statement(table, $0) }
            }
        }
    }

    private static func statement(_ table: String, _ row: Row) -> String {
        // A column that counts up by itself is left to the database.
        let cells = zip(row.columns, row.values).filter { $0.0 != "arrival" }.map { ($0, literal($1)) }
        if table == "journal_head" {
            return "UPDATE journal_head SET " + cells.dropFirst().map { "\($0) = \($1)" }.joined(separator: ", ")
        }
        let (names, values) = (cells.map(\.0), cells.map(\.1))
        return "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }

    private static func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .text(let text): "'\(text.replacingOccurrences(of: "'", with: "''"))'"
        case .bytes(let bytes): "X'\(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())'"
        }
    }

    var written: String { statements.map { $0 + ";\n" }.joined() }

    /// In the words of the level's schema: what was `held` is `secured` since returns are known.
    func put(into database: any Database, at level: Level) throws {
        let isPostgres = database.dialect == .postgres
        let steps = Set(try level.steps(database.dialect).map(\.name))
        let isRenamed = steps.contains("recovery-incidents-2")
        try database.write { tx in
            for written in statements {
                let statement =
                    isRenamed && written.hasPrefix("INSERT INTO incident ")
                    ? written.replacing("defrauded, held, at_large", with: "defrauded, secured, at_large") : written
                let spelled =
                    isPostgres
                    ? statement.replacing(/X'([0-9a-f]*)'/) { "'\\x\($0.1)'::BYTEA" } : statement
                try tx.execute(SQL(raw: spelled))
            }
            // A program of that level writes the unit of each measure's incident.
            for table in ["stop_payment", "authority_review"] where steps.contains("recovery-stops-3") {
                try tx.execute(
                    "UPDATE \(raw: table) SET unit = (SELECT unit FROM incident WHERE incident.id = \(raw: table).incident)"
                )
            }
        }
    }
}
