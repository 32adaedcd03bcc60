internal import ArgumentParser
internal import Foundation
internal import FundReturning
internal import Primitives

struct ReturnsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "returns", abstract: "Who gets what of frozen money.", subcommands: [Compute.self])

    struct Compute: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compute",
            abstract: "Replay one account's statement and share what lies there among its victims.",
            discussion: """
                Per victim the interval of what can still be his under any attribution of the payments out. Where its ends are \
                equal he gets it directly; the others share the rest in the ratio of their losses (银监发〔2016〕41号 art. 8). \
                Amounts in fen.
                """)

        @Option(
            help: "CSV: time,direction(in|out),amount_fen,victim in the bank's order; victim empty for other money.")
        var ledger: String
        @Option(help: "CSV: victim,loss_fen.") var losses: String
        @Option(help: "What lay there before the first line, in fen.") var opening: Int64 = 0
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let files = try ReturnFiles(
                ledger: try text(ledger), losses: try text(losses), opening: Money(fen: opening))
            let replay = Replay(files.ledger)
            let shares = try ReturnShares(["": replay], losses: files.losses)
            guard let account = shares.accounts[""] else { return }
            let report = ReturnReport(files, replay, account)
            print(json ? try CanonicalJSON.text(report) : report.table())
        }

        private func text(_ path: String) throws -> String {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ValidationError("no readable file \(path)")
            }
            guard let text = String(data: data, encoding: .utf8) else { throw ValidationError("\(path) is not UTF-8") }
            return text
        }
    }
}

/// A computation for those who read files.
struct ReturnReport: Codable {
    struct Line: Codable {
        let time: String
        let direction: String
        let amountFen: Int64
        let victim: String?
        let balanceFen: Int64
        /// What of the line's victim can still be his after it.
        let leastFen: Int64?
        let mostFen: Int64?

        enum CodingKeys: String, CodingKey {
            case time, direction, victim
            case amountFen = "amount_fen"
            case balanceFen = "balance_fen"
            case leastFen = "least_fen"
            case mostFen = "most_fen"
        }
    }

    struct Ends: Codable {
        let leastFen: Int64
        let mostFen: Int64

        enum CodingKeys: String, CodingKey {
            case leastFen = "least_fen"
            case mostFen = "most_fen"
        }
    }

    let rule: String
    let balanceFen: Int64
    let direct: [String: Int64]
    let pool: [String: Int64]
    let unassignedFen: Int64
    let intervals: [String: Ends]
    let replay: [Line]

    enum CodingKeys: String, CodingKey {
        case rule, direct, pool, intervals, replay
        case balanceFen = "balance_fen"
        case unassignedFen = "unassigned_fen"
    }

    init(_ files: ReturnFiles, _ replay: Replay, _ shares: ReturnShares.Account) {
        rule = ReturnShares.rule
        balanceFen = shares.balance.fen
        // A victim of the losses whom the statement does not name has nothing there.
        let absent = files.losses.filter { replay.intervals[$0.key] == nil }.mapValues { _ in Int64(0) }
        direct = shares.direct.mapValues(\.fen).merging(absent) { $1 }
        pool = shares.pool.mapValues(\.fen)
        unassignedFen = shares.unassigned.fen
        intervals = replay.intervals.mapValues { Ends(leastFen: $0.least.fen, mostFen: $0.most.fen) }
        self.replay = zip(files.times, replay.rows).map { time, row in
            Line(
                time: time, direction: row.entry.direction == .incoming ? "in" : "out", amountFen: row.entry.amount.fen,
                victim: row.entry.victim, balanceFen: row.balance.fen, leastFen: row.interval?.least.fen,
                mostFen: row.interval?.most.fen)
        }
    }

    /// The shares for a reader, in yuan.
    func table() -> String {
        func yuan(_ fen: Int64) -> String { Money(fen: fen).description }
        func line(_ victim: String, _ fen: Int64, _ kind: String) -> String {
            let ends = intervals[victim].map { "（区间 \(yuan($0.leastFen))—\(yuan($0.mostFen))）" } ?? ""
            return "  \(victim)　\(yuan(fen))　\(kind)\(ends)"
        }
        let shares =
            direct.sorted { $0.key < $1.key }.map { line($0.key, $0.value, "直接返还") }
            + pool.sorted { $0.key < $1.key }.map { line($0.key, $0.value, "按比例") }
        return (["余额　\(yuan(balanceFen))　规则 \(rule)"] + shares + ["  未分配　\(yuan(unassignedFen))"])
            .joined(separator: "\n")
    }
}
