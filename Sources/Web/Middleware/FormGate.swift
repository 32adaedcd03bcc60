internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Primitives
internal import Recovery

/// Reads what is sent by POST, and refuses what does not come from a page of this session.
struct FormGate: RouterMiddleware {
    typealias Context = WebContext

    /// In bytes; a form with files may be `filesMax` large, all its files together.
    let formMax: Int
    let filesMax: Int

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard !Self.safe.contains(request.method) else { return try await next(request, context) }
        try Self.checkOrigin(of: request)
        var context = context
        context.form = try await form(of: request)
        try context.form.checkTexts()
        if let token = context.signedIn?.token {
            let given = Self.tokenHeader.flatMap { request.headers[$0] } ?? context.form.exact("csrf")
            guard token.accepts(formToken: given) else { throw FormFault.token }
        }
        return try await next(request, context)
    }

    private static let safe: [HTTPRequest.Method] = [.get, .head, .options]
    private static let tokenHeader = HTTPField.Name("X-CSRF-Token")

    /// What a browser says of where a form comes from; a client that says nothing is held to the form's token.
    private static func checkOrigin(of request: Request) throws {
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) {
            guard ["same-origin", "none"].contains(site) else { throw FormFault.otherSite }
        } else if let origin = request.headers[.origin], let host = request.head.authority {
            guard origin.hasSuffix("://\(host)") else { throw FormFault.otherSite }
        }
    }

    private func form(of request: Request) async throws -> Form {
        let type = request.headers[.contentType] ?? ""
        let isMultipart = type.lowercased().hasPrefix("multipart/form-data")
        let most = isMultipart ? filesMax : formMax
        if let text = request.headers[.contentLength], Int(text) ?? 0 > most { throw FormFault.tooLarge }
        let bytes: [UInt8]
        do {
            bytes = Array(try await request.body.collect(upTo: most).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw FormFault.tooLarge
        }
        guard isMultipart else { return Form(urlEncoded: String(decoding: bytes, as: UTF8.self)) }
        let boundary = Form.parameter("boundary", of: type) ?? ""
        guard let form = Form(multipart: bytes, boundary: boundary) else { throw FormFault.unreadable }
        return form
    }
}

extension Form {
    /// Characters of any field but those that hold a whole story, statement or table, which have limits of their own.
    private static let textMost = 2_000
    private static let longFields: Set = ["narrative", "rows", "table"]

    /// Throws `Problems` that name each field, and each file, whose text cannot be shown or is too long.
    func checkTexts() throws(Problems) {
        var problems: [FieldProblem] = []
        for name in names {
            let texts = all(name)
            if !texts.allSatisfy(\.isPrintable) { problems.append(FieldProblem(name, .unprintable)) }
            if !Self.longFields.contains(name), texts.contains(where: { $0.count > Self.textMost }) {
                problems.append(FieldProblem(name, .textTooLong))
            }
        }
        for file in files where !file.name.isPrintable { problems.append(FieldProblem(file.field, .unprintable)) }
        if !problems.isEmpty { throw Problems(problems) }
    }
}
