internal import Foundation
internal import HTTPTypes
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Screening
internal import Workflow

extension APIRoutes {
    /// Streams of messages, calls, chats and hosts.
    static let screeningEndpoints = [
        Endpoint(
            method: .post, path: "/screenings", name: "screen",
            words:
                "Screen up to \(Screenings.itemsMost) messages, transcripts, chats or hosts, each with the person who got or opened it. What reaches the threshold becomes a sighting of the person, once by its `id`; of all else nothing is kept. Each item is taken whole or not at all",
            sent: .init(mediaType: "application/json", schema: APISchemas.screeningItems),
            answer: APISchemas.object(["items": APISchemas.list(APISchemas.reference("ScreenedItem"))]),
            run: { try $0.screen() })
    ]
}

extension APICall {
    func screen() throws -> APIAnswer {
        let items = try ScreeningJSON.items(body)
        let key = try requireKey()
        let screened = try console.platform.screenings.screen(items, by: principal, key: key, at: now)
        return APIAnswer(.object(["items": .array(zip(items, screened).map { answer($0, $1) })]))
    }

    private func answer(_ item: ScreeningItem, _ screened: Screenings.Screened) -> JSON {
        let assessment = screened.assessment
        let pieces = assessment?.pieces ?? []
        return .object([
            "id": .string(item[.id]), "verdict": .text(assessment?.verdict.rawValue),
            "points": assessment.map { .count($0.points) } ?? .null,
            "warnFrom": assessment.map { .count($0.warnFrom) } ?? .null,
            "pieces": .array(
                pieces.map { piece in
                    let reason = language(Text(piece.reason.zh, piece.reason.en))
                    return .object([
                        "code": .string(piece.code), "points": .count(piece.points), "reason": .string(reason),
                    ])
                }),
            "type": assessment?.type?.record ?? .null, "warning": .id(screened.received?.warning),
            "kind": .text(screened.received?.kind.rawValue),
            "fields": .array(screened.problems.map { $0.json(language) }),
        ])
    }
}

extension Assessment.FraudType {
    fileprivate var record: JSON {
        .object(["code": .string(code), "percent": .count(percent), "isSure": .bool(isSure)])
    }
}

/// Reads the items of a stream; what is wrong with the form of one refuses the whole call, by its place and member.
enum ScreeningJSON {
    static func items(_ body: [UInt8]) throws(FieldFault) -> [ScreeningItem] {
        let json: JSON
        do { json = try JSONDecoder().decode(JSON.self, from: Data(body)) } catch { throw fault("body", .malformed) }
        guard case .object(let members) = json else { throw fault("body", .malformed) }
        if let name = members.keys.sorted().first(where: { $0 != "items" }) {
            throw fault(name.isEmpty ? "body" : name, .unknownColumn, found: name)
        }
        guard let items = members["items"] else { throw fault("items", .required) }
        guard let items = items.array else { throw fault("items", .malformed) }
        guard !items.isEmpty else { throw fault("items", .required) }
        guard items.count <= Screenings.itemsMost else { throw fault("items", .tooMany, found: "\(items.count)") }
        var problems: [FieldProblem] = []
        let read = items.enumerated().map { index, item in self.item(item, "items.\(index)", &problems) }
        guard problems.isEmpty else { throw FieldFault(.badRequest, problems) }
        return read
    }

    private static func item(_ json: JSON, _ place: String, _ problems: inout [FieldProblem]) -> ScreeningItem {
        var item = ScreeningItem()
        guard case .object(let members) = json else {
            problems.append(FieldProblem(place, .malformed))
            return item
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let field = ScreeningItem.Field(rawValue: name) {
                if let text = value == .null ? String() : value.string {
                    item[field] = text
                } else {
                    problems.append(FieldProblem("\(place).\(name)", .malformed))
                }
            } else {
                problems.append(FieldProblem("\(place).\(name)", .unknownColumn, found: name))
            }
        }
        return item
    }

    private static func fault(_ field: String, _ rule: FieldProblem.Rule, found: String = "") -> FieldFault {
        FieldFault(.badRequest, [FieldProblem(field, rule, found: found)])
    }
}
