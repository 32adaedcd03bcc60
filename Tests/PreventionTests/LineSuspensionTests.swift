import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Prevention

@Suite("A suspended line: what each event does in each state")
struct LineSuspensionTests {
    static let events: [(name: String, event: LineSuspension.Event)] = [
        ("suspend", .suspended(at: .t0 + .minutes(1))), ("refuse", .refused(.technical)),
        ("release", .release(at: .t0 + .minutes(2))), ("restored", .restored(at: .t0 + .minutes(3))),
        ("early", .moment(.t0 + .minutes(2))), ("limit", .moment(.t0 + .minutes(5))),
        ("over", .moment(.t0 + .minutes(40))),
    ]

    /// The new state, `=` where only something in it changed, `-` where nothing did; and whether the unit above is told.
    static let table = """
                  suspend   refuse  release   restored early limit  over
        asked     suspended refused withdrawn x        -     =+tell lapsed+tell
        late      suspended refused withdrawn x        -     -      lapsed
        suspended -         x       restoring ended    -     -      ended+tell
        restoring -         x       -         ended    -     =+tell ended+tell
        ended     -         x       x         =        -     -      =+tell
        restored  -         x       x         -        -     -      -
        refused   restoring -       x         -        -     -      -
        withdrawn restoring -       x         -        -     -      -
        lapsed    restoring -       x         -        -     -      -
        """

    static let ways: [String: [LineSuspension.Event]] = [
        "asked": [], "late": [.moment(.t0 + .minutes(3))], "suspended": [.suspended(at: .t0 + .minutes(1))],
        "restoring": [.suspended(at: .t0 + .minutes(1)), .release(at: .t0 + .minutes(2))],
        "ended": [.suspended(at: .t0 + .minutes(1)), .moment(.t0 + .minutes(31))],
        "restored": [.suspended(at: .t0 + .minutes(1)), .restored(at: .t0 + .minutes(3))],
        "refused": [.refused(.technical)], "withdrawn": [.release(at: .t0 + .minutes(2))],
        "lapsed": [.moment(.t0 + .minutes(30))],
    ]

    static func asked() throws -> LineSuspension {
        LineSuspension(
            id: LineSuspensionID(value: 1), warning: WarningID(value: 1), carrier: "990741000001",
            phone: try PhoneNumber("13800138000"), reason: "正在通话", askedBy: "usr-1", askedAt: .t0, term: .minutes(30),
            answerLimit: .minutes(3))
    }

    @Test("The table")
    func table() throws {
        let lines = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(Set(lines.dropFirst().map { $0[0] }) == Set(Self.ways.keys))
        for line in lines.dropFirst() {
            var before = try Self.asked()
            for event in try #require(Self.ways[line[0]]) { _ = try before.apply(event) }
            for (name, cell) in zip(lines[0], line.dropFirst()) {
                var after = before
                var found = "x"
                do {
                    let event = try #require(Self.events.first { $0.name == name }?.event)
                    let effects = try after.apply(event)
                    let changed = after == before ? "-" : "="
                    found = after.state == before.state ? changed : after.state.rawValue
                    if effects == [.tellAbove] { found += "+tell" }
                } catch { #expect(after == before) }
                #expect(found == cell, "\(line[0]) \(name)")
            }
        }
    }

    @Test("In every sequence of six events no end moves, none is outlived, and what comes by itself has its moment")
    func sequences() throws {
        var seen = 0
        func follow(_ line: LineSuspension, _ told: Int, _ left: Int) throws {
            guard left > 0 else { return }
            for (_, event) in Self.events {
                var after = line
                let effects: [LineSuspension.Effect]
                do { effects = try after.apply(event) } catch { continue }
                seen += 1
                if let end = line.endsAt, after.endsAt != end { Issue.record("its end moved: \(event)") }
                if told + effects.count > 2 { Issue.record("told more than once of an answer and of a confirmation") }
                var later = after
                _ = try later.apply(.moment(.t0 + .days(1)))
                if later.state.isLive { Issue.record("\(later.state) outlives its term") }
                if let next = after.nextMoment {
                    var moved = after
                    _ = try moved.apply(.moment(next))
                    if moved == after { Issue.record("nothing happens at the moment of \(after.state)") }
                } else if later != after {
                    Issue.record("\(after.state) changes without a moment")
                }
                try follow(after, told + effects.count, left - 1)
            }
        }
        try follow(try Self.asked(), 0, 6)
        #expect(seen > 9000)
    }
}

@Suite("When an operator may be asked to suspend a line")
struct SuspensionRuleTests {
    static let rules = Pack.builtIn.rules(on: CivilTime(.t0).day)

