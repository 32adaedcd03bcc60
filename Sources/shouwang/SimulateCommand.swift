internal import ArgumentParser
internal import Primitives
internal import Simulation
internal import StorageSQLite

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play many seeds with faults and dying workers, and check every invariant.",
        discussion:
            "Prints one line for each seed that fails, and a last line `N passed, N failed`. --log repeats one seed in detail, --keep leaves its database to look at."
    )

    @Option(help: "The seeds, as 1..500.") var seeds: String = "1..200"
    @Flag(help: "Print each job as it is done.") var log = false
    @Option(help: "A file that is made new, for the database of the only seed.") var keep: String?
    @Option(help: "Frauds in each seed's story.") var incidents: Int = 4

    @Option(help: "Of a thousand stories so many carry on until the money is back; without it about half.")
    var carryOn: Int?

    func validate() throws {
        if keep != nil, let range, range.count > 1 { throw ValidationError("--keep takes one seed, as --seeds 7..7") }
        if let carryOn, !(0...1000).contains(carryOn) {
            throw ValidationError("--carry-on is a share of a thousand, 0 to 1000; found \(carryOn)")
        }
        guard range != nil else { throw ValidationError("--seeds is FIRST..LAST, as 1..500; found \(seeds)") }
    }

    private var range: ClosedRange<UInt64>? {
        let parts = seeds.split(separator: ".").compactMap { UInt64($0) }
        guard parts.count == 2, parts[0] <= parts[1] else { return nil }
        return parts[0]...parts[1]
    }

    func run() throws {
        guard let range else { return }
        var failed = 0
        for seed in range {
            let problems = try trial(of: seed).problems()
            if problems.isEmpty { continue }
            failed += 1
            print("seed \(seed): \(problems.prefix(5).joined(separator: "\n    "))")
        }
        print("\(range.count - failed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode.failure }
    }

    private func trial(of seed: UInt64) throws -> Trial {
        let database: SQLiteDatabase? = if let keep { try SQLiteDatabase(path: keep) } else { nil }
        guard log else { return Trial(seed: seed, incidents: incidents, carryOn: carryOn, database: database) }
        return Trial(seed: seed, incidents: incidents, carryOn: carryOn, database: database) { line in say(line) }
    }
}
