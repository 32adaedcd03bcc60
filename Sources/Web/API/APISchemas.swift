internal import Primitives
internal import Recovery

/// The schemas of what the API takes and gives, and short ways to write one.
enum APISchemas {
    static let text = JSON.object(["type": .string("string")])
    static let number = JSON.object(["type": .string("integer")])
    static let flag = JSON.object(["type": .string("boolean")])
    static func number(in bounds: ClosedRange<Int>) -> JSON {
        .object([
            "type": .string("integer"), "minimum": .count(bounds.lowerBound), "maximum": .count(bounds.upperBound),
        ])
    }

    static func id(_ type: (some Identifier).Type) -> JSON {
        .object(["type": .string("string"), "pattern": .string("^\(type.prefix)-[0-9a-f]{16}$")])
    }

    static let fen = JSON.object(["type": .string("integer"), "description": .string("fen, 0.01 yuan")])
    static let time = JSON.object(["type": .string("string"), "format": .string("date-time")])
    static let day = JSON.object(["type": .string("string"), "format": .string("date")])

    static func choice(_ values: [String]) -> JSON {
        .object(["type": .string("string"), "enum": .array(values.map(JSON.string))])
    }

    static func list(_ of: JSON) -> JSON { .object(["type": .string("array"), "items": of]) }

    static func reference(_ name: String) -> JSON { .object(["$ref": .string("#/components/schemas/\(name)")]) }

    /// A member without a value is null.
    static func orNull(_ schema: JSON) -> JSON {
        .object(["anyOf": .array([schema, .object(["type": .string("null")])])])
    }

