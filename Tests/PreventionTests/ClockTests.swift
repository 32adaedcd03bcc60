import Access
import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Prevention

@Suite("The clocks of a task")
struct ClockTests {
    static let rules = GradingTests.rules.warning

    /// Minutes from the beginning; `-` for a clock that does not run.
    static let limits = """
                  sign call meet report
        EXTREME      5    5   30    120
        HIGH        10   15  120    240
        MEDIUM      30  120    -   1440
        """

    @Test("How long each runs in each grade, without a visit in the middle one")
    func starting() throws {
        let lines = Self.limits.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for line in lines.dropFirst() {
            let grade = try #require(Grade(rawValue: line[0]))
            let clocks = TaskClocks.starting(at: .t0, grade, needsVisit: grade >= .high, Self.rules)
            for (name, cell) in zip(lines[0], line.dropFirst()) {
                let clock = clocks[try #require(WarningClock(rawValue: name))]
                #expect(clock.map { "\(($0.due - $0.start).wholeSeconds / 60)" } ?? "-" == cell, "\(grade) \(name)")
            }
        }
    }

    private func minutes(_ minutes: Int64) -> Timestamp { .t0 + .minutes(minutes) }

    private func rings(_ clocks: inout TaskClocks, at minute: Int64) -> [String] {
        clocks.ring(at: minutes(minute)).map { "\($0.kind.rawValue)\($0.number)" }.sorted()
    }

    @Test("At half its time a clock reminds, at its end and at each doubling after it goes one unit higher")
    func ringing() {
        var clocks = TaskClocks([.init(kind: .call, start: .t0, due: minutes(10))])
        #expect(clocks.nextRing == minutes(5))
        #expect(rings(&clocks, at: 4) == [])
        #expect(rings(&clocks, at: 5) == ["call1"])
        #expect(rings(&clocks, at: 5) == [])
        #expect(rings(&clocks, at: 10) == ["call2"])
        #expect(clocks.nextRing == minutes(20))
        #expect(rings(&clocks, at: 20) == ["call3"])
        #expect(rings(&clocks, at: 39) == [])
        #expect(rings(&clocks, at: 40) == ["call4"])
        // Slept through the next two: only where it stands is told.
        #expect(rings(&clocks, at: 170) == ["call6"])
        clocks.meet(.call, at: minutes(171))
        #expect(clocks.nextRing == nil)
        #expect(clocks[.call]?.isMetInTime == false)
    }

    @Test("A clock that was met in time never rings, and is met once")
    func met() {
        var clocks = TaskClocks.starting(at: .t0, .high, needsVisit: true, Self.rules)
        clocks.meet(.sign, at: minutes(10))
        clocks.meet(.sign, at: minutes(99))
        #expect(clocks[.sign]?.metAt == minutes(10))
        #expect(clocks[.sign]?.isMetInTime == true)
        #expect(rings(&clocks, at: 16) == ["call2"])
        #expect(clocks.nextDue == minutes(15))
    }

    @Test("A pause puts off what is not done by its length, and taking it back early takes the rest back")
    func pause() throws {
        var task = Self.task(.high)
        try task.apply(.sign(UserID(value: 1), at: minutes(3)))
        try task.apply(.pause(until: minutes(63), reason: "在飞机上", at: minutes(3)))
        #expect(task.clocks[.sign]?.due == minutes(10))
        #expect(task.clocks[.call]?.due == minutes(75))
        #expect(task.nextMoment == minutes(63))
        try task.apply(.resume(at: minutes(33)))
        #expect(task.clocks[.call]?.due == minutes(45))
        #expect(task.pausedUntil == nil)
    }

    @Test("A graver sign during a pause: the new ends lie behind the pause, and come back with it")
    func hurryInPause() throws {
        var task = Self.task(.medium)
        task.clocks = TaskClocks.starting(at: .t0, .medium, needsVisit: false, Self.rules)
        try task.apply(.pause(until: minutes(600), reason: "在飞机上", at: .t0))
        task.clocks.hurry(
            to: .extreme, needsVisit: true, at: minutes(10), rest: task.rest(at: minutes(10)), Self.rules)
        #expect(task.clocks[.call]?.due == minutes(605))
        #expect(task.clocks[.meet]?.due == minutes(630))
        try task.apply(.resume(at: minutes(20)))
        #expect(task.clocks[.call]?.due == minutes(25))
        #expect(task.clocks[.meet]?.due == minutes(50))
    }

    @Test("A graver sign makes what is left due sooner, never later, and asks for the visit")
    func hurry() {
        var clocks = TaskClocks.starting(at: .t0, .medium, needsVisit: false, Self.rules)
        clocks.meet(.sign, at: minutes(5))
        clocks.hurry(to: .extreme, needsVisit: true, at: minutes(20), Self.rules)
        #expect(clocks[.sign]?.due == minutes(30))
        #expect(clocks[.call]?.due == minutes(25))
        #expect(clocks[.meet]?.due == minutes(50))
        #expect(clocks[.report]?.due == minutes(140))
        clocks.hurry(to: .extreme, needsVisit: true, at: minutes(24), Self.rules)
        #expect(clocks[.call]?.due == minutes(25))
    }

    static func task(_ grade: Grade) -> DissuasionTask {
        DissuasionTask(
            id: DissuasionTaskID(value: 1), warning: WarningID(value: 2), kind: .dissuade, startsAt: .t0,
            unit: UnitCode(area: "530402")!, officer: nil, state: .waiting, grade: grade,
            clocks: TaskClocks.starting(at: .t0, grade, needsVisit: true, rules))
    }

    static let events: [(name: String, event: DissuasionTask.Event)] = [
        ("begin", .begin), ("assign", .assign(UserID(value: 1))), ("sign", .sign(UserID(value: 1), at: .t0)),
        ("signOther", .sign(UserID(value: 9), at: .t0)), ("move", .move(to: UnitCode(area: "5304")!)),
        ("pause", .pause(until: .t0 + .hours(1), reason: "x", at: .t0)), ("resume", .resume(at: .t0)),
        ("finish", .finish(at: .t0)), ("cancel", .cancel(at: .t0)),
    ]

    /// What becomes of a task; `=` where its state stays, `x` for what cannot be.
    static let table = """
                  begin   assign   sign   signOther move    pause resume finish cancel
        planned   waiting x        x      x         x       x     x      x      cancelled
        waiting   x       assigned signed signed    waiting =     x      done   cancelled
        assigned  x       assigned signed x         waiting =     x      done   cancelled
        signed    x       assigned x      x         waiting =     x      done   cancelled
        done      x       x        x      x         x       x     x      x      x
        cancelled x       x        x      x         x       x     x      x      x
        """

    @Test("What each event does in each state of a task")
    func states() throws {
        let lines = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == DissuasionTask.State.allCases.count + 1)
        for line in lines.dropFirst() {
            for (name, cell) in zip(lines[0], line.dropFirst()) {
                var task = Self.task(.high)
                task.state = try #require(DissuasionTask.State(rawValue: line[0]))
                if task.state == .assigned || task.state == .signed { task.officer = UserID(value: 1) }
                let before = task
                let event = try #require(Self.events.first { $0.name == name }?.event)
                do {
                    try task.apply(event)
                    let found = task.state == before.state && task.pausedUntil != nil ? "=" : task.state.rawValue
                    #expect(found == cell, "\(line[0]) \(name)")
                } catch {
                    #expect(cell == "x", "\(line[0]) \(name)")
                    #expect(task == before)
                }
            }
        }
    }
}
