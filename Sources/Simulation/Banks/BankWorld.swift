package import Primitives
package import Wire

/// Any number of banks, the clearing between them and all they ever did; a value without input or output.
///
/// Time only runs forward: what is asked for an earlier moment happens now. The same seed and the same calls give the
/// same world.
package struct BankWorld: Sendable {
    /// A transfer reaches the payee's bank at most this much later.
    static let clearingSecondsMax: Int64 = 3

    package let banks: [Bank]
    package internal(set) var now: Timestamp
    package internal(set) var accounts: [BankAccount] = []
    /// Every entry of every account, in the order of booking.
    package internal(set) var ledger: [LedgerEntry] = []
    package internal(set) var acts: [ActRow] = []
    package internal(set) var blocked: [BlockedMove] = []
    package internal(set) var deliveries: [DeliveryRow] = []
    /// What the world outside holds more than at the start; below zero while the banks hold more.
    package internal(set) var outside = Money.zero
    /// On its way from bank to bank.
    package internal(set) var clearing = Money.zero

    /// How calls go wrong, for banks without a plan of their own.
    package var faults = FaultPlan.none
    package var faultsOfBank: [String: FaultPlan] = [:]
    /// Whether a freeze on a frozen account begins at once beside the other, where by law it waits.
    package var freezesSideBySide = false

    let keys: BankKeys
    var places: [AccountAddress: Int] = [:]
    var agenda = Agenda()
    var holds: [ActKey: Hold] = [:]
    /// The stop that an extension extended: it may be named by either act.
    var extended: [ActKey: ActKey] = [:]
    var answered: [ActKey: AnsweredAct] = [:]
    var correspondence = Correspondence()
    var lines = 0
    var references = 0
    /// The clearing's references of payments to victims, which a freeze lets out.
    var paidBack: Set<String> = []
    var generator: SplitMix64
    /// Of its own, so that the number of calls does not change how money moves.
    var faultGenerator: SplitMix64

    package init(seed: UInt64, start: Timestamp, banks: [Bank], keys: BankKeys) {
        self.banks = banks
        self.keys = keys
        now = start
        generator = SplitMix64(seed: seed)
        faultGenerator = SplitMix64(seed: seed ^ 0xFA01_7000_0000_0001)
    }

    package func bank(_ code: String) -> Bank? { banks.first { $0.code == code } }

    package func account(_ address: AccountAddress) -> BankAccount? { places[address].map { accounts[$0] } }

    /// The account's entries in the order of booking.
    package func entries(of address: AccountAddress) -> [LedgerEntry] {
        account(address)?.entries.map { ledger[$0] } ?? []
    }

    /// True while money cannot leave the account.
    package func isBlocked(_ address: AccountAddress) -> Bool { places[address].flatMap { blocker($0) } != nil }

    /// Whether the hold that an act made keeps money in its account now.
    func isHeld(by key: ActKey) -> Bool { holds[key]?.blocks(at: now) ?? false }

    /// The last stop that the bank executed on an account, running or over.
    func lastStop(of address: AccountAddress) -> Hold? {
        places[address].flatMap { accounts[$0].stop }.flatMap { holds[$0] }
    }

    /// When the next planned thing happens.
    package var nextEvent: Timestamp? { agenda.next }
}

/// Why money does not move.
package enum MoveRefusal: Error, Equatable {
    case noSuchBank(String)
    case noSuchAccount(AccountAddress)
    case alreadyOpen(AccountAddress)
    case amountNotPositive
    /// From an account to itself, or from outside to outside.
    case nowhere
    case shortBalance(Money)
    /// The act that holds the payer's account.
    case stopped(act: String)
    /// The account has later entries, or the plan of a mule cannot be.
    case tooLate
    case impossiblePlan
}

