package import Access
package import Gateways
internal import Jobs
package import Journal
package import Jurisdiction
package import Ledger
package import Messaging
package import Prevention
package import Primitives
package import Recovery
package import Screening
package import Storage
package import Wire

/// All of the platform's commands over one database; what serves, what works and what simulates has one.
package struct Platform: Sendable {
    package let database: any Database
    package let clock: any WallClock
    package let journal: Journal
    package let pack: Pack
    package let signer: Signer
    /// The whole ledger of transfers, where one is configured.
    package let ledger: LedgerFolder?

    package let incidents: Incidents
    package let intakeDrafts: IntakeDrafts
    package let evidence: EvidenceFiles
    package let traces: Traces
    package let stopPayments: StopPayments
    package let filings: CaseFilings
    package let freezes: Freezes
    package let returns: FundReturns
    package let approvals: OrderApprovals
    package let acts: BankActs
    package let bankDrafts: BankDrafts
    package let protectiveHolds: ProtectiveHolds
    package let authorities: Authorities
    package let complaints: Complaints
    package let aids: HardshipAids
    package let documents: PrintedDocuments
    package let deferrals: NoticeDeferrals
    package let holders: Holders
    package let warnings: Warnings
    package let tasks: DissuasionTasks
    package let attempts: Attempts
    package let lines: LineSuspensions
    package let carrierLines: CarrierLines
    package let roster: Roster
    package let warnedIncidents: WarnedIncidents
    package let partnerWarnings: PartnerWarnings
    package let screenings: Screenings
    package let notices: PublicNotices
    package let banks: BankRegister
    package let transmission: Transmission
    package let messageTemplates: MessageTemplates
    package let messageBatches: MessageBatches
    package let messageApprovals: MessageApprovals
    package let messageLanes: MessageLanes
    package let handover: Handover

    package init(
        database: any Database, clock: any WallClock, ids: any IDSource, pack: Pack, signer: Signer,
        link: any BankLink, carrier: (any CarrierLink)? = nil, ledger: LedgerFolder? = nil,
        knownHosts: KnownHosts = KnownHosts(),
        secrets: Secrets = Secrets()
    ) {
        self.database = database
        self.clock = clock
        self.pack = pack
        self.signer = signer
        self.ledger = ledger
        journal = Journal(database: database, ids: ids)
        incidents = Incidents(journal, pack)
        intakeDrafts = IntakeDrafts(journal)
        evidence = EvidenceFiles(journal, pack)
        traces = Traces(journal, pack)
        stopPayments = StopPayments(journal, pack)
        filings = CaseFilings(journal, pack)
        freezes = Freezes(journal, pack)
        returns = FundReturns(journal, pack, secrets)
        approvals = OrderApprovals(journal, pack)
        acts = BankActs(journal, pack)
        bankDrafts = BankDrafts(journal, pack)
        protectiveHolds = ProtectiveHolds(journal, pack)
        authorities = Authorities(journal, pack)
        complaints = Complaints(journal, pack, secrets)
        aids = HardshipAids(journal, pack, secrets)
        documents = PrintedDocuments(journal, pack, secrets)
        deferrals = NoticeDeferrals(journal, pack)
        holders = Holders(journal, pack, complaints)
        warnings = Warnings(journal, pack, secrets)
        tasks = DissuasionTasks(journal, pack)
        attempts = Attempts(journal, pack)
        lines = LineSuspensions(journal, pack)
        carrierLines = CarrierLines(journal, lines)
        roster = Roster(journal)
        warnedIncidents = WarnedIncidents(journal, warnings, incidents)
        partnerWarnings = PartnerWarnings(journal, warnings)
        screenings = Screenings(journal, pack, warnings, partnerWarnings, knownHosts)
        notices = PublicNotices(journal, pack, secrets)
        banks = BankRegister(journal)
        transmission = Transmission(journal, pack, signer: signer, link: link)
        messageTemplates = MessageTemplates(journal, pack)
        messageBatches = MessageBatches(journal, pack)
        messageApprovals = MessageApprovals(journal)
        messageLanes = MessageLanes(journal, pack)
        handover = Handover(messageLanes, link: carrier)
    }

    package static let schema = Schema(
        EntryTable.migrations + JobTable.migrations + WorkerTable.migrations + accessMigrations
            + RecoverySchema.migrations + KeyTable.migrations + PreventionSchema.migrations + MessagingSchema.migrations
    )

    package var rules: Rules { pack.rules(on: CivilTime(clock.now()).day) }
}
