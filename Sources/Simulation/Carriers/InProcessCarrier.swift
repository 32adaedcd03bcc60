package import Gateways
package import Messaging
package import Primitives
internal import Synchronization

/// The simulated carrier reached without a network: the same answers as over a socket, on the simulation's clock.
package final class InProcessCarrier: CarrierLink {
    /// One report as the sender was told it.
    package struct Told: Sendable {
        package let recipient: String
        package let kind: MessageKind
        package let isDelivered: Bool
        package let at: Timestamp
    }

    private struct State {
        var carrier: SimulatedCarrier
        var told: [String: Told] = [:]
    }

    private let state: Mutex<State>
    private let clock: any WallClock
    private static let reportsAtOnce = 1000

    package init(_ carrier: SimulatedCarrier, clock: any WallClock) {
        state = Mutex(State(carrier: carrier))
        self.clock = clock
    }

    package func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome] {
        let now = clock.now()
        return state.withLock { state in
            messages.map { message in
                let verdict = state.carrier.submit(
                    own: message.id.description, recipient: message.recipient.text, text: message.text,
                    kind: message.kind, at: now)
                return switch verdict {
                case .accepted(let reference): .accepted(reference: reference)
                case .refused(let code): .refused(code: code)
                case .busy: .notTaken(reason: "busy")
                case .silence: .lost(reason: "no answer")
                }
            }
        }
    }

    package func ask(_ messages: [Message]) -> [HandingOutcome] {
        state.withLock { state in
            guard !state.carrier.faults.isDown else { return messages.map { _ in .lost(reason: "out of order") } }
            return messages.map { message in
                guard let entry = state.carrier.entry(own: message.id.description) else {
                    return .notTaken(reason: "never had it")
                }
                return switch entry.standing {
                case .accepted: .accepted(reference: entry.reference)
                case .delivered: .reported(.delivered, code: "000")
                case .failed: .reported(.failed, code: "001")
                }
            }
        }
    }

    package func receive(_ take: (CarrierNews) throws -> Void) throws -> Int {
        let now = clock.now()
        let ready = state.withLock { state in
            state.carrier.advance(to: now)
            return state.carrier.takeReady(limit: Self.reportsAtOnce)
        }
        let reports = ready.map { report in
            DeliveryReport(
                message: report.entry.own.flatMap(MessageID.init), reference: report.entry.reference,
                report: report.entry.standing == .delivered ? .delivered : .failed, code: "000")
        }
        do { try take(CarrierNews(reports: reports)) } catch {
            state.withLock { $0.carrier.giveBack(ready) }
            throw error
        }
        state.withLock { state in
            for report in ready where state.told[report.entry.reference] == nil {
                state.told[report.entry.reference] = Told(
                    recipient: report.entry.recipient, kind: report.entry.kind,
                    isDelivered: report.entry.standing == .delivered, at: now)
            }
        }
        return ready.count
    }

    /// When it has the next report; nil when none is on its way.
    package var nextReport: Timestamp? { state.withLock { $0.carrier.nextReport } }

    /// What the carrier took, in its order.
    package var book: [SimulatedCarrier.Entry] { state.withLock { $0.carrier.book } }

    /// The first report of each message, as the sender was told it.
    package var told: [Told] { state.withLock { state in state.told.sorted { $0.key < $1.key }.map(\.value) } }

    /// Changes what goes wrong from now on.
    package func change(_ edit: (inout SimulatedCarrier.Faults) -> Void) {
        state.withLock { edit(&$0.carrier.faults) }
    }
}
