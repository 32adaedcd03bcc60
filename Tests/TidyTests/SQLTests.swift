import Testing

/// Whether a file of the program may hold SQL.
private func mayHoldSQL(_ file: SourceFile) -> Bool {
    file.name.hasSuffix("Table.swift") || file.path == "Sources/Statistics/Indicators.swift"
        || ["Storage", "StorageSQLite", "StoragePostgres", "Checks"].contains(file.target)
}

private func statement(in text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
    if words.contains("SELECT") { return "SELECT" }
    for (first, second) in zip(words, words.dropFirst()) {
        if ["INSERT INTO", "DELETE FROM", "CREATE TABLE", "CREATE INDEX"].contains("\(first) \(second)") {
            return "\(first) \(second)"
        }
        if first == "UPDATE", words.contains("SET") { return first }
    }
    return nil
}

/// SQL outside the files that hold a table's SQL.
func straySQL(in file: SourceFile) -> [Finding] {
    guard file.isProgram, !mayHoldSQL(file) else { return [] }
    return file.layers.literals.compactMap { literal in
        statement(in: literal.text).map {
            file.finding(at: literal.place, "\($0) belongs in the …Table.swift of its table")
        }
    }
}

/// SQL that reads the database's clock, compares by a rule that the two databases do not share, or lists no columns.
func unsharedSQL(in file: SourceFile) -> [Finding] {
    let banned = [
        ("NOW()", "bind a Timestamp"), ("CURRENT_TIMESTAMP", "bind a Timestamp"), ("SELECT *", "list the columns"),
        (" LIKE ", "the databases differ in case: compare whole values or a range"),
    ]
    guard file.isProgram else { return [] }
    return file.layers.literals.filter { statement(in: $0.text) != nil || $0.text.contains("NOW()") }.flatMap {
        literal in
        banned.filter { literal.text.contains($0.0) }
            .map { file.finding(at: literal.place, "`\($0.0)` is not used in SQL: \($0.1)") }
    }
}

/// The tables that each target makes.
func tables(of files: [SourceFile]) -> [String: String] {
    var owners: [String: String] = [:]
    for file in files {
        guard let target = file.target else { continue }
        for table in file.layers.literals.flatMap({ names(after: ["TABLE"], in: $0.text) }) { owners[table] = target }
    }
    return owners
}

/// SQL on the table of another target; `Checks` and `Statistics` read all of them.
func foreignTables(in file: SourceFile, _ owners: [String: String]) -> [Finding] {
    guard let target = file.target, !["Checks", "Statistics"].contains(target) else { return [] }
    return file.layers.literals.filter { statement(in: $0.text) != nil }.flatMap { literal in
        Set(names(after: ["FROM", "JOIN", "INTO", "UPDATE"], in: literal.text)).sorted().compactMap { table in
            guard let owner = owners[table], owner != target else { return nil }
            return file.finding(at: literal.place, "the table \(table) is \(owner)'s: ask a type of \(owner)")
        }
    }
}

private func names(after keywords: Set<String>, in text: String) -> [String] {
    let words = text.split { " \n(),".contains($0) }.map(String.init)
    return zip(words, words.dropFirst()).filter { keywords.contains($0.0) }.map(\.1)
}

@Suite("Tidy: SQL") struct SQLTests {
    @Test("SQL stands in the file of its table") func homes() { expectNone(Tree.swift.flatMap(straySQL)) }

    @Test("SQL means the same on both databases") func shared() { expectNone(Tree.swift.flatMap(unsharedSQL)) }

    @Test("a table is read and written by the target that made it")
    func owners() {
        let owners = tables(of: Tree.swift)
        #expect(owners["stop_payment"] == nil || owners["stop_payment"] == "Recovery")
        expectNone(Tree.swift.flatMap { foreignTables(in: $0, owners) })
    }

    @Test("stray, unshared and foreign SQL is found")
    func examples() {
        let stray = SourceFile(
            "Sources/Web/A.swift",
            "let a = \"SELECT NOW()\"\n// SELECT\nlet b = \"UPDATE fund SET x = \\(c)\"\n<select>\n")
        #expect(straySQL(in: stray).map(\.line) == [1, 3])
        #expect(unsharedSQL(in: stray).map(\.line) == [1])
        #expect(foreignTables(in: stray, ["fund": "Recovery"]).map(\.line) == [3])
        #expect(foreignTables(in: stray, ["fund": "Web"]) == [])
        #expect(straySQL(in: SourceFile("Sources/Web/ATable.swift", "let a = \"SELECT id FROM a\"\n")) == [])
    }
}
