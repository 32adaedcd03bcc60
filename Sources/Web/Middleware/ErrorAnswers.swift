internal import Access
internal import Hummingbird
internal import Logging
internal import Workflow

/// Reads in which language and colours to answer, and turns what was thrown into an answer.
struct ErrorAnswers: RouterMiddleware {
    typealias Context = WebContext

    let cookies: Cookies
    let unit: String?

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.language = language(of: request)
        context.theme = cookies.theme(in: request) ?? .auto
        do {
            return try await next(request, context)
        } catch {
            return try answer(to: error, request, context)
        }
    }

    /// A query's `language` before the cookie, the cookie before what a program accepts; Chinese by default.
    private func language(of request: Request) -> Language {
        let asked = Form(urlEncoded: request.uri.query ?? "")["language"]
        if let language = Language(rawValue: asked) ?? cookies.language(in: request) { return language }
        let accepted = request.headers[.acceptLanguage] ?? ""
        return request.isForAPI && accepted.hasPrefix("en") ? .en : .zh
    }

    private func answer(to error: any Error, _ request: Request, _ context: WebContext) throws -> Response {
        let fault = ErrorResponse(error)
        if fault.status.code >= 500 {
            // The error's own words may hold what was sent.
            context.logger.error(
                "request failed",
                metadata: ["request": .string(context.id), "error": .string(ErrorKind.words(of: error))])
        }
        if request.isForAPI { return try fault.problem(context.language, request: context.id) }
        if request.method == .get, error is SignInRefusal, !request.isForScript {
            let next = request.uri.description
            return .redirect(to: Address.signIn.with(["next": next == "/" ? nil : next]))
        }
        let frame = SlimFrame(unit: unit, language: context.language, theme: context.theme)
        return .html(fault.page(frame, request: context.id), status: fault.status)
    }
}

extension Request {
    /// The API answers with JSON, errors too.
    var isForAPI: Bool { uri.path == "/api" || uri.path.hasPrefix("/api/") }

    /// Asked for by the console's script, which follows no redirect to a page.
    var isForScript: Bool {
        let accepted = headers[.accept] ?? ""
        return accepted.hasPrefix("text/event-stream") || accepted.hasPrefix("application/json")
    }
}
