internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import Journal
internal import NIOCore
internal import Primitives
internal import Recovery
internal import Workflow

/// One address and method of the API: what it is for, what it takes and gives, and what does it.
struct Endpoint: Sendable {
    /// One value of the path or the query.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }

        let name: String
        let place: Place
        let words: String
        let schema: JSON
        var isRequired = false
    }

    /// A body that is sent.
    struct Sent: Sendable {
        let mediaType: String
        let schema: JSON
    }

    let method: HTTPRequest.Method
    /// `/incidents/{id}`, under `/api/v1`.
    let path: String
    /// What the operation is called in programs made from the document.
    let name: String
    let words: String
    var parameters: [Parameter] = []
    var sent: Sent?
    /// Whether what is asked for is stored, under the key of the request.
    var takesKey = true
    var status: HTTPResponse.Status = .ok
    let answer: JSON
    let run: @Sendable (APICall) throws -> APIAnswer

    /// As the router writes it.
    var route: RouterPath { RouterPath(path.replacing("{", with: ":").replacing("}", with: "")) }
}

/// The API: every endpoint of the list behind the check of the program's token.
struct APIRoutes: Sendable {
    let console: Console
    /// In bytes.
    let bodyMax: Int

    static let root = "/api/v1"
    static let endpoints: [Endpoint] =
        incidentEndpoints + importEndpoints + readingEndpoints + moneyEndpoints
        + figureEndpoints + warningEndpoints + screeningEndpoints + lineEndpoints

    func add(to router: Router<WebContext>) {
        router.get("\(Self.root)/openapi.json") { _, _ in
            try APIAnswer(OpenAPI.document(Self.endpoints)).response()
        }
        let group = router.group(RouterPath(Self.root))
        for endpoint in Self.endpoints {
            group.on(endpoint.route, method: endpoint.method) { request, context in
                let call = try await call(endpoint, request, context)
                return try await console.blocking { try endpoint.run(call) }.response()
            }
        }
    }

    private func call(_ endpoint: Endpoint, _ request: Request, _ context: WebContext) async throws -> APICall {
        let now = console.platform.clock.now()
        let client = try await client(of: request, at: now)
        var (body, key) = ([UInt8](), IdempotencyKey?.none)
        if endpoint.method != .get {
            key = try Self.key(of: request)
            body = try await Self.collect(request, upTo: bodyMax)
        }
        return APICall(
            console: console, client: client, language: context.language, now: now,
            query: Form(urlEncoded: request.uri.query ?? ""), body: body, parameters: context.parameters, key: key)
    }

    private static let keyHeader = HTTPField.Name("Idempotency-Key")

    /// Nil where none was sent; what cannot be one is refused.
    private static func key(of request: Request) throws -> IdempotencyKey? {
        guard let text = keyHeader.flatMap({ request.headers[$0] }), !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let key = IdempotencyKey(text) else {
            throw FieldFault(.badRequest, [FieldProblem("Idempotency-Key", .malformed, found: text)])
        }
        return key
    }

    private func client(of request: Request, at now: Timestamp) async throws -> Client {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw SignInRefusal.notSignedIn }
        let token = SecretToken(String(parts[1]))
        return try await console.blocking { [clients = console.access.clients] in
            try clients.resolve(token, at: now)
        }
    }

    private static func collect(_ request: Request, upTo most: Int) async throws -> [UInt8] {
        if let text = request.headers[.contentLength], Int(text) ?? 0 > most { throw FormFault.tooLarge }
        do {
            return Array(try await request.body.collect(upTo: most).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw FormFault.tooLarge
        }
    }
}
