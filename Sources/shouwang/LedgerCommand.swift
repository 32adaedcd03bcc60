internal import ArgumentParser
internal import Foundation
internal import Ledger
internal import Primitives
internal import Synchronization

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "A ledger of transfers on disk, to be asked by `shouwang trace`.",
        subcommands: [Import.self, Append.self, Inform.self, Verify.self, Merge.self, Generate.self, Measure.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Add the transfers of a file; all of them, or none if a line is wrong.",
            discussion: """
                FILE is CSV with a header, - for such a text on standard input, or a folder of columns (docs/ledger.md). Times are understood as the first one is \
                written, unless --time-format says iso, s, ms, us, step or a pattern as %Y%m%d %H:%M:%S.
                """)

        @Argument(help: "The ledger's folder; it is made if it is not there.") var folder: String
        @Argument(help: "The file; - for standard input.") var file: String
        @Option(help: "id=…,time=…,payer=…,payee=…,amount=…[,serial=…,payer_balance=…,payee_balance=…]")
        var columns: String?
        @Option(help: "How its times are written.") var timeFormat: String?
        @Option(help: "yuan or fen.") var amountUnit: String = "yuan"
        @Option(help: "Whether balances are those before or after the transfer.") var balances: String?
        @Option(help: "CSV: account,opening.") var opening: String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let options = try options()
            let start = SystemClock().now()
            let meter = Mutex(ProgressMeter(start))
            let writer = try LedgerWriter(folder: folder)
            let report = try writer.add(file, options, opening: opening) { progress in
                meter.withLock { $0.show(progress) }
            }
            meter.withLock { $0.end() }
            let seconds = Double((SystemClock().now() - start).microseconds) / 1e6
            let answer = ImportAnswer(report, seconds: seconds)
            print(json ? try CanonicalJSON.text(answer) : answer.text)
        }

        private func options() throws -> ImportOptions {
            var options = ImportOptions()
            if let columns, let fault = options.setColumns(columns) { throw ValidationError("--columns: \(fault)") }
            if let timeFormat {
                guard let pattern = TimePattern(timeFormat) else {
                    throw ValidationError(
                        "--time-format is iso, s, ms, us, step or a pattern as %Y-%m-%d; found \(timeFormat)")
                }
                options.time = pattern
            }
            guard let unit = ImportOptions.Unit(rawValue: amountUnit) else {
                throw ValidationError("--amount-unit is yuan or fen; found \(amountUnit)")
            }
            options.unit = unit
            if let balances {
                guard let moment = ImportOptions.Moment(rawValue: balances) else {
                    throw ValidationError("--balances is before or after; found \(balances)")
                }
                options.balances = moment
            }
            return options
        }
    }

    struct Append: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "append", abstract: "Append transfers from standard input, and say when they are durable.",
            discussion: """
                Lines of id,time,payer,payee,amount_fen[,serial], the time in microseconds since 1970 or the ledger's steps. After \
                each group `durable N` is printed: the first N lines are there whatever happens. Lines with an id that is there \
                already are left out, so that what was not acknowledged can be sent again.
                """)

        @Argument(help: "The ledger's folder; it is made if it is not there.") var folder: String
        @Option(help: "The most lines of one group.") var group: Int = 1000

        func run() throws {
            var appender = try LedgerAppender(folder: folder)
            try appender.add(linesOf: STDIN_FILENO, group: max(group, 1)) { count in
                print("durable \(count)")
                fflush(nil)
            }
        }
    }

    struct Inform: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "What a ledger holds.")

        @Argument(help: "The ledger's folder.") var folder: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let summary = SummaryAnswer(try TransferLedger(folder: folder).summary())
            print(json ? try CanonicalJSON.text(summary) : summary.text)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Read every byte of a ledger and lay all transfers anew; name what is damaged.")

        @Argument(help: "The ledger's folder.") var folder: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let faults = TransferLedger.faults(in: folder)
            if json {
                print(try CanonicalJSON.text(["faults": faults]))
            } else {
                print(faults.isEmpty ? "whole" : faults.joined(separator: "\n"))
            }
            if !faults.isEmpty { throw ExitCode.failure }
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge",
            abstract: "Lay the whole ledger anew in as few partitions as hold it, the tail included.")

        @Argument(help: "The ledger's folder.") var folder: String

        func run() throws {
            try LedgerWriter(folder: folder).merge()
            print(SummaryAnswer(try TransferLedger(folder: folder).summary()).text)
        }
    }
}

/// Shows on a terminal how far an import has come.
struct ProgressMeter {
    private let start: Timestamp
    private let isShown = isatty(2) == 1
    private var hasShown = false

    init(_ start: Timestamp) { self.start = start }

