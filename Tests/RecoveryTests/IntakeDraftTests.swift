import Access
import Journal
import Jurisdiction
import Primitives
import Storage
import TestSupport
import Testing

@testable import Recovery

@Suite("A report that is still being taken down is kept for its taker alone")
struct IntakeDraftTests {
    private static let county = UnitCode(area: "530402")!

    /// Runs `body` on a database with one unit.
    private func inUnit(_ engine: Engine, _ body: (Journal) throws -> Void) throws {
        try withDatabase(engine, IntakeTests.schema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            try Units(journal).add(
                Unit(code: Self.county, name: "柳林", kind: .centre), by: .platform("test"), key: Self.key("unit"),
                at: .t0)
            try body(journal)
        }
    }

    private static func key(_ text: String) -> IdempotencyKey { IdempotencyKey(text)! }

    private func officer(_ number: UInt64, _ roles: RoleSet = [.dutyOfficer]) -> Principal {
        Principal(
            identity: .user(UserID(value: number)), roles: roles, affiliation: .unit(Self.county),
            mustChangePassword: false)
    }

    private func draft(_ narrative: String, key: String = "form", at moment: Timestamp = .t0) -> IntakeDraft {
        let intake = Intake(
            narrative: narrative, victims: [.init(name: "王芳")],
            transfers: [.init(amount: "一些", payeeName: "李强"), .init(victim: 7)])
        return IntakeDraft(key: Self.key(key), intake: intake, notSame: ["YJ-1"], savedAt: moment)
    }

    @Test(
        "what was saved last is found as it was entered, wrong entries too, and the journal stays empty",
        arguments: Engine.available)
    func saved(engine: Engine) throws {
        try inUnit(engine) { journal in
            let drafts = IntakeDrafts(journal)
            let before = try journal.database.read { try EntryTable($0).newest(before: nil, limit: 10) }
            #expect(try drafts.find(by: officer(1)) == nil)
            try drafts.save(draft("一"), by: officer(1))
            let second = draft("一二", at: .t0 + .seconds(5))
            try drafts.save(second, by: officer(1))
            #expect(try drafts.find(by: officer(1)) == second)
            #expect(try journal.database.read { try EntryTable($0).newest(before: nil, limit: 10) } == before)
        }
    }

    @Test(
        "nobody finds, replaces or discards another's, and who takes no reports has none", arguments: Engine.available)
    func owner(engine: Engine) throws {
        try inUnit(engine) { journal in
            let drafts = IntakeDrafts(journal)
            try drafts.save(draft("一"), by: officer(1))
            #expect(try drafts.find(by: officer(2)) == nil)
            try drafts.save(draft("二"), by: officer(2))
            try drafts.discard(Self.key("form"), by: officer(2))
            #expect(try drafts.find(by: officer(1)) == draft("一"))
            #expect(throws: Refusal.notPermitted(.registerIncident)) {
                try drafts.find(by: officer(3, [.administrator]))
            }
            #expect(throws: Refusal.notPermitted(.registerIncident)) {
                try drafts.save(draft("三"), by: officer(3, [.administrator]))
            }
        }
    }

    @Test(
        "another report does not take the place of one that waits until that is discarded", arguments: Engine.available)
    func another(engine: Engine) throws {
        try inUnit(engine) { journal in
            let drafts = IntakeDrafts(journal)
            try drafts.save(draft("一"), by: officer(1))
            let other = draft("二", key: "other", at: .t0 + .minutes(1))
            #expect(throws: IntakeDrafts.NotSaved.another(.t0)) { try drafts.save(other, by: officer(1)) }
            try drafts.discard(Self.key("other"), by: officer(1))
            #expect(try drafts.find(by: officer(1)) == draft("一"), "only the draft that was named is discarded")
            try drafts.discard(Self.key("form"), by: officer(1))
            try drafts.save(other, by: officer(1))
            #expect(try drafts.find(by: officer(1)) == other)
        }
    }

    @Test("a draft over its size is refused with its size, and what was kept stays", arguments: Engine.available)
    func size(engine: Engine) throws {
        try inUnit(engine) { journal in
            let drafts = IntakeDrafts(journal)
            let longest = draft(String(repeating: "话", count: 20_000))
            try drafts.save(longest, by: officer(1))
            do {
                try drafts.save(draft(String(repeating: "话", count: 43_700)), by: officer(1))
                Issue.record("it was saved")
            } catch IntakeDrafts.NotSaved.tooLarge(let bytes) {
                #expect(bytes > IntakeDrafts.sizeMax && bytes < IntakeDrafts.sizeMax + 1024)
            }
            #expect(try drafts.find(by: officer(1)) == longest)
        }
    }

    @Test(
        "registered, it is gone with the same act, and a saving that comes late does not bring it back",
        arguments: Engine.available)
    func registered(engine: Engine) throws {
        try inUnit(engine) { journal in
            let drafts = IntakeDrafts(journal)
            let incidents = Incidents(journal, .builtIn)
            try drafts.save(draft("一"), by: officer(1))
            try drafts.save(draft("二"), by: officer(2))
            // What cannot be registered leaves the draft where it is.
            #expect(throws: Problems.self) {
                try incidents.register(draft("一").intake, by: officer(1), key: Self.key("form"), at: .t0)
            }
            #expect(try drafts.find(by: officer(1)) != nil)
            let intake = Intake(victims: [.init(name: "王芳")])
            _ = try incidents.register(intake, by: officer(1), key: Self.key("form"), at: .t0)
            #expect(try drafts.find(by: officer(1)) == nil)
            #expect(try drafts.find(by: officer(2)) != nil, "another's draft under the same words of a key stays")
            #expect(throws: IntakeDrafts.NotSaved.registered) { try drafts.save(draft("一"), by: officer(1)) }
            #expect(try drafts.find(by: officer(1)) == nil)
        }
    }
}
