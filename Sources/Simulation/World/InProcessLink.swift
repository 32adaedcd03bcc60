package import Foundation
package import Gateways
package import Primitives
package import Recovery
internal import Synchronization

/// The simulated banks reached without a network: the same exchange as over HTTP, on the simulation's clock.
package final class InProcessLink: BankLink {
    private let world: Mutex<BankWorld>
    private let clock: any WallClock

    package init(_ world: BankWorld, clock: any WallClock) {
        self.world = Mutex(world)
        self.clock = clock
    }

    package func deliver(_ envelope: Data, to bank: Recovery.Bank) -> BankReply {
        do {
            switch try act({ try $0.exchange(envelope, with: bank.code, at: clock.now()) }) {
            case .answer(let bytes), .malformed(let bytes): return .answers([bytes])
            case .answers(let first, let second): return .answers([first, second])
            case .accepted: return .accepted
            case .lost: return .failed("lost on the way")
            case .down: return .failed("out of order")
            case .refused(let refusal): return .refused("\(refusal)")
            }
        } catch {
            return .failed("\(error)")
        }
    }

    package func act<Result>(_ body: (inout BankWorld) throws -> sending Result) rethrows -> sending Result {
        try world.withLock { world in try body(&world) }
    }

    package var now: BankWorld { world.withLock { $0 } }
}
