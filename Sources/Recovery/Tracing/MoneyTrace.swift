package import FundTracing
internal import Journal
package import Primitives
package import Storage
internal import Wire

/// An incident's money as the platform knows it now: the trace and the sums that the screen and the orders go by.
package struct MoneyTrace: Sendable {
    package let incident: IncidentID
    package let trace: Trace
    /// What decisions on returns made of it; where there is one, it holds instead of the trace.
    let decided: DecidedMoney
    /// The whole amount of each transfer that carried some of the money, and how it can be told to a bank.
    package let amounts: [TransferKey: Money]
    package let sums: FlowSums
    /// Reported amounts that cannot be followed yet, because payee or time is not known.
    package let untraceable: Money
    /// Which transfer of the trace carries each of the incident's reports that can be followed.
    package let carriers: [TransferID: TransferKey]
    /// Reports that the payee's bank does not show although its statement covers their time.
    package let unmatched: [TransferID]
    package let accounts: [AccountID: Account]
    package let stops: [AccountID: [StopPayment]]
    package let freezes: [AccountID: [Freeze]]
    package let inquiries: [AccountID: [Inquiry]]
    /// What the incident's claims on stop-payments, ended ones too, were last traced at.
    package let claims: [StopPaymentID: Money]
    /// The same of its claims on freezes.
    package let freezeClaims: [FreezeID: Money]
    /// When a person last added to or corrected the incident's facts.
    package let factsCorrectedAt: Timestamp?
}