extension BankWorld {
    /// Opens an account with money from outside; `openedAt` may lie in the past.
    package mutating func open(_ opening: AccountOpening, openedAt: Timestamp? = nil) throws(MoveRefusal) {
        guard bank(opening.address.bank) != nil else { throw .noSuchBank(opening.address.bank) }
        guard places[opening.address] == nil else { throw .alreadyOpen(opening.address) }
        guard opening.balance >= .zero else { throw .amountNotPositive }
        places[opening.address] = accounts.count
        accounts.append(BankAccount(opening: opening, openedAt: openedAt ?? now, balance: opening.balance))
        outside -= opening.balance
    }

    /// Pays from one account to another; the payee's bank books up to three seconds later.
    @discardableResult
    package mutating func transfer(
        from payer: AccountAddress, to payee: AccountAddress, _ amount: Money, at moment: Timestamp,
        onward: Onward? = nil
    ) throws(MoveRefusal) -> String {
        try perform(Move(from: .account(payer), to: .account(payee), amount: amount, onward: onward), at: moment)
    }

    /// Takes money out of the banks: cash, a purchase, a payment institution, crypto money, abroad.
    @discardableResult
    package mutating func withdraw(
        from payer: AccountAddress, by channel: StatementRow.Channel, _ amount: Money, at moment: Timestamp
    ) throws(MoveRefusal) -> String {
        try perform(Move(from: .account(payer), to: .outside(channel), amount: amount), at: moment)
    }

    /// Brings money in from outside: wages, cash paid in.
    @discardableResult
    package mutating func deposit(
        to payee: AccountAddress, by channel: StatementRow.Channel, _ amount: Money, at moment: Timestamp,
        summary: String? = nil
    ) throws(MoveRefusal) -> String {
        try perform(Move(from: .outside(channel), to: .account(payee), amount: amount, summary: summary), at: moment)
    }

    /// Does one movement now; returns the clearing's reference. A refusal by a hold or for want of money is in the book.
    @discardableResult
    package mutating func perform(_ move: Move, at moment: Timestamp) throws(MoveRefusal) -> String {
        advance(to: moment)
        do {
            return try book(move, at: now)
        } catch {
            noteRefusal(of: move, error)
            throw error
        }
    }

    /// Plans a movement; when its time comes it happens, or its refusal is in the book.
    package mutating func plan(_ move: Move, at moment: Timestamp) throws(MoveRefusal) {
        try check(move)
        agenda.add(.move(move), at: max(moment, now))
    }

    /// From now on each transfer that arrives here without a plan of its own is moved on so; nil ends it.
    package mutating func plan(_ onward: Onward?, on address: AccountAddress) throws(MoveRefusal) {
        guard let index = places[address] else { throw .noSuchAccount(address) }
        if let onward { try check(onward) }
        accounts[index].standingPlan = onward
    }
}

extension BankWorld {
    /// Lets everything happen that was to happen up to and at `moment`.
    package mutating func advance(to moment: Timestamp) {
        while let (time, event) = agenda.take(dueAt: moment) {
            now = max(now, time)
            happen(event)
        }
        now = max(now, moment)
    }

    private mutating func happen(_ event: Agenda.Event) {
        switch event {
        case .holdEnds(let key): endByItself(key)
        case .arrival(let arrival): book(arrival, at: now)
        case .move(let move): attempt(move)
        case .work(let order, let bank): finishSlowWork(order, bank: bank)
        }
    }

    private mutating func attempt(_ move: Move) {
        do {
            try book(move, at: now)
        } catch {
            noteRefusal(of: move, error)
            guard case .stopped = error, move.patience == .waitsForTheEnd, case .account(let payer) = move.from,
                let index = places[payer]
            else { return }
            accounts[index].waiting.append(move)
        }
    }

    /// Those who waited for a hold to end try again, a minute apart.
    mutating func resumeWaiting(at index: Int) {
        for (position, move) in accounts[index].waiting.enumerated() {
            agenda.add(.move(move), at: now + .minutes(Int64(position) + 1))
        }
        accounts[index].waiting = []
    }
}
