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
    }

    package static let rowsMost = 5000

    package let reports: [Report]

    /// Throws `Problems` where the table as such cannot be read; no report is read then. `names` are what people call the columns.
    package init(_ text: String, names: [String: Column] = [:]) throws(Problems) {
        let start = text.first == "\u{FEFF}" ? 1 : 0
        let head = text.prefix { !$0.isNewline }.unicodeScalars
        let separator = head.contains("\t") && !head.contains(",") ? CSV.Separator.tab : .comma
        guard let lines = CSV.rows(String(text.dropFirst(start)), separator: separator) else {
            throw Problems([FieldProblem("row.\(text.split(separator: "\n").count)", .malformed, found: "\"")])
        }
        guard let header = lines.first, lines.count > 1 else { throw Problems([FieldProblem("row.1", .empty)]) }
        guard lines.count <= Self.rowsMost + 1 else {
            throw Problems([FieldProblem("row.\(Self.rowsMost + 2)", .tooMany, found: "\(lines.count - 1)")])
        }
        let columns = try Self.columns(header, names: names)
        let rows = try Self.rows(lines, columns: columns)
        reports = Self.grouped(rows).map { Self.report($0) }
    }

    fileprivate struct Row {
        let line: Int
        let fields: [Column: String]
        subscript(column: Column) -> String { fields[column] ?? "" }
    }

    private static func columns(_ header: [String], names: [String: Column]) throws(Problems) -> [Column] {
        var problems: [FieldProblem] = []
        var columns: [Column] = []
        for name in header.map({ $0.filter { !$0.isWhitespace } }) {
            guard let column = Column(rawValue: name) ?? names[name] else {
                problems.append(FieldProblem("row.1.\(name)", .unknownColumn, found: name))
                continue
            }
            if columns.contains(column) {
                problems.append(FieldProblem("row.1.\(name)", .duplicateColumn, found: name))
            }
            columns.append(column)
        }
        if problems.isEmpty, !columns.contains(.report) { problems.append(FieldProblem("row.1.report", .required)) }
        guard problems.isEmpty else { throw Problems(problems) }
        return columns
    }

    private static func rows(_ lines: [[String]], columns: [Column]) throws(Problems) -> [Row] {
        var problems: [FieldProblem] = []
        var rows: [Row] = []
        for (index, fields) in lines.enumerated().dropFirst() where fields != [""] {
            let line = index + 1
            guard fields.count == columns.count else {
                problems.append(FieldProblem("row.\(line)", .malformed, found: "\(fields.count) ≠ \(columns.count)"))
                continue
            }
            let row = Row(line: line, fields: Dictionary(uniqueKeysWithValues: zip(columns, fields)))
            if row[.report].isBlank { problems.append(FieldProblem("row.\(line).report", .required)) }
            if !row[.report].isPrintable { problems.append(FieldProblem("row.\(line).report", .unprintable)) }
            rows.append(row)
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

extension IntakeCSV.Row {
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
