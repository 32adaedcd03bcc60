internal import Primitives
internal import Storage

/// What the database tells of the accounts that some money has reached; each is read once while the trace grows.
struct Surroundings {
    private(set) var reach: Set<AccountID> = []
    private(set) var accounts: [AccountID: Account] = [:]
    private(set) var stops: [AccountID: [StopPayment]] = [:]
    private(set) var freezes: [AccountID: [Freeze]] = [:]
    /// The claims on freezes that hold one of the accounts.
    private(set) var freezeClaims: [FreezeClaim] = []
    private(set) var inquiries: [AccountID: [Inquiry]] = [:]
    /// What victims of running incidents report to have paid into them, by id.
    private(set) var reports: [ReportedTransfer] = []
    private var repayments: [AccountID: [Repayment]] = [:]
    /// Payments to victims that a statement shows and no bank has told of.
    private var untold: [AccountID: [AccountEntry]] = [:]
    private var own: [AccountID: [AccountEntry]] = [:]
    private var naming: [AccountID: [AccountEntry]] = [:]

    /// Reads what is told of these accounts and of those that their entries name, where that is not known yet.
    mutating func extend(to ids: Set<AccountID>, _ tx: any Transaction) throws(StorageError) {
        let new = ids.subtracting(reach).sorted()
        guard !new.isEmpty else { return }
        reach.formUnion(new)
        let entries = AccountEntryTable(tx)
        let (askedOwn, askedNaming) = (try entries.askEntries(of: new), try entries.askEntries(naming: new))
        let askedStops = try StopPaymentTable(tx).askHistory(of: new)
        let askedFreezes = try FreezeTable(tx).askHistory(of: new)
        let askedInquiries = try InquiryTable(tx).askHistory(of: new)
        let askedReports = try IncidentTable(tx).askTransfers(into: new)
        let told = (own: try askedOwn.answer(), naming: try askedNaming.answer())
        for stop in try askedStops.answer() { stops[stop.account, default: []].append(stop) }
        for inquiry in try askedInquiries.answer() { inquiries[inquiry.account, default: []].append(inquiry) }
        reports = (reports + (try askedReports.answer())).sorted { $0.id < $1.id }
        let frozen = try askedFreezes.answer()
        for freeze in frozen { freezes[freeze.account, default: []].append(freeze) }
        // What was paid back to victims is theirs, and followed no further.
        let askedRepaid = try RepaymentTable(tx).askRepayments(from: new + told.naming.map(\.account))
        let inForce = frozen.filter(\.isInForce).map(\.id)
        let askedClaims = inForce.isEmpty ? nil : try FreezeTable(tx).askClaims(on: inForce)
        let named = told.own.compactMap(\.counterpart) + told.naming.map(\.account) + new
        let unknown = Set(named).subtracting(accounts.keys).sorted()
        let askedNamed = unknown.isEmpty ? nil : try AccountTable(tx).ask(unknown)
        let repaid = try askedRepaid.answer()
        repayments.merge(Dictionary(grouping: repaid, by: \.account)) { $1 }
        take(told.own, told.naming, besides: Repayments(repaid, among: told.own + told.naming))
        freezeClaims += try askedClaims?.answer() ?? []
        for account in try askedNamed?.answer() ?? [] { accounts[account.id] = account }
    }

    private mutating func take(_ own: [AccountEntry], _ naming: [AccountEntry], besides repaid: Repayments) {
        for entry in own {
            switch repaid.payment(in: entry)?.state {
            case nil: self.own[entry.account, default: []].append(entry)
            case .paid: break
            case .ordered, .failed: untold[entry.account, default: []].append(entry)
            }
        }
        for entry in naming where repaid.payment(in: entry) == nil {
            if let named = entry.counterpart { self.naming[named, default: []].append(entry) }
        }
    }

    /// The statements of the accounts, and what other statements tell of them.
    var entries: [AccountEntry] {
        let ids = reach.sorted()
        let others = ids.flatMap { naming[$0] ?? [] }.filter { !reach.contains($0.account) }
        return ids.flatMap(entries(of:)) + others
    }

    /// Payments to victims that a statement of the account shows and no bank has told of.
    func untold(_ account: AccountID) -> [AccountEntry] { untold[account] ?? [] }

    /// What had left the account to victims by a moment: the statements that the trace sees do not show it, and the banks' balances
    /// do.
    func givenBack(from account: AccountID, by moment: Timestamp) -> Money {
        untold(account).reduce((repayments[account] ?? []).paid(by: moment)) { $1.at <= moment ? $0 + $1.amount : $0 }
    }

    /// One account's statements.
    func entries(of account: AccountID) -> [AccountEntry] { own[account] ?? [] }
}
