package import Gateways
package import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Jurisdiction
package import Logging
package import NIOCore
package import NIOPosix
internal import Primitives
package import Workflow

/// The program's face: the console, the API and the health check.
package struct WebApplication: Sendable {
    package struct Configuration: Sendable {
        /// How browsers reach us.
        package var transport = Transport.plain
        /// Whether other machines may read what watches over the installation, too.
        package var isWatchingOpen = false
        package var logger = Logger(label: "web")
        /// Stands on the sign-in page.
        package var unitName: String?
        /// Bytes of a form without files, and of a request to the API.
        package var formMax = 1024 * 1024
        /// Bytes of a form with all its files, which are in memory while they are taken; a single file of the largest
        /// size that the rules allow fits in any case.
        package var uploadMax = 100 * 1024 * 1024
        /// How long a connection may bring nothing, between requests or within one, before it is closed.
        package var idleMost = TimeAmount.seconds(75)

        /// Then cookies never travel without TLS.
        package var isSecure: Bool {
            if case .plain = transport { return false }
            return true
        }

        package init() {}
    }

    package enum Transport: Sendable {
        case plain
        case tls(CertificateFiles)
        /// A proxy on this machine speaks TLS and says so by X-Forwarded-Proto.
        case behindProxy
    }

    let console: Console
    private let traffic = Traffic()
    private let configuration: Configuration

    package init(
        platform: Platform, access: AccessCommands, pool: NIOThreadPool, configuration: Configuration = Configuration()
    ) {
        self.configuration = configuration
        let live = LiveUpdates(
            database: platform.database, clock: platform.clock, pool: pool,
            eventLoop: MultiThreadedEventLoopGroup.singleton.any())
        console = Console(
            platform: platform, access: access, live: live, pool: pool,
            cookies: Cookies(isSecure: configuration.isSecure), unitName: configuration.unitName)
    }

    package func router() -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: RequestRecords(
                traffic: traffic, logger: configuration.logger, clock: console.platform.clock))
        router.add(middleware: SecurityHeaders(isSecure: configuration.isSecure))
        router.add(middleware: ErrorAnswers(cookies: console.cookies, unit: console.unitName))
        if case .behindProxy = configuration.transport { router.add(middleware: ProxyGate()) }
        router.add(middleware: APIMethods())
        WatchingRoutes(console: console, traffic: traffic).add(
            to: router.group().add(middleware: LoopbackGate(isOpen: configuration.isWatchingOpen)))
        HealthRoutes(console: console).add(to: router.group())
        AssetRoutes().add(to: router.group())
        APIRoutes(console: console, bodyMax: configuration.formMax).add(to: router)
        let formMax = configuration.formMax
        let open = FormGate(formMax: formMax, filesMax: formMax)
        let gate = FormGate(formMax: formMax, filesMax: max(configuration.uploadMax, largestFile + formMax))
        SignInRoutes(console: console).addOpen(to: router.group().add(middleware: open))
        OpenPageRoutes(console: console).add(to: router.group().add(middleware: open))
        addConsole(to: router.group().add(middleware: SessionGate(console: console)).add(middleware: gate))
        return router
    }

    private var largestFile: Int { console.platform.rules.evidenceSizeMax }

    /// The pages of people who are signed in; one line a topic.
    private func addConsole(to group: Console.Group) {
        SignInRoutes(console: console).addClosed(to: group)
        EventRoutes(console: console).add(to: group)
        BoardRoutes(console: console).add(to: group)
        IncidentRoutes(console: console).add(to: group)
        LedgerRoutes(console: console).add(to: group)
        SheetRoutes(console: console).add(to: group)
        SearchRoutes(console: console).add(to: group)
        IntakeRoutes(console: console).add(to: group)
        ImportRoutes(console: console).add(to: group)
        MessageRoutes(console: console).add(to: group)
        ApprovalRoutes(console: console).add(to: group)
        OrderRoutes(console: console).add(to: group)
        BankAnswerRoutes(console: console).add(to: group)
        DeadLetterRoutes(console: console).add(to: group)
        AuthorityRoutes(console: console).add(to: group)
        ComplaintRoutes(console: console).add(to: group)
        FreezeCalendarRoutes(console: console).add(to: group)
        ReturnRoutes(console: console).add(to: group)
        AidRoutes(console: console).add(to: group)
        DocumentRoutes(console: console).add(to: group)
        DeferralRoutes(console: console).add(to: group)
        PreventionRoutes(console: console).add(to: group)
        WarningImportRoutes(console: console).add(to: group)
        PartnerRoutes(console: console).add(to: group)
        CarrierRoutes(console: console).add(to: group)
        BankDeskRoutes(console: console).add(to: group)
        UserRoutes(console: console).add(to: group)
        UnitRoutes(console: console).add(to: group)
        BankRoutes(console: console).add(to: group)
        ClientRoutes(console: console).add(to: group)
        JournalRoutes(console: console).add(to: group)
    }

    /// The application that serves at `host` and `port`; port zero takes any free one, and `onRunning` is told which.
    ///
    /// Throws `CertificateFiles.Unusable`.
    package func application(
        host: String, port: Int, onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        Application(
            router: router(), server: try server(),
            configuration: .init(address: .hostname(host, port: port), serverName: "shouwang"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: configuration.logger)
    }

    private func server() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: configuration.idleMost))
        guard case .tls(let files) = configuration.transport else { return plain }
        return try .tls(plain, tlsConfiguration: files.serverConfiguration())
    }
}
