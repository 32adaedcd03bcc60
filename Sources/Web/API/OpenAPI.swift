internal import HTTPTypes
internal import Primitives

/// The OpenAPI 3.1 document of a list of endpoints.
enum OpenAPI {
    static func document(_ endpoints: [Endpoint]) -> JSON {
        let paths = Dictionary(grouping: endpoints, by: { APIRoutes.root + $0.path }).mapValues { endpoints in
            JSON.object(
                Dictionary(
                    uniqueKeysWithValues: endpoints.map { ($0.method.rawValue.lowercased(), operation($0)) }))
        }
        return .object([
            "openapi": .string("3.1.0"),
            "info": .object([
                "title": .string("Shouwang 守望"), "version": .string("1"),
                "description": .string(
                    "Sums of money are whole fen (0.01 yuan); times are RFC 3339 in UTC+8; account numbers, ID numbers and telephones are masked. Lists go on by `next`: give it as `after`."
                ),
            ]),
            "paths": .object(paths), "security": .array([.object(["token": .array([])])]),
            "components": .object([
                "securitySchemes": .object([
                    "token": .object(["type": .string("http"), "scheme": .string("bearer")])
                ]),
                "schemas": .object(APISchemas.all),
                "responses": .object(["Problem": problem]),
            ]),
        ])
    }

    private static func operation(_ endpoint: Endpoint) -> JSON {
        var parameters = endpoint.parameters
        if endpoint.method != .get, endpoint.takesKey { parameters.append(idempotencyKey) }
        var members: [String: JSON] = [
            "operationId": .string(endpoint.name), "summary": .string(endpoint.words),
            "responses": .object([
                "\(endpoint.status.code)": .object([
                    "description": .string(endpoint.words), "content": content("application/json", endpoint.answer),
                ]),
                "default": .object(["$ref": .string("#/components/responses/Problem")]),
            ]),
        ]
        if !parameters.isEmpty { members["parameters"] = .array(parameters.map(parameter)) }
        if let sent = endpoint.sent {
            members["requestBody"] = .object([
                "required": .bool(true), "content": content(sent.mediaType, sent.schema),
            ])
        }
        return .object(members)
    }

    private static let idempotencyKey = Endpoint.Parameter(
        name: "Idempotency-Key", place: .header,
        words: "1 to 200 visible characters: the same key with the same body is done once and answered alike",
        schema: .object(["type": .string("string"), "pattern": .string("^[!-~]{1,200}$")]), isRequired: true)

    private static func parameter(_ parameter: Endpoint.Parameter) -> JSON {
        .object([
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "description": .string(parameter.words), "required": .bool(parameter.isRequired),
            "schema": parameter.schema,
        ])
    }

    private static func content(_ mediaType: String, _ schema: JSON) -> JSON {
        .object([mediaType: .object(["schema": schema])])
    }

    private static let problem = JSON.object([
        "description": .string("RFC 9457, with the fields that are wrong; words in the language of Accept-Language"),
        "content": content("application/problem+json", APISchemas.reference("Problem")),
    ])
}
