package import Primitives

/// One step of the schema; once released it is never edited, only followed by another.
package struct Migration: Sendable {
    package let name: String
    package let statements: @Sendable (Dialect) -> [String]

    package init(_ name: String, _ statements: @escaping @Sendable (Dialect) -> [String]) {
        self.name = name
        self.statements = statements
    }
}

/// The whole schema: the migrations of all parts, in order.
package struct Schema: Sendable {
    package struct Edited: Error { package let migration: String }

    package let migrations: [Migration]

    package init(_ migrations: [Migration]) {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "two migrations of one name")
        self.migrations = migrations
    }

    /// Brings the database to the newest level; returns the names of what it ran. Throws `Edited` when an old step was changed.
    @discardableResult
    package func migrate(_ database: any Database, at now: Timestamp) throws -> [String] {
        try database.write { [migrations] tx in
            try tx.execute(
                SQL(
                    raw: "CREATE TABLE IF NOT EXISTS schema_migration "
                        + "(name TEXT PRIMARY KEY, content TEXT NOT NULL, applied_at BIGINT NOT NULL)"))
            var applied: [String: String] = [:]
            for row in try tx.query("SELECT name, content FROM schema_migration") {
                applied[try row["name"]] = try row["content"] as String
            }
            var run: [String] = []
            for migration in migrations {
                let statements = migration.statements(tx.dialect).map(tx.dialect.spelled)
                let content = statements.joined(separator: ";\n")
                if let old = applied[migration.name] {
                    if old != content { throw Edited(migration: migration.name) }
                    continue
                }
                for statement in statements { try tx.execute(SQL(raw: statement)) }
                try tx.execute(
                    "INSERT INTO schema_migration (name, content, applied_at) VALUES (\(migration.name), \(content), \(now))"
                )
                run.append(migration.name)
            }
            return run
        }
    }
}
