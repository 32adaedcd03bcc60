internal import Ledger
internal import Primitives
internal import Storage

/// What is on record of the accounts that some money has reached in a ledger; each is read once while the trace is made.
struct LedgerReach {
    private let tx: any Transaction
    private let ledger: TransferLedger
    private let banks: BankBook
    private let victims: Set<String>
    private(set) var numbers: [Int: String] = [:]
    private var records: [String: [Account]] = [:]

    init(_ tx: any Transaction, _ ledger: TransferLedger, banks: BankBook, victims: Set<String>) {
        (self.tx, self.ledger, self.banks, self.victims) = (tx, ledger, banks, victims)
    }

    mutating func extend(to accounts: [Int]) throws {
        let new = accounts.filter { numbers[$0] == nil }
        for account in new { numbers[account] = try ledger.name(of: account) }
        for some in new.compactMap({ numbers[$0] }).inParts {
            for record in try AccountTable(tx).accounts(numbers: some) {
                records[record.number, default: []].append(record)
            }
        }
    }

    func number(of account: Int) -> String { numbers[account] ?? "" }

    /// Nil also where banks have accounts of the same number.
    func record(of account: Int) -> Account? {
        let found = records[number(of: account)] ?? []
        return found.count == 1 ? found[0] : nil
    }

    func bank(of account: Int) -> String? {
        record(of: account)?.bankName ?? banks.bank(ofNumber: number(of: account))?.name
    }

    func isHub(_ account: Int) -> Bool {
        if let record = record(of: account) { return record.isHub }
        return banks.bank(ofNumber: number(of: account))?.bank?.kind.isHub ?? false
    }

    func isVictim(_ account: Int) -> Bool { victims.contains(number(of: account)) }

    /// How matters stand with each of these accounts that is on record.
    func standings(of accounts: [Int]) throws -> [Int: LedgerLook.Standing] {
        let known = accounts.compactMap { account in record(of: account).map { (account, $0.id) } }
        var (stops, freezes): ([AccountID: [StopPayment]], [AccountID: [Freeze]]) = ([:], [:])
        for some in known.map(\.1).inParts {
            for stop in try StopPaymentTable(tx).history(of: some) { stops[stop.account, default: []].append(stop) }
            for freeze in try FreezeTable(tx).history(of: some) { freezes[freeze.account, default: []].append(freeze) }
        }
        return Dictionary(
            uniqueKeysWithValues: known.map { account, id -> (Int, LedgerLook.Standing) in
                if let freeze = freezes[id]?.last(where: \.state.isLive) { return (account, .freeze(freeze)) }
                let last = stops[id]?.last
                guard let last, last.state.isLive else { return (account, .free(after: last?.state)) }
                return (account, .stop(last.state))
            })
    }
}

extension Array {
    /// As many at once as a statement takes arguments, well below what both databases allow.
    fileprivate var inParts: [[Element]] {
        stride(from: 0, to: count, by: 1000).map { Array(self[$0..<Swift.min($0 + 1000, count)]) }
    }
}
