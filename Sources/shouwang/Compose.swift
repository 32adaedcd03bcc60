internal import Access
internal import Foundation
internal import Gateways
internal import Hummingbird
internal import Journal
internal import Ledger
internal import NIOPosix
internal import Primitives
internal import Screening
internal import Simulation
internal import Storage
internal import Web
internal import Workflow

/// What is wired to what.
enum Compose {
    /// How long one call to a bank may take.
    static let callTimeout = Duration.seconds(5)

    static func platform(
        _ configuration: Configuration, database: any Database, owner: String, banks: BankOptions,
        carrier: CarrierOptions? = nil, ledger: LedgerFolder? = nil, knownHosts: KnownHosts = KnownHosts()
    ) throws -> Platform {
        Platform(
            database: database, clock: SystemClock(), ids: SystemIDs(), pack: try configuration.openPack(),
            signer: try configuration.signer(owner: owner),
            link: try HTTPBankLink(timeout: callTimeout, tls: banks.tls), carrier: try carrier?.link(tls: banks.tls),
            ledger: ledger, knownHosts: knownHosts)
    }

    /// The platform of a city that was played in virtual time, from now on in real time and over the wire; messages go to a
    /// simulated carrier in this process where no other is named.
    static func live(_ city: VirtualCity, carrier: CarrierOptions? = nil, ledger: LedgerFolder? = nil) throws
        -> Platform
    {
        let simulated = InProcessCarrier(SimulatedCarrier(seed: city.plan.seed), clock: SystemClock())
        return Platform(
            database: city.platform.database, clock: SystemClock(), ids: SystemIDs(), pack: city.platform.pack,
            signer: city.platform.signer, link: try HTTPBankLink(timeout: callTimeout),
            carrier: try carrier?.link(tls: nil) ?? simulated, ledger: ledger)
    }

    static func web(_ platform: Platform, pool: NIOThreadPool, unitName: String?, _ serving: ServingOptions)
        -> WebApplication
    {
        var settings = WebApplication.Configuration()
        settings.unitName = unitName
        settings.transport = serving.transport
        settings.isWatchingOpen = serving.metricsOpen
        let access = AccessCommands(
            platform.journal, rules: platform.rules, cost: .service, secrets: Secrets())
        return WebApplication(platform: platform, access: access, pool: pool, configuration: settings)
    }

    /// Serves and works until the process is told to end; the loops stop with the server.
    static func run(
        _ platform: Platform, host: String, port: Int, unitName: String?, _ serving: ServingOptions, works: Bool,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let pool = NIOThreadPool(numberOfThreads: 16)
        pool.start()
        let loop = works ? WorkLoop(platform, role: "serve") : nil
        if let loop { Thread.detachNewThread { loop.run() } }
        defer { loop?.stop() }
        let watch = platform.ledger.map(LedgerWatch.init)
        if let watch { Thread.detachNewThread { watch.run() } }
        defer { watch?.stop() }
        try await web(platform, pool: pool, unitName: unitName, serving).application(
            host: host, port: port, onRunning: onRunning
        ).runService()
        try await pool.shutdownGracefully()
    }
}
