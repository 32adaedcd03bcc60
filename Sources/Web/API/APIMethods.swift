internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Refuses a method that an address of the API does not have, and says which it has (RFC 9110, 15.5.6).
struct APIMethods: RouterMiddleware {
    typealias Context = WebContext

    /// The methods of each address, by its path's parts.
    private static let methods: [[Substring]: Set<String>] = APIRoutes.endpoints.reduce(into: [:]) { found, endpoint in
        let parts = (APIRoutes.root + endpoint.path).split(separator: "/")
        found[parts, default: []].insert(endpoint.method.rawValue)
        if endpoint.method == .get { found[parts, default: []].insert(HTTPRequest.Method.head.rawValue) }
    }

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let allowed = Self.methods(of: request.uri.path), !allowed.contains(request.method.rawValue) else {
            return try await next(request, context)
        }
        let fault = ErrorResponse(.methodNotAllowed, .ofStatus(405))
        var response = try fault.problem(context.language, request: context.id)
        response.headers[.allow] = allowed.sorted().joined(separator: ", ")
        return response
    }

    /// Nil for what is no address of the API; one that is written out goes before one with an id in its place.
    private static func methods(of path: String) -> Set<String>? {
        let parts = path.split(separator: "/")
        if let exact = methods[parts] { return exact }
        return methods.first { known, _ in
            known.count == parts.count && zip(known, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }?.value
    }
}
