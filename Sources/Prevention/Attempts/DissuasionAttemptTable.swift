internal import Primitives
package import Storage

/// All SQL on attempts.
package struct DissuasionAttemptTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-attempts-1") { dialect in
            [
                // What figures are counted from stands in columns of its own; the whole report beside it.
                """
                CREATE TABLE dissuasion_attempt (
                    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id),
                    task TEXT REFERENCES dissuasion_task (id), channel TEXT NOT NULL, target TEXT NOT NULL, at BIGINT NOT NULL,
                    entered_at BIGINT NOT NULL, made_by TEXT NOT NULL, reached BIGINT NOT NULL CHECK (reached IN (0, 1)),
                    result TEXT, loss BIGINT NOT NULL CHECK (loss >= 0), avoided BIGINT NOT NULL CHECK (avoided >= 0),
                    held BIGINT NOT NULL CHECK (held >= 0), valid_visit BIGINT NOT NULL CHECK (valid_visit IN (0, 1)),
                    photo TEXT NOT NULL, report TEXT NOT NULL)\(dialect.strict)
                """,
                "CREATE INDEX dissuasion_attempt_warning ON dissuasion_attempt (warning, at, id)",
                "CREATE INDEX dissuasion_attempt_maker ON dissuasion_attempt (made_by, at)",
                "CREATE INDEX dissuasion_attempt_at ON dissuasion_attempt (at)",
                "CREATE INDEX dissuasion_attempt_photo ON dissuasion_attempt (photo) WHERE photo <> ''",
            ]
        }
    ]

    func insert(_ attempt: Attempt) throws {
        let report = attempt.report
        try tx.send(
            """
            INSERT INTO dissuasion_attempt (id, warning, task, channel, target, at, entered_at, made_by, reached, result, loss, avoided,
                held, valid_visit, photo, report)
            VALUES (\(attempt.id), \(attempt.warning), \(attempt.task), \(attempt.channel), \(attempt.target),
                \(attempt.at), \(attempt.enteredAt), \(attempt.by), \(report.isReached), \(report.result),
                \(report.loss), \(report.avoided), \(report.held), \(attempt.isValidVisit), \(report.photo),
                \(try CanonicalJSON.text(report)))
            """)
    }

    /// All of one warning and of those merged into it, oldest first.
    package func of(_ warning: WarningID) throws -> [Attempt] {
        try attempts(
            """
            WHERE warning = \(warning) OR warning IN (SELECT id FROM warning WHERE merged_into = \(warning))
            ORDER BY at, id LIMIT 500
            """)
    }

    private func attempts(_ rest: SQL) throws -> [Attempt] {
        let rows = try tx.query(
            "SELECT id, warning, task, channel, target, at, entered_at, made_by, report FROM dissuasion_attempt \(rest)"
        )
        return try rows.map { row in
            Attempt(
                id: try row["id"], warning: try row["warning"], task: try row["task"], channel: try row["channel"],
                target: try row["target"], at: try row["at"], enteredAt: try row["entered_at"],
                by: try row["made_by"], report: try CanonicalJSON.decode(from: try row["report"] as String))
        }
    }
}
