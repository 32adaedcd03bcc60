import Access
import Checks
import Gateways
import Journal
import Jurisdiction
import Prevention
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Simulation

/// A centre with two operators, and short words for what its people and theirs do.
private struct Lines {
    static let carrier = "990741000001"
    static let other = "990741000002"

    let centre: Centre

    init(_ database: any Database) throws {
        centre = try Centre(database, start: .t0)
        for (code, name) in [(Self.carrier, "云江通信"), (Self.other, "南滨通信")] {
            try centre.platform.banks.put(
                Recovery.Bank(code: code, name: name, kind: .carrier, link: .hand, address: nil, contact: nil),
                by: .platform("command line"), key: centre.key(), at: .t0)
        }
    }

    func who(_ login: String) throws -> Principal { try #require(centre.principals[login]) }

    func clerk(_ carrier: String, _ roles: RoleSet = [.bankClerk]) -> Principal {
        Principal(
            identity: .client(ClientID(value: UInt64(carrier) ?? 1)), roles: roles, affiliation: .bank(carrier),
            mustChangePassword: false)
    }

    func report(
        _ signs: String = "TALKING_NOW", phone: String = "13800138000", place: UnitCode = Centre.station
    ) throws -> WarningID {
        try centre.platform.warnings.receive(
            SightingReport([
                .source: "national", .signs: signs, .phone: phone, .name: "王芳", .place: place.text,
            ]), by: try who("chen"), key: centre.key(), at: centre.now
        ).warning
    }

    func ask(_ warning: WarningID, _ carrier: String = carrier, by login: String = "tian") throws -> LineSuspensionID {
        try centre.platform.carrierLines.ask(
            carrier, for: warning, reason: "正在通话", by: try who(login), key: centre.key(), at: centre.now)
    }

    func answer(
        _ id: LineSuspensionID, _ answer: LineSuspensions.Answer, by carrier: String = carrier
    ) throws {
        try centre.platform.lines.answer(id, answer, by: clerk(carrier), key: centre.key(), at: centre.now)
    }

    func release(_ id: LineSuspensionID, by login: String = "tian") throws {
        try centre.platform.lines.release(id, by: try who(login), key: centre.key(), at: centre.now)
    }

    /// With a call after which nothing is missing.
    func close(_ id: WarningID, by login: String = "chen") throws {
        try centre.platform.warnings.close(
            id, .falseAlarm, fraudType: "SD", note: "误报", by: try who(login), key: centre.key(), at: centre.now)
    }

    func line(_ id: LineSuspensionID) throws -> LineSuspension {
        try #require(try centre.database.read { try LineSuspensionTable($0).find(id) })
    }

    func entries(_ id: LineSuspensionID) throws -> [Entry] {
        try centre.database.read { try EntryTable($0).about(subject: id.description, limit: 100) }.reversed()
    }

    func acts(_ id: LineSuspensionID) throws -> [String] { try entries(id).map(\.act) }

    func owed(_ carrier: String = carrier) throws -> [LineSuspensionID] {
        try centre.database.read { try LineSuspensionTable($0).owed(by: carrier, limit: 9) }.map(\.id)
    }

    func overdue(under unit: UnitCode) throws -> [LineSuspensionID] {
        try centre.database.read { try LineSuspensionTable($0).overdue(under: unit, limit: 9) }.map(\.id)
    }

    func advance(minutes: Int64) throws {
        try centre.advance(to: .t0 + .minutes(minutes))
        let found = try Checks(centre.database, .builtIn).warnings(at: centre.now)
        #expect(found.map(\.what) == [])
    }
}

@Suite("From a request to an operator until the line is on again", .serialized)
struct LineTests {
    private func at(_ engine: Engine, _ body: (Lines) throws -> Void) throws {
        try withDatabase(engine, Platform.schema) { try body(Lines($0)) }
    }

    @Test("Asked, off for half an hour, on again by itself, confirmed", arguments: Engine.available)
    func wholeWay(engine: Engine) throws {
        try at(engine) { lines in
            let id = try lines.ask(try lines.report())
            #expect(try lines.owed() == [id])
            #expect(try lines.owed(Lines.other) == [])
            #expect(throws: Refusal.notYourBank) { try lines.answer(id, .suspended, by: Lines.other) }
            try lines.advance(minutes: 1)
            try lines.answer(id, .suspended)
            try lines.advance(minutes: 2)
            try lines.answer(id, .suspended)
            #expect(try lines.line(id).endsAt == .t0 + .minutes(31))
            try lines.advance(minutes: 30)
            #expect(try lines.line(id).state == .suspended)
            try lines.advance(minutes: 31)
            #expect(try lines.line(id).state == .ended)
            #expect(try lines.owed() == [id])
            try lines.advance(minutes: 33)
            try lines.answer(id, .restored)
            try lines.advance(minutes: 60)
            #expect(try lines.owed() == [])
            #expect(try lines.acts(id) == ["line.asked", "line.suspended", "line.ended", "line.restored"])
            let asked = try #require(try lines.entries(id).first)
            #expect(asked.basis?.contains("第34条") == true && asked.reason == "正在通话")
        }
    }

