internal import Primitives
internal import Storage

/// Which standing authority one order of an incident may go out under; what decides it is asked in one go.
struct Authorization {
    private let incident: Incident
    private let now: Timestamp
    private let authorities: [StandingAuthority]
    private let hubs: Set<AccountID>
    /// Accounts that the incident has had stopped before.
    private let stopped: Set<AccountID>

    init(over accounts: [AccountID], of incident: Incident, at now: Timestamp, _ tx: any Transaction)
        throws(StorageError)
    {
        let askedAuthorities = try AuthorityTable(tx).askInForce(at: now)
        let askedAccounts = try AccountTable(tx).ask(accounts)
        let askedStops = try StopPaymentTable(tx).askClaimed(by: incident.id)
        self.incident = incident
        self.now = now
        authorities = try askedAuthorities.answer()
        let found = try askedAccounts.answer()
        if let missing = Set(accounts).subtracting(found.map(\.id)).min() { throw .other("no account \(missing)") }
        hubs = Set(found.filter(\.isHub).map(\.id))
        stopped = Set(try askedStops.answer().filter { $0.uses > 0 }.map(\.account))
    }

    /// The first authority in force that covers such an order; nil where a second person must approve it.
    func covering(_ kind: StandingAuthority.Asked.Kind, _ account: AccountID, tier: Int, amount: Money)
        -> StandingAuthority?
    {
        let asked = StandingAuthority.Asked(
            kind: kind, officer: incident.taker, unit: incident.unit, tier: tier, amount: amount,
            isHub: hubs.contains(account), isRepeated: kind == .stop && stopped.contains(account))
        return authorities.first { $0.covers(asked, at: now) }
    }
}
