internal import FundTracing
internal import Primitives
internal import Wire

/// Makes one transfer out of all that tells of it: what a victim reported, the payer's bank's entry, the payee's bank's entry.
///
/// Two banks' entries are one transfer when they carry the same clearing reference, or else when both accounts and the amount
/// agree and the times lie within the tolerance; a report joins the payee's entry of the same amount that is nearest in time.
struct EntryMatching {
    let tolerance: Duration
    /// Up to when the statement at hand covers an account.
    let coveredUntil: [AccountID: Timestamp]

    struct Found {
        var transfers: [Transfer] = []
        /// Which ledger transfer carries a reported one.
        var carriers: [TransferID: TransferKey] = [:]
        /// Reports for which the payee's bank shows no entry although its statement covers the time.
        var unmatched: [TransferID] = []
    }

    func match(reports: [ReportedTransfer], entries: [AccountEntry]) -> Found {
        var found = Found()
        let ordered = entries.sorted { ($0.at, $0.account, $0.serial) < ($1.at, $1.account, $1.serial) }
        var incoming = Dictionary(grouping: ordered.filter { $0.direction == .in }, by: \.account)
        var reporters = Dictionary(grouping: reports.filter(\.isTraceable), by: { $0.payeeAccount })

        for entry in ordered where entry.direction == .out {
            let partner = entry.counterpart.flatMap { account in
                takeFirst(&incoming[account]) { self.isSame(payer: entry, payee: $0) }
            }
            found.transfers.append(transfer(out: entry, in: partner))
            let payee = entry.counterpart
            if let report = takeNearest(&reporters[payee], to: entry.at, amount: entry.amount, payer: entry.account) {
                found.carriers[report.id] = key(of: entry)
            }
        }
        for (account, rest) in incoming.sorted(by: { $0.key < $1.key }) {
            for entry in rest {
                let report = takeNearest(
                    &reporters[account], to: entry.at, amount: entry.amount, payer: entry.counterpart)
                found.transfers.append(transfer(in: entry))
                if let report { found.carriers[report.id] = key(of: entry) }
            }
        }
        for report in reporters.values.joined().sorted(by: { $0.id < $1.id }) {
            guard let transfer = transfer(reported: report) else { continue }
            found.transfers.append(transfer)
            found.carriers[report.id] = transfer.key
            found.unmatched.append(report.id)
        }
        return found
    }

    private func isSame(payer out: AccountEntry, payee entry: AccountEntry) -> Bool {
        guard entry.amount == out.amount else { return false }
        if let one = out.reference, let other = entry.reference { return one == other }
        guard entry.counterpart == nil || entry.counterpart == out.account else { return false }
        return distance(entry.at, out.at) <= tolerance
    }

    /// Takes the report of this amount that lies nearest in time, where payer and time can be the same.
    private func takeNearest(
        _ reports: inout [ReportedTransfer]?, to moment: Timestamp, amount: Money, payer: AccountID?
    ) -> ReportedTransfer? {
        let candidates = (reports ?? []).enumerated().filter { _, report in
            report.amount == amount && report.at.map { distance($0, moment) <= tolerance } == true
                && (payer == nil || report.payerAccount == nil || report.payerAccount == payer)
        }
        let nearest = candidates.min { a, b in
            (distance(a.element.at ?? moment, moment), a.element.id) < (
                distance(b.element.at ?? moment, moment), b.element.id
            )
        }
        guard let nearest else { return nil }
        return reports?.remove(at: nearest.offset)
    }

    private func takeFirst(_ entries: inout [AccountEntry]?, where fits: (AccountEntry) -> Bool) -> AccountEntry? {
        guard let index = entries?.firstIndex(where: fits) else { return nil }
        return entries?.remove(at: index)
    }

    private func distance(_ a: Timestamp, _ b: Timestamp) -> Duration { a < b ? b - a : a - b }

    // MARK: ledger transfers

    private func key(of entry: AccountEntry) -> TransferKey { TransferKey("\(entry.account)/\(entry.serial)") }

    private func transfer(out entry: AccountEntry, in partner: AccountEntry?) -> Transfer {
        Transfer(
            key: key(of: entry), payer: AccountKey(entry.account), payee: destination(of: entry), amount: entry.amount,
            payerOrder: TransferOrder(entry), payeeOrder: partner.map(TransferOrder.init))
    }

    /// The payee's entry alone tells of the payer's line only where the payer's own statement does not reach.
    private func transfer(in entry: AccountEntry) -> Transfer {
        let payer = entry.counterpart.flatMap { payer in
            coveredUntil[payer].map { entry.at <= $0 } == true ? nil : payer
        }
        return Transfer(
            key: key(of: entry), payer: payer.map { AccountKey($0) }, payee: .account(AccountKey(entry.account)),
            amount: entry.amount, payerOrder: TransferOrder(entry))
    }

    private func transfer(reported report: ReportedTransfer) -> Transfer? {
        guard let payee = report.payeeAccount, let amount = report.amount, let at = report.at else { return nil }
        return Transfer(
            key: TransferKey("\(report.id)"), payer: nil, payee: .account(AccountKey(payee)), amount: amount,
            payerOrder: TransferOrder(at: at))
    }

    private func destination(of entry: AccountEntry) -> Destination {
        switch entry.channel {
        case .transfer: entry.counterpart.map { .account(AccountKey($0)) } ?? .unexplained
        case .cash: .exit(.cash)
        case .pos: .exit(.pointOfSale)
        case .thirdParty: entry.counterpart.map { .account(AccountKey($0)) } ?? .exit(.thirdPartyPayment)
        case .crypto: .exit(.crypto)
        case .abroad: .exit(.abroad)
        case .interest, .fee: .exit(.other)
        }
    }
}

extension ReportedTransfer {
    /// Whether amount, time and payee are known, so that the money can be followed.
    package var isTraceable: Bool { payeeAccount != nil && amount != nil && at != nil }
}

extension AccountKey {
    package init(_ id: AccountID) { self.init(id.description) }
    package var id: AccountID? { AccountID(text) }
}

extension IncidentKey {
    package init(_ id: IncidentID) { self.init(id.description) }
    package var id: IncidentID? { IncidentID(text) }
}

extension TransferOrder {
    package init(_ entry: AccountEntry) { self.init(at: entry.at, serial: entry.serial, arrival: entry.arrival) }
}
