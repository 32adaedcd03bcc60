package import Jurisdiction
package import Ledger
internal import Primitives
package import Storage

/// Follows an incident's money through the whole ledger, by the rule and the limits of its orders.
package struct LedgerTracer {
    private let tx: any Transaction
    private let rules: Rules
    private let ledger: TransferLedger

    init(_ tx: any Transaction, rules: Rules, ledger: TransferLedger) {
        self.tx = tx
        self.rules = rules
        self.ledger = ledger
    }

    /// What the ledger in this folder tells of an incident, or why it tells nothing. Nothing is written.
    package static func sight(
        of incident: IncidentID, in folder: LedgerFolder, rules: Rules, _ tx: any Transaction
    ) throws -> LedgerSight {
        do {
            let ledger = try folder.ledger()
            guard ledger.hasMoments else { return .withoutMoments }
            return .seen(try LedgerTracer(tx, rules: rules, ledger: ledger).look(at: incident))
        } catch let error as LedgerError {
            if case .damaged(let file, let offset, _) = error { return .damaged(file: file, offset: offset) }
            return .unreadable
        } catch is SumsDisagree {
            return .sumsDisagree
        }
    }

    /// What was found is not what the victims paid; nobody is to act on it.
    private struct SumsDisagree: Error {}

    private func look(at incident: IncidentID) throws -> LedgerLook {
        let reports = try IncidentTable(tx).transfers(of: [incident])
        let named = Set(reports.flatMap { [$0.payerAccount, $0.payeeAccount] }.compactMap(\.self)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: try AccountTable(tx).find(named).map { ($0.id, $0.number) })
        let starts = try LedgerStarts(ledger: ledger, tolerance: rules.fourItemsTimeTolerance, numbers: numbers)
            .find(reports)
        let seeds = starts.compactMap { if case .found(let row) = $0.finding { row } else { nil } }
        let payers = Set(reports.compactMap { $0.payerAccount.flatMap { numbers[$0] } })
        var reach = LedgerReach(tx, ledger, banks: BankBook(try AccountTable(tx).banks()), victims: payers)
        let trace = try follow(seeds, &reach)
        return try LedgerLookMaking(ledger: ledger, trace: trace, limits: rules, reach: reach).look(starts)
    }

    /// Follows the money until it comes to no further hub; through hubs it is not followed.
    private func follow(_ seeds: [Int], _ reach: inout LedgerReach) throws -> LedgerTrace {
        let limits = TraceLimits(
            hops: rules.traceDepthMax - 1, least: rules.traceLeastAmount.fen, breadth: rules.traceBreadthMax)
        let lastPaid = try lastPayments(seeds)
        var hubs: Set<Int> = []
        while true {
            // Held from before the beginning, but for what the victims paid from it: then nothing that came goes on.
            let holds = hubs.sorted().map { Ledger.Freeze(account: $0, moment: lastPaid[$0] ?? Int64.min) }
            let trace = try ledger.trace(TraceQuestion(seeds: seeds, rule: .fifo, limits: limits, freezes: holds))
            guard try trace.isConserved(in: ledger) == true else { throw SumsDisagree() }
            let reached = try trace.accounts(in: ledger)
            try reach.extend(to: reached)
            let found = hubs.union(reached.filter(reach.isHub))
            if found == hubs { return trace }
            hubs = found
        }
    }

    /// When each payer of a seed paid the last of them.
    private func lastPayments(_ seeds: [Int]) throws -> [Int: Int64] {
        var last: [Int: Int64] = [:]
        for seed in seeds {
            let transfer = try ledger.transfer(seed)
            last[transfer.payer] = max(last[transfer.payer] ?? transfer.time, transfer.time)
        }
        return last
    }
}
