package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// Warnings pushed by another platform as a table in CSV, a line a sighting; columns by the fields of `SightingReport`.
///
/// The number that a warning has there (`sourceNumber`) and its signs are needed, and a telephone or an identity number.
package struct WarningCSV: Sendable {
    package typealias Column = SightingReport.Field

    package struct Line: Sendable {
        package let line: Int
        package let report: SightingReport

        /// The same problem, named by row and column of the table.
        func placed(_ problem: FieldProblem) -> FieldProblem {
            FieldProblem("row.\(line).\(problem.field)", problem.rule, found: problem.found)
        }
    }

    package static let rowsMost = 5000

    package let lines: [Line]

    /// Throws `Problems` where the table as such cannot be read. `source` is whose table it is, where a line does not say it.
    package init(_ text: String, names: [String: Column] = [:], source: Sighting.Source) throws(Problems) {
        let table = try CSVTable<Column>(
            text, names: names, needed: [[.sourceNumber], [.signs], [.phone, .identityNumber]],
            rowsMost: Self.rowsMost)
        lines = table.rows.map { row in
            var report = SightingReport(row.fields)
            if report[.source].isBlank { report[.source] = source.rawValue }
            return Line(line: row.line, report: report)
        }
    }
}

/// What became of one line of a table, or what would.
package struct ImportedWarning: Sendable {
    package let line: WarningCSV.Line
    /// The warning it is in; nil where it was not taken.
    package let received: Warnings.Received?
    package let problems: [FieldProblem]
    /// What it says by itself.
    package let grade: Grade?

    /// Whether it would be taken.
    package var isFine: Bool { received == nil && problems.isEmpty }
}

extension Warnings {
    /// Takes in the lines one by one, each whole or not at all; one that was taken before under its number stays as it is.
    ///
    /// At most `most` that are new; the others are left for the next time and are not in the answer.
    package func receive(
        _ table: WarningCSV, most: Int, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> [ImportedWarning] {
        var (done, taken) = ([ImportedWarning](), 0)
        let rules = pack.rules(on: CivilTime(now).day)
        let known = try journal.database.read { tx in
            try table.lines.map { line in
                try Self.known(line, tx).flatMap { sighting in
                    let isRepeated = try Self.isRepeated(sighting, SightingReading(line.report, rules, at: now), tx)
                    return isRepeated ? Received(warning: sighting.warning, kind: .repeated) : nil
                }
            }
        }
        for (line, old) in zip(table.lines, known) {
            if let old {
                done.append(ImportedWarning(line: line, received: old, problems: [], grade: nil))
                continue
            }
            guard taken < most else { break }
            let imported = try receive(line, by: principal, key: key, at: now)
            if imported.received != nil { taken += 1 }
            done.append(imported)
        }
        return done
    }

    private func receive(
        _ line: WarningCSV.Line, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> ImportedWarning {
        func refused(_ problems: [FieldProblem]) -> ImportedWarning {
            ImportedWarning(line: line, received: nil, problems: problems.map(line.placed), grade: nil)
        }
        guard !line.report[.sourceNumber].isBlank else { return refused([FieldProblem("sourceNumber", .required)]) }
        let own = try IdempotencyKey("warning", [line.report[.source], line.report[.sourceNumber]], of: key)
        do {
            let received = try receive(line.report, by: principal, key: own, at: now)
            return ImportedWarning(line: line, received: received, problems: [], grade: nil)
        } catch let error as Problems {
            return refused(error.all)
        } catch is NotFound {
            return refused([FieldProblem("place", .unknownUnit, found: line.report[.place])])
        }
    }

    /// What `receive` would make of the table; nothing is stored.
    package func foresee(
        _ table: WarningCSV, by principal: Principal, at now: Timestamp
    ) throws -> [ImportedWarning] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            try table.lines.map { line in
                let reading = SightingReading(line.report, rules, at: now)
                var problems = reading.problems
                if let known = try Self.known(line, tx) {
                    guard try !Self.isRepeated(known, reading, tx) else {
                        let received = Received(warning: known.warning, kind: .repeated)
                        return ImportedWarning(line: line, received: received, problems: [], grade: nil)
                    }
                    problems.append(reading.numberTaken)
                }
                if line.report[.sourceNumber].isBlank { problems.append(FieldProblem("sourceNumber", .required)) }
                if try Self.isNowhere(reading.place ?? principal.unit, tx) {
                    problems.append(FieldProblem("place", .unknownUnit, found: line.report[.place]))
                }
                return ImportedWarning(
                    line: line, received: nil, problems: problems.map(line.placed),
                    grade: Grading.grade(of: Set(reading.signs), stake: reading.stake, rules))
            }
        }
    }

    /// What was taken before under the line's number.
    private static func known(_ line: WarningCSV.Line, _ tx: any Transaction) throws(StorageError) -> Sighting? {
        let number = line.report[.sourceNumber]
        guard !number.isBlank, let source = Sighting.Source(rawValue: line.report[.source]) else { return nil }
        return try SightingTable(tx).find(source, number: number)
    }

    /// Whether no unit is over a place.
    private static func isNowhere(_ place: UnitCode?, _ tx: any Transaction) throws -> Bool {
        var code = place
        while let next = code {
            if try UnitTable(tx).find(next) != nil { return false }
            code = next.parent
        }
        return true
    }
}
