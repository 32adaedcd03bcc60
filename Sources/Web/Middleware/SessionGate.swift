internal import Access
internal import Hummingbird
internal import Primitives
internal import Workflow

/// Lets in whoever has a session, and holds up whoever must first choose a password of his own.
struct SessionGate: RouterMiddleware {
    typealias Context = WebContext

    let console: Console

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let token = console.cookies.token(in: request) else { throw SignInRefusal.notSignedIn }
        var context = context
        let now = console.platform.clock.now()
        let signedIn = try await console.blocking { [sessions = console.access.sessions] in
            try sessions.resolve(token, at: now)
        }
        context.signedIn = signedIn
        if signedIn.user.mustChangePassword, !Self.openToAll.contains(request.uri.path) {
            return .redirect(to: Address.password.path)
        }
        return try await next(request, context)
    }

    private static let openToAll = [Address.password.path, Address.signOut.path, Address.preferences.path]
}
