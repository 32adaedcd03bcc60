internal import ArgumentParser
internal import Foundation
internal import Jurisdiction
internal import Primitives
internal import Reading
internal import Screening

/// What the commands that screen share: a day, a pack, and lists and models of one's own.
struct ScreeningOptions: ParsableArguments {
    @Option(help: "Ages of lists count up to this day, 2026-03-14; today when it is not said.") var day: String?
    @Option(help: "A jurisdiction pack in place of the built-in `cn`.") var pack: String?
    @Option(help: "CSV: host, label, day of the report where it is known. What is listed as a fraud's is a fact.")
    var knownHosts: String?

    func screener(scripts: KnownScripts = KnownScripts(), model: LabelModel = .shippedFrauds) throws -> Screener {
        let day = try day.map(ReadingFiles.day) ?? CivilTime(SystemClock().now()).day
        let pack = try pack.map { try Pack.load($0) } ?? .builtIn
        return Screener(
            pack.rules(on: day), hosts: try ReadingFiles.knownHosts(knownHosts), scripts: scripts, model: model)
    }
}

extension ReadingFiles {
    static func day(_ text: String) throws -> CivilDay {
        guard let day = CivilDay(text) else { throw ValidationError("\(text) is not a day such as 2026-03-14") }
        return day
    }

    static func knownHosts(_ path: String?) throws -> KnownHosts {
        guard let path else { return KnownHosts() }
        guard let rows = CSV.rows(try text(path)) else { throw ValidationError("\(path): a quote is left open") }
        do { return try KnownHosts(rows: rows) } catch { throw ValidationError("\(path): \(error)") }
    }
}

extension ReadingCommand {
    struct Screen: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "screen",
            abstract: "Say of messages, calls, chats or hosts whether somebody is to be warned, and why.",
            discussion:
                "Nothing is kept. The score is the sum of its pieces; thresholds and weights are rules of the pack.")

        @Option(help: "A file with one text, or - for what is piped in.") var text: String?
        @Option(help: #"Lines of {"text":…} for many; the texts a second go to standard error."#) var data: String?
        @Option(help: "message, transcript, chat or host.") var kind: ScreenedKind = .message
        @Option(help: "Lines of {\"text\":…} that are known to be of frauds, for finding near copies.") var knownTexts:
            String?
        @Option(help: "A model of your own that tells frauds, 1, from harmless texts, 0.") var fraudModel: String?
        @OptionGroup var options: ScreeningOptions
        @Flag(help: "Print one JSON object for each.") var json = false

        func validate() throws {
            if (text == nil) == (data == nil) { throw ValidationError("either --text or --data") }
        }

        func run() throws {
            let known = try knownTexts.map { try ReadingFiles.texts($0) } ?? []
            let screener = try options.screener(
                scripts: KnownScripts(known), model: try fraudModel.map(ReadingFiles.model) ?? .shippedFrauds)
            let texts = try data.map { try ReadingFiles.texts($0) } ?? text.map { [try ReadingFiles.text($0)] } ?? []
            let clock = SystemClock()
            let start = clock.now()
            let found = texts.map { screener.assess($0, kind) }
            let seconds = max(1e-6, Double(clock.now().microseconds - start.microseconds) / 1_000_000)
            for assessment in found { print(try ScreeningReport(assessment).line(json)) }
            guard data != nil else { return }
            complain("\(texts.count) 条 / texts, \(Int(Double(texts.count) / seconds)) /s")
        }
    }
}

extension ScreenedKind: ExpressibleByArgument {}

/// An assessment for other programs and for those who read the terminal.
struct ScreeningReport: Codable {
    struct Piece: Codable {
        let code: String
        let points: Int
        let reason: String
    }

    let verdict: String
    let points: Int
    let warnFrom: Int
    let pieces: [Piece]
    let sign: String
    let type: String?

    init(_ found: Assessment) {
        (verdict, points, warnFrom, sign) = (found.verdict.rawValue, found.points, found.warnFrom, found.sign)
        type = found.type.flatMap { $0.isSure ? $0.code : nil }
        pieces = found.pieces.map {
            Piece(code: $0.code, points: $0.points, reason: "\($0.reason.zh) / \($0.reason.en)")
        }
    }

    func line(_ isJSON: Bool) throws -> String {
        if isJSON { return try CanonicalJSON.text(self) }
        let reasons = pieces.map { "  \($0.points)　\($0.reason)" }
        return (["\(verdict)　\(points)/\(warnFrom)　\(type ?? "")"] + reasons).joined(separator: "\n")
    }
}
