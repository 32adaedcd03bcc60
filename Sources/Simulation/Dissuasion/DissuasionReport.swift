internal import Checks
package import Foundation
internal import Jobs
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// What the prevention loop came to; amounts in fen, rates in hundredths of a per cent, floored.
package struct DissuasionReport: Sendable, Equatable, Codable {
    /// By family, then by the highest grade each warning had.
    package let warnings: [String: [String: Int]]
    package let joined, tasks, onTime, escalated, attempts, contacts, people: Int
    package let visitsDue, visitsValid: Int
    package let faceToFaceRate: String
    package let judged, preventedCases, cheatedAfterWarning: Int
    package let avoidedFen, heldFen: Int64
    /// Warnings that nobody has, or whose clock is lost.
    package let findings: [String]

    package var isSound: Bool { findings.isEmpty }

    enum CodingKeys: String, CodingKey {
        case warnings, joined, tasks, escalated, attempts, contacts, people, judged, findings
        case onTime = "on_time"
        case visitsDue = "visits_due"
        case visitsValid = "visits_valid"
        case faceToFaceRate = "face_to_face_rate"
        case preventedCases = "prevented_cases"
        case cheatedAfterWarning = "cheated_after_warning"
        case avoidedFen = "avoided_fen"
        case heldFen = "held_fen"
    }

    package func json() throws -> String { try CanonicalJSON.text(self) }

    /// The figures for a reader.
    package func table() -> String {
        func line(_ name: String, _ value: String) -> String { "  \(name)　\(value)" }
        let issued = warnings.sorted { $0.key < $1.key }.map { family, grades in
            line(
                family == "fund" ? "资金预警" : "信息预警",
                grades.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "　"))
        }
        return
            (issued + [
                line("并入已有预警", "\(joined)"), line("任务", "\(tasks)，按时 \(onTime)，升级 \(escalated)"),
                line("劝阻", "\(attempts) 次，\(contacts) 人次，\(people) 人"),
                line("见面劝阻率", "\(visitsValid) / \(visitsDue) = \(faceToFaceRate)"),
                line("防止案件", "\(preventedCases) 起"), line("避免损失", Money(fen: avoidedFen).description + " 元"),
                line("劝阻止付", Money(fen: heldFen).description + " 元"), line("预警后被骗", "\(cheatedAfterWarning) 人"),
            ] + findings.map { "  ⚠ \($0)" }).joined(separator: "\n")
    }
}

extension DissuasionCity {
    package func report() throws -> DissuasionReport {
        let figures = try platform.database.read { tx in
            try DissuasionFigureTable(tx).figures(
                under: DemoCity.centre, from: .init(microseconds: 0), to: now + .days(1))
        }
        return DissuasionReport(
            warnings: Dictionary(
                uniqueKeysWithValues: figures.warnings.map { family, grades in
                    (family.rawValue, Dictionary(uniqueKeysWithValues: grades.map { ($0.key.rawValue, $0.value) }))
                }),
            joined: figures.joined, tasks: figures.tasks, onTime: figures.onTime, escalated: figures.escalated,
            attempts: figures.attempts, contacts: figures.contacts, people: figures.people,
            visitsDue: figures.visitsDue, visitsValid: figures.visitsValid,
            faceToFaceRate: Self.percent(DissuasionFigures.rate(figures.visitsValid, of: figures.visitsDue)),
            judged: figures.judged, preventedCases: figures.prevented, cheatedAfterWarning: figures.cheatedAfterWarning,
            avoidedFen: figures.avoided.fen, heldFen: figures.held.fen, findings: try findings())
    }

    /// `99.17 %`; `—` where there is nothing to divide by.
    private static func percent(_ rate: Int?) -> String {
        rate.map { "\($0 / 100).\(twoDigits($0 % 100)) %" } ?? "—"
    }

    private func findings() throws -> [String] {
        try Checks(platform.database, platform.pack).warnings(at: now).map { "\($0.row) \($0.what)" }
    }

    /// Writes the platform's records and the diary of what really happened as CSV; columns in docs/demo.md.
    package func export(to folder: URL, report: DissuasionReport) throws {
        let (platform, world) = (folder.appendingPathComponent("platform"), folder.appendingPathComponent("world"))
        for place in [platform, world] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        for (place, name, rows) in [
            (world, "signals.csv", diary.signalRows), (world, "attempts.csv", diary.attemptRows + messageRows()),
            (world, "outcomes.csv", diary.outcomeRows), (platform, "tasks.csv", try taskRows()),
        ] {
            try Data(rows.map { CSV.line($0) }.joined().utf8).write(to: place.appendingPathComponent(name))
        }
        try Data(report.json().utf8).write(to: folder.appendingPathComponent("report.json"))
    }

    /// What the carrier told of each message, in the columns of the diary's attempts.
    private func messageRows() -> [[String]] {
        let related = Dictionary(
            citizens.values.compactMap { citizen in citizen.relativePhone.map { ($0, citizen.phone) } }
        ) {
            first, _ in first
        }
        return carrier.told.map { told in
            let channel: Attempt.Channel = told.kind == .voice ? .robotCall : .message
            return [
                "\(told.at.microseconds)", related[told.recipient] ?? told.recipient, channel.rawValue,
                told.isDelivered ? "1" : "0", "", "0", "0", "0", "0",
            ]
        }
    }

    /// Each clock of each task as a row.
    private func taskRows() throws -> [[String]] {
        var rows = [["task", "phone", "kind", "state", "ended_at", "clock", "start", "due", "met_at"]]
        var after: WarningID?
        while true {
            let page = try platform.database.read { [after] tx in try WarningTable(tx).all(after: after, limit: 2000) }
            guard let last = page.last else { return rows }
            after = last.id
            for warning in page {
                let tasks = try platform.database.read { try DissuasionTaskTable($0).of(warning.id) }
                for task in tasks {
                    rows += task.clocks.all.map { clock in
                        [
                            "\(task.id)", warning.person.phone?.text ?? "", task.kind.rawValue, task.state.rawValue,
                            "\((task.endedAt ?? now).microseconds)", clock.kind.rawValue, "\(clock.start.microseconds)",
                            "\(clock.due.microseconds)", clock.metAt.map { "\($0.microseconds)" } ?? "",
                        ]
                    }
                }
            }
        }
    }
}