    static func warning(phone: String? = "13800138000", open: Bool = true) throws -> Warning {
        var person = WarnedPerson(name: "王芳")
        person.phone = try phone.map { try PhoneNumber($0) }
        if phone == nil { person.identityNumber = try IdentityNumber("530402199003070012") }
        let county = try UnitCode("530402000000")
        var warning = Warning(
            id: WarningID(value: 1), person: person, receivedAt: .t0, place: county, unit: county, state: .open,
            grade: .extreme, highest: .extreme, family: .information)
        if !open { _ = try warning.apply(.close(.aware, fraudType: "SD", until: .t0 + .days(30), at: .t0)) }
        return warning
    }

    static func sighting(
        _ signs: [String], minutesAgo: Int64 = 1, verification: Sighting.Verification? = nil
    ) -> Sighting {
        Sighting(
            id: SightingID(value: 1), warning: WarningID(value: 1), source: .other, sourceNumber: "1", signs: signs,
            seenAt: .t0 - .minutes(minutesAgo), receivedAt: .t0, stake: .zero, payee: "", fraudType: nil, note: "",
            reportedBy: "usr-1", partner: nil, verification: verification)
    }

    private func lacks(
        _ warning: Warning, _ seen: [Sighting], live: LineSuspension? = nil, carriers: Int = 1
    ) -> [SuspensionRule.Lack] {
        SuspensionRule.lacks(warning, seen: seen, live: live, carriers: carriers, at: .t0, Self.rules)
    }

    @Test("Signs that he has them on the line at this moment count, all others do not")
    func signs() throws {
        let warning = try Self.warning()
        let counting = Self.rules.codes(.warningSigns).map(\.code).filter {
            lacks(warning, [Self.sighting([$0])]).isEmpty
        }
        #expect(counting == ["TALKING_NOW", "SCREEN_SHARED"])
        #expect(lacks(warning, []) == [.notTalking])
        #expect(lacks(warning, [Self.sighting(["CALLED_LONG", "TALKING_NOW"])]) == [])
    }

    @Test("What was seen two hours ago, and a relative's word that nobody verified, cut nobody off")
    func doubtful() throws {
        let warning = try Self.warning()
        #expect(lacks(warning, [Self.sighting(["TALKING_NOW"], minutesAgo: 119)]) == [])
        #expect(lacks(warning, [Self.sighting(["TALKING_NOW"], minutesAgo: 120)]) == [.notTalking])
        #expect(lacks(warning, [Self.sighting(["TALKING_NOW"], verification: .waiting)]) == [.notTalking])
        #expect(lacks(warning, [Self.sighting(["TALKING_NOW"], verification: .refuted)]) == [.notTalking])
        #expect(lacks(warning, [Self.sighting(["TALKING_NOW"], verification: .confirmed)]) == [])
    }

    @Test("An open warning, a telephone, an operator, and no other request about the number")
    func others() throws {
        let seen = [Self.sighting(["TALKING_NOW"])]
        #expect(lacks(try Self.warning(open: false), seen) == [.notOpen])
        #expect(lacks(try Self.warning(phone: nil), seen) == [.noPhone])
        #expect(lacks(try Self.warning(), seen, carriers: 0) == [.noCarrier])
        #expect(lacks(try Self.warning(), seen, live: try LineSuspensionTests.asked()) == [.alreadyAsked])
    }
}
