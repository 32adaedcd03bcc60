internal import ArgumentParser
internal import Foundation
internal import Primitives
internal import Reading

struct ReadingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reading",
        abstract: "What people write: the accounts, sums and times in it, and which fraud it is.",
        subcommands: [Extract.self, Train.self, Evaluate.self, Texts.self, Hosts.self, Screen.self])

    struct Extract: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "extract", abstract: "Read a statement, a transcript, a message or a chat.",
            discussion: """
                Places are counted in Unicode scalars of the text as it is given. Amounts in fen; times as precise as they were \
                said. Days such as 昨天 count from --day.
                """)

        @Option(help: "A file in UTF-8, UTF-16 or GB18030, or - for what is piped in.") var text: String
        @Option(help: "The day on which it was written, 2026-03-14; without it spoken days stay unread.") var day:
            String?
        @Option(help: "A model of your own; else the one that the program brings along.") var model: String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let reading = Reading(try ReadingFiles.text(text), day: try day.map(ReadingFiles.day))
            let report = ReadingReport(reading, type: try FraudType(reading.text.plain, model: model))
            print(json ? try CanonicalJSON.text(report) : report.table())
        }
    }
}

/// What the commands of this group read.
enum ReadingFiles {
    /// The text of a file, or of what is piped in, whichever way it is encoded; broken bytes become U+FFFD.
    static func text(_ path: String) throws -> String {
        let bytes: [UInt8]
        if path == "-" {
            bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
        } else if let data = FileManager.default.contents(atPath: path) {
            bytes = Array(data)
        } else {
            throw ValidationError("no readable file \(path)")
        }
        return String(ofUnknownEncoding: bytes) ?? String(decoding: bytes, as: UTF8.self)
    }

    private struct Line: Codable {
        let text: String
        let label: String?
    }

