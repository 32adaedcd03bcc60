internal import ArgumentParser
internal import Foundation
internal import Primitives
internal import Simulation
internal import Storage
internal import StorageSQLite
internal import Workflow

/// The benchmark of docs/benchmarks.md; not listed in the help.
struct LatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency", abstract: "Measure from the saved alarm to the sealed order at the bank.",
        shouldDisplay: false)

    @OptionGroup var configuration: Configuration
    @Option(help: "Alarms in all.") var alarms = 1500
    @Option(help: "Alarms a second.") var rate = 50

    func run() async throws {
        var setting = VirtualCity.Setting()
        setting.start = SystemClock().now() - .minutes(1)
        setting.bankAddress = "http://127.0.0.1:8191/banks/"
        if configuration.postgres != nil {
            setting.database = try configuration.openDatabase()
        } else {
            try configuration.makeFolder()
            let name = "latency-\(setting.start.microseconds).sqlite"
            setting.database = try SQLiteDatabase(path: configuration.folder.appending(path: name).path)
        }
        let city = try VirtualCity(VirtualCity.Plan(seed: 1, incidents: 0), in: setting)
        try await measure(city)
    }

    private func measure(_ city: VirtualCity) async throws {
        var banks = BankServer.Configuration(port: 8191, keys: city.keys)
        banks.seed = 99
        banks.world = city.link.now
        let server = try BankServer(banks, clock: SystemClock())
        let platform = try Compose.live(city)
        let loop = WorkLoop(platform, role: "latency")
        Thread.detachNewThread { loop.run() }
        let (started, start) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { [alarms, rate] group in
            group.addTask { try await server.run { port in start.yield(port) } }
            for await _ in started { break }
            let trial = LatencyTrial(server: server, platform: platform, city: city.city)
            let result = try await onThread {
                _ = try trial.run(count: min(alarms, 100), rate: rate)  // To warm up.
                return try trial.run(count: alarms, rate: rate)
            }
            loop.stop()
            say(try CanonicalJSON.text(result))
            // The banks' server would wait for lines that its callers keep open.
            Self.exit()
        }
    }

    /// Runs what blocks on a thread of its own.
    private func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }
}
