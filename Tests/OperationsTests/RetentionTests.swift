import Access
import Checks
import Journal
import Jurisdiction
import Operations
import Primitives
import Simulation
import Storage
import TestSupport
import Testing
import Workflow

@testable import Recovery

@Suite("Retention") struct RetentionTests {
    @Test(
        "what is over its term is shown, then deleted through the journal, and nothing else",
        arguments: Engine.available)
    func terms(engine: Engine) throws {
        try withDatabase(engine) { database in
            var setting = VirtualCity.Setting()
            setting.database = database
            var city = try VirtualCity(VirtualCity.Plan(seed: 3, incidents: 1), in: setting)
            try city.run()
            let old = city.clock.now()
            let now = old + .days(191)
            try leaveTraces(in: city, old: old, now: now)
            let retention = Retention(city.platform.journal, .builtIn)

            let before = try entries(database)
            let preview = try retention.preview(at: now)
            #expect(
                preview.map(\.matter) == [.keptAnswers, .sessions, .signInAttempts, .returnedDrafts, .intakeDrafts])
            #expect(preview.dropFirst().map(\.rows) == [1, 1, 1, 1])
            #expect(preview[0].rows > 20 && preview[0].before == now - .days(90))
            #expect(preview.allSatisfy { $0.basis.contains("法第") })
            #expect(try entries(database) == before, "a preview changes nothing")

            #expect(try retention.run(at: now) == preview)
            let deletions = try entries(database).filter { !before.contains($0) }
            #expect(deletions.map(\.act) == Array(repeating: "retention.deleted", count: 5))
            #expect(Set(deletions.map(\.subject)) == Set(preview.map(\.matter.rawValue)))
            #expect(deletions.allSatisfy { $0.actor == .system("retention") && $0.basis != nil })
            #expect(try retention.preview(at: now).map(\.rows) == [0, 0, 0, 0, 0])
            #expect(try retention.run(at: now + .seconds(1)).map(\.rows) == [0, 0, 0, 0, 0])
            #expect(try entries(database).count == before.count + 5, "nothing to delete is no entry")

            while try Sequencer(database).run() > 0 {}
            #expect(try Checks(database, .builtIn).run(at: old).findings == [])
            try expectTheNewIsThere(city, now)
        }
    }

    /// An old and a new one of each, and an old draft that waits.
    private func leaveTraces(in city: VirtualCity, old: Timestamp, now: Timestamp) throws {
        let journal = city.platform.journal
        let sessions = Sessions(
            journal, cost: VirtualCity.Setting().passwordCost, secrets: Secrets(SplitMix64(seed: 4)),
            rules: SignInRules(city.platform.rules))
        for (name, moment) in [("second", now - .hours(1)), ("first", old)] {
            _ = try sessions.signIn(name: "duty", password: DemoCity.password, at: moment)
            #expect(throws: SignInRefusal.self) { try sessions.signIn(name: name, password: "wrong", at: moment) }
            try journal.perform(key("old/\(name)"), by: .system("test"), at: moment, input: [name]) { _ in name }
        }
        try journal.database.write { tx in
            let acts = try BankActTable(tx).acts(in: .answered, limit: 1)
            let act = try #require(acts.first)
            let answer = try #require(act.answer)
            for (number, state, moment) in [
                (1, BankDraft.State.returned, old), (2, .returned, now - .days(1)), (3, .waiting, old),
            ] {
                try BankDraftTable(tx).insert(
                    BankDraft(
                        act: act.id, answer: answer, enteredBy: UserID(value: 1), enteredAt: moment,
                        approval: ApprovalID(value: UInt64(number)), state: state))
            }
            for (number, moment) in [(1, old), (2, now - .days(1))] {
                try IntakeDraftTable(tx).put(
                    "{}", key: key("form"), of: UserID(value: UInt64(number)), at: moment)
            }
        }
    }

    private func expectTheNewIsThere(_ city: VirtualCity, _ now: Timestamp) throws {
        let journal = city.platform.journal
        let again = try journal.perform(key("old/second"), by: .system("test"), at: now, input: ["second"]) { _ in
            "other"
        }
        #expect(again == "second", "a request within the term still gets its first answer")
        let drafts = try journal.database.read { tx in
            try [1, 2, 3].map { try BankDraftTable(tx).drafts(of: ApprovalID(value: $0)).count }
        }
        #expect(drafts == [0, 1, 1])
        let later = try Retention(journal, .builtIn).preview(at: now + .days(400))
        #expect(later.dropFirst().map(\.rows) == [1, 1, 1, 1])
    }

    @Test("more than one batch goes, too")
    func batches() throws {
        try withDatabase(.sqlite, Platform.schema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            for number in 0..<2001 {
                try journal.perform(key("\(number)"), by: .system("test"), at: .t0, input: [number]) { _ in number }
            }
            let lines = try Retention(journal, .builtIn).run(at: .t0 + .days(91))
            #expect(lines[0].rows == 2001)
            #expect(try entries(database).map(\.act) == ["retention.deleted", "retention.deleted"])
        }
    }

    private func key(_ text: String) -> IdempotencyKey { IdempotencyKey(text)! }

    private func entries(_ database: any Database) throws -> [Entry] {
        try database.read { try EntryTable($0).newest(before: nil, limit: 10_000) }
    }
}
