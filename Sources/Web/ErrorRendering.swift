internal import Hummingbird
internal import Primitives
internal import Recovery

extension ErrorResponse {
    /// RFC 9457, with `fields`: which field, which rule, what was found, and what would be right in words.
    func problem(_ language: Language, request: String) throws -> Response {
        var members: [String: JSON] = [
            "type": .string("about:blank"), "title": .string(language(.ofStatus(Int(status.code)))),
            "status": .number(Int64(status.code)), "detail": .string(language(words)), "request": .string(request),
        ]
        if !fields.isEmpty { members["fields"] = .array(fields.map { $0.json(language) }) }
        return .bytes(
            Array(try CanonicalJSON.text(JSON.object(members)).utf8), mediaType: "application/problem+json",
            status: status)
    }

    /// What happened, in the slim frame; the request's number is what to name when asking for help.
    func page(_ frame: SlimFrame, request: String) -> HTML {
        let language = frame.language
        let rows = fields.map { field -> HTML in "<li>\(field.field): \(language(.problem(field)))</li>" }
        let number: HTML? =
            status.code >= 500
            ? "<p class=\"mut\">\(language(.requestNumber)) <span class=\"mono\">\(request)</span></p>" : nil
        let back = status == .unauthorized ? Address.signIn : .board
        return frame.page(
            title: language(.ofStatus(Int(status.code))),
            """
            <div class="panel"><h1>\(language(.ofStatus(Int(status.code))))</h1><p>\(language(words))</p>\
            \(when: !rows.isEmpty, "<ul>\(rows)</ul>")\(number)\
            <p>\(HTML.button(language(status == .unauthorized ? .signIn : .toFirstPage), to: back.path, isPrimary: true))</p></div>
            """)
    }
}

extension FieldProblem {
    func json(_ language: Language) -> JSON {
        .object([
            "field": .string(field), "rule": .string(rule.rawValue), "found": .string(found),
            "message": .string(language(.problem(self))),
        ])
    }
}
