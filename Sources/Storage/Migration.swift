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
    /// A newer program has changed the database; this one would write what that one does not expect.
    package struct Newer: Error { package let migration: String }

    package let migrations: [Migration]

    package init(_ migrations: [Migration]) {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "two migrations of one name")
        self.migrations = migrations
    }

    /// Brings the database to the newest level; returns the names of what it ran. Throws `Edited` when an old step was changed,
    /// and `Newer` when a step was run that this program does not know.
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
            let unknown = Set(applied.keys).subtracting(migrations.map(\.name)).sorted()
            if let first = unknown.first { throw Newer(migration: first) }
            var run: [String] = []
            for migration in migrations {
                let statements = migration.statements(tx.dialect).map(tx.dialect.spelled)
                let content = migration.content(tx.dialect)
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

extension Schema {
    /// How a database's schema stands to the program's.
    package enum Standing: Sendable, Equatable {
        /// The database has no schema yet.
        case none
        case current
        /// These steps have not been run.
        case older([String])
        /// These steps are not the program's: a newer one has run them.
        case newer([String])
        /// This step is not what it was when it was run.
        case edited(String)
    }

    package func standing(of database: any Database) throws -> Standing {
        try database.read { [migrations] tx in
            guard try tx.first(tx.dialect.table("schema_migration")) != nil else { return .none }
            var applied: [String: String] = [:]
            for row in try tx.query("SELECT name, content FROM schema_migration ORDER BY name") {
                applied[try row["name"]] = try row["content"] as String
            }
            let unknown = Set(applied.keys).subtracting(migrations.map(\.name))
            if !unknown.isEmpty { return .newer(unknown.sorted()) }
            let edited = migrations.first { migration in
                applied[migration.name].map { $0 != migration.content(tx.dialect) } ?? false
            }
            if let edited { return .edited(edited.name) }
            let missing = migrations.map(\.name).filter { applied[$0] == nil }
            return missing.isEmpty ? .current : .older(missing)
        }
    }
}

extension Migration {
    /// The statements as a database keeps them to know the step again.
    fileprivate func content(_ dialect: Dialect) -> String {
        statements(dialect).map(dialect.spelled).joined(separator: ";\n")
    }
}