    /// Examples in lines of JSON with `text` and `label`.
    static func examples(_ path: String) throws -> [LabelledExample] {
        try lines(path, #"{"text":…,"label":…}"#) { line in line.label.map { LabelledExample(line.text, $0) } }
    }

    /// Texts in lines of JSON with `text`.
    static func texts(_ path: String) throws -> [String] { try lines(path, #"{"text":…}"#, \.text) }

    private static func lines<Found>(_ path: String, _ form: String, _ take: (Line) -> Found?) throws -> [Found] {
        let lines = Array(try text(path).utf8).split(separator: UInt8(ascii: "\n"))
        return try lines.enumerated().compactMap { number, bytes in
            if bytes.allSatisfy({ $0 <= UInt8(ascii: " ") }) { return nil }
            let line = try? CanonicalJSON.decode(Line.self, from: String(decoding: bytes, as: UTF8.self))
            guard let found = line.flatMap(take) else {
                throw ValidationError("\(path), line \(number + 1) is not \(form)")
            }
            return found
        }
    }

    /// Hosts or links with their labels in two columns of CSV; a first line with the names of the columns is left out.
    static func hosts(_ path: String) throws -> [LabelledExample] {
        guard let rows = CSV.rows(try text(path)) else { throw ValidationError("\(path): a quote is left open") }
        let heads: Set = ["host", "url", "domain", "link"]
        return rows.enumerated().compactMap { number, row in
            guard row.count >= 2, number > 0 || !heads.contains(row[0].lowercased()) else { return nil }
            return LabelledExample(row[0], row[1])
        }
    }

    static func model(_ path: String) throws -> LabelModel {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("no readable file \(path)")
        }
        do {
            return try LabelModel(file: Array(data))
        } catch {
            throw ValidationError("\(path) is not a model that this program wrote")
        }
    }
}

/// Which fraud a text tells of.
struct FraudType: Codable {
    struct Alternative: Codable {
        let code: String
        let confidence: Double
    }

    let code: String
    let confidence: Double
    /// False where no type is likelier than all others together: the officer decides.
    let sure: Bool
    let alternatives: [Alternative]
    /// The words that decided, the strongest first.
    let because: [String]

    /// By the model of a file, or by the one that the program brings along.
    init(_ text: String, model path: String?) throws {
        let model = try path.map(ReadingFiles.model) ?? LabelModel.shipped
        let answer = model.answer(text)
        code = answer.label
        confidence = Self.rounded(answer.confidence)
        sure = answer.isSure
        alternatives = answer.ranking.dropFirst().prefix(3).map {
            Alternative(code: $0.label, confidence: Self.rounded($0.confidence))
        }
        because = model.because(text, answer.label)
    }

    private static func rounded(_ share: Double) -> Double { (share * 1000).rounded() / 1000 }

    var line: String {
        let words = because.joined(separator: "、")
        return sure
            ? "类型 / type　\(code)　\(confidence)　\(words)" : "类型 / type　不确定 / unsure　\(code)?　\(confidence)　\(words)"
    }
}

/// A reading for other programs and for those who read the terminal.
struct ReadingReport: Codable {
    struct Entity: Codable {
        let kind: String
        let text: String
        let value: String
        let role: String?
        /// Of telephones: where the number was given out, and by whom.
        let place: String?
        let carrier: String?
        let start: Int
        let end: Int
    }

    /// Part of the text as it was given, in Unicode scalars.
    struct Part: Codable {
        let start: Int
        let end: Int
    }

    struct Payment: Codable {
        let amountFen: Int64
        let payer: String?
        let payee: String?
        let time: String?

        enum CodingKeys: String, CodingKey {
            case payer, payee, time
            case amountFen = "amount_fen"
        }
    }

    /// What an officer would type into the form.
    struct Incident: Codable {
        let victim: String?
        let victimPhone: String?
        let callerPhone: String?
        /// The sum of the payments.
        let lossFen: Int64
        let payments: [Payment]

        enum CodingKeys: String, CodingKey {
            case victim, payments
            case victimPhone = "victim_phone"
            case callerPhone = "caller_phone"
            case lossFen = "loss_fen"
        }
    }

    let type: FraudType
    let entities: [Entity]
    let incident: Incident
    /// Spam behind the text, which was not read.
    let refused: Part?

    init(_ reading: Reading, type: FraudType) {
        self.type = type
        refused = reading.text.refused.map { Part(start: $0.lowerBound, end: $0.upperBound) }
        entities = reading.entities.map { entity in
            let (range, origin) = (reading.originalRange(entity), reading.origin(of: entity))
            return Entity(
                kind: entity.kind.rawValue, text: reading.written(entity), value: entity.value,
                role: entity.role?.rawValue, place: origin?.place, carrier: origin?.carrier,
                start: range.lowerBound, end: range.upperBound)
        }
        let values = reading.entities.map(\.value)
        let payments = reading.payments.map { payment in
            Payment(
                amountFen: Int64(values[payment.amount]) ?? 0, payer: payment.payer.map { values[$0] },
                payee: payment.payee.map { values[$0] }, time: payment.time.map { values[$0] })
        }
        func first(_ kinds: [Reading.Kind], _ role: Reading.Role) -> String? {
            reading.entities.first { kinds.contains($0.kind) && $0.role == role }?.value
        }
        incident = Incident(
            victim: first([.person], .victim), victimPhone: first([.mobile, .phone], .victim),
            callerPhone: first([.mobile, .phone], .caller),
            lossFen: payments.reduce(0) { $0.addingReportingOverflow($1.amountFen).partialValue }, payments: payments)
    }

    func table() -> String {
        let lines = entities.map { entity in
            let known = [entity.role, entity.place, entity.carrier].compactMap { $0 }.map { "　" + $0 }.joined()
            return "  \(entity.start)–\(entity.end)　\(entity.kind)　\(entity.text)　\(entity.value)\(known)"
        }
        let payments = incident.payments.map { payment in
            "  \(payment.payer ?? "?") → \(payment.payee ?? "?")　\(Money(fen: payment.amountFen))　\(payment.time ?? "")"
        }
        let spam = refused.map { ["垃圾内容，没有读 / spam, not read　\($0.start)–\($0.end)"] } ?? []
        return ([type.line, "文中所见 / entities"] + lines + ["转账 / payments"] + payments + spam).joined(separator: "\n")
    }
}
