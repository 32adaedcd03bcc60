internal import Foundation
internal import HTTPTypes
internal import Prevention
internal import Primitives

/// Reads a warning that a program reports; every member may be left out, and each one that cannot be is named.
enum SightingJSON {
    /// Throws `FieldFault` with everything that is wrong with the form of the body.
    static func report(_ body: [UInt8]) throws(FieldFault) -> SightingReport {
        let json: JSON
        do { json = try JSONDecoder().decode(JSON.self, from: Data(body)) } catch {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        guard case .object(let members) = json else {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        var report = SightingReport()
        var problems: [FieldProblem] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let field = SightingReport.Field(rawValue: name) else {
                problems.append(FieldProblem(name.isEmpty ? "body" : name, .unknownColumn, found: name))
                continue
            }
            if let text = text(value, of: field) {
                report[field] = text
            } else {
                problems.append(FieldProblem(name, .malformed))
            }
        }
        guard problems.isEmpty else { throw FieldFault(.badRequest, problems) }
        return report
    }

    /// Signs are a list, all else is text; null is nothing said. Nil for what is neither.
    private static func text(_ value: JSON, of field: SightingReport.Field) -> String? {
        if value == .null { return String() }
        guard field == .signs else { return value.string }
        guard let items = value.array else { return nil }
        let signs = items.compactMap(\.string)
        return signs.count == items.count ? signs.joined(separator: ",") : nil
    }
}
