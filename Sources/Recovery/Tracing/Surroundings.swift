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
    private var own: [AccountID: [AccountEntry]] = [:]
    private var naming: [AccountID: [AccountEntry]] = [:]

    /// Reads what is told of these accounts and of those that their entries name, where that is not known yet.
    mutating func extend(to ids: Set<AccountID>, _ tx: any Transaction) throws(StorageError) {
        let new = ids.subtracting(reach).sorted()
        guard !new.isEmpty else { return }
        reach.formUnion(new)
        let table = AccountEntryTable(tx)
        let told = (own: try table.entries(of: new), naming: try table.entries(naming: new))
        // What was paid back to victims is theirs, and followed no further.
        let repaid = Repayments(try RepaymentTable(tx).repayments(from: new + told.naming.map(\.account)))
        for entry in told.own where !repaid.contains(entry) { own[entry.account, default: []].append(entry) }
        for entry in told.naming where !repaid.contains(entry) {
            if let named = entry.counterpart { naming[named, default: []].append(entry) }
        }
        for stop in try StopPaymentTable(tx).history(of: new) { stops[stop.account, default: []].append(stop) }
        let frozen = try FreezeTable(tx).history(of: new)
        for freeze in frozen { freezes[freeze.account, default: []].append(freeze) }
        let inForce = frozen.filter(\.isInForce).map(\.id)
        if !inForce.isEmpty { freezeClaims += try FreezeTable(tx).claims(on: inForce) }
        for inquiry in try InquiryTable(tx).history(of: new) { inquiries[inquiry.account, default: []].append(inquiry) }
        reports = (reports + (try IncidentTable(tx).transfers(into: new))).sorted { $0.id < $1.id }
        let named = told.own.compactMap(\.counterpart) + told.naming.map(\.account) + new
        let unknown = Set(named).subtracting(accounts.keys).sorted()
        guard !unknown.isEmpty else { return }
        for account in try AccountTable(tx).find(unknown) { accounts[account.id] = account }
    }

    /// The statements of the accounts, and what other statements tell of them.
    var entries: [AccountEntry] {
        let ids = reach.sorted()
        let others = ids.flatMap { naming[$0] ?? [] }.filter { !reach.contains($0.account) }
        return ids.flatMap(entries(of:)) + others
    }

    /// One account's statements.
    func entries(of account: AccountID) -> [AccountEntry] { own[account] ?? [] }
}