    mutating func show(_ progress: ImportProgress) {
        guard isShown else { return }
        hasShown = true
        let seconds = Double((SystemClock().now() - start).microseconds) / 1e6
        let part = Double(progress.bytes) / Double(max(progress.bytesOfAll, 1))
        let left = part > 0 ? seconds / part - seconds : 0
        let bar = String(repeating: "=", count: Int(part * 30)).padding(toLength: 30, withPad: " ", startingAt: 0)
        write(
            "\r[\(bar)] \(Int(part * 100)) %  \(progress.rows) transfers  \(Int(Double(progress.rows) / max(seconds, 0.001)))/s  "
                + "\(Int(left)) s left   ")
    }

    func end() { if hasShown { write("\n") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// What an import did, for those who read it.
struct ImportAnswer: Codable {
    let transfers: Int
    let accounts: Int
    /// Lines of an amount of 0, which are left out.
    let empty: Int
    /// Balances below 0, which are left out.
    let overdrawn: Int
    let timeFormat: String
    let balances: String?
    let milliseconds: Int

    enum CodingKeys: String, CodingKey {
        case transfers, accounts, empty, overdrawn, balances, milliseconds
        case timeFormat = "time_format"
    }

    init(_ report: ImportReport, seconds: Double) {
        (transfers, accounts, empty) = (report.rows, report.accounts, report.empty)
        (overdrawn, timeFormat) = (report.overdrawn, report.time)
        balances = report.balances?.rawValue
        milliseconds = Int(seconds * 1000)
    }

    var text: String {
        let rate = milliseconds > 0 ? transfers * 1000 / milliseconds : transfers
        let credit = overdrawn > 0 ? ", \(overdrawn) balances below 0 left out" : ""
        let stated = balances.map { ", balances read as those \($0) the transfer" } ?? ""
        let left = empty > 0 ? ", \(empty) lines of 0.00 left out" : ""
        return
            "\(transfers) transfers\(left), \(accounts) accounts in the ledger, times as \(timeFormat)\(stated)\(credit); "
            + "\(milliseconds) ms, \(rate)/s"
    }
}

/// A ledger's summary, for those who read it.
struct SummaryAnswer: Codable {
    let transfers: Int
    let accounts: Int
    let partitions: Int
    let bytes: Int
    let bytesPerTransfer: Int
    let firstTime: String?
    let lastTime: String?
    let tailTransfers: Int
    let tornBytes: Int
    let repeated: Int
    let inferredOpenings: Int
    let inferredFen: Int64
    let unexplained: Int
    let unexplainedFen: Int64

    enum CodingKeys: String, CodingKey {
        case transfers, accounts, partitions, bytes, repeated, unexplained
        case bytesPerTransfer = "bytes_per_transfer"
        case firstTime = "first_time"
        case lastTime = "last_time"
        case tailTransfers = "tail_transfers"
        case tornBytes = "torn_bytes"
        case inferredOpenings = "inferred_openings"
        case inferredFen = "inferred_fen"
        case unexplainedFen = "unexplained_fen"
    }

    init(_ summary: LedgerSummary) {
        (transfers, accounts, partitions) = (summary.transfers, summary.accounts, summary.partitions)
        bytes = summary.bytes
        bytesPerTransfer = summary.transfers > 0 ? summary.bytes / summary.transfers : 0
        (firstTime, lastTime) = (summary.firstTime, summary.lastTime)
        (tailTransfers, tornBytes, repeated) = (summary.tailTransfers, summary.tornBytes, summary.repeated)
        (inferredOpenings, inferredFen) = (summary.inferredOpenings, summary.inferredFen)
        (unexplained, unexplainedFen) = (summary.unexplained, summary.unexplainedFen)
    }

    var text: String {
        var lines = ["\(transfers) transfers, \(accounts) accounts, \(partitions) partitions"]
        lines.append("\(bytes) bytes, \(bytesPerTransfer) a transfer")
        if let firstTime, let lastTime { lines.append("from \(firstTime) to \(lastTime)") }
        if tailTransfers > 0 { lines.append("\(tailTransfers) transfers in the tail") }
        if tornBytes > 0 { lines.append("\(tornBytes) bytes torn off at the tail's end, never acknowledged") }
        if repeated > 0 { lines.append("\(repeated) transfers of the tail were there already") }
        if inferredOpenings > 0 {
            lines.append("\(inferredOpenings) opening balances inferred, \(Money(fen: inferredFen)) yuan together")
        }
        if unexplained > 0 {
            lines.append(
                "\(unexplained) transfers that only balances show, \(Money(fen: unexplainedFen)) yuan together")
        }
        return lines.joined(separator: "\n")
    }
}
