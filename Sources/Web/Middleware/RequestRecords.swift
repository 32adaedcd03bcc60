internal import Hummingbird
internal import Logging
internal import Primitives

/// Counts each answer and logs it in one line, by route: no path, no query, no person.
struct RequestRecords: RouterMiddleware {
    typealias Context = WebContext

    let traffic: Traffic
    let logger: Logger
    let clock: any WallClock

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = clock.now()
        do {
            let response = try await next(request, context)
            note(request, context, status: Int(response.status.code), since: start)
            return response
        } catch {
            note(request, context, status: 500, since: start)
            throw error
        }
    }

    private func note(_ request: Request, _ context: WebContext, status: Int, since start: Timestamp) {
        let took = max(.zero, clock.now() - start)
        let key = Traffic.Key(
            method: Traffic.label(of: request.method), route: context.endpointPath ?? "none", status: status)
        traffic.add(key, took: took)
        logger.log(
            level: status >= 500 ? .error : .info, "request",
            metadata: [
                "method": .string(key.method), "route": .string(key.route), "status": .stringConvertible(status),
                "ms": .stringConvertible(Int(took.microseconds / 1000)), "request": .string(context.id),
            ])
    }
}
