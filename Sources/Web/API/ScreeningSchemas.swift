internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Screening
internal import Workflow

extension APISchemas {
    /// What the API takes and gives where streams are screened.
    static let ofScreenings: [String: JSON] = [
        "ScreeningItem": item, "ScreenedItem": screened, "ScreeningPiece": piece,
    ]

    static let screeningItems = JSON.object([
        "type": .string("object"), "required": .array([.string("items")]),
        "properties": .object([
            "items": .object([
                "type": .string("array"), "minItems": .number(1), "maxItems": .count(Screenings.itemsMost),
                "items": reference("ScreeningItem"),
            ])
        ]), "additionalProperties": .bool(false),
    ])

    private static let told = orNull(text)

    private static let item = object(
        [
            "id": told, "at": told, "kind": orNull(choice(ScreenedKind.allCases.map(\.rawValue))), "phone": told,
            "from": told, "place": told, "text": told, "host": told,
        ], isOpen: true)

    private static let piece = object(["code": text, "points": number, "reason": text])

    private static let screened = object([
        "id": text, "verdict": orNull(choice(Assessment.Verdict.allCases.map(\.rawValue))), "points": orNull(number),
        "warnFrom": orNull(number), "pieces": list(reference("ScreeningPiece")),
        "type": orNull(object(["code": text, "percent": number, "isSure": flag])), "warning": orNull(text),
        "kind": orNull(choice(Warnings.Received.Kind.allCases.map(\.rawValue))),
        "fields": list(reference("FieldProblem")),
    ])
}
