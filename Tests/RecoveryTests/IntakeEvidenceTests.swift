import Access
import Journal
import Jurisdiction
import Primitives
import Storage
import TestSupport
import Testing

@testable import Recovery

@Suite("Evidence comes in with the report, or neither does")
struct IntakeEvidenceTests {
    private static let receipt = EvidenceFile(name: "回单.pdf", content: Array("%PDF-1.7 a".utf8))
    private static let picture = EvidenceFile(name: "截图.png", content: [0x89, 0x50, 0x4E, 0x47, 1])
    private static let intake = Intake(victims: [.init(name: "王芳")])

    private static func key(_ text: String) -> IdempotencyKey { IdempotencyKey(text)! }

    /// One run of `Incidents.register` after the other on a database of its own.
    private func atDesk(
        _ engine: Engine,
        _ body: (_ take: (_ key: String, Intake, [EvidenceFile]) throws -> Receipt, any Database) throws -> Void
    ) throws {
        try withDatabase(engine, IntakeTests.schema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            let county = UnitCode(area: "530402")!
            try Units(journal).add(
                Unit(code: county, name: "柳林", kind: .centre), by: .platform("test"), key: Self.key("unit"), at: .t0)
            let officer = Principal(
                identity: .user(UserID(value: 1)), roles: [.dutyOfficer], affiliation: .unit(county),
                mustChangePassword: false)
            let take = { key, intake, files in
                try Incidents(journal, .builtIn).register(
                    intake, evidence: files, by: officer, key: Self.key(key), at: .t0)
            }
            try body(take, database)
        }
    }

    private func names(_ database: any Database, of id: IncidentID) throws -> [String] {
        try database.read { try EvidenceTable($0).list(of: id).map(\.name) }
    }

    @Test(
        "each file is kept once, with its content; the same report again keeps nothing more",
        arguments: Engine.available)
    func kept(engine: Engine) throws {
        try atDesk(engine) { take, database in
            let files = [Self.receipt, Self.picture, EvidenceFile(name: "again.pdf", content: Self.receipt.content)]
            let receipt = try take("k", Self.intake, files)
            #expect(try take("k", Self.intake, files) == receipt)
            let kept = try database.read { try EvidenceTable($0).list(of: receipt.incident) }
            #expect(kept.map(\.name) == ["回单.pdf", "截图.png"])
            #expect(kept.map(\.hash) == [Self.receipt.hash, Self.picture.hash])
            let content = try database.read { try EvidenceTable($0).content(of: kept[1].id) }
            #expect(content == Self.picture.content)
            #expect(throws: Journal.KeyReused.self) { try take("k", Self.intake, [Self.picture]) }
        }
    }

    @Test(
        "one file that may not be kept, and no report is; every wrong one is named, beside what is wrong in the report",
        arguments: Engine.available)
    func refused(engine: Engine) throws {
        try atDesk(engine) { take, database in
            let files = [
                Self.receipt, EvidenceFile(name: "a.exe", content: [1]), EvidenceFile(name: "b.png", content: [1]),
                EvidenceFile(name: "c.pdf", content: []),
            ]
            do {
                _ = try take("k", Intake(channel: "fax"), files)
                Issue.record("it was registered")
            } catch let error as Problems {
                #expect(
                    error.all.map { "\($0.field) \($0.rule.rawValue) \($0.found)" } == [
                        "channel unknownChannel fax", "evidence kindNotAllowed a.exe", "evidence kindNotAllowed b.png",
                        "evidence empty c.pdf",
                    ])
            }
            #expect(try database.read { try IncidentTable($0).all(after: nil, limit: 10) }.isEmpty)
        }
    }

    @Test("more files than an incident may have, and the report is not registered either")
    func tooMany() throws {
        try atDesk(.sqlite) { take, database in
            let files = (0...200).map { EvidenceFile(name: "\($0).txt.csv", content: Array("\($0)".utf8)) }
            #expect(throws: Problems([FieldProblem("evidence", .tooMany, found: "200")])) {
                try take("k", Self.intake, files)
            }
            let incidents = try database.read { try IncidentTable($0).all(after: nil, limit: 10) }
            #expect(incidents.isEmpty)
        }
    }

    @Test("the evidence of a report that joins an incident lies with that incident", arguments: Engine.available)
    func joined(engine: Engine) throws {
        try atDesk(engine) { take, database in
            let first = try take("a", Self.intake, [Self.receipt])
            let second = try take("b", Intake(joins: first.number), [Self.receipt, Self.picture])
            #expect(second.joinedTo == first.incident)
            #expect(try names(database, of: first.incident) == ["回单.pdf", "截图.png"])
            #expect(try names(database, of: second.incident) == [])
        }
    }
}
