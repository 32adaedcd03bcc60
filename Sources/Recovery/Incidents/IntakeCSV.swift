package import Primitives

/// Reports from a table in CSV (RFC 4180, UTF-8), one row a transfer, the rows with the same `report` one incident.
///
/// The first line names the columns in any order: `report` is needed, the others are optional. What is of the incident
/// as a whole may stand in its first row alone; in another row it must be empty or the same. A row without transfer is a
/// report without transfer. Rows with another victim's name, ID number, telephone and whereabouts are another victim's.
/// A header with tabs and no comma is that of a table copied from a spreadsheet: its fields are separated by tabs.
package struct IntakeCSV: Sendable {
    package enum Column: String, Sendable, CaseIterable {
        case report
        case channel, unit, reportedAt, fraudType, narrative, joins
        case victimName, victimIdNumber, victimPhone, victimWhereabouts
        case payerNumber, payerBank, amount, time, payeeNumber, payeeName, payeeBank

        fileprivate static let ofIncident: [Column] = [.channel, .unit, .reportedAt, .fraudType, .narrative, .joins]
    }

    /// The rows of one incident.
    package struct Report: Sendable {
        /// What stands in the column `report`.
        package let name: String
        package let intake: Intake
        /// What is wrong before anything is read as a value.
        package let problems: [FieldProblem]
        /// The line of the table where each transfer and each victim stands; the header is line 1.
        fileprivate let transferRows: [Int]
        fileprivate let victimRows: [Int]
        package let rows: [Int]

        /// With another content; transfers that stand in no row are placed in the first.
        func with(_ intake: Intake) -> Report {
            let places = transferRows.isEmpty ? intake.transfers.map { _ in rows.first ?? 1 } : transferRows
            return Report(
                name: name, intake: intake, problems: problems, transferRows: places, victimRows: victimRows, rows: rows
            )
        }
    }

    package static let rowsMost = 5000

    package let reports: [Report]
    /// Whether what a statement surely says fills the fields that the table leaves empty.
    package var readsStatements = false

    /// Throws `Problems` where the table as such cannot be read; no report is read then. `names` are what people call the columns.
    package init(_ text: String, names: [String: Column] = [:]) throws(Problems) {
        let table = try CSVTable<Column>(text, names: names, needed: [[.report]], rowsMost: Self.rowsMost)
        let rows = try Self.named(table.rows)
        reports = Self.grouped(rows).map { Self.report($0) }
    }

    fileprivate typealias Row = CSVTable<Column>.Row

    /// Throws `Problems` where a row does not say of which report it is.
    private static func named(_ rows: [Row]) throws(Problems) -> [Row] {
        var problems: [FieldProblem] = []
        for row in rows {
            if row[.report].isBlank { problems.append(FieldProblem("row.\(row.line).report", .required)) }
            if !row[.report].isPrintable { problems.append(FieldProblem("row.\(row.line).report", .unprintable)) }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return rows
    }

    /// The rows of each report, in the order of their first rows.
    private static func grouped(_ rows: [Row]) -> [[Row]] {
        var order: [String] = []
        var groups: [String: [Row]] = [:]
        for row in rows {
            if groups[row[.report]] == nil { order.append(row[.report]) }
            groups[row[.report], default: []].append(row)
        }
        return order.compactMap { groups[$0] }
    }

    private static func report(_ rows: [Row]) -> Report {
        let first = rows[0]
        var problems: [FieldProblem] = []
        for row in rows.dropFirst() {
            for column in Column.ofIncident where !row[column].isBlank && row[column] != first[column] {
                problems.append(FieldProblem("row.\(row.line).\(column.rawValue)", .malformed, found: row[column]))
            }
        }
        var intake = Intake(
            unit: first[.unit], reportedAt: first[.reportedAt], fraudType: first[.fraudType],
            narrative: first[.narrative], joins: first[.joins])
        if !first[.channel].isBlank { intake.channel = first[.channel] }
        var (transferRows, victimRows) = ([Int](), [Int]())
        for row in rows {
            let victim = add(row.victim, at: row.line, to: &intake.victims, &victimRows)
            let transfer = row.transfer(victim: victim)
            guard !transfer.isEmpty else { continue }
            intake.transfers.append(transfer)
            transferRows.append(row.line)
        }
        return Report(
            name: first[.report], intake: intake, problems: problems, transferRows: transferRows,
            victimRows: victimRows, rows: rows.map(\.line))
    }

    /// The victim's place among the report's victims; a row without one means the first.
    private static func add(
        _ victim: Intake.Victim, at line: Int, to victims: inout [Intake.Victim], _ rows: inout [Int]
    ) -> Int {
        if victim == Intake.Victim() && !victims.isEmpty { return 0 }
        if let known = victims.firstIndex(of: victim) { return known }
        victims.append(victim)
        rows.append(line)
        return victims.count - 1
    }
}

extension CSVTable<IntakeCSV.Column>.Row {
    fileprivate var victim: Intake.Victim {
        Intake.Victim(
            name: self[.victimName], idNumber: self[.victimIdNumber], phone: self[.victimPhone],
            whereabouts: self[.victimWhereabouts])
    }

    fileprivate func transfer(victim: Int) -> Intake.Transfer {
        Intake.Transfer(
            victim: victim, payerNumber: self[.payerNumber], payerBank: self[.payerBank], amount: self[.amount],
            time: self[.time], payeeNumber: self[.payeeNumber], payeeName: self[.payeeName],
            payeeBank: self[.payeeBank])
    }
}

extension IntakeCSV.Report {
    /// The same problem, named by row and column of the table: `transfers.0.amount` is `row.3.amount`.
    package func placed(_ problem: FieldProblem) -> FieldProblem {
        let parts = problem.field.split(separator: ".").map(String.init)
        let field: String
        switch (parts.first, parts.count > 1 ? Int(parts[1]) : nil) {
        case ("transfers", let index?) where index < transferRows.count:
            field = "row.\(transferRows[index])" + (parts.count > 2 ? ".\(parts[2])" : "")
        case ("victims", let index?) where index < victimRows.count:
            field = "row.\(victimRows[index])" + (parts.count > 2 ? ".victim\(parts[2].capitalizedFirst)" : "")
        default: field = "row.\(rows.first ?? 1).\(problem.field)"
        }
        return FieldProblem(field, problem.rule, found: problem.found)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
