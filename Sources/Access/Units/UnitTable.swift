package import Primitives
package import Storage

/// All SQL on units.
package struct UnitTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("access-1") { dialect in
            [
                """
                CREATE TABLE access_unit (
                    code TEXT PRIMARY KEY, name TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('centre', 'bureau', 'station', 'bankLiaison')))\(dialect.strict)
                """
            ]
        },
        Migration("access-units-2") { _ in ["ALTER TABLE access_unit ADD COLUMN telephone TEXT"] },
    ]

    func insert(_ unit: Unit) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO access_unit (code, name, kind, telephone)
            VALUES (\(unit.code), \(unit.name), \(unit.kind), \(unit.telephone))
            """)
    }

    func update(_ unit: Unit) throws(StorageError) {
        try tx.change(
            "UPDATE access_unit SET name = \(unit.name), telephone = \(unit.telephone) WHERE code = \(unit.code)")
    }

    package func find(_ code: UnitCode) throws(StorageError) -> Unit? {
        try ask(code).answer()
    }

    package func ask(_ code: UnitCode) throws(StorageError) -> Pending<Unit?> {
        try tx.ask("SELECT code, name, kind, telephone FROM access_unit WHERE code = \(code)", unit).map(\.first)
    }

    package func find(_ codes: [UnitCode]) throws(StorageError) -> [Unit] {
        try tx.query(
            "SELECT code, name, kind, telephone FROM access_unit WHERE code IN (\(list: codes)) ORDER BY code"
        ).map(unit)
    }

    package func require(_ code: UnitCode) throws -> Unit {
        guard let unit = try find(code) else { throw NotFound(code) }
        return unit
    }

    /// The unit `top` and all under it in the order of their codes, which puts each after the one above it.
    package func list(under top: UnitCode, after: UnitCode?, limit: Int) throws(StorageError) -> [Unit] {
        let (first, last) = top.reach
        return try tx.query(
            """
            SELECT code, name, kind, telephone FROM access_unit
            WHERE code >= \(first) AND code <= \(last) AND code > \(after?.text ?? "") ORDER BY code LIMIT \(limit)
            """
        ).map(unit)
    }

    /// All units in the order of their codes, which puts each after the one above it.
    package func all(limit: Int) throws(StorageError) -> [Unit] {
        try tx.query("SELECT code, name, kind, telephone FROM access_unit ORDER BY code LIMIT \(limit)").map(unit)
    }

    private func unit(_ row: Row) throws(StorageError) -> Unit {
        Unit(
            code: try row["code"], name: try row["name"], kind: try row["kind"], telephone: try row["telephone"])
    }
}
