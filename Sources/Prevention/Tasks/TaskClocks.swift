package import Jurisdiction
package import Primitives

/// The clocks of one task: each has a beginning, an end and, when it was met, a moment; unmet ones ring up the chain.
package struct TaskClocks: Sendable, Equatable {
    package struct Clock: Sendable, Equatable {
        package let kind: WarningClock
        package let start: Timestamp
        package internal(set) var due: Timestamp
        package internal(set) var metAt: Timestamp?
        /// How often it has rung: at half its time, at its end, at twice its length, and each time after as long again.
        package internal(set) var rings: Int

        package init(kind: WarningClock, start: Timestamp, due: Timestamp, metAt: Timestamp? = nil, rings: Int = 0) {
            self.kind = kind
            self.start = start
            self.due = due
            self.metAt = metAt
            self.rings = rings
        }

        package var isMetInTime: Bool { metAt.map { $0 <= due } ?? false }

        /// When it rings the next time: 50 % and 100 % of its time, then 200 %, 400 % and so on.
        var nextRing: Timestamp? {
            guard metAt == nil, rings < Self.ringsMost else { return nil }
            let length = due - start
            return switch rings {
            case 0: start + length / 2
            case 1: due
            default: start + length * (1 << (rings - 1))
            }
        }

        /// Six doublings after its end nobody is left to be told.
        private static let ringsMost = 8
    }

    /// One that rang: the first ring reminds who is on it, the later ones go up the tree, one level each.
    package struct Ring: Sendable, Equatable {
        package let kind: WarningClock
        package let number: Int

        package var isReminder: Bool { number == 1 }
    }

    package internal(set) var all: [Clock]

    package init(_ all: [Clock]) { self.all = all }

    /// The clocks of a task that begins at `start`; what nobody need do has no clock.
    ///
    /// In the middle grade a visit is due only after calls in vain: its clock starts then.
    package static func starting(at start: Timestamp, _ grade: Grade, needsVisit: Bool, _ rules: WarningRules) -> Self {
        TaskClocks(
            WarningClock.allCases.compactMap { kind in
                guard kind != .meet || needsVisit, let limit = rules.limit(kind, grade) else { return nil }
                return Clock(kind: kind, start: start, due: start + limit)
            })
    }

    package subscript(kind: WarningClock) -> Clock? { all.first { $0.kind == kind } }

    /// The end that comes first among those that are not met.
    package var nextDue: Timestamp? { all.filter { $0.metAt == nil }.map(\.due).min() }

    /// When the first of them rings.
    package var nextRing: Timestamp? { all.compactMap(\.nextRing).min() }

    package mutating func meet(_ kind: WarningClock, at now: Timestamp) {
        change { if $0.kind == kind, $0.metAt == nil { $0.metAt = now } }
    }

    /// Starts a clock that was not running; one that runs keeps its time.
    package mutating func begin(_ kind: WarningClock, at start: Timestamp, limit: Duration) {
        guard self[kind] == nil else { return }
        all.append(Clock(kind: kind, start: start, due: start + limit))
    }

    /// A graver sign was seen at `now`: whatever is still to be done is due as from now in the new grade, but never later than
    /// before; of a pause that runs `rest` is left.
    package mutating func hurry(
        to grade: Grade, needsVisit: Bool, at now: Timestamp, rest: Duration = .zero, _ rules: WarningRules
    ) {
        change { clock in
            guard clock.metAt == nil, let limit = rules.limit(clock.kind, grade), now + limit + rest < clock.due else {
                return
            }
            clock = Clock(kind: clock.kind, start: now, due: now + limit + rest)
        }
        if needsVisit, let limit = rules.limit(.meet, grade) { begin(.meet, at: now, limit: limit + rest) }
    }

    /// Puts the ends of what is not done off by as long as a pause lasts; a negative length takes a pause back.
    package mutating func shift(by length: Duration) {
        change { if $0.metAt == nil { $0.due = $0.due + length } }
    }

    /// Rings all that is due at `now`; of one that slept through several only the last ring counts.
    package mutating func ring(at now: Timestamp) -> [Ring] {
        var rings: [Ring] = []
        change { clock in
            let before = clock.rings
            while let next = clock.nextRing, next <= now { clock.rings += 1 }
            if clock.rings > before { rings.append(Ring(kind: clock.kind, number: clock.rings)) }
        }
        return rings
    }

    private mutating func change(_ edit: (inout Clock) -> Void) {
        for index in all.indices { edit(&all[index]) }
    }
}
