internal import ArgumentParser
internal import Ledger
internal import Primitives

struct MulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mules", abstract: "Accounts of a ledger that may be mules', and why.",
        discussion: """
            By the transfers alone. With --labels (CSV: account,label[,typology]) it tells how well known mules are put first: without \
            learning, or with --folds K learned each from the other folds.
            """)

    @Argument(help: "The ledger's folder.") var folder: String
    @Option(help: "How many.") var top: Int = 20
    @Option(help: "CSV: account,label(0|1)[,typology].") var labels: String?
    @Option(help: "Learn from the labels, in so many folds.") var folds: Int?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard folds.map({ $0 >= 2 }) ?? true else { throw ValidationError("--folds is 2 or more") }
        guard folds == nil || labels != nil else { throw ValidationError("--folds needs --labels") }
    }

    func run() throws {
        let search = try MuleSearch(try TransferLedger(folder: folder))
        if let labels {
            let answer = MuleReportAnswer(search.report(try MuleLabels(file: labels), folds: folds))
            print(json ? try answer.json() : answer.text)
        } else {
            let answer = SuspectsAnswer(search.suspects(max(0, top)))
            print(json ? try answer.json() : answer.text)
        }
    }
}

/// Numbers with decimals, which the canonical JSON of what is signed does not have.
private func decimal(_ number: Double) -> String {
    let thousandths = Int((number * 10_000).rounded())
    return "\(thousandths / 10_000)." + String(String(10_000 + thousandths % 10_000).dropFirst())
}

/// Suspects for those who read them.
struct SuspectsAnswer {
    private let suspects: [Suspect]

    init(_ suspects: [Suspect]) { self.suspects = suspects }

    func json() throws -> String {
        let rows = try suspects.map { suspect in
            let account = try CanonicalJSON.text(suspect.account)
            let reasons = try CanonicalJSON.text(suspect.reasons)
            return "{\"account\":\(account),\"reasons\":\(reasons),\"score\":\(decimal(suspect.score))}"
        }
        return "{\"accounts\":[\(rows.joined(separator: ","))]}"
    }

    var text: String {
        suspects.map { "\(decimal($0.score))　\($0.account)　\($0.reasons.joined(separator: "; "))" }.joined(
            separator: "\n")
    }
}

/// A report for those who read it.
struct MuleReportAnswer {
    private let report: MuleReport

    init(_ report: MuleReport) { self.report = report }

    func json() throws -> String {
        let rows = try report.byTypology.sorted { $0.key < $1.key }.map { name, typology in
            try CanonicalJSON.text(name) + ":{\"accounts\":\(typology.accounts),\"found\":\(typology.found),\"recall\":"
                + "\(decimal(Double(typology.found) / Double(max(typology.accounts, 1))))}"
        }
        return "{\"accounts\":\(report.accounts),\"positives\":\(report.positives),"
            + "\"average_precision\":\(decimal(report.averagePrecision)),\"auc\":\(decimal(report.auc)),"
            + "\"precision_at_positives\":\(decimal(report.precisionAtPositives)),"
            + "\"by_typology\":{\(rows.joined(separator: ","))}}"
    }

    var text: String {
        var lines = ["\(report.accounts) accounts, \(report.positives) mules"]
        lines.append("average precision \(decimal(report.averagePrecision)), AUC \(decimal(report.auc))")
        lines.append("precision at as many as there are mules \(decimal(report.precisionAtPositives))")
        for (name, typology) in report.byTypology.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name): \(typology.found) of \(typology.accounts)")
        }
        return lines.joined(separator: "\n")
    }
}
