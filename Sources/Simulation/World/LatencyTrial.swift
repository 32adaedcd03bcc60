internal import Foundation
internal import Jobs
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Synchronization
internal import Wire
package import Workflow

/// How long from the saved alarm to the sealed order at the bank, while alarms keep coming at a steady rate.
package struct LatencyTrial: Sendable {
    package struct Result: Sendable, Codable {
        package let alarms: Int
        package let alarmsPerSecond: Int
        /// Alarms whose first stop-payment reached its bank.
        package let delivered: Int
        package let medianMilliseconds: Double
        package let p99Milliseconds: Double
        package let longestMilliseconds: Double
    }

    private let server: BankServer
    private let platform: Platform
    private let city: DemoCity

    package init(server: BankServer, platform: Platform, city: DemoCity) {
        self.server = server
        self.platform = platform
        self.city = city
    }

    private static let lines = 16

    /// Registers `count` alarms at `rate` a second, on as many threads as a server has, and waits until their orders are out.
    package func run(count: Int, rate: Int) throws -> Result {
        let calls = try (0..<count).map { _ in try server.beginFraud() }
        let saved = Mutex<[IncidentID: Timestamp]>([:])
        let group = DispatchGroup()
        let start = platform.clock.now()
        for line in 0..<Self.lines {
            group.enter()
            Thread.detachNewThread {
                let pause = DispatchSemaphore(value: 0)
                for index in stride(from: line, to: count, by: Self.lines) {
                    let at = start + .microseconds(Int64(index) * 1_000_000 / Int64(rate))
                    let wait = (at - platform.clock.now()).microseconds
                    if wait > 0 { _ = pause.wait(timeout: .now() + .microseconds(Int(wait))) }
                    register(calls[index], into: saved)
                }
                group.leave()
            }
        }
        group.wait()
        return try result(of: saved.withLock { $0 }, rate: rate)
    }

    private func register(_ call: Fraud, into saved: borrowing Mutex<[IncidentID: Timestamp]>) {
        var intake = call.intake
        intake.reportedAt = ""
        // Only the first payment has been made by the time of the call.
        intake.transfers = Array(intake.transfers.prefix(1))
        guard let key = IdempotencyKey("latency/\(call.number)/\(call.reportedAt.microseconds)") else { return }
        do {
            let receipt = try platform.incidents.register(
                intake, by: city.principal("duty"), key: key, at: platform.clock.now())
            let now = platform.clock.now()
            saved.withLock { $0[receipt.incident] = now }
        } catch {
            FileHandle.standardError.write(Data("alarm \(call.number): \(error)\n".utf8))
        }
    }

    private func result(of saved: [IncidentID: Timestamp], rate: Int) throws -> Result {
        let pause = DispatchSemaphore(value: 0)
        for _ in 0..<120 where try isAtWork() { _ = pause.wait(timeout: .now() + .milliseconds(500)) }
        let sorted = try latencies(of: saved).sorted()
        func at(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        return Result(
            alarms: saved.count, alarmsPerSecond: rate, delivered: sorted.count, medianMilliseconds: at(0.5),
            p99Milliseconds: at(0.99), longestMilliseconds: sorted.last ?? 0)
    }

    /// Whether a trace or an order is due or under way: only then can a first stop-payment still go out. An alarm that joined a
    /// running measure sends none.
    private func isAtWork() throws -> Bool {
        let work: [RecoveryWork] = [.trace, .transmit]
        return try platform.database.read { tx in
            try JobTable(tx).queues(at: platform.clock.now()).contains { queue in
                queue.due > 0 && work.contains { $0.rawValue == queue.kind }
            }
        }
    }

    /// For each alarm, until its first stop-payment came in at its bank.
    private func latencies(of saved: [IncidentID: Timestamp]) throws -> [Double] {
        let arrivals = server.arrivals()
        let acts = try platform.database.read { tx in try BankActTable(tx).all(after: nil, limit: 1_000_000) }
        var first: [IncidentID: Timestamp] = [:]
        for act in acts where act.kind == .stop {
            guard let arrived = arrivals[act.id.description] else { continue }
            first[act.incident] = min(first[act.incident] ?? arrived, arrived)
        }
        return saved.compactMap { incident, at in
            first[incident].map { Double(($0 - at).microseconds) / 1000 }
        }
    }
}

extension BankServer {
    /// When each act came in for the first time.
    func arrivals() -> [String: Timestamp] {
        running.act { state, _ in
            let calls = state.world.deliveries.compactMap { row in row.act.map { ($0, row.time) } }
            return Dictionary(calls, uniquingKeysWith: { first, _ in first })
        }
    }
}
