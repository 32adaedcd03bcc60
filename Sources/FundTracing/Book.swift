internal import Primitives

/// A ledger with numbers in place of keys, all events in order, and a line for each account.
struct Book: Sendable {
    let accounts: [LedgerAccount]
    let accountNumbers: [AccountKey: Int]
    let transfers: [Transfer]
    let transferNumbers: [TransferKey: Int]
    /// The payer's account number of each transfer.
    let payers: [Int?]
    /// The payee's account number of each transfer.
    let payees: [Int?]
    let events: [Event]
    let lines: [Line]
    /// Where each transfer arrived.
    let landings: [Landing]

    init(_ ledger: Ledger) throws(LedgerFault) {
        try Book.check(ledger)
        let (accounts, accountNumbers) = try Book.number(ledger)
        let transfers = ledger.transfers
        self.accounts = accounts
        self.accountNumbers = accountNumbers
        self.transfers = transfers
        transferNumbers = try Book.number(transfers)
        payers = transfers.map { transfer in transfer.payer.flatMap { accountNumbers[$0] } }
        payees = transfers.map { transfer in transfer.payee.account.flatMap { accountNumbers[$0] } }
        let events = Book.events(transfers, payers: payers, payees: payees) + Book.statedEvents(accounts)
        self.events = Schedule.order(events, of: transfers, payees: payees)
        (lines, landings) = Book.lines(of: accounts, events: self.events, transfers: transfers.count)
    }

    /// Money that reaches it is followed on from there.
    func isFollowed(payeeOf transfer: Int) -> Bool { payees[transfer].map { !accounts[$0].isHub } ?? false }

    private static func check(_ ledger: Ledger) throws(LedgerFault) {
        var sum: Int64 = 0
        func add(_ amount: Money) throws(LedgerFault) {
            let (next, overflow) = sum.addingReportingOverflow(amount.fen)
            // Half of the range is left for what has to be inferred.
            guard !overflow, next <= .max / 2 else { throw .amountsTooLarge }
            sum = next
        }
        for transfer in ledger.transfers {
            guard transfer.amount.isPositive else { throw .amountNotPositive(transfer.key) }
            try add(transfer.amount)
        }
        for account in ledger.accounts {
            let balances = (account.openingBalance.map { [$0] } ?? []) + account.statedBalances.map(\.balance)
            for balance in balances {
                guard balance >= .zero else { throw .balanceNegative(account.key) }
                try add(balance)
            }
        }
    }

    private static func number(_ transfers: [Transfer]) throws(LedgerFault) -> [TransferKey: Int] {
        var numbers: [TransferKey: Int] = [:]
        numbers.reserveCapacity(transfers.count)
        for (number, transfer) in transfers.enumerated() {
            guard numbers.updateValue(number, forKey: transfer.key) == nil else { throw .transferTwice(transfer.key) }
        }
        return numbers
    }

    private static func number(_ ledger: Ledger) throws(LedgerFault) -> ([LedgerAccount], [AccountKey: Int]) {
        var accounts = ledger.accounts
        var numbers: [AccountKey: Int] = [:]
        for (number, account) in accounts.enumerated() {
            guard numbers.updateValue(number, forKey: account.key) == nil else { throw .accountTwice(account.key) }
        }
        for transfer in ledger.transfers {
            for key in [transfer.payer, transfer.payee.account] {
                guard let key, numbers[key] == nil else { continue }
                numbers[key] = accounts.count
                accounts.append(LedgerAccount(key: key))
            }
        }
        return (accounts, numbers)
    }

    private static func events(_ transfers: [Transfer], payers: [Int?], payees: [Int?]) -> [Event] {
        var events: [Event] = []
        events.reserveCapacity(2 * transfers.count)
        for (number, transfer) in transfers.enumerated() {
            let (tie, amount) = (transfer.key.text, transfer.amount.fen)
            if let payer = payers[number] {
                let order = transfer.payerOrder
                events.append(
                    Event(order: order, kind: .leaves, subject: number, account: payer, tie: tie, amount: amount))
            }
            let order = transfer.payee.account == nil ? transfer.payerOrder : transfer.payeeOrder
            events.append(
                Event(order: order, kind: .arrives, subject: number, account: payees[number], tie: tie, amount: amount))
        }
        return events
    }

    private static func statedEvents(_ accounts: [LedgerAccount]) -> [Event] {
        accounts.enumerated().flatMap { number, account in
            account.statedBalances.enumerated().map { index, stated in
                Event(
                    order: stated.at, kind: .stated, subject: index, account: number, tie: account.key.text,
                    amount: stated.balance.fen)
            }
        }
    }

    private static func lines(of accounts: [LedgerAccount], events: [Event], transfers: Int) -> ([Line], [Landing]) {
        var landings = Array(repeating: Landing(), count: transfers)
        var entries: [[LineEntry]] = Array(repeating: [], count: accounts.count)
        for (index, event) in events.enumerated() {
            if event.kind == .arrives { landings[event.subject].event = index }
            guard let account = event.account else { continue }
            entries[account].append(
                LineEntry(event: index, kind: event.lineKind, amount: event.amount, order: event.order))
        }
        let lines = accounts.indices.map {
            LineBuilder.line(of: accounts[$0], entries: entries[$0], landings: &landings)
        }
        return (lines, landings)
    }
}

extension Event {
    fileprivate var lineKind: LineEntry.Kind {
        switch kind {
        case .leaves: .withdrawal(subject)
        case .arrives: .deposit(subject)
        case .stated: .stated
        }
    }
}

extension Destination {
    var account: AccountKey? { if case .account(let key) = self { key } else { nil } }
}
