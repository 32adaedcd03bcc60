internal import Dispatch
internal import Storage
internal import Synchronization

/// A bounded number of connections for callers that block their thread; each is lent to one of them at a time.
final class ConnectionPool: Sendable {
    /// How long a caller waits for a connection to come back.
    private static let patience = DispatchTimeInterval.seconds(30)

    private let open: @Sendable () throws(Failure) -> Connection
    private let free: DispatchSemaphore
    private let idle = Mutex<[Connection]>([])

    init(limit: Int, open: @escaping @Sendable () throws(Failure) -> Connection) {
        precondition(limit > 0, "a pool without connections")
        self.open = open
        free = DispatchSemaphore(value: limit)
    }

    /// Throws `.busy` when none comes free in time, `.connection` when the server cannot be reached.
    func take() throws(Failure) -> Connection {
        guard free.wait(timeout: .now() + Self.patience) == .success else {
            throw Failure(.busy("all connections are in use"))
        }
        if let connection = idle.withLock({ $0.popLast() }) { return connection }
        do {
            return try open()
        } catch {
            free.signal()
            throw error
        }
    }

    /// Takes a connection back; after a broken one the idle ones go too, since most likely the server went away.
    func giveBack(_ connection: Connection) {
        let isReady = connection.isReady
        idle.withLock { idle in
            if isReady { idle.append(connection) } else { idle = [] }
        }
        free.signal()
    }
}
