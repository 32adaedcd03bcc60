internal import Access
internal import Gateways
internal import Journal
package import Primitives
internal import Recovery
internal import Storage
package import Wire
package import Workflow

/// The demo's city in real time: frauds go on happening, victims call, and a clerk answers for the bank without a link.
package struct LiveDemo: Sendable {
    package let server: BankServer
    package let platform: Platform
    private let city: DemoCity
    private let pace: Duration
    private var calls: [Fraud] = []
    private var nextFraud: Timestamp
    private var officers = ["duty", "duty2"]
    private var warnings: DemoWarnings

    /// The bank whose people answer by hand.
    package static let bankByHand = "905741000059"
    private static let clerkTakes = Duration.minutes(3)
    private static let decisionTakes = Duration.minutes(20)

    package init(
        server: BankServer, platform: Platform, city: DemoCity, pending: [Fraud], pace: Duration, now: Timestamp
    ) throws {
        self.server = server
        self.platform = platform
        self.city = city
        self.pace = pace
        calls = pending
        nextFraud = now + .seconds(20)
        warnings = DemoWarnings(
            platform: platform, city: city, seed: UInt64(bitPattern: now.microseconds), start: now - Self.past)
        try warnings.found(at: now - Self.past)
        // The last hours of the people in danger, minute by minute.
        for minute in 0..<(Self.past.wholeSeconds / 60) { try warnings.step(at: now - Self.past + .minutes(minute)) }
    }

    private static let past = Duration.hours(3)

    /// Lets happen what is due by now.
    package mutating func step(at now: Timestamp) throws {
        try warnings.step(at: now)
        if now >= nextFraud {
            nextFraud = now + pace
            calls.append(try server.beginFraud())
        }
        for call in calls where call.reportedAt <= now {
            let officer = officers[call.number % officers.count]
            _ = try platform.incidents.register(
                call.intake, by: city.principal(officer),
                key: key("call/\(call.number)/\(call.reportedAt.microseconds)"), at: now)
        }
        calls.removeAll { $0.reportedAt <= now }
        try answerByHand(at: now)
        try decide(at: now)
    }

    /// What the bank's people have not answered themselves in a few minutes, the demo's clerk answers.
    private func answerByHand(at now: Timestamp) throws {
        let waiting = try platform.database.read { tx in
            try BankActTable(tx).acts(at: Self.bankByHand, in: .open, limit: 50)
        }
        for act in waiting where act.createdAt + Self.clerkTakes <= now {
            let answer = server.receive(act.order, bank: act.bank)
            try platform.acts.recordAnswer(
                answer, to: act.id, by: city.principal("clerk").actor, key: key("clerk/\(act.id)"), at: now)
        }
    }

    /// What nobody has decided in twenty minutes, the demo's leaders decide, so that a screen left alone goes on living.
    private func decide(at now: Timestamp) throws {
        for login in ["leader", "head"] {
            let principal = city.principal(login)
            let waiting = try platform.database.read { tx in
                try ApprovalTable(tx).waiting(for: principal, after: nil, limit: 50, at: now)
            }
            for approval in waiting where approval.madeAt + Self.decisionTakes <= now {
                guard approval.obstacle(for: principal, at: now) == nil else { continue }
                try platform.approvals.decide(
                    approval.id, .approve(leavingOut: []), by: principal, key: key("decide/\(approval.id)"), at: now)
            }
        }
    }

    private func key(_ text: String) -> IdempotencyKey {
        guard let key = IdempotencyKey("live/\(text)") else { preconditionFailure("a key too long") }
        return key
    }
}

extension BankServer {
    /// Starts a fraud whose first transfer leaves the victim now.
    package func beginFraud() throws -> Fraud {
        try running.act { state, now in try state.script.begin(at: now, in: &state.world) }
    }

    /// What the bank answers to an order that a person brings it.
    package func receive(_ order: BankOrder, bank: String) -> BankAnswer {
        running.act { state, now in state.world.receive(order, bank: bank, at: now) }
    }
}
