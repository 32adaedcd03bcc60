import Foundation
import Jurisdiction
import TestSupport
import Testing

/// The table of the law, `Tests/Law/law.txt`: each row an article, a situation, and what the program must do in it.
struct LawTable {
    struct Row: CustomTestStringConvertible, Sendable {
        let number: Int
        let article: String
        /// The rules of the pack that it depends on.
        let rules: [String]
        let situation: String
        let story: String

        var testDescription: String { "\(article)：\(situation)" }
    }

    let rows: [Row]

    struct Unreadable: Error {
        let block: String
    }

    static let text = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Law/law.txt")
        return try! String(contentsOf: file, encoding: .utf8)
    }()

    init(_ text: String) throws {
        let blocks = text.split(separator: "\n", omittingEmptySubsequences: false).split { $0.isEmpty }
            .map { $0.map(String.init).filter { !$0.hasPrefix("#") } }.filter { !$0.isEmpty }
        var beginnings: [String: String] = [:]
        var rows: [Row] = []
        for block in blocks {
            if block[0].hasPrefix("起点 ") {
                let names = block[0].dropFirst(3).components(separatedBy: " ← ")
                let before = names.count > 1 ? beginnings[names[1]] ?? "" : ""
                beginnings[names[0]] = ([before] + block.dropFirst()).joined(separator: "\n")
                continue
            }
            let head = block[0].components(separatedBy: " · ")
            let start = block.dropFirst(2).first?.trimmingCharacters(in: .whitespaces).dropFirst(3) ?? ""
            guard block.count > 3, let beginning = beginnings[String(start)] else {
                throw Unreadable(block: block.joined(separator: "\n"))
            }
            rows.append(
                Row(
                    number: rows.count + 1, article: head[0],
                    rules: head.count > 1 ? head[1].components(separatedBy: ", ") : [],
                    situation: block[1].trimmingCharacters(in: .whitespaces),
                    story: beginning + "\n" + block.dropFirst(3).joined(separator: "\n")))
        }
        self.rows = rows
    }
}

@Suite("The table of the law", .serialized)
struct LawTests {
    static let table = try! LawTable(LawTable.text)

    @Test("Each row", arguments: table.rows)
    func row(_ row: LawTable.Row) throws {
        let story = try Story(name: "law.txt row \(row.number)", row.story)
        for difference in try story.differences(on: .sqlite) { Issue.record("\(difference)") }
    }

    /// A rule that is read by no row would be a number that nobody checks.
    @Test("A value of the pack that changes makes a row fail", arguments: Set(table.rows.flatMap(\.rules)).sorted())
    func changes(rule: String) throws {
        for pack in try Self.packs(changing: rule) {
            let rows = Self.table.rows.filter { $0.rules.contains(rule) }
            let differs = try rows.contains { row in
                try !Story(name: "law", row.story).differences(on: .sqlite, under: pack).isEmpty
            }
            #expect(differs, "\(rule)")
        }
    }

    /// The built-in pack with this rule's value a little more, and a little less.
    static func packs(changing rule: String) throws -> [Pack] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Jurisdiction/Packs/cn.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try [1, -1].compactMap { change -> Pack? in
            var lines = text.components(separatedBy: "\n")
            let index = try #require(lines.lastIndex { $0.contains("\"id\": \"\(rule)\"") })
            guard let changed = Self.changed(lines[index], by: change) else { return nil }
            lines[index] = changed
            return try Pack.read(lines.joined(separator: "\n"))
        }
    }

    /// `"48 h"` becomes `"49 h"`, `2` becomes `3`, `"countyHead"` becomes `"cityHead"`.
    private static func changed(_ line: String, by change: Int) -> String? {
        let levels = ["dutyLeader", "countyHead", "cityHead"]
        if let level = levels.firstIndex(where: { line.contains("\"value\": \"\($0)\"") }) {
            guard levels.indices.contains(level + change) else { return nil }
            return line.replacing("\"\(levels[level])\"", with: "\"\(levels[level + change])\"")
        }
        guard let start = line.range(of: "\"value\": "), let digits = line[start.upperBound...].firstMatch(of: /\d+/),
            let value = Int(digits.output)
        else { return nil }
        return value + change < 1 ? nil : line.replacingCharacters(in: digits.range, with: "\(value + change)")
    }
}
