internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Workflow

extension APISchemas {
    /// What the API takes and gives about warnings.
    static let ofWarnings: [String: JSON] = [
        "Sighting": sighting, "WarningReceipt": warningReceipt, "Warning": warning, "SeenSighting": seenSighting,
        "ImportedWarning": importedWarning,
    ]

    private static let told = JSON.object(["type": .array([.string("string"), .string("null")])])
    private static let grade = choice(Grade.allCases.map(\.rawValue))
    private static let warningState = choice(Warning.State.allCases.map(\.rawValue))
    private static let source = choice(Sighting.Source.allCases.map(\.rawValue))
    private static let kind = choice(Warnings.Received.Kind.allCases.map(\.rawValue))

    /// Sums are yuan as people write them; a place is a unit's twelve digits or an area's six.
    private static let sighting = object(
        [
            "source": orNull(source), "sourceNumber": told, "signs": list(text), "seenAt": told, "stake": told,
            "payee": told, "fraudType": told, "note": told, "name": told, "identityNumber": told, "phone": told,
            "home": told, "whereabouts": told, "place": told, "relative": told, "relativePhone": told,
        ], isOpen: true)

    private static let warningReceipt = object([
        "warning": text, "kind": kind, "grade": grade, "state": warningState,
    ])

    private static let seenSighting = object([
        "id": text, "source": source, "sourceNumber": text, "signs": list(text), "seenAt": time, "receivedAt": time,
        "stakeFen": fen, "note": text,
    ])

    private static let person = object(["name": text, "phone": orNull(text), "identityNumber": orNull(text)])
    private static let progress = choice(PartnerWarnings.Line.Progress.allCases.map(\.rawValue))

    /// From `mergedInto` on the members are the police's alone, and null to a partner; `progress` and the sums are a partner's.
    private static let warning = object([
        "id": text, "state": warningState, "grade": grade, "receivedAt": time, "outcome": orNull(text),
        "closedAt": orNull(time), "sightings": list(reference("SeenSighting")), "progress": orNull(progress),
        "avoidedFen": orNull(fen), "heldFen": orNull(fen), "mergedInto": orNull(text), "family": orNull(text),
        "fraudType": orNull(text), "unit": orNull(text), "place": orNull(text), "incident": orNull(text),
        "person": orNull(person),
    ])

    private static let importedWarning = object([
        "row": number, "warning": orNull(text), "kind": orNull(kind), "fields": list(reference("FieldProblem")),
    ])
}
