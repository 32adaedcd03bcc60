import Foundation
import Gateways
import Primitives
import Recovery
import Storage
import Synchronization

@testable import Simulation

/// The simulated banks in this process, behind the door through which orders go.
final class BankDoor: BankLink {
    private let world: Mutex<BankWorld>
    private let clock: HandClock
    /// Breaks once a bank has acted, as if the program died before it could note the answer.
    let breaks = Fuse()

    init(_ world: BankWorld, _ clock: HandClock) {
        self.world = Mutex(world)
        self.clock = clock
    }

    func deliver(_ envelope: Data, to bank: Recovery.Bank) -> BankReply {
        defer { breaks.blow() }
        do {
            switch try act({ try $0.exchange(envelope, with: bank.code, at: clock.now()) }) {
            case .answer(let bytes), .malformed(let bytes): return .answers([bytes])
            case .answers(let first, let second): return .answers([first, second])
            case .accepted: return .accepted
            case .lost: return .failed("no answer")
            case .down: return .failed("out of order")
            case .refused(let refusal): return .refused("\(refusal)")
            }
        } catch {
            return .failed("\(error)")
        }
    }

    @discardableResult
    func act<T: Sendable>(_ body: (inout BankWorld) throws -> T) rethrows -> T {
        try world.withLock { world throws in
            var copy = world
            defer { world = copy }
            return try body(&copy)
        }
    }

    /// Lets the banks' time go on to the clock's.
    func follow() { act { $0.advance(to: clock.now()) } }
}

/// Laid, it blows once, and stays blown until it is laid anew.
final class Fuse: Sendable {
    private enum State { case none, laid, blown }
    private let state = Mutex(State.none)

    func lay() { state.withLock { $0 = .laid } }
    func blow() { state.withLock { if $0 == .laid { $0 = .blown } } }
    func mend() { state.withLock { $0 = .none } }
    var isLaid: Bool { state.withLock { $0 == .laid } }
    var isBlown: Bool { state.withLock { $0 == .blown } }
}

/// A database that a program which has died cannot reach any more.
struct MortalDatabase: Database {
    struct Dead: Error {}

    let inner: any Database
    let fuse: Fuse

    var dialect: Dialect { inner.dialect }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        if fuse.isBlown { throw Dead() }
        return try inner.read(body)
    }

    func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T {
        if fuse.isBlown { throw Dead() }
        return try inner.write(isolation, body)
    }
}
