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
        return APIAnswer(.object(["items": .array(try table.reports.map { try take($0, key) })]))
    }

    private func take(_ report: IntakeCSV.Report, _ key: IdempotencyKey) throws -> JSON {
        do {
            guard report.problems.isEmpty else { throw Problems(report.problems) }
            guard let own = IdempotencyKey("\(key.text)/\(report.name)") else {
                throw Problems([FieldProblem("row.\(report.rows[0]).report", .textTooLong, found: report.name)])
            }
            let receipt = try console.platform.incidents.register(report.intake, by: principal, key: own, at: now)
            return answer(report, receipt: receipt, fields: [])
        } catch let problems as Problems {
            return answer(report, receipt: nil, fields: problems.all.map(report.placed))
        } catch is Refusal {
            return answer(
                report, receipt: nil,
                fields: [report.placed(FieldProblem("unit", .unknownUnit, found: report.intake.unit))])
        }
    }

    private func answer(_ report: IntakeCSV.Report, receipt: Receipt?, fields: [FieldProblem]) -> JSON {
        .object([
            "report": .string(report.name), "rows": .array(report.rows.map { .count($0) }),
            "receipt": receipt?.record ?? .null, "fields": .array(fields.map { $0.json(language) }),
        ])
    }
}
