package import Access
package import Primitives
internal import Storage

/// One person's turn of duty at one unit (值班): 7×24, with a post.
package struct Shift: Sendable, Equatable, Codable {
    package enum Post: String, Sendable, Codable, CaseIterable, Storable {
        /// 研判: reads what comes in and decides where it goes; officers only.
        case assess
        /// 外呼: calls under 96110; auxiliaries too.
        case call
        /// 上门: goes there.
        case visit
        /// 带班: leads; clocks ring with him.
        case lead

        /// Who may stand there (C5: auxiliaries call, they do not decide).
        package var roles: RoleSet {
            switch self {
            case .assess: [.dutyOfficer, .shiftLeader, .analyst]
            case .call: [.dutyOfficer, .shiftLeader, .analyst, .stationOfficer, .auxiliary]
            case .visit: [.stationOfficer, .dutyOfficer, .shiftLeader]
            case .lead: [.shiftLeader, .countyHead]
            }
        }
    }

    /// Nobody is on duty longer at a stretch.
    package static let lengthMax = Duration.hours(24)

    package let id: ShiftID
    package let unit: UnitCode
    package let user: UserID
    package let post: Post
    package let start: Timestamp
    package let end: Timestamp
    package internal(set) var cancelledAt: Timestamp?
}

/// A time in which nobody stands at a post.
package struct CoverageGap: Sendable, Equatable {
    package let post: Shift.Post
    package let start: Timestamp
    package let end: Timestamp

    /// The gaps of each of `posts` between two moments.
    package static func find(in shifts: [Shift], posts: [Shift.Post], from start: Timestamp, to end: Timestamp)
        -> [Self]
    {
        posts.flatMap { post -> [Self] in
            var gaps: [Self] = []
            var covered = start
            let stands = shifts.filter { $0.post == post && $0.cancelledAt == nil && $0.end > start && $0.start < end }
            for shift in stands.sorted(by: { $0.start < $1.start }) {
                if shift.start > covered { gaps.append(Self(post: post, start: covered, end: shift.start)) }
                covered = max(covered, shift.end)
            }
            if covered < end { gaps.append(Self(post: post, start: covered, end: end)) }
            return gaps
        }
    }
}