/// Builds the ledger around one incident from reports, statements and measures, and traces through it.
package struct MoneyTracer {
    let tx: any Transaction
    private let tolerance: Duration
    private let limits: Limits
    private let rule: Rule

    package init(_ tx: any Transaction, tolerance: Duration, limits: Limits, rule: Rule = .fifo) {
        self.tx = tx
        self.tolerance = tolerance
        self.limits = limits
        self.rule = rule
    }

    /// Traces `incident` at `now`. Accounts are loaded as the money reaches them, so the work is that of the money's own paths.
    package func trace(_ incident: IncidentID, at now: Timestamp) throws -> MoneyTrace {
        let askedReports = try IncidentTable(tx).askTransfers(of: [incident])
        let askedOutcomes = try FundReturnTable(tx).askOutcomes(of: incident)
        let askedRepaid = try RepaymentTable(tx).askRepayments(to: incident)
        let askedClaims = try StopPaymentTable(tx).askClaims(of: incident)
        let askedFreezeClaims = try FreezeTable(tx).askClaims(of: incident)
        let askedFacts = try EntryTable(tx).askAbout(subject: incident.description, limit: 200)
        let reports = try askedReports.answer()
        let picture = try picture(of: reports, at: now)
        let (trace, found, known) = (picture.trace, picture.found, picture.known)
        let defrauded = reports.reduce(Money.zero) { $0 + ($1.amount ?? .zero) }
        let told = Set(reports.map(\.id))
        let carriers = Set(trace.pieces.map(\.transfer))
        let amounts = Dictionary(
            uniqueKeysWithValues: found.transfers.filter { carriers.contains($0.key) }.map { ($0.key, $0.amount) })
        let decided = DecidedMoney(
            try askedOutcomes.answer(), paid: try askedRepaid.answer(), in: trace)
        let sums = decided.applied(to: sums(trace, defrauded: defrauded)) { account in
            DecidedMoney.Standing(
                of: account, in: trace,
                isHeld: known.stops[account]?.contains(where: \.state.isInForce) ?? false
                    || known.freezes[account]?.contains(where: \.isInForce) ?? false)
        }
        return MoneyTrace(
            incident: incident, trace: trace, decided: decided, amounts: amounts, sums: sums,
            untraceable: defrauded - trace.totals().seeded, carriers: found.carriers.filter { told.contains($0.key) },
            unmatched: found.unmatched.filter(told.contains), accounts: known.accounts, stops: known.stops,
            freezes: known.freezes, inquiries: known.inquiries,
            claims: Dictionary(uniqueKeysWithValues: try askedClaims.answer().map { ($0.stop, $0.traced) }),
            freezeClaims: Dictionary(
                uniqueKeysWithValues: try askedFreezeClaims.answer().map { ($0.freeze, $0.traced) }),
            factsCorrectedAt: try askedFacts.answer().filter { $0.act == Incidents.factsAdded }.map(\.at).max())
    }

    /// Where the money of these incidents, followed together, does not add up; empty when all of it does.
    package func breaches(of incidents: [IncidentID], at now: Timestamp) throws -> [Breach] {
        let picture = try picture(of: try IncidentTable(tx).transfers(of: incidents), at: now)
        return picture.tracer.breaches(in: picture.trace)
    }

    struct Picture {
        let known: Surroundings
        let found: EntryMatching.Found
        let tracer: Tracer
        let trace: Trace
    }

    /// Follows what was reported until it reaches no further account.
    func picture(of reports: [ReportedTransfer], at now: Timestamp) throws -> Picture {
        var known = Surroundings()
        var reached = Set(reports.compactMap(\.payeeAccount))
        while true {
            try known.extend(to: reached, tx)
            let picture = try picture(of: reports, among: known, at: now)
            reached = Set(
                picture.trace.pieces.compactMap { piece in
                    if case .account(let key) = piece.to { return key.id }
                    return nil
                })
            if reached.isSubset(of: known.reach) { return picture }
        }
    }

    private func picture(of reports: [ReportedTransfer], among known: Surroundings, at now: Timestamp) throws -> Picture
    {
        let found = EntryMatching(
            tolerance: tolerance, coverage: known.inquiries.mapValues(Coverage.init)
        ).match(reports: known.reports, entries: known.entries)
        let transfers = FrozenMoney(known.freezes).withholding(found.transfers)
        let earliest = earliest(transfers)
        let own = Set(reports.map(\.incident))
        let ledger = Ledger(
            transfers: transfers,
            accounts: known.reach.sorted().map { id in
                ledgerAccount(id, among: known, earliest: earliest[AccountKey(id)], of: own)
            } + hubs(known.accounts, beside: known.reach))
        let seeds = reports.compactMap { report -> Seed? in
            guard let key = found.carriers[report.id], let amount = report.amount else { return nil }
            return Seed(incident: IncidentKey(report.incident), transfer: key, amount: amount)
        }
        let tracer = try Tracer(ledger)
        let trace = try tracer.trace(
            TraceRequest(seeds: seeds, rule: rule, limits: limits, now: moment(now, known)))
        return Picture(known: known, found: found, tracer: tracer, trace: trace)
    }

    /// Whether money is held is what the records say: a bank's clock may be ahead of ours, and then its hold is from later on.
    private func moment(_ now: Timestamp, _ known: Surroundings) -> Timestamp {
        let starts =
            known.stops.values.joined().compactMap(\.executedAt) + known.freezes.values.joined().compactMap(\.startedAt)
        return starts.reduce(now, max)
    }

    /// Hubs that the money may reach next: that they are hubs is known before it does.
    private func hubs(_ accounts: [AccountID: Account], beside reach: Set<AccountID>) -> [LedgerAccount] {
        accounts.values.filter { $0.isHub && !reach.contains($0.id) }.map(\.id).sorted().map { id in
            LedgerAccount(key: AccountKey(id), isHub: true)
        }
    }

    /// When each account's first known transfer was.
    private func earliest(_ transfers: [Transfer]) -> [AccountKey: TransferOrder] {
        var earliest: [AccountKey: TransferOrder] = [:]
        for transfer in transfers {
            if let payer = transfer.payer {
                earliest[payer] = min(earliest[payer] ?? transfer.payerOrder, transfer.payerOrder)
            }
            if case .account(let payee) = transfer.payee {
                earliest[payee] = min(earliest[payee] ?? transfer.payeeOrder, transfer.payeeOrder)
            }
        }
        return earliest
    }

    private func ledgerAccount(
        _ id: AccountID, among known: Surroundings, earliest: TransferOrder?, of own: Set<IncidentID>
    ) -> LedgerAccount {
        let (stops, freezes, entries) = (known.stops[id] ?? [], known.freezes[id] ?? [], known.entries(of: id))
        let first = entries.min { TransferOrder($0) < TransferOrder($1) }
        let before = first.flatMap(balance(before:))
        // Where other sources tell of earlier transfers, what the statement begins with is no opening balance but a word on then.
        let isOpening = first.flatMap { first in earliest.map { TransferOrder(first) <= $0 } } ?? true
        var stated = statedBalances(stops, freezes) { known.givenBack(from: id, by: $0) }
        if !isOpening, let first, let before {
            stated.append(
                StatedBalance(
                    at: .beginOfMoment(first.at),
                    balance: before + known.givenBack(from: id, by: first.at - .seconds(1))))
        }
        return LedgerAccount(
            key: AccountKey(id), openingBalance: isOpening ? before : nil, statedBalances: stated,
            knownUntil: Coverage(known.inquiries[id] ?? []).end, isHub: known.accounts[id]?.isHub ?? false,
            holds: stops.filter(\.state.isInForce).compactMap { stop in
                stop.executedAt.map { HoldPeriod(from: $0, until: nil) }
            }
                + freezes.filter(\.isInForce).compactMap { freeze in
                    freeze.startedAt.map {
                        HoldPeriod(from: $0, until: nil, most: freeze.room(for: own, among: known.freezeClaims))
                    }
                })
    }

    /// What banks said lay in an account when they held it, with what had been paid back to victims: that is followed no further, so
    /// that for the trace it lies there. After a freeze up to an amount a balance says nothing of the
    /// traced money: what left then is not counted, either.
    private func statedBalances(
        _ stops: [StopPayment], _ freezes: [Freeze], givenBack: (Timestamp) -> Money
    ) -> [StatedBalance] {
        let unsaid = freezes.filter { $0.limit != nil }.compactMap(\.startedAt).min()
        let told = stops.map { ($0.executedAt, $0.heldBalance) } + freezes.map { ($0.startedAt, $0.balance) }
        return told.compactMap { at, balance in
            guard let at, let balance, unsaid.map({ at <= $0 }) ?? true else { return nil }
            return StatedBalance(at: .endOfMoment(at), balance: balance + givenBack(at))
        }
    }

    /// What the bank's balance after an entry says of the one before it; nil where that cannot be.
    private func balance(before entry: AccountEntry) -> Money? {
        guard let after = entry.balance else { return nil }
        let before = entry.direction == .in ? after - entry.amount : after + entry.amount
        return before < .zero ? nil : before
    }

    private func sums(_ trace: Trace, defrauded: Money) -> FlowSums {
        let totals = trace.totals()
        return FlowSums(
            defrauded: defrauded, held: totals.held, atLarge: defrauded - totals.held - totals.exited,
            exited: totals.exited, returned: .zero,
            deepestTier: trace.holders.map(\.tier).max().map { max($0, trace.hubs.map(\.tier).max() ?? 0) }
                ?? trace.pieces.map(\.tier).max() ?? 0)
    }
}

extension DecidedMoney.Standing {
    /// What a trace of one incident has in an account.
    init(of account: AccountID, in trace: Trace, isHeld: Bool) {
        let rows = trace.holders.filter { $0.account.id == account }
        func sum(_ rows: [Holder]) -> Money { rows.reduce(.zero) { $0 + $1.amount - $1.notFollowed } }
        self.init(held: sum(rows.filter(\.isHeld)), free: sum(rows.filter { !$0.isHeld }), isHeld: isHeld)
    }
}
