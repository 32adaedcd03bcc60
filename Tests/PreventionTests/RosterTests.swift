import Access
import Primitives
import TestSupport
import Testing

@testable import Prevention

@Suite("Where nobody stands at a post")
struct RosterTests {
    private func at(_ hour: Int64) -> Timestamp { .t0 + .hours(hour) }

    private func shift(_ post: Shift.Post, _ start: Int64, _ end: Int64, cancelled: Bool = false) -> Shift {
        Shift(
            id: ShiftID(value: 1), unit: UnitCode(area: "530402")!, user: UserID(value: 1), post: post,
            start: at(start),
            end: at(end), cancelledAt: cancelled ? .t0 : nil)
    }

    private func gaps(_ shifts: [Shift], _ posts: [Shift.Post] = [.assess]) -> [String] {
        CoverageGap.find(in: shifts, posts: posts, from: at(0), to: at(24)).map { gap in
            "\(gap.post.rawValue) \((gap.start - .t0).wholeSeconds / 3600)-\((gap.end - .t0).wholeSeconds / 3600)"
        }
    }

    @Test("A day without gaps, with one at each end and between, with overlapping and cancelled turns")
    func gaps() {
        #expect(gaps([shift(.assess, 0, 12), shift(.assess, 12, 24)]) == [])
        #expect(gaps([]) == ["assess 0-24"])
        #expect(
            gaps([shift(.assess, 2, 8), shift(.assess, 6, 10), shift(.assess, 14, 20)]) == [
                "assess 0-2", "assess 10-14", "assess 20-24",
            ])
        #expect(gaps([shift(.assess, 0, 24, cancelled: true)]) == ["assess 0-24"])
        #expect(gaps([shift(.assess, -5, 30)]) == [])
        #expect(gaps([shift(.assess, 0, 24)], [.assess, .call]) == ["call 0-24"])
    }
}
