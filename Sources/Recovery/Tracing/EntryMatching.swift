internal import FundTracing
internal import Primitives
internal import Wire

/// Makes one transfer out of all that tells of it: what a victim reported, the payer's bank's entry, the payee's bank's entry.
///
/// Two banks' entries are one transfer when they carry the same clearing reference, or else when both accounts and the amount
/// agree and the times lie within the tolerance; a report joins the payee's entry of the same amount that is nearest in time.
struct EntryMatching {
    let tolerance: Duration
    let coverage: [AccountID: Coverage]

    struct Found {
        var transfers: [Transfer] = []
        /// Which ledger transfer carries a reported one.
        var carriers: [TransferID: TransferKey] = [:]
        /// Of each payee's entry, the ledger transfer that it is part of.
        var arrivals: [TransferKey: TransferKey] = [:]
        /// Reports for which the payee's bank shows no entry although its statement covers the time.
        var unmatched: [TransferID] = []
    }

    func match(reports: [ReportedTransfer], entries: [AccountEntry]) -> Found {
        let ordered = entries.sorted { ($0.at, $0.account, $0.serial) < ($1.at, $1.account, $1.serial) }
        let told = pairs(of: ordered)
        var found = Found(transfers: told.compactMap(transfer))
        for told in told {
            if let arrival = told.in { found.arrivals[key(of: arrival)] = key(of: told) }
        }
        found.carriers = carriers(of: reports.filter(\.isTraceable), among: told)
        for report in reports.sorted(by: { $0.id < $1.id }) where found.carriers[report.id] == nil {
            guard let transfer = transfer(reported: report) else { continue }
            found.transfers.append(transfer)
            found.carriers[report.id] = transfer.key
            if let payee = report.payeeAccount, let at = report.at, coverage[payee]?.contains(at) == true {
                found.unmatched.append(report.id)
            }
        }
        return found
    }

    /// One movement as its banks tell it: at least one of the two entries is there.
    private struct Told {
        let out: AccountEntry?
        let `in`: AccountEntry?
    }

    /// Puts the two entries of one movement together: first those of one reference, then those that agree otherwise.
    private func pairs(of entries: [AccountEntry]) -> [Told] {
        var incoming = Dictionary(grouping: entries.filter { $0.direction == .in }, by: \.account)
        let outgoing = entries.filter { $0.direction == .out }
        var partners: [Int: AccountEntry] = [:]
        for fits in [hasSameReference, isAlike] {
            for (index, entry) in outgoing.enumerated() where partners[index] == nil {
                guard let payee = entry.counterpart else { continue }
                partners[index] = takeFirst(&incoming[payee]) { fits(entry, $0) }
            }
        }
        let alone = incoming.sorted { $0.key < $1.key }.flatMap(\.value).map { Told(out: nil, in: $0) }
        return outgoing.enumerated().map { Told(out: $1, in: partners[$0]) } + alone
    }

    private func hasSameReference(_ out: AccountEntry, _ entry: AccountEntry) -> Bool {
        entry.amount == out.amount && out.reference != nil && out.reference == entry.reference
    }

    private func isAlike(_ out: AccountEntry, _ entry: AccountEntry) -> Bool {
        guard entry.amount == out.amount, out.reference == nil || entry.reference == nil else { return false }
        guard entry.counterpart == nil || entry.counterpart == out.account else { return false }
        return distance(entry.at, out.at) <= tolerance
    }

    /// Gives each report the movement that lies nearest in time, where payee, amount, payer and time can be the same.
    private func carriers(of reports: [ReportedTransfer], among told: [Told]) -> [TransferID: TransferKey] {
        let byPayee = Dictionary(grouping: told.indices, by: { told[$0].in?.account ?? told[$0].out?.counterpart })
        var candidates: [(distance: Duration, report: TransferID, told: Int)] = []
        for report in reports {
            for index in byPayee[report.payeeAccount] ?? [] {
                guard let distance = distance(report, told[index]) else { continue }
                candidates.append((distance, report.id, index))
            }
        }
        var carriers: [TransferID: TransferKey] = [:]
        var taken: Set<Int> = []
        for (_, report, index) in candidates.sorted(by: <)
        where carriers[report] == nil && taken.insert(index).inserted {
            carriers[report] = key(of: told[index])
        }
        return carriers
    }

    /// How far a report lies from a movement in time; nil where it cannot be of it.
    private func distance(_ report: ReportedTransfer, _ told: Told) -> Duration? {
        guard let entry = told.out ?? told.in, let at = report.at, report.amount == entry.amount else { return nil }
        let payer = told.out?.account ?? told.in?.counterpart
        guard payer == nil || report.payerAccount == nil || report.payerAccount == payer else { return nil }
        let distance = distance(at, entry.at)
        return distance <= tolerance ? distance : nil
    }

    private func takeFirst(_ entries: inout [AccountEntry]?, where fits: (AccountEntry) -> Bool) -> AccountEntry? {
        guard let index = entries?.firstIndex(where: fits) else { return nil }
        return entries?.remove(at: index)
    }

    private func distance(_ a: Timestamp, _ b: Timestamp) -> Duration { a < b ? b - a : a - b }

    // MARK: ledger transfers

    private func key(of entry: AccountEntry) -> TransferKey { TransferKey("\(entry.account)/\(entry.serial)") }

    private func key(of told: Told) -> TransferKey? { (told.out ?? told.in).map(key) }

    private func transfer(_ told: Told) -> Transfer? {
        if let out = told.out { return transfer(out: out, in: told.in) }
        return told.in.map(transfer(in:))
    }

    private func transfer(out entry: AccountEntry, in partner: AccountEntry?) -> Transfer {
        Transfer(
            key: key(of: entry), payer: AccountKey(entry.account), payee: destination(of: entry), amount: entry.amount,
            payerOrder: TransferOrder(entry), payeeOrder: partner.map(TransferOrder.init))
    }

    /// The payee's entry alone tells of the payer's line only where the payer's own statement does not reach.
    private func transfer(in entry: AccountEntry) -> Transfer {
        let payer = entry.counterpart.flatMap { payer in
            coverage[payer]?.contains(entry.at) == true ? nil : payer
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
    /// After all entries of this second: longer serials come later, and no bank's is so long.
    static func endOfMoment(_ at: Timestamp) -> TransferOrder {
        TransferOrder(at: at, serial: String(repeating: "9", count: 64), arrival: .max)
    }

    /// Before all entries of this second.
    static func beginOfMoment(_ at: Timestamp) -> TransferOrder { TransferOrder(at: at, serial: "", arrival: .min) }

    package init(_ entry: AccountEntry) { self.init(at: entry.at, serial: entry.serial, arrival: entry.arrival) }
}
