import Jurisdiction
import Primitives
import Testing

/// A moment in China, `2026-03-14 22:47` or with seconds.
func at(_ text: String) throws -> Timestamp {
    try TimeText.parse(text, relativeTo: CivilTime(Timestamp(microseconds: 0))).timestamp
}

func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }

struct DeadlinesTests {
    let deadlines = Pack.builtIn.deadlines

    @Test(
        "Terms in days: the first day is not counted, the last is counted whole",
        arguments: [
            // begins, term, last day
            ("2026-03-02 09:00", Term(3, .days), "2026-03-05"),
            ("2026-03-02 00:00", Term(3, .days), "2026-03-05"),
            ("2026-03-02 23:59", Term(3, .days), "2026-03-05"),
            ("2026-01-31 10:00", Term(30, .days), "2026-03-02"),
            ("2024-02-28 10:00", Term(3, .days), "2024-03-02"),
            ("2025-12-31 10:00", Term(1, .days), "2026-01-01"),
            // ends on National Day: a restraint or a duty stays, a person's period moves to 8 October
            ("2026-09-01 10:00", Term(30, .days), "2026-10-01"),
            ("2026-09-01 10:00", Term(30, .days, lastDay: .moves), "2026-10-08"),
            // ends on a Saturday; on Saturday 10 October 2026, which is worked
            ("2026-03-04 10:00", Term(3, .days, lastDay: .moves), "2026-03-09"),
            ("2026-09-30 10:00", Term(10, .days, lastDay: .moves), "2026-10-10"),
        ] as [(String, Term, String)])
    func days(start: String, term: Term, last: String) throws {
        #expect("\(deadlines.lastDay(of: term, from: CivilTime(try at(start)).day))" == last)
        let end = deadlines.end(of: term, from: try at(start))
        #expect(CivilTime(end).rfc3339 == "\(last)T23:59:59.999999+08:00")
    }

