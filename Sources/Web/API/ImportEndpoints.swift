internal import Access
internal import HTTPTypes
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

extension APIRoutes {
    /// Many reports at once.
    static let importEndpoints = [
        Endpoint(
            method: .post, path: "/incidents/import", name: "importIncidents",
            words:
                "Report from a table, a row a transfer, rows with the same `report` one incident; an incident is taken whole or not at all. Columns: "
                + IntakeCSV.Column.allCases.map(\.rawValue).joined(separator: ", "),
            sent: .init(mediaType: "text/csv", schema: APISchemas.text),
            answer: APISchemas.object(["items": APISchemas.list(APISchemas.reference("ImportedReport"))]),
            run: { try $0.importReports() })
    ]
}

extension APICall {
    /// Each report is a command of its own under a key of its own: sent again, what was taken stays as it is.
    func importReports() throws -> APIAnswer {
        let key = try requireKey()
        _ = try reach(.registerIncident)
        let table = try IntakeCSV(String(decoding: body, as: UTF8.self))
        let reports = try console.platform.incidents.register(table, by: principal, key: key, at: now)
        return APIAnswer(.object(["items": .array(reports.map(answer))]))
    }

    private func answer(_ imported: ImportedReport) -> JSON {
        .object([
            "report": .string(imported.report.name), "rows": .array(imported.report.rows.map { .count($0) }),
            "receipt": imported.receipt?.record ?? .null,
            "fields": .array(imported.problems.map { $0.json(language) }),
        ])
    }
}
