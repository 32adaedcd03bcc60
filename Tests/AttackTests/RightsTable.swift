import Access
import Foundation
import Testing

/// The table of rights as people wrote it down: `Tests/Golden/rights.txt`.
struct RightsTable: Sendable {
    enum Cell: Character {
        case allowed = "Y"
        case refused = "-"
        case absent = "."
        case signIn = ">"
        case ownPage = "~"
        case noProgram = "x"
    }

    struct Line: Sendable, CustomTestStringConvertible {
        /// `POST /approvals/:id`
        let route: String
        /// What tells two lines of one route apart: the last word between parentheses.
        let what: String
        /// By the columns: each role, then nobody.
        let cells: [Cell]

        var name: String { what.isEmpty ? route : "\(route) (\(what))" }
        var testDescription: String { name }
    }

    let lines: [Line]

    /// Throws what reading the file throws; a line that cannot be read makes `Unreadable`.
    init(_ text: String) throws {
        lines = try text.split(separator: "\n").filter { $0.hasPrefix("GET ") || $0.hasPrefix("POST ") }.map(Self.line)
    }

    struct Unreadable: Error { let line: String }

    private static func line(_ text: Substring) throws -> Line {
        let parts = text.split(separator: "|", maxSplits: 1)
        guard parts.count == 2 else { throw Unreadable(line: String(text)) }
        let cells = parts[1].split(separator: " ").compactMap { $0.count == 1 ? Cell(rawValue: $0.first!) : nil }
        guard cells.count == Role.allCases.count + 1 else { throw Unreadable(line: String(text)) }
        let words = parts[0].split(separator: " ")
        let what = parts[0].split(separator: "(").dropFirst().first.map { $0.split(separator: ")")[0] } ?? ""
        return Line(route: "\(words[0]) \(words[1])", what: String(what), cells: cells)
    }

    static func read() throws -> RightsTable {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/rights.txt")
        return try RightsTable(String(contentsOf: file, encoding: .utf8))
    }
}
