import Journal
import Primitives
import Storage
import TestSupport
import Testing

@testable import Access

/// Passes everything on and notes how SQLite would run each query.
private final class PlanReader: Transaction {
    private let tx: any Transaction
    private(set) var plans: [String] = []

    init(_ tx: any Transaction) { self.tx = tx }

    var dialect: Dialect { tx.dialect }

    func query(_ sql: SQL) throws(StorageError) -> [Row] {
        plans += try tx.query("EXPLAIN QUERY PLAN \(sql)").map { row throws(StorageError) in try row["detail"] }
        return try tx.query(sql)
    }

    func execute(_ sql: SQL) throws(StorageError) -> Int { try tx.execute(sql) }
}

@Suite struct QueryPlanTests {
    private func plan(_ body: @Sendable (any Transaction) throws -> Void) throws -> [String] {
        var found: [String] = []
        try inWorld(.sqlite) { world in
            found = try world.journal.database.read { tx in
                let reader = PlanReader(tx)
                try body(reader)
                return reader.plans
            }
        }
        return found
    }

    private static let head = Principal(
        identity: .user(UserID(value: 1)), roles: [.countyHead], affiliation: .unit(.county), mustChangePassword: false)

    @Test("lists and counts of approvals use their indexes and sort nothing")
    func approvals() throws {
        let plans = try plan { tx in
            let table = ApprovalTable(tx)
            _ = try table.waiting(for: Self.head, after: nil, limit: 50, at: .t0)
            _ = try table.countDecidable(by: Self.head, at: .t0)
            _ = try table.countOwn(of: Self.head)
            _ = try table.waiting(.approveStop, on: "ord-1")
            _ = try table.about(subject: "ord-1", limit: 50)
        }
        #expect(plans.count == 5)
        #expect(plans[0] == "SEARCH approval USING INDEX approval_waiting ((made_at,id)>(?,?))")
        #expect(plans[1...2].allSatisfy { $0.contains("USING INDEX approval_waiting") }, "\(plans)")
        #expect(plans[3].hasPrefix("SEARCH approval USING INDEX approval_one"), "\(plans)")
        #expect(plans[4].hasPrefix("SEARCH approval USING INDEX approval_subject"), "\(plans)")
    }

    @Test("lists of people and look-ups by token or name use their indexes and sort nothing")
    func people() throws {
        let plans = try plan { tx in
            _ = try UserTable(tx).list(under: .county, after: nil, limit: 50)
            _ = try UserTable(tx).list(bank: "102", after: nil, limit: 50)
            _ = try UserTable(tx).find(login: LoginName("wang"))
            _ = try UserTable(tx).isTaken(staffNumber: "1", bank: nil)
            _ = try UnitTable(tx).list(under: .city, after: nil, limit: 50)
            _ = try SessionTable(tx).find(tokenHash: "x")
            _ = try ClientTable(tx).find(tokenHash: "x")
            _ = try ClientTable(tx).list(after: nil, limit: 50)
            _ = try AttemptTable(tx).lock(on: "x", at: .t0)
        }
        #expect(plans.count == 9, "\(plans)")
        #expect(plans.allSatisfy { $0.hasPrefix("SEARCH") && $0.contains("INDEX") }, "\(plans)")
    }
}
