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
        let view: LiveView
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
        /// Counts the looks that found something, so that what was made before one is not handed out after it.
        var changes = 0
        /// What the pages that connected since the last change got, and the newest entry when it was made.
        var first: [LiveView: (newest: EntryID?, events: [String])] = [:]
    }

    private let database: any Database
    private let clock: any WallClock
    private let pool: NIOThreadPool
    private let eventLoop: any EventLoop
    private let state = Mutex(State())

    static let interval = TimeAmount.milliseconds(300)
    static let timeInterval = Duration.seconds(5)
    static let subscribersMax = 2000
    /// How often a page that connects is made again because something changed meanwhile.
    private static let triesMax = 10
    /// Events that one page may be behind before it has to connect anew.
    static let backlogMax = 64

    init(database: any Database, clock: any WallClock, pool: NIOThreadPool, eventLoop: any EventLoop) {
        self.database = database
        self.clock = clock
        self.pool = pool
        self.eventLoop = eventLoop
    }

    /// The events for one page: first all its fragments and the time, then what changes. Pages of one `view` get the same,
    /// made once. Throws `Full`, and what `fragments` throws.
    func subscribe(
        session: SessionID, view: LiveView, fragments: @escaping @Sendable (LiveChange) throws -> [Fragment],
        check: @escaping @Sendable (Timestamp) throws -> Void
    ) throws -> AsyncStream<String> {
        for _ in 0..<Self.triesMax {
            let changes = try state.withLock { state in
                guard state.subscribers.count < Self.subscribersMax else { throw Full() }
                return state.changes
            }
            let first = try firstEvents(of: view, fragments)
            let (stream, events) = AsyncStream.makeStream(
                of: String.self, bufferingPolicy: .bufferingOldest(Self.backlogMax + first.count))
            events.yield(clock.now().timeEvent)
            for event in first { events.yield(event) }
            let subscriber = Subscriber(
                session: session, view: view, fragments: fragments, check: check, events: events)
            guard let number = add(subscriber, ifStillAt: changes) else { continue }
            events.onTermination = { [weak self] _ in self?.forget(number) }
            startTimer()
            return stream
        }
        throw Full()
    }

    /// Nil when something has changed since: what the subscriber got first may lack it.
    private func add(_ subscriber: Subscriber, ifStillAt changes: Int) -> Int? {
        state.withLock { state in
            guard state.changes == changes else { return nil }
            state.last += 1
            state.subscribers[state.last] = subscriber
            return state.last
        }
    }

    /// A page that shows what its reader just did is not put back to what was made between two looks, before he did it.
    private func firstEvents(
        of view: LiveView, _ fragments: @Sendable (LiveChange) throws -> [Fragment]
    ) throws -> [String] {
        let newest = try database.read { tx in try EntryTable(tx).newest(before: nil, limit: 1) }.first?.id
        let (known, changes) = state.withLock { ($0.first[view], $0.changes) }
        if let known, known.newest == newest { return known.events }
        let events = try fragments(.everything).map { try $0.event() }
        state.withLock { state in
            // Kept only while a look at the journal follows that will drop it.
            if state.changes == changes, state.timer != nil { state.first[view] = (newest, events) }
        }
        return events
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
            (state.timer, state.seen, state.lastTime, state.first) = (nil, nil, nil, [:])
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
            if !ids.isEmpty {
                state.withLock { state in
                    state.changes += 1
                    state.first = [:]
                }
                send(LiveChange(ids: ids))
            }
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
        var made: [LiveView: Result<[String], any Error>] = [:]
        for subscriber in subscribers {
            let events = made[subscriber.view] ?? Result { try subscriber.fragments(change).map { try $0.event() } }
            made[subscriber.view] = events
            do {
                for event in try events.get() { give(event, to: subscriber) }
            } catch {
                // The page connects anew and gets everything, or learns that it may no longer look.
                subscriber.events.finish()
            }
        }
    }

    private func sendTime(_ now: Timestamp) {
        let event = now.timeEvent
        var checked: [SessionID: Result<Void, any Error>] = [:]
        for subscriber in subscribers {
            let session = checked[subscriber.session] ?? Result { try subscriber.check(now) }
            checked[subscriber.session] = session
            do {
                try session.get()
                give(event, to: subscriber)
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
