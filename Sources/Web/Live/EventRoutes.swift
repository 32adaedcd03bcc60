internal import Access
internal import Hummingbird
internal import Primitives
internal import ServiceLifecycle
internal import Workflow

/// `GET /events?page=…`: the fragments of one page as server-sent events, until the page is left or the session ends.
struct EventRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        group.get(Address.events.route) { request, context in
            let visit = try console.visit(request, context)
            let stream = try await console.blocking { try subscribe(visit) }
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
                body: .init { writer in try await Self.write(stream, of: request, to: &writer) })
        }
    }

    private func subscribe(_ visit: Visit) throws -> AsyncStream<String> {
        let parts = visit.query["page"].split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = parts.first, let page = LivePage.all.first(where: { $0.name == name }) else {
            throw NotFound("page")
        }
        let argument = parts.count > 1 ? parts[1] : ""
        let session = visit.signedIn.session.id
        let view = LiveView(
            page: visit.query["page"], principal: visit.principal, language: visit.language,
            session: page.isOfSession ? session : nil)
        return try console.live.subscribe(session: session, view: view) { [console] change in
            try page.fragments(console, visit.asOf(console.platform.clock.now()), argument, change)
        } check: { [sessions = console.access.sessions] now in
            try sessions.check(visit.signedIn.token, at: now)
        }
    }

    private static func write(
        _ stream: AsyncStream<String>, of request: Request, to writer: inout any ResponseBodyWriter
    ) async throws {
        let events = stream.cancelOnGracefulShutdown()
        for try await event in events { try await writer.write(ByteBuffer(string: event)) }
        try await writer.finish(nil)
    }
}
