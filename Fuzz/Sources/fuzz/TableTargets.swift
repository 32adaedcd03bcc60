import Foundation
import Primitives
import Recovery
import Wire

@testable import Web

let tableTargets: [Target] = [
    Target(
        "csv", "a table that is printed and read again is the same",
        seeds: ["a,b\n1,\"x,\"\"y\"\"\nz\"\n", "a\tb\r\n\"1\t2\"\t3", "\"\u{301},\"\n", "\"\",\"\"\n\n\r"]
    ) { text in
        for separator in [CSV.Separator.comma, .tab] {
            guard let rows = CSV.rows(text, separator: separator) else { continue }
            let printed = rows.map(CSV.line).joined()
            hold(CSV.rows(printed) == rows, "\(rows) prints \(printed)")
        }
    },
    Target(
        "table", "every line of a table belongs to one report, and every fault names a line",
        seeds: [
            "report,channel,victimName,amount,time,payeeNumber\n1,96110,王芳,12万,21:05,6200010000000017\n1,,,3000,21:07,6200010000000025\n",
            "report\tnarrative\n甲\t\"冒充\n公检法\"\n",
            "\u{FEFF}report,unit,joins\n1,530402560000,\n\n2,,inc-000000000000003f\n",
        ]
    ) { text in
        do throws(Problems) {
            let table = try IntakeCSV(text)
            let lines = table.reports.flatMap(\.rows)
            hold(Set(lines).count == lines.count, "a line stands in two reports")
            for report in table.reports { faultsNameLines(of: report) }
        } catch {
            hold(!error.all.isEmpty, "refused without a reason")
            for problem in error.all { hold(problem.field.hasPrefix("row."), "\(problem.field) is no line") }
        }
    },
    Target(
        "statement",
        "every line is a heading, an entry or a fault; entries that are printed and read again are the same",
        seeds: [
            "1001\t付\t转账\t120000.00\t0.00\t2026-03-14 08:41:12\t李强\t6200030000000033\t402731057238\tR-1\t货款",
            "流水号,收付,金额,时间\n1,收,\"1,200.00\",20260314084112\n2,出,5万,08:45\n", "1,in,pos,1,,9点,—\n1,in,pos,1,,9点,—",
        ]
    ) { text in
        let statement = StatementText(text, now: present)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for fault in statement.faults { hold((1...lines.count).contains(fault.line), "no line \(fault.line)") }
        let full = lines.filter { !$0.allSatisfy(\.isWhitespace) }.count
        let told = statement.rows.count + Set(statement.faults.map(\.line)).count
        hold(told <= full && (told > 0 || full <= 3 || text.contains("流水号")), "\(full) lines, \(told) understood")
        _ = statement.outflow(since: present)
        try printAgain(statement)
    },
]

private func faultsNameLines(of report: IntakeCSV.Report) {
    for problem in report.problems { hold(problem.field.hasPrefix("row."), "\(problem.field) is no line") }
    for index in report.intake.transfers.indices {
        let placed = report.placed(FieldProblem("transfers.\(index).amount", .amountUnreadable))
        let line = placed.field.split(separator: ".").dropFirst().first.flatMap { Int($0) }
        hold(line.map(report.rows.contains) == true, "\(placed.field) is no line of the report")
    }
    for transfer in report.intake.transfers {
        hold(report.intake.victims.isEmpty || report.intake.victims.indices.contains(transfer.victim), "no such victim")
    }
}

/// By the form that is filled in again when an answer comes back from its second person.
private func printAgain(_ statement: StatementText) throws {
    let names = Set(StatementText.Column.allCases.map(\.rawValue))
    var answer = BankAnswer(act: "act-0000000000000001", result: "0000", answeredAt: WireTime(present))
    answer.rows = statement.rows
    let printed = AnswerEntry(answer, rows: answer).rows
    // A first entry whose cells are called like columns is a heading.
    guard
        !printed.prefix(while: { !$0.isNewline }).split(separator: "\t").contains(where: { names.contains(String($0)) })
    else { return }
    let again = StatementText(printed, now: present)
    hold(again.faults.isEmpty && again.rows == statement.rows, "\(printed)\n\(again.faults)\n\(again.rows)")
}
