internal import Access
internal import HTTPTypes
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension Endpoint.Parameter {
    private static let states = Warning.State.allCases.map(\.rawValue)

    fileprivate static let warning = Endpoint.Parameter(
        name: "id", place: .path, words: "The warning's id", schema: APISchemas.text, isRequired: true)
    fileprivate static let warningState = Endpoint.Parameter(
        name: "state", place: .query, words: "Of the police's list: open when it is not said",
        schema: APISchemas.choice(states))
    fileprivate static let afterWarning = Endpoint.Parameter(
        name: "after", place: .query, words: "`next` of the page before: a warning's id, for a bank a sighting's",
        schema: .object(["anyOf": .array([APISchemas.id(WarningID.self), APISchemas.id(SightingID.self)])]))
    fileprivate static let importSource = Endpoint.Parameter(
        name: "source", place: .query,
        words: "Whose table it is, where a line does not say it; national when it is not said",
        schema: APISchemas.choice(Sighting.Source.allCases.map(\.rawValue)))
}

extension APIRoutes {
    /// People who may be about to pay a fraudster: what is seen of them, and what comes of it.
    static let warningEndpoints: [Endpoint] = [
        Endpoint(
            method: .post, path: "/warnings", name: "reportWarning",
            words:
                "Report what was seen of a person who may be about to pay a fraudster; who is warned or watched already gets no second warning",
            sent: .init(mediaType: "application/json", schema: APISchemas.reference("Sighting")), status: .created,
            answer: APISchemas.reference("WarningReceipt"), run: { try $0.reportWarning() }),
        Endpoint(
            method: .get, path: "/warnings", name: "listWarnings",
            words:
                "The unit's warnings of one state and those under it, the newest first; to a bank or an operator what it reported itself",
            parameters: [.warningState, .afterWarning, .limit],
            answer: APISchemas.page(APISchemas.reference("Warning")), run: { try $0.listWarnings() }),
        Endpoint(
            method: .get, path: "/warnings/{id}", name: "warning",
            words: "One warning with what was seen; a bank or an operator sees what it reported and what came of it",
            parameters: [.warning], answer: APISchemas.reference("Warning"), run: { try $0.showWarning() }),
        Endpoint(
            method: .post, path: "/warnings/import", name: "importWarnings",
            words:
                "Report from a table, a line a warning; each line is taken whole or not at all, and once by its `sourceNumber`. Columns: "
                + WarningCSV.Column.allCases.map(\.rawValue).joined(separator: ", "),
            parameters: [.importSource], sent: .init(mediaType: "text/csv", schema: APISchemas.text),
            answer: APISchemas.object(["items": APISchemas.list(APISchemas.reference("ImportedWarning"))]),
            run: { try $0.importWarnings() }),
    ]
}

extension APICall {
    func reportWarning() throws -> APIAnswer {
        let report = try SightingJSON.report(body)
        let key = try requireKey()
        let received =
            principal.bank == nil
            ? try console.platform.warnings.receive(report, by: principal, key: key, at: now)
            : try console.platform.partnerWarnings.receive(report, by: principal, key: key, at: now)
        let warning = try console.platform.database.read { tx in try WarningTable(tx).require(received.warning) }
        return APIAnswer(
            .object([
                "warning": .id(warning.id), "kind": .string(received.kind.rawValue),
                "grade": .string(warning.grade.rawValue), "state": .string(warning.state.rawValue),
            ]), status: .created)
    }

    /// Where this reader's list goes on; an id of the other readers' list is not in it.
    private func after<ID: Identifier, Other: Identifier>(_ type: ID.Type, not other: Other.Type) throws -> ID? {
        if let text = try value("after", Optional.some), Other(text) != nil { throw NotFound(text) }
        return try after(type)
    }