    @Test(
        "Terms in months end on the day of the same number, or on the month's last",
        arguments: [
            ("2026-03-14", 6, "2026-09-14"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2027-08-31", 6, "2028-02-29"),
            ("2026-08-28", 6, "2027-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2023-02-28", 12, "2024-02-28"),
            ("2026-03-31", 1, "2026-04-30"),
            ("2026-12-31", 2, "2027-02-28"),
            ("2026-07-31", 6, "2027-01-31"),
            ("2026-04-01", 6, "2026-10-01"),
        ])
    func months(start: String, months: Int, last: String) throws {
        #expect("\(deadlines.lastDay(of: Term(months, .months), from: try day(start)))" == last)
    }

    @Test(
        "Working days pass over weekends and holidays and count weekend days that are worked",
        arguments: [
            ("2026-03-13", 1, "2026-03-16"),
            ("2026-03-16", 3, "2026-03-19"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-09-30", 2, "2026-10-09"),
            ("2026-09-30", 3, "2026-10-10"),
            ("2026-09-30", 4, "2026-10-12"),
            ("2026-09-18", 1, "2026-09-20"),
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 2, "2026-02-24"),
            ("2025-12-31", 1, "2026-01-04"),
        ])
    func workingDays(start: String, count: Int, last: String) throws {
        #expect("\(deadlines.lastDay(of: Term(count, .workingDays), from: try day(start)))" == last)
    }

    @Test(
        "Past the last year announced: weekends and the holidays of fixed date, and what hangs on them is provisional",
        arguments: [
            // begins, term, last day, provisional
            ("2026-12-01 10:00", Term(30, .days, lastDay: .moves), "2026-12-31", false),
            ("2026-12-02 10:00", Term(30, .days, lastDay: .moves), "2027-01-04", true),
            ("2026-12-02 10:00", Term(30, .days), "2027-01-01", false),
            ("2026-12-30 10:00", Term(1, .workingDays), "2026-12-31", false),
            ("2026-12-31 10:00", Term(1, .workingDays), "2027-01-04", true),
            ("2027-02-04 10:00", Term(3, .workingDays), "2027-02-09", true),
            ("2027-04-29 10:00", Term(2, .workingDays), "2027-05-03", true),
            ("2027-09-30 10:00", Term(1, .workingDays), "2027-10-04", true),
            ("2026-09-14 10:00", Term(6, .months), "2027-03-14", false),
        ] as [(String, Term, String, Bool)])
    func unannounced(start: String, term: Term, last: String, isProvisional: Bool) throws {
        let end = deadlines.end(of: term, from: try at(start))
        #expect("\(CivilTime(end).day)" == last)
        #expect(deadlines.isProvisional(end, of: term) == isProvisional)
    }

    @Test("A pack that adds a year's days off knows that year: the same term ends later, and for certain")
    func announcedLater() throws {
        let days = try Set(["2027-01-01", "2027-01-04", "2027-01-05"].map(day))
        let later = Deadlines(calendar: WorkCalendar(daysOff: days))
        let (term, start) = (Term(30, .days, lastDay: .moves), try at("2026-12-02 10:00"))
        #expect("\(later.lastDay(of: term, from: CivilTime(start).day))" == "2027-01-06")
        #expect(!later.isProvisional(later.end(of: term, from: start), of: term))
        #expect("\(later.calendar.knownUntil)" == "2027-12-31" && "\(deadlines.calendar.knownUntil)" == "2026-12-31")
    }

    @Test(
        "What is a working day",
        arguments: [
            ("2026-03-13", true), ("2026-03-14", false), ("2026-03-15", false), ("2026-10-01", false),
            ("2026-10-07", false),
            ("2026-10-08", true), ("2026-10-10", true), ("2026-10-11", false), ("2026-09-20", true),
            ("2026-01-04", true),
            ("2026-02-17", false), ("2026-02-28", true), ("2024-02-29", true), ("2025-10-08", false),
        ])
    func isWorkingDay(text: String, isWorked: Bool) throws {
        #expect(deadlines.calendar.isWorkingDay(try day(text)) == isWorked)
    }

    @Test("A year that is not announced yet counts by weekday and fixed holidays, and the pack can add days")
    func laterYears() throws {
        let newYear = try day("2027-01-01")
        #expect(!deadlines.calendar.isWorkingDay(newYear))
        for text in ["2027-02-08", "2027-04-05", "2027-10-04"] {
            #expect(deadlines.calendar.isWorkingDay(try day(text)), "\(text) may be off, and nobody knows it yet")
        }
        for text in ["2028-05-01", "2028-05-02", "2029-10-01", "2029-10-02", "2029-10-03"] {
            #expect(!deadlines.calendar.isWorkingDay(try day(text)), "\(text)")
        }
        let told = WorkCalendar(daysOff: [newYear], daysWorked: [try day("2027-01-02"), try day("2026-10-01")])
        #expect(!told.isWorkingDay(newYear))
        #expect(told.isWorkingDay(try day("2027-01-02")))
        #expect(told.isWorkingDay(try day("2026-10-01")), "the pack wins over the table")
    }

    @Test(
        "48 hours run to the microsecond, over holidays and month ends",
        arguments: [
            ("2026-03-14T22:47:08.123456+08:00", "2026-03-16T22:47:08.123456+08:00"),
            ("2024-02-28T10:00:00+08:00", "2024-03-01T10:00:00+08:00"),
            ("2026-09-30T23:59:59.999999+08:00", "2026-10-02T23:59:59.999999+08:00"),
        ])
    func hours(start: String, end: String) throws {
        let rules = Pack.builtIn.rules(on: try day("2026-03-14"))
        let ended = deadlines.end(of: rules.stopPaymentTerm, from: try at(start))
        #expect(CivilTime(ended).rfc3339 == end)
    }

    @Test("Warnings come 12 hours and 1 hour ahead; those already past are left out")
    func warnings() throws {
        let rules = Pack.builtIn.rules(on: try day("2026-03-14"))
        let start = try at("2026-03-14 22:00")
        let end = deadlines.end(of: rules.stopPaymentTerm, from: start)
        let warnings = deadlines.warnings(before: end, rules.stopPaymentWarnBefore, from: start)
        #expect(warnings == [try at("2026-03-16 10:00"), try at("2026-03-16 21:00")])
        #expect(
            deadlines.warnings(before: end, rules.stopPaymentWarnBefore, from: try at("2026-03-16 12:00")).count == 1)
    }

    @Test("A term of days never ends before the term of as many hours less a day, nor later than it plus a day")
    func dayTermsBesideHours() throws {
        var generator = SplitMix64(seed: 11)
        for _ in 1...500 {
            let start = Timestamp(
                microseconds: Int64.random(in: 1_000_000_000_000_000...2_000_000_000_000_000, using: &generator))
            let days = Int.random(in: 1...400, using: &generator)
            let end = deadlines.end(of: Term(days, .days), from: start)
            #expect(end - start >= .days(Int64(days)) - .microseconds(1))
            #expect(end - start < .days(Int64(days) + 1))
            let moved = deadlines.end(of: Term(days, .days, lastDay: .moves), from: start)
            #expect(moved >= end)
            #expect(deadlines.calendar.isWorkingDay(CivilTime(moved).day))
        }
    }
}
