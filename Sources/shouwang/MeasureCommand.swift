internal import ArgumentParser
internal import Foundation
internal import Ledger
internal import Primitives

extension LedgerCommand {
    struct Measure: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "measure",
            abstract: "Time traces of many seeds, one after the other, and print what they found.",
            discussion:
                "Prints for each rule the pieces found, a sum by which other programs compare their answers, and latencies."
        )

        @Argument(help: "The ledger's folder.") var folder: String
        @Option(help: "A file whose second column is a seed's id, as cases.csv of `shouwang ledger generate`.")
        var cases: String
        @Option(help: "How many of them, from the first on.") var count: Int?
        @Option(parsing: .upToNextOption, help: "The rules.") var rule: [String] = ["fifo"]
        @Option(help: "The most transfers behind a seed.") var hops: Int?
        @Option(help: "How long after its seed money is followed, in hours.") var hours: Int64?
        @Option(help: "The least traced amount in one transfer, in fen.") var least: Int64 = 1
        @Option(help: "How often all are asked; the last time counts.") var rounds: Int = 3
        @Flag(help: "Put the answers together as `shouwang trace` does, frontier included, and count that time too.")
        var whole = false
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let clock = SystemClock()
            let start = clock.nanoseconds()
            let ledger = try TransferLedger(folder: folder)
            let opened = clock.nanoseconds() - start
            let rows = try seeds(ledger)
            var rules: [MeasuredRule] = []
            for name in rule {
                guard let rule = TraceRule(rawValue: name) else { throw ValidationError("no rule \(name)") }
                let questions = try rows.map { row in
                    let time = try ledger.transfer(row).time
                    let limits = TraceLimits(
                        hops: hops ?? .max, until: hours.map { time + $0 * 3_600_000_000 }, least: least)
                    return TraceQuestion(seeds: [row], rule: rule, limits: limits)
                }
                rules.append(try measure(ledger, name, questions))
                if !json { print(rules[rules.count - 1].text) }
            }
            if json { print(try CanonicalJSON.text(MeasureAnswer(opened: opened, rules: rules))) }
        }

        private func seeds(_ ledger: TransferLedger) throws -> [Int] {
            let text = try String(contentsOf: URL(filePath: cases), encoding: .utf8)
            let ids = text.split(separator: "\n").compactMap { $0.split(separator: ",").dropFirst().first }
            return try ids.prefix(count ?? ids.count).map { try ledger.row(of: String($0)) }
        }

        private func measure(_ ledger: TransferLedger, _ name: String, _ questions: [TraceQuestion]) throws
            -> MeasuredRule
        {
            let clock = SystemClock()
            var times: [Int64] = []
            var found: (pieces: Int, sum: UInt64) = (0, 0)
            for _ in 0..<max(rounds, 1) {
                times = []
                found = (0, 0)
                for question in questions {
                    let start = clock.nanoseconds()
                    let answer = whole ? try sums(try ledger.trace(question)) : ledger.walkSums(question)
                    times.append(clock.nanoseconds() - start)
                    found = (found.pieces + answer.pieces, found.sum &+ answer.sum)
                }
            }
            return MeasuredRule(name, found, times)
        }

        private func sums(_ trace: LedgerTrace) throws -> (pieces: Int, sum: UInt64) {
            let seeds = Set(trace.question.seeds)
            return trace.transfers.filter { !seeds.contains($0.row) }.reduce((0, 0)) { sums, transfer in
                let factor = trace.question.rule == .poison ? 1 : UInt64(transfer.traced)
                return (sums.0 + 1, sums.1 &+ UInt64(transfer.row) &* factor)
            }
        }
    }
}

/// What a measurement found, for those who read it. Times are in nanoseconds.
struct MeasureAnswer: Codable {
    /// From the folder to a ledger that can be asked, the tail indexed.
    let opened: Int64
    let rules: [MeasuredRule]

    enum CodingKeys: String, CodingKey {
        case rules
        case opened = "opened_ns"
    }
}

/// The traces of one rule.
struct MeasuredRule: Codable {
    let rule: String
    let seeds: Int
    let pieces: Int
    /// Of row times fen over the pieces, by poison of rows, modulo 2^64.
    let sum: UInt64
    let median: Int64
    let ninetieth: Int64
    let ninetyNinth: Int64
    let longest: Int64
    /// Of all seeds together.
    let all: Int64

    enum CodingKeys: String, CodingKey {
        case rule, seeds, pieces, sum
        case median = "p50_ns"
        case ninetieth = "p90_ns"
        case ninetyNinth = "p99_ns"
        case longest = "max_ns"
        case all = "all_ns"
    }

    init(_ rule: String, _ found: (pieces: Int, sum: UInt64), _ nanoseconds: [Int64]) {
        (self.rule, seeds, pieces, sum) = (rule, nanoseconds.count, found.pieces, found.sum)
        let times = nanoseconds.sorted()
        func part(_ share: Double) -> Int64 {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(Double(times.count) * share))]
        }
        (median, ninetieth, ninetyNinth, longest) = (part(0.5), part(0.9), part(0.99), part(1))
        all = times.reduce(0, +)
    }

    var text: String {
        func micro(_ nanoseconds: Int64) -> String { "\(Double(nanoseconds / 100) / 10) us" }
        return "\(rule) seeds \(seeds) pieces \(pieces) sum \(sum) p50 \(micro(median)) p90 \(micro(ninetieth)) "
            + "p99 \(micro(ninetyNinth)) max \(micro(longest)) all \(all / 1_000_000) ms"
    }
}
