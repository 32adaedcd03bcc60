import Access
import Journal
import Jurisdiction
import NIOPosix
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct LiveTests {
    private struct Over: Error {}

    /// Updates whose looks at the journal the test makes itself: the timer's thread is another's.
    private func inLive(_ body: @Sendable (WebWorld, LiveUpdates) async throws -> Void) async throws {
        try await withDatabase(.sqlite, Platform.schema) { database in
            let world = try WebWorld(database)
            let idle = NIOThreadPool(numberOfThreads: 1)
            let live = LiveUpdates(
                database: database, clock: world.clock, pool: idle,
                eventLoop: MultiThreadedEventLoopGroup.singleton.any())
            try await body(world, live)
            try await world.pool.shutdownGracefully()
        }
    }

    private func register(_ world: WebWorld, _ amount: String) throws -> String {
        let intake = try IntakeJSON.intake(Array(WebWorld.report(amount: amount).utf8))
        return try world.platform.incidents.register(
            intake, by: try world.principal(.dutyOfficer), key: world.key(), at: world.now
        ).incident.description
    }

    private func subscribe(
        _ live: LiveUpdates, _ session: SessionID, page: String = "f", made: Tally = Tally(),
        check: @escaping @Sendable (Timestamp) throws -> Void = { _ in }
    ) throws -> AsyncStream<String> {
        let view = LiveView(page: page, principal: .platform("test"), language: .zh, session: nil)
        return try live.subscribe(session: session, view: view) { change in
            made.add()
            let words = change.ids.map { $0.filter { $0.hasPrefix("inc-") }.sorted().joined(separator: " ") } ?? "all"
            return words.isEmpty ? [] : [Fragment(id: "f", html: "<p id=\"f\">\(words)</p>")]
        } check: {
            try check($0)
        }
    }

    @Test("a page gets everything when it connects, then what changed, once; and the time every five seconds")
    func changes() async throws {
        try await inLive { world, live in
            var events = try subscribe(live, SessionID(value: 1)).makeAsyncIterator()
            #expect(await events.next()?.hasPrefix("event: time\n") == true)
            #expect(await events.next()?.contains("all") == true)
            live.poll()
            #expect(await events.next()?.hasPrefix("event: time\n") == true)
            let first = try register(world, "1")
            live.poll()
            live.poll()
            let second = try register(world, "2")
            live.poll()
            let (one, two) = (await events.next(), await events.next())
            #expect(one?.contains(first) == true && one?.contains(second) == false)
            #expect(two?.contains(second) == true && two?.contains(first) == false)
            world.clock.advance(.seconds(5))
            live.poll()
            #expect(await events.next()?.hasPrefix("event: time\n") == true)
            live.end(SessionID(value: 1))
            #expect(await events.next() == nil)
        }
    }

    @Test("many entries between two looks are all seen")
    func burst() async throws {
        try await inLive { world, live in
            var events = try subscribe(live, SessionID(value: 1)).makeAsyncIterator()
            live.poll()
            let ids = try (1...150).map { try register(world, "\($0)") }
            live.poll()
            live.end(SessionID(value: 1))
            var text = ""
            while let event = await events.next() { text += event }
            #expect(ids.allSatisfy { text.contains($0) })
        }
    }

    @Test("the stream ends when its session does, and only that one; a session that merely looks on grows old")
    func sessionEnds() async throws {
        try await inLive { world, live in
            let sessions = world.access.sessions
            let signedIn = try sessions.signIn(name: "dutyofficer", password: WebWorld.password, at: world.now)
            let token = signedIn.token
            var own = try subscribe(live, signedIn.session.id) { try sessions.check(token, at: $0) }.makeAsyncIterator()
            var other = try subscribe(live, SessionID(value: 9)).makeAsyncIterator()
            for _ in 0..<2 {
                _ = await own.next()
                _ = await other.next()
            }
            world.clock.advance(world.platform.rules.sessionIdleLimit + .seconds(1))
            live.poll()
            #expect(await own.next() == nil)
            #expect(await other.next()?.hasPrefix("event: time\n") == true)
        }
    }

    @Test("pages of one view get what was made once; those of others their own")
    func shared() async throws {
        try await inLive { world, live in
            let (made, other) = (Tally(), Tally())
            let streams = try (0..<1200).map { number in
                try subscribe(live, SessionID(value: UInt64(number + 1)), made: made)
            }
            let own = try subscribe(live, SessionID(value: 5000), page: "g", made: other)
            live.poll()
            let (before, beforeOther) = (made.count, other.count)
            #expect(before <= 2 && beforeOther == 1, "made again for \(before) of 1200 that connect")
            let incident = try register(world, "1")
            live.poll()
            #expect(made.count == before + 1 && other.count == beforeOther + 1)
            for stream in [streams[0], streams[1199], own] {
                var told = ""
                var events = stream.makeAsyncIterator()
                for _ in 0..<4 { told += await events.next() ?? "" }
                #expect(told.contains("all") && told.contains(incident))
            }
        }
    }

    @Test("a page that connects after a change gets the page as it is now")
    func freshAfterChange() async throws {
        try await inLive { world, live in
            let made = Tally()
            let first = try subscribe(live, SessionID(value: 1), made: made)
            live.poll()
            _ = try register(world, "1")
            live.poll()
            let before = made.count
            let second = try subscribe(live, SessionID(value: 2), made: made)
            #expect(made.count == before + 1, "what stood before the change is not handed out")
            // Nor what stood before one that no look has seen yet: his page would jump back to before his own act.
            _ = try register(world, "2")
            let third = try subscribe(live, SessionID(value: 3), made: made)
            #expect(made.count == before + 2)
            withExtendedLifetime((first, second, third)) {}
        }
    }

    @Test("a page that does not read is cut off instead of missing fragments; more pages than there may be are refused")
    func bounds() async throws {
        try await inLive { world, live in
            let stream = try subscribe(live, SessionID(value: 1))
            live.poll()
            for number in 1...(LiveUpdates.backlogMax + 5) {
                _ = try register(world, "\(number)")
                live.poll()
            }
            var count = 0
            for await _ in stream { count += 1 }
            #expect(count == LiveUpdates.backlogMax + 1)
            var kept: [AsyncStream<String>] = []
            for _ in 0..<LiveUpdates.subscribersMax { kept.append(try subscribe(live, SessionID(value: 2))) }
            #expect(throws: LiveUpdates.Full.self) { try subscribe(live, SessionID(value: 2)) }
            withExtendedLifetime(kept) {}
        }
    }
}
