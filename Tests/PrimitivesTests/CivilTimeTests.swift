import Primitives
import Testing

struct CivilTimeTests {
    @Test("Every day from 1970 to 2100 survives the way to text and back, and the weekdays follow each other")
    func days() {
        var weekday = 4  // 1970-01-01 was a Thursday.
        for number in 0...47_846 {
            let day = CivilDay(daysSince1970: number)
            let (year, month, ofMonth) = day.components
            #expect(CivilDay(year: year, month: month, day: ofMonth) == day)
            #expect(CivilDay("\(day)") == day)
            #expect(day.weekday == weekday)
            weekday = weekday % 7 + 1
        }
        #expect("\(CivilDay(daysSince1970: 47_846))" == "2100-12-31")
    }

    @Test(
        "A day is read from digits alone",
        arguments: ["+026-03-14", "2026-+3-14", "2026-3-14", "２０２６-03-14", "2026-02-29"])
    func noDay(text: String) { #expect(CivilDay(text) == nil) }

    @Test("A moment survives the way to China's clock and back, before 1970 too")
    func moments() {
        forAll(seeds: 1...500) { seed, generator in
            let moment = Timestamp(
                microseconds: Int64.random(in: -4_000_000_000_000_000...9_000_000_000_000_000, using: &generator))
            let civil = CivilTime(moment)
            #expect(civil.timestamp == moment, "seed \(seed)")
            #expect((0..<86_400_000_000).contains(civil.microsecondOfDay), "seed \(seed)")
        }
    }

    @Test("RFC 3339 is what TimeText reads back to the microsecond")
    func readsItsOwnText() throws {
        try forAll(seeds: 1...500) { seed, generator in
            let moment = Timestamp(microseconds: Int64.random(in: 0...4_000_000_000_000_000, using: &generator))
            let civil = CivilTime(moment)
            let read = try TimeText.parse(civil.rfc3339, relativeTo: at("2026-03-14 12:00"))
            #expect(read == civil, "seed \(seed)")
        }
    }

    @Test("The forms of a moment")
    func forms() {
        let moment = CivilTime(Timestamp(microseconds: 1_773_499_628_000_000))
        #expect(moment.text == "2026-03-14 22:47:08")
        #expect(moment.compact == "20260314224708")
        #expect(moment.rfc3339 == "2026-03-14T22:47:08+08:00")
        #expect(moment.clock == "22:47:08")
        #expect(CivilTime(moment.timestamp + .microseconds(50)).rfc3339 == "2026-03-14T22:47:08.000050+08:00")
    }

    @Test(
        "Days that do not exist are not made",
        arguments: ["2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-1", ""])
    func noSuchDay(text: String) {
        #expect(CivilDay(text) == nil)
    }

    @Test("29 February exists in leap years", arguments: ["2024-02-29", "2000-02-29", "2028-02-29"])
    func leapDay(text: String) {
        #expect(CivilDay(text).map { "\($0)" } == text)
    }
}
