internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Behind a proxy that speaks TLS: whatever came without TLS, or past the proxy, is sent to https.
///
/// The proxy's word is believed from this machine alone.
struct ProxyGate: RouterMiddleware {
    typealias Context = WebContext

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let scheme = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] }
        let cameByTLS = context.isFromLoopback && scheme?.lowercased() == "https"
        var context = context
        if cameByTLS, let address = Self.address(of: request) { context.network = address }
        if cameByTLS || Self.forProbes.contains(request.uri.path) { return try await next(request, context) }
        guard request.method == .get || request.method == .head, let host = request.head.authority else {
            throw HTTPError(.forbidden)
        }
        return .redirect(to: "https://\(host)\(request.uri.description)", type: .temporary)
    }

    /// Whom the proxy answers: the last address of X-Forwarded-For, which the proxy itself wrote.
    private static func address(of request: Request) -> String? {
        guard let name = HTTPField.Name("X-Forwarded-For"), let last = request.headers[values: name].last else {
            return nil
        }
        let text = last.split(separator: ",").last.map { String($0).trimmed } ?? String()
        do { return try SocketAddress(ipAddress: text, port: 0).network } catch { return nil }
    }

    /// Asked for on the machine itself, without the proxy.
    private static let forProbes = Address.Watching.allCases.map { Address.watching($0).path }
}
