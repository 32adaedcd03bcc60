internal import Access
internal import ArgumentParser
internal import Foundation
internal import Gateways
internal import Hummingbird
internal import Journal
internal import Ledger
internal import Primitives
internal import Screening
internal import Simulation
internal import Storage
internal import StorageSQLite
internal import Wire
internal import Workflow

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the console and the API, and do the work that follows.",
        discussion: """
            With --demo an invented city runs beside it: banks on the next port, frauds that go on happening, and users to sign in \
            with. The demo begins anew at each start. Without it, make the first administrator with `shouwang user add`.
            """)

    @OptionGroup var configuration: Configuration
    @OptionGroup(title: "TLS and watching") var serving: ServingOptions
    @OptionGroup(title: "Banks by wire") var banks: BankOptions
    @OptionGroup(title: "Messages") var carrier: CarrierOptions
    @OptionGroup var logging: LogOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on.") var port = 8080
    @Option(help: "The code of the unit whose key seals the orders.") var unit = DemoCity.centre.text
    @Option(
        help: "The folder of a whole ledger of transfers; an incident's page then shows where its money went there.")
    var ledger: String?
    @Option(help: "Hosts that were reported, for screening: CSV with host, label (1) and the day where it is known.")
    var knownHosts: String?
    @Flag(help: "Run the invented city.") var demo = false
    @Option(help: "Demo: seconds between two frauds.") var fraudEvery = 90
    @Flag(help: "Leave the work to `shouwang work`.") var withoutWork = false

    func validate() throws {
        if demo, banks.tls != nil {
            throw ValidationError("the demo's banks speak no TLS: leave the options of banks out")
        }
    }

    func run() async throws {
        // The demo's banks fail on purpose, which is no news to who looks at it: --log warning names each try.
        logging.start(usual: demo ? .error : .info)
        let ledger = try openLedger()
        if demo { return try await runDemo(ledger) }
        let hosts = try ReadingFiles.knownHosts(knownHosts)
        if knownHosts != nil { complain("--known-hosts: \(hosts.count) hosts") }
        let database = try configuration.openDatabase()
        try Platform.schema.migrate(database, at: SystemClock().now())
        let platform = try Compose.platform(
            configuration, database: database, owner: unit, banks: banks, carrier: carrier, ledger: ledger,
            knownHosts: hosts)
        try trustOwnKey(of: platform)
        try await Compose.run(
            platform, host: host, port: port, unitName: nil, serving, works: !withoutWork,
            onRunning: announce(users: false))
    }

    /// A folder without a ledger is a slip of whoever starts the program; a damaged ledger is told on the pages, and the rest
    /// of the program goes on.
    private func openLedger() throws -> LedgerFolder? {
        guard let ledger else { return nil }
        let folder = LedgerFolder(ledger)
        if case .notALedger = folder.fault {
            throw ValidationError("--ledger: \(ledger) is no ledger; make one by `shouwang ledger import`")
        }
        if let fault = folder.fault { complain("--ledger: \(fault)") }
        return folder
    }

    /// Whoever checks our seals finds our public key in the list of keys.
    private func trustOwnKey(of platform: Platform) throws {
        let key = platform.signer.key
        guard let id = IdempotencyKey("own-key/\(key)") else { return }
        try platform.banks.trust(
            TrustedKey(
                key: key, owner: unit, publicKey: platform.signer.publicKey, validFrom: Timestamp(microseconds: 0)),
            by: .platform("serve"), key: id, at: platform.clock.now())
    }

    private func announce(users: Bool) -> @Sendable (Int) async -> Void {
        { [host, scheme = serving.scheme] port in
            say("守望 \(scheme)://\(host):\(port)")
            guard users else { return }
            say("演示用户 demo users, password \(DemoCity.password):")
            for person in DemoCity.people + DemoCity.partners {
                say("  \(person.login)\t\(person.title) \(person.name)")
            }
        }
    }

    // MARK: demo

    /// Banks as people know them: some take minutes to answer, and now and then a message is lost.
    private static let humanBanks = FaultPlan(
        [.slow: 550, .lostAnswer: 10, .lostRequest: 10], slowSecondsMin: 15, slowSecondsMax: 420)

    /// The last hour is played in virtual time, so that the first screen is full; then the city goes on in real time.
    private func runDemo(_ ledger: LedgerFolder?) async throws {
        say("演示城市先过完前一小时，约十秒 the demo plays its last hour first, some ten seconds")
        try configuration.makeFolder()
        let file = configuration.folder.appending(path: "demo.sqlite").path
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: file + ending) {
            try FileManager.default.removeItem(atPath: file + ending)
        }
        let now = SystemClock().now()
        var setting = VirtualCity.Setting()
        setting.start = now - .minutes(100)
        setting.database = try SQLiteDatabase(path: file)
        setting.banksByHand = [LiveDemo.bankByHand]
        setting.bankAddress = "http://127.0.0.1:\(port + 1)/banks/"
        let seed = UInt64(bitPattern: now.microseconds)
        var city = try VirtualCity(
            VirtualCity.Plan(seed: seed, incidents: 18, pace: .minutes(4), faults: Self.humanBanks), in: setting)
        try city.run(until: now)
        try await goLive(city, seed: seed, ledger)
    }

    private func goLive(_ city: VirtualCity, seed: UInt64, _ ledger: LedgerFolder?) async throws {
        let clock = SystemClock()
        var banks = BankServer.Configuration(port: port + 1, keys: city.keys)
        banks.seed = seed &+ 1
        banks.fraudPace = 12
        banks.isControlEnabled = true
        var world = city.link.now
        world.faults = Self.humanBanks
        banks.world = world
        banks.bookFolder = configuration.folder.appending(path: "banks")
        let server = try BankServer(banks, clock: clock)
        let platform = try Compose.live(city, carrier: carrier, ledger: ledger)
        let demo = try LiveDemo(
            server: server, platform: platform, city: city.city, pending: city.reports,
            pace: .seconds(Int64(fraudEvery)),
            now: clock.now())
        Thread.detachNewThread { DemoLoop(demo).run() }
        let (banksAreOpen, open) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { [host, port, serving] group in
            group.addTask { try await server.run { _ in open.finish() } }
            group.addTask {
                // Orders that were due meanwhile would wait at a closed door until their time is over.
                for await _ in banksAreOpen {}
                try Task.checkCancellation()
                try await Compose.run(
                    platform, host: host, port: port, unitName: "云江市反诈中心", serving, works: true,
                    onRunning: announce(users: true)
                )
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// Steps the live demo once a second on a thread of its own.
private struct DemoLoop {
    private var demo: LiveDemo

    init(_ demo: LiveDemo) { self.demo = demo }

    consuming func run() {
        let pause = DispatchSemaphore(value: 0)
        while true {
            do { try demo.step(at: SystemClock().now()) } catch { complain("demo: \(error)") }
            _ = pause.wait(timeout: .now() + .seconds(1))
        }
    }
}
