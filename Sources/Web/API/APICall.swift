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

    /// A value of the query as `read` takes it; nil when it is not said, and what is said must be readable.
    func value<Value>(_ name: String, _ read: (String) -> Value?) throws(FieldFault) -> Value? {
        guard query.contains(name) else { return nil }
        let text = query.exact(name)
        guard let value = read(text) else { throw FieldFault(.badRequest, [.init(name, .malformed, found: text)]) }
        return value
    }

    /// A whole number of the query within bounds.
    func number(_ name: String, in bounds: ClosedRange<Int>) throws(FieldFault) -> Int? {
        try value(name) { text in text.isAllDigits ? Int(text).flatMap { bounds.contains($0) ? $0 : nil } : nil }
    }

    /// How many of a list; 50 when it is not said.
    func limit() throws(FieldFault) -> Int { try number("limit", in: 1...Self.limitMost) ?? Self.limitUsual }

    static let limitUsual = 50
    static let limitMost = 200

    /// The id after which a list goes on; nil at its start.
    func after<ID: Identifier>(_ type: ID.Type = ID.self) throws(FieldFault) -> ID? {
        try value("after") { ID($0) }
    }

    /// A day of the query, `2026-03-14`.
    func day(_ name: String) throws(FieldFault) -> CivilDay? {
        try value(name) { CivilDay($0) }
    }

    func parameter(_ name: String) throws -> String { try parameters.text(name) }
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
