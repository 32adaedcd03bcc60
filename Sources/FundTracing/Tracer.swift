internal import Primitives

/// Follows victims' money through a ledger; made once for a ledger, it answers any number of requests.
package struct Tracer: Sendable {
    let book: Book

    package init(_ ledger: Ledger) throws(LedgerFault) { book = try Book(ledger) }

    package func trace(_ request: TraceRequest) throws(TraceRefusal) -> Trace {
        let seeds = try merged(request)
        let incidents = Set(seeds.map(\.incident)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: incidents.enumerated().map { ($1, $0) })
        let starts = seeds.compactMap { seed -> Flow.Start? in
            guard let incident = numbers[seed.incident], let transfer = book.transferNumbers[seed.transfer] else {
                return nil
            }
            return Flow.Start(incident: incident, transfer: transfer, amount: seed.amount.fen)
        }
        return TraceReport(book: book, incidents: incidents, request: request, flow: flow(of: starts, request))
            .trace(seeds: seeds)
    }

    private func flow(of starts: [Flow.Start], _ request: TraceRequest) -> Flow {
        guard request.rule.conserves else { return Touching.run(book, limits: request.limits, starts: starts) }
        var following = Following(book, rule: request.rule, limits: request.limits, starts: starts)
        following.run()
        return following.flow
    }

    /// The seeds in the order of incident and transfer, those of one incident in one transfer as one.
    private func merged(_ request: TraceRequest) throws(TraceRefusal) -> [Seed] {
        if request.limits.depth < 1 { throw .limitNotPositive(.depth) }
        if request.limits.breadth < 1 { throw .limitNotPositive(.breadth) }
        if request.limits.least < .zero { throw .limitNotPositive(.least) }
        var left: [TransferKey: Money] = [:]
        var sums: [[String]: Seed] = [:]
        for seed in request.seeds {
            guard let number = book.transferNumbers[seed.transfer] else { throw .unknownTransfer(seed.transfer) }
            guard seed.amount.isPositive else { throw .seedNotPositive(seed) }
            let rest = left[seed.transfer] ?? book.transfers[number].amount
            guard seed.amount <= rest else { throw .seedsExceedTransfer(seed.transfer) }
            left[seed.transfer] = rest - seed.amount
            let key = [seed.incident.text, seed.transfer.text]
            let amount = seed.amount + (sums[key]?.amount ?? .zero)
            sums[key] = Seed(incident: seed.incident, transfer: seed.transfer, amount: amount)
        }
        return sums.values.sorted { ($0.incident, $0.transfer) < ($1.incident, $1.transfer) }
    }
}