    @Test(
        "Unanswered after three minutes, the unit above is told; it can be answered still", arguments: Engine.available)
    func unanswered(engine: Engine) throws {
        try at(engine) { lines in
            let late = try lines.ask(try lines.report())
            let never = try lines.ask(try lines.report(phone: "13800138001", place: Centre.county), by: "aux")
            try lines.advance(minutes: 2)
            #expect(try lines.acts(late) == ["line.asked"])
            try lines.advance(minutes: 3)
            let told = try #require(try lines.entries(late).last)
            #expect(told.act == "line.overdue" && told.detail.contains(Centre.county.text))
            #expect(try lines.entries(never).last?.detail.contains(Centre.city.text) == true)
            #expect(try lines.overdue(under: Centre.city) == [late, never])
            #expect(try lines.overdue(under: Centre.station) == [late])
            try lines.advance(minutes: 5)
            try lines.answer(late, .suspended)
            #expect(try lines.line(late).endsAt == .t0 + .minutes(35))
            try lines.advance(minutes: 30)
            #expect(try lines.line(never).state == .lapsed)
            #expect(try lines.overdue(under: Centre.city) == [])
            #expect(try lines.acts(never) == ["line.asked", "line.overdue", "line.lapsed"])
        }
    }

    @Test("Put on again before its end by the police, by the operator; nobody confirms, and the unit above is told")
    func restored() throws {
        try at(.sqlite) { lines in
            let first = try lines.ask(try lines.report())
            let second = try lines.ask(try lines.report(phone: "13800138001"))
            for id in [first, second] { try lines.answer(id, .suspended) }
            try lines.answer(second, .restored)
            #expect(try lines.line(second).state == .ended)
            try lines.advance(minutes: 10)
            try lines.release(first)
            #expect(try lines.line(first).state == .restoring)
            try lines.advance(minutes: 13)
            #expect(try lines.acts(first).last == "line.overdue")
            try lines.advance(minutes: 31)
            #expect(try lines.line(first).state == .ended)
            try lines.answer(first, .restored)
            #expect(
                try lines.acts(first) == [
                    "line.asked", "line.suspended", "line.restoring", "line.overdue", "line.ended", "line.restored",
                ])
            #expect(throws: LineSuspension.Illegal.self) { try lines.release(first) }
        }
    }

    @Test("One request about a number, an operator there is, and a reason", arguments: Engine.available)
    func refusedAsking(engine: Engine) throws {
        try at(engine) { lines in
            let quiet = try lines.report("CALLED_LONG", phone: "13800138002")
            #expect(throws: LineSuspensions.NotPossible.lacks([.notTalking])) { try lines.ask(quiet) }
            let warning = try lines.report()
            #expect(throws: Problems.self) { try lines.ask(warning, City.banks[0].code) }
            #expect(throws: Refusal.self) { try lines.ask(warning, by: "head") }
            let id = try lines.ask(warning)
            #expect(throws: LineSuspensions.NotPossible.lacks([.alreadyAsked])) { try lines.ask(warning, Lines.other) }
            #expect(throws: LineSuspensions.NotPossible.wordsMissing) {
                try lines.answer(id, .refused(.other, words: " "))
            }
            try lines.answer(id, .refused(.otherOperator, words: "已携号转网"))
            #expect(try lines.line(id).words == "已携号转网")
            let again = try lines.ask(warning, Lines.other)
            // The first operator says that it did it after all: the one that is asked now has to say so.
            #expect(throws: LineSuspensions.NotPossible.newerAsked) { try lines.answer(id, .suspended) }
            try lines.answer(again, .suspended, by: Lines.other)
            #expect(throws: Refusal.notPermitted(.answerForBank)) {
                try lines.centre.platform.lines.answer(
                    again, .restored, by: lines.clerk(Lines.other, [.bankReviewer]), key: lines.centre.key(),
                    at: lines.centre.now)
            }
        }
    }

    @Test(
        "Closing takes back what was asked and puts on what is off; what crossed it is put on again",
        arguments: Engine.available)
    func closing(engine: Engine) throws {
        try at(engine) { lines in
            let (one, two) = (try lines.report(), try lines.report(phone: "13800138001"))
            let (asked, off) = (try lines.ask(one), try lines.ask(two))
            try lines.answer(off, .suspended)
            try lines.advance(minutes: 2)
            try lines.close(one)
            try lines.close(two)
            #expect(try lines.line(asked).state == .withdrawn)
            #expect(try lines.line(off).state == .restoring)
            // The operator had done it while the request was taken back.
            try lines.answer(asked, .suspended)
            #expect(try lines.line(asked).state == .restoring)
            #expect(try Set(lines.owed()) == [asked, off])
            for id in [asked, off] { try lines.answer(id, .restored) }
            #expect(try lines.owed() == [])
            #expect(throws: LineSuspensions.NotPossible.lacks([.notOpen])) { try lines.ask(one) }
            try lines.advance(minutes: 90)
        }
    }

    @Test(
        "A line goes on under the warning that its own was put under, and ends with that one",
        arguments: Engine.available)
    func merged(engine: Engine) throws {
        try at(engine) { lines in
            let (one, two) = (try lines.report(), try lines.report("SITE_VISITED", phone: "13800138001"))
            let id = try lines.ask(one)
            try lines.answer(id, .suspended)
            try lines.centre.platform.warnings.merge(
                one, into: two, reason: "同一人", by: try lines.who("chen"), key: lines.centre.key(), at: lines.centre.now)
            try lines.advance(minutes: 1)
            #expect(try lines.line(id).state == .suspended)
            let under = try lines.centre.database.read { try LineSuspensionTable($0).of(two) }
            #expect(under.map(\.id) == [id])
            try lines.close(two)
            #expect(try lines.line(id).state == .restoring)
        }
    }
}
