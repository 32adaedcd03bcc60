internal import Primitives

/// Whom a batch goes to: a list with a head that names its columns, one person a line.
package struct Audience: Sendable {
    package enum Invalid: Error, Equatable {
        /// A quote is left open.
        case notReadable
        case empty
        /// No column holds the numbers.
        case noNumbers
        /// The template's field has no column.
        case noColumn(field: String)
        case tooLong(limit: Int)
    }

    /// The names under which the column of numbers is known.
    package static let numberColumns = ["手机号", "手机", "号码", "电话", "number", "phone", "mobile"]
    static let partLines = 5000

    /// The lines after the head: the number first, then the fields in the template's order.
    let lines: [[String]]

    /// Reads a list; columns that the template does not need are left out.
    package init(_ text: String, fields: [String], linesMax: Int) throws(Invalid) {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let head = text.prefix { !$0.isNewline }
        let separator: CSV.Separator = head.contains("\t") ? .tab : .comma
        guard let rows = CSV.rows(text, separator: separator) else { throw .notReadable }
        guard let names = rows.first?.map(Self.folded) else { throw .empty }
        let body = rows.dropFirst().filter { $0.contains { !$0.isEmpty } }
        guard !body.isEmpty else { throw .empty }
        guard body.count <= linesMax else { throw .tooLong(limit: linesMax) }
        guard let number = names.firstIndex(where: Self.numberColumns.contains) else { throw .noNumbers }
        var columns = [number]
        for field in fields {
            guard let column = names.firstIndex(of: Self.folded(field)) else { throw .noColumn(field: field) }
            columns.append(column)
        }
        lines = body.map { row in columns.map { $0 < row.count ? row[$0] : "" } }
    }

    private static func folded(_ name: String) -> String { name.foldedToHalfWidth.lowercased() }

    var parts: [MessageBatchTable.Part] {
        stride(from: 0, to: lines.count, by: Self.partLines).enumerated().map { number, start in
            let some = lines[start..<min(start + Self.partLines, lines.count)]
            return MessageBatchTable.Part(
                number: Int64(number), firstLine: start + 2, content: some.map(CSV.line).joined())
        }
    }
}

/// Makes messages of lines.
struct AudienceReading {
    let template: MessageTemplate
    let partsMax: Int

    typealias Made = (recipient: PhoneNumber, text: String, parts: Int)

    func read(_ row: [String], line: Int) -> Result<Made, LineProblem> {
        let recipient: PhoneNumber
        do { recipient = try PhoneNumber(row.first ?? "") } catch { return problem(.number, line) }
        guard recipient.takesMessages else { return problem(.notReachable, line) }
        let fields = template.wording.fields
        let values = Dictionary(zip(fields, row.dropFirst())) { first, _ in first }
        do {
            let text = try template.text(filledWith: values)
            let parts = SegmentedText(text).count
            return parts <= partsMax ? .success((recipient, text, parts)) : problem(.tooManyParts, line)
        } catch {
            switch error {
            case .missing(let field): return problem(.fieldMissing, line, field)
            case .unknown(let field), .invalid(let field): return problem(.fieldInvalid, line, field)
            }
        }
    }

    struct LineProblem: Error { let problem: MessageBatch.Problem }

    private func problem(
        _ kind: MessageBatch.Problem.Kind, _ line: Int, _ field: String? = nil
    ) -> Result<Made, LineProblem> {
        .failure(LineProblem(problem: MessageBatch.Problem(line: line, kind: kind, field: field)))
    }
}
