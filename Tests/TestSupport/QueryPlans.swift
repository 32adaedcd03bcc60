package import Storage
internal import Synchronization

/// How a database would find the rows of each statement that runs through `recording(_:)`.
package final class QueryPlans: Sendable {
    private let found = Mutex<[String: [String]]>([:])

    package init() {}

    /// The same database, whose statements are noted here before they run.
    package func recording(_ database: any Database) -> any Database { Recorder(inner: database, plans: self) }

    /// The same transaction, whose statements are noted here before they run.
    package func recording(_ tx: any Transaction) -> any Transaction { ExplainingTransaction(tx, self) }

    /// Each statement once, whatever its arguments, with its plan.
    package var all: [(statement: String, plan: [String])] {
        found.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    /// One block a statement, as a golden file holds it.
    package var text: String {
        all.map { "\($0.statement)\n\($0.plan.map { "    \($0)\n" }.joined())" }.joined(separator: "\n")
    }

    /// The statements that read a whole table without an index.
    package var scans: [String] {
        all.filter { $0.plan.contains(where: Self.isScan) || Self.readsWholeList($0.plan) }.map {
            "\($0.statement)\n\($0.plan.joined(separator: "\n"))"
        }
    }

    /// A materialized CTE or a list of rows in memory is no table.
    private static func isScan(_ line: String) -> Bool {
        if line.contains("Seq Scan") { return true }
        guard line.contains("SCAN "), !line.contains("INDEX") else { return false }
        return !["SCAN picked", "SCAN CONSTANT ROW"].contains { line.contains($0) }
    }

    /// A list in memory of every row of a table, made to look up a few of them.
    private static func readsWholeList(_ plan: [String]) -> Bool {
        zip(plan, plan.dropFirst()).contains {
            $0.hasPrefix("LIST SUBQUERY") && $1.hasPrefix("SCAN ") && $1 != "SCAN picked"
        }
    }

    fileprivate func note(_ sql: SQL, _ plan: [String]) {
        let statement = Self.normal(sql.text)
        found.withLock { found in
            // The longest list of arguments that any run gave does not matter; the first plan stands.
            if found[statement] == nil { found[statement] = plan }
        }
    }

    /// One line, every argument a question mark, every list of arguments one.
    private static func normal(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.replacing(/\$\d+/, with: "?").replacing(/\?(, \?)+(?=\))/, with: "?…")
    }
}

private struct Recorder: Database {
    let inner: any Database
    let plans: QueryPlans

    var dialect: Dialect { inner.dialect }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try inner.read { try body(plans.recording($0)) }
    }

    func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try inner.write(isolation) { try body(plans.recording($0)) }
    }
}

private final class ExplainingTransaction: Transaction {
    private let tx: any Transaction
    private let plans: QueryPlans

    init(_ tx: any Transaction, _ plans: QueryPlans) {
        self.tx = tx
        self.plans = plans
    }

    var dialect: Dialect { tx.dialect }

    func query(_ sql: SQL) throws(StorageError) -> [Row] {
        try explain(sql)
        return try tx.query(sql)
    }

    func execute(_ sql: SQL) throws(StorageError) -> Int {
        try explain(sql)
        return try tx.execute(sql)
    }

    func send(_ sql: SQL) throws(StorageError) {
        try explain(sql)
        try tx.send(sql)
    }

    func change(_ sql: SQL) throws(StorageError) {
        try explain(sql)
        try tx.change(sql)
    }

    func ask(_ sql: SQL) throws(StorageError) -> any Reply {
        try explain(sql)
        return try tx.ask(sql)
    }

    private func explain(_ sql: SQL) throws(StorageError) {
        let isChange = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { sql.text.hasPrefix($0) }
        guard isChange else { return }
        let isSQLite = dialect == .sqlite
        let rows = try tx.query(isSQLite ? "EXPLAIN QUERY PLAN \(sql)" : "EXPLAIN (COSTS OFF) \(sql)")
        plans.note(
            sql, try rows.map { row throws(StorageError) in try row[isSQLite ? "detail" : "QUERY PLAN"] })
    }
}
