internal import Access
package import Hummingbird
internal import NIOPosix
internal import Primitives
internal import Recovery
internal import Storage
package import Workflow

/// What every page of the console works with.
package struct Console: Sendable {
    package let platform: Platform
    package let access: AccessCommands
    package let live: LiveUpdates
    let pool: NIOThreadPool
    let cookies: Cookies
    let unitName: String?
    let flowOrders = FlowOrders()

    package typealias Group = RouterGroup<WebContext>

    /// Runs what blocks (every use of the database) away from the event loops.
    package func blocking<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await pool.runIfActive(body)
    }

    /// A page: `make` runs on a thread that may block and answers for a signed-in person.
    package func get(_ address: Address, on group: Group, _ make: @escaping @Sendable (Visit) throws -> Answer) {
        on(.get, address, group, make)
    }

    /// An act: the form's token is checked already; `act` throws what is refused, or answers with where to look next.
    package func post(_ address: Address, on group: Group, _ act: @escaping @Sendable (Visit) throws -> Answer) {
        on(.post, address, group, act)
    }

    private func on(
        _ method: HTTPRequest.Method, _ address: Address, _ group: Group,
        _ body: @escaping @Sendable (Visit) throws -> Answer
    ) {
        group.on(address.route, method: method) { request, context in
            let visit = try visit(request, context)
            return try await blocking { try body(visit) }.response()
        }
    }

    func visit(_ request: Request, _ context: WebContext) throws -> Visit {
        guard let signedIn = context.signedIn else { throw SignInRefusal.notSignedIn }
        let query = Form(urlEncoded: request.uri.query ?? "")
        try query.checkTexts()
        return Visit(
            signedIn: signedIn, language: context.language, theme: context.theme, now: platform.clock.now(),
            address: request.uri.description, query: query, form: context.form,
            freshKey: String(access.secrets.token().text.prefix(32)), parameters: context.parameters)
    }
}

extension Answer {
    func response() throws -> Response {
        switch self {
        case .page(let html, let status): .html(html, status: status)
        case .redirect(let address): .redirect(to: address, type: .normal)
        case .fragments(let fragments, let status):
            .bytes(
                Array(try Fragment.list(fragments).utf8), mediaType: "application/json; charset=utf-8", status: status)
        case .file(let bytes, let name, let mediaType): .file(bytes, name: name, mediaType: mediaType)
        }
    }
}

extension Response {
    static func html(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        bytes(html.bytes, mediaType: "text/html; charset=utf-8", status: status)
    }

    static func bytes(_ bytes: [UInt8], mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Never run as a page of ours, whatever it holds.
    static func file(_ content: [UInt8], name: String, mediaType: String) -> Response {
        var response = bytes(content, mediaType: mediaType)
        response.headers[.contentDisposition] = "attachment; filename*=UTF-8''\(name.percentEncoded)"
        return response
    }
}

extension Parameters {
    /// A part of the path without its escapes; throws `NotFound` for what a route cannot have, and for signs that no text of
    /// the records holds: a database refuses a zero byte even in a question.
    func text(_ name: String) throws -> String {
        guard let escaped = get(name) else { throw NotFound(name) }
        let text = Form(urlEncoded: "p=" + escaped.replacing("+", with: "%2B")).exact("p")
        guard text.isPrintable else { throw NotFound(name) }
        return text
    }
}
