import Access
import Journal
import Jurisdiction
import Prevention
import Primitives
import Screening
import Storage
import TestSupport
import Testing
import Workflow

@testable import Simulation

/// Streams that partners have screened: what becomes a sighting, and what is kept of everybody else.
@Suite("Screened streams", .serialized)
struct ScreeningStreamTests {
    private static let bank = City.banks[0].code
    static let scam = "【兼职】点赞员日结300元，先垫付做任务后返佣金，名额有限，加QQ群领取福利单，联单完成立即提现"
    static let harmless = "妈，我这个月房租和水电一起要交，晚上回来吃饭。"

    private func at(_ engine: Engine, _ body: (Centre) throws -> Void) throws {
        try withDatabase(engine, Platform.schema) { try body(try Centre($0, start: .t0)) }
    }

    private func clerk(_ bank: String, _ roles: RoleSet = [.bankClerk]) -> Principal {
        Principal(
            identity: .client(ClientID(value: 77)), roles: roles, affiliation: .bank(bank), mustChangePassword: false)
    }

    private func item(_ id: String, _ text: String, phone: String, at: String = "2026-03-14 08:00:00") -> ScreeningItem
    {
        ScreeningItem([
            .id: id, .at: at, .kind: "message", .phone: phone, .from: "00852 5551 2345", .text: text,
            .place: Centre.station.text,
        ])
    }

    private func screen(_ centre: Centre, _ items: [ScreeningItem], by principal: Principal? = nil) throws
        -> [Screenings.Screened]
    {
        try centre.platform.screenings.screen(
            items, by: principal ?? clerk(Self.bank), key: centre.key(), at: centre.now)
    }

    @Test(
        "a message of a fraud makes a sighting with its reasons, once by its id; of the others nothing is kept",
        arguments: Engine.available)
    func stream(engine: Engine) throws {
        try at(engine) { centre in
            let items = [
                item("1", Self.scam, phone: "13800138000"), item("2", Self.harmless, phone: "13800138001"),
                item("3", Self.scam, phone: "12"),
            ]
            let first = try screen(centre, items)
            #expect(first.map(\.assessment?.verdict) == [.warned, .clear, nil])
            #expect(first[0].received?.kind == .new && first[1].received == nil)
            #expect(first[2].problems.map { "\($0.field) \($0.rule)" } == ["phone phoneUnreadable"])
            #expect(try screen(centre, items)[0].received?.kind == .repeated)
            let known = try centre.platform.partnerWarnings.list(by: clerk(Self.bank), before: nil, limit: 9)
            #expect(known.count == 1)
            let sighting = try #require(known.first?.sighting)
            #expect(sighting.signs == ["MESSAGE_RECEIVED"] && sighting.ownNumber == "1")
            #expect(sighting.note.hasPrefix("筛查 ") && sighting.note.contains("文字像诈骗"))
            #expect(sighting.note.contains("来自 00852 5551 2345") && !sighting.note.contains(Self.scam))
            let entries = try centre.database.read { try EntryTable($0).newest(before: nil, limit: 1_000) }
            let screened = entries.filter { $0.act == "stream.screened" }
            #expect(
                screened.map(\.detail)
                    == Array(repeating: #"{"kind.message":2,"verdict.clear":1,"verdict.warned":1}"#, count: 2))
            for entry in entries { #expect(!"\(entry)".contains("13800138001") && !"\(entry)".contains("房租")) }
        }
    }

    @Test("the same call again is one call, and its key is not good for another", arguments: Engine.available)
    func key(engine: Engine) throws {
        try at(engine) { centre in
            let (key, items) = (centre.key(), [item("1", Self.scam, phone: "13800138000")])
            for kind in [Warnings.Received.Kind.new, .new] {
                let found = try centre.platform.screenings.screen(
                    items, by: clerk(Self.bank), key: key, at: centre.now)
                #expect(found[0].received?.kind == kind)
            }
            #expect(throws: Journal.KeyReused.self) {
                try centre.platform.screenings.screen(
                    [item("2", Self.scam, phone: "13800138000")], by: clerk(Self.bank), key: key, at: centre.now)
            }
        }
    }

    @Test("an id that comes twice in a call with other content is answered by itself, and the rest is taken")
    func twice() throws {
        try at(.sqlite) { centre in
            let long = String(repeating: "号", count: 60)
            let found = try screen(
                centre,
                [
                    item("1", Self.scam, phone: "13800138000"), item("1", Self.scam, phone: "13800138009"),
                    item("1", Self.scam + "！", phone: "13800138000", at: "2026-03-14 08:01:00"),
                    item(long, Self.scam, phone: "13800138008"),
                ])
            #expect(found.map(\.received?.kind) == [.new, nil, .repeated, .new])
            #expect(found[1].problems.map { "\($0.field) \($0.rule)" } == ["id numberTaken"])
        }
    }

    @Test("keys that begin alike are two calls; the second finds what the first has taken")
    func alike() throws {
        try at(.sqlite) { centre in
            for (end, kind) in [("a", Warnings.Received.Kind.new), ("b", .repeated)] {
                let key = try #require(IdempotencyKey(String(repeating: "k", count: 40) + end))
                let found = try centre.platform.screenings.screen(
                    [item("1", Self.scam + end, phone: "13800138000", at: "2026-03-14 08:0\(end == "a" ? 0 : 1):00")],
                    by: clerk(Self.bank), key: key, at: centre.now)
                #expect(found[0].received?.kind == kind && found[0].problems.isEmpty)
            }
        }
    }

    @Test("what is too long for a host is wrong in its own item")
    func longHost() throws {
        try at(.sqlite) { centre in
            var long = item("1", "", phone: "13800138000")
            long[.kind] = "host"
            long[.host] = String(repeating: "taobao-", count: 40) + "a.top"
            let found = try screen(centre, [long, item("2", Self.scam, phone: "13800138009")])
            #expect(found[0].problems.map { "\($0.field) \($0.rule)" } == ["host textTooLong"])
            #expect(found[1].received?.kind == .new)
        }
    }

    @Test("an id that was another person's is refused; two persons are two warnings; police programs may screen too")
    func persons() throws {
        try at(.sqlite) { centre in
            _ = try screen(centre, [item("1", Self.scam, phone: "13800138000")])
            let other = try screen(
                centre, [item("1", Self.scam, phone: "13800138009"), item("2", Self.scam, phone: "13800138009")])
            #expect(other[0].problems.map { "\($0.field) \($0.rule)" } == ["id numberTaken"])
            #expect(other[1].received?.kind == .new)
            let officer = try #require(centre.principals["chen"])
            let joined = try screen(centre, [item("1", Self.scam, phone: "13800138009")], by: officer)
            #expect(joined[0].received?.kind == .joined && joined[0].received?.warning == other[1].received?.warning)
            #expect(throws: Refusal.notPermitted(.reportWarning)) {
                try screen(
                    centre, [item("9", Self.harmless, phone: "13800138009")], by: clerk(Self.bank, [.bankReviewer]))
            }
        }
    }
}
