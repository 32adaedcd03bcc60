internal import Access
internal import Journal
internal import Messaging
internal import Prevention
internal import Primitives
internal import Workflow

/// Who watches over people in danger in the demo and in simulations.
extension DemoCity {
    /// On duty for them from the first day on.
    static let watch: [(login: String, unit: UnitCode, post: Shift.Post)] = [
        ("station", station, .visit), ("aux", county, .call), ("duty2", centre, .assess),
    ]

    /// Approves the text for warned people, and puts these on duty from `now` for so many days.
    func beginWatch(
        _ people: [(login: String, unit: UnitCode, post: Shift.Post)], days: Int64, in platform: Platform,
        at now: Timestamp
    ) throws {
        try ApprovedTexts(
            platform: platform, maker: principal("duty"), approver: principal("head"), key: Self.key
        ).useForWarnings()
        for (login, unit, post) in people {
            guard case .user(let user) = principal(login).identity else { continue }
            for day in 0..<days {
                let start = now + .days(day)
                _ = try platform.roster.plan(
                    user, at: unit, post: post, from: start, to: start + Shift.lengthMax, by: principal("leader"),
                    key: Self.key("shift/\(login)/\(day)"), at: now)
            }
        }
    }

    /// Whoever has the task; where nobody has, the duty officer of the centre.
    func worker(on task: DissuasionTask?) -> Principal {
        let own = principals.values.first { principal in
            if case .user(let user) = principal.identity { user == task?.officer } else { false }
        }
        return own ?? principal("duty")
    }
}
