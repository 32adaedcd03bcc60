internal import Foundation
internal import Ledger
internal import Primitives

/// How an explanation is written, by the end of its file's name.
enum ExplanationForm: String {
    case csv, json, svg

    init?(path: String) { self.init(rawValue: URL(filePath: path).pathExtension.lowercased()) }

    func write(_ question: TraceQuestion, _ freezes: [Freeze], _ ledger: TransferLedger, to path: String) throws {
        let question = TraceQuestion(
            seeds: question.seeds, rule: question.rule, limits: question.limits, direction: question.direction,
            freezes: freezes)
        try Data(try text(question, ledger).utf8).write(to: URL(filePath: path))
    }

    private func text(_ question: TraceQuestion, _ ledger: TransferLedger) throws -> String {
        switch self {
        case .csv: try ChainsFile(try ledger.explain(question), ledger).csv
        case .json: try CanonicalJSON.text(try ChainsFile(try ledger.explain(question), ledger)) + "\n"
        case .svg: try FlowPicture(try ledger.trace(question), ledger).svg
        }
    }
}
