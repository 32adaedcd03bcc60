internal import Access
internal import Foundation
internal import HTTPTypes
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

extension Endpoint.Parameter {
    fileprivate static let line = Endpoint.Parameter(
        name: "id", place: .path, words: "The request's id", schema: APISchemas.text, isRequired: true)
}

extension APIRoutes {
    /// Lines that an operator is asked to suspend while their holders talk to fraudsters.
    static let lineEndpoints: [Endpoint] = [
        Endpoint(
            method: .get, path: "/line-suspensions", name: "listLineSuspensions",
            words: "What the operator has to suspend, to put on again or to confirm, the oldest first",
            parameters: [.limit],
            answer: APISchemas.object(["items": APISchemas.list(APISchemas.reference("LineSuspension"))]),
            run: { try $0.listLines() }),
        Endpoint(
            method: .post, path: "/line-suspensions/{id}/answer", name: "answerLineSuspension",
            words:
                "Say that the line is off (suspended), on again (restored), or why it cannot be suspended (refused); the same again changes nothing",
            parameters: [.line],
            sent: .init(mediaType: "application/json", schema: APISchemas.reference("LineAnswer")),
            answer: APISchemas.reference("LineSuspension"), run: { try $0.answerLine() }),
    ]
}

extension APISchemas {
    /// What the API takes and gives about suspended lines.
    static let ofLines: [String: JSON] = ["LineSuspension": lineSuspension, "LineAnswer": lineAnswer]

    private static let reasons = choice(LineSuspension.RefusalReason.allCases.map(\.rawValue))

    private static let lineSuspension = object([
        "id": text, "phone": text, "state": choice(LineSuspension.State.allCases.map(\.rawValue)), "reason": text,
        "askedAt": time, "termSeconds": number, "due": time, "isOverdue": flag, "endsAt": orNull(time),
        "restoredAt": orNull(time), "refusal": orNull(reasons), "words": text,
    ])

    private static let lineAnswer = object(
        ["answer": choice(LineAnswerJSON.answers), "refusal": orNull(reasons), "words": orNull(text)],
        optional: ["refusal", "words"])
}

extension APICall {
    func listLines() throws -> APIAnswer {
        try principal.permit(.readForBank, in: nil, bank: principal.bank)
        guard let carrier = principal.bank else { throw Refusal.notYourBank }
        let limit = try self.limit()
        return try console.platform.database.read { tx in
            let lines = try LineSuspensionTable(tx).owed(by: carrier, limit: limit)
            return APIAnswer(.object(["items": .array(lines.map(\.record))]))
        }
    }

    func answerLine() throws -> APIAnswer {
        try principal.permit(.answerForBank, in: nil, bank: principal.bank)
        let text = try parameter("id")
        guard let id = LineSuspensionID(text) else { throw NotFound(text) }
        let answer = try LineAnswerJSON.answer(body)
        try console.platform.lines.answer(id, answer, by: principal, key: try requireKey(), at: now)
        return try console.platform.database.read { tx in
            guard let line = try LineSuspensionTable(tx).find(id) else { throw NotFound(id) }
            return APIAnswer(line.record)
        }
    }
}

/// Reads what an operator's program answers.
enum LineAnswerJSON {
    static let answers = ["suspended", "refused", "restored"]

    /// Throws `FieldFault` with everything that is wrong with the body.
    static func answer(_ body: [UInt8]) throws(FieldFault) -> LineSuspensions.Answer {
        let json: JSON
        do { json = try JSONDecoder().decode(JSON.self, from: Data(body)) } catch {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        guard case .object(let members) = json else {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        let unknown = members.keys.filter { !["answer", "refusal", "words"].contains($0) }.sorted()
        var problems = unknown.map { FieldProblem($0.isEmpty ? "body" : $0, .unknownColumn, found: $0) }
        let words = text(members, "words", &problems)
        let refusal = text(members, "refusal", &problems)
        let why = LineSuspension.RefusalReason(rawValue: refusal)
        let answer = text(members, "answer", &problems)
        if !answers.contains(answer) { problems.append(FieldProblem("answer", .malformed, found: answer)) }
        if answer == "refused", why == nil { problems.append(FieldProblem("refusal", .malformed, found: refusal)) }
        guard problems.isEmpty else { throw FieldFault(.badRequest, problems) }
        guard answer == "refused", let why else { return answer == "suspended" ? .suspended : .restored }
        return .refused(why, words: words)
    }

    /// Empty where it is left out or null.
    private static func text(_ members: [String: JSON], _ name: String, _ problems: inout [FieldProblem]) -> String {
        guard let value = members[name], value != .null else { return String() }
        guard let text = value.string else {
            problems.append(FieldProblem(name, .malformed))
            return String()
        }
        return text
    }
}

extension LineSuspension {
    fileprivate var record: JSON {
        .object([
            "id": .id(id), "phone": .string(phone.text), "state": .string(state.rawValue), "reason": .string(reason),
            "askedAt": .time(askedAt), "termSeconds": .number(term.wholeSeconds), "due": .time(due),
            "isOverdue": .bool(isOverdue), "endsAt": .time(endsAt), "restoredAt": .time(restoredAt),
            "refusal": .text(refusal?.rawValue), "words": .string(words),
        ])
    }
}
