package import Jobs
package import Messaging
package import Primitives

/// Hands over what waits in a lane and brings home what became of it. It may be repeated at any point.
package struct Handover: Sendable {
    private let lanes: MessageLanes
    private let link: (any CarrierLink)?
    /// Well before a carrier may be asked about what was taken: nothing is handed over after that.
    private static let handingLimit = Duration.seconds(10)
    private static let restWithoutCarrier = Duration.minutes(1)

    /// Without a link messages wait.
    package init(_ lanes: MessageLanes, link: (any CarrierLink)?) {
        self.lanes = lanes
        self.link = link
    }

    package func work(_ lane: MessageLane, clock: any WallClock) throws -> Worker.Outcome {
        guard let link else { return .later(clock.now() + Self.restWithoutCarrier) }
        let open = try lanes.open(lane, at: clock.now())
        if !open.isEmpty { try record(link.ask(open), of: open, lane, clock) }
        let start = clock.now()
        let claim = try lanes.claim(lane, at: start)
        let standing = try lanes.standing(claim.messages)
        if !standing.isEmpty {
            try record(link.submit(standing, within: Self.handingLimit), of: standing, lane, clock)
        }
        guard let next = try lanes.nextMoment(of: lane, at: clock.now()) else { return .done }
        let pace = Duration.microseconds(Int64(claim.messages.count) * 1_000_000 / Int64(claim.rate))
        // A batch that rests by night still has its open messages asked about.
        let rest = claim.restUntil.map { min($0, start + Self.restWithoutCarrier) }
        return .later(max(next, rest ?? start + pace))
    }

    private func record(
        _ outcomes: [HandingOutcome], of messages: [Message], _ lane: MessageLane, _ clock: any WallClock
    ) throws {
        precondition(outcomes.count == messages.count, "one outcome for each message")
        try lanes.record(zip(messages, outcomes).map { (message: $0, outcome: $1) }, lane, at: clock.now())
    }

    /// Takes what the carrier has reported since; returns how much that was.
    package func receive(clock: any WallClock) throws -> Int {
        guard let link else { return 0 }
        return try link.receive { news in
            try lanes.take(news.reports, at: clock.now())
            try lanes.noteUnread(news.unread, at: clock.now())
            for number in news.optOuts { try lanes.optOut(number, via: .reply, at: clock.now()) }
        }
    }
}
