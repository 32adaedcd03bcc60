package import Access
internal import Journal
internal import NIOCore
internal import NIOPosix
internal import Primitives
internal import Storage
internal import Synchronization

/// The streams of all open pages, fed by one look at the journal every 300 ms while there is any.
package final class LiveUpdates: Sendable {
    struct Subscriber: Sendable {
        let session: SessionID
        let fragments: @Sendable (LiveChange) throws -> [Fragment]
        /// Throws when the session is over.
        let check: @Sendable (Timestamp) throws -> Void
        let events: AsyncStream<String>.Continuation
    }

    /// Too many pages are open at once.
    struct Full: Error {}

    private struct State {
        var last = 0
        var subscribers: [Int: Subscriber] = [:]
        var timer: RepeatedTask?
        /// The newest entries at the last look; nil before the first.
        var seen: Set<EntryID>?
        var lastTime: Timestamp?
    }

    private let database: any Database
    private let clock: any WallClock
    private let pool: NIOThreadPool
    private let eventLoop: any EventLoop
    private let state = Mutex(State())

    static let interval = TimeAmount.milliseconds(300)
    static let timeInterval = Duration.seconds(5)
    static let subscribersMax = 500
    /// Events that one page may be behind before it has to connect anew.
    static let backlogMax = 64

    init(database: any Database, clock: any WallClock, pool: NIOThreadPool, eventLoop: any EventLoop) {
        self.database = database
        self.clock = clock
        self.pool = pool
        self.eventLoop = eventLoop
    }

    /// The events for one page: first all its fragments and the time, then what changes.
    func subscribe(
        session: SessionID, fragments: @escaping @Sendable (LiveChange) throws -> [Fragment],
        check: @escaping @Sendable (Timestamp) throws -> Void
    ) throws -> AsyncStream<String> {
        let first = try fragments(.everything)
        let (stream, events) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingOldest(Self.backlogMax + first.count))
        let subscriber = Subscriber(session: session, fragments: fragments, check: check, events: events)
        let number = try state.withLock { state in
            guard state.subscribers.count < Self.subscribersMax else { throw Full() }
            state.last += 1
            state.subscribers[state.last] = subscriber
            return state.last
        }
        events.onTermination = { [weak self] _ in self?.forget(number) }
        events.yield(clock.now().timeEvent)
        for fragment in first { events.yield(try fragment.event()) }
        startTimer()
        return stream
    }

    /// Ends the streams of a session that was signed out.
    package func end(_ session: SessionID) {
        let ended = state.withLock { state in state.subscribers.values.filter { $0.session == session } }
        for subscriber in ended { subscriber.events.finish() }
    }

    private func forget(_ number: Int) {
        state.withLock { state in
            state.subscribers[number] = nil
            guard state.subscribers.isEmpty else { return }
            state.timer?.cancel()
            (state.timer, state.seen, state.lastTime) = (nil, nil, nil)
        }
    }

    private func startTimer() {
        state.withLock { state in
            guard state.timer == nil, !state.subscribers.isEmpty else { return }
            state.timer = eventLoop.scheduleRepeatedAsyncTask(initialDelay: Self.interval, delay: Self.interval) {
                [weak self, pool, eventLoop] _ in
                guard let self else { return eventLoop.makeSucceededVoidFuture() }
                return pool.runIfActive(eventLoop: eventLoop) { self.poll() }
            }
        }
    }

    /// One look at the journal, and what follows from it for every page.
    func poll() {
        let now = clock.now()
        do {
            let ids = try look()
            if !ids.isEmpty { send(LiveChange(ids: ids)) }
        } catch {
            // The database is busy or away: the same entries are seen at the next look.
        }
        let isTime = state.withLock { state in
            guard state.lastTime.map({ now - $0 >= Self.timeInterval }) ?? true else { return false }
            state.lastTime = now
            return true
        }
        if isTime { sendTime(now) }
    }

    private func send(_ change: LiveChange) {
        for subscriber in subscribers {
            do {
                for fragment in try subscriber.fragments(change) { give(try fragment.event(), to: subscriber) }
            } catch {
                // The page connects anew and gets everything, or learns that it may no longer look.
                subscriber.events.finish()
            }
        }
    }

    private func sendTime(_ now: Timestamp) {
        for subscriber in subscribers {
            do {
                try subscriber.check(now)
                give(now.timeEvent, to: subscriber)
            } catch {
                subscriber.events.finish()
            }
        }
    }

    /// A page that cannot keep up would miss fragments: its stream ends, and it connects anew.
    private func give(_ event: String, to subscriber: Subscriber) {
        if case .dropped = subscriber.events.yield(event) { subscriber.events.finish() }
    }

    private var subscribers: [Subscriber] { state.withLock { Array($0.subscribers.values) } }
}

extension LiveUpdates {
    /// The ids in the entries that were not there at the last look; none at the first.
    private func look() throws -> Set<String> {
        let seen = state.withLock { $0.seen }
        let entries = try newest(until: seen)
        state.withLock { $0.seen = Set(entries.map(\.id)) }
        guard let seen else { return [] }
        let new = entries.filter { !seen.contains($0.id) }
        return Set(new.flatMap { [$0.subject, $0.topic].compactMap(\.self) })
    }

    /// The newest entries, back to a page that begins and ends with known ones: a slow commit can come in under a newer id.
    private func newest(until seen: Set<EntryID>?) throws -> [Entry] {
        var entries: [Entry] = []
        while entries.count < Self.entriesMax {
            let before = entries.last?.id
            let page = try database.read { tx in try EntryTable(tx).newest(before: before, limit: Self.pageSize) }
            entries += page
            guard let seen, page.count == Self.pageSize, page.contains(where: { !seen.contains($0.id) }) else { break }
        }
        return entries
    }

    private static var pageSize: Int { 100 }
    private static var entriesMax: Int { 2000 }
}