    func listWarnings() throws -> APIAnswer {
        let limit = try self.limit()
        guard principal.bank == nil else {
            let lines = try console.platform.partnerWarnings.list(
                by: principal, before: try after(SightingID.self, not: WarningID.self), limit: limit + 1)
            let next = lines.count > limit ? lines[limit - 1].sighting.id.description : nil
            return APIAnswer(.page(lines.prefix(limit).map { [$0].record }, next: next))
        }
        let unit = try reach(.readWarning)
        let state = try value("state") { Warning.State(rawValue: $0) } ?? .open
        let after = try self.after(WarningID.self, not: SightingID.self)
        return try console.platform.database.read { tx in
            let found = try WarningTable(tx).list(state, under: unit, before: after, limit: limit + 1)
            let shown = Array(found.prefix(limit))
            let seen = Dictionary(grouping: try SightingTable(tx).of(shown.map(\.id)), by: \.warning)
            return APIAnswer(
                .page(
                    shown.map { $0.record(seen[$0.id] ?? []) },
                    next: found.count > limit ? shown.last?.id.description : nil))
        }
    }

    func showWarning() throws -> APIAnswer {
        let text = try parameter("id")
        guard let id = WarningID(text) else { throw NotFound(text) }
        guard principal.bank == nil else {
            let lines = try console.platform.partnerWarnings.about(id, by: principal)
            guard !lines.isEmpty else { throw NotFound(id) }
            return APIAnswer(lines.record)
        }
        return try console.platform.database.read { tx in
            guard let warning = try WarningTable(tx).find(id) else { throw NotFound(id) }
            try principal.permit(.readWarning, in: warning.unit, bank: nil)
            return APIAnswer(warning.record(try SightingTable(tx).of(id)))
        }
    }

    func importWarnings() throws -> APIAnswer {
        let key = try requireKey()
        _ = try reach(.enterWarning)
        let source = try value("source") { Sighting.Source(rawValue: $0) } ?? .national
        let table = try WarningCSV(String(decoding: body, as: UTF8.self), source: source)
        let done = try console.platform.warnings.receive(
            table, most: WarningCSV.rowsMost, by: principal, key: key, at: now)
        return APIAnswer(.object(["items": .array(done.map(answer))]))
    }

    private func answer(_ imported: ImportedWarning) -> JSON {
        .object([
            "row": .count(imported.line.line), "warning": .id(imported.received?.warning),
            "kind": .text(imported.received?.kind.rawValue),
            "fields": .array(imported.problems.map { $0.json(language) }),
        ])
    }
}

extension Warning {
    fileprivate func record(_ sightings: [Sighting]) -> JSON {
        .object([
            "id": .id(id), "state": .string(state.rawValue), "grade": .string(grade.rawValue),
            "receivedAt": .time(receivedAt), "outcome": .text(outcome?.rawValue), "closedAt": .time(closedAt),
            "mergedInto": .id(mergedInto), "family": .string(family.rawValue), "fraudType": .text(fraudType),
            "unit": .string(unit.text), "place": .string(place.text), "incident": .text(incident),
            "progress": .null, "avoidedFen": .null, "heldFen": .null,
            "person": .object([
                "name": .string(person.name), "phone": .text(person.phone?.masked),
                "identityNumber": .text(person.identityNumber?.masked),
            ]), "sightings": .array(sightings.map(\.record)),
        ])
    }
}

extension [PartnerWarnings.Line] {
    /// What one partner may know of a warning: its own reports and what came of them.
    fileprivate var record: JSON {
        guard let first else { return .null }
        return .object([
            "id": .id(first.warning), "state": .string(first.progress == .closed ? "watched" : "open"),
            "grade": .string(first.grade.rawValue), "receivedAt": .time(first.sighting.receivedAt),
            "outcome": .text(first.outcome?.rawValue), "closedAt": .time(first.closedAt),
            "progress": .string(first.progress.rawValue), "avoidedFen": .fen(first.avoided),
            "heldFen": .fen(first.held), "sightings": .array(map(\.sighting.record)),
            "mergedInto": .null, "family": .null, "fraudType": .null, "unit": .null, "place": .null,
            "incident": .null, "person": .null,
        ])
    }
}

extension Sighting {
    fileprivate var record: JSON {
        .object([
            "id": .id(id), "source": .string(source.rawValue), "sourceNumber": .string(ownNumber),
            "signs": .array(signs.map(JSON.string)), "seenAt": .time(seenAt), "receivedAt": .time(receivedAt),
            "stakeFen": .fen(stake), "note": .string(note),
        ])
    }
}
