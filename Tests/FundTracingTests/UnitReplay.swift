import FundTracing
import Primitives

/// The reference: every account is a queue of single fen, clean or an incident's, and the whole ledger is replayed.
///
/// It knows nothing of lines, intervals or positions. No arrival may be dated before its payment.
struct UnitReplay {
    /// What the replay found, to be compared with a trace's.
    struct Result: Equatable {
        var held: [String: Int64] = [:]
        var gone: [String: Int64] = [:]
        var carried: [String: Int64] = [:]
        var openings: [String: Int64] = [:]
    }

    private enum Act {
        case leave(Transfer)
        case arrive(Transfer)
        case state(LedgerAccount, Int64)

        /// At one moment money leaves before it arrives, and the balance is what all of that leaves.
        var rank: Int {
            switch self {
            case .leave: 0
            case .arrive: 1
            case .state: 2
            }
        }
    }

    private let ledger: Ledger
    private let seeds: [TransferKey: [Seed]]
    private let rule: Rule
    private var acts: [(order: TransferOrder, act: Act)] = []
    private var fen: [AccountKey: [IncidentKey?]] = [:]
    private var underway: [TransferKey: [IncidentKey?]] = [:]
    private var result = Result()

    static func run(_ ledger: Ledger, _ seeds: [Seed], _ rule: Rule) -> Result {
        var replay = UnitReplay(ledger, seeds, rule)
        replay.run()
        return replay.result
    }

    private init(_ ledger: Ledger, _ seeds: [Seed], _ rule: Rule) {
        self.ledger = ledger
        self.rule = rule
        self.seeds = Dictionary(grouping: seeds.sorted { $0.incident < $1.incident }, by: \.transfer)
        for transfer in ledger.transfers {
            if transfer.payer != nil { acts.append((transfer.payerOrder, .leave(transfer))) }
            acts.append((transfer.payee.isAccount ? transfer.payeeOrder : transfer.payerOrder, .arrive(transfer)))
        }
        for account in ledger.accounts {
            for stated in account.statedBalances { acts.append((stated.at, .state(account, stated.balance.fen))) }
        }
        acts.sort { ($0.order, $0.act.rank) < ($1.order, $1.act.rank) }
    }

    private mutating func run() {
        let keys = Set(
            ledger.transfers.flatMap { [$0.payer, $0.payee.key].compactMap(\.self) } + ledger.accounts.map(\.key))
        for key in keys {
            let account = ledger.accounts.first { $0.key == key } ?? LedgerAccount(key: key)
            let opening = account.openingBalance?.fen ?? leastOpening(account)
            fen[key] = Array(repeating: nil, count: Int(opening))
            if account.openingBalance == nil, opening > 0 { result.openings[key.text] = opening }
        }
        for (_, act) in acts { perform(act) }
        for (key, units) in fen { count(units, to: \.held, key.text) }
    }

    /// Tries opening balances upwards until the entries until the first stated balance can be paid.
    private func leastOpening(_ account: LedgerAccount) -> Int64 {
        var opening: Int64 = 0
        while !isPossible(opening, account) { opening += 1 }
        return opening
    }

    private func isPossible(_ opening: Int64, _ account: LedgerAccount) -> Bool {
        var balance = opening
        var entries = 0
        for (order, act) in acts {
            switch act {
            case .leave(let transfer) where transfer.payer == account.key: balance -= transfer.amount.fen
            case .arrive(let transfer) where transfer.payee.key == account.key: balance += transfer.amount.fen
            case .state(let stating, let stated) where stating.key == account.key:
                let isCovered = account.knownUntil.map { order.at <= $0 } ?? false
                return entries > 0 && !isCovered || stated <= balance
            default: continue
            }
            entries += 1
            if balance < 0 { return false }
        }
        return true
    }

    private mutating func perform(_ act: Act) {
        switch act {
        case .leave(let transfer):
            guard let payer = transfer.payer else { return }
            let lacking = Int(transfer.amount.fen) - (fen[payer]?.count ?? 0)
            if lacking > 0 { fen[payer]?.append(contentsOf: Array(repeating: nil, count: lacking)) }
            underway[transfer.key] = take(Int(transfer.amount.fen), from: payer)
        case .arrive(let transfer): arrive(transfer)
        case .state(let account, let stated):
            let excess = (fen[account.key]?.count ?? 0) - Int(stated)
            if excess < 0 { fen[account.key, default: []].append(contentsOf: Array(repeating: nil, count: -excess)) }
            if excess > 0 { count(take(excess, from: account.key), to: \.gone, "? " + account.key.text) }
        }
    }

