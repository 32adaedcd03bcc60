import Access
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

/// What comes from outside the police: banks, operators, families, other platforms.
@Suite("Warnings from outside", .serialized)
struct PartnerWarningTests {
    private static let bank = City.banks[0].code
    private static let other = City.banks[1].code

    private func at(_ engine: Engine, _ body: (Centre) throws -> Void) throws {
        try withDatabase(engine, Platform.schema) { try body(try Centre($0, start: .t0)) }
    }

    private func clerk(_ bank: String, _ roles: RoleSet = [.bankClerk]) -> Principal {
        Principal(
            identity: .client(ClientID(value: UInt64(bank.prefix(6)) ?? 1)), roles: roles, affiliation: .bank(bank),
            mustChangePassword: false)
    }

    private func report(
        _ centre: Centre, _ bank: String, _ number: String, _ phone: String, _ signs: String = "LIMIT_HIT_CASH",
        source: String = ""
    ) throws -> Warnings.Received {
        try centre.platform.partnerWarnings.receive(
            SightingReport([
                .source: source, .sourceNumber: number, .signs: signs, .phone: phone, .place: Centre.station.text,
            ]), by: clerk(bank), key: centre.key(), at: centre.now)
    }

    @Test(
        "Numbers are each bank's own, and each reads its own reports alone, page by page", arguments: Engine.available)
    func own(engine: Engine) throws {
        try at(engine) { centre in
            let first = try report(centre, Self.bank, "1", "13800138000")
            #expect(try report(centre, Self.bank, "1", "13800138000").kind == .repeated)
            #expect(try report(centre, Self.other, "1", "13800138000").kind == .joined)
            for number in 2...5 { _ = try report(centre, Self.bank, "\(number)", "1380013810\(number)") }
            let warnings = centre.platform.partnerWarnings
            let newest = try warnings.list(by: clerk(Self.bank), before: nil, limit: 3)
            #expect(newest.map(\.sighting.ownNumber) == ["5", "4", "3"])
            let rest = try warnings.list(by: clerk(Self.bank), before: newest[2].sighting.id, limit: 9)
            #expect(rest.map(\.sighting.ownNumber) == ["2", "1"])
            #expect(try warnings.about(first.warning, by: clerk(Self.other)).count == 1)
            #expect(try warnings.about(first.warning, by: clerk(City.banks[2].code)).isEmpty)
            #expect(throws: Problems.self) {
                try report(centre, Self.bank, "9", "13800138009", source: "national")
            }
            #expect(throws: Refusal.notPermitted(.reportWarning)) {
                try centre.platform.partnerWarnings.receive(
                    SightingReport(), by: clerk(Self.bank, [.bankReviewer]), key: centre.key(), at: centre.now)
            }
        }
    }

    @Test("What a bank is told begins with its report: what was tried and kept before is not its to know")
    func since() throws {
        try at(.sqlite) { centre in
            let officer = try #require(centre.principals["chen"])
            let id = try centre.platform.warnings.receive(
                SightingReport([
                    .source: "national", .signs: "APP_REGISTERED", .phone: "13800138000", .place: Centre.station.text,
                ]), by: officer, key: centre.key(), at: centre.now
            ).warning
            func attempt(_ fen: Int64, by channel: Attempt.Channel = .call) throws {
                let report = AttemptReport(isReached: true, result: .stillConvinced, avoided: Money(fen: fen))
                _ = try centre.platform.attempts.record(
                    Attempts.New(channel: channel, target: .person, at: centre.now, report: report), on: id,
                    by: officer,
                    key: centre.key(), at: centre.now)
            }
            try attempt(9_900_000)
            try centre.advance(to: .t0 + .minutes(5))
            _ = try report(centre, Self.bank, "1", "13800138000")
            func line() throws -> PartnerWarnings.Line {
                try #require(try centre.platform.partnerWarnings.about(id, by: clerk(Self.bank)).first)
            }
            #expect(try line().progress != .reached)
            #expect(try line().avoided == .zero)
            try attempt(0, by: .message)
            #expect(try line().progress != .reached, "a message that arrived is nobody who spoke with him")
            try centre.advance(to: .t0 + .minutes(9))
            try attempt(2_300_000)
            #expect(try line().progress == .reached)
            #expect(try line().avoided == Money(fen: 2_300_000))
        }
    }

    @Test(
        "A relative's word alone sends callers; once he was called back it sends the station",
        arguments: Engine.available)
    func family(engine: Engine) throws {
        try at(engine) { centre in
            let received = try centre.platform.warnings.receive(
                fromFamily: SightingReport([
                    .source: "family", .sourceNumber: "1", .signs: "FAMILY_REPORT SCREEN_SHARED",
                    .phone: "13800138000", .place: Centre.station.text, .relativePhone: "13800138001",
                ]), address: "192.0.2.1", key: centre.key(), at: centre.now)
            func warning() throws -> Warning {
                try centre.database.read { try WarningTable($0).require(received.warning) }
            }
            func unit() throws -> UnitCode? {
                try centre.database.read { try DissuasionTaskTable($0).open(received.warning)?.unit }
            }
            #expect(try warning().grade == .medium)
            #expect(try unit() == Centre.county)
            let sighting = try #require(try centre.database.read { try SightingTable($0).find(.family, number: "1") })
            #expect(sighting.verification == .waiting)
            let officer = try #require(centre.principals["chen"])
            func verify() throws {
                try centre.platform.warnings.verify(
                    sighting.id, of: received.warning, isTrue: true, note: "女儿确认", by: officer, key: centre.key(),
                    at: centre.now)
            }
            try verify()
            #expect(try warning().grade == .extreme)
            #expect(try unit() == Centre.station)
            #expect(throws: Warnings.NotPossible.notWaiting) { try verify() }
            let code = try #require(try warning().code)
            let platform = centre.platform
            #expect(
                try platform.warnings.genuine(code: code, ending: "8000", from: "192.0.2.2", at: centre.now)?.unit
                    == "玉带派出所")
            #expect(try platform.warnings.genuine(code: code, ending: "8001", from: "192.0.2.2", at: centre.now) == nil)
        }
    }

    @Test("What the lists of prevention ask finds its rows by an index")
    func plans() throws {
        let plans = QueryPlans()
        try withDatabase(.sqlite, Platform.schema) { database in
            try plans.recording(database).read { tx in
                let (warnings, sightings) = (WarningTable(tx), SightingTable(tx))
                for before in [nil, WarningID(value: 1)] {
                    _ = try warnings.list(.open, under: Centre.county, before: before, limit: 50)
                }
                for before in [nil, SightingID(value: 1)] {
                    _ = try sightings.list(by: "102", before: before, limit: 50)
                }
                _ = try sightings.find(.family, number: "1")
                _ = try sightings.of(WarningID(value: 1))
                _ = try UnitTable(tx).all(limit: 100)
                _ = try HandoverTable(tx).of(WarningID(value: 1))
                _ = try HandoverTable(tx).waiting(about: WarningID(value: 1))
                _ = try HandoverTable(tx).waiting(to: Centre.county, limit: 20)
            }
        }
        #expect(try Golden.compare(plans.text, with: "plans/prevention.txt") == .same)
        #expect(plans.scans.filter { !$0.contains("access_unit") }.isEmpty, "\(plans.text)")
    }
}
