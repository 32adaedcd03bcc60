import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Prevention

@Suite("Warning: what each event does in each state")
struct WarningTests {
    static let other = WarningID(value: 9)
    static let events: [(name: String, event: Warning.Event)] = [
        ("sighted", .sighted(grade: .high, family: .information)), ("regrade", .regrade(.low)),
        ("close", .close(.aware, fraudType: "SD", until: .t0 + .days(30), at: .t0)), ("reopen", .reopen),
        ("watchRuns", .watchEnded(at: .t0 + .days(29))), ("watchOver", .watchEnded(at: .t0 + .days(30))),
        ("merge", .merge(into: other, at: .t0)), ("split", .split), ("link", .link(incident: "inc")),
        ("protect", .protect(incident: "inc")),
    ]

    static let table = """
                sighted   regrade close        reopen        watchRuns watchOver merge          split        link protect
        open    =hurry    =       watched+end  x             x         x         merged+end     x            =    =
        watched open+send =       x            open+send     x         ended     merged+end     x            =    x
        ended   x         x       x            x             x         x         x              x            x    x
        merged  x         x       x            x             x         x         x              open+send    x    x
        """

    static func example(_ state: Warning.State) throws -> Warning {
        var warning = ClosingTests.warning(.medium)
        let ways: [Warning.State: [String]] = [
            .open: [], .watched: ["close"], .ended: ["close", "watchOver"], .merged: ["merge"],
        ]
        for name in try #require(ways[state]) {
            _ = try warning.apply(try #require(events.first { $0.name == name }?.event))
        }
        #expect(warning.state == state)
        return warning
    }

    @Test("The table")
    func table() throws {
        let lines = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for line in lines.dropFirst() {
            for (name, cell) in zip(lines[0], line.dropFirst()) {
                let before = try Self.example(try #require(Warning.State(rawValue: line[0])))
                var after = before
                var found = "x"
                do {
                    let event = try #require(Self.events.first { $0.name == name }?.event)
                    let effects = try after.apply(event)
                    let words = effects.map { ["dispatch": "send", "hurry": "hurry", "endTask": "end"]["\($0)"]! }
                    let head = after.state == before.state ? "=" : after.state.rawValue
                    found = head + (head == "=" || words.isEmpty ? "" : "+") + words.joined(separator: "+")
                } catch { #expect(after == before) }
                #expect(found == cell, "\(line[0]) \(name)")
            }
        }
    }

    @Test("In every sequence of six events the highest grade never falls and what was merged can come back")
    func sequences() throws {
        var seen = 0
        func follow(_ warning: Warning, _ left: Int) {
            guard left > 0 else { return }
            for (_, event) in Self.events {
                var after = warning
                do { _ = try after.apply(event) } catch { continue }
                seen += 1
                if after.highest < warning.highest || after.grade > after.highest { Issue.record("\(event)") }
                if (after.state == .merged) != (after.mergedInto != nil) { Issue.record("\(event)") }
                if after.state == .watched, after.outcome == nil { Issue.record("\(event)") }
                follow(after, left - 1)
            }
        }
        follow(ClosingTests.warning(.low), 6)
        #expect(seen > 9000)
    }
}
