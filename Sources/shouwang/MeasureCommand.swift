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
        @Flag(help: "Put the answers together as `shouwang trace` does, and count that time too.") var whole = false

        func run() throws {
            let ledger = try TransferLedger(folder: folder)
            let rows = try seeds(ledger)
            for name in rule {
                guard let rule = TraceRule(rawValue: name) else { throw ValidationError("no rule \(name)") }
                let questions = try rows.map { row in
                    let time = try ledger.transfer(row).time
                    let limits = TraceLimits(
                        hops: hops ?? .max, until: hours.map { time + $0 * 3_600_000_000 }, least: least)
                    return TraceQuestion(seeds: [row], rule: rule, limits: limits)
                }
                try measure(ledger, name, questions)
            }
        }

        private func seeds(_ ledger: TransferLedger) throws -> [Int] {
            let text = try String(contentsOf: URL(filePath: cases), encoding: .utf8)
            let ids = text.split(separator: "\n").compactMap { $0.split(separator: ",").dropFirst().first }
            return try ids.prefix(count ?? ids.count).map { try ledger.row(of: String($0)) }
        }

        private func measure(_ ledger: TransferLedger, _ name: String, _ questions: [TraceQuestion]) throws {
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
            times.sort()
            func part(_ share: Double) -> String {
                let nanoseconds = times[min(times.count - 1, Int(Double(times.count) * share))]
                return "\(Double(nanoseconds / 100) / 10)"
            }
            print(
                "\(name) seeds \(questions.count) pieces \(found.pieces) sum \(found.sum) "
                    + "p50 \(part(0.5)) us p90 \(part(0.9)) us p99 \(part(0.99)) us max \(part(1)) us "
                    + "all \(times.reduce(0, +) / 1_000_000) ms")
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
