internal import Dispatch
internal import Storage
internal import Synchronization

/// Where a program's own writers wait for the one place to write: urgent ones first, each kind in the order of coming.
///
/// So the server sees one of them at a time, the others hold no connection, and none urgent waits behind usual ones.
final class WriterLine: Sendable {
    /// How long a writer waits for its turn.
    private static let patience = DispatchTimeInterval.seconds(30)

    private struct State {
        var isTaken = false
        var urgent: [Turn] = []
        var usual: [Turn] = []

        mutating func join(_ turn: Turn, _ urgency: Urgency) {
            switch urgency {
            case .urgent: urgent.append(turn)
            case .usual: usual.append(turn)
            }
        }

        /// False when its turn has come meanwhile.
        mutating func quit(_ turn: Turn) -> Bool {
            let before = urgent.count + usual.count
            urgent.removeAll { $0 === turn }
            usual.removeAll { $0 === turn }
            return urgent.count + usual.count < before
        }

        mutating func next() -> Turn? {
            if !urgent.isEmpty { return urgent.removeFirst() }
            return usual.isEmpty ? nil : usual.removeFirst()
        }
    }

    private final class Turn: Sendable {
        let hasCome = DispatchSemaphore(value: 0)
    }

    /// The place itself; it goes to the next one when its holder drops it.
    struct Place: ~Copyable {
        private let line: WriterLine

        fileprivate init(_ line: WriterLine) { self.line = line }

        deinit { line.passOn() }
    }

    private let state = Mutex(State())

    var waiting: Int { state.withLock { $0.urgent.count + $0.usual.count } }

    /// Waits for the place; throws `.busy` when it does not come in time.
    func enter(_ urgency: Urgency) throws(Failure) -> Place {
        let turn: Turn? = state.withLock { state in
            guard state.isTaken else {
                state.isTaken = true
                return nil
            }
            let turn = Turn()
            state.join(turn, urgency)
            return turn
        }
        if let turn, turn.hasCome.wait(timeout: .now() + Self.patience) == .timedOut,
            state.withLock({ $0.quit(turn) })
        {
            throw Failure(.busy("other writers take too long"))
        }
        return Place(self)
    }

    private func passOn() {
        let next = state.withLock { state in
            let next = state.next()
            state.isTaken = next != nil
            return next
        }
        next?.hasCome.signal()
    }
}
