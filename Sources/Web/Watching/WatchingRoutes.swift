internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import Primitives
internal import Workflow

/// `GET /readyz` and `GET /metrics`, for whoever watches over the installation.
struct WatchingRoutes: Sendable {
    let console: Console
    let traffic: Traffic

    func add(to group: Console.Group) {
        group.get(Address.watching(.readiness).route) { _, _ in
            let readiness = try await console.blocking {
                Readiness(console.platform.database, at: console.platform.clock.now())
            }
            return Response.bytes(
                Array(readiness.lines.joined().utf8), mediaType: "text/plain; charset=utf-8",
                status: readiness.isReady ? .ok : .serviceUnavailable)
        }
        group.get(Address.watching(.metrics).route) { _, _ in
            let metrics = try await console.blocking {
                try Metrics(console.platform.database, traffic: traffic, at: console.platform.clock.now())
            }
            return Response.bytes(Array(metrics.text().utf8), mediaType: PrometheusText.mediaType)
        }
    }
}

/// Lets in what comes from this machine itself; to all others there is nothing here.
struct LoopbackGate: RouterMiddleware {
    typealias Context = WebContext

    let isOpen: Bool

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard isOpen || (context.isFromLoopback && !request.isForwarded) else { throw NotFound("page") }
        return try await next(request, context)
    }
}

extension Request {
    /// A proxy on this machine says so of what it passes on from elsewhere.
    fileprivate var isForwarded: Bool {
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via"].contains {
            HTTPField.Name($0).map { headers[$0] != nil } ?? false
        }
    }
}
