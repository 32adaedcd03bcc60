/// How the two databases differ; everything else is the same text on both.
package enum Dialect: Sendable {
    case sqlite
    case postgres

    /// Ends `CREATE TABLE`: makes SQLite refuse text in an integer column, as PostgreSQL does by itself.
    package var strict: String { self == .sqlite ? " STRICT" : "" }
    package var bytes: String { self == .sqlite ? "BLOB" : "BYTEA" }
    /// A primary key that counts up by itself.
    package var counting: String {
        self == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    }
    /// Ends the query that locks a row; SQLite has one writer.
    package var forUpdate: String { self == .sqlite ? "" : " FOR UPDATE" }
    /// Ends the query that claims work: workers on PostgreSQL pass over rows that another holds; SQLite has one writer.
    package var skipLocked: String { self == .sqlite ? "" : " FOR UPDATE SKIP LOCKED" }
    /// Follows a table's name: keeps SQLite, which nobody gives statistics, to an index; PostgreSQL has them and chooses itself.
    package func indexed(by index: String) -> SQL { self == .sqlite ? SQL(raw: "INDEXED BY \(index)") : "" }

    /// Finds a table by its name; no row where there is none.
    func table(_ name: String) -> SQL {
        switch self {
        case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = \(name)"
        case .postgres:
            """
            SELECT table_name::TEXT AS name FROM information_schema.tables
            WHERE table_name = \(name) AND table_schema = ANY (current_schemas(false))
            """
        }
    }

    /// A schema statement as this database spells it: a strict table of SQLite knows whole numbers as INTEGER only.
    func spelled(_ statement: String) -> String {
        self == .sqlite ? statement.replacing("BIGINT", with: "INTEGER") : statement
    }
}
