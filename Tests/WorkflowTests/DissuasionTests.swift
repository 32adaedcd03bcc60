import Access
import Journal
import Jurisdiction
import Messaging
import Prevention
import Primitives
import Simulation
import Storage
import TestSupport
import Testing
import Workflow

@Suite("From a warning to its outcome", .serialized)
struct DissuasionTests {
    private func at(_ engine: Engine, _ body: (Post) throws -> Void) throws {
        try withDatabase(engine, Platform.schema) { try body(Post($0)) }
    }

    @Test("A grave sign sends the officer on duty at the station where the person is", arguments: Engine.available)
    func dispatch(engine: Engine) throws {
        try at(engine) { post in
            let received = try post.report("SCREEN_SHARED")
            #expect(received.kind == .new)
            let task = try #require(try post.task(received.warning))
            #expect(task.unit == Centre.station)
            #expect(try task.officer == post.user("tian"))
            #expect(task.clocks[.call]?.due == .t0 + .minutes(5))
            // A call will do in the middle grade, and the centre makes it; a message in the lowest.
            let middle = try post.report("SITE_VISITED", phone: "13800138001")
            #expect(try post.task(middle.warning)?.unit == Centre.county)
            #expect(try post.task(middle.warning)?.officer == post.user("aux"))
            let low = try post.report("CALLED_SHORT", phone: "13800138002").warning
            // Without an approved text no message can go out, and somebody must call.
            #expect(try post.task(low)?.unit == Centre.county)
            #expect(try post.task(low)?.clocks[.call]?.due == .t0 + .hours(24))
        }
    }

    @Test(
        "One thread a person: hits join, the same report counts once, and the grade rises", arguments: Engine.available)
    func joining(engine: Engine) throws {
        try at(engine) { post in
            let first = try post.report("CALLED_SHORT", number: "A1")
            let again = try post.report("CALLED_SHORT", number: "A1")
            #expect(again.kind == .repeated && again.warning == first.warning)
            let second = try post.report("SITE_VISITED", number: "A2")
            #expect(second.kind == .joined && second.warning == first.warning)
            #expect(try post.warning(first.warning).grade == .medium)
            #expect(try post.task(first.warning)?.unit == Centre.county)
            // Money moves: the station has it now, with the clocks of the highest grade.
            try post.advance(minutes: 10)
            _ = try post.report("TRANSFER_TO_INVOLVED", number: "A3")
            let task = try #require(try post.task(first.warning))
            #expect(task.unit == Centre.station && task.grade == .extreme)
            #expect(task.clocks[.meet]?.due == .t0 + .minutes(40))
            #expect(try post.warning(first.warning).family == .fund)
            let seen = try post.centre.database.read { try SightingTable($0).of(first.warning) }
            #expect(seen.count == 3)
        }
    }

