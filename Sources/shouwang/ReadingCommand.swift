internal import ArgumentParser
internal import Foundation
internal import Primitives
internal import Reading

struct ReadingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reading",
        abstract: "What people write: the accounts, sums and times in it, and which fraud it is.",
        subcommands: [Extract.self])

    struct Extract: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "extract", abstract: "Read a statement, a transcript, a message or a chat.",
            discussion: """
                Places are counted in Unicode scalars of the text as it is given. Amounts in fen; times as precise as they were \
                said. Days such as 昨天 count from --day.
                """)

        @Option(help: "A file in UTF-8, or - for what is piped in.") var text: String
        @Option(help: "The day on which it was written, 2026-03-14; without it spoken days stay unread.") var day:
            String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let written = try day.map { text in
                guard let day = CivilDay(text) else { throw ValidationError("\(text) is not a day such as 2026-03-14") }
                return day
            }
            let report = ReadingReport(Reading(try ReadingFiles.text(text), day: written))
            print(json ? try CanonicalJSON.text(report) : report.table())
        }
    }
}

/// What the commands of this file read.
enum ReadingFiles {
    /// The text of a file, or of what is piped in; bytes that are no UTF-8 become U+FFFD.
    static func text(_ path: String) throws -> String {
        if path == "-" { return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("no readable file \(path)")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// A reading for other programs and for those who read the terminal.
struct ReadingReport: Codable {
    struct Entity: Codable {
        let kind: String
        let text: String
        let value: String
        let role: String?
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

    let entities: [Entity]
    let incident: Incident

    init(_ reading: Reading) {
        entities = reading.entities.map { entity in
            let range = reading.originalRange(entity)
            return Entity(
                kind: entity.kind.rawValue, text: reading.written(entity), value: entity.value,
                role: entity.role?.rawValue,
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
            "  \(entity.start)–\(entity.end)　\(entity.kind)　\(entity.text)　\(entity.value)\(entity.role.map { "　" + $0 } ?? "")"
        }
        let payments = incident.payments.map { payment in
            "  \(payment.payer ?? "?") → \(payment.payee ?? "?")　\(Money(fen: payment.amountFen))　\(payment.time ?? "")"
        }
        return (["文中所见 / entities"] + lines + ["转账 / payments"] + payments).joined(separator: "\n")
    }
}
