import FundTracing
import Ledger
import Primitives
import Testing

/// The orders go by the tracer of the banks' answers, the page of the whole ledger by the ledger: both must split money alike.
@Suite("One rule: the tracer of banks' answers and the ledger say the same")
struct OneRuleTests {
    /// What a tracer found, by the small ledger's accounts.
    private struct Found: Equatable {
        var held: [String: Int64] = [:]
        /// What left to the outside.
        var outside: Int64 = 0
        var superseded: Int64 = 0
        /// By the transfer's name.
        var carried: [String: Int64] = [:]
        /// Least numbers of transfers from the victim; only where each fen has a way of its own.
        var tiers: [String: Int] = [:]
    }

    @Test(
        "random ledgers, one or two seeds: the same fen in each account, in each transfer and gone",
        arguments: [TraceRule.fifo, .lifo, .proportional, .fraudFirst])
    func random(rule: TraceRule) throws {
        var isMoved = 0
        for seed in 1...worlds {
            var chance = SplitMix64(seed: UInt64(seed))
            let small = SmallLedger.random(&chance, most: 40)
            let payments = small.transfers.indices.filter { small.transfers[$0].payer != 0 }
            guard let first = payments.first else { continue }
            let second = payments[Int.random(in: 0..<payments.count, using: &chance)]
            let seeds = seed.isMultiple(of: 2) ? [first] : Array(Set([first, second])).sorted()
            var (ours, theirs) = (try inLedger(small, seeds, rule), try byAnswers(small, seeds, rule))
            if rule != .fifo, rule != .lifo { (ours.tiers, theirs.tiers) = ([:], [:]) }
            if ours != theirs { Issue.record("seed \(seed)\n\(small)\n\(seeds)\n\(ours)\n\(theirs)") }
            if ours.carried.count > seeds.count { isMoved += 1 }
        }
        #expect(isMoved > worlds / 4)
    }

    private func inLedger(_ small: SmallLedger, _ seeds: [Int], _ rule: TraceRule) throws -> Found {
        let ledger = try small.ledger(partitionRows: 7)
        let rows = try seeds.map { try ledger.row(of: "t\($0)") }
        let trace = try ledger.trace(TraceQuestion(seeds: rows, rule: rule))
        var found = Found(superseded: trace.superseded)
        for holder in trace.holders {
            let name = try ledger.name(of: holder.account)
            if name.isEmpty { found.outside = holder.held } else { found.held[name] = holder.held }
        }
        for transfer in trace.transfers {
            found.carried[try ledger.id(of: transfer.row)] = transfer.traced
            let payee = try ledger.name(of: try ledger.transfer(transfer.row).payee)
            if !payee.isEmpty { found.tiers[payee] = min(found.tiers[payee] ?? .max, transfer.level) }
        }
        return found
    }

    private func byAnswers(_ small: SmallLedger, _ seeds: [Int], _ rule: TraceRule) throws -> Found {
        func key(_ account: Int) -> AccountKey? { account == 0 ? nil : AccountKey(SmallLedger.names[account]) }
        let transfers = small.transfers.enumerated().map { row, transfer in
            FundTracing.Transfer(
                key: TransferKey("t\(row)"), payer: key(transfer.payer),
                payee: key(transfer.payee).map(Destination.account) ?? .exit(.other),
                amount: Money(fen: Int64(transfer.amount)),
                payerOrder: TransferOrder(at: Timestamp(microseconds: transfer.time), arrival: Int64(row)))
        }
        let accounts = small.given.map { account, balance in
            LedgerAccount(key: AccountKey(SmallLedger.names[account]), openingBalance: Money(fen: Int64(balance)))
        }
        let request = TraceRequest(
            seeds: seeds.map {
                Seed(
                    incident: IncidentKey("I"), transfer: TransferKey("t\($0)"),
                    amount: Money(fen: Int64(small.transfers[$0].amount)))
            }, rule: try #require(rules[rule]), now: Timestamp(microseconds: 0))
        let trace = try Tracer(FundTracing.Ledger(transfers: transfers, accounts: accounts)).trace(request)
        var found = Found()
        for holder in trace.holders { found.held[holder.account.text, default: 0] += holder.amount.fen }
        found.outside = trace.exits.reduce(0) { $0 + $1.amount.fen }
        found.superseded = trace.superseded.reduce(0) { $0 + $1.amount.fen }
        for piece in trace.pieces {
            found.carried[piece.transfer.text, default: 0] += piece.amount.fen
            guard case .account(let payee) = piece.to else { continue }
            found.tiers[payee.text] = min(found.tiers[payee.text] ?? .max, piece.tier)
        }
        return found
    }

    private let rules: [TraceRule: Rule] = [
        .fifo: .fifo, .lifo: .lifo, .proportional: .proportional, .fraudFirst: .fraudFirst,
    ]
}
