internal import Foundation
internal import Gateways
internal import Messaging
internal import Primitives
internal import Recovery
internal import Storage
internal import Synchronization

/// Lets a program die, fall asleep or lose a race between any two of its steps.
final class Shaker: Sendable {
    /// It has died: nothing that it does reaches the world any more.
    struct Died: Error {}

    private struct State {
        var generator: SplitMix64
        var mishaps: Mishaps
        var isDead = false
    }

    private let state: Mutex<State>
    /// Lets the world go on while this program sleeps.
    private let sleep: @Sendable () throws -> Void

    init(seed: UInt64, _ mishaps: Mishaps, sleep: @escaping @Sendable () throws -> Void = {}) {
        state = Mutex(State(generator: SplitMix64(seed: seed), mishaps: mishaps))
        self.sleep = sleep
    }

    /// Nothing goes wrong from now on.
    func calm() { state.withLock { $0.mishaps = .none } }

    func requireAlive() throws { if state.withLock({ $0.isDead }) { throw Died() } }

    /// Between two steps.
    func step() throws {
        try requireAlive()
        let naps = try state.withLock { state in
            state.isDead = state.generator.happens(state.mishaps.deaths)
            if state.isDead { throw Died() }
            return state.generator.happens(state.mishaps.naps)
        }
        if naps { try sleep() }
    }

    func losesRace() -> Bool { state.withLock { $0.generator.happens($0.mishaps.clashes) } }
}

/// A database as a program sees it that may die before and after each transaction, and loses some races.
struct ShakyDatabase: Database {
    private struct RaceLost: Error {}

    let inner: any Database
    let shaker: Shaker

    var dialect: Dialect { inner.dialect }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try shaker.requireAlive()
        return try inner.read(body)
    }

    func write<T: Sendable>(_ isolation: Isolation, _ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try shaker.step()
        if shaker.losesRace() { try lose(body) }
        let answer = try inner.write(isolation, body)
        try shaker.step()
        return answer
    }

    /// Runs the body and undoes it, as a database does with one that met a deadlock or whose line broke.
    private func lose<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws {
        do {
            try inner.write { tx in
                _ = try body(tx)
                throw RaceLost()
            }
        } catch is RaceLost {}
    }
}

/// The way to the banks of a program that may die before and after each call.
struct ShakyLink: BankLink {
    let inner: any BankLink
    let shaker: Shaker

    func deliver(_ envelope: Data, to bank: Recovery.Bank) -> BankReply {
        do {
            try shaker.step()
            let reply = inner.deliver(envelope, to: bank)
            try shaker.step()
            return reply
        } catch {
            // Whoever has died hears no answer, and what he does with this one reaches nobody.
            return .failed("\(error)")
        }
    }
}

/// The way to the carrier of such a program: it may die or sleep when the carrier has a message, or before it says that a report
/// came. Before a call it does so after its last transaction, and not between its last look and the call: a program that sleeps
/// just there sends twice, unless the carrier takes each of our ids once.
struct ShakyCarrier: CarrierLink {
    let inner: any CarrierLink
    let shaker: Shaker

    func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome] {
        call(messages) { inner.submit(messages, within: limit) }
    }

    func ask(_ messages: [Message]) -> [HandingOutcome] { call(messages) { inner.ask(messages) } }

    func receive(_ take: (CarrierNews) throws -> Void) throws -> Int {
        try shaker.step()
        return try inner.receive { news in
            try take(news)
            try shaker.step()
        }
    }

    private func call(_ messages: [Message], _ body: () -> [HandingOutcome]) -> [HandingOutcome] {
        do {
            try shaker.requireAlive()
            let outcomes = body()
            try shaker.step()
            return outcomes
        } catch {
            return messages.map { _ in .lost(reason: "\(error)") }
        }
    }
}

/// The clock of one program, which may be ahead of the world's or behind it.
final class SkewedClock: WallClock {
    private let world: any WallClock
    private let offset = Mutex(Duration.zero)

    init(_ world: any WallClock) { self.world = world }

    func now() -> Timestamp { world.now() + offset.withLock { $0 } }

    var isRight: Bool { offset.withLock { $0 == .zero } }

    func jump(to offset: Duration) { self.offset.withLock { $0 = offset } }
}
