internal import Access
internal import Jurisdiction
package import Primitives
package import Storage

/// All SQL on warnings, and on what a person is known again by.
package struct WarningTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("prevention-warnings-1") { dialect in
            [
                """
                CREATE TABLE warning (
                    id TEXT PRIMARY KEY, unit TEXT NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, identity_number TEXT, phone TEXT,
                    home TEXT NOT NULL, whereabouts TEXT NOT NULL, relative TEXT NOT NULL, relative_phone TEXT,
                    received_at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('open', 'watched', 'ended', 'merged')),
                    grade TEXT NOT NULL CHECK (grade IN ('LOW', 'MEDIUM', 'HIGH', 'EXTREME')),
                    highest TEXT NOT NULL CHECK (highest IN ('LOW', 'MEDIUM', 'HIGH', 'EXTREME')),
                    family TEXT NOT NULL CHECK (family IN ('fund', 'information')), fraud_type TEXT,
                    outcome TEXT, closed_at BIGINT, watch_until BIGINT, merged_into TEXT REFERENCES warning (id),
                    before_merge TEXT, incident TEXT,
                    CHECK (identity_number IS NOT NULL OR phone IS NOT NULL),
                    CHECK (state NOT IN ('watched', 'ended') OR (outcome IS NOT NULL AND closed_at IS NOT NULL)),
                    CHECK ((state = 'merged') = (merged_into IS NOT NULL)))\(dialect.strict)
                """,
                "CREATE INDEX warning_unit ON warning (unit, state, received_at, id)",
                "CREATE INDEX warning_received ON warning (received_at, id)",
                "CREATE INDEX warning_phone ON warning (phone) WHERE phone IS NOT NULL",
                "CREATE INDEX warning_identity ON warning (identity_number) WHERE identity_number IS NOT NULL",
                "CREATE INDEX warning_merged ON warning (merged_into) WHERE merged_into IS NOT NULL",
                "CREATE INDEX warning_closed ON warning (closed_at) WHERE closed_at IS NOT NULL",
                """
                CREATE TABLE warning_key (
                    key TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id))\(dialect.strict)
                """,
                "CREATE INDEX warning_key_warning ON warning_key (warning)",
            ]
        },
        Migration("prevention-warnings-2") { _ in
            [
                "ALTER TABLE warning ADD COLUMN code TEXT",
                "CREATE INDEX warning_code ON warning (code) WHERE code IS NOT NULL",
                "CREATE INDEX warning_newest ON warning (state, received_at, id)",
            ]
        },
        Migration("prevention-warnings-3") { _ in ["ALTER TABLE warning ADD COLUMN hold_incident TEXT"] },
    ]

    // MARK: one

    func insert(_ warning: Warning) throws(StorageError) {
        let person = warning.person
        try tx.send(
            """
            INSERT INTO warning (id, unit, place, name, identity_number, phone, home, whereabouts, relative, relative_phone,
                received_at, state, grade, highest, family, fraud_type, code)
            VALUES (\(warning.id), \(warning.unit), \(warning.place), \(person.name), \(person.identityNumber?.text),
                \(person.phone?.text), \(person.home), \(person.whereabouts), \(person.relative),
                \(person.relativePhone?.text), \(warning.receivedAt), \(warning.state), \(warning.grade.rawValue),
                \(warning.highest.rawValue), \(warning.family.rawValue), \(warning.fraudType), \(warning.code))
            """)
    }

    func update(_ warning: Warning, from old: Warning.State) throws(StorageError) {
        let person = warning.person
        try tx.change(
            """
            UPDATE warning SET name = \(person.name), identity_number = \(person.identityNumber?.text), phone = \(person.phone?.text),
                home = \(person.home), whereabouts = \(person.whereabouts), relative = \(person.relative),
                relative_phone = \(person.relativePhone?.text), unit = \(warning.unit), place = \(warning.place), state = \(warning.state), grade = \(warning.grade.rawValue),
                highest = \(warning.highest.rawValue), family = \(warning.family.rawValue),
                fraud_type = \(warning.fraudType), outcome = \(warning.outcome), closed_at = \(warning.closedAt),
                watch_until = \(warning.watchUntil), merged_into = \(warning.mergedInto),
                before_merge = \(warning.before), incident = \(warning.incident), hold_incident = \(warning.holdIncident)
            WHERE id = \(warning.id) AND state = \(old)
            """)
    }

    package func find(_ id: WarningID) throws(StorageError) -> Warning? { try warnings("WHERE id = \(id)").first }

    package func require(_ id: WarningID) throws(StorageError) -> Warning {
        guard let warning = try find(id) else { throw .other("no warning \(id)") }
        return warning
    }

    package func find(_ ids: [WarningID]) throws(StorageError) -> [Warning] {
        try warnings("WHERE id IN (\(list: ids)) ORDER BY id")
    }

    /// Those with this code; nearly always one.
    func find(code: String) throws(StorageError) -> [Warning] {
        try warnings("WHERE code = \(code) ORDER BY id LIMIT 20")
    }

    // MARK: the same person

    /// The thread that is open or under watch of this person; the first of his keys that is known decides, a
    /// telephone only where it is nobody else's.
    func thread(of person: WarnedPerson) throws(StorageError) -> Warning? {
        for key in person.keys {
            guard let row = try tx.first("SELECT warning FROM warning_key WHERE key = \(key)") else { continue }
            let found = try require(try row["warning"])
            if key != person.phoneKey || !found.person.isOther(than: person) { return found }
        }
        return nil
    }

    /// Makes the keys lead to `warning`, where none leads to another thread yet.
    func keep(_ keys: [String], for warning: WarningID) throws(StorageError) {
        for key in keys {
            try tx.send(
                "INSERT INTO warning_key (key, warning) VALUES (\(key), \(warning)) ON CONFLICT (key) DO NOTHING")
        }
    }

    /// Makes the keys of one thread lead to another.
    func move(keysOf from: WarningID, to warning: WarningID) throws(StorageError) {
        try tx.send("UPDATE warning_key SET warning = \(warning) WHERE warning = \(from)")
    }

    /// Makes the keys lead to `warning`, wherever they led.
    func take(_ keys: [String], for warning: WarningID) throws(StorageError) {
        for key in keys {
            try tx.send(
                """
                INSERT INTO warning_key (key, warning) VALUES (\(key), \(warning))
                ON CONFLICT (key) DO UPDATE SET warning = excluded.warning
                """)
        }
    }

    func dropKeys(of warning: WarningID) throws(StorageError) {
        try tx.send("DELETE FROM warning_key WHERE warning = \(warning)")
    }

    /// Other threads that are open or under watch with the telephone or identity number of this one.
    package func alike(_ warning: Warning) throws(StorageError) -> [Warning] {
        try warnings(
            """
            WHERE (phone = \(warning.person.phone?.text) OR identity_number = \(warning.person.identityNumber?.text))
                AND id <> \(warning.id) AND state IN ('open', 'watched') ORDER BY id LIMIT 20
            """)
    }

    package func merged(into warning: WarningID) throws(StorageError) -> [Warning] {
        try warnings("WHERE merged_into = \(warning) ORDER BY id LIMIT 50")
    }

    // MARK: lists

    /// Those of one state in `unit` and under it, the newest first, before the one given. Those of a station are read from its own;
    /// a centre's are found among the newest of all, in their order.
    package func list(
        _ state: Warning.State, under unit: UnitCode, before: WarningID?, limit: Int
    ) throws(StorageError) -> [Warning] {
        let (first, last) = unit.reach
        let isStation = unit.level == .station
        let place: SQL = isStation ? "unit = \(unit)" : "unit >= \(first) AND unit <= \(last)"
        let earlier: SQL = "AND (received_at, id) < (SELECT received_at, id FROM warning WHERE id = \(before))"
        return try warnings(
            """
            \(isStation ? "" : tx.dialect.indexed(by: "warning_newest")) WHERE state = \(state) AND \(place) \(before == nil ? "" : earlier)
            ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// Those of a person by telephone or identity number, the newest first.
    package func about(_ number: String, under unit: UnitCode) throws(StorageError) -> [Warning] {
        let (first, last) = unit.reach
        return try warnings(
            """
            WHERE (phone = \(number) OR identity_number = \(number)) AND unit >= \(first) AND unit <= \(last)
            ORDER BY received_at DESC, id DESC LIMIT 50
            """)
    }

    /// By a condition and an order of the figures.
    func chosen(_ rest: SQL) throws(StorageError) -> [Warning] { try warnings("WHERE \(rest)") }

    package func all(after: WarningID?, limit: Int) throws(StorageError) -> [Warning] {
        try warnings("WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)")
    }

    private func warnings(_ rest: SQL) throws(StorageError) -> [Warning] {
        let rows = try tx.query(
            """
            SELECT id, unit, place, name, identity_number, phone, home, whereabouts, relative, relative_phone, received_at, state,
                grade, highest, family, fraud_type, outcome, closed_at, watch_until, merged_into, before_merge, incident,
                code, hold_incident
            FROM warning \(rest)
            """)
        return try rows.map { row throws(StorageError) in
            Warning(
                id: try row["id"], person: try person(row), receivedAt: try row["received_at"],
                place: try row["place"], unit: try row["unit"],
                state: try row["state"], grade: try row["grade"], highest: try row["highest"],
                family: try row["family"], fraudType: try row["fraud_type"], outcome: try row["outcome"],
                closedAt: try row["closed_at"], watchUntil: try row["watch_until"], mergedInto: try row["merged_into"],
                before: try row["before_merge"], incident: try row["incident"], holdIncident: try row["hold_incident"],
                code: try row["code"])
        }
    }

    private func person(_ row: Row) throws(StorageError) -> WarnedPerson {
        WarnedPerson(
            name: try row["name"], identityNumber: try row["identity_number"], phone: try row["phone"],
            home: try row["home"], whereabouts: try row["whereabouts"], relative: try row["relative"],
            relativePhone: try row["relative_phone"])
    }
}
