internal import Access
internal import Hummingbird
internal import Journal
internal import Primitives
internal import Recovery

/// One request of a program: who asks, what, when.
struct APICall: Sendable {
    let console: Console
    let client: Client
    let language: Language
    let now: Timestamp
    let query: Form
    let body: [UInt8]
    let parameters: Parameters
    /// The `Idempotency-Key` of an unsafe request.
    let key: IdempotencyKey?

    var principal: Principal { client.principal }

    func requireKey() throws(FieldFault) -> IdempotencyKey {
        guard let key else { throw FieldFault(.badRequest, [.init("Idempotency-Key", .required)]) }
        return key
    }

    /// How many of a list; 50 when it is not said.
    func limit() throws(FieldFault) -> Int {
        let text = query["limit"]
        if text.isEmpty { return Self.limitUsual }
        guard let limit = Int(text), (1...Self.limitMost).contains(limit) else {
            throw FieldFault(.badRequest, [.init("limit", .malformed, found: text)])
        }
        return limit
    }

    static let limitUsual = 50
    static let limitMost = 200

    /// The id after which a list goes on; nil at its start.
    func after<ID: Identifier>(_ type: ID.Type = ID.self) throws(FieldFault) -> ID? {
        let text = query["after"]
        if text.isEmpty { return nil }
        guard let id = ID(text) else { throw FieldFault(.badRequest, [.init("after", .malformed, found: text)]) }
        return id
    }

    /// A day of the query, `2026-03-14`.
    func day(_ name: String) throws(FieldFault) -> CivilDay? {
        let text = query[name]
        if text.isEmpty { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            let found = CivilDay(year: year, month: month, day: day)
        else { throw FieldFault(.badRequest, [.init(name, .malformed, found: text)]) }
        return found
    }

    func parameter(_ name: String) throws -> String {
        guard let text = parameters.get(name)?.removingPercentEscapes else { throw NotFound(name) }
        return text
    }
}

/// What an endpoint answers.
struct APIAnswer: Sendable {
    var status: HTTPResponse.Status = .ok
    var json: JSON

    init(_ json: JSON, status: HTTPResponse.Status = .ok) {
        self.json = json
        self.status = status
    }

    func response() throws -> Response {
        .bytes(
            Array(try CanonicalJSON.text(json).utf8), mediaType: "application/json; charset=utf-8", status: status)
    }
}
