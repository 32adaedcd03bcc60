internal import Access
package import Primitives
package import Storage

/// All SQL on templates.
package struct MessageTemplateTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("messaging-templates-1") { dialect in
            [
                """
                CREATE TABLE message_template (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, version BIGINT NOT NULL CHECK (version > 0), unit TEXT NOT NULL,
                    purpose TEXT NOT NULL CHECK (purpose IN ('dissuasion', 'publicity')), sender TEXT NOT NULL, wording TEXT NOT NULL,
                    maker TEXT NOT NULL, made_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'returned', 'retired')), decided_by TEXT,
                    decided_at BIGINT, UNIQUE (unit, name, version), CHECK (decided_by IS NULL OR decided_by <> maker))\(dialect.strict)
                """,
                "CREATE UNIQUE INDEX message_template_in_use ON message_template (unit, name) WHERE state = 'approved'",
            ]
        }
    ]

    package func insert(_ template: MessageTemplate) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO message_template (id, name, version, unit, purpose, sender, wording, maker, made_at, state)
            VALUES (\(template.id), \(template.name), \(template.version), \(template.unit), \(template.purpose),
                \(template.sender.name), \(template.wording.text), \(template.maker), \(template.madeAt), \(template.state))
            """)
    }

    package func update(_ template: MessageTemplate, from old: MessageTemplate.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE message_template SET state = \(template.state), decided_by = \(template.decidedBy),
                decided_at = \(template.decidedAt)
            WHERE id = \(template.id) AND state = \(old)
            """)
    }

    package func find(_ id: MessageTemplateID) throws(StorageError) -> MessageTemplate? {
        try templates("WHERE id = \(id)").first
    }

    package func require(_ id: MessageTemplateID) throws(StorageError) -> MessageTemplate {
        guard let template = try find(id) else { throw .other("no template \(id)") }
        return template
    }

    /// The version in use of one of a unit's templates; nil where none is approved.
    package func inUse(_ name: String, of unit: UnitCode) throws(StorageError) -> MessageTemplate? {
        try templates("WHERE unit = \(unit) AND name = \(name) AND state = 'approved'").first
    }

    /// The newest version of one of a unit's templates, whatever became of it.
    package func newest(name: String, of unit: UnitCode) throws(StorageError) -> MessageTemplate? {
        try templates("WHERE unit = \(unit) AND name = \(name) ORDER BY unit, name, version DESC LIMIT 1").first
    }

    /// All versions of the templates of the units in a reach, by unit and name, the newest first.
    package func list(under unit: UnitCode, limit: Int) throws(StorageError) -> [MessageTemplate] {
        let (first, last) = unit.reach
        return try templates("WHERE unit >= \(first) AND unit <= \(last) ORDER BY unit, name, version LIMIT \(limit)")
            .sorted { ($0.unit, $0.name, -$0.version) < ($1.unit, $1.name, -$1.version) }
    }

    private func templates(_ rest: SQL) throws(StorageError) -> [MessageTemplate] {
        let rows = try tx.query(
            """
            SELECT id, name, version, unit, purpose, sender, wording, maker, made_at, state, decided_by, decided_at
            FROM message_template \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            MessageTemplate(
                id: try row["id"], name: try row["name"], version: try row["version"], unit: try row["unit"],
                purpose: try row["purpose"], sender: try row["sender"], wording: try row["wording"],
                maker: try row["maker"], madeAt: try row["made_at"], state: try row["state"],
                decidedBy: try row["decided_by"], decidedAt: try row["decided_at"])
        }
    }
}

extension MessageSender: Storable {
    package var stored: Value { .text(name) }
    package static func restored(_ value: Value) -> MessageSender? {
        String.restored(value).flatMap(MessageSender.init)
    }
}

extension MessageWording: Storable {
    package var stored: Value { .text(text) }

    package static func restored(_ value: Value) -> MessageWording? {
        guard let text = String.restored(value) else { return nil }
        do { return try MessageWording(text) } catch { return nil }
    }
}
