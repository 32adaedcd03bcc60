internal import Access
internal import Foundation
internal import HTTPTypes
internal import Primitives
internal import Recovery

extension APIRoutes {
    /// What a statement says, before a report is made of it.
    static let readingEndpoints = [
        Endpoint(
            method: .post, path: "/readings", name: "readStatement",
            words:
                "Read a statement, a message or a chat: the kind of fraud, what it names and where, and a report made of it. Nothing is kept",
            sent: .init(mediaType: "application/json", schema: APISchemas.statement), takesKey: false,
            answer: APISchemas.reference("Reading"), run: { try $0.readStatement() })
    ]
}

extension APICall {
    /// Unmasked: whoever asks has sent the text.
    func readStatement() throws -> APIAnswer {
        _ = try reach(.registerIncident)
        let (text, day) = try statement()
        let reading = StatementReading(text, day: day ?? CivilTime(now).day)
        return APIAnswer(reading.record)
    }

    private func statement() throws(FieldFault) -> (text: String, day: CivilDay?) {
        let json: JSON
        do { json = try JSONDecoder().decode(JSON.self, from: Data(body)) } catch {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        guard case .object(let members) = json else {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        var problems = members.keys.sorted().filter { !["text", "day"].contains($0) }.map {
            FieldProblem($0.isEmpty ? "body" : $0, .unknownColumn, found: $0)
        }
        let text = members["text"]?.string
        if text == nil { problems.append(FieldProblem("text", members["text"] == nil ? .required : .malformed)) }
        if let text, text.count > StatementReading.lengthMax {
            problems.append(FieldProblem("text", .textTooLong, found: "\(text.count)"))
        }
        let given = members["day"] ?? .null
        let day = given.string.flatMap { CivilDay($0) }
        if given != .null, day == nil { problems.append(FieldProblem("day", .malformed, found: given.string ?? "")) }
        guard problems.isEmpty, let text else { throw FieldFault(.badRequest, problems) }
        return (text, day)
    }
}

extension StatementReading {
    fileprivate var record: JSON {
        .object([
            "type": type?.record ?? .null, "entities": .array(marks.map(\.record)),
            "values": .array(values.map(\.record)), "incident": intake.record,
        ])
    }
}

extension StatementReading.FraudType {
    fileprivate var record: JSON {
        .object([
            "code": .string(code), "confidencePercent": .percent(confidence), "isSure": .bool(isSure),
            "alternatives": .array(
                alternatives.map {
                    .object(["code": .string($0.code), "confidencePercent": .percent($0.confidence)])
                }),
            "because": .array(because.map(JSON.string)),
        ])
    }
}

extension StatementReading.Mark {
    fileprivate var record: JSON {
        .object([
            "kind": .string(kind), "value": .string(value), "role": .text(role), "place": .text(place),
            "carrier": .text(carrier), "start": .count(range.lowerBound), "end": .count(range.upperBound),
        ])
    }
}

extension ReadValue {
    fileprivate var record: JSON {
        .object([
            "field": .string(field), "text": .string(text), "entity": .count(mark - 1), "isSure": .bool(isSure),
        ])
    }
}

extension Intake {
    /// As `POST /incidents` takes it.
    fileprivate var record: JSON {
        .object([
            "fraudType": .string(fraudType),
            "victims": .array(
                victims.map { victim in
                    JSON.object(
                        Dictionary(
                            uniqueKeysWithValues: Victim.Part.allCases.map {
                                ($0.rawValue, .string(victim[keyPath: $0.path]))
                            }))
                }),
            "transfers": .array(
                transfers.map { transfer in
                    JSON.object(
                        Dictionary(
                            uniqueKeysWithValues: Transfer.Part.allCases.map {
                                ($0.rawValue, .string(transfer[keyPath: $0.path]))
                            }))
                }),
            "clues": .object(clues.mapValues(JSON.string)),
        ])
    }
}

extension JSON {
    fileprivate static func percent(_ share: Double) -> JSON { .number(Int64(share * 100)) }
}
