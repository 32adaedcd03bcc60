internal import Primitives

/// A report of a table with what its statement surely says in the fields that the table leaves empty.
///
/// Nobody looks at each of a thousand statements before they are registered, so a value in doubt is left out and only counted.
struct ReadReport {
    private(set) var report: IntakeCSV.Report
    private(set) var taken: [ReadValue] = []
    /// Values that a person must look at before they may be used.
    private(set) var doubtful = 0

    init(_ report: IntakeCSV.Report, now: Timestamp) {
        self.report = report
        let told = report.intake
        guard report.problems.isEmpty, !told.narrative.isBlank, told.narrative.count <= StatementReading.storyMax else {
            return
        }
        let reading = StatementReading(told.narrative, day: Self.day(told.reportedAt, now))
        var intake = told
        take(reading.type, &intake)
        let rows = Self.rows(of: reading.values)
        for value in reading.values { take(value, rows, told, &intake) }
        self.report = report.with(intake)
    }

    /// Nil where nothing was read.
    var statement: ReadStatement? {
        taken.isEmpty
            ? nil : ReadStatement(values: taken, statementMark: ReadStatement.mark(of: report.intake.narrative))
    }

    /// The day that spoken days of a statement count from.
    private static func day(_ reportedAt: String, _ now: Timestamp) -> CivilDay {
        guard !reportedAt.isBlank else { return CivilTime(now).day }
        do {
            return CivilTime(try TimeText.parse(reportedAt, relativeTo: CivilTime(now)).timestamp).day
        } catch {
            // The report is refused for its time.
            return CivilTime(now).day
        }
    }

    /// Payments whose sum is sure, by their row in the statement, with their row in the report.
    private static func rows(of values: [ReadValue]) -> [String: Int] {
        let paid = values.filter { $0.isSure && $0.field.hasPrefix("transfers.") && $0.field.hasSuffix(".amount") }
        return Dictionary(
            uniqueKeysWithValues: paid.enumerated().map { row, value in
                (String(value.field.split(separator: ".")[1]), row)
            })
    }

    private mutating func take(_ type: StatementReading.FraudType?, _ intake: inout Intake) {
        guard let type, type.isSure, type.code != StatementReading.noFraud, intake.fraudType.isBlank else { return }
        guard type.confidence >= StatementReading.typeSureFrom else { return doubtful += 1 }
        intake.fraudType = type.code
        taken.append(ReadValue(field: "fraudType", text: type.code, mark: 0, isSure: true))
    }

    private mutating func take(_ value: ReadValue, _ rows: [String: Int], _ told: Intake, _ intake: inout Intake) {
        var value = value
        let parts = value.field.split(separator: ".").map(String.init)
        switch parts[0] {
        case "transfers":
            guard told.transfers.isEmpty else { return }
            guard let row = rows[parts[1]] else { return doubtful += 1 }
            value.field = "transfers.\(row).\(parts[2])"
        case "victims" where told.victims.count > 1: return
        default: break
        }
        guard (intake.text(of: value.field) ?? "").isEmpty else { return }
        guard value.isSure else { return doubtful += 1 }
        intake.put(value)
        taken.append(value)
    }
}
