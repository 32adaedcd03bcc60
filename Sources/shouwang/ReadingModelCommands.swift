internal import ArgumentParser
internal import Foundation
internal import Jurisdiction
internal import Primitives
internal import Reading
internal import Screening

extension ReadingCommand {
    struct Train: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "train", abstract: "Make a model of fraud types from labelled texts.")

        @Option(help: #"Lines of {"text":…,"label":…}."#) var data: String
        @Option(help: "Where the model is written.") var model: String
        @Option(help: "The same seed gives the same model.") var seed: UInt64 = 1

        func run() throws {
            try ModelWriter(features: .text, seed: seed).write(try ReadingFiles.examples(data), to: model)
        }
    }

    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate", abstract: "Count how often a model is right on labelled texts.")

        @Option(help: "The model; without it the one that the program brings along.") var model: String?
        @Option(help: #"Lines of {"text":…,"label":…}."#) var data: String
        @Option(
            help: "With two labels the one that is sought: then areas and rates at the model's own threshold are given."
        )
        var positive: String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let model = try model.map(ReadingFiles.model) ?? LabelModel.shipped
            print(try ModelReport(model, try ReadingFiles.examples(data), positive: positive).text(json))
        }
    }

    struct Hosts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hosts", abstract: "Tell the hosts and links of frauds from others.",
            subcommands: [TrainHosts.self, EvaluateHosts.self, TellHosts.self])
    }

    struct TrainHosts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "train", abstract: "Make a model of hosts or links from labelled ones.")

        @Option(help: "CSV: host or link, label.") var data: String
        @Option(help: "Where the model is written.") var model: String
        @Option(help: "The same seed gives the same model.") var seed: UInt64 = 1

        func run() throws {
            try ModelWriter(features: .host, seed: seed).write(try ReadingFiles.hosts(data), to: model)
        }
    }

    struct EvaluateHosts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate", abstract: "Count how often a model is right on labelled hosts or links.")

        @Option(help: "The model.") var model: String
        @Option(help: "CSV: host or link, label.") var data: String
        @Option(help: "The label that is sought; then areas and rates at the model's own threshold are given.")
        var positive: String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let model = try ReadingFiles.model(model)
            let examples = try ReadingFiles.hosts(data)
            let usual = ["1", "phishing", "scam"].first { model.labels.contains($0) && model.labels.count == 2 }
            print(try ModelReport(model, examples, positive: positive ?? usual).text(json))
        }
    }
}

extension ReadingCommand {
    struct TellHosts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tell", abstract: "Say of hosts or links what a model takes them for, and why.")

        @Option(
            help: "A model of your own; else the one that the program brings along, which has no opinion of some hosts."
        )
        var model: String?
        @Option(
            help: "CSV: host, label, day of the report where it is known. What is listed there is told with its age.")
        var knownHosts: String?
        @Argument(help: "Hosts or links.") var addresses: [String]
        @Flag(help: "Print one JSON object for each.") var json = false

        private struct Told: Codable {
            let address: String
            /// Nil where the model has no opinion.
            var label: String?
            var confidence: Double?
            /// Its parts that weighed most.
            var because: [String] = []
            var reasons: [String]

            var line: String {
                let rounded = confidence.map { "\(($0 * 100).rounded() / 100)" } ?? "–"
                return "\(address)  \(label ?? "?")  \(rounded)  \((because + reasons).joined(separator: "，"))"
            }
        }

        func run() throws {
            let own = try model.map(ReadingFiles.model)
            let known = try ReadingFiles.knownHosts(knownHosts)
            let today = CivilTime(SystemClock().now()).day
            for address in addresses {
                var told = own.map { self.told(address, by: $0) } ?? self.told(address)
                if let entry = known.entry(of: HostName.of(address)) {
                    told.reasons.insert(entry.text(on: today), at: 0)
                }
                print(json ? try CanonicalJSON.text(told) : told.line)
            }
        }

        private func told(_ address: String, by model: LabelModel) -> Told {
            let answer = model.answer(address)
            return Told(
                address: address, label: answer.label, confidence: answer.confidence,
                because: model.parts(of: address, answer.label), reasons: HostReason.all(of: address).map(\.text))
        }

        private func told(_ address: String) -> Told {
            var told = Told(address: address, reasons: HostReason.all(of: address).map(\.text))
            guard let opinion = HostOpinion(HostName.of(address)) else { return told }
            told.label = opinion.fraud > 0.5 ? LabelModel.fraud : "0"
            (told.confidence, told.because) = (max(opinion.fraud, 1 - opinion.fraud), opinion.parts)
            return told
        }
    }
}