    @Test("Who was graver once has somebody again after a merging was taken back", arguments: Engine.available)
    func splitAfterRegrading(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            let (one, other) = (
                try post.report("APP_REGISTERED"), try post.report("SITE_VISITED", phone: "13800138009")
            )
            let (warnings, who) = (post.centre.platform.warnings, try post.who("chen"))
            try warnings.regrade(one.warning, to: .low, reason: "研判", by: who, key: post.centre.key(), at: .t0)
            try warnings.merge(
                one.warning, into: other.warning, reason: "同一人", by: who, key: post.centre.key(), at: .t0)
            try warnings.split(one.warning, reason: "是两个人", by: who, key: post.centre.key(), at: .t0)
            #expect(try post.task(one.warning) != nil)
        }
    }

    @Test("Visit, outcome, follow-ups, and the end of the watch", arguments: Engine.available)
    func wholeWay(engine: Engine) throws {
        try at(engine) { post in
            let id = try post.report("SCREEN_SHARED").warning
            try post.advance(minutes: 2)
            let task = try #require(try post.task(id))
            try post.centre.platform.tasks.sign(
                task.id, by: try post.who("tian"), key: post.centre.key(), at: post.centre.now)
            try post.attempt(.call, on: id, AttemptReport(isReached: true, result: .stillConvinced))
            #expect(throws: Warnings.NotPossible.lacks([.resultDiffers, .visit, .amount])) {
                try post.close(id, .dissuaded)
            }
            try post.advance(minutes: 20)
            try post.attempt(.visit, on: id, Post.visited)
            try post.close(id, .dissuaded)
            #expect(try post.warning(id).state == .watched)
            #expect(try post.task(id) == nil)
            let done = try post.centre.database.read { try DissuasionTaskTable($0).of(id) }
            #expect(done.map(\.kind) == [.dissuade, .followUp, .followUp, .followUp])
            let inTime = done[0].clocks.all.map(\.isMetInTime)
            #expect(!inTime.contains(false))
            // The first follow-up comes after a day and finds him talking to them again.
            try post.advance(minutes: 24 * 60 + 21)
            #expect(try post.task(id)?.kind == .followUp)
            try post.attempt(.visit, on: id, AttemptReport(isReached: true, result: .stillConvinced))
            #expect(try post.warning(id).state == .open)
            #expect(try post.task(id)?.kind == .dissuade)
            try post.attempt(.visit, on: id, Post.visited)
            try post.close(id, .dissuaded)
            try post.advance(minutes: 40 * 24 * 60)
            #expect(try post.warning(id).state == .ended)
            // Later signs are a warning of their own.
            #expect(try post.report("CALLED_SHORT").warning != id)
        }
    }

    @Test(
        "What nobody does goes up: half time to the unit, its end to the county, twice that to the city",
        arguments: Engine.available)
    func escalation(engine: Engine) throws {
        try at(engine) { post in
            let id = try post.report("APP_REGISTERED").warning
            try post.advance(minutes: 4)
            #expect(try post.entries(id).contains("task.reminded") == false)
            try post.advance(minutes: 5)
            let reminders = try post.entries(id).filter { $0 == "task.reminded" }
            #expect(reminders.count == 1)
            try post.advance(minutes: 10)
            #expect(try post.task(id)?.escalatedTo == Centre.county)
            try post.advance(minutes: 20)
            #expect(try post.task(id)?.escalatedTo == Centre.city)
        }
    }

    @Test("Two calls in vain in the middle grade, and the station goes there", arguments: Engine.available)
    func callsInVain(engine: Engine) throws {
        try at(engine) { post in
            let id = try post.report("SITE_VISITED").warning
            for minute in [10, 20] as [Int64] {
                try post.advance(minutes: minute)
                try post.attempt(.call, on: id, AttemptReport(notReached: .noAnswer), by: "aux")
            }
            let task = try #require(try post.task(id))
            #expect(try task.unit == Centre.station && task.officer == post.user("tian"))
            #expect(task.clocks[.meet]?.due == .t0 + .minutes(20) + .hours(24))
            // An auxiliary calls; he neither goes there nor closes (C5).
            #expect(throws: Refusal.self) { try post.attempt(.visit, on: id, Post.visited, by: "aux") }
            #expect(throws: Refusal.self) { try post.close(id, .dissuaded, by: "aux") }
        }
    }

    @Test("Merged, one thread goes on with the graver grade; split, both are as before", arguments: Engine.available)
    func merging(engine: Engine) throws {
        try at(engine) { post in
            let low = try post.report("CALLED_SHORT").warning
            let high = try post.report("APP_REGISTERED", phone: "13900139000").warning
            try post.centre.platform.warnings.merge(
                high, into: low, reason: "同一人两个号码", by: try post.who("chen"), key: post.centre.key(), at: .t0)
            #expect(try post.warning(high).state == .merged)
            #expect(try post.task(high) == nil)
            #expect(try post.task(low)?.grade == .high)
            #expect(try post.report("SITE_VISITED", phone: "13900139000").warning == low)
            try post.centre.platform.warnings.split(
                high, reason: "是父子二人", by: try post.who("chen"), key: post.centre.key(), at: .t0)
            #expect(try post.warning(high).state == .open)
            #expect(try post.task(high)?.unit == Centre.station)
            #expect(try post.report("CHAT_JOINED", phone: "13900139000").warning == high)
        }
    }

    @Test("A hand-over stays with the giver until the other unit has said yes", arguments: Engine.available)
    func handover(engine: Engine) throws {
        try at(engine) { post in
            let id = try post.report("APP_REGISTERED").warning
            let tasks = post.centre.platform.tasks
            let asked = try tasks.askHandover(
                of: id, to: Centre.city, reason: "人在市区", by: try post.who("tian"), key: post.centre.key(), at: .t0)
            #expect(try post.task(id)?.unit == Centre.station)
            #expect(throws: DissuasionTasks.NotPossible.handoverWaits) {
                try tasks.askHandover(
                    of: id, to: Centre.city, reason: "再催", by: try post.who("tian"), key: post.centre.key(), at: .t0)
            }
            try post.advance(minutes: 31)
            #expect(try post.entries(id).contains("handover.overdue"))
            #expect(throws: Refusal.self) {
                try tasks.answerHandover(
                    asked, accept: true, answer: "", by: try post.who("tian"), key: post.centre.key(),
                    at: post.centre.now)
            }
        }
    }

    @Test("Each figure is the length of the list behind it", arguments: Engine.available)
    func figures(engine: Engine) throws {
        try at(engine) { post in
            let met = try post.report("SCREEN_SHARED", phone: "13800138001").warning
            try post.attempt(.call, on: met, AttemptReport(isReached: true, result: .stillConvinced))
            try post.advance(minutes: 20)
            try post.attempt(.visit, on: met, Post.visited)
            try post.close(met, .dissuaded)
            _ = try post.report("SCREEN_SHARED", phone: "13800138002")
            let wrong = try post.report("APP_REGISTERED", phone: "13800138003").warning
            _ = try post.report("APP_REGISTERED", phone: "13800138003", number: "again")
            try post.close(wrong, .falseAlarm, note: "号码录错")
            try post.advance(minutes: 90)
            let (figures, counts) = try post.centre.database.read { tx in
                let table = DissuasionFigureTable(tx)
                let counts = try DissuasionFigures.Counted.allCases.map { counted in
                    let found = try table.warnings(
                        counted, under: Centre.city, from: .t0, to: .t0 + .hours(2), limit: 100)
                    return (counted, found.count)
                }
                return (
                    try table.figures(under: Centre.city, from: .t0, to: .t0 + .hours(2)),
                    Dictionary(uniqueKeysWithValues: counts)
                )
            }
            #expect(figures.visitsDue == 2 && counts[.visitsDue] == 2)
            #expect(figures.visitsValid == 1 && counts[.visitsValid] == 1 && counts[.visitsMissing] == 1)
            #expect(figures.judged == 2 && counts[.judged] == 2)
            #expect(figures.real == 1 && counts[.real] == 1)
            #expect(figures.prevented == 1 && counts[.prevented] == 1)
            #expect(figures.people == 1 && counts[.reached] == 1 && figures.contacts == 2)
            #expect(figures.joined == 1 && counts[.joined] == 1 && counts[.issued] == 3)
            #expect(figures.escalated == 1 && counts[.escalated] == 1)
            #expect(figures.avoided == Money(fen: 2_300_000) && figures.held == .zero && counts[.held] == 0)
            #expect(figures.cheatedAfterWarning == 0 && counts[.cheatedAfterWarning] == 0)
        }
    }

    @Test("Of one person one thread counts, with what was tried before a merging", arguments: Engine.available)
    func mergedFigures(engine: Engine) throws {
        try at(engine) { post in
            let first = try post.report("SCREEN_SHARED").warning
            try post.attempt(.visit, on: first, Post.visited)
            let second = try post.report("APP_REGISTERED", phone: "13900139000").warning
            try post.attempt(.call, on: second, AttemptReport(isReached: true, result: .dissuaded))
            try post.centre.platform.warnings.merge(
                first, into: second, reason: "同一人两个号码", by: try post.who("chen"), key: post.centre.key(), at: .t0)
            try post.close(second, .dissuaded)
            let figures = try post.centre.database.read {
                try DissuasionFigureTable($0).figures(under: Centre.city, from: .t0, to: .t0 + .hours(1))
            }
            #expect(figures.contacts == 2 && figures.people == 1)
            #expect(figures.visitsDue == 1 && figures.visitsValid == 1 && figures.judged == 1)
            #expect(figures.prevented == 1 && figures.avoided == Money(fen: 2_300_000))
        }
    }

    @Test("The list of those who needed a visit is the one that the rule makes", arguments: Engine.available)
    func visitsDue(engine: Engine) throws {
        try at(engine) { post in
            let signs = [
                "CALLED_SHORT", "SITE_VISITED", "APP_REGISTERED", "SCREEN_SHARED", "MONEY_GATHERED", "TRANSFER_UNUSUAL",
            ]
            for (index, sign) in signs.enumerated() {
                _ = try post.report(sign, phone: "1390013900\(index)")
                let second = try post.report(sign, phone: "1380013800\(index)").warning
                try post.close(second, index % 2 == 0 ? .falseAlarm : .wrongPerson, note: "查无此人", by: "chen")
            }
            let (all, found) = try post.centre.database.read { tx in
                (
                    try WarningTable(tx).all(after: nil, limit: 100),
                    try DissuasionFigureTable(tx).warnings(
                        .visitsDue, under: Centre.city, from: .t0, to: .t0 + .hours(1), limit: 100)
                )
            }
            let due = all.filter { $0.needsVisit && $0.outcome?.isWithoutPerson != true }
            #expect(Set(found.map(\.id)) == Set(due.map(\.id)) && found.count == 4)
        }
    }

    @Test("How much a unit has to do: late, within the hour, in all", arguments: Engine.available)
    func load(engine: Engine) throws {
        try at(engine) { post in
            _ = try post.report("SCREEN_SHARED")
            _ = try post.report("SITE_VISITED", phone: "13900139000")
            func load(_ unit: UnitCode) throws -> DissuasionTaskLoad {
                let now = post.centre.now
                return try post.centre.database.read { try DissuasionTaskTable($0).load(under: unit, at: now) }
            }
            #expect(try load(Centre.station) == DissuasionTaskLoad(late: 0, withinHour: 1, open: 1))
            try post.advance(minutes: 6)
            #expect(try load(Centre.station) == DissuasionTaskLoad(late: 1, withinHour: 0, open: 1))
            #expect(try load(Centre.city) == DissuasionTaskLoad(late: 1, withinHour: 1, open: 2))
        }
    }

    @Test("What looks made for the figures is shown", arguments: Engine.available)
    func guarding(engine: Engine) throws {
        try at(engine) { post in
            let ids = try (1...3).map { try post.report("SCREEN_SHARED", phone: "1380013800\($0)").warning }
            var visit = Post.visited
            visit.photo = String(repeating: "ab", count: 32)
            try post.advance(minutes: 30)
            try post.attempt(.visit, on: ids[0], visit)
            try post.advance(minutes: 32)
            try post.attempt(.visit, on: ids[1], visit)
            // An honest one an hour later, with a photograph of its own.
            try post.advance(minutes: 92)
            visit.photo = String(repeating: "cd", count: 32)
            try post.attempt(.visit, on: ids[2], visit)
            let doubts = try post.doubts()
            #expect(doubts.map(\.kind) == [.visitsTooClose, .samePhoto])
            #expect(doubts.allSatisfy { $0.warning == ids[1] && $0.otherWarning == ids[0] })
            // A visit of yesterday, entered today.
            try post.advance(minutes: 27 * 60)
            _ = try post.centre.platform.attempts.record(
                Attempts.New(channel: .visit, target: .person, at: .t0 + .minutes(95), report: Post.visited),
                on: ids[2], by: try post.who("tian"), key: post.centre.key(), at: post.centre.now)
            #expect(try post.doubts().map(\.kind).contains(.enteredLate))
        }
    }

    @Test(
        "Ten closings after eleven at night, and few by day, are shown; by day they are not",
        arguments: Engine.available)
    func bulkClosings(engine: Engine) throws {
        try at(engine) { post in
            let late = CivilTime(day: CivilTime(.t0).day, hour: 23, minute: 10).timestamp
            for (moment, first) in [(.t0 + .hours(1), 0), (late, 100)] {
                let ids = try (0..<10).map {
                    try post.report("SITE_VISITED", phone: "138\(10_000_000 + first + $0)").warning
                }
                try post.centre.advance(to: moment)
                for id in ids.prefix(first == 0 ? 9 : 10) { try post.close(id, .falseAlarm, note: "误报", by: "chen") }
                let found = try post.bulk()
                #expect(found.map(\.inLastHour) == (first == 0 ? [] : [10]))
                #expect(found.map(\.inDay) == (first == 0 ? [] : [19]))
            }
        }
    }
}
