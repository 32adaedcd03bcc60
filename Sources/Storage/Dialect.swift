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

    /// A schema statement as this database spells it: a strict table of SQLite knows whole numbers as INTEGER only.
    func spelled(_ statement: String) -> String {
        self == .sqlite ? statement.replacing("BIGINT", with: "INTEGER") : statement
    }
}
