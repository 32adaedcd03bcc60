internal import ArgumentParser
internal import Checks
internal import Operations
internal import Primitives

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Verify the journal's chain, the conservation of money and every kept figure.",
        discussion: "Names the row of each fault and ends with an error when there is one. Nothing is written.")

    @OptionGroup var configuration: Configuration
    @Option(help: "The database file in --data.") var database = "shouwang.sqlite"
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        let checks = Checks(try configuration.place(named: database).open(), try configuration.openPack())
        let report = try checks.run(at: SystemClock().now())
        if json {
            print(try CanonicalJSON.text(report))
        } else {
            print("journal: \(report.entries) entries chained, \(report.tail) waiting")
            print("records: \(report.incidents) incidents, \(report.stops) stop-payments, \(report.acts) acts")
            for finding in report.findings { print("FAULT \(finding.rule.rawValue) \(finding.row): \(finding.what)") }
            print(report.findings.isEmpty ? "all is as it must be" : "\(report.findings.count) faults")
        }
        if !report.findings.isEmpty { throw ExitCode.failure }
    }
}
