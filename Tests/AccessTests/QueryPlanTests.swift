import Journal
import Primitives
import Storage
import TestSupport
import Testing

@testable import Access

@Suite struct QueryPlanTests {
    /// Compares the plans of what `body` asks with their golden file; no table is read whole, and nothing is sorted.
    private func expectPlans(_ name: String, _ body: @Sendable (any Transaction) throws -> Void) throws {
        let plans = QueryPlans()
        try inWorld(.sqlite) { world in try world.journal.database.read { try body(plans.recording($0)) } }
        #expect(try Golden.compare(plans.text, with: "plans/\(name).txt") == .same)
        #expect(plans.scans.isEmpty && !plans.text.contains("TEMP B-TREE"), "\(plans.text)")
    }

    private static let head = Principal(
        identity: .user(UserID(value: 1)), roles: [.countyHead], affiliation: .unit(.county), mustChangePassword: false)

    @Test("lists and counts of approvals use their indexes and sort nothing")
    func approvals() throws {
        try expectPlans("approvals") { tx in
            let table = ApprovalTable(tx)
            _ = try table.waiting(for: Self.head, after: nil, limit: 50, at: .t0)
            _ = try table.countDecidable(by: Self.head, at: .t0)
            _ = try table.countOwn(of: Self.head)
            _ = try table.waiting(.approveStop, on: "ord-1")
            _ = try table.about(subject: "ord-1", limit: 50)
        }
    }

    @Test("lists of people and look-ups by token or name use their indexes and sort nothing")
    func people() throws {
        try expectPlans("people") { tx in
            _ = try UserTable(tx).list(under: .county, after: nil, limit: 50)
            _ = try UserTable(tx).list(bank: "102", after: nil, limit: 50)
            _ = try UserTable(tx).find(login: LoginName("wang"))
            _ = try UserTable(tx).isTaken(staffNumber: "1", bank: nil)
            _ = try UnitTable(tx).list(under: .city, after: nil, limit: 50)
            _ = try SessionTable(tx).find(tokenHash: "x")
            _ = try ClientTable(tx).find(tokenHash: "x")
            _ = try ClientTable(tx).list(under: .county, after: nil, limit: 50)
            _ = try AttemptTable(tx).lock(on: "x", at: .t0)
        }
    }
}
