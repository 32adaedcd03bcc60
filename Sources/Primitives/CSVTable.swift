/// A table in CSV (RFC 4180, UTF-8) whose first line names its columns, in any order.
///
/// A header with tabs and no comma is that of a table copied from a spreadsheet: its fields are separated by tabs.
package struct CSVTable<Column: RawRepresentable<String> & Hashable & Sendable>: Sendable {
    package struct Row: Sendable {
        /// The header is line 1.
        package let line: Int
        package let fields: [Column: String]
        package subscript(column: Column) -> String { fields[column] ?? "" }
    }

    package let rows: [Row]

    /// Throws `Problems` where the table as such cannot be read. `names` are what people call the columns; of each list in
    /// `needed` one column must be there.
    package init(
        _ text: String, names: [String: Column], needed: [[Column]], rowsMost: Int
    ) throws(Problems) {
        let start = text.first == "\u{FEFF}" ? 1 : 0
        let head = text.prefix { !$0.isNewline }.unicodeScalars
        let separator = head.contains("\t") && !head.contains(",") ? CSV.Separator.tab : .comma
        guard let lines = CSV.rows(String(text.dropFirst(start)), separator: separator) else {
            throw Problems([FieldProblem("row.\(text.split(separator: "\n").count)", .malformed, found: "\"")])
        }
        guard let header = lines.first, lines.count > 1 else { throw Problems([FieldProblem("row.1", .empty)]) }
        guard lines.count <= rowsMost + 1 else {
            throw Problems([FieldProblem("row.\(rowsMost + 2)", .tooMany, found: "\(lines.count - 1)")])
        }
        let columns = try Self.columns(header, names: names, needed: needed)
        rows = try Self.rows(lines, columns: columns)
    }

    private static func columns(
        _ header: [String], names: [String: Column], needed: [[Column]]
    ) throws(Problems) -> [Column] {
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
        for choice in needed where problems.isEmpty && !choice.contains(where: columns.contains) {
            problems.append(FieldProblem("row.1.\(choice[0].rawValue)", .required))
        }
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
            rows.append(Row(line: line, fields: Dictionary(uniqueKeysWithValues: zip(columns, fields))))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return rows
    }
}