extension KnownHosts.Entry {
    fileprivate func text(on day: CivilDay) -> String {
        let reason = Piece(cause: .listed(host: host, daysAgo: daysAgo(on: day)), points: 0).reason
        return "\(reason.zh) / \(reason.en)"
    }
}

extension HostReason {
    fileprivate var text: String {
        switch self {
        case .looksLike(let name): "仿冒 \(name)，并非其官方网址 / looks like \(name)"
        case .numbersAlone: "只有数字 / numbers alone"
        case .nameBeforeAt: "@ 前面的不是网站 / a name before @"
        case .otherScript: "别种文字 / another script"
        case .manyDigits: "数字多 / many digits"
        case .manyHyphens: "连字符多 / many hyphens"
        case .manyLabels: "层级多 / many labels"
        }
    }
}

/// Trains a model and writes its file.
private struct ModelWriter {
    let features: Features
    let seed: UInt64

    func write(_ examples: [LabelledExample], to path: String) throws {
        let model: LabelModel
        do throws(LabelTraining.Invalid) {
            model = try LabelTraining(examples, features: features).model(seed: seed)
        } catch {
            throw ValidationError("a model needs examples of two labels at least")
        }
        let file = try model.file()
        try Data(file).write(to: URL(fileURLWithPath: path))
        print("\(examples.count) 例 / examples, \(model.labels.count) 类 / labels, \(file.count) bytes: \(path)")
    }
}

/// What a model got right, and how fast.
private struct ModelReport {
    private struct Figures: Codable {
        let accuracy: Double
        let macroF1: Double
        let weightedF1: Double
        let auc: Double?
        let perClass: [String: Evaluation.PerLabel]
        let rates: Evaluation.Rates?
        let reliability: [Evaluation.Bin]
        let calibrationError: Double
        let unsure: Double
        let accuracyWhereSure: Double
        let familiar: Double
        let examples: Int
        let textsPerSecond: Double
        let charactersPerSecond: Double

        enum CodingKeys: String, CodingKey {
            case accuracy, auc, rates, reliability, unsure, familiar, examples
            case macroF1 = "macro_f1"
            case weightedF1 = "weighted_f1"
            case perClass = "per_class"
            case calibrationError = "calibration_error"
            case accuracyWhereSure = "accuracy_where_sure"
            case textsPerSecond = "texts_per_second"
            case charactersPerSecond = "characters_per_second"
        }
    }

    private let figures: Figures

    init(_ model: LabelModel, _ examples: [LabelledExample], positive: String?) throws {
        if let positive, !model.labels.contains(positive) {
            throw ValidationError("the model knows \(model.labels.joined(separator: ", ")), not \(positive)")
        }
        var reader = LabelReader(model)
        let clock = SystemClock()
        let start = clock.now()
        let answers = examples.map { reader.answer($0.text) }
        let seconds = max(1e-6, Double(clock.now().microseconds - start.microseconds) / 1_000_000)
        let evaluation = Evaluation(answers, truths: examples.map(\.label), positive: positive)
        figures = Figures(
            accuracy: evaluation.accuracy, macroF1: evaluation.macroF1, weightedF1: evaluation.weightedF1,
            auc: evaluation.rates?.auc, perClass: evaluation.perClass, rates: evaluation.rates,
            reliability: evaluation.reliability, calibrationError: evaluation.calibrationError,
            unsure: evaluation.unsure,
            accuracyWhereSure: evaluation.accuracyWhereSure, familiar: evaluation.familiar, examples: examples.count,
            textsPerSecond: Double(examples.count) / seconds,
            charactersPerSecond: Double(examples.reduce(0) { $0 + $1.text.unicodeScalars.count }) / seconds)
    }

    func text(_ json: Bool) throws -> String {
        if json { return try CanonicalJSON.text(figures) }
        func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
        let classes = figures.perClass.sorted { $0.key < $1.key }.map { label, figures in
            "  \(label)　精确 \(percent(figures.precision))　召回 \(percent(figures.recall))　F1 \(percent(figures.f1))　\(figures.examples)"
        }
        let bins = figures.reliability.map { bin in
            "  \(percent(bin.confidence)) 说 / said　\(percent(bin.accuracy)) 对 / right　\(bin.examples)"
        }
        let rates = figures.rates.map { rates in
            [
                "AUC \(percent(rates.auc))　召回 / recall \(percent(rates.recall))　误报 / false alarms \(percent(rates.falsePositiveRate))"
            ]
        }
        let familiar = ["熟悉 / familiar \(percent(figures.familiar))　不确定 / unsure \(percent(figures.unsure))"]
        return
            (["准确率 / accuracy \(percent(figures.accuracy))　macro F1 \(percent(figures.macroF1))"] + (rates ?? [])
            + familiar
            + classes
            + ["置信度 / confidence"] + bins).joined(separator: "\n")
    }
}
