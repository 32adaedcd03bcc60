import Access
import Foundation
import Jurisdiction
import Primitives
import Recovery
import Storage
import Synchronization
import TestSupport
import Testing
import Wire
import Workflow

@testable import Gateways
@testable import Messaging
@testable import Simulation

/// A carrier in this process, by the hand-turned clock.
private final class NearCarrier: CarrierLink {
    let carrier: Mutex<SimulatedCarrier>
    private let clock: HandClock

    init(seed: UInt64, clock: HandClock) {
        carrier = Mutex(SimulatedCarrier(seed: seed))
        self.clock = clock
    }

    func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome] {
        let now = clock.now()
        return carrier.withLock { carrier in
            messages.map { message in
                let verdict = carrier.submit(
                    own: message.id.description, recipient: message.recipient.text, text: message.text,
                    kind: message.kind, at: now)
                switch verdict {
                case .accepted(let reference): return .accepted(reference: reference)
                case .refused(let code): return .refused(code: code)
                case .busy: return .notTaken(reason: "busy")
                case .silence: return .lost(reason: "silence")
                }
            }
        }
    }

    func ask(_ messages: [Message]) -> [HandingOutcome] {
        carrier.withLock { carrier in
            messages.map { message in
                if carrier.faults.isDown { return .lost(reason: "down") }
                guard let entry = carrier.entry(own: message.id.description) else {
                    return .notTaken(reason: "never came")
                }
                switch entry.standing {
                case .accepted: return .accepted(reference: entry.reference)
                case .delivered: return .reported(.delivered, code: "000")
                case .failed: return .reported(.failed, code: "001")
                }
            }
        }
    }

    func receive(_ take: (CarrierNews) throws -> Void) throws -> Int {
        let now = clock.now()
        let ready = carrier.withLock { carrier in
            carrier.advance(to: now)
            return carrier.takeReady(limit: 50)
        }
        guard !ready.isEmpty else { return 0 }
        try take(
            CarrierNews(
                reports: ready.map {
                    DeliveryReport(
                        message: nil, reference: $0.entry.reference,
                        report: $0.entry.standing == .delivered ? .delivered : .failed, code: "000")
                }))
        return ready.count
    }
}

private struct NoBank: BankLink {
    func deliver(_ envelope: Data, to bank: Recovery.Bank) -> BankReply { .failed("no bank") }
}

@Suite("Handing over, with faults and deaths") struct HandoverTests {
    /// Sixty messages under faults drawn by the seed; workers die before, between and after what they write.
    @Test("every message goes out at most once, and each comes to an end", arguments: UInt64(1)...12)
    func onceEach(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        func draw(_ most: Int) -> Int { Int.random(in: 0...most, using: &chance) }
        try withDatabase(.sqlite, Platform.schema) { database in
            let clock = HandClock(.t0)
            let link = NearCarrier(seed: seed, clock: clock)
            let platform = Platform(
                database: database, clock: clock, ids: CountingIDs(), pack: .builtIn,
                signer: try Signer(key: "centre-1", secret: Array(repeating: 7, count: 32)), link: NoBank(),
                carrier: link)
            let cheap = PasswordCost(rounds: 16, blockSize: 1, parallelism: 1)
            let batch = try MessageTrial(platform, cost: cheap).start(count: 60, rate: 10)
            // About half of the faults are off in each run.
            let rates = (0..<6).map { _ in draw(1) * draw(300) }
            link.carrier.withLock { carrier in
                (carrier.faults.lostRequest, carrier.faults.lostAnswer) = (rates[0], rates[1])
                (carrier.faults.busy, carrier.faults.refused) = (rates[2], rates[3] / 10)
                (carrier.faults.doubledReport, carrier.faults.lostReport) = (rates[4], rates[5])
                carrier.faults.reportDelayMax = draw(20_000)
            }
            let (lane, lanes) = (MessageLane.batch(batch), platform.messageLanes)
            var late: [(at: Timestamp, outcomes: [(message: Message, outcome: HandingOutcome)])] = []
            for tick in 0..<400 {
                clock.advance(.seconds(Int64(1 + draw(9))))
                let now = clock.now()
                if tick == 300 { link.carrier.withLock { $0.faults = SimulatedCarrier.Faults() } }
                if tick < 300, draw(9) == 0 {
                    // A worker that dies after handing over a part, or that is slow to write down what became of it.
                    let taken = try lanes.claim(lane, at: now).messages
                    let part = Array(taken.prefix(draw(max(taken.count, 1))))
                    let outcomes = zip(part, link.submit(part, within: .seconds(10))).map {
                        (message: $0, outcome: $1)
                    }
                    if draw(1) == 0 { late.append((now + .seconds(Int64(draw(120))), outcomes)) }
                } else {
                    _ = try platform.handover.work(lane, clock: clock)
                }
                for one in late where one.at <= now { try lanes.record(one.outcomes, lane, at: now) }
                late.removeAll { $0.at <= now }
                if draw(2) > 0 { _ = try platform.handover.receive(clock: clock) }
            }
            try expectOnce(link, platform, batch)
        }
    }

    private func expectOnce(_ link: NearCarrier, _ platform: Platform, _ batch: MessageBatchID) throws {
        let book = link.carrier.withLock { $0.book.compactMap(\.own) }
        #expect(Set(book).count == book.count, "the carrier got a message twice")
        let (messages, counts, counted, state) = try platform.database.read { tx in
            let table = MessageTable(tx)
            return (
                try table.list(.batch(batch), in: nil, before: nil, limit: 100),
                try MessageBatchTable(tx).counts(of: batch).filter { $0.value != 0 },
                try table.counts(of: .batch(batch)), try MessageBatchTable(tx).require(batch).state
            )
        }
        #expect(messages.count == 60 && counts == counted && state == .finished)
        for message in messages {
            let isOut = book.contains(message.id.description)
            switch message.state {
            case .accepted, .delivered: #expect(isOut)
            case .failed: break  // Refused, or reported as lost on its way.
            case .queued, .handed, .unknown, .expired, .cancelled: Issue.record("\(message.state)")
            }
        }
    }
}