    private mutating func arrive(_ transfer: Transfer) {
        var units = underway.removeValue(forKey: transfer.key) ?? Array(repeating: nil, count: Int(transfer.amount.fen))
        let own = (seeds[transfer.key] ?? []).flatMap { Array(repeating: $0.incident, count: Int($0.amount.fen)) }
        while units.count(where: { $0 == nil }) < own.count, let last = units.lastIndex(where: { $0 != nil }) {
            count([units[last]], to: \.gone, "later loss " + transfer.key.text)
            units[last] = nil
        }
        for incident in own { if let clean = units.firstIndex(of: nil) { units[clean] = incident } }
        count(units, to: \.carried, transfer.key.text)
        switch transfer.payee {
        case .account(let key): fen[key, default: []] += units
        case .exit(let kind): count(units, to: \.gone, kind.rawValue)
        case .unexplained: count(units, to: \.gone, "? " + (transfer.payer?.text ?? ""))
        }
    }

    private mutating func count(
        _ units: [IncidentKey?], to table: WritableKeyPath<Result, [String: Int64]>, _ place: String
    ) {
        for case let incident? in units { result[keyPath: table][incident.text + " " + place, default: 0] += 1 }
    }

    private mutating func take(_ amount: Int, from account: AccountKey) -> [IncidentKey?] {
        var units = fen[account] ?? []
        defer { fen[account] = units }
        switch rule {
        case .fifo, .poison:
            defer { units.removeFirst(amount) }
            return Array(units.prefix(amount))
        case .lifo:
            return (0..<amount).map { _ in units.removeLast() }
        case .fraudFirst:
            return (0..<amount).map { _ in units.remove(at: units.firstIndex { $0 != nil } ?? 0) }
        case .proportional:
            return takeShares(amount, from: &units)
        }
    }

    /// Floors; then, as long as more tainted fen would be left than fen, one more by the largest remainder.
    private func takeShares(_ amount: Int, from units: inout [IncidentKey?]) -> [IncidentKey?] {
        let balance = units.count
        let incidents = Set(units.compactMap(\.self)).sorted()
        var shares: [IncidentKey: Int] = [:]
        var rests: [IncidentKey: Int] = [:]
        for incident in incidents {
            let product = units.count { $0 == incident } * amount
            shares[incident] = product / balance
            rests[incident] = product % balance
        }
        while units.count(where: { $0 != nil }) - shares.values.reduce(0, +) > balance - amount {
            let largest = rests.values.max()
            guard let next = incidents.first(where: { rests[$0] == largest }) else { break }
            shares[next, default: 0] += 1
            rests[next] = -1
        }
        var taken: [IncidentKey?] = []
        for incident in incidents {
            for _ in 0..<(shares[incident] ?? 0) {
                guard let index = units.firstIndex(of: incident) else { continue }
                taken.append(units.remove(at: index))
            }
        }
        while taken.count < amount, let clean = units.firstIndex(of: nil) { taken.append(units.remove(at: clean)) }
        return taken
    }
}

extension UnitReplay.Result {
    /// The same tables from a trace; the openings only of accounts that the trace reached.
    init(_ trace: Trace) {
        for row in trace.holders + trace.hubs { held["\(row.incident) \(row.account)"] = row.amount.fen }
        for row in trace.exits { gone["\(row.incident) \(row.kind.rawValue)", default: 0] += row.amount.fen }
        for row in trace.unexplained {
            gone["\(row.incident) ? \(row.account?.text ?? "")", default: 0] += row.amount.fen
        }
        for row in trace.superseded { gone["\(row.incident) later loss \(row.transfer)", default: 0] += row.amount.fen }
        for row in trace.carried {
            for part in row.parts { carried["\(part.incident) \(row.transfer)"] = part.amount.fen }
        }
        for row in trace.inferredOpenings { openings[row.account.text] = row.balance.fen }
    }

    /// This without the openings of accounts that `trace` did not reach.
    func limited(to trace: Trace) -> Self {
        var copy = self
        let reached = Set(trace.pieces.compactMap(\.to.key?.text))
        copy.openings = openings.filter { reached.contains($0.key) }
        return copy
    }
}

extension Destination {
    var key: AccountKey? { if case .account(let key) = self { key } else { nil } }
    var isAccount: Bool { key != nil }
}