    /// Of an open object any member may be left out, of another only those in `optional`.
    static func object(
        _ members: KeyValuePairs<String, JSON>, isOpen: Bool = false, optional: Set<String> = []
    ) -> JSON {
        let required: [JSON] = isOpen ? [] : members.map(\.key).filter { !optional.contains($0) }.map(JSON.string)
        var schema: [String: JSON] = [
            "type": .string("object"),
            "properties": .object(Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })),
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        if isOpen { schema["additionalProperties"] = .bool(false) }
        return .object(schema)
    }

    /// One page of a list: its items and the id after which it goes on, null at its end.
    static func page(_ of: JSON) -> JSON { object(["items": list(of), "next": orNull(text)]) }

    static let all: [String: JSON] = [
        "Problem": problem, "Intake": intake, "IntakeTransfer": intakeTransfer,
        "AddedTransfer": addedTransfer, "Receipt": receipt,
        "Sums": sums, "Incident": incident, "IncidentDetail": incidentDetail, "StopPayment": stopPayment,
        "Trace": trace, "Bank": bank, "AnswerTime": answerTime, "Figures": figures, "Verdict": verdict,
        "ImportedReport": importedReport, "FieldProblem": fieldProblem, "Reading": reading,
    ].merging(ofWarnings) { first, _ in first }.merging(ofLines) { first, _ in first }.merging(ofScreenings) {
        first, _ in first
    }

    private static let problem = object(
        [
            "type": text, "title": text, "status": number, "detail": text, "request": text,
            "fields": list(reference("FieldProblem")),
        ], optional: ["fields"])

    /// A text that may be left out, null or empty alike.
    private static let told = JSON.object(["type": .array([.string("string"), .string("null")])])
    /// Counts the report's victims from 0 on.
    private static let victim = number(in: 0...victimMost)
    static let victimMost = 199

    private static let intakeTransfer = object(
        [
            "victim": victim, "payerNumber": told, "payerBank": told, "amount": told, "time": told,
            "payeeNumber": told, "payeeName": told, "payeeBank": told,
        ], isOpen: true)

    private static let addedTransfer = object(
        [
            "id": orNull(id(TransferID.self)), "victim": victim, "payerNumber": told, "payerBank": told,
            "amount": told, "time": told, "payeeNumber": told, "payeeName": told, "payeeBank": told,
        ], isOpen: true)

    /// One transfer at least; one with an id completes what is known under it.
    static let addedTransfers = JSON.object([
        "type": .string("object"), "required": .array([.string("transfers")]),
        "properties": .object([
            "transfers": .object([
                "type": .string("array"), "minItems": .number(1), "items": reference("AddedTransfer"),
            ])
        ]), "additionalProperties": .bool(false),
    ])

    private static let channel = JSON.object([
        "enum": .array(ReportChannel.allCases.map { .string($0.rawValue) } + [.string(""), .null])
    ])

    private static let intake = object(
        [
            "channel": channel, "unit": told, "reportedAt": told, "fraudType": told, "narrative": told,
            "victims": list(
                object(["name": told, "idNumber": told, "phone": told, "whereabouts": told], isOpen: true)),
            "transfers": list(reference("IntakeTransfer")),
            "clues": .object(["type": .string("object"), "additionalProperties": told]), "protectVictim": flag,
            "joins": told,
        ], isOpen: true)

    private static let receipt = object(["incident": text, "number": text, "joinedTo": orNull(text)])

    private static let sums = object([
        "defraudedFen": fen, "heldFen": fen, "atLargeFen": fen, "exitedFen": fen, "returnedFen": fen,
        "deepestTier": number,
    ])

    private static let incident = object([
        "id": text, "number": text, "unit": text, "channel": text, "reportedAt": time, "recordedAt": time,
        "fraudType": orNull(text), "state": choice(Incident.State.allCases.map(\.rawValue)), "joinedTo": orNull(text),
        "firstHeldAt": orNull(time), "sums": reference("Sums"),
    ])

    private static let incidentDetail = object([
        "incident": reference("Incident"), "narrative": text,
        "victims": list(object(["id": text, "name": text, "idNumber": orNull(text), "phone": orNull(text)])),
        "transfers": list(
            object([
                "id": text, "victim": text, "payer": orNull(account), "payee": orNull(account),
                "payeeName": orNull(text), "payeeNumber": orNull(text), "amountFen": orNull(fen),
                "time": orNull(time), "missing": list(text),
            ])),
        "stopPayments": list(reference("StopPayment")),
        "acts": list(
            object([
                "id": text, "kind": text, "bank": text, "state": text, "createdAt": time, "answerDue": time,
                "answeredAt": orNull(time), "tries": number,
            ])),
        "accounts": list(
            object(["account": account, "tier": number, "receivedFen": fen, "heldFen": fen, "atLargeFen": fen])),
    ])

    private static let account = object(["id": text, "bank": text, "number": text, "name": orNull(text)])

    private static let stopPayment = object([
        "id": text, "incident": text, "account": account,
        "state": choice(StopPayment.State.allCases.map(\.rawValue)), "tier": number, "uses": number,
        "requestedAt": time, "executedAt": orNull(time), "endsAt": orNull(time), "endedAt": orNull(time),
        "balanceHeldFen": orNull(fen), "refusalCode": orNull(text),
        "claims": list(object(["incident": text, "tracedFen": fen, "isLive": flag])),
    ])

    private static let trace = object([
        "incident": text, "rule": text, "sums": reference("Sums"), "untraceableFen": fen,
        "holders": list(
            object([
                "account": orNull(account), "amountFen": fen, "tier": number, "isHeld": flag, "isHub": flag,
                "awaitsStatement": flag,
            ])),
        "exits": list(
            object(["kind": text, "account": orNull(account), "amountFen": fen, "tier": number, "at": time])),
        "unexplained": list(object(["account": orNull(account), "amountFen": fen, "tier": number])),
        "pieces": list(
            object([
                "parent": orNull(number), "transfer": text, "to": orNull(account), "amountFen": fen, "tier": number,
                "at": time,
            ])),
    ])

    private static let bank = object(["code": text, "name": text, "kind": text, "link": text])

    private static let answerTime = object([
        "bank": text, "answers": number, "medianSeconds": number, "percentile95Seconds": number,
    ])

    private static let figures = object([
        "from": day, "to": day, "incidents": number, "sums": reference("Sums"), "balanceHeldFen": fen,
        "stopPayments": number,
    ])

    private static let verdict = object([
        "entries": number, "tail": number, "holds": flag, "broken": orNull(text),
    ])

    private static let importedReport = object([
        "report": text, "rows": list(number), "receipt": orNull(reference("Receipt")),
        "fields": list(reference("FieldProblem")),
    ])

    /// The text, and the day from which spoken days count; today when it is not said.
    static let statement = JSON.object([
        "type": .string("object"), "required": .array([.string("text")]),
        "properties": .object([
            "text": .object(["type": .string("string"), "maxLength": .count(StatementReading.lengthMax)]),
            "day": orNull(day),
        ]), "additionalProperties": .bool(false),
    ])

    private static let percent = number(in: 0...100)

    private static let reading = object([
        "type": orNull(
            object([
                "code": text, "confidencePercent": percent, "isSure": flag,
                "alternatives": list(object(["code": text, "confidencePercent": percent])), "because": list(text),
            ])),
        "entities": list(
            object([
                "kind": text, "value": text, "role": orNull(text), "place": orNull(text), "carrier": orNull(text),
                "start": number, "end": number,
            ])),
        "values": list(object(["field": text, "text": text, "entity": number, "isSure": flag])),
        "incident": reference("Intake"),
    ])

    private static let fieldProblem = object(["field": text, "rule": text, "found": text, "message": text])
}
